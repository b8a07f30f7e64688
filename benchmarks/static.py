"""How fast the course is without a server (`mend static`), what it fetches, and what it takes of memory, in Chromium.

The site is built into a temporary folder, with the stand-in for pydantic (tests/stand_in), and served from here as a
static host would: pages, styles, scripts and WebAssembly compressed by gzip, archives as they are, and all to be kept
for ten minutes. Between host and browser there is no network: what a slow one adds, the bytes tell. "Cold" is the first
page of a new browser; "warm" is the same page in a new tab, once the site is kept for use offline. A widget is live
when its page calls itself ready. All waits are timed within the page, until what was waited for has been painted.

    MENDING_BRIDGES_PYODIDE=FILE python benchmarks/static.py [--runs N] [--moves N] [--turns N] [--memory N]

Moves are timed to places of the slider that are simulated anew (what the updates say is changed before each way from
end to end), and then between two places that were simulated before. Bytes are those of the bodies as they were sent.
Memory is that of the largest process that draws pages, in which the lesson's Python runs, too.

Prints the median of the runs with the largest in brackets. Exit code 1 if a median is over what is asked.
"""

from __future__ import annotations

import argparse
import gzip
import json
import os
import sys
import tempfile
from collections import defaultdict
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from functools import partial
from http import HTTPStatus
from http.server import ThreadingHTTPServer
from itertools import cycle, islice
from pathlib import Path
from statistics import median
from threading import Thread
from typing import TYPE_CHECKING, Any

import numpy as np
import psutil

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "tests"))

from browser.conftest import FLAGS
from browser.site_serving import BELOW, Quiet, built
from browser.test_lab import made_a_guess
from browser.test_played_year import BOARD, go_on, phase, press
from browser.test_without_server import CACHED, YEAR, ready
from load import Memory
from playwright.sync_api import sync_playwright
from released import MISSING, VARIABLE
from slider import CLOCK, LESSON, MOST_GROWTH, REST

from sim.base.markdown import table
from sim.lab.session.lesson_data import load_lesson

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from playwright.sync_api import Browser, BrowserContext, Page

FIRST, FURTHER = f"lessons/{LESSON}.html", "lessons/03_promises.html"
RHYTHM, SAYS = load_lesson(LESSON).controls[:2]
COMPRESSED = frozenset({".html", ".css", ".js", ".mjs", ".json", ".wasm"})
WAY = len(RHYTHM.offered) - 2  # moves from one end to the other, without "no updates at all", which say nothing
WINDOW = {"width": 1366, "height": 768}
WARMING = 2  # moves that are not counted: the first ones compile and fill caches
WATCHED = 100  # moves between two looks at memory
GARBAGE = "--js-flags=--expose-gc"  # lets a script ask for its garbage to be collected
UNTIL_ENDED = 40_000  # ms after which the browser has ended a service worker that has nothing to do
QUIET = 1500  # ms after which nothing is drawn any more, and memory is as it stays
HEADS = ("what", "asked", "found: median (largest)")
# What is measured: its unit, the digits that are shown, and the most that is asked of the median.
ASKED: dict[str, tuple[str, int, float | None]] = {
    "first words, cold": ("s", 2, 1.0),
    "first words, warm": ("s", 2, 1.0),
    "first live widget, cold": ("s", 2, 6.0),
    "first live widget, warm": ("s", 2, 6.0),
    "sent for the first lesson": ("MB", 2, 13.0),
    "requests for the first lesson": ("", 0, 40.0),
    "sent for use offline after it": ("MB", 2, None),
    "requests for use offline after it": ("", 0, None),
    "sent for a further lesson": ("MB", 3, 1.0),
    "requests for a further lesson": ("", 0, None),
    "slider to picture, simulated anew: median": ("ms", 0, 120.0),
    "slider to picture, simulated anew: 95th percentile": ("ms", 0, None),
    "rest to refined picture, simulated anew: median": ("ms", 0, 600.0),
    "rest to refined picture, simulated anew: 95th percentile": ("ms", 0, None),
    "slider to picture, simulated before: median": ("ms", 0, None),
    "slider to picture, simulated before: 95th percentile": ("ms", 0, None),
    "turn of a year to its inbox: median": ("ms", 0, 400.0),
    "turn of a year to its inbox: 95th percentile": ("ms", 0, None),
    "memory of the tab, lesson opened": ("MB", 0, 350.0),
    f"memory of the tab, {UNTIL_ENDED // 1000} s later": ("MB", 0, 350.0),
    "memory of the tab, most after moves": ("MB", 0, 350.0),
    "memory of the tab without garbage, growth after the first hundred": ("MB", 0, MOST_GROWTH),
}
# Keeps when a lesson's first words were painted, and its panels once it calls itself ready.
SEEN = """(() => {
  const seen = window.seen = {};
  const note = (name) => {
    if (name in seen) return;
    seen[name] = null;
    requestAnimationFrame(() => setTimeout(() => { seen[name] = performance.now(); }));
  };
  const watcher = new MutationObserver(() => {
    if (document.querySelector("main .prose")?.textContent.trim()) note("words");
    if (document.documentElement?.dataset.state !== "ready") return;
    note("live");
    watcher.disconnect();
  });
  watcher.observe(document, { childList: true, subtree: true, attributeFilter: ["data-state"] });
})()"""
BOTH_SEEN = "window.seen.words && window.seen.live && window.seen"
PAINTED = "performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? 0"


