"""Files to and from the trainee's own computer."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import anywidget
import traitlets

from sim.lab.picture import CSS, HERE
from sim.lab.words import say

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["Filer"]


class Filer(anywidget.AnyWidget):
    """A button that gives a file (kind "give"), or a field that takes one (kind "take").

    Args:
        make: for "give": returns the file's name, its type and its bytes when it is asked for.

    For "take", `text` holds the file's text and `taken` counts up.

    >>> Filer(kind="give", label="Download", make=lambda: ("a.txt", "text/plain", b"Hello")).made()[0]
    'a.txt'
    """

    _esm = HERE / "filer.js"
    _css = CSS

    kind = traitlets.Enum(("give", "take"), default_value="give").tag(sync=True)
    label = traitlets.Unicode().tag(sync=True)
    text = traitlets.Unicode().tag(sync=True)
    taken = traitlets.Int(0).tag(sync=True)

    def __init__(self, *, make: Callable[[], tuple[str, str, bytes]] | None = None, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self._make = make
        self.on_msg(self._asked)

    def made(self) -> tuple[str, str, bytes]:
        """Return the file as it would be given now: name, type, bytes."""
        if self._make is None:
            raise ValueError("make (= None) must be given where kind is 'give'")
        return self._make()

    def _asked(self, _widget: object, _message: object, _buffers: object) -> None:
        try:
            name, kind, content = self.made()
        except Exception:  # noqa: BLE001 - a page shows a sentence, never a traceback
            self.send({"said": say("bench.failed")})
            return
        self.send({"name": name, "type": kind, "said": say("bench.given", name=name)}, buffers=[content])
