"""The coming turn's hours: how many there are, and what they are needed for, by what the organisation can expect.

The work queue of the model itself spends expected hours instead of true ones: questions come first, then acts in the
order in which they begin, then promised work by its date.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from itertools import chain, groupby
from math import inf
from statistics import fmean
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from sim.model.frozen import DAYS_A_WEEK, working_days
from sim.model.occurrences import owed_to, part_of
from sim.model.parameters import Parameters
from sim.model.random_streams import RandomStreams
from sim.model.workload import DONE, OpenCommitment, ScheduledAct, WorkQueue, pace_of

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from sim.experiments.year.year import Year
    from sim.model.acts import Act
    from sim.model.case import Case, Commitment
    from sim.model.outcome import DiaryEntry

__all__ = [
    "Coming",
    "Dropped",
    "Expected",
    "HandedOver",
    "Hours",
    "Owed",
    "WholeHours",
    "coming",
    "dropped",
    "handed_over",
    "hours_ahead",
    "is_promise",
    "owed",
    "whole",
]

LOOK_BACK = 4  # weeks whose questions tell how many to expect
AT_LEAST = 0.2  # share of the estimate that is expected to be left where it is used up: nobody knows how much it is
OWED = "owed"
ENDED = ("kept", "late")  # in the diary, of a promise that was handed over
PARAMETERS = Parameters()


@dataclass(frozen=True)
class Owed:
    """Something that was promised and is open, as the organisation knows it.

    Attributes:
        name: of the commitment. to: names of partners. act: the act that made it, None where the case did.
        due: promised day, 0 = it was missed before the year, and has no new date.
        estimate: hours that it was thought to take, over `weeks` weeks. worked: hours of work that are in it.
        left: hours that it is still thought to take. most: hours that can go into it in a week, for not everybody can
            work on one thing at once.
        ready: it is done, and is delivered on the promised day. overdue: its day has passed.
    """

    name: str
    to: tuple[str, ...]
    act: Act | None
    due: int
    estimate: float
    weeks: float
    worked: float
    left: float
    most: float
    ready: bool
    overdue: bool

    @property
    def guessed(self) -> bool:
        """Whether what is left is a guess that stays the same: the estimate is all but used up, and it is not done."""
        return not self.ready and self.worked > (1 - AT_LEAST) * self.estimate


class WholeHours(NamedTuple):
    """Hours of a turn as they are shown; all but `there` add up to it."""

    there: int
    questions: int
    begun: int
    cards: int
    work: int
    free: int


def whole(hours: float) -> int:
    """Return hours as they are shown, alike for sums that differ by less than can be told.

    >>> whole(8.5), whole(8.500000001), whole(8.7)
    (8, 8, 9)
    """
    return round(round(hours, 6))


class Expected(NamedTuple):
    """When promised work is due, and when it is expected to be done: days, infinite for not this year."""

    due: int
    day: float


@dataclass(frozen=True)
class Hours:
    """What the hours of the coming turn are expected to be used for.

    Attributes:
        weeks: the longest that the turn may take. there: hours that there are.
        questions: to answer partners. begun: for acts sent before, standing orders among them. cards: for new acts.
        work: for promised work. free: what is left.
        each: hours in this turn of each card, in order. done: the week (0 = the first) in which each is expected to be
            done for the first time, None = not this year, or only when somebody complains.
        under_way: likewise, by place, of acts sent before that wait for hours or go on for weeks.
        promised: by name of a promise that is open in this turn, when it is due and expected to be done.
    """

    weeks: int
    there: float
    questions: float
    begun: float
    cards: float
    work: float
    free: float
    each: tuple[float, ...]
    done: tuple[int | None, ...]
    under_way: dict[int, int | None] = field(default_factory=dict)
    promised: dict[str, Expected] = field(default_factory=dict)

    @cached_property
    def whole(self) -> WholeHours:
        """The hours as they are shown: whole numbers that add up to the hours that there are.

        Each card counts as it is shown, and what rounding leaves over is free, or else goes to the promised work.
        """
        there = whole(self.there)
        questions, begun, work = whole(self.questions), whole(self.begun), whole(self.work)
        cards = sum(map(whole, self.each))
        free = max(0, there - questions - begun - cards - work) if whole(self.free) else 0
        return WholeHours(there, questions, begun, cards, max(0, there - questions - begun - cards - free), free)

    def later_than(self, other: Hours) -> dict[str, float]:
        """Return the promises that will probably miss their date by more days than with another plan, and by how many.

        The days are working days, infinite for what is then not done this year.
        """
        both = ((name, mine, other.promised[name]) for name, mine in self.promised.items() if name in other.promised)
        return {name: mine.day - its.day for name, mine, its in both if mine.day > max(its.day, mine.due)}


def owed(year: Year) -> tuple[Owed, ...]:
    """Return what is promised and open, by promised day.

    >>> from sim.experiments.year.year import Year
    >>> [(one.name, one.overdue) for one in owed(Year.begin("missed-deadline"))]
    [("Reply to the hospital's plan", True)]
    """
    # Kept with the year, as `cached_property` would: a screen asks several times, of the year before its turn too.
    if OWED not in vars(year):
        vars(year)[OWED] = _owed(year)
    return vars(year)[OWED]


def _owed(year: Year) -> tuple[Owed, ...]:
    today = DAYS_A_WEEK * year.week
    found = []
    for one in year.outcome.agenda.open:
        to, act, estimate, weeks = _promised(year, one.name)
        left = 0.0 if one.ready else max(estimate - one.worked, AT_LEAST * estimate)
        most = DAYS_A_WEEK * pace_of(estimate, weeks, PARAMETERS)
        overdue = one.due <= today
        found.append(Owed(one.name, to, act, one.due, estimate, weeks, one.worked, left, most, one.ready, overdue))
    return tuple(found)


def _promised(year: Year, name: str) -> tuple[tuple[str, ...], Act | None, float, float]:
    """Return to whom a commitment is owed, the act that made it, its hours and its weeks by estimate."""
    to, act = owed_to(name, year.strategy.acts, year.case)
    if act is None:
        promised = next(one for one in year.case.commitments if one.name == name)
    else:
        promised = act.promises(PARAMETERS, len(to))[part_of(name)]
    return to, act, promised.hours, promised.weeks


class HandedOver(NamedTuple):
    """A promise that was handed over in the last turn.

    Attributes:
        name, to, act: as of Owed. day: on which it was handed over. late: after its date.
    """

    name: str
    to: tuple[str, ...]
    act: Act | None
    day: int
    late: bool


def handed_over(year: Year) -> tuple[HandedOver, ...]:
    """Return what was handed over in the last turn, in order; to somebody who went on that evening, too."""
    began = DAYS_A_WEEK * (year.before.week if year.before else 0)
    ended = [(one, one.what == "late") for one in year.outcome.diary if one.day > began and one.what in ENDED]
    return tuple(
        HandedOver(one.about, *_promised(year, one.about)[:2], one.day, late) for one, late in ended if is_promise(one)
    )


def is_promise(entry: DiaryEntry) -> bool:
    """Return whether an entry of the diary is of a promise; the case's events of the same name are of partners."""
    return not np.asarray(entry.where)[..., 0].ndim


