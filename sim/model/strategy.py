"""Strategies: lists of acts with their timing. Data, never code: people can read, edit, share and grade them."""

from typing import Annotated, ClassVar, Literal, Self

from pydantic import Field, model_validator

from sim.model.case import DAYS_A_WEEK, EVERYONE, Frozen, Name, Names, Share, Text, Week

Interval = Annotated[float, Field(ge=0.2, le=52, allow_inf_nan=False)]
Buffer = Annotated[float, Field(ge=0.5, le=5, allow_inf_nan=False)]
Hours = Annotated[float, Field(gt=0, le=1_000, allow_inf_nan=False)]
Weeks = Annotated[float, Field(gt=0, le=52, allow_inf_nan=False)]
Channel = Literal["email", "newsletter", "social_media", "meeting", "call", "website"]
Content = Literal["progress", "date", "reason", "results", "small_wins"]
ApologyPart = Literal["responsibility", "repair", "regret", "explanation", "repentance", "forgiveness"]

ALL_PARTS: tuple[ApologyPart, ...] = ("responsibility", "repair", "regret", "explanation", "repentance", "forgiveness")


class Timed(Frozen):
    """What all acts share: when they happen and towards whom.

    Attributes:
        day: first working day of the act, 1 = the day after the breach; or
        week: the same in weeks, 0 = the week that follows the breach; or
        when: "complaint" (a partner complained last week) or "low_survey" (surveyed trust is below `below`).
        since: first week in which `when` is looked at.
        every_weeks: repeat at this interval (0.2 = every working day); with `when`, at most that often.
        until: last week in which the act may start.
        to: "all", "affected" (those who lived through a breach), "misfit" (fit below one half) or names.

    `fixed_hours` + `partner_hours` x partners is the act's cost, spread evenly over `spread_days`.
    """

    fixed_hours: ClassVar[float] = 0
    partner_hours: ClassVar[float] = 0
    spread_days: ClassVar[int] = 1

    day: Annotated[int, Field(ge=1, le=780)] | None = None
    week: Week | None = None
    when: Literal["complaint", "low_survey"] | None = None
    below: Share = 0.4
    since: Week | None = None
    every_weeks: Interval | None = None
    until: Week | None = None
    to: Names = EVERYONE

    @model_validator(mode="after")
    def _has_one_timing(self) -> Self:
        given = [name for name in ("day", "week", "when") if getattr(self, name) is not None]
        if len(given) != 1:
            found = " and ".join(given) or "none of them"
            raise ValueError(f"an act needs exactly one of day, week or when; found {found}")
        if self.since is not None and self.when is None:
            raise ValueError("since goes with when; an act with a day or week starts there")
        if self.until is not None and self.first_day > DAYS_A_WEEK * (self.until + 1):
            raise ValueError(f"the act starts after its last week, until(={self.until})")
        if not self.to:
            raise ValueError("to is empty; name a partner or write ['all']")
        return self

    @property
    def first_day(self) -> int:
        """The first working day on which the act can start."""
        if self.day is not None:
            return self.day
        return DAYS_A_WEEK * (self.week or self.since or 0) + 1

    @property
    def interval(self) -> int | None:
        """Working days between repeats, or None for an act that happens once."""
        return None if self.every_weeks is None else max(1, round(DAYS_A_WEEK * self.every_weeks))

    def last_day(self, days: int) -> int:
        """The last working day of a season of `days` on which the act may start."""
        return days if self.until is None else min(days, DAYS_A_WEEK * (self.until + 1))

    def cost(self, partners: int) -> float:
        """Staff hours of one occurrence towards so many partners."""
        return self.fixed_hours + self.partner_hours * partners


class Acknowledge(Timed):
    """Say what went wrong, and name what it did to people or only the fact."""

    fixed_hours, partner_hours = 2, 0.5
    act: Literal["acknowledge"] = "acknowledge"
    names: Literal["impact", "fact"] = "impact"


class Listen(Timed):
    """Make room for partners to speak, and take their feelings seriously (validates) or only take notes."""

    fixed_hours, partner_hours, spread_days = 4, 1.5, 5
    act: Literal["listen"] = "listen"
    channel: Literal["call", "meeting", "focus_group", "forum", "webinar"] = "meeting"
    validates: bool = True


class Apologise(Timed):
    """Say sorry, in up to six parts, by a person who answers for it or in the organisation's name."""

    fixed_hours, partner_hours = 2, 0.5
    act: Literal["apologise"] = "apologise"
    parts: Annotated[tuple[ApologyPart, ...], Field(min_length=1)] = ALL_PARTS
    by: Literal["person", "organisation"] = "person"


class Explain(Timed):
    """Say why it happened: our own reasons, or the fault of others."""

    fixed_hours, partner_hours = 2, 0.25
    act: Literal["explain"] = "explain"
    cause: Literal["own", "others"] = "own"


class Clarify(Timed):
    """Clear up what was misunderstood."""

    fixed_hours, partner_hours = 2, 0.5
    act: Literal["clarify"] = "clarify"


class Deny(Timed):
    """Say that it did not happen, or that it was not us."""

    fixed_hours, partner_hours = 1, 0.1
    act: Literal["deny"] = "deny"


