"""A widget whose page tells what was done in order with what is pressed next."""

from __future__ import annotations

from typing import Any

import anywidget
import traitlets

__all__ = ["MessagingWidget"]


class MessagingWidget(anywidget.AnyWidget):
    """A widget that takes ``{name: value}`` as a message of its own.

    ipywidgets holds a change back while an earlier one is awaited, but not the press of a button: on a busy server a
    guess was recorded, or a name handed in, without its last letters. What is told this way is held back by nothing.
    A trait that is told in no other way is tagged ``echo_update=False``: an old value that came back late would
    replace what has been written since.

    With a `place`, a name that nothing else on the page has, a page without code keeps what was done, and puts it back
    after a reload, until it hears that it has arrived. With `waits` that is only once `arrived` is called: for what
    lasts no longer than the page until a button is pressed.
    """

    place = traitlets.Unicode().tag(sync=True)

    def __init__(self, *, waits: bool = False, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self._waits, self._mark = waits, None
        self.on_msg(self._told)

    def arrived(self) -> None:
        """Let the page forget what it keeps of what was told last."""
        if self._mark is not None:
            self.send({"arrived": self._mark})
            self._mark = None

    def _told(self, _widget: object, told: dict[str, Any], _buffers: object) -> None:
        self.set_state(told)
        self._mark = told.get("mark", self._mark)
        if not self._waits:
            self.arrived()
