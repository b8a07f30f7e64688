"""What is promised in a year: what is open, what the last turn handed over or let fall, and what will come."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import chain
from statistics import fmean
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from sim.model.frozen import DAYS_A_WEEK, working_days
from sim.model.occurrences import owed_to, part_of
from sim.model.parameters import Parameters
from sim.model.workload import pace_of

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from sim.experiments.year.year import Year
    from sim.model.acts import Act
    from sim.model.case import Case, Commitment
    from sim.model.outcome import DiaryEntry

__all__ = ["Coming", "Dropped", "HandedOver", "Owed", "coming", "dropped", "handed_over", "is_promise", "owed"]

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
