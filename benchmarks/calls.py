"""How many Python functions run between a slider's move and its picture, and how often each room of `sim/` is used.

One move of a slider (the quick answer) and one rest (the refined one), in the open sandbox and in a lesson. Calls of
the simulation itself are counted apart: a panel cannot save those. A room is a module of `sim/`; it is visited each
time that a call comes into it out of another room. Counts do not depend on how fast the machine is: two runs agree.
The last column does: processor time of the panel, median over moves between two values that were simulated before.

    python benchmarks/calls.py [--rooms]
"""

from __future__ import annotations

import argparse
import gc
import os
import sys
import tempfile
from collections import Counter
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from statistics import median
from time import process_time
from typing import TYPE_CHECKING

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

import sim
from sim.lab.answers.progress import Progress
from sim.lab.pages.lesson_page import LessonPage
from sim.lab.panels.sandbox import Sandbox
from sim.widgets.slider import Slider

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from types import FrameType

SIM = f"{Path(sim.__file__).parent}{os.sep}"
SIMULATION, ENTRY = "experiments/simulate.py", "simulate"  # where a simulation begins, in which function
LESSON, GUESS = "02_update_rhythm", "daily"
STARTED = 3  # steps of the slider that are played first: they fill caches
TIMED = 15  # moves there, and as many back


@dataclass
class Tally:
    """What ran between a hand and its picture.

    Attributes:
        panel, simulation: calls of Python functions, wherever they are written.
        calls, visits: by room of the panel, the model's reading of an outcome among them.
        seconds: processor time of the panel where nothing is simulated.
    """

    panel: int = 0
    simulation: int = 0
    calls: Counter[str] = field(default_factory=Counter)
    visits: Counter[str] = field(default_factory=Counter)
    seconds: float = 0.0


class Counting:
    """Counts calls while it is the profile function; it keeps the rooms of the frames that are running."""

    def __init__(self) -> None:
        self.tally = Tally()
        self._rooms: list[str] = [""]
        self._simulating = 0  # depth at which the simulation began

    def __call__(self, frame: FrameType, event: str, _argument: object) -> None:
        """Take one event."""
        if event == "call":
            self._enter(frame)
        elif event == "return" and len(self._rooms) > 1:
            self._rooms.pop()
            if len(self._rooms) <= self._simulating:
                self._simulating = 0

    def _enter(self, frame: FrameType) -> None:
        written_in, here = frame.f_code.co_filename, self._rooms[-1]
        room = written_in.removeprefix(SIM) if written_in.startswith(SIM) else here
        if not self._simulating and room == SIMULATION and frame.f_code.co_name == ENTRY:
            self._simulating = len(self._rooms)
        self._rooms.append(room)
        if self._simulating:
            self.tally.simulation += 1
            return
        self.tally.panel += 1
        if written_in.startswith(SIM):
            self.tally.calls[room] += 1
            self.tally.visits[room] += room != here


def counted(act: Callable[[], None]) -> Tally:
    """Return what runs while something is done."""
    counting = Counting()
    gc.collect()
    gc.disable()  # a collection would run callbacks at some other moment in each run
    sys.setprofile(counting)
    try:
        act()
    finally:
        sys.setprofile(None)
        gc.enable()
    return counting.tally


def seconds(act: Callable[[], None]) -> float:
    """Return how much processor time something takes."""
    began = process_time()
    act()
    return process_time() - began


def of_the_sandbox() -> Slider:
    """Return the first slider of the sandbox with all its choices."""
    sandbox = Sandbox(start="recovery-plan")
    return next(binding.widget for binding in sandbox.sections["acts"].bindings if isinstance(binding.widget, Slider))


def of_the_lesson() -> Slider:
    """Return the first slider of a lesson whose guess has been recorded, all its steps on the page."""
    page = LessonPage(LESSON, progress=Progress())
    for step in (page.predict, page.play, page.what_happened, page.talk, page.seen):
        step()
    page.guess.chosen = [GUESS]
    page.record_guess()
    return page.play().children[1].bindings[0].widget


def measured() -> Iterator[tuple[str, Tally]]:
    """Yield (what was done, what ran): a move to a value that was not simulated before, and a rest there."""
    for name, made in (("sandbox", of_the_sandbox), ("lesson", of_the_lesson)):
        slider = made()
        step = -1 if slider.value > slider.low else 1

        def move(slider: Slider = slider, step: int = step) -> None:
            slider.value += step

        def rest(slider: Slider = slider) -> None:
            slider.rested += 1

        for _ in range(STARTED):
            move()
            rest()
        tallies = [counted(move), counted(rest)]
        here, there = slider.value, slider.value - step
        moves = [partial(slider.set_trait, "value", value) for value in (there, here) * TIMED]
        times = [(seconds(to), seconds(rest)) for to in moves]
        for what, tally, taken in zip(("move", "rest"), tallies, zip(*times, strict=True), strict=True):
            tally.seconds = median(taken)
            yield f"{name}, {what}", tally


def main() -> None:
    """Count and print."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    parser.add_argument("--rooms", action="store_true", help="name every room with its calls and visits")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        os.environ["MENDING_BRIDGES_HOME"] = folder
        print("| what | panel's calls | in sim/ | simulation's calls | rooms | most visited | panel, ms |")
        print("|---|---:|---:|---:|---:|---|---:|")
        for what, tally in measured():
            most = ", ".join(f"{Path(room).stem} {count}" for room, count in tally.visits.most_common(3))
            inside, rooms = sum(tally.calls.values()), len(tally.calls)
            print(
                f"| {what} | {tally.panel:,} | {inside:,} | {tally.simulation:,} | {rooms} | {most} "
                f"| {1000 * tally.seconds:.1f} |"
            )
            if asked.rooms:
                for room, count in tally.calls.most_common():
                    print(f"    {room}: {count} calls, {tally.visits[room]} visits")


if __name__ == "__main__":
    main()
