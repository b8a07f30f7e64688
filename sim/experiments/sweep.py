"""Sweeps: simulate many strategies, such as a grid, in one case on any executor; return a tidy table."""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from concurrent.futures import Executor, as_completed
from dataclasses import dataclass, field
from functools import partial
from itertools import product
from math import prod
from typing import TYPE_CHECKING, Any, TypeVar

import numpy as np

from sim.base.errors import BadInput
from sim.catalogue import load_case, load_strategy
from sim.experiments.comparison import listed
from sim.experiments.simulate import checked_seed, simulate, world_numbers
from sim.model.acts.act import TIMINGS
from sim.model.case import Case
from sim.model.measures import MEASURES
from sim.model.strategy import Strategy
from sim.model.validation import checked, shown
from sim.model.version import MODEL_VERSION
from sim.texts.words import say

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["Variant", "grid", "parallel_map", "studied", "sweep"]

CHUNK = 5  # items in a chunk: enough to outweigh the cost of sending, few enough that no process waits long for another
MOST_STRATEGIES = 100_000  # strategies in one grid: some hours of work
MOST_PLAYED = 20_000_000  # worlds of all strategies together: the largest grid in 200 worlds
FIRST_WEEK = 1  # of an act that a grid adds without a time

Progress = Callable[[int, int], None]
Row = dict[str, Any]
Item = TypeVar("Item")
Result = TypeVar("Result")


@dataclass(frozen=True)
class Variant:
    """One strategy of a grid.

    Attributes:
        strategy: the strategy, with a unique key.
        settings: its value on each axis.
    """

    strategy: Strategy
    settings: dict[str, Any] = field(default_factory=dict)


def sweep(
    case: Case | str,
    strategies: Iterable[Variant | Strategy | str],
    *,
    worlds: int = 200,
    seed: int = 0,
    executor: Executor | None = None,
    progress: Progress | None = None,
) -> "pd.DataFrame":
    """Simulate many strategies in the same worlds; return a tidy frame with a row for each, in the order given.

    Columns are the key, the axes of a grid, the scoreboard, and the version of the model. The numbers do not depend on
    the executor.

    Args:
        case, strategies: objects, keys of shipped ones, or paths of TOML files; strategies also from `grid`.
        worlds, seed: as in `simulate`.
        executor: any `concurrent.futures` executor; None = this process.
        progress: called with (done, total).

    Raises:
        BadInput: as `simulate`; also if no strategy is given, or two have the same key.

    >>> table = sweep("missed-deadline", grid("silence", {"apologise.day": [2, 6]}), worlds=2)
    >>> table[["key", "apologise.day"]].values.tolist()
    [['silence 2', 2], ['silence 6', 6]]
    """
    import pandas as pd

    play, variants = studied(case, strategies, worlds=worlds, seed=seed)
    frame = pd.DataFrame(parallel_map(play, variants, executor=executor, progress=progress))
    return frame.astype({key: float for key, measure in MEASURES.items() if measure.of_all})  # None becomes NaN


def studied(
    case: Case | str, strategies: Iterable[Variant | Strategy | str], *, worlds: int = 200, seed: int = 0
) -> tuple[Callable[[Variant], Row], list[Variant]]:
    """Return a sweep as what plays a row, and what to play: for `parallel_map`, or in pieces.

    Arguments and errors as in `sweep`. What plays a row can be pickled.

    >>> play, (one,) = studied("missed-deadline", ["silence"], worlds=2)
    >>> play(one)["key"]
    'silence'
    """
    variants = [one if isinstance(one, Variant) else Variant(load_strategy(one)) for one in listed(strategies)]
    _check_keys([one.strategy.key for one in variants])
    case, seed = load_case(case), checked_seed(seed)
    numbers = world_numbers(worlds, case)
    check_total(
        "worlds", len(numbers), len(variants), say("refused_experiment.of_strategies", number=f"{len(variants):,}")
    )
    axes = tuple(dict.fromkeys(axis for one in variants for axis in one.settings))
    return partial(_row, case, numbers, seed, axes), variants


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


def _row(case: Case, worlds: range, seed: int, axes: tuple[str, ...], one: Variant) -> Row:
    """Play one strategy; return its key, its value on each axis, its scoreboard and the model's version."""
    told = simulate(case, one.strategy, worlds=worlds, seed=seed).summary()
    del told["hours_by_act"]
    settings = {axis: _text(one.settings.get(axis)) for axis in axes}
    return {"key": told.pop("key")} | settings | told | {"model_version": MODEL_VERSION}


def parallel_map(
    work: Callable[[Item], Result],
    items: Iterable[Item],
    *,
    executor: Executor | None = None,
    progress: Progress | None = None,
) -> list[Result]:
    """Return work(item) for each item, in the items' order, whichever process finishes first.

    Items are sent in chunks, so that a process draws random numbers once for several of them.

    Args:
        work: a function that can be pickled: defined in a module, or a `partial` of such a one.
        items: its arguments.
        executor: any `concurrent.futures` executor; None = this process.
        progress: called with (done, total).

    >>> parallel_map(abs, [-3, 2, -1])
    [3, 2, 1]
    """
    every = list(items)
    tell = progress or (lambda _done, _of: None)
    if executor is None:
        results = []
        for item in every:
            results.append(work(item))
            tell(len(results), len(every))
        return results
    return _spread(work, every, executor, tell)


