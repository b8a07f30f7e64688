"""Simulate a case under a strategy, batch by batch, so that memory hardly grows with the number of worlds."""

from collections.abc import Callable, Iterator

import numpy as np

from sim.base.errors import HIGHEST, BadInput
from sim.catalogue import load_case, load_strategy
from sim.model.case import GROUPS, Case
from sim.model.ledger import CAUSES
from sim.model.outcome import DiaryEntry, Outcome, hours_in_order
from sim.model.parameters import SHIPPED, Parameters
from sim.model.random_streams import RandomStreams
from sim.model.simulation import Simulation
from sim.model.strategy import Strategy
from sim.texts.refusals import brief, whole_number
from sim.texts.words import say

WORLD_BATCH = 1024  # worlds simulated at once: few calls a world, bounded memory (docs/benchmarks.md)
MOST_WORLDS = 100_000  # about 50 seconds a strategy in a shipped case
MOST_KEPT = 100_000_000  # values of trust (weeks x partners x worlds) that an outcome may keep: 4 GB


def simulate(
    case: Case | str,
    strategy: Strategy | str,
    *,
    worlds: int | range = 200,
    seed: int | tuple[int, ...] = 0,
    parameters: Parameters | None = None,
    by_world: bool = False,
    until: int | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> Outcome:
    """Simulate one case under one strategy in many worlds.

    Args:
        case, strategy: an object, the key of a shipped one, or the path of a TOML file.
        worlds: how many, at most 100,000, and fewer in a case with many partners and weeks (docs/commands.md); or a
            range of world numbers, such as range(17, 18) for world 17 alone.
        seed: from 0 to 2**63 - 1; world k of a seed has the same luck under every strategy and however many worlds
            run. For several seeds, the worlds follow each other, seed by seed.
        parameters: the model's numbers; None = the shipped set.
        by_world: also keep the ledger and the diary of each world (for a few worlds at a time).
        until: stop after so many weeks of the season; None = at its end. A shorter case is another season, in which
            partners know that promises past its end will not be judged.
        progress: called with (done, total) after each block of worlds.

    Raises:
        BadInput: unknown key, malformed file, worlds or seed out of bounds or not a whole number, parameters that are
            not `Parameters`, or an act addressed to a name that no partner has.

    >>> outcome = simulate("missed-deadline", "silence", worlds=3, seed=1)
    >>> outcome.trust.shape
    (53, 8, 3)
    """
    case, strategy = load_case(case), load_strategy(strategy)
    seeds = _seeds(seed)
    numbers = world_numbers(worlds, case, by_world=by_world)
    _check_total(numbers, seeds, case, by_world=by_world)
    check_names(case, strategy)
    parameters = checked_parameters(parameters)
    seasons = (
        Simulation(case, strategy, parameters, streams, by_world=by_world).play(stop_after(until))
        for streams in _told(_batches(seeds, numbers), progress, seeds, numbers)
    )
    played = case if until is None else case.model_copy(update={"weeks": until})
    return _outcome(played, strategy, seeds, numbers, seasons, parameters)


def stop_after(weeks: int | None) -> Callable[[int, list[DiaryEntry] | None], bool]:
    """Return what ends a season after so many weeks, None = never.

    >>> stop_after(3)(3, None), stop_after(None)(3, None)
    (True, False)
    """
    return lambda week, _: week == weeks


def play_weeks(case: Case, strategy: Strategy, *, seed: int, ended: Callable[[int, list[DiaryEntry]], bool]) -> Outcome:
    """Simulate the first world of a seed, week by week, until `ended` is true or the season is over.

    Args:
        ended: weeks played so far and the diary so far → whether to stop there; asked on the evening of the incident
            (0 weeks) and after each week but the last.

    Returns:
        The outcome of the weeks played, by world. Its diary also holds what partners asked on the last evening.

    Raises:
        BadInput: an act is addressed to a name that no partner has.

    >>> case, strategy = load_case("missed-deadline"), load_strategy("silence")
    >>> play_weeks(case, strategy, seed=1, ended=lambda week, diary: week == 3).trust.shape
    (4, 8, 1)
    """
    check_names(case, strategy)
    seed, world = checked_seed(seed), range(1)
    season = Simulation(case, strategy, SHIPPED, RandomStreams((seed,), world), by_world=True).play(ended)
    played = case.model_copy(update={"weeks": season.weeks})
    return _outcome(played, strategy, (seed,), world, iter((season,)), SHIPPED)


def _seeds(seed: int | tuple[int, ...]) -> tuple[int, ...]:
    seeds = seed if isinstance(seed, tuple) else (seed,)
    if not seeds:
        raise BadInput(say("refused_experiment.no_seed"))
    if len(seeds) > MOST_WORLDS:
        raise BadInput(say("refused_experiment.seeds", found=len(seeds), most=f"{MOST_WORLDS:,}"))
    return tuple(map(checked_seed, seeds))


def _told(
    batches: Iterator[RandomStreams], progress: Callable[[int, int], None] | None, seeds: tuple[int, ...], worlds: range
) -> Iterator[RandomStreams]:
    """Yield each batch, and tell once it was played."""
    together = len(seeds) * len(worlds) <= WORLD_BATCH
    of = 1 if together else len(seeds) * -(-len(worlds) // WORLD_BATCH)
    for done, batch in enumerate(batches, 1):
        yield batch
        if progress is not None:
            progress(done, of)


def _batches(seeds: tuple[int, ...], worlds: range) -> Iterator[RandomStreams]:
    """Yield the random streams of each batch of worlds; one batch holds several seeds if their worlds are few."""
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
    """Return the world numbers as a range, after validating them.

    Args:
        worlds: how many, or a range of numbers.
        case: the case that is simulated.
        strategies: number of strategies whose outcomes are kept in memory together.
        by_world: whether the ledger is kept for each world too.

    Raises:
        BadInput: no worlds, not a whole number, or more worlds than fit in memory.

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
    number = worlds.stop - worlds.start  # len fails for a very long range
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
    """Refuse several seeds that have more worlds together than one seed may have."""
    most = min(MOST_WORLDS, MOST_KEPT // _kept(case, by_world=by_world)) // len(seeds)
    if len(worlds) > most:
        told = {"value": brief(worlds if worlds.start else worlds.stop), "most": f"{most:,}", "seeds": len(seeds)}
        raise BadInput(say("refused_experiment.world_size_seeds", **told))


def _kept(case: Case, *, by_world: bool) -> int:
    """Return how many values of trust an outcome keeps for each world."""
    return len(case.partners) * (case.weeks + 1) * (len(CAUSES) if by_world else 1)


def checked_seed(seed: int) -> int:
    """Return the seed after validating it.

    Raises:
        BadInput: not a whole number from 0 to 2**63 - 1.

    >>> checked_seed(7)
    7
    """
    return whole_number("seed", seed, least=0, most=HIGHEST)


def checked_parameters(parameters: Parameters | None) -> Parameters:
    """Return the model's numbers, the shipped ones for None.

    Raises:
        BadInput: not `Parameters`.

    >>> checked_parameters(None) is SHIPPED
    True
    """
    if parameters is None:
        return SHIPPED
    if not isinstance(parameters, Parameters):
        raise BadInput(say("refused_experiment.parameters", kind=type(parameters).__name__))
    return parameters


def check_names(case: Case, strategy: Strategy) -> None:
    """Refuse acts that address names which no partner has.

    Raises:
        BadInput: one does.
    """
    known = {*case.names, *GROUPS}
    for number, act in enumerate(strategy.acts, 1):
        for name in act.to:
            if name not in known or (name not in case.names and len(act.to) > 1):
                there = {"case": repr(case.key), "partners": ", ".join(case.names)}
                asked = {"strategy": repr(strategy.key), "number": number, "act": act.act, "name": repr(name)}
                raise BadInput(say("refused_act.not_here", **asked, **there))


def _outcome(
    case: Case,
    strategy: Strategy,
    seeds: tuple[int, ...],
    numbers: range,
    seasons: Iterator[Simulation],
    parameters: Parameters,
) -> Outcome:
    parts = [_part(season) for season in seasons]
    worlds = numbers if len(seeds) == 1 else range(len(seeds) * len(numbers))

    def joined(pick: Callable[[dict], np.ndarray]) -> np.ndarray:
        return np.concatenate([pick(part) for part in parts], axis=-1) if len(parts) > 1 else pick(parts[0])

    apart = ("hours", "moved", "log", "diary", "agenda")
    arrays = {name: joined(lambda part, name=name: part[name]) for name in parts[0] if name not in apart}
    kinds = {kind for part in parts for kind in part["hours"]}
    hours = {
        kind: joined(lambda part, kind=kind: part["hours"].get(kind, np.zeros(part["kept"].shape))) for kind in kinds
    }
    moved = sum(part["moved"] for part in parts) / len(worlds)
    diary = tuple(parts[0]["diary"]) if parts[0]["diary"] is not None and len(parts) == 1 else None
    return Outcome(
        case=case, strategy=strategy, seed=seeds[0], worlds=worlds, hours=hours_in_order(hours), moved=moved,
        log=tuple(parts[0]["log"]), diary=diary, agenda=parts[0].get("agenda"), parameters=parameters, **arrays,
    )  # fmt: skip


def _part(season: Simulation) -> dict:
    partners, ledger = season.partners, season.ledger
    part = {
        "facets": season.facets[: season.weeks + 1],
        "parted": partners.parted,
        "left": (partners.left_week >= 0) & ~partners.parted,
        "gone_week": partners.left_week,
        "kept": season.commitments.kept,
        "broken": season.commitments.broken,
        "late": season.commitments.late,
        "hours": season.work_queue.spent,
        "moved": ledger.moved[: season.weeks],
        "log": season.calendar.log,
        "diary": season.diary,
    }
    if ledger.by_world is None:
        return part
    return part | {"moved_by_world": ledger.by_world[: season.weeks], "agenda": season.work_queue.agenda()}
