"""The widget in which a trainee draws how trust will run over the year, before the model's line is shown."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import traitlets

from sim.look import stylesheet
from sim.texts.words import table
from sim.widgets.immediate_message import MessagingWidget
from sim.widgets.scripts import script

__all__ = ["ANSWERING", "GuessLine", "points_of"]

HERE = Path(__file__).parent
ANSWERING = stylesheet(HERE / "widgets.css", HERE / "answering.css")
POINTS = 5  # sliders that move the line
FIRST_POINT = 4  # weeks: by then a year's first days are over, and what follows is what a line is drawn for


def points_of(weeks: int) -> list[int]:
    """Return the weeks whose values have a slider: five, the last of them at the end.

    >>> points_of(52), points_of(3)
    ([4, 16, 28, 40, 52], [1, 2, 3])
    """
    if weeks <= POINTS:
        return list(range(1, weeks + 1))
    first = min(FIRST_POINT, weeks // POINTS)
    return [first + round((weeks - first) * number / (POINTS - 1)) for number in range(POINTS)]


class GuessLine(MessagingWidget):
    """A line from week 0 to the last week, drawn with a pointer or with five sliders. All values are 0 to 100.

    Lines are lists of weeks + 1 whole numbers, [] = none. `drawn` is what is drawn now; the page sends it. Once
    `model_line` is set, it is shown beside `first` (the locked guess) and `again` (a later try), with `told`, a
    sentence on each.

    >>> line = GuessLine(label="Draw it", weeks=52, start=73)
    >>> line.drawn = [73, 140, "x"]
    >>> line.drawn, line.at
    ([], [4, 16, 28, 40, 52])
    """

    _esm = script("guess_line")
    _css = ANSWERING

    label = traitlets.Unicode().tag(sync=True)
    hint = traitlets.Unicode().tag(sync=True)
    weeks = traitlets.Int(52).tag(sync=True)
    start = traitlets.Int(50).tag(sync=True)
    at = traitlets.List(traitlets.Int()).tag(sync=True)
    drawn = traitlets.List().tag(sync=True, echo_update=False)
    first = traitlets.List().tag(sync=True)
    again = traitlets.List().tag(sync=True)
    model_line = traitlets.List().tag(sync=True)
    gap = traitlets.Int(0).tag(sync=True)
    told = traitlets.List(traitlets.Unicode()).tag(sync=True)
    words = traitlets.Dict().tag(sync=True)

    def __init__(self, *, weeks: int = 52, **kwargs: Any) -> None:
        super().__init__(weeks=weeks, at=points_of(weeks), words=dict(table("guess_line")), **kwargs)

    @traitlets.validate("drawn")
    def _fits(self, proposal: Any) -> list[int]:
        return as_line(proposal["value"], self.weeks)


def as_line(value: Any, weeks: int) -> list[int]:
    """Return a line with a value for each week as whole numbers from 0 to 100; what is none gives [].

    >>> as_line([70, 50.4], 1), as_line([70], 1), as_line([70, True], 1), as_line("ab", 1)
    ([70, 50], [], [], [])
    """
    if not isinstance(value, list | tuple) or len(value) != weeks + 1:
        return []
    fits = all(isinstance(one, int | float) and not isinstance(one, bool) and 0 <= one <= 100 for one in value)  # noqa: PLR2004 - the scale
    return [round(one) for one in value] if fits else []
