"""The coming turn's hours: how many there are, and what they are needed for, by what the organisation can expect.

The work queue of the model itself spends expected hours instead of true ones: questions come first, then acts in the
order in which they begin, then promised work by its date.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from itertools import groupby
from math import inf
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from sim.experiments.year.promises import coming, owed
from sim.model.frozen import DAYS_A_WEEK
from sim.model.parameters import Parameters
from sim.model.random_streams import RandomStreams
from sim.model.workload import DONE, OpenCommitment, ScheduledAct, WorkQueue, pace_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sim.experiments.year.year import Year
    from sim.model.acts import Act

__all__ = ["Expected", "Hours", "WholeHours", "hours_ahead", "whole"]

LOOK_BACK = 4  # weeks whose questions tell how many to expect
PARAMETERS = Parameters()


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