class Dropped(NamedTuple):
    """A promise that fell away in the last turn, since all to whom it was made have gone: nobody works on it any more.

    Attributes:
        name: of the commitment. to: names of partners. act: the act that made it, None where the case did.
        week: in which the last of them went.
    """

    name: str
    to: tuple[str, ...]
    act: Act | None
    week: int


def dropped(year: Year) -> tuple[Dropped, ...]:
    """Return what fell away in the last turn: promises that were open or about to begin, with nobody left of them.

    >>> from sim.experiments.year.year import Year
    >>> year = Year.begin("missed-deadline").send([{"act": "part_ways", "day": 1, "to": ["Funder"]}])
    >>> [(one.name, one.to, one.week) for one in dropped(year)]
    [('Half-year report', ('Funder',), 0)]
    """
    before = year.before
    if before is None or not year.gone:
        return ()
    began = DAYS_A_WEEK * before.week
    open_now = {one.name for one in year.outcome.agenda.open}
    ended = {one.about for one in year.outcome.diary if one.what in ENDED and one.day > began}
    known = chain(
        ((one.name, one.to, one.act) for one in owed(before)),
        ((one.commitment.name, year.case.addressed(one.commitment.to), None)
         for one in coming(year.case, range(before.week, before.week + before.ahead), gone=before.gone)),
    )  # fmt: skip
    gone_week = year.gone_weeks
    return tuple(
        Dropped(name, to, act, max(gone_week[one] for one in to))
        for name, to, act in known
        if year.gone.issuperset(to) and name not in open_now | ended
    )


