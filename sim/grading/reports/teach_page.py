"""What to teach again: a page to project, with the questions that a class found hard and what was answered instead."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sim.grading.reports.anonymous import FEWEST_TOGETHER, how_many
from sim.grading.reports.fill_page import fill
from sim.grading.reports.item_analysis import TOLD_FROM, items
from sim.grading.reports.wrong_answers import tallies
from sim.texts.words import say, signed

if TYPE_CHECKING:
    from sim.grading.intake.results import Graded
    from sim.grading.reports.guide import Asked, Guide
    from sim.grading.reports.item_analysis import Item
    from sim.grading.reports.wrong_answers import Tally, WrongAnswer

__all__ = ["teach_page"]

EASY = 0.8  # of a question's points: what the class reached is good enough
MOST = 6  # questions that are told in full: more than an hour holds
STRONG, SOME, NONE = 0.3, 0.1, -0.3  # of discrimination, for words, an Assumption: of 40 trainees, .3 is hardly luck


def teach_page(graded: list[Graded], guide: Guide) -> str:
    """Return the page as HTML. It names nobody, and needs no script."""
    counted = [one for one in graded if one.status == "graded"]
    pairs = [
        (tally, item)
        for tally, item in zip(tallies(counted, guide), items(counted), strict=True)
        if tally.handed_in >= FEWEST_TOGETHER
    ]
    told = [_told(tally, item, guide) for tally, item in sorted(pairs, key=lambda pair: pair[0].exercise)]
    hard = sorted((one for one in told if one["score"] < EASY), key=lambda one: one["score"])
    return fill(
        "teach.html",
        hard=hard[:MOST],
        rest=told,
        easy=EASY,
        fewest=FEWEST_TOGETHER,
        told_from=TOLD_FROM,
        told=any(item.told is not None for _, item in pairs),
    )


def _told(tally: Tally, item: Item, guide: Guide) -> dict[str, Any]:
    asked, of = tally.asked, tally.handed_in
    return {
        "where": say("teach_page.where", exercise=guide.title(tally.exercise), question=asked.label or asked.title),
        "prompt": asked.prompt or asked.title,
        "score": item.score,
        "right": how_many(tally.right, of),
        "blank": how_many(tally.blank, of) if tally.blank else "",
        "wrong": [_wrong(wrong, of) for wrong in tally.wrong],
        "apart": "" if item.told is None else _apart(item.told),
        "answer": _answer(asked),
        "goals": bool(asked.data and asked.data.goals),
        "why": asked.data.why if asked.data else "",
    }


def _wrong(wrong: WrongAnswer, of: int) -> dict[str, Any]:
    """Return a wrong answer for the table; a bar of one or two people would tell who they are."""
    share = wrong.count / of if wrong.count >= FEWEST_TOGETHER else 0
    return {"words": wrong.words, "idea": wrong.idea, "count": how_many(wrong.count, of), "share": share}


def _answer(asked: Asked) -> str:
    """Return a right answer as trainees see it, or "": a played year is a code, which says nothing to a reader."""
    question = asked.data
    if question is None or question.kind == "year":
        return ""
    right = [choice.key for choice in question.choices if choice.right]
    found = {"choice": right and right[0], "several": right, "order": list(question.order)}
    return asked.shown(found.get(question.kind, question.solution))


def _apart(number: float) -> str:
    names = {STRONG: "strong", SOME: "some", NONE: "little"}
    name = next((name for least, name in names.items() if number >= least), "wrong")
    return say(f"teach_page.apart_{name}", number=signed(number / 100, 2))
