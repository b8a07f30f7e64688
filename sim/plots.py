"""Still pictures of outcomes: lines, bars and dots that say what they show, in print and in grey too."""

import io
import os
import secrets
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import MaxNLocator
from matplotlib.transforms import Affine2D, ScaledTranslation, Transform, blended_transform_factory

from sim.catalogue import strategy_keys
from sim.errors import BadInput
from sim.ledger import ACTS
from sim.outcome import Interval, Outcome
from sim.scenario import DAYS_A_WEEK, Case
from sim.strategy import Strategy

if TYPE_CHECKING:
    from sim.comparison import Comparison

__all__ = ["save", "side_by_side", "trust_by_partner", "trust_over_time", "what_moved_trust"]

TRUST, WEEKS = "Trust (0 = none, 1 = full)", "Weeks since the breach"
CAVEAT = "A model, not a forecast"
ENDINGS = (".png", ".svg", ".pdf")

# Okabe and Ito's colours, which people with any kind of colour vision can tell apart, without the yellow: too pale
# for a line on white. Seven colours and six line styles make 42 pairs, and the first six differ in both.
BLACK, BLUE, VERMILLION, GREEN, PURPLE, ORANGE, SKY = (
    "#000000", "#0072B2", "#D55E00", "#009E73", "#CC79A7", "#E69F00", "#56B4E9",
)  # fmt: skip
COLOURS = (BLUE, VERMILLION, GREEN, PURPLE, BLACK, ORANGE, SKY)
STYLES = (
    (0, ()), (0, (8, 2.5)), (0, (1, 1.3)), (0, (6, 2, 1, 2)), (0, (3, 1.2)), (0, (6, 1.5, 1, 1.5, 1, 1.5)),
)  # fmt: skip
MOST_LINES = len(COLOURS) * len(STYLES)
GREY, PALE, FAINT = "#555555", "#CCCCCC", "#E6E6E6"

MINUS = "\N{MINUS SIGN}"  # as wide as a plus

TEXT, HEADING = 10, 13  # points
LABEL_GAP, ROW_GAP = 15, 16  # points from one label to the next, and from one row of marks to the next
COLUMN_HEADS = 36  # points that the heads of columns take above the plot
FIRST_ROW = 18  # points from the plot down to the first row of marks
MOST_BANDS, MOST_ROWS, MOST_TOLD = 3, 6, 5  # beyond these, bands, rows and events told in words hide each other
LONGEST = 48  # letters of a title; what is longer ends in "…"
LEAST_SPAN = 0.2  # of trust in rows of bars and dots
SMALL = 0.003  # causes that moved trust less are summed
SMALL_WORDS = f"Other, each below {SMALL}"

WORDS = {
    "acknowledge": "Acknowledging",
    "listen": "Listening",
    "apologise": "Apologising",
    "explain": "Explaining",
    "clarify": "Clearing up misunderstandings",
    "deny": "Denying",
    "disagree": "Disagreeing",
    "propose": "Proposing a remedy",
    "plan": "Making a plan",
    "update": "Sending updates",
    "survey": "Asking in a survey",
    "involve": "Involving partners",
    "compensate": "Making good the loss",
    "train_staff": "Training our staff",
    "educate": "Showing how things work",
    "fix_process": "Changing how we work",
    "review": "Looking for root causes",
    "forewarn": "Warning before dates slip",
    "promise": "Promising",
    "thank": "Thanking",
    "celebrate": "Celebrating what went well",
    "part_ways": "Parting ways",
    "commitments kept": "Commitments kept",
    "commitments broken": "Commitments broken",
    "late deliveries": "Late, but delivered",
    "what happened": "The breach and later events",
    "guilt proven": "Fault proven",
    "long dates": "Dates far away",
    "waiting": "Waiting without knowing",
    "messages": "Too many messages",
    "no answer": "No answer to the breach",
    "unmet needs": "Needs not met",
    "word of mouth": "Word of mouth",
    "fading memory": "Memories fading",
    "promises unproven": "Promises not borne out",
    "apologies unproven": "Apologies not borne out",
    "survey follow-up": "What followed a survey",
}