def _spread(work: Callable[[Item], Result], items: list[Item], executor: Executor, tell: Progress) -> list[Result]:
    chunks = [items[start : start + CHUNK] for start in range(0, len(items), CHUNK)]
    places = {executor.submit(_each, work, chunk): place for place, chunk in enumerate(chunks)}
    results: list[list[Result]] = [[] for _ in chunks]
    try:
        for future in as_completed(places):
            results[places[future]] = future.result()
            tell(sum(map(len, results)), len(items))
    finally:
        # After an error or an interruption the remaining chunks are not needed.
        for future in places:
            future.cancel()
    return [result for chunk in results for result in chunk]


def _each(work: Callable[[Item], Result], chunk: list[Item]) -> list[Result]:
    return [work(item) for item in chunk]


# Grids


def grid(base: Strategy | str, axes: Mapping[str, Iterable[Any]]) -> list[Variant]:
    """Return the strategies of a grid: the base with every combination of the axes' values.

    An axis is `act.field`, such as update.every_weeks, and sets that field in each act of that kind;
    `act[2].field` sets it in the second one alone. An act that the base lacks is added, in week 1 unless an axis sets
    its time. Setting `day` removes `week`, and the other way round.

    Args:
        base: an object, the key of a shipped strategy, or the path of a TOML file.
        axes: the values on each axis.

    Raises:
        BadInput: an axis or value that is not valid.

    >>> one, *_ = grid("silence", {"update.every_weeks": [1, 2], "promise.buffer": [1.7]})
    >>> one.strategy.key, [(act.act, act.week) for act in one.strategy.acts]
    ('silence 1/1.7', [('update', 1), ('promise', 1)])
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
    return [_variant(strategy, dict(zip(values, point, strict=True))) for point in product(*values.values())]


def _values(axis: str, given: Iterable[Any]) -> list[Any]:
    if isinstance(given, str | Mapping) or not isinstance(given, Iterable):
        raise BadInput(say("refused_experiment.axis_list", axis=axis, value=shown(given)))
    values = [value.tolist() if isinstance(value, np.generic | np.ndarray) else value for value in given]
    if not values:
        raise BadInput(say("refused_experiment.axis_empty", axis=axis))
    texts = [str(_text(value)) for value in values]
    twice = next((text for text in texts if texts.count(text) > 1), None)
    if twice is not None:
        raise BadInput(say("refused_experiment.axis_value_twice", axis=axis, value=twice))
    return values


def _variant(base: Strategy, settings: dict[str, Any]) -> Variant:
    data = base.model_dump(mode="json", exclude_none=True)
    for axis, value in settings.items():
        _set(data["acts"], axis, value)
    for act in data["acts"]:
        if not any(timing in act for timing in TIMINGS):
            act["week"] = FIRST_WEEK
    texts = {axis: _text(value) for axis, value in settings.items()}
    data["key"] = f"{base.key} {'/'.join(map(str, texts.values()))}"
    data["title"] = f"{base.title}: {', '.join(f'{axis} {text}' for axis, text in texts.items())}"
    data["documented"] = False  # the source texts recommend the base strategy, not its variants
    return Variant(checked(data, Strategy, say("refused_experiment.grid_of", strategy=base.key)), settings)


def _set(acts: list[dict[str, Any]], axis: str, value: object) -> None:
    kind, place, name = _parts(axis)
    same_kind = [act for act in acts if act["act"] == kind]
    if place > len(same_kind) + 1:
        one_more = f"{kind}[{len(same_kind) + 1}]"
        raise BadInput(say("refused_experiment.axis_too_many", axis=axis, count=len(same_kind), next=one_more))
    if not same_kind or place > len(same_kind):
        acts.append({"act": kind})
        same_kind.append(acts[-1])
    chosen = same_kind if place == 0 else [same_kind[place - 1]]
    if name in TIMINGS and len(chosen) > 1:
        such = f"{kind}[1].{name}"
        raise BadInput(say("refused_experiment.axis_which", axis=axis, count=len(same_kind), such=such))
    for act in chosen:
        if name in TIMINGS:
            for other in (*TIMINGS, "since"):
                act.pop(other, None)
        act[name] = value


def _parts(axis: str) -> tuple[str, int, str]:
    """Return an axis's act, its number among the acts of that kind (0 = all of them) and its field.

    >>> _parts("update.every_weeks"), _parts("listen[2].day")
    (('update', 0, 'every_weeks'), ('listen', 2, 'day'))
    """
    found = isinstance(axis, str) and re.fullmatch(r"(\w+)(?:\[([1-9]\d?)\])?\.(\w+)", axis)
    if not found or found[3] == "act":
        raise BadInput(say("refused_experiment.axis", axis=shown(axis)))
    return found[1], int(found[2] or 0), found[3]


def _text(value: object) -> object:
    """Return a value as a table cell; a list becomes text joined by +.

    >>> _text(["progress", "date"]), _text(1.7)
    ('progress+date', 1.7)
    """
    return "+".join(map(str, value)) if isinstance(value, list | tuple) else value
