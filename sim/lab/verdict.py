"""Whether a prediction held: asked of the simulation every time, never written down."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from sim.catalogue import load_case, load_strategy
from sim.lab import scores
from sim.lab.runs import REFINED, Runs
from sim.lab.words import say

if TYPE_CHECKING:
    from sim.lab.syllabus import Answer, Lesson
    from sim.outcome import Outcome

__all__ = ["Verdict", "judge"]

# Differences that nobody would notice.
LEAST = {"staff_hours": 5.0, "partners_kept": 0.2, "partners_parted": 0.2, "partners_left": 0.2}
LEAST_TRUST = 0.02


class Verdict(NamedTuple):
    """Whether the chosen answer held, what was found, and a row for each answer that was played."""

    held: bool
    words: str
    found: str
    rows: list[list[str]]


def judge(lesson: Lesson, chosen: str, runs: Runs) -> Verdict:
    """Play what the lesson's answers stand for, and judge the chosen one.

    >>> from sim.lab.syllabus import load_lesson
    >>> judge(load_lesson("02_update_rhythm"), "daily", Runs()).held
    False
    """
    answer = next(choice for choice in lesson.predict.choices if choice.key == chosen)
    if lesson.predict.decides.how == "between":
        return _by_range(lesson, answer, runs)
    return _by_rank(lesson, answer, runs)


def _played(lesson: Lesson, values: dict, runs: Runs) -> Outcome:
    return runs.outcome(load_case(lesson.case), lesson.with_values(values).played, worlds=REFINED)


def _number(figure: str, outcome: Outcome) -> float:
    return float(outcome.summary()[figure])


def _by_rank(lesson: Lesson, answer: Answer, runs: Runs) -> Verdict:
    figure, how = lesson.predict.decides.figure, lesson.predict.decides.how
    sign = 1 if how == "highest" else -1
    outcomes = {c.key: _played(lesson, c.set, runs) for c in lesson.predict.choices if not c.same}
    numbers = {key: sign * _number(figure, outcome) for key, outcome in outcomes.items()}
    said = {choice.key: choice.words for choice in lesson.predict.choices}
    best, least = max(numbers, key=numbers.__getitem__), LEAST.get(figure, LEAST_TRUST)
    all_same = max(numbers.values()) - min(numbers.values()) < least
    gap = 0.0 if answer.same else numbers[best] - numbers[answer.key]
    held = all_same if answer.same else gap < least
    close = held and not answer.same and answer.key != best
    facts = {"choice": said[best], "figure": _name(figure), "value": scores.figure(figure, outcomes[best])}
    found = say("lesson.found_same", least=f"{least:g}") if all_same else say(f"lesson.found_{how}", **facts)
    rows = [[said[key], scores.figure(figure, outcome)] for key, outcome in outcomes.items()]
    return Verdict(held, _said(held=held, close=close), found, rows)


def _by_range(lesson: Lesson, answer: Answer, runs: Runs) -> Verdict:
    decides = lesson.predict.decides
    own = _played(lesson, decides.set, runs)
    baseline = runs.outcome(load_case(lesson.case), load_strategy(lesson.baseline), worlds=REFINED)
    number, shown = _number(decides.figure, own), scores.figure(decides.figure, own)
    if decides.of == "difference":
        number -= _number(decides.figure, baseline)
        shown = f"{number:+.2f}" if abs(number) < 1 else f"{number:+.0f}"
    held = answer.low <= number < answer.high
    rows = [
        [own.strategy.title, scores.figure(decides.figure, own)],
        [say("lines.quoted", title=baseline.strategy.title), scores.figure(decides.figure, baseline)],
    ]
    found = say("lesson.found_between", value=shown, figure=_name(decides.figure))
    return Verdict(held, _said(held=held, close=False), found, rows)


def _name(figure: str) -> str:
    words = say(f"score.{figure}").partition(" (")[0]
    return words[:1].lower() + words[1:]


def _said(*, held: bool, close: bool) -> str:
    return say("lesson.held_close" if close else "lesson.held" if held else "lesson.not_held")
