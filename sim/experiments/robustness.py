"""Robustness: in what share of plausible models does a ranking hold?"""

from collections.abc import Sequence
from concurrent.futures import Executor
from dataclasses import dataclass
from functools import partial

import numpy as np

from sim.experiments.comparison import TOO_SMALL, Comparison, Difference, compare
from sim.experiments.evidence.checking import WORLDS, WORLDS_A_DRAW
from sim.experiments.evidence.draws import checked_draws, plausible_with
from sim.experiments.simulate import MOST_WORLDS, simulate
from sim.experiments.sweep import Progress, check_total, parallel_map
from sim.model.case import Case
from sim.model.measures import HEADLINE
from sim.model.outcome import gap_said
from sim.model.parameters import Parameters
from sim.model.strategy import Strategy
from sim.texts.refusals import whole_number
from sim.texts.words import say

__all__ = ["PairOrder", "RankStability", "Robustness", "columns", "doubts", "figures", "robust_ranking", "robustness"]

MEASURES = (HEADLINE, "final_trust", "commitments_kept")
HEAD, FINAL, KEPT = range(len(MEASURES))
Play = tuple[Strategy, Parameters, range]


@dataclass(frozen=True, repr=False)
class PairOrder:
    """Whether one strategy ranks above another, in the shipped model and in plausible ones.

    Attributes:
        shipped: the paired difference under the shipped parameters.
        gaps: the mean paired difference in each plausible model.
    """

    shipped: Difference
    gaps: tuple[float, ...]

    def __repr__(self) -> str:
        return f"<PairOrder: {say('display.order', share=percent(self.share), draws=len(self.gaps))}>"

    @property
    def share(self) -> float:
        """Share of plausible models in which the first strategy ranks higher."""
        return float(np.mean(np.array(self.gaps) > 0))

    @property
    def too_small_share(self) -> float:
        """Share of plausible models in which the difference is too small to matter."""
        return float(np.mean(np.abs(self.gaps) < TOO_SMALL))

    def sentence(self, start: str) -> str:
        """Return a sentence for people; `start` says which strategy ranks above which.

        >>> from sim.model.outcome import Interval
        >>> gap = Difference("final_trust", Interval(0.06, 0.01), higher=173, worlds=200)
        >>> PairOrder(gap, (0.05, 0.04, 0.06, -0.03)).sentence("Recovery plan ends above words only")
        'Recovery plan ends above words only in 173 of 200 worlds, and in 75 % of plausible models.'
        """
        shipped = {"higher": self.shipped.higher, "worlds": self.shipped.worlds}
        told = say("doubt.sentence", start=start, share=percent(self.share), **shipped)
        if self.shipped.too_small:
            return told + say(
                "doubt.too_small", difference=gap_said(self.shipped.measure, self.shipped.interval.mean, 1)
            )
        if self.too_small_share:
            return told + say("doubt.too_small_in", share=percent(self.too_small_share))
        return told


@dataclass(frozen=True, repr=False)
class Robustness:
    """How robustly one strategy ranks above another.

    Attributes:
        one, other: their keys.
        season, final: their order by trust over the season, and by trust at its end.

    >>> found = robustness("missed-deadline", "silence", "flood", draws=2, worlds=4, worlds_a_draw=2)
    >>> found.season.share, found.final.shipped.verdict
    (1.0, 'higher')
    """

    one: str
    other: str
    season: PairOrder
    final: PairOrder

    def __repr__(self) -> str:
        shares = {"season": percent(self.season.share), "final": percent(self.final.share)}
        told = say("display.robustness", one=self.one, other=self.other, draws=len(self.season.gaps), **shares)
        return f"<Robustness: {told}>"

    @property
    def sentences(self) -> tuple[str, str]:
        """Sentences for people: on the end, then on the season."""
        one, other = in_words(self.one), in_words(self.other)
        return (
            self.final.sentence(say("doubt.ends_above", one=one.capitalize(), other=other)),
            self.season.sentence(say("doubt.stands_above", one=one, other=other)),
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
    parameters: Parameters | None = None,
    executor: Executor | None = None,
    progress: Progress | None = None,
) -> Robustness:
    """Return in what share of plausible parameter sets one strategy ranks above the other.

    Each set is simulated in different worlds, both strategies in the same ones. Compared with 512 worlds a set, 64
    worlds give a share that is off by about .02 if the difference is small, by under .005 if it matters (60 sets). With
    the same 64 worlds for all sets it was off by up to .17, with the same 16 by up to .45.

    Args:
        case, one, other: objects, keys of shipped ones, or paths of TOML files.
        draws: number of random parameter sets, the same sets as in `evidence`.
        worlds: under the shipped parameters; worlds_a_draw: under each random set.
        seed: for the worlds and for the sets.
        parameters: the model's numbers; those that are not as shipped stay so in each random set.
        executor: any `concurrent.futures` executor; None = this process.
        progress: called with (done, total).

    Raises:
        BadInput: as `compare`; also draws outside 1 to 10,000, or too many worlds in all.

    >>> robustness("missed-deadline", "own-the-delay", "flood", draws=3, worlds=10, worlds_a_draw=4).final.share
    1.0
    """
    _checked(draws, worlds_a_draw, 2)
    shipped = compare(case, [one, other], worlds=worlds, seed=seed, parameters=parameters)
    played = _played(shipped, draws, worlds_a_draw, executor, progress)
    gaps = played[:, 0] - played[:, 1]
    keys = [outcome.strategy.key for outcome in shipped.outcomes]
    season, final = (
        PairOrder(shipped.difference(*keys, measure=MEASURES[what]), tuple(gaps[:, what].tolist()))
        for what in (HEAD, FINAL)
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
        for draw, parameters in enumerate(plausible_with(draws, first.seed, first.parameters))
        for strategy in strategies
    ]
    figures = parallel_map(partial(figures_of, first.case, first.seed), plays, executor=executor, progress=progress)
    return np.array(figures).reshape(draws, len(strategies), len(MEASURES))


