"""What several tests share."""

import asyncio
import subprocess
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent


@pytest.fixture(scope="session")
def root():
    """Return the folder of the whole course."""
    return ROOT


def as_shared(path):
    """Return a notebook's bytes as git would share them, else as they are on disk.

    Whoever takes the course runs notebooks, fills them in and saves them, which is no fault of the
    course. After a change on purpose, `git add` it before the tests.
    """
    name = path.relative_to(ROOT).as_posix()
    command = ["git", "-C", str(ROOT), "show", f":{name}"]
    said = subprocess.run(command, capture_output=True, check=False)
    return path.read_bytes() if said.returncode else said.stdout


def in_a_loop_of_its_own(work):
    """Run a coroutine in a thread: in this one a browser of another test may have left its loop."""
    with ThreadPoolExecutor(1) as pool:
        return pool.submit(asyncio.run, work).result()
