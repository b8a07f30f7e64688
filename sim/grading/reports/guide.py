"""Titles, hints, rubrics and answers of questions, as the reports show them."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import partial, reduce
from textwrap import shorten
from typing import TYPE_CHECKING, Any

from sim.base.errors import BadInput
from sim.exercises import exercise_keys, judge, load_exercise
from sim.exercises.judging import played_as
from sim.model.case import DAYS_A_WEEK
from sim.plots.labels import WORDS
from sim.texts.words import Part, many, say

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from sim.exercises import Exercise, Question
    from sim.model.strategy import Strategy

__all__ = ["Asked", "Guide", "acts_told", "guide_to"]

TITLE = 64  # letters
DEFAULT_MOST = 3.0  # points of a written answer whose question lists nothing to look for
FIELDS, VALUES = Part("guide_fields"), Part("guide_values")


@dataclass(frozen=True, kw_only=True)
class Asked:
    """One question, as reports show it.

    Args:
        name: the answer's name, such as "q1".
        title: the question in a few words.
        label: its number, as the trainee sees it.
        prompt: the full question.
        rubric: for grading by a person; empty if a check grades it.
        case: the case in which a plan is tried, or "".
        shown: formats an answer.
        wrong_ideas: returns the misconceptions that an answer reveals, given the checks that it failed.
        plan: converts an answer to a strategy, or None.
        data: the question of the exercise's file, or None if there is none.
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
    data: Question | None = None

    @property
    def most(self) -> float:
        """The points of a written answer if nobody says otherwise: one for each thing to look for.

        >>> Asked(name="q4", title="q4, Say why", rubric=("A cost", "A reason")).most, Asked(name="q5", title="q5").most
        (2.0, 3.0)
        """
        return float(len(self.rubric)) or DEFAULT_MOST


@dataclass(frozen=True)
class Guide:
    """Titles and questions of all exercises; unknown ones are shown by their keys."""

    titles: dict[str, str] = field(default_factory=dict)
    questions: dict[tuple[str, str], Asked] = field(default_factory=dict)

    def title(self, exercise: str) -> str:
        """Return an exercise's title."""
        return self.titles.get(exercise, exercise)

    def asked(self, exercise: str, question: str) -> Asked:
        """Return a question by its name, with or without the exercise's name before it.

        >>> Guide().asked("ex02", "ex02-q1").name
        'q1'
        """
        name = question.removeprefix(f"{exercise}-")
        return self.questions.get((exercise, name)) or Asked(name=name, title=name, label=name)

    def of(self, exercise: str) -> list[Asked]:
        """Return an exercise's questions, in order."""
        return [asked for (name, _), asked in self.questions.items() if name == exercise]