@dataclass(frozen=True)
class Sent:
    """An answered request: bytes of its body, and whether the site's service worker asked by itself."""

    size: int
    to_keep: bool


class Host(Quiet):
    """Serves files as a static host does; those of some kinds lie in the folder as gzip has made them."""

    def __init__(self, log: list[Sent], *given: Any, **settings: Any) -> None:
        self.log = log
        super().__init__(*given, **settings)

    def end_headers(self) -> None:
        """Tell how a file is sent, and how long it may be kept."""
        if Path(self.path).suffix in COMPRESSED:
            self.send_header("Content-Encoding", "gzip")
        self.send_header("Cache-Control", "max-age=600")
        super().end_headers()

    def log_request(self, code: int | str = "-", size: int | str = "-") -> None:
        """Note what is sent."""
        del size
        file, asked_by = Path(self.translate_path(self.path)), self.headers["Referer"] or ""
        self.log.append(Sent(file.stat().st_size if code == HTTPStatus.OK else 0, asked_by.endswith("/sw.js")))


@dataclass(frozen=True)
class Site:
    """The served site: its address, the addresses of what a browser keeps of it, and what was sent."""

    address: str
    kept: list[str]
    log: list[Sent]

    def fetched(self, what: str, *, to_keep: bool) -> dict[str, float]:
        """Return MB and the number of requests that the log holds, by pages or to be kept for use offline."""
        sizes = [one.size for one in self.log if one.to_keep == to_keep]
        return {f"sent for {what}": sum(sizes) / 1e6, f"requests for {what}": len(sizes)}


@contextmanager
def hosted(folder: Path) -> Iterator[Site]:
    """Build the site and serve it until all is measured."""
    www, log = built(folder), []
    names = json.loads((www / BELOW / "files.json").read_text("utf-8"))
    for path in www.rglob("*.*"):
        if path.suffix in COMPRESSED:
            path.write_bytes(gzip.compress(path.read_bytes(), 6))
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(Host, log, directory=www)) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        address = f"http://127.0.0.1:{server.server_port}/{BELOW}/"
        yield Site(address, [address + name for name in names if name != "sw.js"], log)
        server.shutdown()


