"""A number of hours to share out, with what is left shown at once."""

from __future__ import annotations

from typing import Any

import traitlets

from sim.texts.words import say
from sim.widgets.chart import CSS
from sim.widgets.immediate_message import MessagingWidget
from sim.widgets.scripts import script

__all__ = ["HoursShare"]


class HoursShare(MessagingWidget):
    """A number field for each item; `given` holds the hours that were typed, by key.

    Args:
        total: hours that there are.
        step: the smallest change, in hours.

    >>> share = HoursShare(label="Forty hours", options=[("a", "Letters"), ("b", "Work")], total=40)
    >>> share.given = {"a": 10, "b": 30}
    >>> share.value
    {'a': 10, 'b': 30}
    """

    _esm = script("hours")
    _css = CSS

    label = traitlets.Unicode().tag(sync=True)
    hint = traitlets.Unicode().tag(sync=True)
    options = traitlets.List().tag(sync=True)
    total = traitlets.Float().tag(sync=True)
    step = traitlets.Float(1).tag(sync=True)
    given = traitlets.Dict().tag(sync=True, echo_update=False)
    words = traitlets.Dict().tag(sync=True)

    def __init__(self, **kwargs: Any) -> None:
        words = {name: say(f"share.{name}") for name in ("left", "all", "over", "field", "wrong")}
        super().__init__(words=words, **kwargs)

    @traitlets.validate("given")
    def _known(self, proposal: Any) -> dict[str, float]:
        keys = [key for key, _ in self.options]
        return {key: number for key, number in proposal["value"].items() if key in keys and _is_hours(number)}

    @property
    def value(self) -> dict[str, float] | None:
        """Hours by key, 0 where a field was left empty; None before anything was typed."""
        return {key: self.given.get(key, 0) for key, _ in self.options} if self.given else None


def _is_hours(number: Any) -> bool:
    return isinstance(number, int | float) and not isinstance(number, bool) and 0 <= number < float("inf")
