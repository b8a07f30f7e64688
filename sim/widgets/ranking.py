"""A list to put in order, with buttons for up and down that have accessible names."""

from __future__ import annotations

from typing import Any

import traitlets

from sim.texts.words import say
from sim.widgets.chart import CSS
from sim.widgets.immediate_message import MessagingWidget
from sim.widgets.scripts import script

__all__ = ["Ranking"]


class Ranking(MessagingWidget):
    """A list whose items move up and down; `order` is empty until the trainee has moved an item or accepted the list.

    `options` are pairs of key and words, in the order that is shown first.

    >>> order = Ranking(label="Highest trust first", options=[("a", "Silence"), ("b", "Updates")])
    >>> order.value, order.shown
    (None, ['a', 'b'])
    >>> order.order = ["b", "a"]
    >>> order.value
    ['b', 'a']
    """

    _esm = script("ranking")
    _css = CSS

    label = traitlets.Unicode().tag(sync=True)
    hint = traitlets.Unicode().tag(sync=True)
    options = traitlets.List().tag(sync=True)
    order = traitlets.List(traitlets.Unicode()).tag(sync=True, echo_update=False)
    words = traitlets.Dict().tag(sync=True)

    def __init__(self, **kwargs: Any) -> None:
        words = {name: say(f"order.{name}") for name in ("up", "down", "keep", "kept", "moved", "place")}
        super().__init__(words=words, **kwargs)

    @traitlets.validate("order")
    def _whole(self, proposal: Any) -> list[str]:
        """Accept an order of all items, or none."""
        keys = [key for key, _ in self.options]
        return list(proposal["value"]) if sorted(proposal["value"]) == sorted(keys) else []

    @property
    def value(self) -> list[str] | None:
        """The keys from first to last, None before anything was done."""
        return list(self.order) or None

    @property
    def shown(self) -> list[str]:
        """The keys in the order shown on the page."""
        return self.value or [key for key, _ in self.options]
