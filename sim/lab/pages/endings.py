"""The ends of a page's parts: what follows is folded away until the reader goes on, on this page or in another tab."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sim.lab.answers.progress import Progress, mine
from sim.texts.words import say
from sim.widgets.go_on import GoOn

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["REACHED", "PageEnd", "end_of_part", "go_on", "reached_in", "with_reached"]

REACHED = "reached"  # in the trainee's file: the parts of a page from which the reader has gone on


def reached_in(record: object, part: str) -> bool:
    """Return whether the reader has gone on from this part.

    >>> reached_in({"reached": ["what"]}, "what")
    True
    """
    reached = record.get(REACHED) if isinstance(record, dict) else None
    return isinstance(reached, list) and part in reached


def with_reached(record: dict[str, object], part: str) -> list[object]:
    """Return the parts from which the reader has gone on, with this one.

    >>> with_reached({"reached": ["what"]}, "more")
    ['what', 'more']
    """
    reached = record.get(REACHED)
    return [*(reached if isinstance(reached, list) else []), part]


def end_of_part(name: str, *, opened: bool, reach: Callable[[], None]) -> GoOn:
    """Return the end of a part; `reach` is called when the reader goes on."""
    end = GoOn(words=say("go_on.next"), plain=say("go_on.plain"), place=f"end {name}", opened=opened)
    end.observe(lambda _: reach(), "opened")
    return end


class PageEnd:
    """The end of a part of a page that is no lesson.

    Args:
        page: the page's name.
        part: the part's name.

    >>> progress = Progress()
    >>> PageEnd("00_start", "case", progress).widget.go()
    >>> progress.lessons
    {'00_start': {'reached': ['case']}}
    """

    def __init__(self, page: str, part: str, progress: Progress) -> None:
        self.page, self.part, self.progress = page, part, progress
        self.widget = end_of_part(part, opened=self._reached, reach=self._reach)
        progress.follow(page, lambda _: self._follow())

    @property
    def _kept(self) -> dict[str, object]:
        kept = self.progress.lessons.get(self.page)
        return kept if isinstance(kept, dict) else {}

    @property
    def _reached(self) -> bool:
        return reached_in(self._kept, self.part)

    def _reach(self) -> None:
        if not self._reached:
            self.progress.keep(self.page, self._kept | {REACHED: with_reached(self._kept, self.part)})

    def _follow(self) -> None:
        self.widget.opened = self.widget.opened or self._reached


def go_on(page: str, part: str) -> GoOn:
    """Return the end of a part of a page that is no lesson, for this page's reader."""
    return PageEnd(page, part, mine()).widget
