"""What all pictures share: colours, line styles, headings, footers and sizes."""

import textwrap
from collections.abc import Callable, Iterable, Iterator
from functools import wraps
from typing import TYPE_CHECKING, Any, NamedTuple, ParamSpec, TypeVar

from matplotlib import rc_context
from matplotlib.axes import Axes
from matplotlib.axis import Axis
from matplotlib.figure import Figure
from matplotlib.ticker import MaxNLocator
from matplotlib.transforms import Affine2D, ScaledTranslation, Transform, blended_transform_factory

from sim.base.errors import BadInput
from sim.look import tokens
from sim.model.outcome import Outcome
from sim.model.version import version_told
from sim.texts.words import say, trust

if TYPE_CHECKING:
    from sim.experiments.comparison import Comparison

Given, Drawn = ParamSpec("Given"), TypeVar("Drawn")
SEEN = tokens("light")  # pictures are kept in files and printed, so they are light
INK, YOURS, OTHER, BAD, AXIS = (SEEN[name] for name in ("ink", "yours", "other", "bad", "axis"))
PALE, FAINT = SEEN["rule"], SEEN["faint"]
# Seven colours and six line styles make 42 pairs, and the first six differ in both.
COLOURS = tuple(SEEN[f"line-{number}"] for number in range(7))
STYLES = (
    (0, ()), (0, (8, 2.5)), (0, (1, 1.3)), (0, (6, 2, 1, 2)), (0, (3, 1.2)), (0, (6, 1.5, 1, 1.5, 1, 1.5)),
)  # fmt: skip
MOST_LINES = len(COLOURS) * len(STYLES)
# matplotlib's own settings while one of our pictures is drawn
STYLE = {
    **dict.fromkeys(("text.color", "axes.labelcolor", "xtick.color", "ytick.color"), INK),
    "axes.edgecolor": AXIS,
    **dict.fromkeys(("figure.facecolor", "axes.facecolor"), SEEN["paper"]),
}
TEXT, HEADING = 10, 13  # points
LABEL_GAP, ROW_GAP = 15, 16  # points from one label to the next, and from one row of marks to the next
LONGEST = 48  # letters of a title; a longer one ends in "…"
FOOT = 120  # letters in a line of the foot, where it tells of more than the model's version


def drawn_in_our_look(draw: Callable[Given, Drawn]) -> Callable[Given, Drawn]:
    """Return a function that draws with our settings, and leaves matplotlib's as they were."""

    @wraps(draw)
    def drawn(*args: Given.args, **kwargs: Given.kwargs) -> Drawn:
        with rc_context(STYLE):
            return draw(*args, **kwargs)

    return drawn


class Look(NamedTuple):
    """How one line is drawn."""

    color: str
    linestyle: tuple[int, tuple[float, ...]]


def outcomes_of(given: "Outcome | Comparison | Iterable[Outcome]") -> tuple[Outcome, ...]:
    """Return outcomes as a tuple; raise BadInput for none, several cases, or too many."""
    outcomes = (given,) if isinstance(given, Outcome) else tuple(getattr(given, "outcomes", given))
    if not outcomes:
        raise BadInput(say("refused_picture.nothing"))
    cases = list(dict.fromkeys(outcome.case.title for outcome in outcomes))
    if len(cases) > 1:
        raise BadInput(say("refused_picture.two_cases", one=repr(cases[0]), other=repr(cases[1])))
    refuse_many(len(outcomes), "strategies")
    return outcomes


def refuse_many(lines: int, what: str) -> None:
    """Refuse more lines than can be told apart; what: "strategies" or "partners"."""
    if lines > MOST_LINES:
        raise BadInput(say(f"refused_picture.{what}", number=lines, most=MOST_LINES))


def all_looks() -> Iterator[Look]:
    """Yield each pair of colour and line style once."""
    for number in range(MOST_LINES):
        yield Look(COLOURS[number % len(COLOURS)], STYLES[number % len(STYLES)])


