"""The base class of all events: timing, partners, weight, and the methods that a kind of event overrides."""

from typing import TYPE_CHECKING, Annotated, Any, ClassVar, Literal, Self

from pydantic import BeforeValidator, Field
from pydantic_core import PydanticKnownError

from sim.model.frozen import EVERYONE, Frozen, Names, Share, Text
from sim.model.ledger import EVENT
from sim.model.registry import Registry
from sim.texts.words import say

if TYPE_CHECKING:
    import numpy as np

    from sim.model.effects import DayEffects


def _no_kind(_: object) -> None:
    """Refuse an event without a kind."""
    *most, last = map(repr, EVENTS)
    raise PydanticKnownError("literal_error", {"expected": f"{', '.join(most)} or {last}"})


Loss = Literal["money", "time", "standing", "care"]


class Event(Frozen):
    """Something that happens on a given day whatever the organisation does; day 0 is the incident.

    Attributes:
        event: breach, kept, guilt_proven (what was only suspected becomes certain), decision (an unwelcome one), or a
            custom kind.
        day: working day; week w begins on day 5 w + 1.
        to: names of the partners who live through it, or ["all"].
        weight: evidence that it carries (1 = an ordinary commitment).
        character: share of a breach that counts as character rather than competence.
        form: deed (something done) or statement (something said, such as a policy).
        lie: the breach is also a lie.
        guilt: how sure partners are, 0 to 1, that the organisation is at fault.
        misunderstood: share of the criticism that rests on a misunderstanding.
        lost: what a breach took from them: money (or goods), time, standing or care (being cared for).
        exceeded: more was delivered than promised (only for kept).
        label: what happened, in plain words.

    `Event(event="breach", …)` gives a `Breach`. `affects`: partners who live through it count as "affected". `cause`:
    the row in the ledger. `family`: the group whose share of a story it takes (`ROOM` in sim/narrative/story.py).
    A custom event also has `words`: see docs/own-act.md.
    """

    kind_field: ClassVar[str] = "event"
    affects: ClassVar[bool] = False
    cause: ClassVar[str] = EVENT
    family: ClassVar[str] = "event"
    words: ClassVar[dict[str, Any]] = {}

    event: Annotated[str, BeforeValidator(_no_kind)]
    day: Annotated[int, Field(ge=0, le=780)] = 0
    to: Names = EVERYONE
    weight: Annotated[float, Field(ge=0, le=5, allow_inf_nan=False)] = 1.0
    character: Share = 0.1
    form: Literal["deed", "statement"] = "deed"
    lie: bool = False
    guilt: Share = 1.0
    misunderstood: Share = 0.0
    lost: Loss = "time"
    exceeded: bool = False
    label: Text = Field(default_factory=lambda: say("events.something"))

    def __new__(cls, *_: Any, **fields: Any) -> Self:
        """Return an event of the class that `event` names, as reading a file does."""
        kind = EVENTS.named(fields.get("event")) if cls is Event else None
        return super().__new__(kind or cls)

    @property
    def wording(self) -> str:
        """The key of its sentence in stories.toml."""
        return self.event

    # What an event does; overridden by each kind

    def take_effect(self, effects: "DayEffects", reach: "np.ndarray", to: "np.ndarray") -> None:
        """Add the event's changes of partners to `effects`, on its evening.

        Args:
            effects: the partners' state tonight, and the methods that collect changes.
            reach: (partners, worlds) 1 where an active partner lives through it, else 0.
            to: (partners,) bools, who is named, the same in all worlds, including partners who have gone.
        """


EVENTS: Registry = Registry("event", Event)
