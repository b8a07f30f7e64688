"""How long trainees wait, and how much memory their kernels take, when many work on one machine at once.

Each trainee has a kernel, started as the course starts it, opens a lesson in it, and drags its slider for two seconds
(20 events) every 15, sending what the page would send (benchmarks/trainee.py). The clock runs from a slider's event to
the picture that answers it. An event that a newer one overtook is never asked, so it has no answer. There is no browser
and no web server between; the benchmark's own work, which stands in for both, takes the same cores.

    python benchmarks/load.py [--trainees N ...] [--seconds S] [--forget]

Exit code 1 if 5 in 100 answers, of all or of the last ones of each drag, take more than 1 s, if anything fails, or if a
kernel takes more than 250 MB.
"""

from __future__ import annotations

import argparse
import asyncio
import logging
import os
import random
import sys
import tempfile
import time
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import psutil
from trainee import LESSON, PATIENCE, Page, Slider, Trouble, Waits, cells_of, drag, open_lesson
from traitlets.config import Config

from sim.base.markdown import table
from sim.server.opened_page import CURRENT, OpenedPage
from sim.server.page_kernels import PageKernels

if TYPE_CHECKING:
    from collections.abc import Coroutine, Sequence

NOTEBOOK = Path(__file__).resolve().parent.parent / "notebooks" / f"{LESSON}.ipynb"
WAITS = ("answered", "last", "refined")
LATEST, MOST_MEMORY = 1.0, 250.0  # seconds, MB
APART = 2.0  # seconds between two arrivals, on average
WATCH = 0.5  # seconds between two looks at a kernel
# As the course sets it, for pages and for JupyterLab: a kernel that ended stays ended, messages are encrypted.
SETTINGS = {
    "KernelManager": {"autorestart": False},
    "KernelProvisionerFactory": {"default_provisioner_name": "mending-bridges"},
    "MappingKernelManager": {"transport_encryption": "auto"},
}
# Keeps the baseline and one outcome more, so no place of the slider is remembered on the way back.
FORGET = "import sim.lab.session.simulation_cache; sim.lab.session.simulation_cache.MOST_OUTCOMES = 3"


@dataclass
class Memory:
    """MB of one kernel: in all, with its share of what it shares with others, and of its own."""

    rss: float
    pss: float
    uss: float

    @classmethod
    def of(cls, process: psutil.Process) -> Memory:
        """Return what a process takes now; PSS is known on Linux alone."""
        full = process.memory_full_info()
        return cls(full.rss / 1e6, getattr(full, "pss", float("nan")) / 1e6, full.uss / 1e6)


@dataclass
class Figures:
    """What was measured with so many trainees.

    Attributes:
        waits: of each trainee who got to drag.
        memory: of each kernel, at the end.
        troubles: what failed, one line for each trainee who could not go on.
        cores: how many were busy with the kernels, and with this program, while sliders were dragged.
    """

    trainees: int
    waits: list[Waits] = field(default_factory=list)
    memory: list[Memory] = field(default_factory=list)
    troubles: list[str] = field(default_factory=list)
    cores: tuple[float, float] = (0.0, 0.0)

    def all_of(self, what: str) -> list[float]:
        """Return one kind of wait of all trainees, in seconds."""
        return [wait for waits in self.waits for wait in getattr(waits, what)]

    @property
    def missed(self) -> list[str]:
        """What was asked and not reached, a line each."""
        late = [f"{what}: {_high(self.all_of(what)):.2f} s" for what in ("answered", "last") if self.late(what)]
        large = max((memory.rss for memory in self.memory), default=0.0)
        return [*self.troubles, *late, *([f"a kernel takes {large:.0f} MB"] if large > MOST_MEMORY else [])]

    def late(self, what: str) -> bool:
        """Return whether more than 5 in 100 waits of a kind are too long, or there are none."""
        return not _high(self.all_of(what)) <= LATEST


