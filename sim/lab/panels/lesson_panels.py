"""The panels that a lesson can name, and what each must offer. Most lessons use the sandbox."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Protocol

from sim.lab.panels.contest import Contest
from sim.lab.panels.sandbox import Sandbox

if TYPE_CHECKING:
    from collections.abc import Callable

    from ipywidgets import Widget

    from sim.lab.session.lesson_data import Lesson

__all__ = ["PANELS", "Panel", "open_more", "panel_of"]


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

    def tell(self, words: str) -> None:
        """Show a sentence; screen readers read it out."""


def _bench(lesson: Lesson) -> Sandbox:
    sandbox = Sandbox(
        lesson.played_case,
        lesson.start,
        baseline=lesson.baseline,
        controls=lesson.all_controls,
        partner=lesson.partner or None,
    )
    if lesson.one_more.control is not None:
        sandbox.bindings[-1].widget.layout.display = "none"  # until its step
    return sandbox


def _contest(lesson: Lesson) -> Contest:
    decides = lesson.predict.decides
    return Contest(lesson.played_case, decides.played, decides.against or lesson.baseline)


def _own(lesson: Lesson) -> Sandbox:
    return Sandbox(lesson.played_case, lesson.start, baseline=lesson.baseline, below="ranking")


def _one_control(sandbox: Sandbox) -> None:
    sandbox.bindings[-1].widget.layout.display = None


def _leave_out(sandbox: Sandbox) -> None:
    sandbox.put_beside("keep")


# By name: what makes a lesson's panel, and what brings in one thing more to change.
PANELS: dict[str, tuple[Callable[[Lesson], Widget], Callable[[Any], None]]] = {
    "bench": (_bench, _one_control), "contest": (_contest, Contest.doubt_the_model), "own": (_own, _leave_out),
}  # fmt: skip


def panel_of(lesson: Lesson) -> Widget:
    """Return a new panel of the kind that the lesson names.

    >>> from sim.lab.session.lesson_data import load_lesson
    >>> len(panel_of(load_lesson("02_update_rhythm")).bindings)
    3
    """
    return PANELS[lesson.panel][0](lesson)


def open_more(lesson: Lesson, panel: Widget) -> None:
    """Bring in what a lesson's last step changes, in its panel."""
    PANELS[lesson.panel][1](panel)
