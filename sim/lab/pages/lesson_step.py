"""What all steps of a lesson share: a box of widgets on the lesson's record, and the way to the next step."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from ipywidgets import VBox

from sim.lab.pages.alone_or_group_choice import COMPANY
from sim.lab.pages.endings import REACHED, end_of_part
from sim.widgets.text_blocks import TextBlocks

if TYPE_CHECKING:
    from ipywidgets import Widget

    from sim.lab.pages.lesson_record import LessonRecord

__all__ = ["LessonStep"]


class LessonStep:
    """One step.

    Args:
        record: the lesson's answers.
        status: the line below the guess, where errors are shown.

    Attributes:
        way: how to take this step alone, or in a group.
        end: what follows stays folded away until the reader goes on.
    """

    name: ClassVar[str]

    def __init__(self, record: LessonRecord, status: TextBlocks) -> None:
        self.record, self.status = record, status
        self.box = VBox()
        self.box.add_class("mb-stack")
        self.way = TextBlocks()
        self.end = end_of_part(self.name, opened=self._is_open(), reach=lambda: record.reach(self.name))
        self.show_way()

    def fill(self, *widgets: Widget) -> None:
        """Show these widgets, and below them the way to the next step."""
        self.box.children = [*widgets, self.end]

    def tell(self, words: str) -> None:
        """Show a sentence below the guess; screen readers read it out."""
        self.status.status = words

    def show(self, names: set[str]) -> None:
        """Show answers that came from another page, if this step shows answers of these names."""
        if COMPANY in names:
            self.show_way()
        if REACHED in names:
            self.end.opened = self.end.opened or self._is_open()

    def follow(self) -> None:
        """Show what depends on a recorded guess or on a first change."""

    def _is_open(self) -> bool:
        return self.record.reached(self.name)

    def show_way(self) -> None:
        """Show how to take this step alone, or in a group."""
        words = self.record.way(self.name)
        self.way.blocks = [{"text": words}] if words else []
