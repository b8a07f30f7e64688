"""Play a case under a strategy: block by block of worlds, so that memory stays flat as worlds grow."""

from collections.abc import Callable, Iterator

import numpy as np

from sim.base.errors import HIGHEST, BadInput
from sim.catalogue import load_case, load_strategy
from sim.model.case import GROUPS, Case
from sim.model.ledger import CAUSES
from sim.model.outcome import Outcome, hours_in_order
from sim.model.parameters import Parameters
from sim.model.random_streams import RandomStreams
from sim.model.simulation import Simulation
from sim.model.strategy import Strategy
from sim.texts.refusals import brief, whole_number
from sim.texts.words import say

WORLD_BATCH = (
    1024  # worlds that are played together: fewer calls a world, and memory that stays flat (docs/benchmarks.md)
)
MOST_WORLDS = 100_000  # some 50 seconds a strategy in a shipped case
MOST_KEPT = 100_000_000  # numbers of trust, one for each week, partner and world, that an outcome keeps: 4 GB


def simulate(
    case: Case | str,
    strategy: Strategy | str,
    *,
    worlds: int | range = 200,
    seed: int | tuple[int, ...] = 0,
    parameters: Parameters | None = None,
    by_world: bool = False,
) -> Outcome:
    """Play one case under one strategy in many worlds.

    Args:
        case, strategy: an object, the key of a shipped one, or the path of a TOML file.
        worlds: how many, at most 100,000 and fewer in a case of many partners and weeks (docs/commands.md); or a
            range of world numbers such as range(17, 18) for world 17 alone.
        seed: which luck, from 0 to 2**63 - 1; world k of one seed is the same whatever the strategy and however many
            worlds run. Several: the worlds of each, one seed after the other.
        parameters: the model's numbers; None = the shipped set.
        by_world: keep the ledger and a diary of each world too (for a few worlds at a time).

    Raises:
        BadInput: unknown key, malformed file, worlds or seed out of bounds or no whole number, parameters that are
            no `Parameters`, an act addressed to somebody who isn't there.

    >>> outcome = simulate("missed-deadline", "silence", worlds=3, seed=1)
    >>> outcome.trust.shape
    (53, 8, 3)
    """
    case, strategy = load_case(case), load_strategy(strategy)
    seeds = _seeds(seed)
    numbers = world_numbers(worlds, case, by_world=by_world)
    _check_total(numbers, seeds, case, by_world=by_world)
    _check_names(case, strategy)
    parameters = _parameters(parameters)
    seasons = (
        Simulation(case, strategy, parameters, streams, by_world=by_world).play()
        for streams in _batches(seeds, numbers)
    )
    return _outcome(case, strategy, seeds, numbers, seasons)


def _seeds(seed: int | tuple[int, ...]) -> tuple[int, ...]:
    seeds = seed if isinstance(seed, tuple) else (seed,)
    if not seeds:
        raise BadInput(say("refused_experiment.no_seed"))
    if len(seeds) > MOST_WORLDS:
        raise BadInput(say("refused_experiment.seeds", found=len(seeds), most=f"{MOST_WORLDS:,}"))
    return tuple(map(checked_seed, seeds))


def _batches(seeds: tuple[int, ...], worlds: range) -> Iterator[RandomStreams]:
    """Yield the luck of the worlds that are played together: those of several seeds at once if they are few."""
    if len(seeds) * len(worlds) <= WORLD_BATCH:
        yield RandomStreams(seeds, worlds)
    else:
        yield from (RandomStreams((seed,), block) for seed in seeds for block in blocks(worlds))


def blocks(worlds: range) -> Iterator[range]:
    """Yield the worlds in blocks.

    >>> list(blocks(range(1100)))
    [range(0, 1024), range(1024, 1100)]
    """
    for start in range(worlds.start, worlds.stop, WORLD_BATCH):
        yield range(start, min(start + WORLD_BATCH, worlds.stop))


def world_numbers(worlds: int | range, case: Case, *, strategies: int = 1, by_world: bool = False) -> range:
    """Return the numbers of the worlds that are asked for.

    Args:
        worlds: how many, or their numbers.
        case: in which case.
        strategies: whose outcomes are kept side by side.
        by_world: whether what moved trust is kept for each world too.

    Raises:
        BadInput: no worlds, no whole number, or more of them than memory has room for.

    >>> world_numbers(3, load_case("missed-deadline"))
    range(0, 3)
    """
    if not isinstance(worlds, range):
        worlds = range(whole_number("worlds", worlds, least=1))
    if worlds.start < 0 or worlds.step != 1:
        raise BadInput(say("refused_experiment.world_range", value=brief(worlds)))
    _check_number(worlds, case, strategies=strategies, by_world=by_world)
    whole_number("world", worlds[-1], most=HIGHEST)
    return worlds


