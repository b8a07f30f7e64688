"""A slider that shows its value in words."""

from __future__ import annotations

from typing import Any

import traitlets

from sim.texts.words import numerals
from sim.widgets.chart import CSS
from sim.widgets.immediate_message import MessagingWidget
from sim.widgets.scripts import script

__all__ = ["Slider"]


class Slider(MessagingWidget):
    """A native range input with a label. `value` follows the thumb; `rested` changes when it is released.

    `words` says each step; without them the number stands for itself.

    >>> slider = Slider(label="Time", low=0, high=2, words=["never", "weekly", "daily"])
    >>> slider.value = 9
    >>> slider.value, slider.in_words
    (2.0, 'daily')
    """

    _esm = script("slider")
    _css = CSS

    label = traitlets.Unicode().tag(sync=True)
    hint = traitlets.Unicode().tag(sync=True)
    low = traitlets.Float(0).tag(sync=True)
    high = traitlets.Float(10).tag(sync=True)
    step = traitlets.Float(1).tag(sync=True)
    value = traitlets.Float(0).tag(sync=True)
    words = traitlets.List(traitlets.Unicode()).tag(sync=True)
    disabled = traitlets.Bool(default_value=False).tag(sync=True)
    rested = traitlets.Int(0).tag(sync=True)

    @traitlets.validate("value")
    def _within(self, proposal: Any) -> float:
        return min(max(proposal["value"], self.low), self.high)

    @property
    def in_words(self) -> str:
        """The value as the page says it."""
        place = round((self.value - self.low) / self.step)
        return self.words[min(place, len(self.words) - 1)] if self.words else numerals(f"{round(self.value, 6):g}")
