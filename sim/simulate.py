"""Play a case under a strategy: block by block of worlds, so that memory stays flat as worlds grow."""

from collections.abc import Callable, Iterator

import numpy as np

from sim.catalogue import load_case, load_strategy
from sim.errors import BadInput
from sim.luck import Luck
from sim.outcome import Outcome, hours_in_order
from sim.parameters import Parameters
from sim.scenario import GROUPS, Case
from sim.season import Season
from sim.strategy import Strategy

BLOCK = 1024  # worlds that are played together: fewer calls a world, and memory that stays flat (docs/benchmarks.md)


def simulate(
    case: Case | str,
    strategy: Strategy | str,
    *,
    worlds: int | range = 200,
    seed: int = 0,
    parameters: Parameters | None = None,
    by_world: bool = False,
) -> Outcome:
    """Play one case under one strategy in many worlds.

    Args:
        case, strategy: an object, the key of a shipped one, or the path of a TOML file.
        worlds: how many, or a range of world numbers such as range(17, 18) for world 17 alone.
        seed: which luck; world k of one seed is the same whatever the strategy and however many worlds run.
        parameters: the model's numbers; None = the shipped set.
        by_world: keep the ledger and a diary of each world too (for a few worlds at a time).

    Raises:
        BadInput: unknown key, malformed file, worlds < 1, negative seed, an act addressed to somebody who isn't there.

    >>> outcome = simulate("missed-deadline", "silence", worlds=3, seed=1)
    >>> outcome.trust.shape
    (53, 8, 3)
    """
    case, strategy = load_case(case), load_strategy(strategy)
    numbers = _world_numbers(worlds)
    _check(case, strategy, seed)
    own = parameters or Parameters()
    seasons = (Season(case, strategy, own, Luck(seed, block), by_world=by_world).play() for block in blocks(numbers))
    return _outcome(case, strategy, seed, numbers, seasons)


def blocks(worlds: range) -> Iterator[range]:
    """Yield the worlds in blocks.

    >>> list(blocks(range(1100)))
    [range(0, 1024), range(1024, 1100)]
    """
    for start in range(worlds.start, worlds.stop, BLOCK):
        yield range(start, min(start + BLOCK, worlds.stop))


def _world_numbers(worlds: int | range) -> range:
    numbers = worlds if isinstance(worlds, range) else range(worlds)
    if len(numbers) < 1 or numbers.start < 0 or numbers.step != 1:
        raise BadInput(f"worlds (= {worlds}) must be at least 1")
    return numbers


def _check(case: Case, strategy: Strategy, seed: int) -> None:
    if seed < 0:
        raise BadInput(f"seed (= {seed}) must be 0 or more")
    known = {*case.names, *GROUPS}
    for number, act in enumerate(strategy.acts, 1):
        for name in act.to:
            if name not in known or (name not in case.names and len(act.to) > 1):
                raise BadInput(
                    f"strategy {strategy.key!r}, act {number} ({act.act}): to names {name!r}, but case {case.key!r} "
                    f"has only all, affected, misfit (each alone) or {', '.join(case.names)}"
                )


def _outcome(case: Case, strategy: Strategy, seed: int, numbers: range, seasons: Iterator[Season]) -> Outcome:
    parts = [_part(season) for season in seasons]

    def joined(pick: Callable[[dict], np.ndarray]) -> np.ndarray:
        return np.concatenate([pick(part) for part in parts], axis=-1) if len(parts) > 1 else pick(parts[0])

    apart = ("hours", "moved", "log", "diary")
    arrays = {name: joined(lambda part, name=name: part[name]) for name in parts[0] if name not in apart}
    kinds = {kind for part in parts for kind in part["hours"]}
    hours = {
        kind: joined(lambda part, kind=kind: part["hours"].get(kind, np.zeros(part["kept"].shape))) for kind in kinds
    }
    moved = sum(part["moved"] for part in parts) / len(numbers)
    diary = tuple(parts[0]["diary"]) if parts[0]["diary"] is not None and len(parts) == 1 else None
    return Outcome(
        case=case, strategy=strategy, seed=seed, worlds=numbers, hours=hours_in_order(hours), moved=moved,
        log=tuple(parts[0]["log"]), diary=diary, **arrays,
    )  # fmt: skip


def _part(season: Season) -> dict:
    partners, ledger = season.partners, season.ledger
    part = {
        "facets": season.facets,
        "parted": partners.parted,
        "left": (partners.left_week >= 0) & ~partners.parted,
        "gone_week": partners.left_week,
        "kept": season.commitments.kept,
        "broken": season.commitments.broken,
        "late": season.commitments.late,
        "hours": season.desk.spent,
        "moved": ledger.moved,
        "log": season.calendar.log,
        "diary": season.diary,
    }
    return part if ledger.by_world is None else part | {"moved_by_world": ledger.by_world}
