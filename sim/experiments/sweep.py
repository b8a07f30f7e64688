"""Sweeps: simulate many strategies, such as a grid, in one case on any executor; return a tidy table."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from concurrent.futures import Executor
from dataclasses import replace
from functools import partial
from itertools import product
from math import prod
from typing import TYPE_CHECKING, Any

import numpy as np

from sim.base.errors import BadInput
from sim.catalogue import load_case, load_strategy
from sim.experiments.axes import axis_of, cell, strategy_of
from sim.experiments.comparison import checked_measure, listed
from sim.experiments.parallel import Progress, parallel_map
from sim.experiments.simulate import checked_parameters, checked_seed, world_numbers
from sim.experiments.sweep_rows import Row, SweepPlan, Variant, play_row, seasons_apart, with_bases
from sim.model.case import Case
from sim.model.measures import HEADLINE, MEASURES
from sim.model.parameters import Parameters
from sim.model.strategy import Strategy
from sim.model.validation import shown
from sim.texts.words import say

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["Progress", "Variant", "grid", "parallel_map", "studied", "sweep"]

MOST_STRATEGIES = 100_000  # strategies in one grid: some hours of work
MOST_PLAYED = 20_000_000  # worlds of all strategies together: the largest grid in 200 worlds


def sweep(
    case: Case | str,
    strategies: Iterable[Variant | Strategy | str],
    *,
    worlds: int = 200,
    seed: int = 0,
    parameters: Parameters | None = None,
    measure: str = HEADLINE,
    against: Strategy | str | None = None,
    executor: Executor | None = None,
    progress: Progress | None = None,
) -> "pd.DataFrame":
    """Simulate many strategies in the same worlds; return a tidy frame with a row for each.

    Columns are the key, the axes of a grid, the scoreboard, and the version of the model. With a grid, its base is the
    first row, and each row has its paired difference from the base, world by world under the same luck:
    `partnership_difference`, the half-width of its 95 % interval `partnership_difference_interval`, and in a word
    `partnership_verdict`: higher, lower, not clear (the interval holds 0) or too small to matter. The numbers do not
    depend on the executor.

    Args:
        case, strategies: objects, keys of shipped ones, or paths of TOML files; strategies also from `grid`.
        worlds, seed, parameters: as in `simulate`; axes set fields of the case, and parameters, on top of these.
        measure: of which differences are taken.
        against: a strategy from which each row's difference is taken instead, played in that row's own case and model:
            whether a lead holds whatever an axis sets.
        executor: any `concurrent.futures` executor; None = this process.
        progress: called with (done, total).

    Raises:
        BadInput: as `simulate`; also if no strategy is given, two have the same key, or the case or the model cannot
            have a value of an axis.

    >>> table = sweep("missed-deadline", grid("silence", {"acknowledge.day": [1]}), worlds=20)
    >>> table[["key", "acknowledge.day", "partnership_verdict"]].values.tolist()
    [['silence', nan, 'base'], ['silence 1', 1.0, 'higher']]
    """
    import pandas as pd

    asked = {"worlds": worlds, "seed": seed, "parameters": parameters, "measure": measure, "against": against}
    play, variants = studied(case, strategies, **asked)
    frame = pd.DataFrame(parallel_map(play, variants, executor=executor, progress=progress))
    return frame.astype({key: float for key, measure in MEASURES.items() if measure.of_all})  # None becomes NaN


def studied(
    case: Case | str,
    strategies: Iterable[Variant | Strategy | str],
    *,
    worlds: int = 200,
    seed: int = 0,
    parameters: Parameters | None = None,
    measure: str = HEADLINE,
    against: Strategy | str | None = None,
) -> tuple[Callable[[Variant], Row], list[Variant]]:
    """Return a sweep as what plays a row, and what to play: for `parallel_map`, or in pieces.

    Arguments and errors as in `sweep`. What plays a row can be pickled.

    >>> play, (one,) = studied("missed-deadline", ["silence"], worlds=2)
    >>> play(one)["key"]
    'silence'
    """
    given = [one if isinstance(one, Variant) else Variant(load_strategy(one)) for one in listed(strategies)]
    variants = with_bases(given)
    _check_keys([one.strategy.key for one in variants])
    case, seed, parameters = load_case(case), checked_seed(seed), checked_parameters(parameters)
    numbers = world_numbers(worlds, case)
    number = f"{len(variants):,}"
    check_total("worlds", len(numbers), len(variants), say("refused_experiment.of_strategies", number=number))
    against = None if against is None else load_strategy(against)
    axes = tuple(dict.fromkeys(axis for one in variants for axis in one.settings))
    plan = SweepPlan(case, numbers, seed, parameters, axes, checked_measure(measure), against)
    apart = list(seasons_apart(plan, variants))
    for season in apart:
        world_numbers(numbers, season.case)
    differs = against is not None or any(one.base for one in variants)
    others = any(season.parameters.changes for season in apart)
    return partial(play_row, replace(plan, differs=differs, others=others)), variants


def check_total(name: str, worlds: int, seasons: int, of: str) -> None:
    """Refuse more worlds in all than a computer can simulate in some hours.

    Args:
        name: name of the argument that holds the number of worlds.
        worlds: that number. seasons: how many times the worlds are simulated. of: the same in words.

    Raises:
        BadInput: more than 20 million in all.

    >>> check_total("worlds", 30_000, 1000, "1,000 strategies")
    Traceback (most recent call last):
    sim.base.errors.BadInput: worlds (= 30000) must be at most 20,000 for 1,000 strategies
    """
    if worlds * seasons > MOST_PLAYED:
        most = f"{MOST_PLAYED // seasons:,}"
        raise BadInput(say("refused_experiment.total", name=name, value=worlds, most=most, of=of))


def _check_keys(keys: Sequence[str]) -> None:
    seen: set[str] = set()
    for key in keys:
        if key in seen:
            raise BadInput(say("refused_experiment.same_key_given", key=repr(key)))
        seen.add(key)


# Grids


def grid(base: Strategy | str, axes: Mapping[str, Iterable[Any]]) -> list[Variant]:
    """Return the variants of a strategy with every combination of the axes' values, for `sweep`.

    An axis is one of

    - `act.field`, such as update.every_weeks: that field in each act of that kind; `act[2].field` in the second one
      alone. An act that the base lacks is added, in week 1 unless an axis sets its time. Setting `day` removes `week`,
      and the other way round.
    - a field of the case: case.hours_per_day, case.weeks; partners.patience (of all), `partners[Funder].trust` or
      `partners[2].trust`; `events[1].day`, `commitments[Report].hours`, `ties[1].strength`.
    - a number of the model, such as parameters.half_life_bad.

    Args:
        base: an object, the key of a shipped strategy, or the path of a TOML file.
        axes: the values on each axis.

    Raises:
        BadInput: an axis or value that is not valid. What depends on the case is checked by `sweep`.

    >>> one, *_ = grid("silence", {"update.every_weeks": [1, 2], "promise.buffer": [1.7]})
    >>> one.strategy.key, [(act.act, act.week) for act in one.strategy.acts]
    ('silence 1/1.7', [('update', 1), ('promise', 1)])
    >>> grid("silence", {"parameters.half_life_bad": [16, 52]})[1].settings
    {'parameters.half_life_bad': 52}
    """
    strategy = load_strategy(base)
    if not isinstance(axes, Mapping):
        raise BadInput(say("refused_experiment.axes", value=shown(axes), such={"update.every_weeks": [1, 2]}))
    values = {axis: _values(axis, given) for axis, given in axes.items()}
    if not values:
        raise BadInput(say("refused_experiment.no_axis"))
    size = prod(map(len, values.values()))
    if size > MOST_STRATEGIES:
        raise BadInput(say("refused_experiment.grid_size", size=f"{size:,}", most=f"{MOST_STRATEGIES:,}"))
    points = (dict(zip(values, point, strict=True)) for point in product(*values.values()))
    return [Variant(strategy_of(strategy, settings), settings, strategy) for settings in points]


def _values(axis: str, given: Iterable[Any]) -> list[Any]:
    axis_of(axis)
    if isinstance(given, str | Mapping) or not isinstance(given, Iterable):
        raise BadInput(say("refused_experiment.axis_list", axis=axis, value=shown(given)))
    values = [value.tolist() if isinstance(value, np.generic | np.ndarray) else value for value in given]
    if not values:
        raise BadInput(say("refused_experiment.axis_empty", axis=axis))
    texts = [str(cell(value)) for value in values]
    twice = next((text for text in texts if texts.count(text) > 1), None)
    if twice is not None:
        raise BadInput(say("refused_experiment.axis_value_twice", axis=axis, value=twice))
    return values
