"""Years that others took the place of, as plain data: each can be opened again."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Any

from sim.base.errors import BadInput
from sim.experiments.year.year_code import from_code
from sim.texts.words import many, say

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["earlier_data"]


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
