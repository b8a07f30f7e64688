"""Judge an answer: its points and its feedback. Any JSON value will do; nothing raises."""

from __future__ import annotations

from functools import lru_cache
from itertools import pairwise
from typing import TYPE_CHECKING, Any, NamedTuple

from sim.base.errors import BadInput
from sim.base.rounding import TINY
from sim.exercises.exercise import strategy_data
from sim.exercises.handed_year import handed_year
from sim.exercises.typed_answers import as_part
from sim.experiments.simulate import simulate
from sim.model.acts import ACTS, steps_of
from sim.model.measures import MEASURES
from sim.model.measures import figures as measured
from sim.model.outcome import PARTS, as_shown, said
from sim.model.strategy import Strategy
from sim.model.validation import checked
from sim.texts.sentences import ended
from sim.texts.words import fill, listed, many, say

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from sim.exercises.exercise import Exercise, Goal, Question
    from sim.exercises.handed_year import HandedYear

__all__ = ["PUBLIC_SEEDS", "WORLDS", "Feedback", "figures", "judge", "played_as"]

PUBLIC_SEEDS = (1, 2, 3)
WORLDS = 100  # for each seed
MOST_ACTS = 30
WEEKS = 52
REMEMBERED = 1_024  # plans; each check of one, and a second look at it, asks for the same figures


class Feedback(NamedTuple):
    """What one check found.

    Attributes:
        check: its key within the question.
        good: whether the answer passed.
        points: what it is worth.
        words: what to tell the trainee, and no more than was checked.
        misconception: what a wrong answer suggests, "" if nothing is known.
    """

    check: str
    good: bool
    points: float
    words: str
    misconception: str = ""


def judge(exercise: Exercise, name: str, answer: Any, seeds: Sequence[int] = PUBLIC_SEEDS) -> tuple[Feedback, ...]:
    """Return what each check of a question finds in an answer.

    Args:
        exercise: one of `load_exercise`.
        name: the question's.
        answer: any JSON value; one of the wrong kind is wrong, and the feedback says how to answer.
        seeds: of the simulation. With seeds other than the public ones a goal allows its margin, so that a plan that
            passes the open check passes there too.

    >>> from sim.exercises.exercise import load_exercise
    >>> [found.good for found in judge(load_exercise("ex02"), "q1", None)]
    [False]
    """
    question = exercise.question(name)
    return JUDGES[question.kind](question, answer, tuple(seeds))


def _choice(question: Question, answer: Any, _seeds: tuple[int, ...]) -> tuple[Feedback, ...]:
    chosen = next((choice for choice in question.choices if isinstance(answer, str) and choice.key == answer), None)
    if chosen is None:
        return (_missed("right", question.points, say("judging.choose")),)
    right = f"{say('judging.chosen', words=ended(chosen.words))} {question.why}".strip()
    words = right if chosen.right else question.advice or say("judging.look_again")
    wrong = "" if chosen.right else chosen.misconception
    return (Feedback("right", chosen.right, question.points, words, wrong),)


def _several(question: Question, answer: Any, _seeds: tuple[int, ...]) -> tuple[Feedback, ...]:
    known = {choice.key for choice in question.choices}
    ticked = set(answer) if isinstance(answer, list) and all(isinstance(key, str) for key in answer) else set()
    if not ticked or not ticked <= known:
        return (_missed("right", question.points, say("judging.tick")),)
    off = [choice for choice in question.choices if choice.right != (choice.key in ticked)]
    wrong = next((choice.misconception for choice in off if choice.misconception), "")
    words = f"{say('judging.these')} {question.why}".strip() if not off else _still(len(off), question)
    return (Feedback("right", not off, question.points, words, wrong),)


def _still(off: int, question: Question) -> str:
    return f"{many('judging.still', off)} {question.advice}".strip()


def _order(question: Question, answer: Any, _seeds: tuple[int, ...]) -> tuple[Feedback, ...]:
    right = list(question.order)
    if not (
        isinstance(answer, list) and all(isinstance(key, str) for key in answer) and sorted(answer) == sorted(right)
    ):
        return (_missed("right", question.points, say("judging.order")),)
    pairs = list(pairwise(answer))
    wrong_pairs = sum(right.index(one) > right.index(other) for one, other in pairs)
    good = answer == right
    misplaced = next((c.misconception for c, key in zip(question.choices, answer, strict=True) if c.key != key), "")
    words = say("judging.in_order") if good else say("judging.neighbours", wrong=wrong_pairs, count=len(pairs))
    words = f"{words} {question.why if good else question.advice}".strip()
    return (Feedback("right", good, question.points, words, misplaced),)


