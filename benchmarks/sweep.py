"""A sweep in two processes and in one: how much faster, and are the answers the same?

Run from the root of the course, on a machine that does nothing else: `python benchmarks/sweep.py`. Where the two
processes work for longer than the one, others are using the machine, or two cores share one core's parts.
"""

import argparse
import os
import time
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from typing import NamedTuple, Self

from sim.experiments.sweep import Variant, grid, sweep

AIM = 1.7
PROCESSES = 2


def strategies(count: int) -> list[Variant]:
    """Return so many strategies: a grid over rhythm, apology day, buffer and milestones."""
    axes = {
        "update.every_weeks": [1, 2, 3, 4, 6],
        "apologise.day": [2, 6, 11, 16, 21],
        "promise.buffer": [1.0, 1.3, 1.7, 2.2],
        "plan.milestones": [1, 2, 3, 4, 5],
    }
    return grid("recovery-plan", axes)[:count]


def main() -> None:
    """Play the same sweep in one process and in two; print times, their ratio and whether the answers agree."""
    parser = argparse.ArgumentParser(description=main.__doc__)
    parser.add_argument("--strategies", type=int, default=500)
    parser.add_argument("--worlds", type=int, default=200)
    asked = parser.parse_args()
    given = {"case": "missed-deadline", "strategies": strategies(asked.strategies), "worlds": asked.worlds}
    print(f"{asked.strategies} strategies in {asked.worlds} worlds; load before: {_load()}")
    before = _Clock.now()
    alone = sweep(**given)
    between = _Clock.now()
    with ProcessPoolExecutor(PROCESSES, mp_context=get_context("spawn")) as pool:
        shared = sweep(**given, executor=pool)
    one, two = between.since(before), _Clock.now().since(between)
    print(f"one process    {one.wall:6.1f} s ({one.work:.1f} s of work)")
    print(f"two processes  {two.wall:6.1f} s ({two.work:.1f} s of work), their start included")
    print(f"ratio          {one.wall / two.wall:6.2f} (aim: at least {AIM})")
    print(f"answers        {'identical' if alone.equals(shared) else 'DIFFER'}; load after: {_load()}")


class _Clock(NamedTuple):
    """Seconds on the wall, and seconds of work in this process and those that it started and saw end."""

    wall: float
    work: float

    @classmethod
    def now(cls) -> Self:
        return cls(time.perf_counter(), sum(os.times()[:4]))

    def since(self, before: Self) -> Self:
        return type(self)(self.wall - before.wall, self.work - before.work)


def _load() -> str:
    return f"{os.getloadavg()[0]:.1f} on {os.cpu_count()} cores" if hasattr(os, "getloadavg") else "not known"


if __name__ == "__main__":
    main()
