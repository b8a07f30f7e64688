"""What a trainee has answered in one lesson. All steps share it, and another tab may change it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sim.lab.answers.alone_or_group import ALONE, COMPANY, alone_or_group
from sim.lab.answers.first_guess import with_guess
from sim.lab.pages.endings import reached_in, with_reached
from sim.lab.session.lesson_data import load_lesson
from sim.lab.session.simulation_cache import SimulationCache
from sim.texts.words import say

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

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
        progress.follow(COMPANY, lambda _: self.show({COMPANY}))

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

    def guess(self, chosen: str, reason: str, drawn: Sequence[int] = ()) -> None:
        """Save a guess; a first one stays, also one that was made in another tab."""
        self.progress.look()
        self.answers = self.progress.lessons.get(self.key, self.answers)
        known = self.answers if self.guessed else {name: at for name, at in self.answers.items() if name != "chosen"}
        self._store(with_guess(known, chosen, reason, drawn))

    def words_of(self, chosen: str) -> str:
        """Return the label of a choice."""
        return next(choice.words for choice in self.lesson.predict.choices if choice.key == chosen)

    def quoted(self, wording: str) -> str:
        """Return the first guess in words, with its reason if one was given.

        Args:
            wording: "recorded" or "you_said".
        """
        words = self.words_of(self.answers["chosen"])
        reason = str(self.answers.get("reason", "")).rstrip(" .")
        because = {"recorded": "recorded_reason", "you_said": "you_said_because"}[wording]
        return say(f"lesson.{because if reason else wording}", choice=words, reason=reason)

    def guess_told(self) -> str:
        """Return the sentences below the guess: on the first one, and on the second if there is one."""
        said, second = self.quoted("recorded"), self.second
        return say("lesson.second", first=said, choice=self.words_of(second["chosen"])) if second else said

    def _offers(self, chosen: Any) -> bool:
        return any(choice.key == chosen for choice in self.lesson.predict.choices)

    # How far the reader has gone, and with whom

    def reached(self, step: str) -> bool:
        """Return whether the reader has gone on from this step; a lesson that is done is open throughout."""
        return bool(self.answers.get("done")) or reached_in(self.answers, step)

    def reach(self, step: str) -> None:
        """Save that the reader has gone on from this step; from the guess one goes on by making it."""
        if step != "predict" and not self.showing and not self.reached(step):
            self.keep(reached=with_reached(self.answers, step))

    @property
    def company(self) -> str:
        """ALONE or GROUP: how the trainee works, in all lessons."""
        return alone_or_group(self.progress)

    def work(self, company: str) -> None:
        """Save how the trainee works, and show what fits."""
        if company != self.company:
            self.progress.keep(COMPANY, {"with": company})
            self.show({COMPANY})

    def way(self, step: str) -> str:
        """Return how to take a step alone, or in a group; "" if there is no more to say."""
        way = self.lesson.ways.get(step)
        if way is not None:
            return way.alone if self.company == ALONE else way.group
        return say(f"company.talk_{self.company}") if step == "talk" else ""

    # All answers

    @property
    def played(self) -> bool:
        """Whether anything was ever changed in one of the panels."""
        return any(self.answers.get(name) for name in ("told", "tried", "draft_play", "draft_more"))

    @property
    def opened(self) -> bool:
        """Whether the trainee has asked what happened, after a guess and a first change."""
        return self.guessed and bool(self.answers.get("told"))

    def open_answer(self) -> bool:
        """Save that the trainee asks what happened; return whether that may be told yet."""
        if self.guessed and self.played and not self.opened:
            self.keep(told=True)
        return self.opened

    @property
    def still_open(self) -> list[str]:
        """What has not been done yet, of a guess, a first change and a look at what happened, in words."""
        done = {"guess": self.guessed, "play": self.played, "what": self.opened}
        return [say(f"lesson.open_{name}") for name, is_done in done.items() if not is_done]

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
        self.show({*self.answers, "draft_play", "reached", "chosen", "drawn", "notes", "plan", "message"})

    def _store(self, record: dict[str, Any]) -> None:
        self.progress.keep(self.key, record)
        self.answers = self.progress.lessons[self.key]

    def _take_in(self, names: set[str]) -> None:
        self.answers = self.progress.lessons[self.key]
        self.show(names)
