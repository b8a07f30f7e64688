"""A button that downloads a file to the trainee's own computer, and one that prints it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import anywidget
import traitlets

from sim.texts.words import say
from sim.widgets.chart import CSS
from sim.widgets.scripts import script

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["FileButtons"]


class FileButtons(anywidget.AnyWidget):
    """A button that downloads a file; with a label for it, another one beside it that prints the file, a page.

    Args:
        make: called on a click; returns the file's name, type and bytes.

    >>> FileButtons(label="Download", make=lambda: ("a.txt", "text/plain", b"Hello")).made()[0]
    'a.txt'
    """

    _esm = script("file_buttons")
    _css = CSS

    label = traitlets.Unicode().tag(sync=True)
    print_label = traitlets.Unicode().tag(sync=True)

    def __init__(self, *, make: Callable[[], tuple[str, str, bytes]], **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self._make = make
        self.on_msg(self._asked)

    def made(self) -> tuple[str, str, bytes]:
        """Return the file as it would be downloaded now: name, type, bytes."""
        return self._make()

    def _asked(self, _widget: object, _message: object, _buffers: object) -> None:
        try:
            name, kind, content = self.made()
        except Exception:  # noqa: BLE001 - a page shows a sentence, never a traceback
            self.send({"said": say("bench.failed")})
            return
        self.send({"name": name, "type": kind, "said": say("bench.given", name=name)}, buffers=[content])
