"""Guide: what a report says of exercises and questions, beyond their points."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import partial
from textwrap import shorten
from typing import TYPE_CHECKING, Any

from sim.catalogue.wording import checked
from sim.errors import BadInput
from sim.plots.words import WORDS
from sim.practice import exercise_keys, judge, load_exercise
from sim.practice.exercise import strategy_data
from sim.strategy import Strategy

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from sim.practice import Exercise, Question

__all__ = ["Asked", "Guide", "guide_to"]

TITLE = 64  # letters


@dataclass(frozen=True, kw_only=True)
class Asked:
    """One question, as a report shows it.

    Args:
        name: of the answer, such as "q1".
        title: what was asked, in a few words.
        label: what the trainee knows it by.
        prompt: what was asked.
        rubric: what a person grades by; empty where programs check.
        case: the case that a plan is tried in, or "".
        shown: turns an answer into words.
        wrong_ideas: which misconceptions an answer reveals, given the checks that it failed.
        plan: turns an answer into a strategy, or None if it is none.
    """

    name: str
    title: str
    label: str = ""
    prompt: str = ""
    rubric: tuple[str, ...] = ()
    case: str = ""
    shown: Callable[[Any], str] = str
    wrong_ideas: Callable[[Any, frozenset[str]], tuple[str, ...]] = lambda _answer, _failed: ()
    plan: Callable[[Any], Strategy | None] = lambda _: None


@dataclass(frozen=True)
class Guide:
    """All exercises' titles and questions; what is not known is called by its name."""

    titles: dict[str, str] = field(default_factory=dict)
    questions: dict[tuple[str, str], Asked] = field(default_factory=dict)

    def title(self, exercise: str) -> str:
        """Return an exercise's title."""
        return self.titles.get(exercise, exercise)

    def asked(self, exercise: str, question: str) -> Asked:
        """Return a question, by its name or by a name that begins with the exercise's.

        >>> Guide().asked("ex02", "ex02-q1").name
        'q1'
        """
        name = question.removeprefix(f"{exercise}-")
        return self.questions.get((exercise, name)) or Asked(name=name, title=name, label=name)

    def of(self, exercise: str) -> list[Asked]:
        """Return an exercise's questions, in order."""
        return [asked for (name, _), asked in self.questions.items() if name == exercise]


def guide_to(exercises: Iterable[str]) -> Guide:
    """Return what is known of some exercises; a private set may hold others.

    >>> guide_to(["ex02", "ex99"]).title("ex02")
    'Exercise 2: how often should we write?'
    """
    known = [load_exercise(key) for key in exercises if key in exercise_keys()]
    return Guide(
        {exercise.key: exercise.title for exercise in known},
        {(one.key, question.name): _asked(one, question) for one in known for question in one.questions},
    )


def _asked(exercise: Exercise, question: Question) -> Asked:
    return Asked(
        name=question.name,
        title=f"{question.name}, {shorten(question.question, TITLE, placeholder='…')}",
        label=f"Question {question.name.removeprefix('q')}",
        prompt=question.question,
        rubric=question.rubric,
        case=question.case if question.kind == "plan" else "",
        shown=partial(_shown, question),
        wrong_ideas=partial(_wrong_ideas, exercise, question),
        plan=_plan if question.kind == "plan" else lambda _: None,
    )


def _plan(answer: Any) -> Strategy | None:
    """Return the strategy of a plan that can be played."""
    acts = answer.get("acts") if isinstance(answer, dict) else None
    if not isinstance(acts, list) or not acts:
        return None
    try:
        return checked(strategy_data(acts), Strategy, "answer")
    except (BadInput, TypeError, ValueError, RecursionError, OverflowError):
        return None


def _wrong_ideas(exercise: Exercise, question: Question, answer: Any, failed: frozenset[str]) -> tuple[str, ...]:
    """Return misconceptions; a plan is not played again, since the failed checks tell which goals it missed."""
    if question.goals:
        missed = [goal.misconception for goal in question.goals if goal.key in failed]
        ideas = missed if question.kind == "share" or _plan(answer) else []
    else:
        ideas = [found.misconception for found in judge(exercise, question.name, answer) if not found.good]
    return tuple(dict.fromkeys(idea for idea in ideas if idea))


def _shown(question: Question, answer: Any) -> str:
    """Return an answer in the words of the form; whatever does not fit as it was written.

    >>> _shown(load_exercise("ex02").question("q1"), ["never", "daily"])
    'Never; Every working day'
    """
    words = {choice.key: choice.words for choice in question.choices}
    if isinstance(answer, list) and all(isinstance(key, str) for key in answer):
        return "; ".join(words.get(key, key) for key in answer)
    if question.kind == "share" and isinstance(answer, dict):
        return "; ".join(f"{words.get(key, key)}: {hours} hours" for key, hours in answer.items())
    if question.kind == "plan" and isinstance(answer, dict) and isinstance(answer.get("acts"), list):
        return "; ".join(map(_act, answer["acts"]))
    return words.get(answer, answer) if isinstance(answer, str) else str(answer)


def _act(act: Any) -> str:
    """Return one act of a plan.

    >>> _act({"act": "update", "every_weeks": 3, "says": ["progress", "date"]})
    'Sending updates (every weeks: 3, says: progress and date)'
    """
    if not isinstance(act, dict):
        return str(act)
    options = {
        str(name).replace("_", " "): " and ".join(map(str, value)) if isinstance(value, list) else str(value)
        for name, value in act.items()
        if name != "act"
    }
    told = ", ".join(f"{name}: {value}" for name, value in options.items())
    kind = str(act.get("act"))
    return f"{WORDS.get(kind, kind)} ({told})" if told else WORDS.get(kind, kind)