def main() -> None:
    """Measure and print; judge by the exit code."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    parser.add_argument("--runs", type=int, default=5, help="how often all is measured")
    parser.add_argument("--moves", type=int, default=40, help="moves of the slider that are timed")
    parser.add_argument("--turns", type=int, default=10, help="turns of a year that are timed")
    parser.add_argument("--memory", type=int, default=500, help="moves over which memory is watched: 100 or more")
    asked = parser.parse_args()
    if asked.memory < WATCHED:
        parser.error(f"--memory is {asked.memory}, and is looked at after each {WATCHED} moves: give {WATCHED} or more")
    if not Path(os.environ.get(VARIABLE, "none")).is_file():
        sys.exit(MISSING)
    print(f"{LESSON}, {asked.runs} runs; load before: {_load()}", flush=True)
    found: defaultdict[str, list[float]] = defaultdict(list)
    memory: list[list[Memory]] = []
    with tempfile.TemporaryDirectory() as folder, hosted(Path(folder)) as site, sync_playwright() as playwright:
        parts = (
            partial(of_pages, site=site),
            partial(of_a_further_lesson, site=site),
            partial(of_the_lab, site=site, moves=asked.moves),
            partial(of_a_year, site=site, turns=asked.turns),
            partial(of_memory, site=site, moves=asked.memory, sizes=memory),
        )
        for run in range(asked.runs):
            # A browser for each: in a later window, frames may not be painted.
            for part in parts:
                browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=[*FLAGS, GARBAGE])
                for what, value in part(browser).items():
                    found[what].append(value)
                browser.close()
            print(f"run {run + 1} is done; load: {_load()}", flush=True)
    print(table(HEADS, (row(what, values) for what, values in found.items())))
    print(table(*over_moves(memory)))
    print(f"load after: {_load()}")
    sys.exit(int(any(missed(what, values) for what, values in found.items())))


def of_pages(browser: Browser, site: Site) -> dict[str, float]:
    """Return seconds to the first words and the first live widget, and what is fetched until then and after it."""
    found: dict[str, float] = {}
    context = browser.new_context(viewport=WINDOW)
    site.log.clear()
    for visit in ("cold", "warm"):
        page = opened(context, site.address + FIRST)
        seen = page.wait_for_function(BOTH_SEEN).json_value()
        # A frame is on the screen a little after its scripts have run.
        found[f"first words, {visit}"] = max(seen["words"], page.evaluate(PAINTED)) / 1e3
        found[f"first live widget, {visit}"] = seen["live"] / 1e3
        page.wait_for_function(CACHED, arg=site.kept, timeout=60_000)
        page.close()
        if visit == "cold":
            found |= site.fetched("the first lesson", to_keep=False)
            found |= site.fetched("use offline after it", to_keep=True)
    return found


def of_a_further_lesson(browser: Browser, site: Site) -> dict[str, float]:
    """Return what is fetched for a second lesson by a browser in which no service worker keeps the site."""
    context = browser.new_context(viewport=WINDOW, service_workers="block")
    opened(context, site.address + FIRST).close()
    site.log.clear()
    opened(context, site.address + FURTHER)
    return site.fetched("a further lesson", to_keep=False)


def of_the_lab(browser: Browser, site: Site, moves: int) -> dict[str, float]:
    """Return how long pictures take, in milliseconds, after a slider's move and after its rest."""
    page = kept(browser, site, FIRST)
    anew = moved_anew(page, moves + WARMING)
    back_and_forth = cycle((key_of(moves + WARMING - 1 + WAY), key_of(moves + WARMING - 1)))
    before = [moved(page, key) for key in islice(back_and_forth, moves + WARMING)]
    at_once, at_rest = zip(*anew[WARMING:], strict=True)
    return {
        **_spread("slider to picture, simulated anew", at_once),
        **_spread("rest to refined picture, simulated anew", at_rest),
        **_spread("slider to picture, simulated before", [first for first, _ in before[WARMING:]]),
    }


def of_a_year(browser: Browser, site: Site, turns: int) -> dict[str, float]:
    """Return how long a turn takes, in milliseconds, until the next inbox; guesses between are not counted."""
    page = kept(browser, site, YEAR)
    press(page, "Begin the year")
    page.wait_for_selector(f"{BOARD}[data-phase=turn]")
    page.evaluate(CLOCK, f"{BOARD} h2")  # drawn together with the inbox
    waits: list[float] = []
    while len(waits) < turns:
        before = phase(page)
        if before == "end":
            page.locator(".mb-turning button").last.press("Enter")
            page.wait_for_selector(f"{BOARD}[data-phase=turn]")
            continue
        go_on(page)
        page.wait_for_function("window.moves.at(-1).drawn.length")
        move = page.evaluate("window.moves.at(-1)")
        if before == phase(page) == "turn":
            waits.append(move["drawn"][0] - move["began"])
        page.wait_for_timeout(300)
    return _spread("turn of a year to its inbox", waits)


