"""Plain remarks on a case of somebody's own: what is implausible in it. They refuse nothing.

Like the remarks on a plan (`remarks.py`, docs/decisions/0029) each holds in every possible year, and is read off the
case.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sim.catalogue.remarks import case_remarks
from sim.model.case import MISFIT
from sim.model.frozen import DAYS_A_WEEK, working_days
from sim.texts.words import listed, many, say, trust

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sim.model.case import Case, Commitment, Partner

__all__ = ["implausible", "week_of_day"]

MOST_HOURS = 400  # a week: ten full posts for this alone
NAMED = 3  # partners who are named; more are counted
DOUBT = 0.3  # from this guilt down few hold it for our fault


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
        if not one.missed and one.hours > (until := _hours_until_due(one, case)):
            told = {"name": one.name, "work": f"{one.hours:,.0f}", "hours": f"{until:,.0f}"}
            yield say("implausible.cannot_be_kept", **told)


def _hours_until_due(one: Commitment, case: Case) -> float:
    return case.hours_per_day * working_days(one.weeks * case.buffer)


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
