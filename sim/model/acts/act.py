"""The base class of all acts: timing, addressees, cost, and the methods that a kind of act overrides."""

from collections.abc import Iterator
from math import sqrt
from typing import TYPE_CHECKING, Annotated, Any, ClassVar, Literal, NamedTuple, Self

from pydantic import Field, model_validator

from sim.model.acts.triggers import RULES, Rule
from sim.model.data_faults import Fault, Faults
from sim.model.frozen import DAYS_A_WEEK, EVERYONE, Frozen, Names, Share, Week, working_days
from sim.model.laws import half_kept
from sim.texts.refusals import both
from sim.texts.words import say

if TYPE_CHECKING:
    import numpy as np
    from pydantic.fields import FieldInfo

    from sim.model.effects import DayEffects
    from sim.model.organisation import Organisation
    from sim.model.parameters import Parameters
    from sim.model.workload import ScheduledAct


DIGITS = 6  # of a number that a control offers
ROUNDING = 1e-9  # of the division of a range by its step


class Steps(NamedTuple):
    """The numbers that a control offers for a field, with their unit."""

    low: float
    high: float
    step: float
    unit: str

    @property
    def values(self) -> tuple[float, ...]:
        """All numbers that it offers, in order; whole ones as such.

        >>> Steps(0, 1, 0.5, "share").values
        (0, 0.5, 1)
        """
        count = int((self.high - self.low) / self.step + ROUNDING) + 1
        return tuple(_tidy(self.low + self.step * place) for place in range(count))


def _tidy(number: float) -> float:
    number = round(number, DIGITS)
    return int(number) if number == int(number) else number


def steps_of(field: "FieldInfo") -> Steps | None:
    """Return the numbers that a control offers for a field of an act, None where there are none."""
    return next((one for one in field.metadata if isinstance(one, Steps)), None)


# Weeks between repeats that a control offers; 0 = only once.
REPEATS = (0, 0.2, 0.4, 0.6, 1, 2, 3, 4, 6, 8, 9, 10, 12, 13, 16, 26)
TIMINGS = ("day", "week", "when")

Interval = Annotated[float, Field(ge=0.2, le=52, allow_inf_nan=False)]
Buffer = Annotated[float, Field(ge=0.5, le=5, allow_inf_nan=False), Steps(1, 3, 0.1, "factor")]
Hours = Annotated[float, Field(gt=0, le=1_000, allow_inf_nan=False), Steps(4, 80, 4, "hours")]
Weeks = Annotated[float, Field(gt=0, le=52, allow_inf_nan=False), Steps(1, 12, 1, "weeks")]


def changed_fields(act: dict[str, Any], change: dict[str, Any]) -> dict[str, Any]:
    """Return an act, as a file holds it, with other fields: None leaves one out.

    A new timing replaces the old one, and what belongs to its rule.

    >>> changed_fields({"act": "thank", "week": 3}, {"day": 2})
    {'act': 'thank', 'day': 2}
    """
    row = dict(act)
    if change.keys() & set(TIMINGS):
        for name in (*TIMINGS, "since", *(rule.field for rule in RULES.values() if rule.field)):
            row.pop(name, None)
    row |= change
    if row.get("until") is not None and row.get("week", 0) > row["until"]:
        row.pop("until")
    return {name: value for name, value in row.items() if value is not None}


class Effort(NamedTuple):
    """Staff hours of one occurrence of an act: in all cases, and for each partner addressed."""

    fixed: float
    each: float


class Promised(NamedTuple):
    """A commitment that an act makes; it is due `weeks` times `buffer` after the act's planned end."""

    weight: float
    hours: float
    weeks: float
    buffer: float

    def due(self, last_day: int) -> int:
        """Return the promised day, for an act that is planned to end on `last_day`.

        >>> Promised(weight=1, hours=24, weeks=4, buffer=1.5).due(10)
        40
        """
        return last_day + working_days(self.weeks * self.buffer)


class Judged(NamedTuple):
    """What an act promises that the season will judge: its weight, and how much of it is near enough to lend on."""

    weight: float
    near: float


def deed_worth(hours: float, partners: int, parameters: "Parameters") -> float:
    """Return the weight of something done for this many partners: it follows from the work, and is 1 at most.

    Work for several is shared, and yet serves each of them: twice the work for four partners weighs as for one.

    >>> from sim.model.parameters import Parameters
    >>> deed_worth(24, 1, Parameters()), deed_worth(24, 4, Parameters()), deed_worth(500, 1, Parameters())
    (1.0, 0.75, 1.0)
    """
    return min(1.0, hours / (parameters.ordinary_hours * sqrt(partners)))


