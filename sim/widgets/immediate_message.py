"""A widget whose page reports a change at once, in order with the button that is pressed next."""

from __future__ import annotations

from typing import Any

import anywidget
import traitlets

__all__ = ["MessagingWidget"]


class MessagingWidget(anywidget.AnyWidget):
    """A widget that takes ``{name: value}`` as a custom message.

    ipywidgets delays a change while an earlier one is unanswered, but does not delay a click: on a busy server a guess
    was recorded, or a name handed in, without its last letters. A custom message is never delayed. A trait that is set
    in this way alone is tagged ``echo_update=False``: an old value that came back late would replace newer input.

    With a `place`, a name that is unique on the page, a page without code stores the change and restores it after a
    reload, until the kernel confirms it. With `waits` the kernel confirms only when `arrived` is called: for input that
    counts once a button is pressed.
    """

    place = traitlets.Unicode().tag(sync=True)

    def __init__(self, *, waits: bool = False, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self._waits, self._mark = waits, None
        self.on_msg(self._told)

    def arrived(self) -> None:
        """Confirm the last message, so that the page need not store it any longer."""
        if self._mark is not None:
            self.send({"arrived": self._mark})
            self._mark = None

    def _told(self, _widget: object, told: dict[str, Any], _buffers: object) -> None:
        self.set_state(told)
        self._mark = told.get("mark", self._mark)
        if not self._waits:
            self.arrived()
