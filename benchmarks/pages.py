"""How long a trainee waits for pages, and what kernels and memory are left behind.

Everything is measured as it is used: `mend workshop` as a process of its own, pages in Debian's Chromium. "Cold" is the
first page of a server that has answered just now, in a browser without a cache; "warm" is a page opened when the spare
kernel is ready. The page's wait is taken apart: until its top stands, until the server has sent all (the kernel and the
lesson's code), until it is drawn (the browser). Medians with the largest in brackets.

    python benchmarks/pages.py [--runs N] [--lesson FILE]

Exit code 1 if a cold page takes more than 5 seconds, or more than two kernels are left after eight visits.
"""

from __future__ import annotations

import argparse
import os
import sys
import time
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING, Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "tests"))

from browser.conftest import FLAGS
from browser.looking import READY
from browser.serving import ROOT, Server, workshop
from playwright.sync_api import sync_playwright

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from playwright.sync_api import Browser, Page

LESSONS = sorted((ROOT / "notebooks").glob("*.ipynb"))
LONGEST = 5.0
MOST_KERNELS = 2
VISITS = 8
UNTIL_SPARE = 8.0  # seconds: the pause before a spare kernel starts, and its start on a slow machine
IDLE = '.jp-Notebook-ExecutionIndicator[data-status="idle"]'
SENT = "performance.getEntriesByType('navigation')[0].responseEnd / 1000"


def main() -> None:
    """Measure and print; judge by the exit code."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    parser.add_argument("--runs", type=int, default=5, help="how often each wait is measured")
    parser.add_argument("--lesson", default=LESSONS[0].name, help="file of the lesson that is opened")
    asked = parser.parse_args()
    print(f"{asked.lesson}, {asked.runs} runs; load before: {_load()}")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=FLAGS)
        show("JupyterLab opened", [jupyterlab_opened(browser) for _ in range(asked.runs)])
        cold = [cold_page(browser, asked.lesson) for _ in range(asked.runs)]
        show("lesson, cold", cold)
        with workshop("--app") as server:
            show("lesson, warm", [warm_page(browser, server, asked.lesson) for _ in range(asked.runs)])
        left = after_visits(browser)
    print(f"load after: {_load()}")
    slowest = max(waits["ready"] for waits in cold)
    sys.exit(slowest > LONGEST or left > MOST_KERNELS)


def jupyterlab_opened(browser: Browser) -> dict[str, float]:
    """Return seconds from the command to JupyterLab's address, and to the first lesson with its kernel idle."""
    began = time.perf_counter()
    with workshop("--lab") as server:
        up = time.perf_counter() - began
        page = browser.new_context().new_page()
        page.goto(server.address)
        page.wait_for_selector(IDLE, state="attached", timeout=60_000)
        opened = time.perf_counter() - began
        page.context.close()
    return {"server": up, "ready": opened}


def cold_page(browser: Browser, lesson: str) -> dict[str, float]:
    """Return the waits for the first page of a new server."""
    began = time.perf_counter()
    with workshop("--app") as server:
        up = time.perf_counter() - began
        return {"server": up, **in_new_browser(browser, lambda page: waits(page, server, lesson))}


def warm_page(browser: Browser, server: Server, lesson: str) -> dict[str, float]:
    """Return the waits for a page when a kernel is ready."""
    time.sleep(UNTIL_SPARE)
    return in_new_browser(browser, lambda page: waits(page, server, lesson))


def in_new_browser(browser: Browser, use: Callable[[Page], dict[str, float]]) -> dict[str, float]:
    """Return what is measured in a browser without a cache."""
    page = browser.new_context(viewport={"width": 1366, "height": 768}).new_page()
    try:
        return use(page)
    finally:
        page.goto("about:blank")
        page.context.close()


def waits(page: Page, server: Server, lesson: str) -> dict[str, float]:
    """Return seconds until the page's top stands, until all of it was sent, and until it is drawn."""
    began = time.perf_counter()
    page.goto(f"{server.address}lessons/{lesson}", wait_until="commit")
    top = time.perf_counter() - began
    page.wait_for_selector(READY, state="attached", timeout=60_000)
    return {"top": top, "sent": page.evaluate(SENT), "ready": time.perf_counter() - began}


def after_visits(browser: Browser) -> int:
    """Print how many kernels eight lessons in turn leave, and their memory; return how many."""
    with workshop("--app") as server:
        page = browser.new_context().new_page()
        for turn in range(VISITS):
            waits(page, server, LESSONS[turn % len(LESSONS)].name)
        time.sleep(UNTIL_SPARE)
        kernels = server.kernels().values()
        print(f"{'kernels':<18}{len(kernels)} after {VISITS} visits with one page open; {_memory(kernels)}")
        return len(kernels)


def _memory(processes: Iterable[Any]) -> str:
    sizes = (f"{process.memory_full_info().uss / 1e6:.0f} of its own, " for process in processes)
    whole = [
        f"{own}{process.memory_info().rss / 1e6:.0f} MB in all" for own, process in zip(sizes, processes, strict=True)
    ]
    return "; ".join(whole)


def show(what: str, runs: list[dict[str, float]]) -> None:
    """Print the median and the largest of each wait."""
    parts = (
        f"{name} {median(run[name] for run in runs):.2f} ({max(run[name] for run in runs):.2f})" for name in runs[0]
    )
    print(f"{what:<18}{', '.join(parts)} s", flush=True)


def _load() -> str:
    return f"{os.getloadavg()[0]:.1f} on {os.cpu_count()} cores" if hasattr(os, "getloadavg") else "not known"


if __name__ == "__main__":
    main()