KINDS = {  # of strategies: mark, colour and words
    "documented": ("o", BLUE, "recommended in the texts"),
    "foil": ("^", VERMILLION, "warned of in the texts"),
    "own": ("s", GREEN, "your own"),
}


class Look(NamedTuple):
    """How one line is drawn."""

    color: str
    linestyle: tuple[int, tuple[float, ...]]


class End(NamedTuple):
    """The end of a line and what is written there."""

    week: float
    trust: float
    words: str
    look: Look


class Bar(NamedTuple):
    """One step of a waterfall: where trust stood before it, by how much it moved, and why."""

    words: str
    before: float
    moved: float


# The pictures


def trust_over_time(outcome_or_outcomes: "Outcome | Comparison | Iterable[Outcome]", *, ax: Axes | None = None) -> Axes:
    """Draw trust week by week, mean over partners and worlds, one line for each strategy.

    Up to three strategies have a band that holds the middle 80 % of worlds. Below the lines stand the case's events
    and, for up to six strategies, the days on which acts began.

    Args:
        outcome_or_outcomes: one outcome, several of one case, or a comparison.
        ax: where to draw; None = a new figure.

    Raises:
        BadInput: no outcome, or outcomes of several cases.

    >>> from sim.simulate import simulate
    >>> ax = trust_over_time([simulate("missed-deadline", key, worlds=5) for key in ("silence", "keep-informed")])
    >>> ax.get_xlabel(), ax.get_ylabel()
    ('Weeks since the breach', 'Trust (0 = none, 1 = full)')
    """
    outcomes = _outcomes(outcome_or_outcomes)
    ax = _new_axes(10.5, _height_over_time(outcomes, len(outcomes))) if ax is None else ax
    banded = len(outcomes) <= MOST_BANDS and len(outcomes[0].worlds) > 1
    ends = [_mean_line(ax, outcome, look, banded=banded) for outcome, look in zip(outcomes, _looks(), strict=False)]
    _finish_time(ax, outcomes, ends)
    band = " Bands: the middle 80 % of worlds." if banded else ""
    _head(ax, "Trust over time", f"Lines: {_mean(outcomes[0])}.{band}{_key_to_acts(outcomes)}")
    return ax


def trust_by_partner(outcome: Outcome, *, ax: Axes | None = None) -> Axes:
    """Draw each partner's trust week by week, mean over worlds.

    The line of a partner that goes in at least half of the worlds ends with a cross at the median week of going.

    >>> from sim.simulate import simulate
    >>> len([line for line in trust_by_partner(simulate("missed-deadline", "silence", worlds=5)).lines
    ...      if line.get_gid() == "trust"])
    8
    """
    partners = len(outcome.case.partners)
    _refuse_many(partners, "partners")
    ax = _new_axes(10.5, _height_over_time([outcome], partners)) if ax is None else ax
    ends = [_partner_line(ax, outcome, number, look) for number, look in zip(range(partners), _looks(), strict=False)]
    _finish_time(ax, [outcome], ends)
    goes = any(_usual_going(outcome, number) for number in range(partners))
    mean = "Lines: mean over worlds." if len(outcome.worlds) > 1 else f"World {outcome.worlds[0]}."
    gone = " Cross: gone in half of the worlds or more." if goes else ""
    _head(ax, f"Trust of each partner: {_plain(outcome.strategy.title)}", mean + gone + _key_to_acts([outcome]))
    return ax


