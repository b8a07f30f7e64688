"""An exercise as a page of forms: answers are saved, checked by the open checks, and handed in."""

from __future__ import annotations

from functools import cached_property

from sim.lab.answers.exercise_answers import ExerciseAnswers
from sim.lab.answers.progress import Progress, mine, own_name
from sim.lab.pages.asked_question import AskedQuestion
from sim.lab.panels.hand_in import HandIn

__all__ = ["ExercisePage", "exercise"]

_OPEN: dict[str, ExercisePage] = {}


def exercise(key: str) -> ExercisePage:
    """Return the page of this exercise, the same one for every cell of a notebook.

    Raises:
        BadInput: there is no such exercise.

    >>> exercise("ex02") is exercise("ex02")
    True
    """
    if key not in _OPEN:
        _OPEN[key] = ExercisePage(key, progress=mine())
    return _OPEN[key]


class ExercisePage:
    """One exercise. `ask` gives a question's form, `hand_in` the end of the page.

    Attributes:
        answers: what is kept.
        asked: by name, the questions that are on the page.

    >>> page = ExercisePage("ex02", progress=Progress())
    >>> page.ask("q2") is page.asked["q2"], page.answers.given
    (True, {})
    """

    def __init__(self, key: str, *, progress: Progress | None = None) -> None:
        self.answers = ExerciseAnswers(key, progress or Progress(name=own_name()))
        self.asked: dict[str, AskedQuestion] = {}
        self.answers.progress.follow(key, lambda _: self._show_changed())

    def ask(self, name: str) -> AskedQuestion:
        """A question's form, and its check."""
        if name not in self.asked:
            self.asked[name] = AskedQuestion(self.answers, name)
        self.answers.show_record()
        return self.asked[name]

    def hand_in(self) -> HandIn:
        """The end of the page: what is still open, all checks, the answers to hand in, and a new start."""
        self.answers.show_record()
        return self.end

    @cached_property
    def end(self) -> HandIn:
        """What `hand_in` gives."""
        return HandIn(self.answers, check=self._check_all, show=self._show_all)

    def _check_all(self) -> None:
        for one in self.asked.values():
            one.check_if_possible()

    def _show_changed(self) -> None:
        """Show answers that another page has saved, each in its form."""
        for one in self.asked.values():
            if not one.is_shown:
                one.show_answer()
        self.answers.changed()

    def _show_all(self) -> None:
        for one in self.asked.values():
            one.show_answer()
            one.tell("")
        self.answers.changed()
