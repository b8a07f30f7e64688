"""A choice with an accessible name: radio buttons, a list, or checkboxes."""

from __future__ import annotations

from typing import Any

import traitlets

from sim.widgets.chart import CSS
from sim.widgets.immediate_message import MessagingWidget
from sim.widgets.scripts import script

__all__ = ["Choice"]


class Choice(MessagingWidget):
    """One of several options (kind "radio" or "list"), or any number of them ("several").

    `options` are pairs of key and words; `chosen` holds the chosen keys; `value` is the first of them or None.

    >>> choice = Choice(label="Show", options=[("a", "One"), ("b", "Other")], chosen=["b"])
    >>> choice.value, choice.in_words
    ('b', 'Other')
    """

    _esm = script("choice")
    _css = CSS

    label = traitlets.Unicode().tag(sync=True)
    hint = traitlets.Unicode().tag(sync=True)
    kind = traitlets.Enum(("radio", "list", "several"), default_value="radio").tag(sync=True)
    flow = traitlets.Bool(default_value=False, help="options stand beside each other").tag(sync=True)
    options = traitlets.List().tag(sync=True)
    chosen = traitlets.List(traitlets.Unicode()).tag(sync=True, echo_update=False)
    disabled = traitlets.Bool(default_value=False).tag(sync=True)

    @traitlets.validate("chosen")
    def _known(self, proposal: Any) -> list[str]:
        known = [key for key, _ in self.options]
        return [key for key in known if key in proposal["value"]]

    @property
    def value(self) -> str | None:
        """The key that is chosen, the first of several, or None."""
        return self.chosen[0] if self.chosen else None

    @property
    def in_words(self) -> str:
        """What is chosen, as the page says it."""
        words = dict(self.options)
        return ", ".join(words[key] for key in self.chosen)
