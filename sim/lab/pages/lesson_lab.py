"""The lab of a lesson: there is one, and it stands in the step where the reader is."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sim.lab.panels.lesson_panels import open_more, panel_of
from sim.lab.panels.panel_errors import show_errors

if TYPE_CHECKING:
    from collections.abc import Callable

    from sim.lab.pages.lesson_record import LessonRecord
    from sim.lab.panels.lesson_panels import Panel

__all__ = ["MORE", "PLAY", "LessonLab"]

PLAY, MORE = "play", "more"  # the steps that can hold the lab


class LessonLab:
    """The sandbox, or another panel, once a guess has been recorded.

    Args:
        record: the lesson's answers.
        changed: called when a change was saved.

    Attributes:
        panel: None as long as there is no guess.
        place: the step that holds the panel.
        draws: by step, what draws it anew.
    """

    def __init__(self, record: LessonRecord, *, changed: Callable[[], None]) -> None:
        self.record, self._changed = record, changed
        self.panel: Panel | None = None
        self.place = PLAY
        self.draws: dict[str, Callable[[], None]] = {}

    @property
    def kept(self) -> Any:
        """The panel's saved state; None as long as nothing was changed."""
        # Until November 2026 each of the two steps had a lab of its own; the later one had gone on from the first.
        return self.record.answers.get("draft_more") or self.record.answers.get("draft_play")

    @property
    def may_open(self) -> bool:
        """Whether a guess is there and the panel is not."""
        return self.panel is None and self.record.guessed

    def open(self) -> None:
        """Make the panel in its saved state."""
        self.panel = panel = panel_of(self.record.lesson)
        for number, binding in enumerate(getattr(panel, "bindings", [])):
            binding.widget.place = f"{PLAY} {number}"
        self.restore()
        panel.open_link()
        panel.watchers.append(self._keep)
        if self.place == MORE:
            open_more(self.record.lesson, panel)

    def move(self, place: str) -> None:
        """Let the panel stand in another step; the last one brings in one thing more to change."""
        self.place = place
        if place == MORE and self.panel is not None:
            open_more(self.record.lesson, self.panel)
        self.draw()

    def draw(self) -> None:
        """Draw the steps that can hold the panel."""
        for draw in self.draws.values():
            draw()

    def restore(self) -> None:
        """Show the state that was saved, here or in another tab."""
        if self.panel is not None and self.kept is not None:
            self.panel.restore(self.kept)

    def tell(self, words: str) -> None:
        """Show a sentence on the panel."""
        if self.panel is not None:
            self.panel.tell(words)

    @show_errors
    def _keep(self) -> None:
        state = self.panel.state
        if state != self.kept and not self.record.showing:
            self.record.keep(draft_play=state, **({"draft_more": None} if "draft_more" in self.record.answers else {}))
            self._changed()
            if said := self.record.said():
                self.tell(said)