def what_moved_trust(outcome: Outcome, *, ax: Axes | None = None) -> Axes:
    """Draw how trust came from where it stood before the breach to where it ended, cause by cause.

    Losses come first, then gains, each from the largest down. The bars add up exactly; mean over partners and worlds.

    >>> from sim.simulate import simulate
    >>> ax = what_moved_trust(simulate("missed-deadline", "silence", worlds=5))
    >>> [label.get_text() for label in ax.get_yticklabels()][:: len(ax.patches) + 1]
    ['Before the breach', 'After 52 weeks']
    """
    bars = _bars(outcome)
    ax = _new_axes(9.5, 2.2 + 0.32 * (len(bars) + 2)) if ax is None else ax
    for row, bar in enumerate(bars, 1):
        _draw_bar(ax, row, bar)
    final = bars[-1].before + bars[-1].moved if bars else _first_trust(outcome)
    _draw_total(ax, 0, _first_trust(outcome))
    _draw_total(ax, len(bars) + 1, final)
    words = ["Before the breach", *(bar.words for bar in bars), f"After {outcome.weeks} weeks"]
    _rows_with_words(ax, words)
    _fit_across(ax, [_first_trust(outcome), final, *(bar.before + bar.moved for bar in bars)])
    _head(
        ax,
        f"What moved trust: {_plain(outcome.strategy.title)}",
        f"Trust: {_mean(outcome)}. Hatched, with {MINUS}: lost. Plain, with +: gained.",
    )
    ax.set_xlabel(TRUST, fontsize=TEXT)
    _foot(ax, outcome)
    return ax


def side_by_side(outcomes: "Comparison | Iterable[Outcome]", *, ax: Axes | None = None) -> Axes:
    """Draw strategies in one case, best mean trust over the season on top, with what was kept at the right.

    Raises:
        BadInput: no outcome, or outcomes of several cases.

    >>> from sim.simulate import simulate
    >>> ax = side_by_side([simulate("missed-deadline", key, worlds=5) for key in ("silence", "keep-informed")])
    >>> len(ax.get_yticklabels())
    2
    """
    ranked = sorted(_outcomes(outcomes), key=lambda outcome: -outcome.season_trust.mean())
    ax = _new_axes(10.5, 2.7 + 0.3 * len(ranked)) if ax is None else ax
    for row, outcome in enumerate(ranked):
        _draw_strategy(ax, row, outcome)
    _rows_with_words(ax, [_plain(outcome.strategy.title, 36) for outcome in ranked])
    _columns(ax, ranked)
    _fit_across(ax, [float(mean.mean()) for one in ranked for mean in (one.season_trust, one.final_trust)])
    _key_to_marks(ax, [_kind(outcome.strategy) for outcome in ranked])
    ax.set_xlabel(TRUST, fontsize=TEXT)
    _head(
        ax,
        "Strategies side by side",
        "Mean trust over the season, with its 95 % interval:",
        lift=COLUMN_HEADS + ROW_GAP,
    )
    _foot(ax, ranked[0])
    return ax


def save(figure_or_axes: Figure | Axes, path: str | os.PathLike[str]) -> None:
    """Write a picture to a file that ends in .png, .svg or .pdf, whole or not at all.

    Raises:
        BadInput: another ending, or a place that cannot be written to.

    >>> save(Figure(), "trust.gif")
    Traceback (most recent call last):
    sim.errors.BadInput: trust.gif: a picture's file must end in .png, .svg or .pdf
    """
    check_path(path)
    name, path = os.fsdecode(path), Path(path)
    content = io.BytesIO()
    _figure(figure_or_axes).savefig(content, format=path.suffix.lower()[1:], dpi=150)
    try:
        _replace(path, content.getvalue())
    except (OSError, ValueError) as error:
        why = getattr(error, "strerror", None) or error
        raise BadInput(f"{name}: cannot be written ({why}); name a file in a folder that you may write to") from None


