"""The organisation's workload: a day's hours, acts waiting for hours, and open commitments."""

from bisect import bisect_left
from dataclasses import dataclass, field
from functools import cache
from math import isnan

import numpy as np

from sim.model.acts import ACTS, Act
from sim.model.frozen import DAYS_A_WEEK
from sim.model.masks import somewhere
from sim.model.outcome import Agenda, OpenWork, Waiting
from sim.model.parameters import Parameters
from sim.model.random_streams import RandomStreams

DONE = 1e-9  # hours: less work than this is a rounding error, and counts as done


@dataclass(eq=False)
class ScheduledAct:
    """One occurrence of an act: towards whom, in which worlds, and how many of its hours are paid.

    Attributes:
        place: the act's place in the strategy. name: its kind, day, and number among equal acts of that day.
        start: the day on which it joins the queue.
        to: (partners,) bools. where: (worlds,) bools. paid: (worlds,) hours. unpaid: (worlds,) bools.
        last: day on which an act of this kind last started before, NaN = never; (worlds,) if worlds differ.
        new_dates: missed commitments that get a new date by this plan, with the date.
        made: the commitments that this occurrence has made.
    """

    act: Act
    place: int
    name: str
    start: int
    to: np.ndarray
    where: np.ndarray
    cost: float
    paid: np.ndarray
    last: np.ndarray | float
    new_dates: list[tuple["OpenCommitment", int]] = field(default_factory=list)
    made: "list[OpenCommitment]" = field(default_factory=list)
    unpaid: np.ndarray = field(init=False)

    def __post_init__(self) -> None:
        self.unpaid = self.where & (self.cost > DONE)

    def weeks_since(self, first: float) -> np.ndarray | float:
        """Return weeks since an act of this kind last started, `first` if none did; a number or (worlds,)."""
        if isinstance(self.last, float | int):
            return first if isnan(self.last) else (self.start - self.last) / DAYS_A_WEEK
        return np.where(np.isnan(self.last), first, (self.start - self.last) / DAYS_A_WEEK)

    @property
    def order(self) -> tuple[int, int]:
        """By what acts of one day are ordered: the kind, then the place among acts of that kind."""
        return list(ACTS).index(self.act.act), self.place

    @property
    def count(self) -> int:
        """The number of partners addressed."""
        return int(self.to.sum())

    @property
    def last_day(self) -> int:
        """The day on which the act is planned to be finished."""
        return self.start + self.act.spread_days - 1


@dataclass(eq=False)
class OpenCommitment:
    """A commitment during a season: to whom it is owed, by when, and its state in each world.

    Attributes:
        place: order among commitments due on the same day. due: promised day.
        hours: (worlds,) work that it takes. pace: maximum of hours per day.
        long_by: buffer - 1, at least 0.
        missed: it was missed before the season began. by_act: an act made it. weeks: estimated weeks.
        dated: it is missed, and a plan has given it a new date.
        ever_broken: in some world, its date has passed before it was done.
        pending, broken, warned: (worlds,) bools; pending: opened, and neither done nor cancelled.
    """

    name: str
    to: np.ndarray
    weight: float
    character: float
    due: int
    place: tuple[int, ...]
    pending: np.ndarray
    hours: np.ndarray
    pace: float
    long_by: float = 0.0
    missed: bool = False
    by_act: bool = False
    weeks: float = 0.0
    dated: bool = False
    ever_broken: bool = False
    broken: np.ndarray = field(init=False)
    warned: np.ndarray = field(init=False)

    def __post_init__(self) -> None:
        self.broken, self.warned = np.zeros(self.pending.shape, bool), np.zeros(self.pending.shape, bool)


def _order(one: OpenCommitment) -> tuple[int, tuple[int, ...]]:
    """Return by what commitments are ordered: the promised day, then their place."""
    return one.due, one.place


def pace_of(hours: float, weeks: float, parameters: Parameters) -> float:
    """Return the maximum of hours per day on some work: not everybody can work on it at once."""
    return parameters.pace * hours / (DAYS_A_WEEK * weeks)


@cache
def _triangle(rows: int) -> np.ndarray:
    """Return (rows, rows) ones on the diagonal and below it, else zeros: times a matrix, the sums down its columns."""
    return np.tri(rows)


