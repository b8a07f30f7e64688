"""A widget whose page tells what was done in order with what is pressed next."""

from __future__ import annotations

from typing import Any

import anywidget

__all__ = ["Telling"]


class Telling(anywidget.AnyWidget):
    """A widget that takes ``{name: value}`` as a message of its own.

    ipywidgets holds a change back while an earlier one is awaited, but not the press of a button: on a busy server a
    guess was recorded, or a name handed in, without its last letters. What is told this way is held back by nothing.
    A trait that is told in no other way is tagged ``echo_update=False``: an old value that came back late would
    replace what has been written since.
    """

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.on_msg(lambda _widget, told, _buffers: self.set_state(told))