def check_path(path: str | os.PathLike[str]) -> None:
    """Refuse a place where no picture can be written, before long work is done for it.

    Raises:
        BadInput: another ending, a folder, or a folder that is not there or may not be written to.
    """
    name, path = os.fsdecode(path), Path(path)
    if path.suffix.lower() not in ENDINGS:
        raise BadInput(f"{name}: a picture's file must end in {', '.join(ENDINGS[:-1])} or {ENDINGS[-1]}")
    if os.path.isdir(name):  # noqa: PTH112 - unlike Path.is_dir, it answers for names that no disk could hold
        raise BadInput(f"{name}: cannot be written (it is a folder); name a file in it")
    if not os.access(path.parent, os.W_OK):
        raise BadInput(f"{name}: cannot be written ({path.parent} is no folder that you may write to)")


def _replace(path: Path, content: bytes) -> None:
    part = path.with_name(f".{secrets.token_hex(8)}.part")
    try:
        part.write_bytes(content)
        part.replace(path)
    finally:
        with suppress(OSError, ValueError):
            part.unlink()


# What is shown, as numbers


def _outcomes(given: "Outcome | Comparison | Iterable[Outcome]") -> tuple[Outcome, ...]:
    outcomes = (given,) if isinstance(given, Outcome) else tuple(getattr(given, "outcomes", given))
    if not outcomes:
        raise BadInput("a picture needs at least one outcome")
    cases = list(dict.fromkeys(outcome.case.title for outcome in outcomes))
    if len(cases) > 1:
        raise BadInput(f"one picture shows one case, not {cases[0]!r} and {cases[1]!r}")
    _refuse_many(len(outcomes), "strategies")
    return outcomes


def _refuse_many(lines: int, what: str) -> None:
    if lines > MOST_LINES:
        raise BadInput(f"{lines} {what} are too many for one picture; show at most {MOST_LINES}")


def _looks() -> Iterator[Look]:
    for number in range(MOST_LINES):
        yield Look(COLOURS[number % len(COLOURS)], STYLES[number % len(STYLES)])


def _usual_going(outcome: Outcome, number: int) -> tuple[float, str] | None:
    """Return when and how a partner goes in at least half of the worlds, or None."""
    week = outcome.gone_week[number]
    gone = week >= 0
    if gone.sum() * 2 < len(gone):
        return None
    how = "parts" if outcome.parted[number].sum() * 2 >= gone.sum() else "leaves"
    return float(np.median(week[gone])) + 1, how


def _mean(outcome: Outcome) -> str:
    return "mean over all partners and worlds" if len(outcome.worlds) > 1 else "mean over all partners"


def _first_trust(outcome: Outcome) -> float:
    return float(outcome.mean_trust[0].mean())


def _bars(outcome: Outcome) -> list[Bar]:
    moved = outcome.what_moved_trust
    large = {WORDS[cause]: change for cause, change in moved.items() if abs(change) >= SMALL}
    ordered = sorted(large.items(), key=lambda item: (item[1] > 0, -abs(item[1])))
    small = [change for change in moved.values() if abs(change) < SMALL]
    bars, before = [], _first_trust(outcome)
    for words, change in [*ordered, *([(SMALL_WORDS, sum(small))] if small else [])]:
        bars.append(Bar(words, before, change))
        before += change
    return bars


def _week(day: int) -> float:
    """Return a day's place on the axis of weeks: the breach and day 1 are at 0."""
    return max(day - 1, 0) / DAYS_A_WEEK


def _happenings(case: Case) -> list[tuple[float, str]]:
    """Return when something happened whatever the strategy, and what; one entry a day."""
    days: dict[int, list[str]] = {}
    for event in sorted(case.events, key=lambda event: event.day):
        if event.day <= case.days:
            days.setdefault(event.day, []).append(event.label)
    return [(_week(day), _told(day, labels)) for day, labels in days.items()]


def _told(day: int, labels: list[str]) -> str:
    return "The breach" if day == 0 and len(labels) > 1 else _plain("; ".join(labels), 60)


