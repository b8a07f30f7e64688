"""Charts in rows: bars for what moved trust, and dots for strategies side by side."""

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, NamedTuple

from matplotlib.axes import Axes
from matplotlib.transforms import ScaledTranslation

from sim.catalogue import strategy_keys
from sim.model.measures import HEADLINE
from sim.model.outcome import Interval, Outcome
from sim.model.strategy import Strategy
from sim.plots.frame import (
    AXIS,
    BAD,
    FAINT,
    INK,
    ROW_GAP,
    SEEN,
    TEXT,
    YOURS,
    count_to_100,
    drawn_in_our_look,
    in_points,
    label_of_mean,
    new_axes,
    outcomes_of,
    plain,
    tidy,
    write_beside,
    write_foot,
    write_head,
)
from sim.plots.labels import KINDS, SMALL, WORDS
from sim.texts.words import many, numerals, points, say, signed
from sim.texts.words import trust as words_of_trust

if TYPE_CHECKING:
    from sim.experiments.comparison import Comparison

COLUMN_HEADS = 36  # points above the plot for the heads of columns
LEAST_SPAN = 0.2  # of trust, with bars and dots


class Bar(NamedTuple):
    """One step of a waterfall: trust before it, its change, and its label."""

    words: str
    before: float
    moved: float


@drawn_in_our_look
def what_moved_trust(outcome: Outcome, *, ax: Axes | None = None) -> Axes:
    """Draw how trust changed from before the breach to the end, cause by cause.

    Losses come first, then gains, each from the largest down. The bars add up exactly; mean over partners and worlds.

    Args:
        outcome: one outcome.
        ax: where to draw; None = a new figure.

    >>> from sim.experiments.simulate import simulate
    >>> ax = what_moved_trust(simulate("missed-deadline", "silence", worlds=5))
    >>> [label.get_text() for label in ax.get_yticklabels()][:: len(ax.patches) + 1]
    ['Before it went wrong', 'After 52 weeks']
    """
    bars = _bars(outcome)
    ax = new_axes(9.5, 2.2 + 0.32 * (len(bars) + 2)) if ax is None else ax
    for row, bar in enumerate(bars, 1):
        _draw_bar(ax, row, bar)
    final = bars[-1].before + bars[-1].moved if bars else _first_trust(outcome)
    _draw_total(ax, 0, _first_trust(outcome))
    _draw_total(ax, len(bars) + 1, final)
    words = [say("drawn.before"), *(bar.words for bar in bars), many("drawn.after", outcome.weeks)]
    _rows_with_words(ax, words)
    _fit_across(ax, [_first_trust(outcome), final, *(bar.before + bar.moved for bar in bars)])
    write_head(
        ax,
        say("drawn.moved", strategy=plain(outcome.strategy.title)),
        say("drawn.moved_note", mean=label_of_mean(outcome)),
    )
    ax.set_xlabel(say("drawn.trust"), fontsize=TEXT)
    count_to_100(ax.xaxis)
    write_foot(ax, outcome)
    return ax


@drawn_in_our_look
def side_by_side(outcomes: "Comparison | Iterable[Outcome]", *, ax: Axes | None = None) -> Axes:
    """Draw strategies in one case, highest partnership on top, with commitments and partners kept at the right.

    Args:
        outcomes: a comparison, or several outcomes of one case.
        ax: where to draw; None = a new figure.

    Raises:
        BadInput: no outcome, or outcomes of several cases.

    >>> from sim.experiments.simulate import simulate
    >>> ax = side_by_side([simulate("missed-deadline", key, worlds=5) for key in ("silence", "keep-informed")])
    >>> len(ax.get_yticklabels())
    2
    """
    ranked = sorted(outcomes_of(outcomes), key=lambda outcome: -outcome.each(HEADLINE).mean())
    ax = new_axes(10.5, 2.7 + 0.3 * len(ranked)) if ax is None else ax
    for row, outcome in enumerate(ranked):
        _draw_strategy(ax, row, outcome)
    _rows_with_words(ax, [plain(outcome.strategy.title, 36) for outcome in ranked])
    _columns(ax, ranked)
    _fit_across(ax, [float(mean.mean()) for one in ranked for mean in (one.each(HEADLINE), one.final_trust)])
    _key_to_marks(ax, [_kind(outcome.strategy) for outcome in ranked])
    ax.set_xlabel(say("drawn.partnership"), fontsize=TEXT)
    count_to_100(ax.xaxis)
    write_head(
        ax,
        say("drawn.side_by_side"),
        say("drawn.side_by_side_note"),
        lift=COLUMN_HEADS + ROW_GAP,
    )
    write_foot(ax, ranked[0])
    return ax


def _first_trust(outcome: Outcome) -> float:
    return float(outcome.mean_trust[0].mean())


