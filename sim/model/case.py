"""Cases: who the partners are, what went wrong, what is owed, and how many staff hours there are."""

from collections.abc import Iterator
from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from sim.base.errors import BadInput
from sim.model.data_faults import Fault, Faults, Location
from sim.model.display import case_html, case_line
from sim.model.events import AnyEvent, Event
from sim.model.frozen import (
    DAYS_A_WEEK,
    EVERYONE,
    Frozen,
    Name,
    Names,
    Positive,
    Share,
    Text,
    Week,
    working_days,
)
from sim.model.toml_text import as_toml
from sim.texts.refusals import whole_number
from sim.texts.words import say

__all__ = ["GROUPS", "MISFIT", "Case", "Commitment", "Event", "Partner", "Tie"]

MISFIT = 0.5  # below this fit, parting ways is fair
MIN_WEEKS, MAX_WEEKS = 4, 156
GROUPS = ("all", "affected", "misfit")  # addressees of an act other than names


class Partner(Frozen):
    """One partner (a person, a group or an organisation) before the breach.

    Attributes:
        trust: average disposition, 0 to 1: trust before any evidence; `start_trust` is what follows from it.
        spread: standard deviation of that trust between worlds.
        steadiness: amount of evidence that weighs as much as the disposition (1 = one kept commitment).
        track_record: good evidence on each facet from before the season, in kept commitments.
        competence_weight: share of trust that rests on competence; the rest is character.
        needs_information: bad evidence per week of full uncertainty.
        message_limit: message load (it fades over weeks) above which messages become a burden.
        patience: trust below which leaving becomes likely.
        fit: how well the programme meets this partner's needs, 0 to 1.
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

    @property
    def start_trust(self) -> float:
        """Trust on the eve of the incident, on average: the disposition, moved up by the track record.

        >>> Partner(name="Ana", role="A patient", trust=0.6, steadiness=4, track_record=4).start_trust
        0.8
        """
        return (self.steadiness * self.trust + self.track_record) / (self.steadiness + self.track_record)


class Commitment(Frozen):
    """Something promised to partners.

    Attributes:
        to: names of the partners to whom it is owed, or ["all"].
        hours: staff hours that it is estimated to take.
        starts: week in which it is agreed and work can begin.
        weeks: estimated weeks until it is done; times the buffer, this gives the promised date.
        weight: evidence that it carries when kept or broken (1 = ordinary).
        character: share of a breach that speaks of character rather than competence.
        missed: it was missed before the season begins (an event gives the breach itself).
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
    """Two partners who talk to each other, in both directions."""

    between: tuple[Name, Name]
    strength: Share = 1.0


