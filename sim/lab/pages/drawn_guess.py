"""The line that a lesson asks to draw, and what is told of it once the guess is recorded."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Any

from sim.lab.answers.first_guess import DRAWN, DRAWN_AGAIN
from sim.lab.views.prediction_check import drawn_outcome, drawn_start, judge_drawn
from sim.texts.words import say
from sim.widgets.guess_line import GuessLine, as_line

if TYPE_CHECKING:
    from sim.lab.pages.lesson_record import LessonRecord

__all__ = ["DrawnGuess", "drawn_guess"]

NAMES = frozenset({"chosen", DRAWN, DRAWN_AGAIN})


class DrawnGuess:
    """A lesson's line to draw, over the trainee's record. It may be left out.

    Attributes:
        widget: the drawing.

    >>> from sim.lab.answers.progress import Progress
    >>> from sim.lab.pages.lesson_record import LessonRecord
    >>> line = drawn_guess(LessonRecord("02_update_rhythm", Progress(), show=lambda names: None))
    >>> line.widget.model_line
    []
    """

    def __init__(self, record: LessonRecord) -> None:
        self._record = record
        lesson = record.lesson
        # The model's line waits until somebody has drawn: playing its year takes half of the time of opening a page.
        start = drawn_start(lesson, record.runs)
        question, weeks = lesson.predict.drawn.question, lesson.played_case.weeks
        self.widget = GuessLine(label=question, weeks=weeks, start=start, place="drawn", waits=True)
        self.show()

    @cached_property
    def _model(self) -> list[int]:
        return drawn_outcome(self._record.lesson, self._record.runs)

    @property
    def drawn(self) -> list[int]:
        """The line as it is drawn now, [] = none."""
        return self.widget.drawn

    def arrived(self) -> None:
        """Confirm the line, so that the page need not store it any longer."""
        self.widget.arrived()
        self.widget.drawn = []

    def show(self) -> None:
        """Show what was recorded; the model's line stays hidden as long as nothing was drawn and recorded."""
        first, again = self._kept(DRAWN), self._kept(DRAWN_AGAIN)
        guessed = self._record.guessed
        told = {"gap": first, "gap_again": again}
        checks = [judge_drawn(line, self._model, wording=name) for name, line in told.items() if line]
        hint = "hint_again" if first else "hint_late" if guessed else "hint"
        with self.widget.hold_sync():
            self.widget.hint = say(f"drawn_guess.{hint}")
            self.widget.gap = checks[0].week if checks else 0
            self.widget.told = [check.words for check in checks]
            self.widget.first, self.widget.again = first, again
            self.widget.model_line = self._model if checks else []

    def _kept(self, name: str) -> list[int]:
        """Return a recorded line; one that does not fit the lesson's year counts as none."""
        answers: dict[str, Any] = self._record.answers
        return as_line(answers.get(name), self.widget.weeks) if self._record.guessed else []


def drawn_guess(record: LessonRecord) -> DrawnGuess | None:
    """Return the line that a lesson asks to draw, None if it asks for none."""
    return DrawnGuess(record) if record.lesson.predict.drawn else None
