"""How long a slider's move takes until the changed picture, in JupyterLab in Chromium, simulation included.

Beside the lab stands the usual way: `ipywidgets.interact` and `plt.show()` over one-world-at-a-time SimPy
(benchmarks/plain_simpy.py), the same 50 worlds of the same case and strategies, in the same JupyterLab in the same run.
A key (for the usual way a click) moves the slider; the clock stops when the changed picture has been painted.

    python benchmarks/slider.py [--moves N] [--usual N] [--memory N]

Exit code 1 if the lab's median is over 100 ms, its 95th percentile over 180 ms, the refined answer in 5 of 100 later
than 0.5 s after rest, or a kernel over 250 MB or growing by more than 10 MB over the last 400 of 500 moves.
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING

import nbformat
import numpy as np

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "tests"))

from browser.conftest import FLAGS
from browser.serving import ROOT, workshop
from nbformat.v4 import new_code_cell, new_notebook
from playwright.sync_api import sync_playwright

if TYPE_CHECKING:
    from collections.abc import Sequence

    from browser.serving import Server
    from playwright.sync_api import Browser, Page

LESSON = "02_update_rhythm"
MEDIAN, PERCENTILE, REFINED = 100.0, 180.0, 500.0  # ms
MOST_MEMORY, MOST_GROWTH = 250.0, 10.0  # MB
REST = 220.0  # ms without a move, after which slider.js calls the hand at rest
KERNEL = {"name": "python3", "display_name": "Python 3 (ipykernel)", "language": "python"}
IDLE = '.jp-Notebook-ExecutionIndicator[data-status="idle"]'

LAB = f"""
from sim.lab import lesson
from sim.lab.answers.progress import Progress
page = lesson("{LESSON}")
page.predict(); page.guess.chosen = ["daily"]; page.record_guess()
page.play()
"""
USUAL = f"""
import sys; sys.path.insert(0, {str(ROOT / "benchmarks")!r})
import matplotlib.pyplot as plt
import plain_simpy
from ipywidgets import IntSlider, interact
from sim.lab.session.lesson_data import load_lesson
it = load_lesson("{LESSON}")
steps = len(it.controls[0].offered)
def show(step):
    strategy = it.controls[0].write(it.start, step).played
    worlds = plain_simpy.run(it.played_case, strategy, worlds=50, seed=0)
    plt.plot([sum(week) / len(week) for week in sum(worlds) / len(worlds)])
    plt.show()
interact(show, step=IntSlider(min=0, max=steps - 1, value=steps - 1));
"""
PICTURE = "document.querySelector('.jp-OutputArea img')?.src"
# Keeps when a key went down, and when the picture after it was painted.
CLOCK = """(where) => {
  window.moves = [];
  const began = () => window.moves.push({ began: performance.now(), drawn: [] });
  for (const kind of ["keydown", "pointerdown"]) document.addEventListener(kind, began, true);
  const painted = () => requestAnimationFrame(() => setTimeout(() => {
    if (window.moves.length) window.moves.at(-1).drawn.push(performance.now());
  }));
  let waiting = false;
  new MutationObserver(() => {
    if (waiting) return;
    waiting = true;
    requestAnimationFrame(() => { waiting = false; painted(); });
  }).observe(document.querySelector(where), { childList: true, subtree: true, attributeFilter: ["src", "d"] });
}"""


def main() -> None:
    """Measure and print; judge by the exit code."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    parser.add_argument("--moves", type=int, default=60, help="moves of the lab's slider that are timed")
    parser.add_argument("--usual", type=int, default=5, help="moves of the usual way's slider")
    parser.add_argument("--memory", type=int, default=500, help="moves over which memory is watched")
    asked = parser.parse_args()
    print(f"Lesson {LESSON}, 50 worlds; load before: {_load()}")
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        for name, source in (("00_start", "1"), ("lab", LAB), ("usual", USUAL)):
            notebook = new_notebook(cells=[new_code_cell(source.strip())], metadata={"kernelspec": KERNEL})
            nbformat.write(notebook, Path(folder) / f"{name}.ipynb")
        # A browser for each, the usual way first: in a later window, frames may not be painted.
        with workshop("--lab", notebooks=Path(folder)) as server:
            browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=FLAGS)
            usual = of_the_usual_way(browser, server, asked.usual)
            browser.close()
        with workshop("--lab", notebooks=Path(folder)) as server:
            browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=FLAGS)
            at_once, at_rest, memory = of_the_lab(browser, server, asked.moves, asked.memory)
            browser.close()
        _tell("lab, slider to picture", at_once)
        _tell(f"lab, rest to refined picture (after {REST:.0f} ms of rest)", at_rest)
    _tell("interact and plt.show() over plain SimPy", usual)
    print(f"ratio of the medians, usual way to lab: {np.median(usual) / np.median(at_once):.0f}")
    print(f"kernel: {memory[0]:.0f} MB after 100 moves, {memory[-1]:.0f} MB after {asked.memory}")
    print(f"load after: {_load()}")
    late = np.median(at_once) > MEDIAN or _high(at_once) > PERCENTILE or _high(at_rest) > REFINED
    sys.exit(int(late or max(memory) > MOST_MEMORY or memory[-1] - memory[0] > MOST_GROWTH))