def _checked(draws: int, worlds: int, strategies: int) -> tuple[int, int]:
    draws = checked_draws(draws)
    worlds = whole_number("worlds_a_draw", worlds, least=1, most=MOST_WORLDS)
    of = say("refused_experiment.of_draws", draws=f"{draws:,}", strategies=strategies)
    check_total("worlds_a_draw", worlds, draws * strategies, of)
    return draws, worlds


def figures_of(case: Case, seed: int, play: Play) -> tuple[float, ...]:
    strategy, parameters, worlds = play
    outcome = simulate(case, strategy, worlds=worlds, seed=seed, parameters=parameters)
    return tuple(float(outcome.each(measure).mean()) for measure in MEASURES)


# A whole ranking


@dataclass(frozen=True, repr=False)
class RankStability:
    """How stable one strategy's place is in a ranking by trust over the season.

    Attributes:
        key: the strategy's.
        next_below: its order relative to the next strategy in the ranking; None for the last.
        best_above: the order of the best strategy relative to it; None for the best.
    """

    key: str
    next_below: PairOrder | None
    best_above: PairOrder | None

    def __repr__(self) -> str:
        orders = {"above_next": self.next_below, "below_best": self.best_above}
        told = [say(f"display.{name}", share=percent(one.share)) for name, one in orders.items() if one]
        return f"<RankStability of {self.key}: {', '.join(told)}>"


def robust_ranking(
    case: Case | str,
    strategies: Sequence[Strategy | str],
    *,
    draws: int = 100,
    worlds: int = WORLDS,
    seed: int = 0,
    parameters: Parameters | None = None,
    executor: Executor | None = None,
    progress: Progress | None = None,
) -> tuple[RankStability, ...]:
    """Return the ranking, with the share of plausible models in which each place holds. Arguments as in `robustness`.

    >>> first, last = robust_ranking("missed-deadline", ["flood", "q-and-a"], draws=2, worlds=4)
    >>> first.key, first.next_below.share, last.best_above.share
    ('q-and-a', 1.0, 1.0)
    """
    shipped = compare(case, strategies, worlds=worlds, seed=seed, parameters=parameters)
    return doubts(shipped, draws=draws, executor=executor, progress=progress)


def doubts(
    shipped: Comparison, *, draws: int = 100, executor: Executor | None = None, progress: Progress | None = None
) -> tuple[RankStability, ...]:
    """Return the same for a comparison that has been simulated already. Arguments as in `robustness`."""
    played = _played(shipped, draws, WORLDS_A_DRAW, executor, progress)[:, :, HEAD]
    column = {outcome.strategy.key: place for place, outcome in enumerate(shipped.outcomes)}
    keys = [outcome.strategy.key for outcome in shipped.ranked]

    def order(one: str, other: str) -> PairOrder:
        gaps = played[:, column[one]] - played[:, column[other]]
        return PairOrder(shipped.difference(one, other), tuple(gaps.tolist()))

    below = [*map(order, keys, keys[1:]), None]
    above = [None, *(order(keys[0], key) for key in keys[1:])]
    return tuple(map(RankStability, keys, below, above))


def columns(places: Sequence[RankStability]) -> dict[str, list[str]]:
    """Return two columns for the ranking's table, by heading.

    >>> columns([RankStability("alone", None, None)])
    {'Above the next in models': [''], 'Below the best in models': ['']}
    """
    return {
        say("doubt.above_next"): [_cell(place.next_below) for place in places],
        say("doubt.below_best"): [_cell(place.best_above) for place in places],
    }


def figures(places: Sequence[RankStability]) -> list[dict[str, float | bool | None]]:
    """Return the columns as plain data, one dict for each place of the ranking.

    `above_next` is the share of plausible models in which the strategy ranks above the next one, `below_best` that in
    which it ranks below the best one; `…_too_small` tells whether the difference in the shipped model is too small to
    matter. They are None for the last and the best strategy, respectively.

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
    share = percent(order.share)
    return say("doubt.cell_too_small", share=share) if order.shipped.too_small else share


def percent(share: float) -> str:
    """Return a share in whole percent; 100 and 0 stand only for exactly all and none.

    >>> [percent(share) for share in (1, 0.997, 0.914, 0.002, 0)]
    ['100 %', 'over 99 %', '91 %', 'under 1 %', '0 %']
    """
    if 0 < share < 1 and round(100 * share) in {0, 100}:
        return say("doubt.under_1" if share < 1 / 2 else "doubt.over_99")
    return say("doubt.percent", number=f"{100 * share:.0f}")


def in_words(key: str) -> str:
    """Return a strategy's key as words.

    >>> in_words("recovery-plan")
    'recovery plan'
    """
    return key.replace("-", " ")
