"""Charts over time: trust with its bands, and rows of marks for acts and events."""

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from matplotlib.axes import Axes
from matplotlib.ticker import MaxNLocator

from sim.model.acts import ACTS
from sim.model.case import DAYS_A_WEEK, Case
from sim.model.outcome import Outcome
from sim.plots.frame import (
    AXIS,
    FAINT,
    INK,
    LABEL_GAP,
    PALE,
    ROW_GAP,
    SEEN,
    TEXT,
    Look,
    all_looks,
    below_plot,
    count_to_100,
    drawn_in_our_look,
    in_points,
    label_of_mean,
    new_axes,
    outcomes_of,
    plain,
    refuse_many,
    tidy,
    write_beside,
    write_foot,
    write_head,
)
from sim.plots.labels import WORDS
from sim.texts.words import called, say

if TYPE_CHECKING:
    from sim.experiments.comparison import Comparison

FIRST_ROW = 18  # points from the plot down to the first row of marks
MOST_BANDS, MOST_ROWS, MOST_TOLD = 3, 6, 5  # with more, bands, rows and labels of events hide each other


class End(NamedTuple):
    """The end of a line and its label."""

    week: float
    trust: float
    words: str
    look: Look


@drawn_in_our_look
def trust_over_time(outcome_or_outcomes: "Outcome | Comparison | Iterable[Outcome]", *, ax: Axes | None = None) -> Axes:
    """Draw trust week by week, mean over partners and worlds, one line for each strategy.

    Up to three strategies have a band for the middle 80 % of worlds. Below the lines are the case's events and, for up
    to six strategies, the days on which acts began.

    Args:
        outcome_or_outcomes: one outcome, several of one case, or a comparison.
        ax: where to draw; None = a new figure.

    Raises:
        BadInput: no outcome, or outcomes of several cases.

    >>> from sim.experiments.simulate import simulate
    >>> ax = trust_over_time([simulate("missed-deadline", key, worlds=5) for key in ("silence", "keep-informed")])
    >>> ax.get_xlabel(), ax.get_ylabel()
    ('Weeks since it went wrong', 'Trust (0 = none, 100 = full)')
    """
    outcomes = outcomes_of(outcome_or_outcomes)
    ax = new_axes(10.5, _height_over_time(outcomes, len(outcomes))) if ax is None else ax
    banded = len(outcomes) <= MOST_BANDS and len(outcomes[0].worlds) > 1
    ends = [_mean_line(ax, outcome, look, banded=banded) for outcome, look in zip(outcomes, all_looks(), strict=False)]
    _finish_time(ax, outcomes, ends)
    note = [say("drawn.lines", mean=label_of_mean(outcomes[0])), *([say("drawn.bands")] if banded else [])]
    write_head(ax, say("drawn.over_time"), " ".join([*note, *_key_to_acts(outcomes)]))
    return ax


@drawn_in_our_look
def trust_by_partner(outcome: Outcome, *, ax: Axes | None = None) -> Axes:
    """Draw each partner's trust week by week, mean over worlds.

    The line of a partner who goes in at least half of the worlds ends with a cross in the median week of going.

    Args:
        outcome: one outcome.
        ax: where to draw; None = a new figure.

    Raises:
        BadInput: more partners than lines that can be told apart.

    >>> from sim.experiments.simulate import simulate
    >>> len([line for line in trust_by_partner(simulate("missed-deadline", "silence", worlds=5)).lines
    ...      if line.get_gid() == "trust"])
    8
    """
    partners = len(outcome.case.partners)
    refuse_many(partners, "partners")
    ax = new_axes(10.5, _height_over_time([outcome], partners)) if ax is None else ax
    ends = [
        _partner_line(ax, outcome, number, look) for number, look in zip(range(partners), all_looks(), strict=False)
    ]
    _finish_time(ax, [outcome], ends)
    goes = any(_usual_going(outcome, number) for number in range(partners))
    alone = len(outcome.worlds) == 1
    note = [say("drawn.lines_world", world=outcome.worlds[0]) if alone else say("drawn.lines_worlds")]
    note += [say("drawn.cross")] if goes else []
    heading = say("drawn.by_partner", strategy=plain(outcome.strategy.title))
    write_head(ax, heading, " ".join([*note, *_key_to_acts([outcome])]))
    return ax


