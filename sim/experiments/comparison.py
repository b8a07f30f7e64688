"""Strategies side by side in one case, under the same luck."""

from collections.abc import Callable, Iterable
from concurrent.futures import Executor
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any

import numpy as np

from sim.base.errors import BadInput
from sim.catalogue import load_case, load_strategy
from sim.experiments.comparison_display import comparison_html, comparison_line, difference_line
from sim.experiments.comparison_frames import ComparisonFrames
from sim.experiments.parallel import Progress, parallel_map
from sim.experiments.simulate import simulate, world_numbers
from sim.model.case import Case
from sim.model.measures import HEADLINE, MEASURES, UNITS, figures
from sim.model.outcome import Interval, Outcome
from sim.model.parameters import Parameters
from sim.model.strategy import Strategy
from sim.model.validation import shown
from sim.model.version import MODEL_VERSION
from sim.texts.words import say

if TYPE_CHECKING:
    import pandas as pd

TOO_SMALL = UNITS["trust"].too_small


@dataclass(frozen=True, repr=False)
class Difference:
    """One strategy's values minus another's, world by world under the same luck.

    Attributes:
        measure: a key of sim/model/measures.py, such as partnership.
        interval: mean difference with its 95 % half-width.
        higher: number of worlds, out of `worlds`, in which the first strategy's value is higher.

    >>> gap = compare("missed-deadline", ["silence", "flood"], worlds=4).difference("silence", "flood")
    >>> gap.verdict, gap.higher, gap.worlds
    ('higher', 4, 4)
    """

    measure: str
    interval: Interval
    higher: int
    worlds: int

    @classmethod
    def of(cls, measure: str, one: np.ndarray, other: np.ndarray) -> "Difference":
        """Return the difference between two (worlds,) values of a measure.

        >>> Difference.of("partnership", np.array([0.5, 0.6]), np.array([0.4, 0.5])).verdict
        'higher'
        """
        gap = one - other
        return cls(measure, Interval.of(gap), int((gap > 0).sum()), len(gap))

    def __repr__(self) -> str:
        return difference_line(self)

    @property
    def too_small(self) -> bool:
        """Whether the mean difference is too small to matter in practice."""
        return abs(self.interval.mean) < MEASURES[self.measure].too_small

    @property
    def verdict(self) -> str:
        """In a word: higher, lower, not clear (its interval holds 0), or too small to matter."""
        if self.too_small:
            return say("sweep_said.too_small")
        if abs(self.interval.mean) <= self.interval.half_width:
            return say("sweep_said.not_clear")
        return say("sweep_said.higher" if self.interval.mean > 0 else "sweep_said.lower")


@dataclass(frozen=True, eq=False, repr=False)
class Comparison(ComparisonFrames):
    """Outcomes of several strategies in the same case and worlds.

    Attributes:
        outcomes: one for each strategy, in the order given.

    >>> compared = compare("missed-deadline", ["silence", "flood"], worlds=2)
    >>> [outcome.strategy.key for outcome in compared.ranked], compared["flood"].staff_hours.shape
    (['silence', 'flood'], (2,))
    """

    outcomes: tuple[Outcome, ...]

    def __repr__(self) -> str:
        return comparison_line(self)

    def _repr_html_(self) -> str:
        return comparison_html(self)

    def __getitem__(self, key: str) -> Outcome:
        """Return the outcome of one strategy by its key.

        Raises:
            KeyError: it was not compared.
        """
        for outcome in self.outcomes:
            if outcome.strategy.key == key:
                return outcome
        raise KeyError(key)

    @property
    def ranked(self) -> tuple[Outcome, ...]:
        """The outcomes, highest partnership first."""
        return tuple(sorted(self.outcomes, key=lambda outcome: -outcome.each(HEADLINE).mean()))

    def difference(self, one: str, other: str, measure: str = HEADLINE) -> Difference:
        """Return the paired difference `one` - `other` of a measure, such as partnership, in each world.

        Raises:
            KeyError: one of them was not compared.
            BadInput: there is no such measure, or it has no value for each world.

        >>> compare("missed-deadline", ["q-and-a", "silence"], worlds=4).difference("q-and-a", "silence").higher
        4
        """
        measure = checked_measure(measure)
        return Difference.of(measure, self[one].each(measure), self[other].each(measure))

    def as_data(self) -> dict[str, object]:
        """Return model, case, worlds, seed, weeks and a summary of each strategy, best first, as JSON data."""
        first = self.outcomes[0]
        return {
            **model_data(first.parameters),
            "case": first.case.key,
            "worlds": len(first.worlds),
            "seed": first.seed,
            "weeks": first.weeks,
            "strategies": [outcome.summary() for outcome in self.ranked],
        }

    def frame(self) -> "pd.DataFrame":
        """Return the scoreboard as a pandas frame: one row for each strategy, best first."""
        import pandas as pd

        frame = pd.DataFrame([outcome.summary() for outcome in self.ranked])
        frame = frame.drop(columns="hours_by_act").assign(model_version=MODEL_VERSION)
        told = settings_told(self.outcomes[0].parameters)
        return frame.assign(parameters=told) if told else frame