class Disagree(Timed):
    """Say openly which part of the criticism we do not accept."""

    fixed_hours, partner_hours = 2, 0.25
    act: Literal["disagree"] = "disagree"


class Propose(Timed):
    """Offer a concrete change, and (asks) let partners say whether it would work and amend it."""

    fixed_hours, partner_hours, spread_days = 4, 0.5, 2
    act: Literal["propose"] = "propose"
    asks: bool = True
    hours: Hours = 24
    weeks: Weeks = 4
    buffer: Buffer = 1.7


class Plan(Timed):
    """Share a plan with dates: its milestones become commitments, and what was missed gets a new date."""

    fixed_hours, partner_hours, spread_days = 14, 0.5, 5
    act: Literal["plan"] = "plan"
    milestones: Annotated[int, Field(ge=0, le=12)] = 3
    every: Weeks = 4
    hours: Hours = 12
    buffer: Buffer = 1.8
    measurable: bool = True


class Update(Timed):
    """Tell partners how things stand; `says` lists what the message contains, nothing = an empty message."""

    fixed_hours, partner_hours = 2, 0.25
    act: Literal["update"] = "update"
    says: tuple[Content, ...] = ("progress",)
    channels: Annotated[tuple[Channel, ...], Field(min_length=1)] = ("email",)


class Survey(Timed):
    """Ask partners how they see it; asking and then changing nothing costs trust."""

    fixed_hours, partner_hours, spread_days = 4, 0.5, 2
    act: Literal["survey"] = "survey"


class Involve(Timed):
    """Let partners shape what is done: design it together, or sit on a board that advises."""

    fixed_hours, partner_hours, spread_days = 8, 2, 5
    act: Literal["involve"] = "involve"
    form: Literal["codesign", "advisory_board", "forum"] = "codesign"


class Compensate(Timed):
    """Make good a share of the loss, by our own choice or because we are made to."""

    fixed_hours, partner_hours, spread_days = 12, 2, 10
    act: Literal["compensate"] = "compensate"
    share: Annotated[float, Field(ge=0, le=3, allow_inf_nan=False)] = 1.0
    voluntary: bool = True


class TrainStaff(Timed):
    """Train our own people, so that work takes less time."""

    fixed_hours, spread_days = 40, 20
    act: Literal["train_staff"] = "train_staff"


class Educate(Timed):
    """Help partners to know how things work, so that waiting is less uncertain."""

    fixed_hours, partner_hours, spread_days = 12, 1, 10
    act: Literal["educate"] = "educate"


class FixProcess(Timed):
    """Change how we work (planning tools, check-ins): less overrun, and slips are seen in time."""

    fixed_hours, spread_days = 50, 25
    act: Literal["fix_process"] = "fix_process"


class Review(Timed):
    """Look for root causes, with staff or with partners too, and share the lessons or keep them."""

    fixed_hours, partner_hours, spread_days = 24, 0.5, 10
    act: Literal["review"] = "review"
    together: bool = False
    shared: bool = True


class Forewarn(Timed):
    """Make it a habit to warn partners before a date slips."""

    fixed_hours, spread_days = 6, 2
    act: Literal["forewarn"] = "forewarn"


class Promise(Timed):
    """Set the habit for dates from now on (buffer; dated or "soon"), and promise `count` further things."""

    fixed_hours, partner_hours = 1, 0.1
    act: Literal["promise"] = "promise"
    buffer: Buffer = 1.7
    dated: bool = True
    count: Annotated[int, Field(ge=0, le=30)] = 0
    hours: Hours = 30
    weeks: Weeks = 4


class Thank(Timed):
    """Thank partners for what they said or did."""

    fixed_hours, partner_hours = 1, 0.25
    act: Literal["thank"] = "thank"


class Celebrate(Timed):
    """Make what went well visible to all partners; hollow where nothing did."""

    fixed_hours, partner_hours = 3, 0.25
    act: Literal["celebrate"] = "celebrate"


class PartWays(Timed):
    """End the partnership by agreement, with respect."""

    fixed_hours, partner_hours, spread_days = 4, 2, 3
    act: Literal["part_ways"] = "part_ways"
    to: Names = ("misfit",)


Act = Annotated[
    Acknowledge | Listen | Apologise | Explain | Clarify | Deny | Disagree | Propose | Plan | Update | Survey | Involve
    | Compensate | TrainStaff | Educate | FixProcess | Review | Forewarn | Promise | Thank | Celebrate | PartWays,
    Field(discriminator="act"),
]  # fmt: skip


class Strategy(Frozen):
    """A way of regaining trust: named acts with their timing.

    Attributes:
        documented: one of the 13 that the two source texts recommend; the foils are what they warn of.

    >>> Strategy(key="sorry", title="Sorry", summary="One apology.", source="Assumption",
    ...          acts=[{"act": "apologise", "week": 1}]).acts[0].first_day
    6
    """

    key: Name
    title: Text
    summary: Text
    source: Text
    documented: bool = False
    acts: Annotated[tuple[Act, ...], Field(max_length=100)] = ()
