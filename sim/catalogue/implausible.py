"""Plain remarks on a case of somebody's own: what is implausible in it. They refuse nothing.

Like the remarks on a plan (`remarks.py`, docs/decisions/0029) each is read off the case, and holds in every possible
year; one is of a middling year, since work as a rule takes longer than was estimated.
"""

from __future__ import annotations

from itertools import accumulate
from typing import TYPE_CHECKING, NamedTuple

from sim.catalogue.remarks import case_remarks
from sim.model.case import MISFIT
from sim.model.frozen import DAYS_A_WEEK
from sim.model.parameters import Parameters
from sim.texts.words import listed, many, say, trust

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sim.model.case import Case, Commitment, Partner

__all__ = ["implausible", "week_of_day"]

MOST_HOURS = 400  # a week: ten full posts for this alone
NAMED = 3  # partners who are named; more are counted
DOUBT = 0.3  # from this guilt down few hold it for our fault


class _Stretch(NamedTuple):
    """Some weeks, and the promises that begin and fall due in them.

    Attributes:
        start, end: working days before the first, and the last. promises: how many. work: their hours, as they were
            estimated. hours: that there are.
    """

    start: int
    end: int
    promises: int
    work: float
    hours: float

    @property
    def longer(self) -> float:
        """Hours that the work takes in a middling year."""
        return self.work * Parameters().overrun_median

    @property
    def lacks(self) -> float:
        """Hours that are missing for it."""
        return self.longer - self.hours


def implausible(case: Case) -> tuple[str, ...]:
    """Return a sentence for each thing in a case that is hard to believe, in the current language.

    >>> from sim.catalogue import load_case
    >>> implausible(load_case("missed-deadline"))
    ()
    >>> print(*implausible(load_case("missed-deadline").model_copy(update={"events": ()})))
    Nothing goes wrong in this case: partners only wait for what was promised. Say what went wrong, or \
see what waiting alone does.
    """
    return (*case_remarks(case), *_of_events(case), *_of_hours(case), *_of_partners(case))


def week_of_day(day: int) -> int:
    """Return the week, counted from 1, in which a working day lies; 0 for the day with which all begins.

    >>> week_of_day(0), week_of_day(5), week_of_day(6)
    (0, 1, 2)
    """
    return -(-day // DAYS_A_WEEK)


def _of_events(case: Case) -> Iterator[str]:
    wrong = [event for event in case.events if event.affects]
    if not wrong:
        yield say("implausible.no_breach")
    elif min(event.day for event in wrong) > 0:
        yield say("implausible.late_breach", week=week_of_day(min(event.day for event in wrong)))
    yield from (say("implausible.last_day", event=event.label) for event in wrong if event.day == case.days)
    yield from (say("implausible.lie", event=event.label) for event in wrong if event.lie and event.guilt <= DOUBT)


def _of_hours(case: Case) -> Iterator[str]:
    week = case.hours_per_day * DAYS_A_WEEK
    played = [one for one in case.commitments if DAYS_A_WEEK * one.starts < case.days]
    work, there = sum(one.hours for one in played), week * case.weeks
    if week > MOST_HOURS:
        yield say("implausible.many_hours", hours=f"{week:,.0f}")
    if work > there:
        yield say("implausible.too_much_work", work=f"{work:,.0f}", hours=f"{there:,.0f}", weeks=case.weeks)
    for one in played:
        if not one.missed and one.hours > (until := _hours_until_date(one, case)):
            told = {"name": one.name, "work": f"{one.hours:,.0f}", "hours": f"{until:,.0f}"}
            yield say("implausible.cannot_be_kept", **told)
    yield from _of_dates(case, played)


def _of_dates(case: Case, promises: list[Commitment]) -> Iterator[str]:
    """Tell of the promises that lack most hours together; of a single one it may be told already."""
    worst = max(_stretches(case, promises), key=lambda one: one.lacks, default=None)
    if worst is None or worst.lacks <= 0 or (worst.promises == 1 and worst.work > worst.hours):
        return
    told = {"first": week_of_day(worst.start + 1), "week": week_of_day(worst.end)}
    hours = {"work": worst.work, "longer": worst.longer, "hours": worst.hours}
    told |= {name: f"{value:,.0f}" for name, value in hours.items()}
    yield say("implausible.dates", **told, rate=f"{case.hours_per_day * DAYS_A_WEEK:,g}")


def _stretches(case: Case, promises: list[Commitment]) -> Iterator[_Stretch]:
    """Yield all weeks from when a promise can be begun to when one falls due within the season."""
    dated = sorted((case.date_of(one), _start(one), one.hours) for one in promises if not one.missed)
    for start in {start for _, start, _ in dated}:
        inside = [(due, hours) for due, first, hours in dated if start <= first and due <= case.days]
        for number, ((end, _), work) in enumerate(
            zip(inside, accumulate(hours for _, hours in inside), strict=True), 1
        ):
            yield _Stretch(start, end, number, work, case.hours_per_day * (end - start))


def _start(one: Commitment) -> int:
    return DAYS_A_WEEK * one.starts


def _hours_until_date(one: Commitment, case: Case) -> float:
    return case.hours_per_day * (case.date_of(one) - _start(one))


def _of_partners(case: Case) -> Iterator[str]:
    partners = case.partners
    if all(one.fit < MISFIT for one in partners):
        yield many("implausible.all_misfit", len(partners))
    gone = [one for one in partners if one.start_trust < one.patience]
    if gone:
        told = {"names": _named(gone), "trust": trust(max(one.start_trust for one in gone))}
        yield many("implausible.gone_at_once", len(gone), **told)


def _named(partners: list[Partner]) -> str:
    names = [say("lines.quoted", title=one.name) for one in partners[:NAMED]]
    further = len(partners) - len(names)
    return listed([*names, *([many("implausible.others", further)] if further else [])])