def _bars(outcome: Outcome) -> list[Bar]:
    moved = outcome.what_moved_trust
    large = {WORDS[cause]: change for cause, change in moved.items() if abs(change) >= SMALL}
    ordered = sorted(large.items(), key=lambda item: (item[1] > 0, -abs(item[1])))
    small = [change for change in moved.values() if abs(change) < SMALL]
    bars, before = [], _first_trust(outcome)
    for words, change in [*ordered, *([(say("drawn.small", least=points(SMALL, 1)), sum(small))] if small else [])]:
        bars.append(Bar(words, before, change))
        before += change
    return bars


def _draw_bar(ax: Axes, row: int, bar: Bar) -> None:
    lost = bar.moved < 0
    colour, hatch = (BAD, "////") if lost else (YOURS, None)
    ax.barh(
        row, bar.moved, left=bar.before, height=0.66, color=colour, hatch=hatch, edgecolor=SEEN["paper"], linewidth=0.5
    )
    after = bar.before + bar.moved
    ax.plot([after, after], [row - 0.33, row + 0.67], color=AXIS, linewidth=0.8, zorder=1)
    write_beside(
        ax, signed(bar.moved, 1), (after, row), (-5 if lost else 5, 0), ha="right" if lost else "left", gid="moved"
    )


def _draw_total(ax: Axes, row: int, trust: float) -> None:
    ax.plot(trust, row, "D", color=INK, markersize=8, zorder=3, gid="total")
    down = (row - 0.33, row) if row else (0, 0.67)
    ax.plot([trust, trust], down, color=AXIS, linewidth=0.8, zorder=1)
    write_beside(ax, words_of_trust(trust, 1), (trust, row), (8, 0), fontweight="bold")


def _draw_strategy(ax: Axes, row: int, outcome: Outcome) -> None:
    season, (mark, colour) = Interval.of(outcome.each(HEADLINE)), KINDS[_kind(outcome.strategy)]
    ax.errorbar(
        season.mean, row, xerr=season.half_width, fmt=mark, color=colour, markersize=8, capsize=5, linewidth=1.5,
        zorder=3,
    )  # fmt: skip
    ax.plot(outcome.final_trust.mean(), row, "|", color=INK, markersize=18, markeredgewidth=2, zorder=2, gid="final")
    ax.axhline(row, color=FAINT, linewidth=0.8, zorder=0)


def _kind(strategy: Strategy) -> str:
    if strategy.documented:
        return "documented"
    return "foil" if strategy.key in strategy_keys() else "own"


def _key_to_marks(ax: Axes, kinds: Sequence[str]) -> None:
    """Write above the plot what the marks mean."""
    above = ax.transAxes + ScaledTranslation(0, COLUMN_HEADS / 72, ax.get_figure().dpi_scale_trans)
    entries = [(*KINDS[kind], say(f"drawn_kinds.{kind}")) for kind in KINDS if kind in kinds]
    handles = [
        ax.plot([], [], mark, color=colour, markersize=12 if mark == "|" else 8, markeredgewidth=1.5, label=words)[0]
        for mark, colour, words in (*entries, ("|", INK, say("drawn.at_the_end")))
    ]
    ax.legend(
        handles=handles, loc="lower left", bbox_to_anchor=(0, 1), bbox_transform=above, ncols=len(handles),
        frameon=False, fontsize=TEXT, borderaxespad=0, borderpad=0.3, handlelength=1, handletextpad=0.4,
        columnspacing=1.2,
    )  # fmt: skip


def _columns(ax: Axes, ranked: Sequence[Outcome]) -> None:
    """Write the columns at the right of the rows."""
    partners = len(ranked[0].case.partners)
    across = in_points(ax, x=1)
    with_them = [numerals(f"{one.partners_kept.mean():.1f}") for one in ranked]
    for place, heading, values in (
        (80, say("drawn.commitments_kept"), [_percent(one.commitments_kept.mean()) for one in ranked]),
        (160, say("drawn.partners_kept", count=partners), with_them),
    ):
        write_beside(ax, heading, (1, 1), (place, 6), ha="right", va="bottom", xycoords="axes fraction")
        for row, words in enumerate(values):
            write_beside(ax, words, (place, row), (0, 0), ha="right", xycoords=across)


def _percent(share: float) -> str:
    return say("drawn.percent", number=f"{100 * share:.0f}")


def _rows_with_words(ax: Axes, words: list[str]) -> None:
    ax.set_yticks(range(len(words)), words, fontsize=TEXT)
    ax.set_ylim(len(words) - 0.4, -0.6)
    ax.tick_params(axis="y", length=0)
    tidy(ax)


def _fit_across(ax: Axes, values: list[float]) -> None:
    """Set the axis's range: room for numbers beside the bars, and never so narrow that a trifle looks large."""
    low, high = min(values), max(values)
    room = max(0.16 * (high - low), (LEAST_SPAN - (high - low)) / 2, 0.02)
    ax.set_xlim(low - room, high + room)
