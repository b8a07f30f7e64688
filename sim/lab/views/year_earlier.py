"""Years that others took the place of, as plain data: each can be opened again."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Any

from sim.base.errors import BadInput
from sim.experiments.year.year_code import case_of, from_code
from sim.texts.words import many, say

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from sim.experiments.year.year import Year
    from sim.lab.session.year_session import YearSession
    from sim.model.case import Case

__all__ = ["earlier_data", "finished_data"]


def earlier_data(earlier: Sequence[dict[str, str]], own: Mapping[str, Case] | None = None) -> list[dict[str, Any]]:
    """Return a place and a label for each year that can be read.

    Args:
        earlier: years as codes. own: cases of somebody's own, by their keys.

    >>> from sim.experiments.year.year import Year
    >>> from sim.experiments.year.year_code import as_code
    >>> code = as_code(Year.begin("missed-deadline", 7).send([{"act": "thank", "week": 1}]))
    >>> earlier_data([{"year": "MBY1-cut"}, {"year": code}])
    [{'id': 1, 'text': 'Missed deadline, year 7, up to week 2 of 52, with 1 thing done'}]
    """
    told = [(place, _label(one["year"], _own_case(one["year"], own or {}))) for place, one in enumerate(earlier)]
    return [{"id": place, "text": text} for place, text in told if text]


def finished_data(session: YearSession) -> dict[str, Any] | None:
    """Return how to open the finished year again whose place this one took; None if there is none."""
    year = session.year
    if year is None or year.over:
        return None
    if session.first is not None:
        return {"text": say("year.finished"), "move": {"do": "to_end"}}
    last = session.earlier[0]["year"] if session.earlier else ""
    if last and _is_over(last, _own_case(last, session.own)):
        return {"text": say("year.finished"), "move": {"do": "reopen", "id": 0}}
    return None


def _own_case(code: str, own: Mapping[str, Case]) -> Case | None:
    """Return the case of somebody's own in which a year was played; None if it was played in a shipped one."""
    try:
        return own.get(case_of(code)) if own else None
    except BadInput:
        return None


@lru_cache(maxsize=64)
def _year(code: str, case: Case | None) -> Year | None:
    """Return the year in a code, None if it cannot be read by this version of the course."""
    try:
        return from_code(code, case)
    except BadInput:
        return None


def _is_over(code: str, case: Case | None) -> bool:
    year = _year(code, case)
    return year is not None and year.over


def _label(code: str, case: Case | None) -> str:
    """Return what a year is called; "" if it cannot be read by this version of the course, where it stays kept."""
    year = _year(code, case)
    if year is None:
        return ""
    facts = {"case": year.case.title, "number": year.number, "week": year.week, "weeks": year.case.weeks}
    facts |= {"acts": many("year_earlier.acts", len(year.strategy.acts))}
    return say(f"year_earlier.{'over' if year.over else 'open'}", **facts)