def of_memory(browser: Browser, site: Site, moves: int, sizes: list[list[Memory]]) -> dict[str, float]:
    """Return MB of the tab when its lesson is opened, and after moves of the slider; add all of them to `sizes`."""
    page = kept(browser, site, FIRST)
    seen, in_use = [size_of_tab()], []
    page.wait_for_timeout(UNTIL_ENDED)
    seen.append(size_of_tab())
    moved_anew(page, 2 * WAY)  # as many outcomes as Python keeps: what it keeps is no growth
    for number in range(moves):
        if number % WATCHED == 0:
            choose(page, number // WATCHED)
        page.keyboard.press(key_of(number))
        page.wait_for_timeout(60)
        if (number + 1) % WATCHED == 0:
            page.wait_for_timeout(QUIET)
            seen.append(size_of_tab())
            in_use.append(without_garbage(page))
    sizes.append(seen)
    at_once, settled, *moved_on = [size.rss for size in seen]
    return {
        "memory of the tab, lesson opened": at_once,
        f"memory of the tab, {UNTIL_ENDED // 1000} s later": settled,
        "memory of the tab, most after moves": max(moved_on),
        "memory of the tab without garbage, growth after the first hundred": in_use[-1].rss - in_use[0].rss,
    }


def opened(context: BrowserContext, address: str) -> Page:
    """Return a new page at this address, once it calls itself ready."""
    page = context.new_page()
    page.add_init_script(SEEN)
    page.goto(address, wait_until="commit")
    ready(page)
    return page


def kept(browser: Browser, site: Site, page: str) -> Page:
    """Return a page of the site in this new browser, once all is kept for use offline and no more is fetched."""
    shown = opened(browser.new_context(viewport=WINDOW), site.address + page)
    shown.wait_for_function(CACHED, arg=site.kept, timeout=60_000)
    return shown


def choose(page: Page, number: int) -> None:
    """Choose what the updates say, so that the slider's places are simulated anew; put the hand on the slider."""
    page.get_by_role("radio", name=SAYS.words[number % len(SAYS.words)], exact=True).first.check()
    page.wait_for_timeout(QUIET)
    page.get_by_role("slider", name=RHYTHM.label).first.focus()


def key_of(number: int) -> str:
    """Return the key of a move: from every working day to the fewest updates, and back."""
    return "ArrowRight" if number // WAY % 2 else "ArrowLeft"


def moved_anew(page: Page, moves: int) -> list[tuple[float, float]]:
    """Make the guess that opens the lab, and move its slider to and fro; return what `moved` does of each move."""
    made_a_guess(page)
    page.evaluate(CLOCK, ".mb-lanes")
    waits = []
    for number in range(moves):
        if number % WAY == 0:
            choose(page, number // WAY)
        waits.append(moved(page, key_of(number)))
    return waits


def moved(page: Page, key: str) -> tuple[float, float]:
    """Move the slider; return milliseconds to the first picture, and from rest to the refined one."""
    page.keyboard.press(key)
    page.wait_for_function("window.moves.at(-1).drawn.length >= 2", timeout=20_000)
    move = page.evaluate("window.moves.at(-1)")
    page.wait_for_timeout(150)
    return move["drawn"][0] - move["began"], move["drawn"][-1] - move["began"] - REST


def size_of_tab() -> Memory:
    """Return the memory of the largest process that draws pages."""
    sizes = []
    for child in psutil.Process().children(recursive=True):
        with suppress(psutil.Error):  # it may end while it is looked at
            if any("--type=renderer" in word for word in child.cmdline()):
                sizes.append(Memory.of(child))
    return max(sizes, key=lambda size: size.rss)


def without_garbage(page: Page) -> Memory:
    """Return the memory of the tab when nothing in it waits to be thrown away: that comes and goes by tens of MB."""
    for script in (page, *page.workers):
        script.evaluate("gc()")
    page.wait_for_timeout(QUIET)
    return size_of_tab()


def row(what: str, values: Sequence[float]) -> list[str]:
    """Return what is asked beside what was found."""
    unit, digits, most = ASKED[what]
    found = f"{median(values):.{digits}f} ({max(values):.{digits}f}) {unit}"
    return [what, "" if most is None else f"≤ {most:g} {unit}".strip(), found.strip()]


def missed(what: str, values: Sequence[float]) -> bool:
    """Return whether the median is over what is asked."""
    most = ASKED[what][2]
    return most is not None and median(values) > most


def over_moves(memory: list[list[Memory]]) -> tuple[list[str], list[list[str]]]:
    """Return heads and rows of a table: medians of each kind of memory, in their order."""
    heads = ["MB of the tab", "opened", f"{UNTIL_ENDED // 1000} s later"]
    heads += [f"{WATCHED * number} moves" for number in range(1, len(memory[0]) - 1)]
    return heads, [
        [kind.upper(), *(f"{median(getattr(size, kind) for size in sizes):.0f}" for sizes in zip(*memory, strict=True))]
        for kind in ("rss", "pss", "uss")
    ]


def _spread(what: str, waits: Sequence[float]) -> dict[str, float]:
    return {f"{what}: median": median(waits), f"{what}: 95th percentile": float(np.quantile(waits, 0.95))}


def _load() -> str:
    return f"{os.getloadavg()[0]:.1f} on {os.cpu_count()} cores"


if __name__ == "__main__":
    main()
