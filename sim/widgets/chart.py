"""The widget that draws a picture in the browser from plain data."""

from __future__ import annotations

from pathlib import Path

import anywidget
import traitlets

from sim.look import stylesheet
from sim.widgets.scripts import script

__all__ = ["CSS", "Chart"]

CSS = stylesheet(Path(__file__).with_name("widgets.css"))


class Chart(anywidget.AnyWidget):
    """A picture of trust over time or of what moved it, with its text alternative.

    It is drawn in the browser, since a matplotlib picture follows a control several times more slowly. `data` is plain
    JSON; `drawInto(element, data)` in chart.js also draws it on a page without a kernel.

    >>> Chart(data={}).text_alternative
    ''
    """

    _esm = script("chart")
    _css = CSS

    data = traitlets.Dict().tag(sync=True)

    @property
    def text_alternative(self) -> str:
        """The picture's state in words, for readers who do not see it."""
        return self.data.get("twin", {}).get("state", "")
