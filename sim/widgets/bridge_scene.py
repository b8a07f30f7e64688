"""The widget that draws partners on their bridges in the browser from plain data."""

from __future__ import annotations

from pathlib import Path

import anywidget
import traitlets

from sim.look import stylesheet
from sim.widgets.scripts import script

__all__ = ["Bridges"]

HERE = Path(__file__).parent
STYLE = stylesheet(HERE / "widgets.css", HERE / "bridge.css")


class Bridges(anywidget.AnyWidget):
    """Partners on their bridges, each a button that says why; `curve` tells that the trainee asked for the curve.

    `data` is plain JSON; `drawBridges(element, data)` in bridge.js also draws it on a page without a kernel.

    >>> Bridges(data={}).text_alternative
    ''
    """

    _esm = script("bridge")
    _css = STYLE

    data = traitlets.Dict().tag(sync=True)
    curve = traitlets.Bool(default_value=False).tag(sync=True)

    @property
    def text_alternative(self) -> str:
        """The picture's state in words, for readers who do not see it."""
        return self.data.get("twin", {}).get("state", "")
