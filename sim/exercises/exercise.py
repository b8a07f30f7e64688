"""Load an exercise from exercises/exNN.toml and validate it."""

from importlib.resources import files
from typing import Annotated, Any, Literal, Self

from pydantic import Field, JsonValue, model_validator

from sim.base.errors import BadInput
from sim.catalogue import case_keys, counts, load_case, load_strategy
from sim.catalogue.loader import read_shipped, shipped_keys
from sim.exercises.handed_year import WHY
from sim.model.case import Case, Frozen, Name, Text
from sim.model.measures import Figure
from sim.model.strategy import Strategy
from sim.model.validation import checked
from sim.texts.language import cache_by_language
from sim.texts.words import say

__all__ = ["Exercise", "Goal", "Option", "Question", "exercise_keys", "load_exercise"]

FOLDER = files(__package__) / "exercises"
Points = Annotated[float, Field(gt=0, le=10)]
YEAR_ASKS = 2  # beside its goals: whom, and why


class Option(Frozen):
    """Something to choose, to put in order, or to give hours to.

    Attributes:
        key: of a year's options, one of `handed_year.WHY`.
        right: whether it is right; several options can be.
        misconception: what a trainee who wrongly chose it, or left it out, seems to believe; "" = none.
        strategy: the shipped strategy that it stands for: the right answer is then what the simulation says.
        act: the one act that it stands for, in place of a strategy; for hours, the act that they pay for.
        each: for hours: those of one time.
    """

    key: Name
    words: Text
    right: bool = False
    misconception: str = ""
    strategy: str = ""
    act: dict[str, JsonValue] = Field(default_factory=dict)
    each: Annotated[float, Field(gt=0)] = 1


class Goal(Frozen):
    """What a plan or a played year must reach.

    Attributes:
        key: names its check.
        figure: a measure of the scoreboard, mean over worlds; for a year, that of the year.
        at_least, at_most: the bound; one of the two.
        margin: tolerance of the held-back check, so that a plan that passes the open check passes under other luck too.
        act: the act of which {share} tells what part of all hours it took.
        good, bad: feedback; {value}, {bound} and {share} are filled with figures.
    """

    key: Name
    figure: Figure
    at_least: float | None = None
    at_most: float | None = None
    margin: Annotated[float, Field(ge=0)] = 0
    points: Points = 1
    act: str = ""
    good: Text
    bad: Text
    misconception: str = ""

    @model_validator(mode="after")
    def _one_bound(self) -> Self:
        if (self.at_least is None) == (self.at_most is None):
            raise ValueError(say("refused_exercise.bound", goal=repr(self.key)))
        return self


