"""Everything that the panel of lesson 05 shows, as plain data: computed once from its settings."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

import numpy as np

from sim.base.rounding import half_up
from sim.catalogue import load_strategy, strategy_keys
from sim.experiments.comparison import TOO_SMALL
from sim.lab.session.contest_settings import PAIRED
from sim.lab.views.ranking_table import Ranked, ranking_data
from sim.model.outcome import Interval
from sim.texts import words
from sim.texts.words import say

if TYPE_CHECKING:
    from sim.lab.session.contest_settings import ContestSettings
    from sim.model.case import Case

__all__ = ["ContestView", "contest_view", "gap_of"]

FINE = 3  # decimals of a difference


@dataclass(frozen=True)
class ContestView:
    """What the panel shows.

    Attributes:
        first: the title of the strategy that is first.
        headline: the sentence on top.
        below: the sentences below it.
        pair: blocks of text on the two strategies.
        chart: what chart.js draws, with its text alternative and the change to read out.
    """

    first: str
    headline: str
    below: list[str]
    pair: list[dict[str, str]]
    chart: dict[str, Any]


def contest_view(
    case: Case, settings: ContestSettings, *, doubt: bool = False, change: Literal["first", "pair", ""] = ""
) -> ContestView:
    """Return everything that the panel shows.

    Args:
        case: in which all strategies are compared.
        settings: in which worlds, under which parameters, and which two in detail.
        doubt: whether to say where the best foil stands.
        change: what screen readers read out: who is "first", the sentence on the "pair", or nothing.

    >>> from sim.catalogue import load_case
    >>> from sim.lab.session.contest_settings import ContestSettings
    >>> shown = contest_view(load_case("missed-deadline"), ContestSettings("silence", "flood"), change="first")
    >>> shown.headline
    'First in this 1 possible year: “Seven short answers in one”, with partnership 55 of 100.'
    >>> shown.chart["kind"], shown.chart["twin"]["change"] == shown.headline
    ('ranking', True)
    """
    rows = _ranked(case, settings)
    headline, foil, pair = _headline(rows[0], settings.worlds), _foil(rows) if doubt else [], _pair(case, settings)
    marked = [load_strategy(key).title for key in (settings.one, settings.other)]
    told = {"first": " ".join([headline, *foil]), "pair": next(iter(pair[0].values()))}.get(change, "")
    chart = ranking_data(rows, marked=marked, change=told)
    return ContestView(rows[0].label, headline, [_second(*rows[:2]), *foil], pair, chart)


def gap_of(one: np.ndarray, other: np.ndarray, *, paired: bool) -> Interval:
    """Return the mean difference of two strategies' (worlds,) trust with its 95 % half-width.

    Args:
        paired: compare world by world under the same luck, or else as two independent samples.

    >>> one, other = np.array([0.5, 0.7, 0.6]), np.array([0.4, 0.6, 0.5])
    >>> gap_of(one, other, paired=True).half_width < gap_of(one, other, paired=False).half_width
    True
    """
    if paired:
        return Interval.of(one - other)
    widths = [Interval.of(trust).half_width for trust in (one, other)]
    return Interval(float(one.mean() - other.mean()), float(np.hypot(*widths)))


# All strategies


def _ranked(case: Case, settings: ContestSettings) -> list[Ranked]:
    rows = [Ranked.of(load_strategy(key), settings.trust(case, key)) for key in strategy_keys()]
    return sorted(rows, key=lambda row: -row.trust.mean())


def _headline(first: Ranked, worlds: int) -> str:
    wording = "contest.first_one" if worlds == 1 else "contest.first"
    return say(wording, worlds=worlds, first=first.label, trust=words.trust(first.trust.mean()))


def _second(first: Ranked, second: Ranked) -> str:
    """Return the sentence on the second; by the difference of the two figures that are shown."""
    by = words.points(half_up(first.trust.mean(), 2) - half_up(second.trust.mean(), 2))
    return say("contest.second", second=second.label, by=by)


def _foil(rows: list[Ranked]) -> list[str]:
    """Return a note on the rank of the best foil."""
    place, foil = next((place, row.label) for place, row in enumerate(rows, 1) if row.kind == "foil")
    return [say("contest.warned", foil=foil, place=place, count=len(rows))]


# Two of them, world by world


def _pair(case: Case, settings: ContestSettings) -> list[dict[str, str]]:
    paired = settings.pairing == PAIRED
    if settings.one == settings.other and paired:
        return [{"text": say("contest.same_one")}]
    titles = {"one": load_strategy(settings.one).title, "other": load_strategy(settings.other).title}
    one, same_luck = (settings.trust(case, key) for key in (settings.one, settings.other))
    # For independent samples the other strategy is simulated under the next seed.
    other_luck = settings.trust(case, settings.other, seed=settings.seed + 1)
    other, alternative = (same_luck, other_luck) if paired else (other_luck, same_luck)
    if settings.worlds == 1:
        return [{"say": say("contest.pair_one", a=words.trust(one[0]), b=words.trust(other[0]), **titles)}]
    unlike = gap_of(one, alternative, paired=not paired)
    return [
        *_difference(gap_of(one, other, paired=paired), one, other, titles),
        {"text": say("contest.spread", **titles, **_ends("one", one), **_ends("other", other))},
        {"hint": say("contest.unfair" if paired else "contest.fair", half=_fine(unlike.half_width))},
    ]


def _difference(gap: Interval, one: np.ndarray, other: np.ndarray, titles: dict[str, str]) -> list[dict[str, str]]:
    wording, average = ("pair_lower", "by_lower") if gap.mean < 0 else ("pair", "by")
    counts = {"higher": int((one > other).sum()), "lower": int((one < other).sum()), "worlds": len(one)}
    return [
        {"say": say(f"contest.{wording}", **titles, **counts)},
        {"text": _judged(gap)},
        {"text": say(f"contest.{average}", by=_fine(abs(gap.mean)), half=_fine(gap.half_width))},
    ]


def _judged(gap: Interval) -> str:
    if half_up(abs(gap.mean), FINE) <= half_up(gap.half_width, FINE):  # judge the rounded difference that is shown
        return say("contest.unsure")
    small = half_up(abs(gap.mean), FINE) < TOO_SMALL
    return say("contest.small", least=words.points(TOO_SMALL)) if small else say("contest.clear")


def _ends(name: str, trust: np.ndarray) -> dict[str, str]:
    return {f"{name}_low": words.trust(trust.min()), f"{name}_high": words.trust(trust.max())}


def _fine(number: float) -> str:
    """Return a difference in tenths of points: between good plans it is often below one point."""
    return words.points(number, FINE - 2)
