"""What a trainee has answered in one lesson. All steps share it, and another tab may change it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sim.lab.answers.first_guess import seen, with_guess
from sim.lab.session.lesson_data import load_lesson
from sim.lab.session.simulation_cache import SimulationCache
from sim.texts.words import say

if TYPE_CHECKING:
    from collections.abc import Callable

    from sim.lab.answers.progress import Progress
    from sim.lab.session.lesson_data import Lesson

__all__ = ["LessonRecord"]


class LessonRecord:
    """The saved answers to one lesson.

    Args:
        key: the lesson's.
        progress: where the answers are saved.
        show: called with the names of answers that came from another page.

    Attributes:
        answers: all answers to the lesson, by name.
        showing: whether another page's answers are being shown, which must not be saved as new ones.

    >>> from sim.lab.answers.progress import Progress
    >>> record = LessonRecord("02_update_rhythm", Progress(), show=lambda names: None)
    >>> record.keep(chosen="daily")
    >>> record.guessed, record.quoted("you_said")
    (True, 'You said: “An update every working day”.')
    """

    def __init__(self, key: str, progress: Progress, *, show: Callable[[set[str]], None]) -> None:
        self.key, self.progress = key, progress
        self.lesson: Lesson = load_lesson(key)
        self.runs = SimulationCache()
        self.answers: dict[str, Any] = progress.lessons.get(key, {})
        self.showing = False
        self._show = show
        progress.follow(key, self._take_in)

    # The guess

    @property
    def guessed(self) -> bool:
        """Whether a guess has been recorded."""
        return self._offers(self.answers.get("chosen"))

    @property
    def second(self) -> dict[str, Any]:
        """The guess after the result was shown, {} if there is none."""
        second = self.answers.get("second")
        return second if isinstance(second, dict) and self._offers(second.get("chosen")) else {}

    def guess(self, chosen: str, reason: str) -> None:
        """Save a guess; a first one stays once its result was shown, here or in another tab."""
        self.progress.look()
        self.answers = self.progress.lessons.get(self.key, self.answers)
        known = self.answers if self.guessed else {name: at for name, at in self.answers.items() if name != "chosen"}
        self._store(with_guess(known, chosen, reason))

    def words_of(self, chosen: str) -> str:
        """Return the label of a choice."""
        return next(choice.words for choice in self.lesson.predict.choices if choice.key == chosen)

    def quoted(self, wording: str) -> str:
        """Return the first guess in words, with its reason if one was given.

        Args:
            wording: "recorded", "first" or "you_said".
        """
        words = self.words_of(self.answers["chosen"])
        reason = str(self.answers.get("reason", "")).rstrip(" .")
        because = {"recorded": "recorded_reason", "first": "first_reason", "you_said": "you_said_because"}[wording]
        return say(f"lesson.{because if reason else wording}", choice=words, reason=reason)

    def guess_told(self) -> str:
        """Return the sentences below the guess: on the first one, and on the second if there is one."""
        said, second = self.quoted("first" if seen(self.answers) else "recorded"), self.second
        return say("lesson.second", first=said, choice=self.words_of(second["chosen"])) if second else said

    def _offers(self, chosen: Any) -> bool:
        return any(choice.key == chosen for choice in self.lesson.predict.choices)

    # All answers

    @property
    def played(self) -> bool:
        """Whether anything was ever changed in one of the panels."""
        return any(self.answers.get(name) for name in ("told", "draft_play", "draft_more"))

    def table(self, name: str) -> dict[str, Any]:
        """Return the answer of this name if it is a table, else {}."""
        kept = self.answers.get(name)
        return kept if isinstance(kept, dict) else {}

    def keep(self, **answers: Any) -> None:
        """Save answers by name."""
        self._store(self.answers | answers)

    def said(self, kept: str = "") -> str:
        """Return the sentence after a save: the trouble, or `kept` and a note if answers came from another page."""
        return self.progress.said(self.key, kept)

    def show(self, names: set[str]) -> None:
        """Show the answers of these names."""
        self.showing = True
        try:
            self._show(names)
        finally:
            self.showing = False

    def show_all(self) -> None:
        """Show answers that were loaded from a file; those that are gone are shown as empty."""
        self.answers = self.progress.lessons.get(self.key, self.answers)
        self.show({*self.answers, "draft_play", "draft_more", "chosen", "notes", "plan", "message"})

    def _store(self, record: dict[str, Any]) -> None:
        self.progress.keep(self.key, record)
        self.answers = self.progress.lessons[self.key]

    def _take_in(self, names: set[str]) -> None:
        self.answers = self.progress.lessons[self.key]
        self.show(names)
