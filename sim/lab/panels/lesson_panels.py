"""The panels that a lesson can name, and what each must offer. Most lessons use the sandbox."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Protocol

from sim.lab.panels.contest import Contest
from sim.lab.panels.sandbox import Sandbox

if TYPE_CHECKING:
    from collections.abc import Callable

    from ipywidgets import Widget

    from sim.lab.session.lesson_data import Lesson

__all__ = ["PANELS", "Panel", "panel_of"]


class Panel(Protocol):
    """The interface of a lesson's panel, which is a widget.

    Attributes:
        watchers: called whenever the state may have changed.
        state: the trainee's settings as plain data; None as long as nothing was changed.
    """

    watchers: list[Callable[[], None]]

    @property
    def state(self) -> Any:
        """The state for the progress file."""

    def restore(self, state: Any) -> None:
        """Restore a saved state; what cannot be read is left out."""

    def open_link(self) -> None:
        """Load the strategy in the page's address, if the panel takes one."""

    def go_on_from(self, other: Panel) -> None:
        """Take over the state of another panel of the same lesson."""

    def tell(self, words: str) -> None:
        """Show a sentence; screen readers read it out."""


def _bench(lesson: Lesson, step: str) -> Sandbox:
    extra = lesson.one_more.control
    controls = (extra, *lesson.controls[:1]) if step == "more" and extra else lesson.controls
    return Sandbox(
        lesson.played_case, lesson.start, baseline=lesson.baseline, controls=controls, partner=lesson.partner or None
    )


def _contest(lesson: Lesson, step: str) -> Contest:
    decides = lesson.predict.decides
    return Contest(lesson.played_case, decides.played, decides.against or lesson.baseline, doubt=step == "more")


def _own(lesson: Lesson, step: str) -> Sandbox:
    """Return a sandbox for the trainee's own strategy; in the last step acts can be left out."""
    beside, below = ("acts", "ranking") if step == "play" else ("keep", "score")
    return Sandbox(lesson.played_case, lesson.start, baseline=lesson.baseline, beside=beside, below=below)


# Functions that make a lesson's panel for a step, "play" or "more".
PANELS: dict[str, Callable[[Lesson, str], Widget]] = {"bench": _bench, "contest": _contest, "own": _own}


def panel_of(lesson: Lesson, step: str) -> Widget:
    """Return a new panel of the kind that the lesson names, for its step "play" or "more".

    >>> from sim.lab.session.lesson_data import load_lesson
    >>> len(panel_of(load_lesson("02_update_rhythm"), "more").bindings)
    2
    """
    return PANELS[lesson.panel](lesson, step)
