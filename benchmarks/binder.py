"""How long after a start like Binder's a lesson is ready, and how much the course adds to Binder's base.

The image is built without Docker as the tests build it (`tests/browser/building.py`), then its server is started by an
ordinary user, and Chromium goes by way of the list to a lesson that can be used. Root alone can start a server as
another user.

    python benchmarks/binder.py [--runs N]

Exit code 1 if a lesson takes more than 15 seconds, or the course adds more than 250 MiB.
"""

from __future__ import annotations

import argparse
import os
import sys
import time
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "tests"))

from browser.building import TOKEN, Image, build, launched, open_folder
from browser.conftest import FLAGS
from browser.looking import READY
from playwright.sync_api import sync_playwright

if TYPE_CHECKING:
    from playwright.sync_api import Browser

LONGEST = 15.0  # seconds
MOST_ADDED = 250  # mebibytes
LESSON = "How often should we write?"


def main() -> None:
    """Measure and print; judge by the exit code."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    parser.add_argument("--runs", type=int, default=5, help="how often the server is started")
    runs = parser.parse_args().runs
    if os.geteuid():
        sys.exit("Only root can start a server as another user; run this as root, in a container for example.")
    with open_folder() as folder, sync_playwright() as playwright:
        image = build(folder)
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=FLAGS)
        load = os.getloadavg()[0]
        took = sorted(until_ready(browser, image) for _ in range(runs))
        browser.close()
    print(f"added to the base: {image.added:.1f} MiB")
    print(
        f"start to lesson: {median(took):.1f} s in the median of {runs}, {took[-1]:.1f} at most; load before {load:.1f}"
    )
    sys.exit(took[-1] > LONGEST or image.added > MOST_ADDED)


def until_ready(browser: Browser, image: Image) -> float:
    """Return seconds from the start of the server, by way of the list, to a lesson that can be used."""
    page = browser.new_context().new_page()
    began = time.perf_counter()
    with launched(image) as server:
        page.goto(f"{server.address}course/?token={TOKEN}")
        page.get_by_role("link", name=LESSON, exact=True).click()
        page.wait_for_selector(READY, state="attached", timeout=60_000)
        took = time.perf_counter() - began
        page.context.close()
    return took


if __name__ == "__main__":
    main()