def of_the_lab(
    browser: Browser, server: Server, moves: int, memory_moves: int
) -> tuple[list[float], list[float], list[float]]:
    """Return ms to each move's first picture, ms from rest to the refined one, and MB of memory every 100 moves."""
    page = _run(browser, server, "lab", ".mb-lanes .mb-plank[d^=M]")
    slider = page.get_by_role("slider", name="How often we write")
    slider.focus()
    page.evaluate(CLOCK, ".mb-lanes")
    at_once, at_rest = [], []
    for number in range(moves + 2):
        page.keyboard.press("ArrowLeft" if number // 8 % 2 == 0 else "ArrowRight")
        page.wait_for_function("window.moves.at(-1).drawn.length >= 2", timeout=20_000)
        move = page.evaluate("window.moves.at(-1)")
        if number >= 2:  # the first ones compile and fill caches  # noqa: PLR2004
            at_once.append(move["drawn"][0] - move["began"])
            at_rest.append(move["drawn"][-1] - move["began"] - REST)
        page.wait_for_timeout(150)
    kernel = max(server.kernels().values(), key=lambda one: one.memory_info().rss)
    memory = []
    for number in range(1, memory_moves + 1):
        page.keyboard.press("ArrowLeft" if number // 8 % 2 == 0 else "ArrowRight")
        page.wait_for_timeout(60)
        if number % 100 == 0:
            page.wait_for_timeout(1500)
            memory.append(kernel.memory_info().rss / 1e6)
    page.context.close()
    return at_once, at_rest, memory


def of_the_usual_way(browser: Browser, server: Server, moves: int) -> list[float]:
    """Return ms from a click to the new picture, once for each move."""
    page = _run(browser, server, "usual", ".widget-output img, .jp-OutputArea-output img")
    page.bring_to_front()
    page.evaluate(CLOCK, ".jp-OutputArea")
    waits = []
    for number in range(moves + 1):
        track, old = page.locator(".noUi-base").bounding_box(), page.evaluate(PICTURE)
        # JupyterLab keeps the arrow keys from this slider, so the mouse moves it.
        page.mouse.click(track["x"] + track["width"] * (0.75 - 0.11 * (number % 6)), track["y"] + track["height"] / 2)
        # Asked from outside: the page's own clock has timed the picture, and is not to be kept busy.
        until = time.monotonic() + 60
        while page.evaluate(PICTURE) in (None, old) or not page.evaluate("window.moves.at(-1).drawn.length"):
            if time.monotonic() > until:
                sys.exit("The usual way drew no new picture within a minute.")
            time.sleep(0.1)
        page.wait_for_selector(IDLE, state="attached", timeout=120_000)
        page.wait_for_timeout(300)
        move = page.evaluate("window.moves.at(-1)")
        if number:
            waits.append(move["drawn"][-1] - move["began"])
    page.context.close()
    return waits


def _run(browser: Browser, server: Server, name: str, until: str) -> Page:
    """Open a notebook in JupyterLab, run it, and wait until its picture is there."""
    page = browser.new_context(viewport={"width": 1366, "height": 768}).new_page()
    page.goto(server.address.replace("00_start", name))
    page.get_by_text("Python 3 (ipykernel) | Idle").wait_for(timeout=90_000)
    time.sleep(2)
    page.get_by_role("menuitem", name="Run", exact=True).click()
    page.locator('.lm-Menu-item:not(.lm-mod-disabled)[data-command="runmenu:run-all"]').click()
    page.locator(until).first.wait_for(timeout=120_000)
    page.wait_for_selector(IDLE, state="attached", timeout=120_000)
    time.sleep(2)
    return page


def _high(waits: Sequence[float]) -> float:
    return float(np.quantile(waits, 0.95))


def _tell(what: str, waits: Sequence[float]) -> None:
    print(f"{what}: median {np.median(waits):.0f} ms, 95th percentile {_high(waits):.0f} ms, of {len(waits)}")


def _load() -> str:
    return " ".join(f"{load:.1f}" for load in os.getloadavg())


if __name__ == "__main__":
    main()
