"""Which assumptions move an outcome most: the strongest of them as bars."""

from __future__ import annotations

from typing import TYPE_CHECKING

from matplotlib.ticker import MaxNLocator

from sim.base.errors import BadInput
from sim.model.parameters import meanings
from sim.model.validation import hint, shown
from sim.model.version import version_told
from sim.plots.frame import AXIS, INK, TEXT, YOURS, drawn_in_our_look, new_axes, plain, tidy, write_head
from sim.texts.refusals import whole_number
from sim.texts.words import say, trust

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes

    from sim.model.parameters import Parameters

__all__ = ["strongest_assumptions"]

MOST_ROWS = 40
LONGEST = 70  # letters of what a number means
SMALL = 0.06  # an axis that ends below is counted in tenths of a point


@drawn_in_our_look
def strongest_assumptions(
    effects: pd.DataFrame,
    outcome: str | None = None,
    *,
    most: int = 10,
    parameters: Parameters | None = None,
    ax: Axes | None = None,
) -> Axes:
    """Draw by how much each assumption, moved through its plausible range, moves an outcome, the strongest on top.

    Bars are mean sizes of the effect, in points of 100, with their 95 % intervals.

    Args:
        effects: the frame that `sim.sensitivity` returns.
        outcome: which of its outcomes; None = the last, the difference between the two strategies.
        most: how many assumptions, 1 to 40.
        parameters: what `sensitivity` was given, to be told in the foot.
        ax: where to draw; None = a new figure.

    Raises:
        BadInput: no such outcome, or another number of rows.

    >>> import pandas as pd
    >>> effects = pd.DataFrame({"outcome": "x", "parameter": ["gossip"], "effect": [0.02], "half_width": [0.005]})
    >>> [label.get_text() for label in strongest_assumptions(effects).get_yticklabels()]
    ['gossip']
    """
    asked = _asked(effects, outcome)
    rows = effects[effects["outcome"] == asked].nlargest(whole_number("most", most, least=1, most=MOST_ROWS), "effect")
    ax = new_axes(9.5, 1.8 + 0.34 * len(rows)) if ax is None else ax
    places = range(len(rows))
    ax.barh(places, rows["effect"], height=0.62, color=YOURS)
    ax.errorbar(rows["effect"], places, xerr=rows["half_width"], fmt="none", ecolor=INK, capsize=4, linewidth=1.2)
    ax.set_yticks(places, [plain(name) for name in rows["parameter"]], fontsize=TEXT)
    for place, (name, end) in enumerate(zip(rows["parameter"], rows["effect"] + rows["half_width"], strict=True)):
        told = plain(meanings().get(name, ""), LONGEST)
        ax.annotate(told, (end, place), (6, 0), textcoords="offset points", va="center", fontsize=TEXT - 1, color=AXIS)
    ax.set_ylim(len(rows) - 0.4, -0.6)
    ax.set_xlim(0, 2.1 * float((rows["effect"] + rows["half_width"]).max()) or 1)
    ax.xaxis.set_major_locator(MaxNLocator(nbins=5, steps=[1, 2, 5, 10]))
    ax.xaxis.set_major_formatter(lambda number, _place: trust(number, 0 if ax.get_xlim()[1] > SMALL else 1))
    ax.set_xlabel(say("drawn.effect"), fontsize=TEXT)
    tidy(ax)
    write_head(ax, say("drawn.assumptions", outcome=plain(asked)), say("drawn.assumptions_note"))
    foot = say("drawn.assumptions_foot", model=version_told(parameters), caveat=say("drawn.caveat"))
    ax.get_figure().supxlabel(foot, x=0.99, ha="right", fontsize=TEXT, color=AXIS)
    return ax


def _asked(effects: pd.DataFrame, outcome: str | None) -> str:
    known = list(dict.fromkeys(effects["outcome"]))
    if outcome is None:
        return known[-1]
    if outcome not in known:
        raise BadInput(say("refused_picture.outcome", name=shown(outcome), hint=hint(str(outcome), known)))
    return outcome
