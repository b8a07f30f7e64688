"""Years that others took the place of, as plain data: each can be opened again."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Any

from sim.base.errors import BadInput
from sim.experiments.year.year_code import from_code
from sim.texts.words import many, say

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sim.lab.session.year_session import YearSession

__all__ = ["earlier_data", "finished_data"]


def earlier_data(earlier: Sequence[dict[str, str]]) -> list[dict[str, Any]]:
    """Return a place and a label for each year that can be read.

    >>> from sim.experiments.year.year import Year
    >>> from sim.experiments.year.year_code import as_code
    >>> code = as_code(Year.begin("missed-deadline", 7).send([{"act": "thank", "week": 1}]))
    >>> earlier_data([{"year": "MBY1-cut"}, {"year": code}])
    [{'id': 1, 'text': 'Missed deadline, year 7, up to week 2 of 52, with 1 thing done'}]
    """
    told = [(place, _label(one["year"])) for place, one in enumerate(earlier)]
    return [{"id": place, "text": text} for place, text in told if text]


def finished_data(session: YearSession) -> dict[str, Any] | None:
    """Return how to open the finished year again whose place this one took; None if there is none."""
    year = session.year
    if year is None or year.over:
        return None
    if session.first is not None:
        return {"text": say("year.finished"), "move": {"do": "to_end"}}
    if session.earlier and _is_over(session.earlier[0]["year"]):
        return {"text": say("year.finished"), "move": {"do": "reopen", "id": 0}}
    return None


@lru_cache(maxsize=64)
def _is_over(code: str) -> bool:
    try:
        return from_code(code).over
    except BadInput:
        return False


@lru_cache(maxsize=64)
def _label(code: str) -> str:
    """Return what a year is called; "" if it cannot be read by this version of the course, where it stays kept."""
    try:
        year = from_code(code)
    except BadInput:
        return ""
    facts = {"case": year.case.title, "number": year.number, "week": year.week, "weeks": year.case.weeks}
    facts |= {"acts": many("year_earlier.acts", len(year.strategy.acts))}
    return say(f"year_earlier.{'over' if year.over else 'open'}", **facts)
