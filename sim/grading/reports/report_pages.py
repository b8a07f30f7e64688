"""HTML reports for the class and for each trainee, as self-contained files."""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from hashlib import sha256
from typing import TYPE_CHECKING, Any

from sim.grading.reports.beside_points import (
    attempts_told,
    beside_points,
    late_told,
    list_needs,
    mark_of,
    names_on_list,
    override_told,
    person_told,
    unmarked,
)
from sim.grading.reports.class_comparison import handed_plans
from sim.grading.reports.fill_page import fill, names
from sim.grading.reports.item_analysis import TOLD_FROM, items, shares_by_question
from sim.grading.reports.wrong_answers import failed_checks
from sim.texts.sentences import Sentence, said
from sim.texts.template_words import marked
from sim.texts.words import many, numerals, say, trust

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from markupsafe import Markup

    from sim.grading.intake.class_list import Matched
    from sim.grading.intake.results import Graded
    from sim.grading.reports.class_comparison import HandedPlans
    from sim.grading.reports.guide import Guide
    from sim.grading.reports.same_words import Alike

__all__ = ["PAGE", "all_needs", "class_page", "page_name", "reflection_page", "reflections", "trainee_page"]

SHADES = 5
DIGITS = 16  # of a page's name: enough to rule out collisions
PAGE = re.compile(rf"[a-z0-9-]+-[0-9a-f]{{{DIGITS}}}\.html")
HARD, EASY, WEAK = 0.4, 0.9, 0.1


def class_page(
    graded: list[Graded],
    guide: Guide,
    *,
    needs: Sequence[dict[str, Any]] = (),
    listed: Matched | None = None,
    plans: Sequence[HandedPlans] | None = None,
    alike: Sequence[Alike] = (),
) -> str:
    """Return the facilitator's page: decisions to make, scores, questions, misconceptions, plans, and texts alike.

    Args:
        graded: all results, those that could not be graded too.
        guide: the questions.
        needs: more decisions to make, each with the keys trainee, what and why.
        listed: who of the class is who on its list; None without a list.
        plans: the plans handed in, if they are known already: simulating them takes most of the page's time.
        alike: texts in nearly the same words.
    """
    counted = [one for one in graded if one.status == "graded"]
    exercises = list(dict.fromkeys(sorted(one.exercise for one in counted)))
    known = items(counted)
    ideas = wrong_ideas(counted, guide)
    return fill(
        "class.html",
        exercises=[{"name": name, "title": guide.title(name), "most": _most(counted, name)} for name in exercises],
        trainees=_matrix(graded, exercises),
        means=[_mean(counted, name) for name in exercises],
        whole=_mean(counted, None),
        counts={status: sum(one.status == status for one in graded) for status in ("graded", "rejected", "void")},
        people=len({one.trainee for one in graded}),
        needs=all_needs(graded, listed, needs),
        intro=_intro(counted),
        waits=many("marking.waits", waits) if (waits := unmarked(counted)) else "",
        beside=beside_points(counted, guide),
        listed=listed,
        listed_names=names_on_list(listed),
        missing=[person_told(person) for person in listed.nothing] if listed else [],
        noted=[one for one in counted if one.remarks],
        questions=[_question(item, guide, ideas) for item in known],
        ideas=sorted(ideas, key=lambda idea: (-idea["count"], idea["exercise"], idea["idea"])),
        contests=[_contest(one) for one in (handed_plans(counted, guide) if plans is None else plans)],
        alike=alike,
        fewest=TOLD_FROM,
        page_name=page_name,
    )


def all_needs(
    graded: Sequence[Graded], listed: Matched | None, more: Sequence[dict[str, Any]] = ()
) -> list[dict[str, Any]]:
    """Return all that a person must decide, each with the keys trainee, what and why."""
    waits = unmarked(graded)
    told = {"trainee": say("beside.whole_class"), "what": say("beside.written"), "why": many("marking.waits", waits)}
    return [*([told] if waits else []), *map(_need, filter(_asks, graded)), *list_needs(listed), *more]


