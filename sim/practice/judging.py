"""The judge: what an answer gets, and what is said about it. It takes any JSON value and never raises."""

from __future__ import annotations

import math
from itertools import pairwise
from typing import TYPE_CHECKING, Any, NamedTuple

from sim.catalogue.wording import checked
from sim.errors import BadInput
from sim.practice.exercise import strategy_data
from sim.simulate import simulate
from sim.strategy import Strategy

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sim.outcome import Outcome
    from sim.practice.exercise import Exercise, Goal, Question

__all__ = ["PUBLIC_SEEDS", "Finding", "judge"]

PUBLIC_SEEDS = (1, 2, 3)
WORLDS = 100  # for each seed
MOST_ACTS = 30
WEEKS = 52


class Finding(NamedTuple):
    """What one check found.

    Attributes:
        check: its key within the question.
        good: whether it holds.
        points: what it is worth.
        words: what to tell the trainee; it claims no more than was checked.
        misconception: what a wrong answer seems to rest on, "" if nothing is known.
    """

    check: str
    good: bool
    points: float
    words: str
    misconception: str = ""


def judge(exercise: Exercise, name: str, answer: Any, seeds: Sequence[int] = PUBLIC_SEEDS) -> tuple[Finding, ...]:
    """Return what each check of a question finds in an answer.

    Args:
        exercise: one of `load_exercise`.
        name: the question's.
        answer: any JSON value; what does not fit is wrong, and the words say how to answer.
        seeds: which luck. With the public ones goals ask for their margin more, so that who passes them passes the
            held-back ones too.

    >>> from sim.practice.exercise import load_exercise
    >>> [found.good for found in judge(load_exercise("ex02"), "q1", None)]
    [False]
    """
    question = exercise.question(name)
    return JUDGES[question.kind](question, answer, tuple(seeds))


def _choice(question: Question, answer: Any, _seeds: tuple[int, ...]) -> tuple[Finding, ...]:
    chosen = next((choice for choice in question.choices if isinstance(answer, str) and choice.key == answer), None)
    if chosen is None:
        return (_missed("right", question.points, "Choose one of the answers."),)
    words = "This is right." if chosen.right else question.advice or "Look at the lesson's picture again."
    wrong = "" if chosen.right else chosen.misconception
    return (Finding("right", chosen.right, question.points, words, wrong),)


def _several(question: Question, answer: Any, _seeds: tuple[int, ...]) -> tuple[Finding, ...]:
    known = {choice.key for choice in question.choices}
    ticked = set(answer) if isinstance(answer, list) and all(isinstance(key, str) for key in answer) else set()
    if not ticked or not ticked <= known:
        return (_missed("right", question.points, "Tick one answer or more."),)
    off = [choice for choice in question.choices if choice.right != (choice.key in ticked)]
    wrong = next((choice.misconception for choice in off if choice.misconception), "")
    words = "These are the right ones, and no other." if not off else _still(len(off), question)
    return (Finding("right", not off, question.points, words, wrong),)


def _still(off: int, question: Question) -> str:
    which = "One tick is" if off == 1 else f"{off} ticks are"
    return f"{which} still wrong or missing. {question.advice}".strip()


def _order(question: Question, answer: Any, _seeds: tuple[int, ...]) -> tuple[Finding, ...]:
    right = list(question.order)
    if not (
        isinstance(answer, list) and all(isinstance(key, str) for key in answer) and sorted(answer) == sorted(right)
    ):
        return (_missed("right", question.points, "Put all of them in order, each once."),)
    pairs = list(pairwise(answer))
    wrong_pairs = sum(right.index(one) > right.index(other) for one, other in pairs)
    good = answer == right
    misplaced = next((c.misconception for c, key in zip(question.choices, answer, strict=True) if c.key != key), "")
    words = "The order is right." if good else f"{wrong_pairs} of {len(pairs)} neighbours stand the wrong way round."
    return (Finding("right", good, question.points, f"{words} {'' if good else question.advice}".strip(), misplaced),)


