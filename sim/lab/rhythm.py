"""One control, one picture: how often to send an update."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import anywidget
import traitlets

from sim.simulate import simulate
from sim.strategy import Strategy, Update

__all__ = ["RhythmPanel"]

HERE = Path(__file__).parent
WORLDS = 100


class RhythmPanel(anywidget.AnyWidget):
    """A slider for the weeks between two updates, and trust over the season beneath it.

    The picture is drawn in the browser, since a matplotlib picture follows a slider several times
    more slowly. `lines` holds what it shows: a label and the mean trust of every week, for silence
    and for the rhythm chosen.

    >>> panel = RhythmPanel()
    >>> panel.every = 5
    >>> [line["label"] for line in panel.lines]
    ['Silence', 'Update every 5 weeks']
    """

    _esm = HERE / "rhythm.js"
    _css = HERE / "rhythm.css"

    every = traitlets.Int(3, min=1, max=12).tag(sync=True)
    lines = traitlets.List(traitlets.Dict()).tag(sync=True)

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self._silence = _line("Silence", None)
        self._draw()

    @traitlets.observe("every")
    def _draw(self, _change: object = None) -> None:
        if hasattr(self, "_silence"):
            label = f"Update every {self.every} weeks" if self.every > 1 else "Update every week"
            self.lines = [self._silence, _line(label, self.every)]


def _line(label: str, update_every: int | None) -> dict[str, Any]:
    acts = () if update_every is None else (Update(week=0, every_weeks=update_every, says=("progress", "date")),)
    strategy = Strategy(key="rhythm", title=label, summary=label, source="own", acts=acts)
    outcome = simulate("missed-deadline", strategy, worlds=WORLDS)
    return {"label": label, "trust": outcome.mean_trust.mean(axis=-1).round(4).tolist()}