def trainee_page(results: list[Graded], guide: Guide) -> str:
    """Return one trainee's page: points, advice, and what could not be graded. No check is shown."""
    return fill(
        "trainee.html",
        trainee=results[0].trainee,
        points=sum(one.points for one in results),
        most=sum(one.max_points for one in results),
        exercises=[_exercise(one, guide) for one in results if one.verdicts],
        refused=[one for one in results if not one.verdicts],
        marked_by_person=any(one.marks for one in results),
    )


def _asks(one: Graded) -> bool:
    return bool(one.reason or one.asks or one.changed)


def _need(one: Graded) -> dict[str, Any]:
    """Return what a person must decide about one result."""
    changed = Sentence("marking.changed", names=", ".join(one.changed)) if one.changed else ""
    why = said(one.reason, one.asks, changed, *(one.remarks if one.reason else ()))
    return {"trainee": one.trainee, "what": one.exercise or one.file, "why": why}


def _intro(counted: list[Graded]) -> Markup:
    """Return whose points these are."""
    if not any(one.marks for one in counted):
        return marked("class_report.intro")
    return marked("beside.marked_intro", waits="" if unmarked(counted) else say("beside.none_waits"))


def reflections(graded: list[Graded], guide: Guide) -> list[dict[str, Any]]:
    """Return one entry for each text that a person must grade, with its question and rubric."""
    found = []
    for one in graded:
        if one.status != "graded":
            continue
        told = {asked.name: one.answers.get(asked.name) for asked in guide.of(one.exercise) if asked.rubric}
        for name, text in (told | one.texts).items():
            asked = guide.asked(one.exercise, name)
            if isinstance(text, str) and text.strip() and text.strip() != asked.prompt.strip():
                found.append({"trainee": one.trainee, "exercise": one.exercise, "asked": asked, "text": text})
    return found


def reflection_page(found: list[dict[str, Any]], guide: Guide, most: Mapping[str, float] | None = None) -> str:
    """Return the page on which a person grades texts, question by question.

    Args:
        most: the highest points, by "exercise/question", where a person chose another number.
    """
    groups: dict[tuple[str, str], list[dict[str, Any]]] = defaultdict(list)
    for one in found:
        groups[one["exercise"], one["asked"].name].append(one)
    return fill(
        "reflections.html",
        groups=[
            {"title": guide.title(exercise), "asked": several[0]["asked"], "texts": several, "most": points}
            for (exercise, name), several in sorted(groups.items())
            if (points := (most or {}).get(f"{exercise}/{name}", several[0]["asked"].most))
        ],
    )


def page_name(trainee: str) -> str:
    """Return the name of a trainee's page: readable, and no two alike.

    >>> page_name("Bo Ré"), page_name("../<b>")
    ('bo-re-0d6f982d4e31bf8b.html', 'b-9f46aef2a2b62514.html')
    """
    plain = unicodedata.normalize("NFKD", trainee).encode("ascii", "ignore").decode().lower()
    readable = re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:40] or "trainee"
    return f"{readable}-{sha256(trainee.encode('utf-8', 'replace')).hexdigest()[:DIGITS]}.html"


def wrong_ideas(counted: list[Graded], guide: Guide) -> list[dict[str, Any]]:
    """Return each misconception that answers revealed, with the number of trainees who hold it and who answered."""
    holders: dict[tuple[str, str, str], set[str]] = defaultdict(set)
    answered: dict[tuple[str, str], int] = defaultdict(int)
    for one in counted:
        for asked in guide.of(one.exercise):
            answer = one.answers.get(asked.name)
            answered[one.exercise, asked.name] += answer is not None
            for idea in _ideas(one, asked):
                holders[one.exercise, asked.name, idea].add(one.trainee)
    return [
        {"exercise": exercise, "question": name, "idea": idea, "count": len(who), "of": answered[exercise, name]}
        for (exercise, name, idea), who in holders.items()
    ]


