"""How far may the model be trusted? Does a ranking hold under other plausible numbers, and which of them drive it?"""

from collections.abc import Sequence
from concurrent.futures import Executor
from dataclasses import dataclass
from functools import partial

import numpy as np

from sim.base.errors import whole_number
from sim.experiments.comparison import TOO_SMALL, Comparison, Difference, compare
from sim.experiments.evidence.checking import WORLDS, WORLDS_A_DRAW
from sim.experiments.evidence.draws import checked_draws, plausible
from sim.experiments.simulate import MOST_WORLDS, simulate
from sim.experiments.sweep import Progress, check_total, parallel_map
from sim.model.case import Case
from sim.model.parameters import Parameters
from sim.model.strategy import Strategy

__all__ = ["PairOrder", "RankStability", "Robustness", "columns", "doubts", "figures", "robust_ranking", "robustness"]

MEASURES = ("season_trust", "final_trust", "commitments_kept")
SEASON, FINAL, KEPT = range(len(MEASURES))
Play = tuple[Strategy, Parameters, range]


@dataclass(frozen=True)
class PairOrder:
    """Whether one strategy stands above another, in the shipped model and in plausible ones.

    Attributes:
        shipped: the paired difference under the shipped parameters.
        gaps: the mean paired difference in each plausible model.
    """

    shipped: Difference
    gaps: tuple[float, ...]

    @property
    def share(self) -> float:
        """Share of plausible models in which the first one stands higher."""
        return float(np.mean(np.array(self.gaps) > 0))

    @property
    def too_small_share(self) -> float:
        """Share of plausible models in which the difference is too small to matter."""
        return float(np.mean(np.abs(self.gaps) < TOO_SMALL))

    def sentence(self, start: str) -> str:
        """Return what to tell people; `start` says who stands above whom.

        >>> from sim.model.outcome import Interval
        >>> gap = Difference("final_trust", Interval(0.06, 0.01), higher=173, worlds=200)
        >>> PairOrder(gap, (0.05, 0.04, 0.06, -0.03)).sentence("Recovery plan ends above words only")
        'Recovery plan ends above words only in 173 of 200 worlds, and in 75 % of plausible models.'
        """
        told = f"{start} in {self.shipped.higher} of {self.shipped.worlds} worlds, "
        told += f"and in {percent(self.share)} of plausible models."
        if self.shipped.too_small:
            told += f" The difference ({self.shipped.interval.mean:+.3f}) is too small to matter."
        elif self.too_small_share:
            told += f" In {percent(self.too_small_share)} of models the difference is too small to matter."
        return told


@dataclass(frozen=True)
class Robustness:
    """One strategy against another.

    Attributes:
        one, other: their keys.
        season, final: their order by trust over the season, and at its end.
    """

    one: str
    other: str
    season: PairOrder
    final: PairOrder

    @property
    def sentences(self) -> tuple[str, str]:
        """What to tell people: about the end, then about the season."""
        one, other = in_words(self.one), in_words(self.other)
        return (
            self.final.sentence(f"{one.capitalize()} ends above {other}"),
            self.season.sentence(f"Over the season, {one} stands above {other}"),
        )

    def __str__(self) -> str:
        return " ".join(self.sentences)


def robustness(
    case: Case | str,
    one: Strategy | str,
    other: Strategy | str,
    *,
    draws: int = 200,
    worlds: int = WORLDS,
    worlds_a_draw: int = WORLDS_A_DRAW,
    seed: int = 0,
    executor: Executor | None = None,
    progress: Progress | None = None,
) -> Robustness:
    """Return under how many plausible parameter sets one strategy ranks above the other.

    Each set plays worlds of its own, both strategies in the same ones. Measured with 60 sets against 512 worlds a set:
    64 worlds miss the share by about .02 where the difference is small, by under .005 where it matters. The same 64
    worlds for all sets missed it by up to .17, and 16 by up to .45.

    Args:
        case, one, other: objects, keys of shipped ones, or paths of TOML files.
        draws: random parameter sets, those that the evidence is held against.
        worlds: under the shipped parameters; worlds_a_draw: under each random set.
        seed: which luck, and which sets.
        executor: any `concurrent.futures` executor; None = this process.
        progress: called with (done, of how many).

    Raises:
        BadInput: as `compare`; also draws outside 1 to 10,000, or more worlds than can be played.

    >>> robustness("missed-deadline", "own-the-delay", "flood", draws=3, worlds=10, worlds_a_draw=4).final.share
    1.0
    """
    _checked(draws, worlds_a_draw, 2)
    shipped = compare(case, [one, other], worlds=worlds, seed=seed)
    played = _played(shipped, draws, worlds_a_draw, executor, progress)
    gaps = played[:, 0] - played[:, 1]
    keys = [outcome.strategy.key for outcome in shipped.outcomes]
    season, final = (
        PairOrder(shipped.difference(*keys, measure=MEASURES[what]), tuple(gaps[:, what].tolist()))
        for what in (SEASON, FINAL)
    )
    return Robustness(*keys, season=season, final=final)


