"""Check a prediction against the simulation, each time anew."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from sim.base.rounding import half_up
from sim.catalogue import load_strategy
from sim.lab.session.simulation_cache import REFINED, SimulationCache
from sim.lab.views import scores
from sim.model.measures import MEASURES
from sim.texts.words import say

if TYPE_CHECKING:
    from sim.lab.session.lesson_data import GuessChoice, Lesson
    from sim.model.outcome import Outcome

__all__ = ["PredictionCheck", "judge"]

DIGITS = 6  # differences of decimal figures are off by far less
ASKED = 100  # worlds in which two strategies are compared one by one


class PredictionCheck(NamedTuple):
    """Whether the chosen answer held, what was found, and a row for each simulated answer."""

    held: bool
    words: str
    found: str
    rows: list[list[str]]


def judge(lesson: Lesson, chosen: str, runs: SimulationCache) -> PredictionCheck:
    """Simulate the lesson's answers, and judge the chosen one.

    >>> from sim.lab.session.lesson_data import load_lesson
    >>> judge(load_lesson("02_update_rhythm"), "daily", SimulationCache()).held
    False
    """
    answer = next(choice for choice in lesson.predict.choices if choice.key == chosen)
    if lesson.predict.decides.how == "between":
        return _by_range(lesson, answer, runs)
    return _by_rank(lesson, answer, runs)


def _played(lesson: Lesson, values: dict, runs: SimulationCache) -> Outcome:
    return runs.outcome(lesson.played_case, lesson.with_values(values).played, worlds=REFINED)


def _by_rank(lesson: Lesson, answer: GuessChoice, runs: SimulationCache) -> PredictionCheck:
    figure, how, whose = lesson.predict.decides.figure, lesson.predict.decides.how, lesson.partner_number
    sign = 1 if how == "highest" else -1
    outcomes = {c.key: _played(lesson, c.set, runs) for c in lesson.predict.choices if not c.same}
    # Judge the rounded figures that are shown: answers with equal figures must not get different verdicts.
    numbers = {key: sign * scores.shown_of(figure, outcome, whose) for key, outcome in outcomes.items()}
    said = {choice.key: choice.words for choice in lesson.predict.choices}
    best, least = max(numbers, key=numbers.__getitem__), MEASURES[figure].too_small
    all_same = _apart(numbers[best], min(numbers.values())) < least
    gap = 0.0 if answer.same else _apart(numbers[best], numbers[answer.key])
    held = all_same if answer.same else gap < least
    close = held and not answer.same and answer.key != best
    facts = {"choice": said[best], "figure": _name(lesson), "value": scores.figure(figure, outcomes[best], whose)}
    found = say("lesson.found_same", least=f"{least:g}") if all_same else say(f"lesson.found_{how}", **facts)
    rows = [[said[key], scores.figure(figure, outcome, whose)] for key, outcome in outcomes.items()]
    return PredictionCheck(held, _said(held=held, close=close), found, rows)


def _apart(high: float, low: float) -> float:
    return half_up(high - low, DIGITS)


def _by_range(lesson: Lesson, answer: GuessChoice, runs: SimulationCache) -> PredictionCheck:
    decides = lesson.predict.decides
    case = lesson.played_case
    own = runs.outcome(case, load_strategy(decides.played), worlds=REFINED) if decides.played else None
    own = own or _played(lesson, decides.set, runs)
    other = runs.outcome(case, load_strategy(decides.against or lesson.baseline), worlds=REFINED)
    number, found = _found(lesson, own, other)
    held = answer.low <= number < answer.high
    own_title = say("lines.quoted", title=own.strategy.title) if decides.played else own.strategy.title
    rows = [
        [own_title, scores.figure(decides.figure, own, lesson.partner_number)],
        [say("lines.quoted", title=other.strategy.title), scores.figure(decides.figure, other, lesson.partner_number)],
    ]
    return PredictionCheck(held, _said(held=held, close=False), found, rows)


def _found(lesson: Lesson, own: Outcome, other: Outcome) -> tuple[float, str]:
    """Return the number that decides, and a sentence on it."""
    decides, whose = lesson.predict.decides, lesson.partner_number
    name, titles = _name(lesson), {"own": own.strategy.title, "other": other.strategy.title}
    if decides.of == "worlds_higher":
        higher = own.each(decides.figure) > other.each(decides.figure)
        count = int(higher[:ASKED].sum())
        return count, say("lesson.found_worlds", count=count, worlds=ASKED, figure=name, **titles)
    number = scores.shown_of(decides.figure, own, whose)
    if decides.of == "value":
        return number, say("lesson.found_between", value=scores.figure(decides.figure, own, whose), figure=name)
    number = _apart(number, scores.shown_of(decides.figure, other, whose))
    shown = f"{abs(number):.2f}" if abs(number) < 1 else f"{abs(number):.0f}"
    way = "lower" if number < 0 else "higher"
    return number, say(f"lesson.found_{way}", value=shown, figure=name, **titles)


def _name(lesson: Lesson) -> str:
    name = say(f"figure_names.{lesson.predict.decides.figure}")
    return say("lesson.figure_of", figure=name, who=lesson.partner) if lesson.partner else name


def _said(*, held: bool, close: bool) -> str:
    return say("lesson.held_close" if close else "lesson.held" if held else "lesson.not_held")
