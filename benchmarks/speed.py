"""How fast the engine is compared with its peers, and whether they all give the same answers.

The engine plays blocks of worlds with NumPy. Its peers call the scalar laws of compiled_reference.py: plain SimPy and
Mesa one world at a time, and those laws compiled by numba, which is the limit. Mesa and numba are optional
(`pip install -e .[bench]`); without one of them its column stays empty. Times are processor time, the median of several
runs after a warm-up, engine and compiled reference by turns. "MB block" is the most that Python and NumPy hold while
blocks are played and their answers dropped: it must not grow with worlds. "MB all" is with all answers in one piece.

    python benchmarks/speed.py [--quick]

Exit code 1 if two answers differ by more than 1e-9.
"""

from __future__ import annotations

import argparse
import sys
import time
import tracemalloc
from functools import partial
from importlib import import_module
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

import compiled_reference
from compiled_reference import simulate_worlds_compiled

from sim.catalogue import case_keys, load_case, load_strategy, strategy_keys
from sim.experiments.simulate import blocks, simulate
from sim.model import random_streams

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from sim.model.case import Case
    from sim.model.outcome import Outcome
    from sim.model.strategy import Strategy

AGREED = 1e-9
SIZES = (1, 50, 200, 1_000, 10_000, 30_000)
FEW = 3  # worlds for peers that play one at a time: their time per world does not depend on how many
MANY = 1_000  # worlds from which on fewer runs will do
TYPICAL = "recovery-plan"


class Measured(NamedTuple):
    """One program at one number of worlds: seconds with luck drawn anew, and with luck kept from the run before."""

    cold: float
    warm: float


def seconds(play: Callable[[], object], *, cold: bool) -> float:
    """Return processor time of one run."""
    if cold:
        random_streams._draw.cache_clear()  # noqa: SLF001 - what is measured is luck that nobody has drawn yet
    start = time.process_time()
    play()
    return time.process_time() - start


def by_turns(plays: list[Callable[[], object]], runs: int) -> Iterator[tuple[float, float]]:
    """Return for each program the median (cold, warm) time; they run by turns, so that a busy machine hits all.

    Each has been run once before.
    """
    taken = [[(seconds(play, cold=True), seconds(play, cold=False)) for play in plays] for _ in range(runs)]
    for times in zip(*taken, strict=True):
        yield median(cold for cold, _ in times), median(warm for _, warm in times)


def memory(play: Callable[[], object]) -> float:
    """Return the most megabytes held while it runs."""
    random_streams._draw.cache_clear()  # noqa: SLF001 - as above
    tracemalloc.start()
    play()
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    return peak / 1e6


def play_and_drop(case: Case, strategy: Strategy, worlds: int) -> None:
    """Play block by block and keep no answer."""
    for block in blocks(range(worlds)):
        simulate(case, strategy, worlds=block)


def compiled(case: Case, strategy: Strategy, worlds: int) -> tuple[np.ndarray, np.ndarray]:
    """Return trust (weeks + 1, partners, worlds) and mean ledger of the compiled reference, block by block."""
    trust, moved = np.empty((case.weeks + 1, len(case.partners), worlds)), 0.0
    for block in blocks(range(worlds)):
        history, ledger, _ = simulate_worlds_compiled(case, strategy, block)
        trust[..., block.start : block.stop] = history.transpose(1, 2, 0)
        moved = moved + ledger
    return trust, moved / worlds


def peers() -> dict[str, Callable]:
    """Return the programs that play one world at a time and are installed."""
    found = {"SimPy": import_module("plain_simpy").run}
    try:
        found["Mesa"] = import_module("mesa_model").run
    except ImportError as error:
        print(f"skipped: Mesa is not installed ({error})")
    return found


def busiest(case: str) -> tuple[str, list[tuple[str, float, float]]]:
    """Return the slowest strategy of a case, and (key, seconds at 50 worlds, at 200) of all."""
    times = []
    for key in strategy_keys():
        simulate(case, key, worlds=200)
        (_, fifty), (_, many) = by_turns([lambda key=key, n=n: simulate(case, key, worlds=n) for n in (50, 200)], 3)
        times.append((key, fifty, many))
    return max(times, key=lambda row: row[1])[0], times


def one_at_a_time(case: Case, strategy: Strategy, found: dict[str, Callable]) -> dict[str, tuple[float, float]]:
    """Return for each peer its seconds per world, and how far its answers are from the engine's."""
    trust, answers = simulate(case, strategy, worlds=FEW).trust, {}
    for name, run in found.items():
        histories = run(case, strategy, FEW, 0)
        ((cold, _),) = by_turns([lambda run=run: run(case, strategy, FEW, 0)], 3)
        answers[name] = cold / FEW, max(np.abs(trust[..., k] - histories[k]).max() for k in range(FEW))
    return answers