class Act(Frozen):
    """The base class of all acts: when they happen, towards whom, and what they cost.

    Attributes:
        day: first working day of the act, 1 = the day after the breach; or
        week: the same in weeks, 0 = the week that follows the breach; or
        when: the key of a rule: "complaint" (a partner complained last week) or "low_survey" (surveyed trust is below
            `below`); see sim/model/acts/triggers.py.
        since: first week in which `when` is checked.
        every_weeks: repeat at this interval (0.2 = every working day); with `when`, at most that often.
        until: last week in which the act may start.
        to: "all", "affected" (those who lived through a breach), "misfit" (fit below one half) or names.

    `fixed_hours` + `partner_hours` x partners is the act's cost in staff hours, spread evenly over `spread_days`
    working days; `effort` overrides it where it depends on options. `source`: keys of docs/sources.md, or "Assumption".
    `improves`: it counts as an answer to a survey. `dates_missed`: it sets a new date, using its field `buffer`, for
    commitments missed before the season. `promised`: what stories call a commitment that it makes, a key of `promises`
    in sim/texts/stories.toml. `ends_work`: stories tell it as a parting.
    A custom act also has `words`: see docs/own-act.md.
    """

    kind_field: ClassVar[str] = "act"
    fixed_hours: ClassVar[float] = 0
    partner_hours: ClassVar[float] = 0
    spread_days: ClassVar[int] = 1
    source: ClassVar[str] = "Assumption"
    improves: ClassVar[bool] = False
    dates_missed: ClassVar[bool] = False
    promised: ClassVar[str] = "thing"
    ends_work: ClassVar[bool] = False
    words: ClassVar[dict[str, Any]] = {}

    day: Annotated[int, Field(ge=1, le=780)] | None = None
    week: Week | None = None
    when: Literal[*RULES] | None = None
    below: Annotated[Share, Steps(0.2, 0.8, 0.05, "trust")] = 0.4
    since: Week | None = None
    every_weeks: Interval | None = None
    until: Week | None = None
    to: Names = EVERYONE

    @model_validator(mode="after")
    def _has_one_timing(self) -> Self:
        faults = [*self._faults()]
        if faults:
            raise Faults(faults)
        return self

    def _faults(self) -> Iterator[Fault]:
        given = [name for name in TIMINGS if getattr(self, name) is not None]
        if len(given) != 1:
            found = both(given) or say("refused_act.none")
            yield Fault(tuple(given[-1:]), say("refused_act.one_timing", found=found), "one_timing")
        if self.since is not None and self.when is None:
            yield Fault(("since",), say("refused_act.since"), "since")
        if self.until is not None and self.first_day > DAYS_A_WEEK * (self.until + 1):
            yield Fault(("until",), say("refused_act.until", week=self.until), "until")
        if not self.to:
            yield Fault(("to",), say("refused_act.to_nobody"), "nobody")

    @property
    def first_day(self) -> int:
        """The first working day on which the act can start."""
        if self.day is not None:
            return self.day
        return DAYS_A_WEEK * (self.week or self.since or 0) + 1

    @property
    def rule(self) -> Rule | None:
        """The rule that the act waits for, None where it has a day or week."""
        return RULES[self.when] if self.when else None

    @property
    def interval(self) -> int | None:
        """Working days between repeats, or None for an act that happens once."""
        return None if self.every_weeks is None else working_days(self.every_weeks)

    def last_day(self, days: int) -> int:
        """The last working day of a season of `days` on which the act may start."""
        return days if self.until is None else min(days, DAYS_A_WEEK * (self.until + 1))

    def happens_on(self, day: int, days: int) -> bool:
        """Whether an act with a day or week starts on this day of a season of `days`."""
        if not self.first_day <= day <= self.last_day(days):
            return False
        return day == self.first_day or (self.interval is not None and (day - self.first_day) % self.interval == 0)

    @property
    def effort(self) -> Effort:
        """Staff hours of one occurrence; more for options that work better."""
        return Effort(self.fixed_hours, self.partner_hours)

    def cost(self, partners: int) -> float:
        """Staff hours of one occurrence that addresses this many partners."""
        return self.effort.fixed + self.effort.each * partners

    @property
    def amount(self) -> float:
        """How much of its kind the act is: those of one evening count as one, and share its effect by their amounts."""
        return 1.0

    # What an act does; overridden by each kind

    def take_effect(self, effects: "DayEffects", reach: "np.ndarray", one: "ScheduledAct") -> None:
        """Add the act's changes of partners to `effects`, on the evening on which its hours are paid.

        Args:
            effects: the partners' state tonight, and the methods that collect changes.
            reach: (partners, worlds) 1 where the act reaches an active partner tonight, else 0.
            one: this occurrence of the act.
        """

    def organise(
        self, organisation: "Organisation", effects: "DayEffects", one: "ScheduledAct", where: "np.ndarray"
    ) -> None:
        """Change the organisation; where: (worlds,) bools, true where the act's hours were paid today."""

    def improvement(self, effects: "DayEffects", reach: "np.ndarray", one: "ScheduledAct") -> "np.ndarray":
        """Return (partners, worlds) how much of an answer to a survey the act is, 0 to 1, if it `improves`.

        Args: as for `take_effect`.
        """
        return reach

    def promises(self, parameters: "Parameters", partners: int) -> list[Promised]:
        """Return the commitments that the act makes to this many partners."""
        return []

    def to_be_judged(self, effects: "DayEffects", one: "ScheduledAct") -> Judged:
        """Return the weight of what the act promises tonight and the season will judge.

        What is due by tonight never opens, and what is due after the season is seen by nobody: nothing is lent on it.
        """
        days, promised = effects.partners.case.days, self.promises(effects.parameters, one.count)
        ahead = [(made.weight, made.due(one.last_day) - effects.day) for made in promised]
        seen = [(weight, away / DAYS_A_WEEK) for weight, away in ahead if 0 < away <= days - effects.day]
        half = effects.parameters.date_half_life
        return Judged(sum(weight for weight, _ in seen), sum(weight * half_kept(away, half) for weight, away in seen))

    def habit_of_dates(self, parameters: "Parameters") -> float | None:
        """Return the buffer for the case's commitments from the act's first day on, None = unchanged."""
        return None

    # Words for stories

    def deed(self) -> str:
        """Return what the team did, as the first clause of a sentence.

        >>> from sim.model.acts.listen import Listen
        >>> Listen(week=1, channel="call", validates=False).deed()
        'The team phoned people and let them talk, but only took notes'
        """
        return say(f"deeds.{self.act}")

    @property
    def felt_little(self) -> str:
        """The key in `felt_little` of how partners took it where it hardly moved their trust."""
        return self.act