class Coming(NamedTuple):
    """Something that the case will promise in the coming turn, as everybody knows.

    Attributes:
        day: on which it is promised. due: promised day, as far as one can expect.
    """

    commitment: Commitment
    day: int
    due: int


def coming(case: Case, weeks: range, acts: Sequence[Act] = (), gone: Collection[str] = ()) -> tuple[Coming, ...]:
    """Return what the case promises in these weeks, by day.

    Args:
        acts: that were sent; some set how long dates are from then on.
        gone: partners who have gone; what is owed to them alone is not promised any more.

    >>> from sim.catalogue import load_case
    >>> [(one.commitment.name, one.day, one.due) for one in coming(load_case("missed-deadline"), range(2, 4))]
    [('Meeting room for the young group', 11, 27)]
    """
    found = [
        Coming(one, day, day - 1 + working_days(one.weeks * _buffer(case, case.addressed(one.to), day, acts)))
        for one in case.commitments
        if not one.missed and one.starts in weeks and not all(name in gone for name in case.addressed(one.to))
        for day in [DAYS_A_WEEK * one.starts + 1]
    ]
    return tuple(sorted(found, key=lambda one: one.day))


def _buffer(case: Case, to: Sequence[str], day: int, acts: Sequence[Act]) -> float:
    """Return by how much dates that these partners are given on a day exceed estimates, as far as one can expect."""
    each = dict.fromkeys(to, case.buffer)
    for act in acts:
        habit = act.habit_of_dates(PARAMETERS)
        if habit is not None and act.first_day < day:
            each |= {name: habit for name in case.addressed(act.to, act.first_day) if name in each}
    return fmean(each.values()) if each else case.buffer


def hours_ahead(year: Year, cards: Sequence[Act] = (), stop: Sequence[int] = ()) -> Hours:
    """Return what the coming turn's hours are expected to be used for.

    Args:
        cards: acts that may be sent, as `Year.accepted` returns them. stop: places of orders that may be stopped.

    >>> from sim.experiments.year.year import Year
    >>> year = Year.begin("missed-deadline")
    >>> plan = hours_ahead(year, year.accepted([{"act": "apologise", "day": 1}]))
    >>> plan.weeks, round(plan.there), plan.each, plan.done
    (2, 101, (9.0,), (0,))
    """
    return _HoursAhead(year, cards, stop).hours()


