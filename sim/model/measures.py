"""The measures of the scoreboard: one registry, from which summaries, tables, goals, guesses and comparisons derive.

A measure of one's own is registered from a file of one's own: see docs/own-act.md.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Annotated, Any, Literal, NamedTuple

import numpy as np
from pydantic import GetCoreSchemaHandler, GetJsonSchemaHandler
from pydantic_core import CoreSchema, PydanticKnownError, core_schema

from sim.texts import words

if TYPE_CHECKING:
    from sim.model.outcome import Outcome


class Unit(NamedTuple):
    """How numbers of one unit are shown, and which difference nobody would notice."""

    digits: int
    too_small: float


# What is too small to notice is an assumption throughout: no source says from which difference on people care.
UNITS = {
    "trust": Unit(2, 0.02),
    "share": Unit(2, 0.02),  # said as so many in 100
    "partners": Unit(1, 0.2),
    "weeks": Unit(0, 1.0),
    "hours": Unit(0, 5.0),
}


@dataclass(frozen=True)
class Measure:
    """One number by which a season is judged.

    Attributes:
        key: its name in summaries, tables, goals and files.
        unit: a key of UNITS.
        by_world: outcome → (worlds,) values. A measure without it is `of_all`, and nothing is ordered by it.
        of_all: outcome → the value over all worlds, None = there is none; the mean of `by_world` where it is not given.
        of_trust: (weeks + 1, worlds) trust → (worlds,) values, for what is asked of a single partner too; it gives
            `by_world` from the mean of all partners.
        better: which way is better.
        interval: whether the summary holds the half-width of its 95 % interval.
        words: of one's own: `score`, its row in the scoreboard, and `name`, the same within a sentence.
    """

    key: str
    unit: Literal["trust", "share", "partners", "weeks", "hours"]
    by_world: "Callable[[Outcome], np.ndarray] | None" = None
    of_all: "Callable[[Outcome], float | None] | None" = None
    of_trust: Callable[[np.ndarray], np.ndarray] | None = None
    better: Literal["high", "low"] = "high"
    interval: bool = False
    words: Mapping[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        of_trust = self.of_trust
        if of_trust is not None and self.by_world is None:
            object.__setattr__(self, "by_world", lambda outcome: of_trust(outcome.mean_trust))

    @property
    def digits(self) -> int:
        """Decimals that are shown."""
        return UNITS[self.unit].digits

    @property
    def too_small(self) -> float:
        """The difference below which nobody would notice one."""
        return UNITS[self.unit].too_small

    def of(self, outcome: "Outcome") -> float | None:
        """Return its value in an outcome: the mean over worlds, unless the measure says otherwise."""
        return self.of_all(outcome) if self.of_all else float(self.by_world(outcome).mean())


def _back(outcome: "Outcome") -> float | None:
    weeks = outcome.weeks_to_recover
    return None if weeks is None or np.isinf(weeks) else weeks


SHIPPED = (
    Measure("season_trust", "trust", of_trust=lambda trust: trust[1:].mean(axis=0), interval=True),
    Measure("final_trust", "trust", of_trust=lambda trust: trust[-1], interval=True),
    Measure("lowest_trust", "trust", of_trust=lambda trust: trust.min(axis=0)),
    Measure("weeks_to_recover", "weeks", of_all=_back, better="low"),
    Measure("recovered_share", "share", of_all=lambda outcome: outcome.recovered_share),
    Measure("partners_kept", "partners", lambda outcome: (outcome.gone_week < 0).sum(axis=0)),
    Measure("partners_parted", "partners", lambda outcome: outcome.parted.sum(axis=0), better="low"),
    Measure("partners_left", "partners", lambda outcome: outcome.left.sum(axis=0), better="low"),
    Measure("commitments_kept", "share", lambda outcome: outcome.commitments_kept),
    Measure("staff_hours", "hours", lambda outcome: outcome.staff_hours, better="low"),
)
MEASURES: dict[str, Measure] = {one.key: one for one in SHIPPED}
# What else a summary and the table of a sweep hold.
TAKEN = ("key", "title", "documented", "hours_by_act")


def register(measure: Measure) -> Measure:
    """Add a measure of one's own to the scoreboard.

    Raises:
        ValueError: its name is taken, or it says neither `by_world`, `of_all` nor `of_trust`.

    >>> register(MEASURES["final_trust"])
    Traceback (most recent call last):
    ValueError: there is a measure 'final_trust' already; give this one another name
    """
    if measure.key in {*MEASURES, *TAKEN}:
        raise ValueError(words.say("refused_measure.taken", measure=repr(measure.key)))
    if measure.by_world is None and measure.of_all is None:
        raise ValueError(words.say("refused_measure.not_computed", measure=repr(measure.key)))
    MEASURES[measure.key] = measure
    title = measure.key.replace("_", " ")
    words.add({
        f"score.{measure.key}": measure.words.get("score", title.capitalize()),
        f"figure_names.{measure.key}": measure.words.get("name", title),
    })  # fmt: skip
    return measure


def figures() -> tuple[str, ...]:
    """Return the keys of measures that each world has: those that lessons, exercises and comparisons may ask for.

    >>> "season_trust" in figures(), "recovered_share" in figures()
    (True, False)
    """
    return tuple(key for key, measure in MEASURES.items() if measure.by_world is not None)


class _Figures:
    """Validate the key of a measure, which may have been registered after the model was made."""

    @staticmethod
    def _checked(value: object) -> str:
        if value not in figures():
            *most, last = map(repr, figures())
            raise PydanticKnownError("literal_error", {"expected": f"{', '.join(most)} or {last}"})
        return str(value)

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        return core_schema.no_info_plain_validator_function(self._checked)

    def __get_pydantic_json_schema__(self, schema: CoreSchema, handler: GetJsonSchemaHandler) -> dict[str, Any]:
        return {"enum": list(figures()), "type": "string"}


Figure = Annotated[str, _Figures()]
"""The key of a measure that lessons and exercises may ask for."""