def _plan(question: Question, answer: Any, seeds: tuple[int, ...]) -> tuple[Finding, ...]:
    acts = answer.get("acts") if isinstance(answer, dict) else None
    return _played(question, acts, seeds, "Build a plan with the controls.")


def _share(question: Question, answer: Any, seeds: tuple[int, ...]) -> tuple[Finding, ...]:
    hours = answer if isinstance(answer, dict) else {}
    known = {choice.key for choice in question.choices}
    numbers = [hours.get(key) for key in known]
    fits = set(hours) <= known and all(number is None or _is_number(number) for number in numbers)
    spent = sum(number for number in numbers if number) if fits else math.nan
    if not fits or not 0 < spent <= question.total:
        return _all_missed(question, f"Share out up to {question.total:g} hours, each part 0 or more.")
    acts = [
        dict(choice.act) | _times(hours.get(choice.key) or 0, choice.each)
        for choice in question.choices
        if (hours.get(choice.key) or 0) >= choice.each
    ]
    return _played(question, [*(dict(act) for act in question.acts), *acts], seeds, "")


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value) and value >= 0


def _times(hours: float, each: float) -> dict[str, float]:
    """Return how an act is repeated evenly over the year, so that it takes these hours."""
    times = min(int(hours / each), WEEKS)
    return {"week": 0} | ({"every_weeks": WEEKS // times} if times > 1 else {})


def _played(question: Question, acts: Any, seeds: tuple[int, ...], empty: str) -> tuple[Finding, ...]:
    if not isinstance(acts, list) or not acts or len(acts) > MOST_ACTS:
        return _all_missed(question, empty or "No act has hours enough to be done once.")
    try:
        strategy = checked(strategy_data(acts), Strategy, "answer")
        outcomes = [simulate(question.played_case, strategy, worlds=WORLDS, seed=seed) for seed in seeds]
    except BadInput as error:
        return _all_missed(question, f"This plan cannot be played: {error}.")
    except (TypeError, ValueError, RecursionError, OverflowError):
        return _all_missed(question, "This plan cannot be played. Build it with the controls.")
    public = seeds == PUBLIC_SEEDS
    return tuple(_goal(goal, outcomes, goal.margin if public else 0.0) for goal in question.goals)


def _missed(check: str, points: float, words: str) -> Finding:
    return Finding(check, good=False, points=points, words=words)


def _all_missed(question: Question, words: str) -> tuple[Finding, ...]:
    return tuple(_missed(goal.key, goal.points, words) for goal in question.goals)


def _goal(goal: Goal, outcomes: list[Outcome], margin: float) -> Finding:
    value = sum(float(outcome.summary()[goal.figure]) for outcome in outcomes) / len(outcomes)
    if goal.at_least is not None:
        good, bound = value >= goal.at_least + margin, goal.at_least
    else:
        good, bound = value <= goal.at_most - margin, goal.at_most
    facts = {"value": _said(goal.figure, value), "bound": _said(goal.figure, bound)}
    words = (goal.good if good else goal.bad).format(**facts)
    return Finding(goal.key, good, goal.points, words, "" if good else goal.misconception)


def _said(figure: str, value: float) -> str:
    if figure.endswith("_trust"):
        return f"{value:.3f}"
    if figure == "commitments_kept":
        return f"{100 * value:.0f} in 100"
    return f"{value:.0f}" if figure == "staff_hours" else f"{value:.2f}"


def _reflection(question: Question, answer: Any, _seeds: tuple[int, ...]) -> tuple[Finding, ...]:
    written = isinstance(answer, str) and bool(answer.strip())
    words = "Kept. A person reads it." if written else "Nothing is written yet. A person reads this part."
    return (Finding("written", written, 0.0, words),) if question.rubric else ()


JUDGES = {
    "choice": _choice, "several": _several, "order": _order, "plan": _plan, "share": _share,
    "reflection": _reflection,
}  # fmt: skip