def at_size(case: Case, strategy: Strategy, worlds: int, *, limit: bool) -> tuple[list[Measured], float]:
    """Return the engine (and, with `limit`, the compiled reference) at some number of worlds, and their difference."""
    plays = [partial(simulate, case, strategy, worlds=worlds)]
    if limit:
        plays.append(partial(compiled, case, strategy, worlds))
    apart = difference(*(play() for play in plays))
    runs = 7 if worlds < MANY else 3 if worlds == MANY else 1
    return [Measured(*taken) for taken in by_turns(plays, runs)], apart


def difference(outcome: Outcome, reference: tuple[np.ndarray, np.ndarray] | None = None) -> float:
    """Return the largest difference in trust and in the ledger between the engine and the compiled reference."""
    if reference is None:
        return 0.0
    trust, moved = reference
    return float(max(np.abs(outcome.trust - trust).max(), np.abs(outcome.moved - moved).max()))


def report(case: Case, strategy: Strategy, found: dict[str, Callable], sizes: tuple[int, ...], *, limit: bool) -> float:
    """Measure one strategy in one case, print its table, and return the largest difference between answers."""
    alone = one_at_a_time(case, strategy, found)
    worst = max((gap for _, gap in alone.values()), default=0.0)
    print(f"\n{case.key}, {strategy.key}: milliseconds of processor time; engine's luck drawn anew / kept")
    for name, (each, gap) in alone.items():
        print(f"  {name}: {1e3 * each:.1f} ms a world; largest difference {gap:.0e}")
    titles = ("worlds", "engine", "", "a world", *(f"x {name}" for name in alone), "limit", "engine/limit", "differ")
    print("".join(f"{title:>13}" for title in (*titles, "MB block", "MB all")))
    for worlds in sizes:
        (engine, *rest), gap = at_size(case, strategy, worlds, limit=limit)
        each = engine.cold / worlds
        cells = [f"{worlds:,}", f"{1e3 * engine.cold:.1f}", f"{1e3 * engine.warm:.1f}", f"{1e3 * each:.3f}"]
        cells += [f"{peer / each:.1f}" for peer, _ in alone.values()]
        cells += [f"{1e3 * rest[0].cold:.1f}", f"{engine.cold / rest[0].cold:.2f}", f"{gap:.0e}"] if rest else ["-"] * 3
        cells.append(f"{memory(partial(play_and_drop, case, strategy, worlds)):.1f}")
        cells.append(f"{memory(partial(simulate, case, strategy, worlds=worlds)):.1f}")
        print("".join(f"{cell:>13}" for cell in cells), flush=True)
        worst = max(worst, gap)
    return worst


def overview(case: str) -> str:
    """Print the engine's times for every strategy of a case; return the key of the busiest."""
    slowest, times = busiest(case)
    documented = [row for row in times if load_strategy(row[0]).documented]
    for place, worlds in ((1, 50), (2, 200)):
        of_documented = [1e3 * row[place] for row in documented]
        of_slowest = 1e3 * next(row[place] for row in times if row[0] == slowest)
        print(
            f"{case}, {worlds} worlds: {len(documented)} documented strategies {min(of_documented):.1f} to "
            f"{max(of_documented):.1f} ms, median {median(of_documented):.1f}; busiest, {slowest}: {of_slowest:.1f} ms"
        )
    return slowest


def main() -> int:
    """Measure, print, and return the exit code."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--quick", action="store_true", help="at most 1,000 worlds")
    sizes = SIZES[:4] if parser.parse_args().quick else SIZES
    found, limit = peers(), compiled_reference.njit is not None
    if limit:
        start = time.process_time()
        compiled(load_case(case_keys()[0]), load_strategy(TYPICAL), 1)
        print(f"the reference was compiled in {time.process_time() - start:.0f} s (not counted below)")
    else:
        print("skipped: numba is not installed, so there is no compiled reference")
    worst = 0.0
    for key in case_keys():
        for strategy in dict.fromkeys((TYPICAL, overview(key))):
            worst = max(worst, report(load_case(key), load_strategy(strategy), found, sizes, limit=limit))
    print(f"\nlargest difference between answers: {worst:.1e} (agreed: {AGREED:.0e})")
    return 1 if worst > AGREED else 0


if __name__ == "__main__":
    sys.exit(main())
