"""Whether a prediction held: asked of the simulation every time, never written down."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from sim.catalogue import load_case, load_strategy
from sim.lab import scores
from sim.lab.runs import REFINED, Runs
from sim.lab.words import say

if TYPE_CHECKING:
    from sim.lab.syllabus import Answer, Decides, Lesson
    from sim.outcome import Outcome

__all__ = ["Verdict", "judge"]

# Differences that nobody would notice.
LEAST = {"staff_hours": 5.0, "partners_kept": 0.2, "partners_parted": 0.2, "partners_left": 0.2}
LEAST_TRUST = 0.02
ASKED = 100  # worlds in which two strategies are compared one by one


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
    case = load_case(lesson.case)
    own = runs.outcome(case, load_strategy(decides.played), worlds=REFINED) if decides.played else None
    own = own or _played(lesson, decides.set, runs)
    other = runs.outcome(case, load_strategy(decides.against or lesson.baseline), worlds=REFINED)
    number, found = _found(decides, own, other)
    held = answer.low <= number < answer.high
    own_title = say("lines.quoted", title=own.strategy.title) if decides.played else own.strategy.title
    rows = [
        [own_title, scores.figure(decides.figure, own)],
        [say("lines.quoted", title=other.strategy.title), scores.figure(decides.figure, other)],
    ]
    return Verdict(held, _said(held=held, close=False), found, rows)


def _found(decides: Decides, own: Outcome, other: Outcome) -> tuple[float, str]:
    """Return the number that decides, and a sentence that says it."""
    name, titles = _name(decides.figure), {"own": own.strategy.title, "other": other.strategy.title}
    if decides.of == "worlds_higher":
        higher = getattr(own, decides.figure) > getattr(other, decides.figure)
        count = int(higher[:ASKED].sum())
        return count, say("lesson.found_worlds", count=count, worlds=ASKED, figure=name, **titles)
    number = _number(decides.figure, own)
    if decides.of == "value":
        return number, say("lesson.found_between", value=scores.figure(decides.figure, own), figure=name)
    number -= _number(decides.figure, other)
    shown = f"{number:+.2f}" if abs(number) < 1 else f"{number:+.0f}"
    return number, say("lesson.found_difference", value=shown, figure=name, **titles)


def _name(figure: str) -> str:
    words = say(f"score.{figure}").partition(" (")[0]
    return words[:1].lower() + words[1:]


def _said(*, held: bool, close: bool) -> str:
    return say("lesson.held_close" if close else "lesson.held" if held else "lesson.not_held")
