"""Bind a control's widget to a draft: show the draft's value, and write a change into a new draft."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sim.texts.words import say
from sim.widgets.choice import Choice
from sim.widgets.slider import Slider

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from sim.lab.session.controls import Control
    from sim.lab.session.draft import Draft

__all__ = ["ControlBinding"]

BESIDE = 3  # up to so many short options are shown in a row
SHORT = 24  # letters


class ControlBinding:
    """A control and its widget.

    Args:
        on_move: called with a function from draft to draft, and whether the drag has ended.
        on_rest: called when a slider is released.
        beside: the controls beside it; the one that leaves its act out is named where this one changes nothing.
    """

    def __init__(
        self,
        control: Control,
        *,
        on_move: Callable[[Callable[[Draft], Draft], bool], None],
        on_rest: Callable[[], None],
        beside: Sequence[Control] = (),
    ) -> None:
        self.control, self._beside = control, tuple(beside)
        self._on_move, self._on_rest = on_move, on_rest
        self._showing = False
        self.widget = self._slider() if control.shown_as == "slider" else self._choice()

    def show(self, draft: Draft) -> None:
        """Show the draft's value without calling back."""
        at = self.control.read(draft)
        self._showing = True
        try:
            idle = self.control.why_idle(draft, beside=self._beside)
            lacks_act = self.control.lacks_act(draft)
            self.widget.disabled = bool(idle) or lacks_act
            other = say("editor.not_on_offer") if at is None and not (lacks_act or self.control.strategies) else ""
            self.widget.hint = idle or other or self.control.hint
            if isinstance(self.widget, Slider):
                self.widget.value = at or 0
            else:
                self.widget.chosen = [] if at is None else [str(at)]
        finally:
            self._showing = False

    def move_to(self, at: int) -> None:
        """Set the control to the value in this place, as a user would."""
        if isinstance(self.widget, Slider):
            self.widget.value = at
            self.widget.rested += 1
        else:
            self.widget.chosen = [str(at)]

    def _slider(self) -> Slider:
        said = list(self.control.said)
        slider = Slider(label=self.control.label, hint=self.control.hint, high=len(said) - 1, words=said)
        slider.observe(lambda _: self._changed(round(slider.value), settled=False), "value")
        slider.observe(lambda _: self._on_rest(), "rested")
        return slider

    def _choice(self) -> Choice:
        said = self.control.said
        beside = len(said) <= BESIDE and all(len(words) <= SHORT for words in said)
        choice = Choice(
            label=self.control.label, hint=self.control.hint, flow=beside,
            kind="list" if self.control.shown_as == "list" else "radio",
            options=[(str(at), words) for at, words in enumerate(said)],
        )  # fmt: skip
        choice.observe(lambda _: self._changed(int(choice.value or 0), settled=True), "chosen")
        return choice

    def _changed(self, at: int, *, settled: bool) -> None:
        if not self._showing:
            self._on_move(lambda draft: self.control.write(draft, at), settled)