def _usual_going(outcome: Outcome, number: int) -> tuple[float, str] | None:
    """Return when and how a partner goes in at least half of the worlds, or None."""
    week = outcome.gone_week[number]
    gone = week >= 0
    if gone.sum() * 2 < len(gone):
        return None
    how = "parts" if outcome.parted[number].sum() * 2 >= gone.sum() else "leaves"
    return float(np.median(week[gone])) + 1, how


def _week(day: int) -> float:
    """Return a day's position on the axis of weeks: the breach and day 1 are at 0."""
    return max(day - 1, 0) / DAYS_A_WEEK


def _happenings(case: Case) -> list[tuple[float, str]]:
    """Return the case's events with their days, one entry a day."""
    days: dict[int, list[str]] = {}
    for event in sorted(case.events, key=lambda event: event.day):
        if event.day <= case.days:
            days.setdefault(event.day, []).append(event.label)
    return [(_week(day), _told(day, labels)) for day, labels in days.items()]


def _told(day: int, labels: list[str]) -> str:
    return say("drawn.breach") if day == 0 and len(labels) > 1 else plain("; ".join(labels), 60)


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
    return [(plain(one.strategy.title), list(_days_of_acts(one).values())) for one in outcomes]


def _mean_line(ax: Axes, outcome: Outcome, look: Look, *, banded: bool) -> End:
    weeks, trust = np.arange(outcome.weeks + 1), outcome.mean_trust.mean(axis=1)
    if banded:
        low, high = np.quantile(outcome.mean_trust, (0.1, 0.9), axis=1)
        ax.fill_between(weeks, low, high, color=look.color, alpha=0.15, linewidth=0)
    return _line(ax, weeks, trust, plain(outcome.strategy.title), look)


def _partner_line(ax: Axes, outcome: Outcome, number: int, look: Look) -> End:
    words, trust = plain(called(outcome.case.names[number]), 32), outcome.trust[:, number].mean(axis=-1)
    going = _usual_going(outcome, number)
    if going is None:
        return _line(ax, np.arange(outcome.weeks + 1), trust, words, look)
    week, how = going
    last = round(week)
    ax.plot(
        last, trust[last], "X", color=look.color, markersize=10, markeredgecolor=SEEN["paper"], zorder=4, gid="gone"
    )
    ax.plot([last, outcome.weeks], [trust[last]] * 2, color=PALE, linewidth=1, zorder=1)
    return _line(ax, np.arange(last + 1), trust[: last + 1], say(f"drawn.{how}", partner=words, week=last), look)


def _line(ax: Axes, weeks: np.ndarray, trust: np.ndarray, words: str, look: Look) -> End:
    ax.plot(weeks, trust, linewidth=2, label=words, gid="trust", zorder=3, **look._asdict())
    return End(float(weeks[-1]), float(trust[-1]), words, look)


def _finish_time(ax: Axes, outcomes: Sequence[Outcome], ends: list[End]) -> None:
    ax.set_xlim(0, outcomes[0].weeks)
    ax.set_ylim(*_round_limits(*ax.dataLim.intervaly))
    ax.xaxis.set_major_locator(MaxNLocator(nbins=14, steps=[1, 2, 4, 5, 10], integer=True))
    ax.set_xlabel(say("drawn.weeks"), fontsize=TEXT)
    ax.set_ylabel(say("drawn.trust"), fontsize=TEXT)
    count_to_100(ax.yaxis)
    ax.grid(axis="y", color=FAINT, linewidth=0.8)
    tidy(ax)
    _mark_time(ax, outcomes)
    write_foot(ax, outcomes[0])
    _label_ends(ax, ends)


def _height_over_time(outcomes: Sequence[Outcome], lines: int) -> float:
    return max(6.0, 2.2 + 0.33 * lines) + ROW_GAP / 72 * len(_rows_of_acts(outcomes))