def _ideas(one: Graded, asked: Any) -> tuple[str, ...]:
    """Return the misconceptions that a trainee's answer to one question reveals."""
    answer, failed = one.answers.get(asked.name), failed_checks(one, asked.name)
    return asked.wrong_ideas(answer, failed) if failed and answer is not None else ()


def _most(counted: list[Graded], exercise: str) -> float:
    return max(one.max_points for one in counted if one.exercise == exercise)


def _mean(counted: list[Graded], exercise: str | None) -> float:
    results = [one for one in counted if exercise in {None, one.exercise}]
    most = sum(one.max_points for one in results)
    return sum(one.points for one in results) / most if most else 0.0


def _matrix(graded: list[Graded], exercises: list[str]) -> list[dict[str, Any]]:
    rows: dict[str, dict[str, Graded]] = {one.trainee: {} for one in graded}
    for one in graded:
        if one.status == "graded" or one.exercise not in rows[one.trainee]:
            rows[one.trainee][one.exercise] = one
    # A file that names no exercise may be any of the missing ones.
    return [
        {"trainee": who, "cells": [_cell(results.get(name, results.get(""))) for name in exercises]}
        for who, results in rows.items()
    ]


def _cell(one: Graded | None) -> dict[str, Any]:
    if one is None:
        return {"text": "-", "said": say("class_report.cell_nothing"), "shade": None}
    if one.status != "graded":
        return {"text": "!", "said": say("class_report.cell_not_graded"), "shade": None}
    share = one.points / one.max_points if one.max_points else 0
    return {"text": numerals(f"{one.points:g}"), "said": "", "shade": min(SHADES - 1, int(share * SHADES))}


def _question(item: Any, guide: Guide, ideas: list[dict[str, Any]]) -> dict[str, Any]:
    of_question = [
        idea
        for idea in ideas
        if (idea["exercise"], idea["question"]) == (item.exercise, guide.asked(item.exercise, item.question).name)
    ]
    top = max(of_question, key=lambda idea: idea["count"], default=None)
    return {"item": item, "title": guide.asked(item.exercise, item.question).title, "top": top, "note": _note(item)}


def _note(item: Any) -> str:
    """Return a short note on what the facilitator should do about the figures."""
    if item.score < HARD:
        return say("class_report.hard")
    if item.told is not None and item.told < WEAK and item.score < EASY:
        return say("class_report.tells_little")
    return ""


def _contest(handed: HandedPlans) -> dict[str, Any]:
    best, known = handed.own[0], handed.best_documented
    said = say(
        "class_report.ahead", most=trust(best.partnership), names=names(best.who), known=trust(known.partnership),
        name=known.who[0], ahead=handed.ahead, count=len(handed.plans),
    )  # fmt: skip
    return {"exercise": handed.exercise, "asked": handed.asked, "rows": handed.rows, "said": said}


def _exercise(one: Graded, guide: Guide) -> dict[str, Any]:
    questions = []
    for name, (points, most) in shares_by_question(one).items():
        asked, answer = guide.asked(one.exercise, name), one.answers.get(name.removeprefix(f"{one.exercise}-"))
        verdicts = [verdict for verdict in one.verdicts if verdict.question == name]
        mark = mark_of(one, asked.name, written=False)
        questions.append(
            {
                "asked": asked,
                "points": points if mark is None or mark.points is None else mark.points,
                "most": most,
                "answer": "" if answer is None else asked.shown(answer),
                "advice": list(dict.fromkeys(verdict.advice for verdict in verdicts if verdict.advice)),
                "ideas": _ideas(one, asked),
                "override": override_told(mark) if mark else "",
            }
        )
    texts = [
        text | {"mark": mark_of(one, name, written=True), "waits": one.written_most and name in one.waits}
        for text in reflections([one], guide)
        if (name := text["asked"].name)
    ]
    beside = {"late": late_told(one), "attempts": attempts_told(one)}
    return {"result": one, "title": guide.title(one.exercise), "questions": questions, "texts": texts} | beside