def played_as(question: Question, answer: Any) -> Strategy:
    """Return the strategy that an answer describes, for a plan, a share of hours or a played year.

    Raises:
        BadInput: it describes none; the message says how to answer.
    """
    if question.kind == "year":
        return _handed_in(question, answer).strategy
    acts = _acts(question, answer) if question.kind == "share" else _listed(question, answer)
    try:
        return checked(strategy_data(acts), Strategy, "answer")
    except BadInput as error:
        raise BadInput(say("judging.unplayable_because", why=error)) from None
    except (TypeError, ValueError, RecursionError, OverflowError):
        raise BadInput(say("judging.unplayable")) from None


def _listed(question: Question, answer: Any) -> list[Any]:
    acts = answer.get("acts") if isinstance(answer, dict) else None
    if not isinstance(acts, list) or not 0 < len(acts) <= MOST_ACTS:
        raise BadInput(say("judging.build"))
    offered = {act["act"] for act in question.acts}
    if question.only_these and any(isinstance(act, dict) and act.get("act") not in offered for act in acts):
        raise BadInput(say("judging.another_act"))
    return [_in_parts(act) for act in acts]


def _in_parts(act: Any) -> Any:
    """Return an act whose trusts and shares are 0 to 1, whichever way they were typed."""
    kind = ACTS.get(act.get("act")) if isinstance(act, dict) and isinstance(act.get("act"), str) else None
    if kind is None:
        return act
    parts = {name for name, field in kind.model_fields.items() if (steps := steps_of(field)) and steps.unit in PARTS}
    return {name: as_part(value) if name in parts else value for name, value in act.items()}


def _acts(question: Question, answer: Any) -> list[dict[str, Any]]:
    """Return the acts that are always done and those that were given hours."""
    hours = answer if isinstance(answer, dict) else {}
    known = {choice.key for choice in question.choices}
    numbers = [hours.get(choice.key) for choice in question.choices]
    fits = set(hours) <= known and all(number is None or _is_number(number, question.total) for number in numbers)
    if not fits or not 0 < sum(number for number in numbers if number) <= question.total:
        raise BadInput(say("judging.share_out", total=f"{question.total:g}"))
    paid = [
        dict(choice.act) | _times(hours.get(choice.key) or 0, choice.each)
        for choice in question.choices
        if (hours.get(choice.key) or 0) >= choice.each
    ]
    if not (question.acts or paid):
        raise BadInput(say("judging.no_hours"))
    return [*map(dict, question.acts), *paid]


def _is_number(value: Any, most: float) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and 0 <= value <= most