def _days_of_acts(outcome: Outcome) -> dict[str, list[float]]:
    """Return the weeks in which each kind of act began, in the order of first acts."""
    weeks: dict[str, list[float]] = {}
    for day, what in outcome.log:
        if what in ACTS:
            weeks.setdefault(what, []).append(_week(day))
    return weeks


def _rows_of_acts(outcomes: Sequence[Outcome]) -> list[tuple[str, list[list[float]]]]:
    """Return rows of marks: one for each kind of act of a single strategy, else one for each strategy."""
    if len(outcomes) == 1:
        return [(WORDS[act], [weeks]) for act, weeks in _days_of_acts(outcomes[0]).items()]
    if len(outcomes) > MOST_ROWS:
        return []
    return [(_plain(one.strategy.title), list(_days_of_acts(one).values())) for one in outcomes]


# Lines over time


def _mean_line(ax: Axes, outcome: Outcome, look: Look, *, banded: bool) -> End:
    weeks, trust = np.arange(outcome.weeks + 1), outcome.mean_trust.mean(axis=1)
    if banded:
        low, high = np.quantile(outcome.mean_trust, (0.1, 0.9), axis=1)
        ax.fill_between(weeks, low, high, color=look.color, alpha=0.15, linewidth=0)
    return _line(ax, weeks, trust, _plain(outcome.strategy.title), look)


def _partner_line(ax: Axes, outcome: Outcome, number: int, look: Look) -> End:
    words, trust = _plain(outcome.case.names[number], 32), outcome.trust[:, number].mean(axis=-1)
    going = _usual_going(outcome, number)
    if going is None:
        return _line(ax, np.arange(outcome.weeks + 1), trust, words, look)
    week, how = going
    last = round(week)
    ax.plot(last, trust[last], "X", color=look.color, markersize=10, markeredgecolor="white", zorder=4, gid="gone")
    ax.plot([last, outcome.weeks], [trust[last]] * 2, color=PALE, linewidth=1, zorder=1)
    return _line(ax, np.arange(last + 1), trust[: last + 1], f"{words} ({how}, week {last})", look)


def _line(ax: Axes, weeks: np.ndarray, trust: np.ndarray, words: str, look: Look) -> End:
    ax.plot(weeks, trust, linewidth=2, label=words, gid="trust", zorder=3, **look._asdict())
    return End(float(weeks[-1]), float(trust[-1]), words, look)


def _finish_time(ax: Axes, outcomes: Sequence[Outcome], ends: list[End]) -> None:
    ax.set_xlim(0, outcomes[0].weeks)
    ax.set_ylim(*_round_limits(*ax.dataLim.intervaly))
    ax.xaxis.set_major_locator(MaxNLocator(nbins=14, steps=[1, 2, 4, 5, 10], integer=True))
    ax.set_xlabel(WEEKS, fontsize=TEXT)
    ax.set_ylabel(TRUST, fontsize=TEXT)
    ax.grid(axis="y", color=FAINT, linewidth=0.8)
    _tidy(ax)
    _mark_time(ax, outcomes)
    _foot(ax, outcomes[0])
    _label_ends(ax, ends)


def _height_over_time(outcomes: Sequence[Outcome], lines: int) -> float:
    return max(6.0, 2.2 + 0.33 * lines) + ROW_GAP / 72 * len(_rows_of_acts(outcomes))


def _round_limits(low: float, high: float) -> tuple[float, float]:
    """Return limits in twentieths around what is drawn, at least .3 apart where trust allows.

    >>> _round_limits(0.52, 0.6)
    (0.4, 0.75)
    """
    low, high = np.floor(low * 20 - 0.2) / 20, np.ceil(high * 20 + 0.2) / 20
    aside = max(np.ceil((0.3 - (high - low)) * 10 - 1e-9), 0) / 20
    return max(round(float(low - aside), 2), 0.0), min(round(float(high + aside), 2), 1.0)


