"""The end of a year: how it compares with other years, and with other strategies in this one."""

from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Protocol

import numpy as np

from sim.catalogue import load_case, load_strategy
from sim.experiments.search import documented
from sim.experiments.simulate import simulate
from sim.model.case import Case
from sim.model.measures import HEADLINE
from sim.model.outcome import Outcome
from sim.model.strategy import Strategy

__all__ = [
    "OTHER_YEARS",
    "SILENCE",
    "Ending",
    "OtherYears",
    "PlayedStrategy",
    "Rival",
    "YearToEnd",
    "ending",
    "other_years",
    "rivals",
]

OTHER_YEARS = range(1, 201)  # worlds of the year's seed; its own is world 0
SILENCE = "silence"  # the strategy that says nothing


class YearToEnd(Protocol):
    """A year as its end needs it: `Year`, or a strategy played as a whole.

    Attributes:
        number: the seed of the one world that was played. strategy: all that was done. outcome: by world, with diary.
    """

    @property
    def case(self) -> Case: ...  # noqa: D102
    @property
    def number(self) -> int: ...  # noqa: D102
    @property
    def strategy(self) -> Strategy: ...  # noqa: D102
    @property
    def outcome(self) -> Outcome: ...  # noqa: D102


class PlayedStrategy:
    """A strategy played in one year from beginning to end, without turns.

    >>> PlayedStrategy("missed-deadline", "silence", 3).outcome.trust.shape
    (53, 8, 1)
    """

    def __init__(self, case: Case | str, strategy: Strategy | str, number: int) -> None:
        self.case, self.strategy, self.number = load_case(case), load_strategy(strategy), number

    @cached_property
    def outcome(self) -> Outcome:
        """What came of it."""
        return simulate(self.case, self.strategy, worlds=1, seed=self.number, by_world=True)


@dataclass(frozen=True)
class Ending:
    """How a year ended.

    Attributes:
        headline: 0 to 100. stayed: names. left, parted: the last week with each partner who went, by name.
        lines: true trust by partner's name, 0 to 100, before the incident and after each week; of a partner who went
            it stays as it was.
        hours: by use, in the acts' order, then questions and commitments; used: those for acts and questions together.
    """

    headline: float
    stayed: tuple[str, ...]
    left: dict[str, int]
    parted: dict[str, int]
    lines: dict[str, tuple[float, ...]]
    hours: dict[str, float]
    used: float


def ending(year: YearToEnd) -> Ending:
    """Lift the veil on a year.

    >>> ended = ending(PlayedStrategy("missed-deadline", "silence", 1))
    >>> len(ended.stayed) + len(ended.left) + len(ended.parted), len(ended.lines["Funder"])
    (8, 53)
    """
    outcome, names = year.outcome, year.case.names
    gone = dict(zip(names, outcome.gone_week[:, 0].tolist(), strict=True))
    parted = {name for name, here in zip(names, outcome.parted[:, 0].tolist(), strict=True) if here}
    lines = (100 * outcome.trust[:, :, 0]).T.tolist()
    return Ending(
        headline=headline(outcome),
        stayed=tuple(name for name in names if gone[name] < 0),
        left={name: week for name, week in gone.items() if week >= 0 and name not in parted},
        parted={name: week for name, week in gone.items() if name in parted},
        lines={name: tuple(line) for name, line in zip(names, lines, strict=True)},
        hours={use: float(spent[0]) for use, spent in outcome.hours.items()},
        used=float(outcome.staff_hours[0]),
    )


@dataclass(frozen=True)
class OtherYears:
    """The same decisions in other years.

    Attributes:
        headline: what this year reached, 0 to 100. headlines: what each of the others did, in order.
        stays: by partner's name, in how many of them this partner stays.
    """

    headline: float
    headlines: tuple[float, ...]
    stays: dict[str, int]

    @property
    def worse(self) -> float:
        """Share of the other years that ended worse than this one."""
        return sum(one < self.headline for one in self.headlines) / len(self.headlines)

    @property
    def better(self) -> float:
        """Share of the other years that ended better than this one."""
        return sum(one > self.headline for one in self.headlines) / len(self.headlines)

    @property
    def luck(self) -> float:
        """Points of 100 that luck gave, or took where it is below 0: this year's less their mean."""
        return self.headline - float(np.mean(self.headlines))


@dataclass(frozen=True)
class Rival:
    """What another strategy reaches in this very year.

    Attributes:
        headline: 0 to 100. stayed: how many partners. hours: for acts and questions.
    """

    strategy: Strategy
    headline: float
    stayed: int
    hours: float


def other_years(year: YearToEnd) -> OtherYears:
    """Play what was done in 200 other years.

    >>> others = other_years(PlayedStrategy("missed-deadline", "silence", 1))
    >>> len(others.headlines), 0 <= others.worse <= 1
    (200, True)
    """
    others = _others(year.case, year.strategy, year.number)
    stays = dict(zip(year.case.names, (others.gone_week < 0).sum(axis=1).tolist(), strict=True))
    return OtherYears(headline(year.outcome), tuple((100 * others.each(HEADLINE)).tolist()), stays)


@lru_cache(maxsize=16)
def _others(case: Case, strategy: Strategy, number: int) -> Outcome:
    return simulate(case, strategy, worlds=OTHER_YEARS, seed=number)


def headline(outcome: Outcome) -> float:
    """Return the headline measure of one world in points of 100."""
    return float(100 * outcome.each(HEADLINE)[0])


def rivals(year: YearToEnd) -> tuple[Rival, ...]:
    """Return what the documented strategies, and one that says nothing, reach in this very year, best first."""
    return _rivals(year.case, year.number)


@lru_cache(maxsize=64)
def _rivals(case: Case, number: int) -> tuple[Rival, ...]:
    strategies = [*documented(), load_strategy(SILENCE)]
    found = [_rival(simulate(case, strategy, worlds=1, seed=number)) for strategy in strategies]
    return tuple(sorted(found, key=lambda one: -one.headline))


def _rival(outcome: Outcome) -> Rival:
    kept, hours = (float(outcome.each(measure)[0]) for measure in ("partners_kept", "staff_hours"))
    return Rival(outcome.strategy, headline(outcome), int(kept), hours)