class _HoursAhead:
    """Plays the coming days with expected hours, on a work queue of its own."""

    def __init__(self, year: Year, cards: Sequence[Act], stop: Sequence[int]) -> None:
        self.year, self.case = year, year.case
        self.acts, self.first, self.stopped = (*year.strategy.acts, *cards), len(year.strategy.acts), set(stop)
        self.today = DAYS_A_WEEK * year.week
        self.scheduled: list[ScheduledAct] = []
        self.done: dict[int, int] = {}  # place → day
        self.waiting: list[int] = []  # places
        self.ready: dict[str, int] = {}  # promise → day
        days = self.case.days
        begins = coming(self.case, range(year.week, self.case.weeks), self.acts, year.gone)
        self.coming = {day: [*ones] for day, ones in groupby(begins, key=lambda one: one.day)}
        self.queue = WorkQueue(PARAMETERS, RandomStreams((0,), range(1)), self.case.hours_per_day, days)
        self.queue.hours = np.full((days, 1), self.case.hours_per_day)
        self.queue.question_hours = np.array([_questions_a_day(year)])

    def hours(self) -> Hours:
        """Play the turn's days, then further ones until every card is done."""
        weeks = self.year.ahead
        end = self.today + DAYS_A_WEEK * weeks
        self._take_over()
        paid = [float(one.paid[0]) for one in self.scheduled]
        for day in range(self.today + 1, end + 1):
            self._day(day)
        used = self._used(paid)
        promised = {one.name: one.due for one in self.queue.owed}
        questions, work = (float(self.queue.spent[kind][0]) for kind in ("questions", "commitments"))
        for day in range(end + 1, self.case.days + 1):
            if self._all_done and self.ready.keys() >= promised.keys():
                break
            self._day(day)
        begun, cards, there = (
            sum(used[: self.first]),
            sum(used[self.first :]),
            self.case.hours_per_day * (end - self.today),
        )
        return Hours(
            weeks=weeks, there=there, questions=questions, begun=begun, cards=cards, work=work,
            free=max(0.0, there - questions - begun - cards - work), each=tuple(used[self.first :]),
            done=tuple(self._done_week(place) for place in range(self.first, len(self.acts))),
            under_way={place: self._done_week(place) for place in self.waiting},
            promised={name: Expected(due, self.ready.get(name, inf)) for name, due in promised.items()},
        )  # fmt: skip

    def _take_over(self) -> None:
        """Queue the acts that wait for hours and the work that is open."""
        for place, start, unpaid in self.year.outcome.agenda.waiting:
            self._schedule(place, start, unpaid)
            self.waiting.append(place)
        for number, one in enumerate(owed(self.year)):
            if not one.ready:
                self._take_on(one.name, one.left, pace_of(one.estimate, one.weeks, PARAMETERS), one.due, number)

    def _day(self, day: int) -> None:
        for place, act in enumerate(self.acts):
            if act.when is None and place not in self.stopped and act.happens_on(day, self.case.days):
                self._schedule(place, day)
        for one, _, due in self.coming.get(day, ()):
            number = self.case.commitments.index(one)
            self._take_on(one.name, one.hours, pace_of(one.hours, one.weeks, PARAMETERS), due, number)
        for one, _ in self.queue.work(day)[0]:
            self.done.setdefault(one.place, day)
        for owed_one, left in zip(self.queue.owed, self.queue.remaining[:, 0], strict=True):
            if left <= DONE:
                self.ready.setdefault(owed_one.name, day)

    def _schedule(self, place: int, start: int, unpaid: float | None = None) -> None:
        act = self.acts[place]
        to = np.array([name in self.case.addressed(act.to, start) for name in self.case.names])
        if to.any():
            cost = act.cost(int(to.sum()))
            paid = np.array([0.0 if unpaid is None else cost - unpaid])
            one = ScheduledAct(act, place, "", start, to, np.ones(1, bool), cost, paid, np.nan)
            self.scheduled.append(one)
            self.queue.queue.append(one)

    def _take_on(self, name: str, hours: float, pace: float, due: int, number: int) -> None:
        everybody = np.ones(len(self.case.names), bool)
        self.queue.take_on(
            OpenCommitment(name, everybody, 1, 0, due, (number,), np.ones(1, bool), np.array([hours]), pace)
        )

    def _used(self, before: list[float]) -> list[float]:
        """Return the hours spent on each act since the turn began."""
        used = [0.0] * len(self.acts)
        for number, one in enumerate(self.scheduled):
            used[one.place] += float(one.paid[0]) - (before[number] if number < len(before) else 0.0)
        return used

    @property
    def _all_done(self) -> bool:
        cards = (*self.waiting, *range(self.first, len(self.acts)))
        return all(self.acts[place].when or place in self.done for place in cards)

    def _done_week(self, place: int) -> int | None:
        return (self.done[place] - 1) // DAYS_A_WEEK if place in self.done else None


def _questions_a_day(year: Year) -> float:
    """Return the hours that questions are expected to take on a day, by what came in the last weeks."""
    since = DAYS_A_WEEK * (year.week - LOOK_BACK)
    came = sum(
        int(np.asarray(entry.where).sum())
        for entry in year.outcome.diary
        if entry.day > since and entry.what in ("asked", "complained")
    )
    return came / min(LOOK_BACK, year.week + 1) * PARAMETERS.question_hours / DAYS_A_WEEK