def _mark_time(ax: Axes, outcomes: Sequence[Outcome]) -> None:
    """Mark events and acts in rows between the plot and its axis of weeks."""
    happenings = _happenings(outcomes[0].case)
    rows = _rows_of_acts(outcomes)
    for week, _ in happenings:
        ax.axvline(week, color=GREY, linewidth=1, linestyle=(0, (2, 3)), zorder=1, clip_on=False)
    down = _event_rows(ax, happenings, FIRST_ROW)
    if rows:
        _beside(ax, "Acts", down, at=(0, -8), ha="right")
    for words, kinds in rows:
        _act_row(ax, words, kinds, down)
        down += ROW_GAP
    ax.spines["bottom"].set_position(("outward", down))


def _event_rows(ax: Axes, happenings: list[tuple[float, str]], down: float) -> float:
    """Draw events from `down` points below the plot; return where the next row goes."""
    if not happenings:
        return down
    _beside(ax, "Events", down, at=(0, -8), ha="right")
    for week, words in happenings:
        ax.plot(week, -down, "v", color=BLACK, markersize=7, clip_on=False, transform=_below(ax), gid="event")
        if len(happenings) <= MOST_TOLD:
            _tell(ax, week, words, down)
            down += ROW_GAP
    return down + ROW_GAP * (len(happenings) > MOST_TOLD)


def _tell(ax: Axes, week: float, words: str, down: float) -> None:
    late = week > ax.get_xlim()[1] / 2
    _write(ax, words, (week, -down), (-7 if late else 7, 0), ha="right" if late else "left", xycoords=_below(ax))


def _key_to_acts(outcomes: Sequence[Outcome]) -> str:
    if len(outcomes) > MOST_ROWS:
        return f" Show {MOST_ROWS} strategies or fewer to see when acts began."
    return " Acts: ◆ once, | repeated." if _rows_of_acts(outcomes) else ""


def _act_row(ax: Axes, words: str, kinds: list[list[float]], down: float) -> None:
    """Draw one row: a diamond for what was done once, a stroke for each time of what was repeated."""
    _beside(ax, words, down, at=(1, 8), ha="left")
    ax.plot([0, 1], [-down] * 2, color=PALE, linewidth=0.8, clip_on=False, transform=_points(ax, y=0), zorder=1)
    for weeks in kinds:
        mark, size = ("D", 5) if len(weeks) == 1 else ("|", 9)
        ax.plot(
            weeks, [-down] * len(weeks), mark, color=BLACK, markersize=size, markeredgewidth=1.3, clip_on=False,
            transform=_below(ax), gid="act",
        )  # fmt: skip


def _beside(ax: Axes, words: str, down: float, *, at: tuple[float, float], ha: str) -> None:
    side, aside = at
    _write(ax, words, (side, 0), (aside, -down), ha=ha, xycoords="axes fraction")


def _label_ends(ax: Axes, ends: list[End]) -> None:
    """Write each line's name at its end, moved up or down where names would cover each other."""
    ax.get_figure(root=True).draw_without_rendering()  # so that the size of the plot is known
    low, high = ax.get_ylim()
    point = (high - low) / ax.get_window_extent().height * ax.get_figure(root=True).dpi / 72
    places = _spread([end.trust for end in ends], LABEL_GAP * point, low, high)
    for end, place in zip(ends, places, strict=True):
        _label_end(ax, end, place)


def _label_end(ax: Axes, end: End, place: float) -> None:
    across = _points(ax, x=1)
    ax.plot([1, 15], [end.trust, place], color=GREY, linewidth=0.8, clip_on=False, transform=across)
    ax.plot([15, 45], [place] * 2, linewidth=2, clip_on=False, transform=across, **end.look._asdict())
    _write(ax, end.words, (49, place), (0, 0), xycoords=across, gid="end")


