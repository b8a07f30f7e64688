"""The class sees itself: an anonymous page to project in the debrief, with its plans, three surprises and questions."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sim.grading.reports.anonymous import FEWEST_TOGETHER
from sim.grading.reports.fill_page import fill
from sim.grading.reports.plan_spread import clusters, draw, parts
from sim.grading.reports.surprises import ClassAnswers, surprises
from sim.grading.reports.wrong_answers import tallies
from sim.texts.words import say, trust

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sim.grading.intake.results import Graded
    from sim.grading.reports.class_comparison import HandedPlans
    from sim.grading.reports.guide import Guide
    from sim.grading.reports.plan_spread import Cluster

__all__ = ["debrief_page"]


def debrief_page(graded: list[Graded], guide: Guide, plans: Sequence[HandedPlans]) -> str:
    """Return the page as HTML. It names nobody, nothing on it stands for fewer than three, and it needs no script.

    Args:
        graded: all results.
        guide: the questions.
        plans: the plans handed in.
    """
    counted = [one for one in graded if one.status == "graded"]
    answers = ClassAnswers(tallies=_of_enough(counted, guide), plans=_in_order(plans), guide=guide)
    return fill(
        "debrief.html",
        plans=[told for one in answers.plans if (told := _told(one, answers))],
        surprises=surprises(answers),
        fewest=FEWEST_TOGETHER,
    )


def _of_enough(counted: list[Graded], guide: Guide) -> list[Any]:
    return [tally for tally in tallies(counted, guide) if tally.handed_in >= FEWEST_TOGETHER]


def _in_order(plans: Sequence[HandedPlans]) -> list[HandedPlans]:
    return sorted(plans, key=lambda one: one.exercise)


def _told(handed: HandedPlans, answers: ClassAnswers) -> dict[str, Any] | None:
    """Return what is shown of one question's plans; None if fewer than three handed one in."""
    found = clusters(handed.rows)
    if not found:
        return None
    documented = [row for row in handed.rows if row.documented]
    return {
        "where": answers.where(handed.exercise, handed.asked),
        "prompt": handed.asked.prompt or handed.asked.title,
        "said": _said(found, handed),
        "drawn": draw(found, handed.rows),
        "rows": [
            {"people": str(one.people), "hours": f"{one.hours:.0f}", "trust": trust(one.partnership)} for one in found
        ],
        "documented": [
            {"name": row.who[0], "hours": f"{row.hours:.0f}", "trust": trust(row.partnership)} for row in documented
        ],
        "parts": parts([plan for _, plan in handed.plans]),
    }


def _said(found: list[Cluster], handed: HandedPlans) -> str:
    """Return the picture's main facts in words."""
    low, high = (choose(found, key=lambda one: one.partnership) for choose in (min, max))
    facts = {"count": len(handed.plans), "known": handed.best_documented.who[0]}
    facts |= {"best": trust(handed.best_documented.partnership), "low": trust(low.partnership)}
    facts |= {"high": trust(high.partnership), "high_hours": f"{high.hours:.0f}"}
    facts |= {"least": f"{found[0].hours:.0f}", "most": f"{found[-1].hours:.0f}"}
    return say("debrief_page.one" if len(found) == 1 else "debrief_page.spread", **facts)