class WorkQueue:
    """The organisation's work, in order: first questions, then acts, then commitments by promised date.

    Attributes:
        queue: acts waiting for hours. owed: commitments that are not yet done or judged, by promised date.
        remaining: (owed, worlds) hours of work left on each. pace: (owed, worlds) maximum of hours per day on each,
            one number a row.
        speed: (worlds,) work done per hour. spent: hours by use, each (worlds,).
    """

    def __init__(self, parameters: Parameters, streams: RandomStreams, hours_per_day: float, days: int) -> None:
        worlds = streams.count
        self.parameters = parameters
        drawn = streams.draw("hours", "", days)
        self.hours = parameters.hours_spread * drawn
        self.hours += 1
        np.maximum(self.hours, parameters.least_hours, out=self.hours)
        self.hours *= hours_per_day
        self.question_hours = np.zeros(worlds)
        self.day = 0
        self.speed = np.ones(worlds)
        self.queue: list[ScheduledAct] = []
        self.owed: list[OpenCommitment] = []
        self.remaining = np.zeros((0, worlds))
        self.pace = np.zeros((0, worlds))
        self.spent: dict[str, np.ndarray] = {"questions": np.zeros(worlds), "commitments": np.zeros(worlds)}

    def work(self, day: int) -> tuple[list[tuple[ScheduledAct, np.ndarray]], list[tuple[OpenCommitment, np.ndarray]]]:
        """Spend a day's hours; return acts fully paid and overdue commitments finished today, with (worlds,) masks."""
        self.day = day
        hours = self.hours[day - 1]
        asked = np.minimum(self.question_hours, hours)
        self.spent["questions"] += asked
        left = hours - asked
        paid = [] if not self.queue else self._pay(day, left)
        finished = []
        if self.owed:
            wanted = np.minimum(self.remaining, self.pace * self.speed)
            asked = _triangle(len(wanted)) @ wanted  # a cumulated sum, five times as fast as cumsum
            granted = np.minimum(asked, left * self.speed, out=asked)
            self.spent["commitments"] += granted[-1] / self.speed
            granted[1:] = granted[1:] - granted[:-1]  # three times as fast as out= with arrays that overlap
            self.remaining -= granted
            finished = self._finished_late(granted > 0)
        return paid, finished

    def _pay(self, day: int, left: np.ndarray) -> list[tuple[ScheduledAct, np.ndarray]]:
        """Pay queued acts, in order, from the hours in `left`, which it reduces in place."""
        paid = []
        for one in tuple(self.queue):
            if not somewhere(left > 0):  # hundreds of acts may wait where far too many were sent
                for kind in {waiting.act.act for waiting in self.queue} - self.spent.keys():
                    self.spent[kind] = np.zeros(left.shape)
                break
            demand = one.cost * min(1.0, (day - one.start + 1) / one.act.spread_days)
            pay = np.minimum(left, demand - one.paid)
            pay *= one.unpaid
            left -= pay
            one.paid += pay
            self._note(one.act.act, pay)
            newly = one.unpaid & (one.paid >= one.cost - DONE)
            one.unpaid = one.unpaid ^ newly
            if somewhere(newly):
                paid.append((one, newly))
            if not somewhere(one.unpaid):
                self.queue.remove(one)
        return paid

    def _note(self, what: str, hours: np.ndarray) -> None:
        if what in self.spent:
            self.spent[what] += hours
        else:
            self.spent[what] = hours.copy()

    def _finished_late(self, worked_on: np.ndarray) -> list[tuple[OpenCommitment, np.ndarray]]:
        """Return overdue commitments finished today, with where; worked_on: (owed, worlds) bools."""
        finished = []
        worked_on &= self.remaining <= DONE
        if not somewhere(worked_on):
            return finished
        for row, one in enumerate(self.owed):
            if one.ever_broken:
                newly = worked_on[row] & one.broken
                if somewhere(newly) and somewhere(newly := newly & one.pending):
                    finished.append((one, newly))
        return finished

    def agenda(self) -> Agenda:
        """Return the work that is left in the first world, as the organisation knows it."""
        rows = zip(self.owed, self.remaining[:, 0], strict=True)
        work = [
            OpenWork(one.name, one.due, float(one.hours[0] - left), bool(left <= DONE))
            for one, left in rows
            if one.pending[0]
        ]
        waiting = [Waiting(one.place, one.start, float(one.cost - one.paid[0])) for one in self.queue if one.unpaid[0]]
        return Agenda(tuple(work), tuple(waiting))

    def left_on(self, one: OpenCommitment) -> np.ndarray:
        """Return (worlds,) hours of work left on one commitment."""
        return self.remaining[self.owed.index(one)]

    def take_on(self, one: OpenCommitment) -> None:
        """Insert a commitment by promised date, with its work in the worlds in which it is open."""
        row = bisect_left(self.owed, _order(one), key=_order)
        self.owed.insert(row, one)
        work = np.where(one.pending, one.hours, 0)
        self.remaining = np.concatenate((self.remaining[:row], [work], self.remaining[row:]))
        self.pace = np.concatenate((self.pace[:row], [np.full(work.shape, one.pace)], self.pace[row:]))

    def add_work(self, one: OpenCommitment, where: np.ndarray) -> None:
        """Open a queued commitment in further worlds."""
        one.pending |= where
        self.left_on(one)[where] = one.hours[where]

    def sort(self) -> None:
        """Sort commitments again after a date has changed."""
        order = sorted(range(len(self.owed)), key=lambda row: _order(self.owed[row]))
        self.owed = [self.owed[row] for row in order]
        self.remaining, self.pace = self.remaining[order], self.pace[order]

    def cancel(self, one: OpenCommitment, where: np.ndarray) -> None:
        """Drop the work on a commitment in some worlds."""
        one.pending &= ~where
        self.left_on(one)[where] = 0

    def put_away(self, one: OpenCommitment) -> None:
        """Remove a commitment from the queue."""
        row = self.owed.index(one)
        del self.owed[row]
        self.remaining = np.concatenate((self.remaining[:row], self.remaining[row + 1 :]))
        self.pace = np.concatenate((self.pace[:row], self.pace[row + 1 :]))

    def any_overdue(self) -> np.ndarray:
        """Return (worlds,) bools: some commitment is past its date and not yet done."""
        late = [one.broken & one.pending for one in self.owed if one.ever_broken]
        return np.logical_or.reduce(late) if late else np.zeros(len(self.speed), bool)

    def open_count(self) -> np.ndarray:
        """Return (worlds,) the number of commitments with work left."""
        return (self.remaining > DONE).sum(axis=0)
