"""A question of an exercise on its page: its form, its check, and what is told below it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ipywidgets import VBox

from sim.exercises import judge
from sim.lab.answers.notebook_record import Typed, typed_answer
from sim.lab.pages.forms import form_of, picture_of
from sim.lab.panels.panel_errors import show_errors
from sim.texts.words import say
from sim.widgets.button_row import buttons
from sim.widgets.text_blocks import TextBlocks

if TYPE_CHECKING:
    from sim.exercises import Feedback
    from sim.lab.answers.exercise_answers import ExerciseAnswers

__all__ = ["AskedQuestion"]

PLAYED = {"plan", "share"}


class AskedQuestion(VBox):
    """A question's form and its check.

    Args:
        answers: of the exercise.
        name: the question's.

    >>> from sim.lab.answers.exercise_answers import ExerciseAnswers
    >>> from sim.lab.answers.progress import Progress
    >>> asked = AskedQuestion(ExerciseAnswers("ex02", Progress()), "q2")
    >>> asked.check()
    >>> asked.told.words == say("exercise.nothing")
    True
    """

    def __init__(self, answers: ExerciseAnswers, name: str) -> None:
        super().__init__()
        self.add_class("mb-stack")
        self._answers, self._name = answers, name
        self._showing = False
        self.question = answers.exercise.question(name)
        self.form, self.told = form_of(self.question), TextBlocks()
        self.form.stands_at(f"{answers.key}/answers/{name}")
        self.show_answer()
        self.form.when_changed(self._changed)
        self.children = [*picture_of(self.question), self.form.widget, self._below(), self.told]

    def _below(self) -> VBox | TextBlocks:
        """Return the button that checks the answer, or what a reflection is read for."""
        if self.question.kind == "reflection":
            return TextBlocks(blocks=[{"hint": say("exercise.rubric")}, {"list": list(self.question.rubric)}])
        return buttons((say("exercise.check"), self.check))

    # The answer

    @property
    def is_shown(self) -> bool:
        """Whether the form shows the answer that is kept."""
        return self.form.answer == self._answers.given.get(self._name)

    def show_answer(self) -> None:
        """Show the answer that is kept, and forget what was told of another one."""
        self._showing = True
        try:
            self.form.show(self._answers.given.get(self._name))
        finally:
            self._showing = False
        self.told.blocks = []

    def _changed(self) -> None:
        if not self._showing and self._answers.keep(self._name, self.form.answer):
            self.told.blocks = []
            self.told.status = self._answers.kept_sentence

    def tell(self, words: str) -> None:
        """Show a sentence below the question; screen readers read it out."""
        self.told.status = words

    # The check

    @show_errors
    def check(self) -> None:
        """Show the open checks' feedback on the answer."""
        typed = typed_answer(self._name)
        answer = self.form.answer if typed.value is None else typed.value
        if answer is None:
            self.tell(typed.trouble or say("exercise.nothing"))
            return
        findings = judge(self._answers.exercise, self._name, answer)
        self.told.blocks = self._found(findings, typed)
        self.tell(_points(findings))

    def check_if_possible(self) -> None:
        """Check the answer; of a reflection, say only whether what was typed can be graded."""
        if self.question.kind != "reflection":
            self.check()
        elif trouble := typed_answer(self._name).trouble:
            self.tell(trouble)

    def _found(self, findings: tuple[Feedback, ...], typed: Typed) -> list[dict[str, Any]]:
        thoughts = dict.fromkeys(one.misconception for one in findings if not one.good and one.misconception)
        return [
            *([{"text": typed.trouble or say("exercise.typed")}] if typed != Typed() else []),
            {"list": list(dict.fromkeys(map(_in_words, findings)))},  # what holds for all of an answer is said once
            *_thoughts(list(thoughts)),
            {"hint": say("exercise.open_luck" if self.question.kind in PLAYED else "exercise.checked")},
        ]


def _in_words(found: Feedback) -> str:
    return say("exercise.good" if found.good else "exercise.not_yet", words=found.words)


def _points(findings: tuple[Feedback, ...]) -> str:
    given = sum(one.points for one in findings if one.good)
    return say("exercise.points", points=f"{given:g}", most=f"{sum(one.points for one in findings):g}")


def _thoughts(thoughts: list[str]) -> list[dict[str, Any]]:
    """Return the misconceptions behind a wrong answer, to think over."""
    if len(thoughts) > 1:
        return [{"text": say("exercise.thoughts")}, {"list": thoughts}]
    return [{"text": say("exercise.thought", thought=thought)} for thought in thoughts]