def compare(
    case: Case | str,
    strategies: Iterable[Strategy | str],
    *,
    worlds: int = 200,
    seed: int = 0,
    parameters: Parameters | None = None,
    executor: Executor | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> Comparison:
    """Play one case under several strategies, all in the same worlds.

    Args:
        case, strategies: objects, keys of shipped ones, or paths of TOML files.
        worlds, seed, parameters: as in `simulate`; the more strategies, the fewer worlds fit in memory.
        executor: any `concurrent.futures` executor; None = this process.
        progress: called with (done, total) after each strategy, of many worlds after each block of them; with an
            executor after each strategy.

    Raises:
        BadInput: as `simulate`; also if no strategy is given, or two have the same key.

    >>> compare("missed-deadline", ["silence", "flood"], worlds=2).ranked[0].strategy.key
    'silence'
    """
    plans = [load_strategy(strategy) for strategy in listed(strategies)]
    case = load_case(case)
    numbers = world_numbers(worlds, case, strategies=len(plans))
    play = partial(_played, case, numbers, seed, parameters)
    if executor is None:
        outcomes = [play(plan, _part(progress, place, len(plans))) for place, plan in enumerate(plans)]
    else:
        outcomes = parallel_map(play, plans, executor=executor, progress=progress, chunk=1)
    keys = [outcome.strategy.key for outcome in outcomes]
    twice = next((key for key in keys if keys.count(key) > 1), None)
    if twice:
        raise BadInput(say("refused_experiment.same_key", key=repr(twice)))
    return Comparison(tuple(outcomes))


def model_data(parameters: Parameters) -> dict[str, Any]:
    """Return the model's version and, if there are any, the numbers that are not as shipped, as JSON data.

    >>> model_data(Parameters(half_life_bad=52))
    {'model_version': 6, 'parameters': {'half_life_bad': 52.0}}
    """
    return {"model_version": MODEL_VERSION} | ({"parameters": parameters.settings} if parameters.settings else {})


def settings_told(parameters: Parameters) -> str:
    """Return the numbers that are not as shipped in one cell of a table, as `--set` takes them.

    >>> settings_told(Parameters(half_life_bad=52, gossip=0)), settings_told(Parameters())
    ('half_life_bad=52 gossip=0', '')
    """
    return " ".join(f"{name}={value:g}" for name, value in parameters.settings.items())


def _played(
    case: Case,
    worlds: range,
    seed: int,
    parameters: Parameters | None,
    strategy: Strategy,
    tell: Progress | None = None,
) -> Outcome:
    return simulate(case, strategy, worlds=worlds, seed=seed, parameters=parameters, progress=tell)


def _part(progress: Progress | None, place: int, plans: int) -> Progress | None:
    """Return what hears of the blocks of one plan, and tells how far all plans are."""
    return progress and (lambda done, of: progress(place * of + done, plans * of))


def checked_measure(measure: str) -> str:
    """Return the key of a measure that each world has.

    Raises:
        BadInput: another.

    >>> checked_measure("partnership")
    'partnership'
    """
    if measure not in figures():
        known = say("refused_key.there_are", names=", ".join(figures()))
        raise BadInput(say("refused_key.measure", name=shown(measure), hint=known))
    return measure


def judged(outcome: Outcome, measure: str) -> float:
    """Return the mean of a measure, so that more is better."""
    value = float(outcome.each(measure).mean())
    return value if MEASURES[measure].better == "high" else -value


def listed(strategies: Iterable[object]) -> list[Any]:
    """Return strategies as a list, from any iterable.

    Raises:
        BadInput: there is none, or a single one is given without a list.

    >>> listed(("silence", "flood"))
    ['silence', 'flood']
    """
    if isinstance(strategies, str):
        raise BadInput(say("refused_experiment.strategies_text", value=shown(strategies)))
    if isinstance(strategies, Strategy):
        raise BadInput(say("refused_experiment.one_strategy"))
    if not isinstance(strategies, Iterable):
        raise BadInput(say("refused_experiment.strategies", value=shown(strategies)))
    found = list(strategies)
    if not found:
        raise BadInput(say("refused_experiment.no_strategy"))
    return found


__all__ = ["Comparison", "Difference", "compare"]
