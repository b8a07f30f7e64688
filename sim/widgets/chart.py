"""The widget that draws a picture in the browser from plain data."""

from __future__ import annotations

from pathlib import Path

import anywidget
import traitlets

from sim.widgets.scripts import script

__all__ = ["CSS", "Chart"]

CSS = Path(__file__).with_name("widgets.css")


class Chart(anywidget.AnyWidget):
    """A picture of trust over time or of what moved it, with its text alternative.

    Drawn in the browser, since a matplotlib picture follows a control several times more slowly. `data` is plain
    JSON; `drawInto(element, data)` in chart.js draws it on a page without a kernel too.

    >>> Chart(data={}).text_alternative
    ''
    """

    _esm = script("chart")
    _css = CSS

    data = traitlets.Dict().tag(sync=True)

    @property
    def text_alternative(self) -> str:
        """The picture's state in words: what a reader who does not see it is told."""
        return self.data.get("twin", {}).get("state", "")