class Question(Frozen):
    """One question of an exercise.

    Attributes:
        name: q1, q2 …: the name under which its answer is kept.
        objective: which of the lesson's objectives it tests, in their order from 1.
        points: of a choice or an order; a plan's and a share's are those of their goals. A year gives these once for
            whom it lost and once for why, beside its goals.
        picture: shipped strategies whose trust over time is drawn above the question.
        figure, how: for options that stand for strategies: what orders them, the highest or the lowest first.
        controls: for a plan, as in sim/lab/session/controls.py.
        acts: what a plan starts from, and what is always done where hours are shared out.
        only_these: whether a plan may only hold acts of these kinds.
        number: which year of the case is to be played.
        advice: where to look again.
        why: why the right answer is right, told with it.
    """

    name: Name
    kind: Literal["choice", "several", "order", "plan", "share", "year", "reflection"]
    question: Text
    hint: str = ""
    objective: Annotated[int, Field(ge=1, le=8)] = 1
    points: Points = 1
    choices: Annotated[tuple[Option, ...], Field(max_length=8)] = ()
    case: Name = "missed-deadline"
    baseline: Name = "silence"
    picture: Annotated[tuple[Name, ...], Field(max_length=3)] = ()
    figure: Figure = "season_trust"
    how: Literal["highest", "lowest"] = "highest"
    controls: Annotated[tuple[dict[str, JsonValue], ...], Field(max_length=4)] = ()
    acts: Annotated[tuple[dict[str, JsonValue], ...], Field(max_length=20)] = ()
    only_these: bool = False
    number: Annotated[int, Field(ge=0)] = 1
    goals: Annotated[tuple[Goal, ...], Field(max_length=4)] = ()
    total: Annotated[float, Field(gt=0)] = 100
    step: Annotated[float, Field(gt=0)] = 10
    rubric: Annotated[tuple[Text, ...], Field(max_length=6)] = ()
    solution: JsonValue = None
    advice: str = ""
    why: str = ""

    @property
    def played_case(self) -> Case:
        """The case in which a plan is played."""
        return load_case(self.case)

    @property
    def order(self) -> tuple[str, ...]:
        """The keys of an order's options in the right order, which is that of the file."""
        return tuple(choice.key for choice in self.choices)

    @property
    def most(self) -> float:
        """The highest points; those of a reflection are given by a person."""
        if self.kind == "reflection":
            return 0.0
        asked = YEAR_ASKS if self.kind == "year" else 0 if self.goals else 1
        return sum(goal.points for goal in self.goals) + asked * self.points

    @model_validator(mode="after")
    def _holds_together(self) -> Self:
        if self.case not in case_keys():
            raise ValueError(say("refused_exercise.no_case", question=self.name, case=repr(self.case)))
        try:
            for key in filter(None, (self.baseline, *self.picture, *(choice.strategy for choice in self.choices))):
                load_strategy(key)
            checked(strategy_data(self.acts), Strategy, self.name)
        except BadInput as error:
            raise ValueError(str(error)) from None
        wants = {
            "choice": len(self.choices) > 1 and sum(choice.right for choice in self.choices) == 1,
            "several": len(self.choices) > 1 and any(choice.right for choice in self.choices),
            "order": len(self.choices) > 1,
            "plan": bool(self.controls and self.goals),
            "share": bool(self.choices and self.goals),
            "year": bool(self.goals) and {choice.key for choice in self.choices} == WHY.keys(),
            "reflection": bool(self.rubric),
        }
        if not wants[self.kind]:
            raise ValueError(say("refused_exercise.lacks", question=self.name, kind=repr(self.kind)))
        if any(
            not choice.right and not choice.misconception for choice in self.choices if self.kind in {"choice", "year"}
        ):
            raise ValueError(say("refused_exercise.no_misconception", question=self.name))
        return self


class Exercise(Frozen):
    """One exercise: what stands above it, and its questions."""

    title: Text
    version: str = "1"
    lesson: Name
    intro: Text
    questions: Annotated[tuple[Question, ...], Field(min_length=3, max_length=6)]
    key: str = ""

    def question(self, name: str) -> Question:
        """Return the question of this name.

        Raises:
            BadInput: there is none.
        """
        for question in self.questions:
            if question.name == name:
                return question
        known = say("refused_key.there_are", names=", ".join(question.name for question in self.questions))
        raise BadInput(say("refused_key.question", name=repr(name), exercise=self.key, hint=known))


def strategy_data(acts: Any) -> dict[str, Any]:
    """Return a strategy's data around acts."""
    return {"key": "answer", "title": "Answer", "summary": "An answer.", "source": "own", "acts": acts}


def exercise_keys() -> tuple[str, ...]:
    """Return the keys of all exercises, in order.

    >>> "ex02" in exercise_keys()
    True
    """
    return shipped_keys(FOLDER)


@cache_by_language
def load_exercise(key: str) -> Exercise:
    """Return the exercise of this key.

    Raises:
        BadInput: there is no such exercise, or its file breaks a rule.

    >>> load_exercise("ex02").lesson
    '02_update_rhythm'
    """
    return checked(read_shipped(FOLDER, key, "exercise", counts()) | {"key": key}, Exercise, key)
