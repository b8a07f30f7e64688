"""The handout of a case of somebody's own: the report for a board, with a plan for each of three ways to answer."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sim.experiments.comparison import compare
from sim.handout.board_report import board_report

if TYPE_CHECKING:
    from sim.model.case import Case

__all__ = ["PLANS", "own_case_page"]

PLANS = ("silence", "deny-and-defend", "recovery-plan")  # as `mend report` compares if nobody names others


def own_case_page(case: Case, *, worlds: int = 200) -> str:
    """Return a page to print about a case, as HTML.

    >>> from sim.catalogue import load_case
    >>> "Missed deadline" in own_case_page(load_case("missed-deadline"), worlds=3)
    True
    """
    return board_report(compare(case, PLANS, worlds=worlds))
