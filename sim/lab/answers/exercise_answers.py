"""What a trainee has answered in one exercise, and the sheet of all exercises to hand in."""

from __future__ import annotations

import json
import time
from typing import TYPE_CHECKING, Any

from sim.base.text_codec import hand_in_text
from sim.exercises import load_exercise
from sim.lab.answers.notebook_record import NotebookRecord, saved_sentence, typed_answer

if TYPE_CHECKING:
    from collections.abc import Callable

    from sim.exercises import Exercise
    from sim.lab.answers.progress import Progress

__all__ = ["HAND_IN", "ExerciseAnswers"]

SHEET, SHEET_FORMAT = "mending-bridges-answers", 1
HAND_IN = "hand-in"  # in the trainee's file, beside lessons and exercises: the name for handing in


class ExerciseAnswers:
    """The answers to one exercise: in the trainee's file, in answers.json beside it, and in the notebook.

    Args:
        key: the exercise's.
        progress: the trainee's file.

    Attributes:
        watchers: called after any change, so that what is told of all answers follows.

    >>> from sim.lab.answers.progress import Progress
    >>> answers = ExerciseAnswers("ex02", Progress())
    >>> answers.keep("q2", "luck"), answers.given, answers.unanswered
    (True, {'q2': 'luck'}, ['1', '3', '4'])
    """

    def __init__(self, key: str, progress: Progress) -> None:
        self.key, self.progress = key, progress
        self.exercise: Exercise = load_exercise(key)
        self.watchers: list[Callable[[], None]] = []
        self._cleared: dict[str, Any] | None = None
        self._notebook_record = NotebookRecord(f"mending-bridges-{key}")

    # What there is

    @property
    def given(self) -> dict[str, Any]:
        """The answers so far, by question."""
        kept = self._kept.get("answers")
        return dict(kept) if isinstance(kept, dict) else {}

    @property
    def unanswered(self) -> list[str]:
        """The numbers of the questions that have no answer."""
        given = self.given
        return [str(number) for number, one in enumerate(self.exercise.questions, 1) if one.name not in given]

    @property
    def record(self) -> dict[str, Any]:
        """The record of the answers for a notebook."""
        return {"exercise": self.key, "version": self.exercise.version, "answers": self.given, "count": self._count}

    @property
    def _kept(self) -> dict[str, Any]:
        return self.progress.lessons.get(self.key, {})

    @property
    def _count(self) -> int:
        """A number that grows with each change, also across kernels and computers."""
        count = self._kept.get("count")
        return count if isinstance(count, int) else 0

    # Changes

    def keep(self, name: str, answer: Any) -> bool:
        """Keep an answer, None = there is none any more; return whether anything has changed."""
        answers = self.given
        if answer == answers.get(name):
            return False
        answers.pop(name, None)
        self._keep(answers if answer is None else answers | {name: answer})
        return True

    @property
    def kept_sentence(self) -> str:
        """What to say after an answer was kept."""
        return self.progress.said(self.key, saved_sentence())

    def start_over(self) -> None:
        """Clear this exercise; `bring_back` undoes it."""
        self.progress.look()  # answers from another page are cleared, and brought back, too
        self._cleared = self.given
        self._keep({})

    def bring_back(self) -> bool:
        """Restore the answers from before `start_over`; return whether there were any to restore."""
        if self._cleared is None:
            return False
        self._keep(self.given | self._cleared)
        self._cleared = None
        return True

    def _keep(self, answers: dict[str, Any]) -> None:
        count = max(self._count + 1, time.time_ns() // 1_000_000)
        self.progress.keep(self.key, {"version": self.exercise.version, "answers": answers, "count": count})
        self.progress.write_beside("answers.json", self.sheet_bytes())
        self.changed()

    def changed(self) -> None:
        """Update the record in the notebook, and tell those who watch."""
        self._notebook_record.change(self.record)
        for watcher in self.watchers:
            watcher()

    def show_record(self) -> None:
        """Write the record into the output of the running cell."""
        self._notebook_record.show(self.record)

    # Handing in

    @property
    def pseudonym(self) -> str:
        """The name for handing in, or ""."""
        return str(self.progress.lessons.get(HAND_IN, {}).get("name") or "")

    def call(self, name: str) -> bool:
        """Set the name for handing in; return whether it is another one."""
        if name.strip() == self.pseudonym:
            return False
        self.progress.keep(HAND_IN, {"name": name.strip()})
        return True

    def sheet(self) -> dict[str, Any]:
        """Return all answers, typed ones too, as plain data, with the name for handing in."""
        answered = {key: kept for key, kept in self.progress.lessons.items() if key.startswith("ex")}
        typed = {one.name: typed_answer(one.name).value for one in self.exercise.questions}
        typed = {name: value for name, value in typed.items() if value is not None}
        if typed:
            answered[self.key] = {"version": self.exercise.version, "answers": self.given | typed}
        return {SHEET: SHEET_FORMAT, "name": self.pseudonym or self.progress.name, "exercises": answered}

    def sheet_bytes(self) -> bytes:
        """Return the sheet as a file's content."""
        return json.dumps(self.sheet(), ensure_ascii=False, indent=1).encode()

    def sheet_text(self) -> str:
        """Return the sheet as a text to copy."""
        return hand_in_text(self.sheet())