def _times(hours: float, each: float) -> dict[str, float]:
    """Return how often an act is repeated evenly over the year for these hours, at `each` as the question states it.

    The season books the act's own hours, which may be others.
    """
    times = min(int(hours / each), WEEKS)
    return {"week": 0} | ({"every_weeks": WEEKS // times} if times > 1 else {})


def _played(question: Question, answer: Any, seeds: tuple[int, ...]) -> tuple[Feedback, ...]:
    try:
        found = figures(question.case, played_as(question, answer), seeds)
    except BadInput as error:
        return _all_missed(question, str(error))
    except (ValueError, OverflowError, FloatingPointError):
        return _all_missed(question, say("judging.unplayable"))
    held_back = seeds != PUBLIC_SEEDS
    return tuple(_goal(goal, found, goal.margin * held_back) for goal in question.goals)


@lru_cache(maxsize=REMEMBERED)
def figures(case: str, strategy: Strategy, seeds: tuple[int, ...]) -> Mapping[str, float]:
    """Return what a plan came to: figures, means over the worlds of all seeds, and the share of hours each act took.

    >>> from sim.catalogue import load_strategy
    >>> found = figures("missed-deadline", load_strategy("silence"), (1,))
    >>> found["season_trust"] < 0.55, found.get("update", 0)
    (True, 0)
    """
    summary = simulate(case, strategy, worlds=WORLDS, seed=seeds).summary()
    spent = summary["hours_by_act"]
    whole = sum(spent.values()) or 1
    return {name: float(summary[name]) for name in measured()} | {act: spent[act] / whole for act in spent}


def _year(question: Question, answer: Any, _seeds: tuple[int, ...]) -> tuple[Feedback, ...]:
    try:
        year = _handed_in(question, answer)
    except BadInput as error:
        asked = (_missed(check, question.points, str(error)) for check in ("lost", "why"))
        return (*_all_missed(question, str(error)), *asked)
    # The year was played with its own luck, in the open as in grading: nothing to forgive.
    goals = (_goal(goal, year.figures, 0, _of_one_year) for goal in question.goals)
    return (*goals, _lost(question, year, answer.get("lost")), _why(question, year, answer.get("why")))


def _handed_in(question: Question, answer: Any) -> HandedYear:
    """Return the year of an answer.

    Raises:
        BadInput: there is none, or another one than was asked for; a sentence says so.
    """
    code = answer.get("code") if isinstance(answer, dict) else None
    if not isinstance(code, str):
        raise BadInput(say("judging.year"))
    try:
        return handed_year(code, question.case, question.number)
    except BadInput:
        raise
    except (ValueError, OverflowError, FloatingPointError):
        raise BadInput(say("refused_year_code.cut")) from None


def _of_one_year(figure: str, value: float) -> str:
    """Return a figure of one year, in which partners are whole."""
    return f"{value:g}" if MEASURES[figure].unit == "partners" else said(figure, value)


def _lost(question: Question, year: HandedYear, ticked: Any) -> Feedback:
    names = question.played_case.names
    if not isinstance(ticked, list) or not all(isinstance(name, str) and name in names for name in ticked):
        return _missed("lost", question.points, say("judging.year_lost"))
    off = set(year.lost) ^ set(ticked)
    if off:
        return _missed("lost", question.points, many("judging.year_still", len(off)))
    words = say("judging.year_gone", names=listed(list(year.lost))) if year.lost else say("judging.year_all_stayed")
    return Feedback("lost", good=True, points=question.points, words=words)


def _why(question: Question, year: HandedYear, chosen: Any) -> Feedback:
    choice = next((choice for choice in question.choices if isinstance(chosen, str) and choice.key == chosen), None)
    if choice is None:
        return _missed("why", question.points, say("judging.year_why"))
    good = choice.key in year.reasons
    words = many(f"judging.year_{'cost' if good else 'cost_more'}", round(year.cost[choice.key]), partner=year.partner)
    return Feedback("why", good, question.points, words, "" if good else choice.misconception)


def _missed(check: str, points: float, words: str) -> Feedback:
    return Feedback(check, good=False, points=points, words=words)


def _all_missed(question: Question, words: str) -> tuple[Feedback, ...]:
    return tuple(_missed(goal.key, goal.points, words) for goal in question.goals)


def _goal(
    goal: Goal, found: Mapping[str, float], forgiven: float, shown: Callable[[str, float], str] = said
) -> Feedback:
    # Judge the rounded figure that is shown, so that a figure that looks right never fails. The margin is added before
    # rounding, since it is smaller than a rounding step.
    value = found[goal.figure]
    if goal.at_least is not None:
        good, bound = as_shown(goal.figure, value + forgiven) >= goal.at_least - TINY, goal.at_least
    else:
        good, bound = as_shown(goal.figure, value - forgiven) <= goal.at_most + TINY, goal.at_most
    facts = {"value": shown(goal.figure, value), "bound": shown(goal.figure, bound)}
    facts |= {"share": say("judging.percent", number=f"{100 * found.get(goal.act, 0):.0f}")}
    words = fill(goal.good if good else goal.bad, facts)
    return Feedback(goal.key, good, goal.points, words, "" if good else goal.misconception)


def _reflection(question: Question, answer: Any, _seeds: tuple[int, ...]) -> tuple[Feedback, ...]:
    written = isinstance(answer, str) and bool(answer.strip())
    words = say("judging.written" if written else "judging.not_written")
    return (Feedback("written", written, 0.0, words),) if question.rubric else ()


JUDGES = {
    "choice": _choice, "several": _several, "order": _order, "plan": _played, "share": _played,
    "year": _year, "reflection": _reflection,
}  # fmt: skip