def guide_to(exercises: Iterable[str]) -> Guide:
    """Return the guide to some exercises; a private set may hold unknown ones.

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
        label=say("guide.question", number=question.name.removeprefix("q")),
        prompt=question.question,
        rubric=question.rubric,
        case=question.case if question.goals else "",
        shown=_guarded(partial(_shown, question), say("guide.not_shown")),
        wrong_ideas=_guarded(partial(_wrong_ideas, exercise, question), ()),
        plan=_guarded(partial(_plan, question), None) if question.goals else lambda _: None,
        data=question,
    )


def _guarded(read: Callable[..., Any], otherwise: Any) -> Callable[..., Any]:
    """Return a function that returns `otherwise` if `read` fails: one odd answer must not stop the whole report."""

    def safely(*answers: Any) -> Any:
        try:
            return read(*answers)
        except (ArithmeticError, ValueError, TypeError, RecursionError):
            return otherwise

    return safely


def _plan(question: Question, answer: Any) -> Strategy | None:
    """Return the strategy that an answer describes, if it can be simulated."""
    try:
        return played_as(question, answer)
    except BadInput:
        return None


def _wrong_ideas(exercise: Exercise, question: Question, answer: Any, failed: frozenset[str]) -> tuple[str, ...]:
    """Return misconceptions; a plan is not simulated again, since its failed checks name the goals it missed."""
    if question.goals and question.kind != "year":
        missed = [goal.misconception for goal in question.goals if goal.key in failed]
        ideas = missed if _plan(question, answer) else []
    else:
        ideas = [found.misconception for found in judge(exercise, question.name, answer) if not found.good]
    return tuple(dict.fromkeys(idea for idea in ideas if idea))


def _shown(question: Question, answer: Any) -> str:
    """Return an answer in the words of the form, or as it was written if it is not one of the form's.

    >>> _shown(load_exercise("ex02").question("q1"), ["never", "daily"])
    '1. Never; 2. Every working day'
    """
    words = {choice.key: choice.words for choice in question.choices}
    if isinstance(answer, list) and all(isinstance(key, str) for key in answer):
        told = [words.get(key, key) for key in answer]
        return (
            "; ".join(f"{at}. {one}" for at, one in enumerate(told, 1)) if question.kind == "order" else "; ".join(told)
        )
    if question.kind == "share" and isinstance(answer, dict):
        return "; ".join(say("guide.hours", what=words.get(key, key), hours=hours) for key, hours in answer.items())
    if question.kind == "year" and isinstance(answer, dict):
        return _year(words, answer)
    if question.kind == "plan" and isinstance(answer, dict) and isinstance(answer.get("acts"), list):
        plan = _plan(question, answer)
        told = answer["acts"] if plan is None else [_chosen(act) for act in plan.acts]
        return "; ".join(map(_act, told))
    return words.get(answer, answer) if isinstance(answer, str) else str(answer)


def _year(words: dict[str, str], answer: dict[str, Any]) -> str:
    """Return what was said of a played year, and its code, with which a reader can open it."""
    lost, why = answer.get("lost"), answer.get("why")
    names = [str(name) for name in lost] if isinstance(lost, list) else []
    facts = {"lost": _listed(names) or say("guide.nobody"), "why": words.get(str(why), say("guide.nothing"))}
    return say("guide.year", code=answer.get("code"), **facts)


def acts_told(plan: Strategy) -> list[tuple[str, str]]:
    """Return for each act of a plan its name, and the act with all that was set.

    >>> from sim.catalogue import load_strategy
    >>> acts_told(load_strategy("face-value"))[0]
    ('Proposing a remedy', 'Proposing a remedy (after 1 week; buffer: 1.8)')
    """
    return [(WORDS.get(act.act, act.act), _act(_chosen(act))) for act in plan.acts]


def _chosen(act: Any) -> dict[str, Any]:
    """Return the fields of an act that were set."""
    return act.model_dump(mode="json", exclude_defaults=True) | {"act": act.act, "week": act.week}


def _act(act: Any) -> str:
    """Return one act of a plan.

    >>> _act({"act": "update", "week": 0, "every_weeks": 3, "says": ["progress", "date"]})
    'Sending updates (at once, then every 3 weeks; says: progress and date)'
    >>> _act({"act": "update", "week": 0, "says": []})
    'Sending updates (at once; says: nothing)'
    >>> _act({"act": "promise", "week": 1, "dated": False})
    'Promising (after 1 week; dated: no)'
    """
    if not isinstance(act, dict):
        return str(act)
    options = {
        FIELDS.get(name, str(name).replace("_", " ")): _said(value)
        for name, value in act.items()
        if name not in {"act", "week", "every_weeks"}
    }
    told = "; ".join([*_when(act), *(say("guide.field", name=name, value=value) for name, value in options.items())])
    kind = str(act.get("act"))
    name = WORDS.get(kind, kind)
    return say("guide.act", act=name, how=told) if told else name


def _said(value: Any) -> str:
    """Return the value of an act's field in words; partners, numbers and unknown values stay as they are."""
    if isinstance(value, list):
        return _listed(list(map(_said, value))) or say("guide.nothing")
    if isinstance(value, bool):
        return VALUES["yes" if value else "no"]
    return VALUES.get(value, str(value)) if isinstance(value, str) else str(value)


def _listed(items: list[str]) -> str:
    return reduce(lambda one, other: say("guide.both", one=one, other=other), items) if items else ""


def _when(act: dict[str, Any]) -> list[str]:
    """Return when an act is done, in words.

    >>> _when({"week": 2}), _when({"week": 0, "every_weeks": 0.2}), _when({"week": "soon"})
    (['after 2 weeks'], ['at once, then every working day'], ['week: soon'])
    """
    week, every = act.get("week"), act.get("every_weeks")
    if not isinstance(week, int | float):
        return [] if week is None else [say("guide.week", week=week)]
    first = many("guide.after_weeks", week, number=f"{week:g}") if week else say("guide.at_once")
    if not isinstance(every, int | float) or not every:
        return [first]
    if every < 1:
        return [many("guide.then_days", round(DAYS_A_WEEK * every), first=first)]
    return [many("guide.then_weeks", every, number=f"{every:g}", first=first)]
