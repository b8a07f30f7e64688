"""How many gave which wrong answer to a question, and the misconception behind it."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from sim.grading.reports.item_analysis import shares_by_question
from sim.model.measures import MEASURES
from sim.model.outcome import said
from sim.texts.words import say

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from sim.exercises import Question
    from sim.exercises.exercise import Goal
    from sim.grading.intake.results import Graded
    from sim.grading.reports.guide import Asked, Guide

__all__ = ["Tally", "WrongAnswer", "failed_checks", "tallies"]

Wrong = tuple[str, str]  # a wrong answer in words, and the misconception behind it, or ""


@dataclass(frozen=True, kw_only=True)
class WrongAnswer:
    """One wrong answer: in words, the misconception behind it or "", and how many trainees gave it."""

    words: str
    idea: str
    count: int


@dataclass(frozen=True, kw_only=True)
class Tally:
    """What a class answered to one question.

    Args:
        exercise: its exercise.
        asked: the question.
        handed_in: number of trainees whose exercise was graded.
        blank: how many of them left the question out.
        right: how many got all its points.
        wrong: the wrong answers, most common first. One answer may hold several, such as two goals that a plan misses.
    """

    exercise: str
    asked: Asked
    handed_in: int
    blank: int
    right: int
    wrong: tuple[WrongAnswer, ...] = field(default=())


def tallies(counted: Iterable[Graded], guide: Guide) -> list[Tally]:
    """Return what the class answered to each question that a check grades, in order.

    Args:
        counted: results that were graded.
        guide: the questions' data; of a question without data no wrong answers are told.
    """
    by_question: dict[tuple[str, str], list[tuple[Graded, bool]]] = defaultdict(list)
    for one in counted:
        for question, (points, most) in shares_by_question(one).items():
            name = guide.asked(one.exercise, question).name
            by_question[one.exercise, name].append((one, points >= most))
    return [_tally(guide.asked(*key), key[0], results) for key, results in by_question.items()]


def failed_checks(one: Graded, name: str) -> frozenset[str]:
    """Return the keys of a question's checks that gave no points.

    Args:
        one: a graded result. name: the question's, such as "q1".
    """
    whole = f"{one.exercise}-{name}"
    failed = (verdict for verdict in one.verdicts if verdict.question in {name, whole} and not verdict.points)
    return frozenset(verdict.grade_id.removeprefix(f"{whole}-") for verdict in failed)


def _tally(asked: Asked, exercise: str, results: list[tuple[Graded, bool]]) -> Tally:
    answers = [(one.answers.get(asked.name), failed_checks(one, asked.name)) for one, right in results if not right]
    found = Counter(
        wrong for answer, failed in answers if answer is not None for wrong in _wrong(asked, answer, failed)
    )
    return Tally(
        exercise=exercise,
        asked=asked,
        handed_in=len(results),
        blank=sum(answer is None for answer, _ in answers),
        right=sum(right for _, right in results),
        wrong=tuple(WrongAnswer(words=words, idea=idea, count=count) for (words, idea), count in found.most_common()),
    )


def _wrong(asked: Asked, answer: Any, failed: frozenset[str]) -> tuple[Wrong, ...]:
    """Return what is wrong with an answer; each thing counts once for each trainee."""
    if asked.data is None or asked.data.kind not in KINDS:
        return ()
    if asked.data.goals and asked.plan(answer) is None:
        return (_unreadable(),)
    return tuple(dict.fromkeys(KINDS[asked.data.kind](asked.data, answer, failed))) or (_unreadable(),)


def _unreadable() -> Wrong:
    return say("wrong_answers.unreadable"), ""


def _choice(question: Question, answer: Any, _failed: frozenset[str]) -> Iterator[Wrong]:
    chosen = (choice for choice in question.choices if choice.key == answer and not choice.right)
    yield from ((choice.words, choice.misconception) for choice in chosen)


def _several(question: Question, answer: Any, _failed: frozenset[str]) -> Iterator[Wrong]:
    ticked = answer if isinstance(answer, list) else []
    for choice in question.choices if ticked else ():
        if choice.right != (choice.key in ticked):
            name = "wrong_answers.left_out" if choice.right else "wrong_answers.ticked"
            yield say(name, words=choice.words), choice.misconception


def _order(question: Question, answer: Any, _failed: frozenset[str]) -> Iterator[Wrong]:
    """Yield the first wrong place: what stood there, and what belongs there."""
    words = {choice.key: choice.words for choice in question.choices}
    texts = isinstance(answer, list) and all(isinstance(key, str) for key in answer)
    if not texts or sorted(answer) != sorted(words):
        return
    for place, (choice, key) in enumerate(zip(question.choices, answer, strict=True), 1):
        if choice.key != key:
            facts = {"place": place, "put": words[key], "meant": choice.words}
            yield say("wrong_answers.order", **facts), choice.misconception
            return


def _goals(question: Question, _answer: Any, failed: frozenset[str]) -> Iterator[Wrong]:
    yield from ((_missed(goal), goal.misconception) for goal in question.goals if goal.key in failed)


def _missed(goal: Goal) -> str:
    least = goal.at_least is not None
    bound = said(goal.figure, goal.at_least if goal.at_least is not None else goal.at_most or 0)
    if MEASURES[goal.figure].unit == "trust":
        bound = say("wrong_answers.of_100", number=bound)
    name = "wrong_answers.at_least" if least else "wrong_answers.at_most"
    return say(name, figure=say(f"figure_names.{goal.figure}"), bound=bound)


def _year(question: Question, answer: Any, failed: frozenset[str]) -> Iterator[Wrong]:
    yield from _goals(question, answer, failed)
    if "lost" in failed:
        yield say("wrong_answers.year_lost"), ""
    why = answer.get("why") if isinstance(answer, dict) and "why" in failed else None
    for choice in question.choices:
        if choice.key == why:
            yield say("wrong_answers.year_why", words=choice.words), choice.misconception


KINDS: dict[str, Callable[[Question, Any, frozenset[str]], Iterator[Wrong]]] = {
    "choice": _choice, "several": _several, "order": _order, "plan": _goals, "share": _goals, "year": _year,
}  # fmt: skip