class Room:
    """Trainees at work at the same time, each with a kernel.

    Args:
        trainees: how many.
        seconds: how long they drag, once all have opened the lesson.
        every: seconds from one drag to the next.
        cells: the lesson's code.
    """

    def __init__(self, trainees: int, *, seconds: float, every: float, cells: list[str]) -> None:
        self.figures = Figures(trainees)
        self._seconds, self._every, self._cells = seconds, every, cells
        self._kernels = PageKernels(config=Config(SETTINGS))
        self._processes: list[psutil.Process] = []
        self._opened: set[int] = set()
        self._all_opened = asyncio.Event()
        self._began, self._busy = 0.0, (0.0, 0.0)

    async def meet(self) -> Figures:
        """Let all come, work and leave; return what was measured."""
        luck = random.Random(self.figures.trainees)  # noqa: S311 - when people come is no secret
        with tempfile.TemporaryDirectory() as home:
            comes = [luck.random() * APART * self.figures.trainees for _ in range(self.figures.trainees)]
            try:
                await asyncio.gather(
                    *(self._attend(one, home, at, luck.random() * self._every) for one, at in enumerate(comes))
                )
                self._read_off()
            finally:
                await self._kernels.shutdown_all(now=True)
        return self.figures

    async def _attend(self, number: int, home: str, comes: float, phase: float) -> None:
        """Be one trainee; what goes wrong ends this one's part alone."""
        await asyncio.sleep(comes)
        try:
            await self._learn(number, home, phase)
        except Exception as error:  # noqa: BLE001 - it is a figure, and the others go on
            self.figures.troubles.append(f"trainee {number + 1}: {error or type(error).__name__}")
        finally:
            self._open(number)

    async def _learn(self, number: int, home: str, phase: float) -> None:
        began = time.perf_counter()
        CURRENT.set(OpenedPage(f"{number:032x}"))
        home_of_answers = {**os.environ, "MENDING_BRIDGES_HOME": home}
        kernel = await self._kernels.start_kernel(kernel_name="python3", path="", env=home_of_answers)
        self._processes.append(psutil.Process(self._kernels.get_kernel(kernel).provisioner.pid))
        client = self._kernels.get_kernel(kernel).client()
        client.start_channels()
        try:
            await _first_of(client.wait_for_ready(timeout=PATIENCE), self._mind(kernel))
            page = Page(client)
            await _first_of(self._work(number, page, began, phase), page.listen(), self._mind(kernel))
        finally:
            client.stop_channels()

    async def _work(self, number: int, page: Page, began: float, phase: float) -> None:
        await open_lesson(page, self._cells)
        waits = Waits(ready=time.perf_counter() - began)
        self.figures.waits.append(waits)
        self._open(number)
        await self._all_opened.wait()
        slider, turn = Slider(page, page.the("Slider"), waits), 0
        while (at := phase + turn * self._every) < self._seconds:
            await asyncio.sleep(self._began + at - time.perf_counter())
            await drag(page, slider, waits, turn=turn)
            turn += 1

    async def _mind(self, kernel: str) -> None:
        """Wait until a kernel has ended, which it should not."""
        while await self._kernels.is_alive(kernel):  # noqa: ASYNC110 - no event tells of a process that dies
            await asyncio.sleep(WATCH)
        raise Trouble("the kernel ended")

    def _open(self, number: int) -> None:
        """Note that one more has opened the lesson, or never will; the last one lets all begin."""
        self._opened.add(number)
        if len(self._opened) == self.figures.trainees and not self._all_opened.is_set():
            self._began, self._busy = time.perf_counter(), self._used()
            self._all_opened.set()

    def _used(self) -> tuple[float, float]:
        """Return seconds of processor that the kernels and this program have used."""
        kernels = 0.0
        for process in self._processes:
            with suppress(psutil.Error):
                kernels += sum(process.cpu_times()[:2])
        return kernels, sum(psutil.Process().cpu_times()[:2])

    def _read_off(self) -> None:
        took = time.perf_counter() - self._began
        self.figures.cores = tuple(
            (after - before) / took for before, after in zip(self._busy, self._used(), strict=True)
        )
        for process in self._processes:
            with suppress(psutil.Error):
                self.figures.memory.append(Memory.of(process))


async def _first_of(work: Coroutine[Any, Any, Any], *watchers: Coroutine[Any, Any, None]) -> None:
    """Work until it is done, or a watcher ends it."""
    tasks = [asyncio.ensure_future(one) for one in (work, *watchers)]
    done, rest = await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
    for task in rest:
        task.cancel()
    await asyncio.gather(*rest, return_exceptions=True)
    for task in done:
        task.result()


HEADS = (
    "trainees", "ready, s", "answer, ms", "last answer, ms", "refined, ms", "asked", "RSS, MB", "PSS, MB", "USS, MB",
    "cores: kernels, benchmark",
)  # fmt: skip


def row(figures: Figures) -> list[str]:
    """Return the figures as a row: waits as median / 95th percentile / worst, memory as median / largest."""
    ready = [waits.ready for waits in figures.waits]
    moves = sum(waits.moves for waits in figures.waits)
    share = len(figures.all_of("answered")) / moves if moves else 0.0
    sizes = [[getattr(memory, name) for memory in figures.memory] for name in ("rss", "pss", "uss")]
    return [
        str(figures.trainees),
        _said(ready, (0.5, 1), digits=1),
        *(_said([1e3 * wait for wait in figures.all_of(what)], (0.5, 0.95, 1)) for what in WAITS),
        f"{share:.0%}",
        *(_said(size, (0.5, 1)) for size in sizes),
        ", ".join(f"{cores:.2f}" for cores in figures.cores),
    ]


def _said(values: Sequence[float], shares: Sequence[float], *, digits: int = 0) -> str:
    return " / ".join(f"{np.quantile(values, share):.{digits}f}" for share in shares) if values else "none"


def _high(waits: Sequence[float]) -> float:
    return float(np.quantile(waits, 0.95)) if waits else float("nan")


def main() -> None:
    """Measure and print; judge by the exit code."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    parser.add_argument("--trainees", type=int, nargs="+", default=[1, 5, 10, 20, 30], help="how many at once, in turn")
    parser.add_argument("--seconds", type=float, default=60, help="how long they drag, once all have opened the lesson")
    parser.add_argument("--every", type=float, default=15, help="seconds from one drag to the next")
    parser.add_argument("--forget", action="store_true", help="simulate anew what was simulated before")
    parser.add_argument("--notebook", type=Path, default=NOTEBOOK, help="notebook whose cells are run")
    asked = parser.parse_args()
    logging.disable(logging.WARNING)
    cells = [*cells_of(asked.notebook), *([FORGET] if asked.forget else [])]
    print(f"{asked.notebook.stem}, {asked.seconds:g} s each; load before: {_load()}")
    missed = []
    for number, trainees in enumerate(asked.trainees):
        figures = asyncio.run(Room(trainees, seconds=asked.seconds, every=asked.every, cells=cells).meet())
        lines = table(HEADS, [row(figures)]).splitlines()
        print("\n".join(lines if number == 0 else lines[2:]), flush=True)
        missed += [f"{trainees}: {line}" for line in figures.missed]
    print(f"load after: {_load()}")
    print("\n".join(missed or ["all reached"]))
    sys.exit(int(bool(missed)))


def _load() -> str:
    return f"{os.getloadavg()[0]:.1f} on {os.cpu_count()} cores"


if __name__ == "__main__":
    main()
