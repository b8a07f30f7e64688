"""The steps of a lesson that can hold its lab: to play, and with one thing more to change."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sim.lab.pages.lesson_lab import MORE, PLAY
from sim.lab.pages.lesson_step import LessonStep
from sim.lab.pages.lesson_steps import WhatHappenedStep
from sim.lab.session.lesson_data import lesson_before
from sim.texts.words import say
from sim.widgets.button_row import buttons
from sim.widgets.text_blocks import TextBlocks

if TYPE_CHECKING:
    from collections.abc import Callable

    from sim.lab.pages.lesson_lab import LessonLab
    from sim.lab.pages.lesson_record import LessonRecord
    from sim.lab.panels.lesson_panels import Panel

__all__ = ["LabStep", "OneMoreStep", "PlayStep"]


class LabStep(LessonStep):
    """A step that can hold the lesson's lab.

    Args:
        lab: the one that all such steps share.

    Attributes:
        above: the text above the lab.
        elsewhere: the text that takes the lab's place when it stands in another step.
    """

    def __init__(self, record: LessonRecord, status: TextBlocks, *, lab: LessonLab) -> None:
        self.lab, self.above, self.elsewhere = lab, TextBlocks(), TextBlocks()
        super().__init__(record, status)
        self._bring = buttons((say("lesson.bring"), self.bring))
        lab.draws[self.name] = self.draw
        if lab.may_open:
            lab.open()
        self.draw()

    @property
    def panel(self) -> Panel | None:
        """The lab, wherever it stands."""
        return self.lab.panel

    @property
    def away(self) -> bool:
        """Whether the lab stands in another step."""
        return self.panel is not None and self.lab.place != self.name

    def draw(self) -> None:
        """Show the lab if it stands here, else where it is."""
        self.show_way()
        (self.box.add_class if self.away else self.box.remove_class)("mb-away")
        if self.panel is None:
            self.fill(
                TextBlocks(blocks=[{"text": say("lesson.wait" if self.record.guessed else "lesson.guess_first")}])
            )
        elif not self.away:
            self.fill(self.above, self.panel)
        else:
            self.elsewhere.blocks = [{"text": say(f"lesson.lab_{self.lab.place}")}]
            self.fill(self.above, self.elsewhere, self._bring)

    def bring(self) -> None:
        """Bring the lab here."""
        self.lab.move(self.name)
        self.end.back += 1

    def show(self, names: set[str]) -> None:
        """Show the state that another tab has saved."""
        super().show(names)
        if names & {"draft_play", "draft_more"} and self.lab.place == self.name:
            self.lab.restore()

    def show_way(self) -> None:
        """Show how to take this step, above the lab."""
        self.above.blocks = self._told()

    def _told(self) -> list[dict[str, str]]:
        words = self.record.way(self.name)
        return [{"text": words}] if words else []


class PlayStep(LabStep):
    """The lab with this lesson's controls, once a guess has been recorded.

    Args:
        then: called when the reader goes on to what happened.
    """

    name = PLAY

    def __init__(self, record: LessonRecord, status: TextBlocks, *, lab: LessonLab, then: Callable[[], None]) -> None:
        super().__init__(record, status, lab=lab)
        self.end.observe(lambda _: then(), "opened")
        self.end.wait = say("lesson.change_first")
        self.follow()

    def follow(self) -> None:
        """Let the reader go on once something was changed."""
        self.end.ready = self.record.played

    def _told(self) -> list[dict[str, str]]:
        # Once the lab has gone on, all this has been read.
        return (
            [] if self.away else [*super()._told(), {"hint": f"{self._measure()} {self.record.lesson.model}".lstrip()}]
        )

    def _measure(self) -> str:
        """Return which measure the sentence on top tells, where the lesson before told another one; else ""."""
        lesson, before = self.record.lesson, lesson_before(self.record.key)
        if lesson.panel != "bench" or (before and bool(before.partner) == bool(lesson.partner)):
            return ""
        return say("lesson.measure_partner", who=lesson.partner) if lesson.partner else say("lesson.measure")


class OneMoreStep(LabStep):
    """The same lab, with one thing more to change."""

    name = MORE

    def __init__(self, record: LessonRecord, status: TextBlocks, *, lab: LessonLab) -> None:
        super().__init__(record, status, lab=lab)
        if record.reached(WhatHappenedStep.name):
            lab.move(MORE)

    def _told(self) -> list[dict[str, str]]:
        return [{"text": self.record.lesson.one_more.text}, *super()._told()]
