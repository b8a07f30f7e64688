"""Check a prediction against the simulation, each time anew."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from sim.base.rounding import half_up
from sim.catalogue import load_strategy
from sim.lab.session.simulation_cache import REFINED, SimulationCache
from sim.lab.views import scores
from sim.lab.views.outcome_queries import mean_of
from sim.model.measures import MEASURES
from sim.model.outcome import said
from sim.texts import words
from sim.texts.words import say

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy as np

    from sim.lab.session.lesson_data import GuessChoice, Lesson
    from sim.model.outcome import Outcome

__all__ = ["DrawnCheck", "PredictionCheck", "drawn_outcome", "judge", "judge_drawn", "percents"]

DIGITS = 6  # differences of decimal figures are off by far less
ASKED = 100  # worlds in which two strategies are compared one by one


class PredictionCheck(NamedTuple):
    """Whether the chosen answer held, what was found, and a row for each simulated answer below its head."""

    held: bool
    words: str
    found: str
    head: list[str]
    rows: list[list[str]]


class DrawnCheck(NamedTuple):
    """A drawn line beside the model's: the week of the widest gap, the first of equal ones, and a sentence on it."""

    week: int
    words: str


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


def drawn_outcome(lesson: Lesson, runs: SimulationCache) -> list[int]:
    """Return (weeks + 1) trust, 0 to 100, that the model gives for the line that a lesson asks to draw.

    Raises:
        ValueError: the lesson asks for no line.

    >>> from sim.lab.session.lesson_data import load_lesson
    >>> line = drawn_outcome(load_lesson("02_update_rhythm"), SimulationCache())
    >>> len(line), line[0] > line[-1]
    (53, True)
    """
    drawn = lesson.predict.drawn
    if drawn is None:
        raise ValueError(lesson.title)
    return percents(mean_of(_played(lesson, drawn.set, runs), lesson.partner_number))


def drawn_start(lesson: Lesson, runs: SimulationCache) -> int:
    """Return where that line starts, without playing the year: week 0 is before what goes wrong.

    >>> from sim.lab.session.lesson_data import load_lesson
    >>> lesson, runs = load_lesson("02_update_rhythm"), SimulationCache()
    >>> drawn_start(lesson, runs) == drawn_outcome(lesson, runs)[0]
    True
    """
    first_week = lesson.played_case.model_copy(update={"weeks": 1})
    outcome = runs.outcome(first_week, lesson.with_values({}).played, worlds=REFINED)
    return percents(mean_of(outcome, lesson.partner_number))[0]


def percents(trust: np.ndarray) -> list[int]:
    """Return trust, 0 to 1, as whole numbers from 0 to 100, rounded as in all texts."""
    return [int(half_up(100 * one)) for one in trust.tolist()]


def judge_drawn(drawn: Sequence[int], model: Sequence[int], *, wording: str = "gap") -> DrawnCheck:
    """Return where a drawn line lies farthest from the model's.

    Args:
        drawn, model: (weeks + 1) trust, 0 to 100.
        wording: "gap" of a first guess, "gap_again" of a later one.

    >>> judge_drawn([70, 60, 50], [70, 41, 50])
    DrawnCheck(week=1, words='Widest gap in week 1: you said 60, the model says 41.')
    """
    gaps = [abs(own - other) for own, other in zip(drawn, model, strict=True)]
    week = gaps.index(max(gaps))
    if gaps[week] < 100 * MEASURES["season_trust"].too_small:
        return DrawnCheck(week, say(f"lesson.{wording}_none"))
    return DrawnCheck(week, say(f"lesson.{wording}", week=week, drawn=drawn[week], model=model[week]))


def _played(lesson: Lesson, values: dict, runs: SimulationCache) -> Outcome:
    return runs.outcome(lesson.played_case, lesson.with_values(values).played, worlds=REFINED)


def _by_rank(lesson: Lesson, answer: GuessChoice, runs: SimulationCache) -> PredictionCheck:
    figure, how, whose = lesson.predict.decides.figure, lesson.predict.decides.how, lesson.partner_number
    sign = 1 if how == "highest" else -1
    outcomes = {c.key: _played(lesson, c.set, runs) for c in lesson.predict.choices if not c.same}
    # Judge the rounded figures that are shown: answers with equal figures must not get different verdicts.
    numbers = {key: sign * scores.shown_of(figure, outcome, whose) for key, outcome in outcomes.items()}
    told = {choice.key: choice.words for choice in lesson.predict.choices}
    best, least = max(numbers, key=numbers.__getitem__), MEASURES[figure].too_small
    all_same = _apart(numbers[best], min(numbers.values())) < least
    gap = 0.0 if answer.same else _apart(numbers[best], numbers[answer.key])
    held = all_same if answer.same else gap < least
    close = held and not answer.same and answer.key != best
    facts = {"choice": told[best], "told": _told(lesson, outcomes[best]), "least": _apart_in_words(figure, least)}
    found = say("lesson.found_same" if all_same else f"lesson.found_{how}", **facts)
    rows = [[told[key], _value(lesson, outcome)] for key, outcome in outcomes.items()]
    apart = _apart_in_words(figure, _apart(numbers[best], min(numbers.values())))
    rows += [[choice.words, say("lesson.same_told", by=apart)] for choice in lesson.predict.choices if choice.same]
    return PredictionCheck(held, _said(held=held, close=close), found, _head(lesson), rows)


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
    other_title = say("lines.quoted", title=other.strategy.title)
    rows = [[own_title, _value(lesson, own)], [other_title, _value(lesson, other)]]
    return PredictionCheck(held, _said(held=held, close=False), found, _head(lesson), rows)


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
    way = "lower" if number < 0 else "higher"
    return number, say(f"lesson.found_{way}", value=_apart_in_words(decides.figure, number), figure=name, **titles)


def _apart_in_words(figure: str, number: float) -> str:
    """Return the size of a difference as people read it."""
    return words.points(number) if MEASURES[figure].unit == "trust" else said(figure, abs(number))


def _as_headline(lesson: Lesson) -> bool:
    return lesson.predict.decides.figure == scores.main_figure(lesson.partner_number)


def _value(lesson: Lesson, outcome: Outcome) -> str:
    """Return what came of an answer: in the headline's words if its figure decides, else that figure alone."""
    if _as_headline(lesson):
        return scores.outcome_told(outcome, lesson.partner_number)
    return scores.figure(lesson.predict.decides.figure, outcome, lesson.partner_number)


def _told(lesson: Lesson, outcome: Outcome) -> str:
    value = _value(lesson, outcome)
    return value if _as_headline(lesson) else say("lesson.figure_value", figure=_name(lesson), value=value)


def _head(lesson: Lesson) -> list[str]:
    count = len(lesson.played_case.partners)
    value = (
        say("lesson.came_of_it") if _as_headline(lesson) else say(f"score.{lesson.predict.decides.figure}", count=count)
    )
    return [say("lesson.answer"), value]


def _name(lesson: Lesson) -> str:
    name = say(f"figure_names.{lesson.predict.decides.figure}")
    return say("lesson.figure_of", figure=name, who=lesson.partner) if lesson.partner else name


def _said(*, held: bool, close: bool) -> str:
    return say("lesson.held_close" if close else "lesson.held" if held else "lesson.not_held")