def _played(
    shipped: Comparison, draws: int, worlds: int, executor: Executor | None, progress: Progress | None
) -> np.ndarray:
    """Return (draws, strategies, measures) means under plausible parameters."""
    first, strategies = shipped.outcomes[0], [outcome.strategy for outcome in shipped.outcomes]
    draws, worlds = _checked(draws, worlds, len(strategies))
    plays = [
        (strategy, parameters, range(draw * worlds, (draw + 1) * worlds))
        for draw, parameters in enumerate(plausible(draws, first.seed))
        for strategy in strategies
    ]
    figures = parallel_map(partial(figures_of, first.case, first.seed), plays, executor=executor, progress=progress)
    return np.array(figures).reshape(draws, len(strategies), len(MEASURES))


def _checked(draws: int, worlds: int, strategies: int) -> tuple[int, int]:
    draws = checked_draws(draws)
    worlds = whole_number("worlds_a_draw", worlds, least=1, most=MOST_WORLDS)
    check_total("worlds_a_draw", worlds, draws * strategies, f"{draws:,} draws of {strategies} strategies")
    return draws, worlds


def figures_of(case: Case, seed: int, play: Play) -> tuple[float, ...]:
    strategy, parameters, worlds = play
    outcome = simulate(case, strategy, worlds=worlds, seed=seed, parameters=parameters)
    return tuple(float(outcome.each(measure).mean()) for measure in MEASURES)


# A whole ranking


@dataclass(frozen=True)
class RankStability:
    """One strategy's place in a ranking by trust over the season.

    Attributes:
        key: the strategy's.
        next_below: its order against the next one in the ranking; None for the last.
        best_above: the order of the best one against it; None for the best.
    """

    key: str
    next_below: PairOrder | None
    best_above: PairOrder | None


def robust_ranking(
    case: Case | str,
    strategies: Sequence[Strategy | str],
    *,
    draws: int = 100,
    worlds: int = WORLDS,
    seed: int = 0,
    executor: Executor | None = None,
    progress: Progress | None = None,
) -> tuple[RankStability, ...]:
    """Return the ranking, and for each place in what share of plausible models it holds.

    >>> first, last = robust_ranking("missed-deadline", ["flood", "q-and-a"], draws=2, worlds=4)
    >>> first.key, first.next_below.share, last.best_above.share
    ('q-and-a', 1.0, 1.0)
    """
    shipped = compare(case, strategies, worlds=worlds, seed=seed)
    return doubts(shipped, draws=draws, executor=executor, progress=progress)


def doubts(
    shipped: Comparison, *, draws: int = 100, executor: Executor | None = None, progress: Progress | None = None
) -> tuple[RankStability, ...]:
    """Return the same for a comparison that has been played already. Arguments as in `robustness`."""
    played = _played(shipped, draws, WORLDS_A_DRAW, executor, progress)[:, :, SEASON]
    column = {outcome.strategy.key: place for place, outcome in enumerate(shipped.outcomes)}
    keys = [outcome.strategy.key for outcome in shipped.ranked]

    def order(one: str, other: str) -> PairOrder:
        gaps = played[:, column[one]] - played[:, column[other]]
        return PairOrder(shipped.difference(one, other), tuple(gaps.tolist()))

    below = [*map(order, keys, keys[1:]), None]
    above = [None, *(order(keys[0], key) for key in keys[1:])]
    return tuple(map(RankStability, keys, below, above))


def columns(places: Sequence[RankStability]) -> dict[str, list[str]]:
    """Return two columns for a table of the ranking, by their headings.

    >>> columns([RankStability("alone", None, None)])
    {'Above the next in models': [''], 'Below the best in models': ['']}
    """
    return {
        "Above the next in models": [_cell(place.next_below) for place in places],
        "Below the best in models": [_cell(place.best_above) for place in places],
    }


def figures(places: Sequence[RankStability]) -> list[dict[str, float | bool | None]]:
    """Return what the columns say as plain data, one table for each place of the ranking.

    `above_next` is the share of plausible models in which the strategy stands above the next one in the ranking,
    `below_best` that in which it stands below the best one; `…_too_small` says whether the difference in the shipped
    model is too small to matter. None: there is no such other one.

    >>> figures([RankStability("alone", None, None)])[0]["above_next"] is None
    True
    """
    return [
        {
            "above_next": place.next_below and place.next_below.share,
            "above_next_too_small": place.next_below and place.next_below.shipped.too_small,
            "below_best": place.best_above and place.best_above.share,
            "below_best_too_small": place.best_above and place.best_above.shipped.too_small,
        }
        for place in places
    ]


def _cell(order: PairOrder | None) -> str:
    if order is None:
        return ""
    return percent(order.share) + (" (too small to matter)" if order.shipped.too_small else "")


def percent(share: float) -> str:
    """Return a share in whole percent, where only all is 100 and only none is 0.

    >>> [percent(share) for share in (1, 0.997, 0.914, 0.002, 0)]
    ['100 %', 'over 99 %', '91 %', 'under 1 %', '0 %']
    """
    if 0 < share < 1 and round(100 * share) in {0, 100}:
        return "under 1 %" if share < 1 / 2 else "over 99 %"
    return f"{100 * share:.0f} %"


def in_words(key: str) -> str:
    """Return a strategy's key as words.

    >>> in_words("recovery-plan")
    'recovery plan'
    """
    return key.replace("-", " ")