def _round_limits(low: float, high: float) -> tuple[float, float]:
    """Return axis limits in steps of 0.05 around the lines, at least 0.3 apart where trust allows.

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
        ax.axvline(week, color=AXIS, linewidth=1, linestyle=(0, (2, 3)), zorder=1, clip_on=False)
    down = _event_rows(ax, happenings, FIRST_ROW)
    if rows:
        _beside(ax, say("drawn.acts"), down, at=(0, -8), ha="right")
    for words, kinds in rows:
        _act_row(ax, words, kinds, down)
        down += ROW_GAP
    ax.spines["bottom"].set_position(("outward", down))


def _event_rows(ax: Axes, happenings: list[tuple[float, str]], down: float) -> float:
    """Draw events from `down` points below the plot; return where the next row goes."""
    if not happenings:
        return down
    _beside(ax, say("drawn.events"), down, at=(0, -8), ha="right")
    for week, words in happenings:
        ax.plot(week, -down, "v", color=INK, markersize=7, clip_on=False, transform=below_plot(ax), gid="event")
        if len(happenings) <= MOST_TOLD:
            _tell(ax, week, words, down)
            down += ROW_GAP
    return down + ROW_GAP * (len(happenings) > MOST_TOLD)


def _tell(ax: Axes, week: float, words: str, down: float) -> None:
    late = week > ax.get_xlim()[1] / 2
    write_beside(
        ax, words, (week, -down), (-7 if late else 7, 0), ha="right" if late else "left", xycoords=below_plot(ax)
    )


def _key_to_acts(outcomes: Sequence[Outcome]) -> list[str]:
    if len(outcomes) > MOST_ROWS:
        return [say("drawn.acts_fewer", most=MOST_ROWS)]
    return [say("drawn.acts_key")] if _rows_of_acts(outcomes) else []


def _act_row(ax: Axes, words: str, kinds: list[list[float]], down: float) -> None:
    """Draw one row: a diamond for an act done once, a stroke for each time of a repeated one."""
    _beside(ax, words, down, at=(1, 8), ha="left")
    ax.plot([0, 1], [-down] * 2, color=PALE, linewidth=0.8, clip_on=False, transform=in_points(ax, y=0), zorder=1)
    for weeks in kinds:
        mark, size = ("D", 5) if len(weeks) == 1 else ("|", 9)
        ax.plot(
            weeks, [-down] * len(weeks), mark, color=INK, markersize=size, markeredgewidth=1.3, clip_on=False,
            transform=below_plot(ax), gid="act",
        )  # fmt: skip


def _beside(ax: Axes, words: str, down: float, *, at: tuple[float, float], ha: str) -> None:
    side, aside = at
    write_beside(ax, words, (side, 0), (aside, -down), ha=ha, xycoords="axes fraction")


def _label_ends(ax: Axes, ends: list[End]) -> None:
    """Write each line's name at its end, moved up or down where names would cover each other."""
    ax.get_figure(root=True).draw_without_rendering()  # to know the size of the plot
    low, high = ax.get_ylim()
    point = (high - low) / ax.get_window_extent().height * ax.get_figure(root=True).dpi / 72
    places = _spread([end.trust for end in ends], LABEL_GAP * point, low, high)
    for end, place in zip(ends, places, strict=True):
        _label_end(ax, end, place)


def _label_end(ax: Axes, end: End, place: float) -> None:
    across = in_points(ax, x=1)
    ax.plot([1, 15], [end.trust, place], color=AXIS, linewidth=0.8, clip_on=False, transform=across)
    ax.plot([15, 45], [place] * 2, linewidth=2, clip_on=False, transform=across, **end.look._asdict())
    write_beside(ax, end.words, (49, place), (0, 0), xycoords=across, gid="end")


def _spread(wanted: Sequence[float], gap: float, low: float, high: float) -> list[float]:
    """Return positions as near as possible to those wanted, in their order, at least a gap apart.

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