def new_axes(width: float, height: float) -> Axes:
    """Return axes of their own figure; width and height in inches."""
    return Figure(figsize=(width, height), layout="constrained").add_subplot()


def write_head(ax: Axes, heading: str, note: str, *, lift: float = 6) -> None:
    """Write a heading and a note above the plot; lift: points between note and plot."""
    ax.set_title(heading, loc="left", fontsize=HEADING, fontweight="bold", pad=lift + ROW_GAP)
    write_beside(ax, note, (0, 1), (0, lift), va="bottom", xycoords="axes fraction")


def write_beside(ax: Axes, words: str, place: tuple[float, float], aside: tuple[float, float], **how: Any) -> None:
    """Write words beside a place, which may be outside the plot; aside: points to the right and up."""
    how = {"ha": "left", "va": "center_baseline", "fontsize": TEXT, "annotation_clip": False} | how
    ax.annotate(words, place, xytext=aside, textcoords="offset points", **how)


def write_foot(ax: Axes, outcome: Outcome) -> None:
    """Write below the plot which case, worlds, seed and model the figures come from."""
    worlds = outcome.worlds
    several = len(worlds) > 1
    number = say("drawn.worlds", number=len(worlds)) if several else say("drawn.world_alone", world=worlds[0])
    case, caveat = plain(outcome.case.title), say("drawn.caveat")
    model = version_told(outcome.parameters)
    words = say("drawn.foot", case=case, worlds=number, seed=outcome.seed, model=model, caveat=caveat)
    if outcome.parameters.changes:
        words = textwrap.fill(words, FOOT)
    ax.get_figure().supxlabel(words, x=0.99, ha="right", fontsize=TEXT, color=AXIS)


def count_to_100(axis: Axis) -> None:
    """Label an axis of trust from 0 to 100, in whole numbers; what is drawn on it stays 0 to 1."""
    axis.set_major_locator(MaxNLocator(nbins="auto", steps=[1, 2, 5, 10]))
    axis.set_major_formatter(lambda number, _place: trust(number))


def tidy(ax: Axes) -> None:
    """Remove what is not needed to read the plot."""
    ax.spines[["top", "right"]].set_visible(False)
    ax.tick_params(labelsize=TEXT)
    ax.set_axisbelow(True)


def plain(words: str, most: int = LONGEST) -> str:
    r"""Return words as one line of at most `most` letters, with no formula in it.

    >>> plain("From $5 to $10"), plain("Words " * 3, 9)
    ('From \\$5 to \\$10', 'Words Wo…')
    """
    line = " ".join(words.split())
    return (line if len(line) <= most else f"{line[: most - 1]}…").replace("$", r"\$")


def label_of_mean(outcome: Outcome) -> str:
    """Return the label of the mean over worlds, or of one world."""
    return say("drawn.mean" if len(outcome.worlds) > 1 else "drawn.mean_of_world")


def figure_of(drawn: Figure | Axes) -> Figure:
    """Return the figure of what was drawn."""
    return drawn if isinstance(drawn, Figure) else drawn.get_figure(root=True)


def in_points(ax: Axes, *, x: float | None = None, y: float | None = None) -> Transform:
    """Return a transform that counts points from a side of the plot along one axis.

    With x, across from this fraction of the width, and y stays trust or row. With y, up from this fraction of the
    height, and x is a fraction of the width.
    """
    points = Affine2D().scale(1 / 72) + ax.get_figure().dpi_scale_trans
    if x is not None:
        return blended_transform_factory(points + ScaledTranslation(x, 0, ax.transAxes), ax.transData)
    return blended_transform_factory(ax.transAxes, points + ScaledTranslation(0, y, ax.transAxes))


def below_plot(ax: Axes) -> Transform:
    """Return a transform for weeks along the axis and points from the bottom of the plot."""
    return blended_transform_factory(ax.transData, in_points(ax, y=0))
