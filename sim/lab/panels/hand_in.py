"""The end of an exercise's page: what is still open, all checks, the answers to hand in, and a new start."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ipywidgets import VBox

from sim.lab.answers.exercise_answers import HAND_IN
from sim.lab.answers.notebook_record import in_a_notebook
from sim.lab.panels.answer_backup import AnswerBackup
from sim.lab.panels.panel_errors import show_errors
from sim.texts.words import say
from sim.widgets.button_row import buttons
from sim.widgets.file_buttons import FileButtons
from sim.widgets.text_blocks import TextBlocks
from sim.widgets.text_field import TextField

if TYPE_CHECKING:
    from collections.abc import Callable

    from sim.lab.answers.exercise_answers import ExerciseAnswers

__all__ = ["HandIn"]


class HandIn(VBox):
    """The end of an exercise's page.

    Args:
        answers: what is handed in.
        check: checks all questions of the page.
        show: shows all answers in their forms.

    >>> from sim.lab.answers.exercise_answers import ExerciseAnswers
    >>> from sim.lab.answers.progress import Progress
    >>> end = HandIn(ExerciseAnswers("ex02", Progress()), check=lambda: None, show=lambda: None)
    >>> end.left.words.splitlines()
    ['You have answered 0 of 4 questions.', 'Still open: 1, 2, 3, 4.']
    """

    def __init__(self, answers: ExerciseAnswers, *, check: Callable[[], None], show: Callable[[], None]) -> None:
        super().__init__()
        self.add_class("mb-stack")
        self._answers, self._check, self._show = answers, check, show
        self.left, self.said = TextBlocks(), TextBlocks()
        self.name = TextField(
            label=say("exercise.name"), hint=say("exercise.name_hint"), rows=1, most=80, place=f"{HAND_IN}/name"
        )
        self.name.value = answers.pseudonym
        self.name.observe(lambda _: self._call(), "value")
        self.text = TextField(
            label=say("exercise.as_text"), hint=say("exercise.as_text_hint"), readonly=True, rows=3,
            copy=say("exercise.copy"), copied=say("plan.copied"), by_hand=say("plan.by_hand"),
        )  # fmt: skip
        self._lay_out()
        self.refresh()
        answers.watchers.append(self.refresh)
        answers.progress.follow(HAND_IN, lambda _: self._show_name())

    def _lay_out(self) -> None:
        check = buttons((say("exercise.check_all"), self.check_all))
        give = FileButtons(label=say("exercise.download"), make=self.answers_file)
        again = buttons((say("exercise.start_over"), self.start_over), (say("exercise.bring_back"), self.bring_back))
        everything = [{"head": say("exercise.everything")}, {"hint": say("exercise.everything_hint")}]
        backup = AnswerBackup(self._answers.progress, then=self._show)
        self.children = [
            self.left, check, self.name, TextBlocks(blocks=_download_hints()), give, self.text, again, self.said,
            TextBlocks(blocks=everything), backup,
        ]  # fmt: skip

    def refresh(self) -> None:
        """Show what is still open, and what there is to hand in."""
        left, count = self._answers.unanswered, len(self._answers.exercise.questions)
        said = say("exercise.state", done=count - len(left), count=count)
        more = [{"text": say("exercise.open", open=", ".join(left))}] if left else []
        self.left.blocks = [{"say": said if left else say("exercise.state_all", count=count)}, *more]
        self.text.value = self._answers.sheet_text()

    def tell(self, words: str) -> None:
        """Show a sentence; screen readers read it out."""
        self.said.status = words

    # What a trainee does

    @show_errors
    def check_all(self) -> None:
        """Check every question that has an answer and a form on this page."""
        self._check()
        self.refresh()
        self.tell(say("exercise.checked_all"))

    @show_errors
    def start_over(self) -> None:
        """Clear this exercise; `bring_back` undoes it."""
        self._answers.start_over()
        self._show()
        self.tell(say("exercise.started_over"))

    @show_errors
    def bring_back(self) -> None:
        """Restore the answers from before `start_over`."""
        if not self._answers.bring_back():
            self.tell(say("exercise.nothing_back"))
            return
        self._show()
        self.tell(say("exercise.brought_back"))

    def answers_file(self) -> tuple[str, str, bytes]:
        """Return the answers to all exercises as the file to hand in."""
        return "answers.json", "application/json", self._answers.sheet_bytes()

    def _call(self) -> None:
        if self._answers.call(self.name.value):
            self.refresh()

    def _show_name(self) -> None:
        """Show the name that was set on another page."""
        self.name.value = self._answers.pseudonym
        self.refresh()


def _download_hints() -> list[dict[str, str]]:
    hints = ["exercise.download_hint", *(["exercise.download_typed"] if in_a_notebook() else [])]
    return [{"hint": say(hint)} for hint in hints]
