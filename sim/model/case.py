"""Cases: who the partners are, what went wrong, what is owed, and the staff hours there are."""

from collections import Counter
from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from sim.base.errors import BadInput, whole_number
from sim.model.events import AnyEvent, Event
from sim.model.frozen import DAYS_A_WEEK, EVERYONE, Frozen, Name, Names, Positive, Share, Text, Week

__all__ = ["GROUPS", "MISFIT", "Case", "Commitment", "Event", "Partner", "Tie"]

MISFIT = 0.5  # fit below which parting ways is fair
MIN_WEEKS, MAX_WEEKS = 4, 156
GROUPS = ("all", "affected", "misfit")  # whom an act can address without a name


class Partner(Frozen):
    """One partner (a person, a group or an organisation) as it stands before the breach.

    Attributes:
        trust: middle of this partner's trust before any evidence, 0 to 1.
        spread: how far that differs from world to world (standard deviation).
        steadiness: evidence that it takes to outweigh the disposition (1 = one kept commitment).
        track_record: good evidence of both kinds from before the season, in kept commitments.
        competence_weight: share of trust that rests on competence; the rest is character.
        needs_information: bad evidence per week of full uncertainty.
        message_limit: messages (leaking over weeks) above which they become a burden.
        patience: trust below which leaving becomes likely.
        fit: how far the programme meets this partner's needs, 0 to 1.
    """

    name: Name
    role: Text
    trust: Share = 0.6
    spread: Annotated[float, Field(ge=0, le=0.2, allow_inf_nan=False)] = 0.08
    steadiness: Annotated[float, Field(ge=0.5, le=20, allow_inf_nan=False)] = 4.0
    track_record: Annotated[float, Field(ge=0, le=50, allow_inf_nan=False)] = 0.0
    competence_weight: Share = 0.6
    needs_information: Annotated[float, Field(ge=0, le=1, allow_inf_nan=False)] = 0.12
    message_limit: Annotated[float, Field(gt=0, le=50, allow_inf_nan=False)] = 4.0
    patience: Share = 0.34
    fit: Share = 1.0


class Commitment(Frozen):
    """Something promised to partners.

    Attributes:
        to: names of the partners to whom it is owed, or ["all"].
        hours: staff hours that it is estimated to take.
        starts: week in which it is agreed and work can begin.
        weeks: estimated weeks until it is done; the promised date is this times the buffer.
        weight: evidence that it carries when kept or broken (1 = ordinary).
        character: share of a breach that speaks of character rather than competence.
        missed: it was already missed when the season begins (an event says how that was felt).
    """

    name: Name
    to: Names = EVERYONE
    hours: Positive
    starts: Week = 0
    weeks: Positive
    weight: Annotated[float, Field(gt=0, le=5, allow_inf_nan=False)] = 1.0
    character: Share = 0.1
    missed: bool = False


class Tie(Frozen):
    """Two partners who talk to each other; news travels both ways."""

    between: tuple[Name, Name]
    strength: Share = 1.0


class Case(Frozen):
    """A situation in which any strategy can be tried.

    Attributes:
        organisation: what kind of organisation we are; character counts for more at a nonprofit.
        hours_per_day: staff hours on a usual day for questions, acts and commitments together.
        buffer: promised date = estimate x buffer, unless a strategy changes the habit.
        weeks: length of the season.

    Raises:
        ValueError: no partners, two of one name, or a name that is no partner's.

    >>> Case(key="tiny", title="Tiny", summary="One partner.", source="Assumption", hours_per_day=8,
    ...      partners=[Partner(name="Ana", role="A patient")]).weeks
    52
    """

    key: Name
    title: Text
    summary: Text
    source: Text
    organisation: Literal["nonprofit", "company", "public"] = "nonprofit"
    hours_per_day: Positive
    buffer: Annotated[float, Field(ge=0.5, le=5, allow_inf_nan=False)] = 1.7
    weeks: Annotated[int, Field(ge=MIN_WEEKS, le=MAX_WEEKS)] = 52
    partners: Annotated[tuple[Partner, ...], Field(min_length=1, max_length=50)]
    commitments: Annotated[tuple[Commitment, ...], Field(max_length=200)] = ()
    events: Annotated[tuple[AnyEvent, ...], Field(max_length=200)] = ()
    ties: tuple[Tie, ...] = ()

    @property
    def names(self) -> Names:
        """The partners' names, in the case's order."""
        return tuple(partner.name for partner in self.partners)

    @property
    def days(self) -> int:
        """Working days in the season."""
        return DAYS_A_WEEK * self.weeks

    def for_weeks(self, weeks: int) -> "Case":
        """Return the same case with a season of another length.

        Raises:
            BadInput: no whole number, or outside 4 to 156.
        """
        weeks = whole_number("weeks", weeks)
        if not MIN_WEEKS <= weeks <= MAX_WEEKS:
            raise BadInput(f"weeks (= {weeks}) must be between {MIN_WEEKS} and {MAX_WEEKS}")
        return self.model_copy(update={"weeks": weeks})

    @model_validator(mode="after")
    def _names_are_one_each(self) -> Self:
        for what, names in (("partners", self.names), ("commitments", [c.name for c in self.commitments])):
            twice = [name for name, count in Counter(names).items() if count > 1]
            if twice:
                raise ValueError(f"two {what} are called {twice[0]!r}; give each a name of its own")
        taken = [name for name in self.names if name in GROUPS]
        if taken:
            raise ValueError(f"a partner is called {taken[0]!r}, which acts use for a group; give it another name")
        return self

    @model_validator(mode="after")
    def _named_partners_exist(self) -> Self:
        for number, tie in enumerate(self.ties, 1):
            self._check_names(f"tie {number}", tie.between)
            if tie.between[0] == tie.between[1]:
                raise ValueError(f"tie {number} ties {tie.between[0]!r} to itself")
        for commitment in self.commitments:
            self._check_names(f"commitment {commitment.name!r}", commitment.to)
        for number, event in enumerate(self.events, 1):
            self._check_names(f"event {number}", event.to)
        return self

    def _check_names(self, where: str, to: Names) -> None:
        if not to:
            raise ValueError(f"{where} is owed to nobody; name a partner or write ['all']")
        for name in to:
            if name not in self.names and to != EVERYONE:
                raise ValueError(
                    f"{where} names {name!r}, who is no partner here; partners are {', '.join(self.names)}"
                )