def _spread(wanted: Sequence[float], gap: float, low: float, high: float) -> list[float]:
    """Return places as near as can be to those wanted, in their order, at least a gap apart.

    >>> [round(place, 2) for place in _spread([0.5, 0.9, 0.5], 0.1, 0, 1)]
    [0.45, 0.9, 0.55]
    """
    order = np.argsort(wanted, kind="stable")
    groups: list[list[float]] = []
    for rank, number in enumerate(order):
        groups.append([wanted[number] - gap * rank])
        while len(groups) > 1 and np.mean(groups[-2]) > np.mean(groups[-1]):
            groups[-2:] = [groups[-2] + groups[-1]]
    starts = [np.mean(group) for group in groups for _ in group]
    top = max(low, high - gap * (len(order) - 1))
    places = np.clip(starts, low, top) + gap * np.arange(len(order))
    return places[np.argsort(order)].tolist()


# Rows of bars and dots


def _draw_bar(ax: Axes, row: int, bar: Bar) -> None:
    lost = bar.moved < 0
    colour, hatch = (VERMILLION, "////") if lost else (BLUE, None)
    ax.barh(row, bar.moved, left=bar.before, height=0.66, color=colour, hatch=hatch, edgecolor="white", linewidth=0.5)
    after = bar.before + bar.moved
    ax.plot([after, after], [row - 0.33, row + 0.67], color=GREY, linewidth=0.8, zorder=1)
    words = f"{bar.moved:+.3f}".replace("-", MINUS)
    _write(ax, words, (after, row), (-5 if lost else 5, 0), ha="right" if lost else "left", gid="moved")


def _draw_total(ax: Axes, row: int, trust: float) -> None:
    ax.plot(trust, row, "D", color=BLACK, markersize=8, zorder=3, gid="total")
    down = (row - 0.33, row) if row else (0, 0.67)
    ax.plot([trust, trust], down, color=GREY, linewidth=0.8, zorder=1)
    _write(ax, f"{trust:.3f}", (trust, row), (8, 0), fontweight="bold")


def _draw_strategy(ax: Axes, row: int, outcome: Outcome) -> None:
    season, (mark, colour, _) = Interval.of(outcome.season_trust), KINDS[_kind(outcome.strategy)]
    ax.errorbar(
        season.mean, row, xerr=season.half_width, fmt=mark, color=colour, markersize=8, capsize=5, linewidth=1.5,
        zorder=3,
    )  # fmt: skip
    ax.plot(outcome.final_trust.mean(), row, "|", color=BLACK, markersize=18, markeredgewidth=2, zorder=2, gid="final")
    ax.axhline(row, color=FAINT, linewidth=0.8, zorder=0)


def _kind(strategy: Strategy) -> str:
    if strategy.documented:
        return "documented"
    return "foil" if strategy.key in strategy_keys() else "own"


def _key_to_marks(ax: Axes, kinds: Sequence[str]) -> None:
    """Say above the plot what the marks mean."""
    above = ax.transAxes + ScaledTranslation(0, COLUMN_HEADS / 72, ax.get_figure().dpi_scale_trans)
    entries = [KINDS[kind] for kind in KINDS if kind in kinds]
    handles = [
        ax.plot([], [], mark, color=colour, markersize=12 if mark == "|" else 8, markeredgewidth=1.5, label=words)[0]
        for mark, colour, words in (*entries, ("|", BLACK, "trust at the end"))
    ]
    ax.legend(
        handles=handles, loc="lower left", bbox_to_anchor=(0, 1), bbox_transform=above, ncols=len(handles),
        frameon=False, fontsize=TEXT, borderaxespad=0, borderpad=0.3, handlelength=1, handletextpad=0.4,
        columnspacing=1.2,
    )  # fmt: skip