def _check_number(worlds: range, case: Case, *, strategies: int, by_world: bool) -> None:
    number = worlds.stop - worlds.start  # unlike len, it works for any range
    given = brief(worlds if worlds.start else worlds.stop)
    if number < 1:
        raise BadInput(say("refused.under", name="worlds", value=brief(worlds), least=1))
    if number > MOST_WORLDS:
        raise BadInput(say("refused.over", name="worlds", value=given, most=f"{MOST_WORLDS:,}"))
    most = MOST_KEPT // (strategies * _kept(case, by_world=by_world))
    if number > most:
        size = {"value": given, "most": f"{most:,}", "partners": len(case.partners), "weeks": case.weeks}
        told = say("refused_experiment.world_size", **size)
        if strategies > 1:
            told = say("refused_experiment.world_size_of", strategies=strategies, **size)
        raise BadInput(say("refused_experiment.world_size_each", told=told) if by_world else told)


def _check_total(worlds: range, seeds: tuple[int, ...], case: Case, *, by_world: bool) -> None:
    """Refuse seeds whose worlds together are more than one seed's may be."""
    most = min(MOST_WORLDS, MOST_KEPT // _kept(case, by_world=by_world)) // len(seeds)
    if len(worlds) > most:
        told = {"value": brief(worlds if worlds.start else worlds.stop), "most": f"{most:,}", "seeds": len(seeds)}
        raise BadInput(say("refused_experiment.world_size_seeds", **told))


def _kept(case: Case, *, by_world: bool) -> int:
    """Return how many numbers of trust an outcome keeps of each world."""
    return len(case.partners) * (case.weeks + 1) * (len(CAUSES) if by_world else 1)


def checked_seed(seed: int) -> int:
    """Return a seed that is one.

    Raises:
        BadInput: no whole number from 0 to 2**63 - 1.

    >>> checked_seed(7)
    7
    """
    return whole_number("seed", seed, least=0, most=HIGHEST)


def _parameters(parameters: Parameters | None) -> Parameters:
    if parameters is None:
        return Parameters()
    if not isinstance(parameters, Parameters):
        raise BadInput(say("refused_experiment.parameters", kind=type(parameters).__name__))
    return parameters


def _check_names(case: Case, strategy: Strategy) -> None:
    known = {*case.names, *GROUPS}
    for number, act in enumerate(strategy.acts, 1):
        for name in act.to:
            if name not in known or (name not in case.names and len(act.to) > 1):
                there = {"case": repr(case.key), "partners": ", ".join(case.names)}
                asked = {"strategy": repr(strategy.key), "number": number, "act": act.act, "name": repr(name)}
                raise BadInput(say("refused_act.not_here", **asked, **there))


def _outcome(
    case: Case, strategy: Strategy, seeds: tuple[int, ...], numbers: range, seasons: Iterator[Simulation]
) -> Outcome:
    parts = [_part(season) for season in seasons]
    worlds = numbers if len(seeds) == 1 else range(len(seeds) * len(numbers))

    def joined(pick: Callable[[dict], np.ndarray]) -> np.ndarray:
        return np.concatenate([pick(part) for part in parts], axis=-1) if len(parts) > 1 else pick(parts[0])

    apart = ("hours", "moved", "log", "diary")
    arrays = {name: joined(lambda part, name=name: part[name]) for name in parts[0] if name not in apart}
    kinds = {kind for part in parts for kind in part["hours"]}
    hours = {
        kind: joined(lambda part, kind=kind: part["hours"].get(kind, np.zeros(part["kept"].shape))) for kind in kinds
    }
    moved = sum(part["moved"] for part in parts) / len(worlds)
    diary = tuple(parts[0]["diary"]) if parts[0]["diary"] is not None and len(parts) == 1 else None
    return Outcome(
        case=case, strategy=strategy, seed=seeds[0], worlds=worlds, hours=hours_in_order(hours), moved=moved,
        log=tuple(parts[0]["log"]), diary=diary, **arrays,
    )  # fmt: skip


def _part(season: Simulation) -> dict:
    partners, ledger = season.partners, season.ledger
    part = {
        "facets": season.facets,
        "parted": partners.parted,
        "left": (partners.left_week >= 0) & ~partners.parted,
        "gone_week": partners.left_week,
        "kept": season.commitments.kept,
        "broken": season.commitments.broken,
        "late": season.commitments.late,
        "hours": season.work_queue.spent,
        "moved": ledger.moved,
        "log": season.calendar.log,
        "diary": season.diary,
    }
    return part if ledger.by_world is None else part | {"moved_by_world": ledger.by_world}
