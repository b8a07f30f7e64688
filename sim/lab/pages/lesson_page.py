"""A lesson as a page: predict, play, what happened, one more control, talk, seen. Its cells share one record."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sim.lab.answers.progress import Progress, mine, own_name
from sim.lab.pages.lesson_record import LessonRecord
from sim.lab.pages.lesson_steps import (
    MessageStep,
    OneMoreStep,
    PlanStep,
    PlayStep,
    PredictStep,
    SeenStep,
    TalkStep,
    WhatHappenedStep,
)
from sim.widgets.text_blocks import TextBlocks

if TYPE_CHECKING:
    from collections.abc import Callable

    from ipywidgets import VBox

    from sim.lab.pages.lesson_steps import LessonStep

__all__ = ["LessonPage", "lesson"]

_OPEN: dict[str, LessonPage] = {}


def lesson(key: str) -> LessonPage:
    """Return the page of this lesson, the same one for every cell of a notebook.

    Raises:
        BadInput: there is no such lesson.

    >>> lesson("02_update_rhythm") is lesson("02_update_rhythm")
    True
    """
    if key not in _OPEN:
        _OPEN[key] = LessonPage(key, progress=mine())
    return _OPEN[key]


class LessonPage:
    """One lesson. Each step's method returns its widget, always the same one.

    Attributes:
        kept: the record that all steps share.
        guess, reason, record_guess: of the first step, once it is on the page.
        notes: the fields of the questions to talk about, once they are on the page.
        backup, mark_done: of the last step, once it is on the page.

    >>> page = LessonPage("02_update_rhythm", progress=Progress())
    >>> page.play().children[0].words
    'Make your guess first, in the part above. Then the picture appears here.'
    """

    def __init__(self, key: str, *, progress: Progress | None = None) -> None:
        self.key = key
        self.progress = progress or Progress(name=own_name())
        self.kept = LessonRecord(key, self.progress, show=self._show)
        self.data, self.runs = self.kept.lesson, self.kept.runs
        self.status = TextBlocks()
        self._steps: dict[str, LessonStep] = {}

    @property
    def record(self) -> dict[str, Any]:
        """All saved answers to this lesson."""
        return self.kept.answers

    @property
    def guessed(self) -> bool:
        """Whether a guess has been recorded."""
        return self.kept.guessed

    # The steps

    def predict(self) -> VBox:
        """The question, the answers, and a reason: recorded before any picture appears."""
        step = self._step("predict", PredictStep, then=self._guess_made)
        self.guess, self.reason, self.record_guess = step.guess, step.reason, step.record_guess
        return step.box

    def play(self) -> VBox:
        """The sandbox with this lesson's controls, once a guess has been recorded."""
        return self._step("play", PlayStep, changed=self._changed).box

    def what_happened(self) -> VBox:
        """The guess, whether it held, and why."""
        return self._step("what", WhatHappenedStep).box

    def one_more(self) -> VBox:
        """The sandbox with one more control."""
        return self._step("more", OneMoreStep, changed=self._changed, first=lambda: self._steps.get("play")).box

    def message(self) -> VBox:
        """A message composed from parts."""
        return self._step("message", MessageStep).box

    def plan(self) -> VBox:
        """One's own plan on one page."""
        return self._step("plan", PlanStep, panels=self._panels).box

    def talk(self) -> VBox:
        """Questions to talk about, with room for notes."""
        step = self._step("talk", TalkStep)
        self.notes = step.notes
        return step.box

    def seen(self) -> VBox:
        """What the lesson has shown, and the trainee's answers to save."""
        step = self._step("seen", SeenStep)
        self.backup, self.mark_done = step.backup, step.mark_done
        return step.box

    def _step(self, name: str, build: Callable[..., Any], **how: Any) -> Any:
        if name not in self._steps:
            self._steps[name] = build(self.kept, self.status, **how)
        return self._steps[name]

    # What one step does to others

    def _labs(self) -> list[PlayStep]:
        return [self._steps[name] for name in ("play", "more") if name in self._steps]

    def _panels(self) -> list[PlayStep]:
        return [step for step in reversed(self._labs()) if step.panel is not None]

    def _guess_made(self) -> None:
        """Open the steps that wait for a guess."""
        waiting = [step for step in self._labs() if step.may_open]
        for step in waiting:
            step.wait()
        for step in waiting:
            step.open()
        for step in self._steps.values():
            step.follow()

    def _changed(self) -> None:
        """Update the last sandbox from the first one, and show what happened once something was changed."""
        self._go_on()
        if self.kept.played and not self.record.get("told"):
            self.kept.keep(told=True)
            if "what" in self._steps:
                self._steps["what"].follow()

    def _go_on(self) -> None:
        if "more" in self._steps:
            self._steps["more"].go_on_from_first()

    def _show(self, names: set[str]) -> None:
        """Show answers that came from another page or a file."""
        for step in self._steps.values():
            step.show(names)
        self._go_on()
        if self.guessed and names & {"chosen", "reason", "told"}:
            self._guess_made()
