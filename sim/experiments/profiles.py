"""Whom each strategy serves, and by what it leads or trails: how strategies with like means differ."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from sim.catalogue import load_strategy, strategy_keys
from sim.experiments.comparison import compare
from sim.model.case import Case
from sim.model.measures import HEADLINE, MEASURES
from sim.model.outcome import Interval, Outcome
from sim.model.parameters import Parameters
from sim.model.strategy import Strategy

__all__ = ["CLEAR", "Gap", "Profile", "alike", "profiles", "profiles_of"]

CLEAR = 0.01  # trust: a smaller difference from the mean of all separates no strategy
COMPARED = (HEADLINE, "final_trust", "commitments_kept", "staff_hours")


@dataclass(frozen=True)
class Gap:
    """A strategy's difference from the mean of all, in the same worlds.

    Attributes:
        about: a partner's name or the key of a measure.
    """

    about: str
    interval: Interval
    too_small: float

    @property
    def clear(self) -> bool:
        """Whether the whole interval lies beyond what is too small."""
        return abs(self.interval.mean) - self.interval.half_width >= self.too_small


@dataclass(frozen=True)
class Profile:
    """What is clear about one strategy among several in one case.

    Attributes:
        partners: whose trust over the season is above or below the mean of all strategies.
        measures: on which measures it is above or below. hours: mean staff hours.
    """

    strategy: Strategy
    partners: tuple[Gap, ...]
    measures: tuple[Gap, ...]
    hours: float

    @property
    def sign(self) -> tuple[tuple[str, bool], ...]:
        """What is clear, and in which direction: strategies with the same are alike."""
        return tuple((gap.about, gap.interval.mean > 0) for gap in (*self.partners, *self.measures))


def profiles(
    case: Case | str,
    strategies: Sequence[Strategy | str] | None = None,
    *,
    worlds: int = 200,
    seed: int = 0,
    parameters: Parameters | None = None,
) -> tuple[Profile, ...]:
    """Return the profile of each strategy against the mean of all of them, best first.

    Args:
        strategies: strategies or their keys; None = the documented ones.

    >>> found = profiles("missed-deadline", ["q-and-a", "long-term"], worlds=20)
    >>> [one.strategy.key for one in found]
    ['q-and-a', 'long-term']
    """
    keys = strategies or [key for key in strategy_keys() if load_strategy(key).documented]
    return profiles_of(compare(case, keys, worlds=worlds, seed=seed, parameters=parameters).ranked)


def profiles_of(outcomes: Sequence[Outcome]) -> tuple[Profile, ...]:
    """Return the profile of each of these outcomes, of one case in the same worlds, against the mean of all of them.

    >>> profiles_of(compare("missed-deadline", ["q-and-a"], worlds=2).ranked)[0].partners
    ()
    """
    trust = np.stack([one.trust[1:].mean(axis=0) for one in outcomes])
    names = outcomes[0].case.names
    by_partner = [_clear(names, gaps, CLEAR) for gaps in trust - trust.mean(axis=0)]
    values = {key: np.stack([one.each(key) for one in outcomes]) for key in COMPARED}
    return tuple(
        Profile(one.strategy, by_partner[place], _on_measures(values, place), float(one.staff_hours.mean()))
        for place, one in enumerate(outcomes)
    )


def _on_measures(values: dict[str, np.ndarray], place: int) -> tuple[Gap, ...]:
    found = (
        Gap(key, Interval.of(each[place] - each.mean(axis=0)), MEASURES[key].too_small) for key, each in values.items()
    )
    return tuple(gap for gap in found if gap.clear)


def _clear(names: Sequence[str], gaps: np.ndarray, too_small: float) -> tuple[Gap, ...]:
    found = (Gap(name, Interval.of(gap), too_small) for name, gap in zip(names, gaps, strict=True))
    return tuple(gap for gap in found if gap.clear)


def alike(found: Sequence[Profile]) -> tuple[tuple[Profile, ...], ...]:
    """Return the profiles in groups whose signs are the same, in their order.

    >>> [len(group) for group in alike(profiles("missed-deadline", ["q-and-a"], worlds=4))]
    [1]
    """
    groups: dict[tuple[tuple[str, bool], ...], list[Profile]] = {}
    for one in found:
        groups.setdefault(one.sign, []).append(one)
    return tuple(map(tuple, groups.values()))