def _columns(ax: Axes, ranked: Sequence[Outcome]) -> None:
    """Write what was kept at the right of each row."""
    partners = len(ranked[0].case.partners)
    across = _points(ax, x=1)
    for place, heading, values in (
        (80, "Commitments\nkept", [f"{one.commitments_kept.mean():.0%}".replace("%", " %") for one in ranked]),
        (160, f"Partners kept\n(of {partners})", [f"{one.partners_kept.mean():.1f}" for one in ranked]),
    ):
        _write(ax, heading, (1, 1), (place, 6), ha="right", va="bottom", xycoords="axes fraction")
        for row, words in enumerate(values):
            _write(ax, words, (place, row), (0, 0), ha="right", xycoords=across)


def _rows_with_words(ax: Axes, words: list[str]) -> None:
    ax.set_yticks(range(len(words)), words, fontsize=TEXT)
    ax.set_ylim(len(words) - 0.4, -0.6)
    ax.tick_params(axis="y", length=0)
    _tidy(ax)


def _fit_across(ax: Axes, values: list[float]) -> None:
    """Show what is drawn, with room beside it for numbers, and never so near that a trifle looks large."""
    low, high = min(values), max(values)
    room = max(0.16 * (high - low), (LEAST_SPAN - (high - low)) / 2, 0.02)
    ax.set_xlim(low - room, high + room)


# Frames


def _new_axes(width: float, height: float) -> Axes:
    return Figure(figsize=(width, height), layout="constrained").add_subplot()


def _head(ax: Axes, heading: str, note: str, *, lift: float = 6) -> None:
    """Write a heading and below it a note, so many points above the plot."""
    ax.set_title(heading, loc="left", fontsize=HEADING, fontweight="bold", pad=lift + ROW_GAP)
    _write(ax, note, (0, 1), (0, lift), va="bottom", xycoords="axes fraction")


def _write(ax: Axes, words: str, place: tuple[float, float], aside: tuple[float, float], **how: Any) -> None:
    """Write words aside of a place, so many points across and up; they may stand outside the plot."""
    how = {"ha": "left", "va": "center_baseline", "fontsize": TEXT, "annotation_clip": False} | how
    ax.annotate(words, place, xytext=aside, textcoords="offset points", **how)


def _foot(ax: Axes, outcome: Outcome) -> None:
    worlds = outcome.worlds
    number = f"{len(worlds)} worlds" if len(worlds) > 1 else f"world {worlds[0]} alone"
    words = f"{_plain(outcome.case.title)} · {number} · seed {outcome.seed} · {CAVEAT}"
    ax.get_figure().supxlabel(words, x=0.99, ha="right", fontsize=TEXT, color=GREY)


def _tidy(ax: Axes) -> None:
    ax.spines[["top", "right"]].set_visible(False)
    ax.tick_params(labelsize=TEXT)
    ax.set_axisbelow(True)


def _plain(words: str, most: int = LONGEST) -> str:
    r"""Return words in one line of at most so many letters, none of them read as a formula.

    >>> _plain("From $5 to $10"), _plain("Words " * 3, 9)
    ('From \\$5 to \\$10', 'Words Wo…')
    """
    line = " ".join(words.split())
    return (line if len(line) <= most else f"{line[: most - 1]}…").replace("$", r"\$")


def _figure(drawn: Figure | Axes) -> Figure:
    return drawn if isinstance(drawn, Figure) else drawn.get_figure(root=True)


def _points(ax: Axes, *, x: float | None = None, y: float | None = None) -> Transform:
    """Return a transform that counts points from a side of the plot along one axis.

    With x, across from this fraction of the width, and y stays trust or row. With y, up from this fraction of the
    height, and x is a fraction of the width.
    """
    points = Affine2D().scale(1 / 72) + ax.get_figure().dpi_scale_trans
    if x is not None:
        return blended_transform_factory(points + ScaledTranslation(x, 0, ax.transAxes), ax.transData)
    return blended_transform_factory(ax.transAxes, points + ScaledTranslation(0, y, ax.transAxes))


def _below(ax: Axes) -> Transform:
    """Return a transform for weeks along the axis and points from the bottom of the plot."""
    return blended_transform_factory(ax.transData, _points(ax, y=0))