class Case(Frozen):
    """A situation in which strategies are tried.

    Attributes:
        organisation: what kind of organisation we are; character counts for more at a nonprofit.
        hours_per_day: staff hours on a usual day, for questions, acts and commitments together.
        buffer: promised date = estimate x buffer, unless a strategy sets another buffer.
        weeks: length of the season.

    Raises:
        ValueError: no partners, two with the same name, or a reference to an unknown partner.

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

    def date_of(self, commitment: Commitment) -> int:
        """Return the working day on which a commitment falls due, as it is promised with the case's own buffer.

        >>> case = Case(key="tiny", title="Tiny", summary="One.", source="Assumption", hours_per_day=8, buffer=1.5,
        ...             partners=[Partner(name="Ana", role="A patient")])
        >>> case.date_of(Commitment(name="Timetable", hours=10, starts=1, weeks=4))
        35
        """
        return DAYS_A_WEEK * commitment.starts + working_days(commitment.weeks * self.buffer)

    @property
    def days(self) -> int:
        """Working days in the season."""
        return DAYS_A_WEEK * self.weeks

    def addressed(self, to: Names, day: int = 0) -> Names:
        """Return the names of the partners whom an act, event or commitment addresses on this day.

        "affected" are those who lived through a breach on an earlier day.

        >>> case = Case(key="tiny", title="Tiny", summary="One.", source="Assumption", hours_per_day=8,
        ...             partners=[Partner(name="Ana", role="A patient", fit=0.4)])
        >>> case.addressed(("misfit",)), case.addressed(("affected",), 3)
        (('Ana',), ())
        """
        if to == EVERYONE:
            return self.names
        if to == ("affected",):
            hit = [self.addressed(event.to) for event in self.events if event.affects and event.day < day]
            return tuple(name for name in self.names if any(name in one for one in hit))
        if to == ("misfit",):
            return tuple(partner.name for partner in self.partners if partner.fit < MISFIT)
        return tuple(name for name in self.names if name in to)

    def for_weeks(self, weeks: int) -> "Case":
        """Return the same case with a season of another length.

        Raises:
            BadInput: not a whole number, or outside 4 to 156.
        """
        weeks = whole_number("weeks", weeks)
        if not MIN_WEEKS <= weeks <= MAX_WEEKS:
            raise BadInput(say("refused.between", name="weeks", value=weeks, least=MIN_WEEKS, most=MAX_WEEKS))
        return self.model_copy(update={"weeks": weeks})

    def __repr__(self) -> str:
        return case_line(self)

    __str__ = __repr__

    def _repr_html_(self) -> str:
        return case_html(self)

    def to_toml(self, *, whole: bool = False) -> str:
        """Return the case as the text of a TOML file, which `load_case` reads back as an equal case.

        Args:
            whole: also write fields that are as usual.

        >>> case = Case(key="tiny", title="Tiny", summary="One.", source="Own", hours_per_day=8,
        ...             partners=[Partner(name="Ana", role="A patient")])
        >>> case.to_toml().splitlines()[-3:]
        ['partners = [', '    { name = "Ana", role = "A patient" },', ']']
        """
        return as_toml(self, whole=whole)

    @model_validator(mode="after")
    def _names_fit(self) -> Self:
        faults = [*self._faults_of_names(), *self._faults_of_references()]
        if faults:
            raise Faults(faults)
        return self

    def _faults_of_names(self) -> Iterator[Fault]:
        for what, entries in (("partners", self.partners), ("commitments", self.commitments)):
            seen: set[str] = set()
            for place, name in enumerate(one.name for one in entries):
                if name in seen:
                    yield Fault(
                        (what, place, "name"), say(f"refused_case.twice_{what}", name=repr(name)), "twice", name
                    )
                seen.add(name)
        for place, name in enumerate(self.names):
            if name in GROUPS:
                yield Fault(("partners", place, "name"), say("refused_case.group", name=repr(name)), "group", name)

    def _faults_of_references(self) -> Iterator[Fault]:
        for place, tie in enumerate(self.ties):
            at, told = ("ties", place, "between"), {"number": place + 1}
            yield from self._strangers(tie.between, at, "refused_case.tie", **told)
            if tie.between[0] == tie.between[1]:
                itself = say("refused_case.to_itself", name=repr(tie.between[0]), **told)
                yield Fault(at, itself, "to_itself", tie.between[0])
        for place, commitment in enumerate(self.commitments):
            at = ("commitments", place, "to")
            yield from self._strangers(commitment.to, at, "refused_case.commitment", name=repr(commitment.name))
        for place, event in enumerate(self.events):
            yield from self._strangers(event.to, ("events", place, "to"), "refused_case.event", number=place + 1)

    def _strangers(self, to: Names, at: Location, where: str, **facts: object) -> Iterator[Fault]:
        if not to:
            yield Fault(at, say("refused_case.nobody", what=say(where, **facts)), "nobody")
        for name in to:
            if name not in self.names and to != EVERYONE:
                told = {"what": say(where, **facts), "name": repr(name), "partners": ", ".join(self.names)}
                yield Fault(at, say("refused_case.no_partner", **told), "no_partner", name)
