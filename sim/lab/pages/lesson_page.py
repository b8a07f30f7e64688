"""A lesson as a page: predict, play, what happened, one more control, talk, seen. Its cells share one record."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from sim.lab.answers.progress import Progress, mine, own_name
from sim.lab.pages.endings import end_of_part
from sim.lab.pages.lab_steps import OneMoreStep, PlayStep
from sim.lab.pages.lesson_lab import MORE, LessonLab
from sim.lab.pages.lesson_record import LessonRecord
from sim.lab.pages.lesson_steps import PredictStep, SeenStep, WhatHappenedStep
from sim.lab.pages.written_steps import MessageStep, PlanStep, TalkStep
from sim.widgets.text_blocks import TextBlocks

if TYPE_CHECKING:
    from collections.abc import Callable

    from ipywidgets import VBox

    from sim.lab.pages.lesson_step import LessonStep
    from sim.widgets.go_on import GoOn

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
        guess, reason, line, record_guess: of the first step, once it is on the page; `line` is None without a drawing.
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
        self.lab = LessonLab(self.kept, changed=self._changed)
        self._steps: dict[str, LessonStep] = {}
        self._ends: dict[str, GoOn] = {}

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
        self.guess, self.reason, self.line, self.record_guess = step.guess, step.reason, step.line, step.record_guess
        return step.box

    def play(self) -> VBox:
        """The sandbox with this lesson's controls, once a guess has been recorded."""
        return self._step("play", PlayStep, lab=self.lab, then=self._ask_what).box

    def what_happened(self) -> VBox:
        """The guess, whether it held, and why."""
        return self._step("what", WhatHappenedStep, then=self._answer_opened, go_on=self._go_on_to_more).box

    def one_more(self) -> VBox:
        """The same sandbox, with one thing more to change."""
        return self._step("more", OneMoreStep, lab=self.lab).box

    def message(self) -> VBox:
        """A message composed from parts."""
        return self._step("message", MessageStep, lab=self.lab).box

    def plan(self) -> VBox:
        """One's own plan on one page."""
        return self._step("plan", PlanStep, lab=self.lab).box

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

    def go_on(self, part: str) -> GoOn:
        """The end of a part that is no step, such as the year before the first one."""
        if part not in self._ends:
            opened, reach = self.kept.reached(part), partial(self.kept.reach, part)
            self._ends[part] = end_of_part(part, opened=opened or self.guessed, reach=reach)
        return self._ends[part]

    def _step(self, name: str, build: Callable[..., Any], **how: Any) -> Any:
        if name not in self._steps:
            self._steps[name] = build(self.kept, self.status, **how)
        return self._steps[name]

    # What one step does to others

    def _ask_what(self) -> None:
        """Tell what happened, as the reader has gone on to it."""
        if "what" in self._steps:
            self._steps["what"].ask()

    def _go_on_to_more(self) -> None:
        """Take the lab along to the step with one thing more."""
        self.lab.move(MORE)

    def _guess_made(self) -> None:
        """Open the steps that wait for a guess."""
        if self.lab.may_open and self.lab.draws:
            self.lab.draw()
            self.lab.open()
            self.lab.draw()
        for step in self._steps.values():
            step.follow()

    def _changed(self) -> None:
        """Let the trainee ask what happened, once something was changed."""
        if self.kept.played and not (self.kept.opened or self.record.get("tried")):
            self.kept.keep(tried=True)  # what was tried stays tried after an undo
            self._answer_opened()

    def _answer_opened(self) -> None:
        """Show what waits for the answer, or for the first change."""
        for step in self._steps.values():
            step.follow()

    def _show(self, names: set[str]) -> None:
        """Show answers that came from another page or a file."""
        for step in self._steps.values():
            step.show(names)
        if self.guessed and names & {"chosen", "reason", "told", "tried"}:
            self._guess_made()
