"""A long study on a local Dask cluster of two workers and in one process: how much faster, the same bytes, and memory.

Run from the root of the course, on a machine that does nothing else: `python benchmarks/cluster.py`. It needs the extra
`bench`. One process and two workers play a tenth of the study each by turns, so that a busy machine hits both; then the
whole study is run on the cluster, stopped in the midst with kill -9, and gone on with. Memory is what the process holds
that writes the table, after each tenth of the rows.
"""

import argparse
import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from hashlib import sha256
from math import prod
from pathlib import Path
from typing import NamedTuple, Self

import psutil

from sim.experiments.running import Crew, local, pieces_for
from sim.experiments.running.dask_cluster import on_cluster
from sim.experiments.sweep import Variant, grid, studied

AIM = 1.8
WORKERS = 2
TENTHS = 10
HALF = 32  # pieces of a study, which has 64 or more where there are so many strategies
CASE = "missed-deadline"
AXES = {
    "update.every_weeks": [1, 2, 3, 4, 6],
    "apologise.day": [2, 6, 11, 16, 21],
    "promise.buffer": [1.0, 1.3, 1.7, 2.2],
    "plan.milestones": [1, 2, 3, 4, 5],
    "update.until": [12, 20, 28, 36, 52],
    "listen.every_weeks": [4, 8, 13, 26],
}


def strategies(count: int) -> list[Variant]:
    """Return so many strategies: a grid over the first axes that have as many."""
    axes: dict[str, list[float]] = {}
    for axis, values in AXES.items():
        if prod(map(len, axes.values())) < count:
            axes[axis] = values
    return grid("recovery-plan", axes)[:count]


def tell(words: str) -> None:
    """Print a line at once: the whole takes long."""
    print(words, flush=True)


def main() -> None:
    """Measure, print, and say whether all files are the same."""
    parser = argparse.ArgumentParser(description=main.__doc__)
    parser.add_argument("--strategies", type=int, default=10_000)
    parser.add_argument("--worlds", type=int, default=200)
    parser.add_argument("--study", nargs=2, metavar=("TABLE", "ADDRESS"), help=argparse.SUPPRESS)  # for the killed run
    asked = parser.parse_args()
    variants = strategies(asked.strategies)
    if asked.study:
        with on_cluster(asked.study[1]) as workers:
            write(Path(asked.study[0]), variants, asked.worlds, workers)
        return
    tell(f"{len(variants):,} strategies in {asked.worlds} worlds; load before: {load()}")
    with tempfile.TemporaryDirectory() as folder, cluster() as (address, processes):
        one, two = by_turns(Path(folder), variants, asked.worlds, address, processes)
        tell(f"one process    {one.wall:7.1f} s ({one.work:.1f} s of work)")
        tell(f"{WORKERS} workers      {two.wall:7.1f} s ({two.work:.1f} s of work, with scheduler and writer)")
        tell(f"ratio          {one.wall / two.wall:7.2f} (aim: at least {AIM})")
        whole = Path(folder, "whole.parquet")
        with on_cluster(address) as workers:
            tell(f"memory         {' '.join(map(str, write(whole, variants, asked.worlds, workers)))} MB by tenths")
        same = sha256(whole.read_bytes()).digest() == sha256(killed(folder, address, asked).read_bytes()).digest()
        tell(f"killed, resumed {'identical' if same else 'DIFFERS'}; load after: {load()}")


class Clock(NamedTuple):
    """Seconds on the wall, and seconds of work in this process and some others."""

    wall: float
    work: float

    @classmethod
    def now(cls, others: list[psutil.Process]) -> Self:
        """Return both as they stand now."""
        work = sum(sum(one.cpu_times()[:2]) for one in (psutil.Process(), *others))
        return cls(time.perf_counter(), work)

    def since(self, before: Self) -> Self:
        """Return what has passed."""
        return type(self)(self.wall - before.wall, self.work - before.work)

    def and_(self, other: Self) -> Self:
        """Return both together."""
        return type(self)(self.wall + other.wall, self.work + other.work)


def by_turns(
    folder: Path, variants: list[Variant], worlds: int, address: str, processes: list[psutil.Process]
) -> tuple[Clock, Clock]:
    """Play each tenth in one process and on the cluster, by turns; return the sums."""
    one = two = Clock(0.0, 0.0)
    with local() as alone, on_cluster(address) as workers:
        for tenth in range(TENTHS):
            part = variants[tenth::TENTHS]
            files = [folder / f"{name}{tenth}.parquet" for name in ("one", "two")]
            turns = [partial(write, file, part, worlds, by) for file, by in zip(files, (alone, workers), strict=True)]
            first, second = timed(turns[0], []), timed(turns[1], processes)
            one, two = one.and_(first), two.and_(second)
            if files[0].read_bytes() != files[1].read_bytes():
                sys.exit(f"DIFFER: {files}")
    return one, two


def timed(turn: Callable[[], object], others: list[psutil.Process]) -> Clock:
    """Return what a turn took."""
    before = Clock.now(others)
    turn()
    return Clock.now(others).since(before)


def write(table: Path, variants: list[Variant], worlds: int, crew: Crew) -> list[int]:
    """Play a study and write its table; return the megabytes that this process holds after each tenth."""
    held: dict[int, int] = {}
    remember = lambda done, of: held.setdefault(done * TENTHS // of, psutil.Process().memory_info().rss // 10**6)  # noqa: E731
    play, items = studied(CASE, variants, worlds=worlds)
    with pieces_for(table, play, items, worlds=worlds) as pieces:
        pieces.play(crew, remember)
        pieces.assemble()
    return [*held.values()]


def killed(folder: str, address: str, asked: argparse.Namespace) -> Path:
    """Run the study in a process that is killed when half of it is there, then again; return the table."""
    table = Path(folder, "killed.parquet")
    given = ["--strategies", str(asked.strategies), "--worlds", str(asked.worlds), "--study", str(table), address]
    command = [sys.executable, __file__, *given]
    with subprocess.Popen(command) as run:
        while len([*parts(table)]) < HALF and run.poll() is None:
            time.sleep(0.2)
        run.send_signal(signal.SIGKILL)
    tell(f"killed with    {len([*parts(table)])} pieces there")
    subprocess.run(command, check=True)
    return table


def parts(table: Path) -> Iterator[Path]:
    """Yield the pieces that are there."""
    return table.with_name(f"{table.name}.parts").glob("0*")


@contextmanager
def cluster() -> Iterator[tuple[str, list[psutil.Process]]]:
    """Start a scheduler and two workers in processes of their own; yield the address, and the workers."""
    from distributed import LocalCluster

    with LocalCluster(n_workers=WORKERS, threads_per_worker=1, host="127.0.0.1", dashboard_address=":0") as started:
        workers = [one for one in psutil.Process().children(recursive=True) if "spawn_main" in " ".join(one.cmdline())]
        yield started.scheduler_address.replace("tcp://", "dask://"), workers


def load() -> str:
    """Return how busy the machine is."""
    return f"{os.getloadavg()[0]:.1f} on {os.cpu_count()} cores" if hasattr(os, "getloadavg") else "not known"


if __name__ == "__main__":
    main()
