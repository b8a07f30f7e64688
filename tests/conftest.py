"""What several tests share, which of them are long, and the page that tells of a full run."""

import gc
import os
import platform
import subprocess
import time
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import settings
from jupyter_client.provisioning import KernelProvisionerFactory

from sim.base.processes import skip_slow_import

skip_slow_import()  # nbformat, which half of the tests use, takes two seconds less
settings.register_profile("untimed", deadline=None)  # a busy machine is no fault of what is tried
settings.load_profile("untimed")
ROOT = Path(__file__).resolve().parent.parent
BEGAN = time.monotonic()
MOST_WORKERS = 4
# The longest files, the longest first: begun last, one of them would keep one worker busy while the others rest.
LONGEST = (
    "browser/test_without_server.py",
    "browser/test_walk.py", "test_golden.py", "browser/test_pages.py", "browser/test_unsent.py", "test_judging.py",
    "browser/test_exercises.py", "test_texts.py", "browser/test_binder_start.py", "browser/test_lost_server.py",
    "browser/test_lab.py", "browser/test_contrast.py", "test_cli.py", "test_cli_ending.py", "test_host_check.py",
    "test_tables.py", "browser/test_two_tabs.py", "browser/test_whole_path.py", "test_lab_lesson.py",
    "test_grading_masters.py", "test_grading_batch.py", "test_search.py", "test_facilitator.py", "test_notebooks.py",
    "test_parameters.py", "test_reference.py", "evidence/test_laws.py", "test_text_alternative.py", "test_hand_ins.py",
)  # fmt: skip
PAGE = """# The last full run

`make full` runs every test, those marked `full` among them, and writes this page.

| | |
|---|---|
| Date | {date:%Y-%m-%d %H:%M} UTC |
| Tests run | {run} |
| Passed | {passed} |
| Failed | {failed} |
| Skipped | {skipped} |
| Minutes | {minutes:.1f} |
| Cores | {cores} |
| Python | {python} |
"""


def pytest_addoption(parser):
    """Add the option with which `make full` writes its page."""
    parser.addoption("--page", help="write date and result of this run to a page, such as docs/full_run.md")


def pytest_xdist_auto_num_workers(config):
    """Return some workers more than there are cores, since tests often wait for a page or a server.

    With `-n logical` there are as many as cores: for tests that never wait, a further worker only collects once more.
    """
    waiting = 2 * (config.option.numprocesses == "auto")
    return min(MOST_WORKERS, (os.cpu_count() or 1) + waiting)


@pytest.hookimpl(wrapper=True)
def pytest_collection():
    """Collect without looking for garbage, and never look through the thousands of tests for it afterwards."""
    gc.disable()
    try:
        return (yield)
    finally:
        gc.freeze()
        gc.enable()


def pytest_collection_modifyitems(items):
    """Start with the longest files, mark what `make test` leaves out, and try each slow test again if it fails."""
    mark_all_but_samples(items)
    places = {str(ROOT / "tests" / name): place for place, name in enumerate(LONGEST)}
    items.sort(key=lambda item: places.get(str(item.path), len(places)))
    for item in items:
        if "browser" in item.path.parts:
            item.add_marker(pytest.mark.slow)
        if item.get_closest_marker("slow"):
            item.add_marker(pytest.mark.flaky(reruns=1))


def mark_all_but_samples(items):
    """Mark as `full` all cases of a test marked `sample(n)` but n, evenly spread from the first to the last."""
    cases = {}
    for item in items:
        if sample := item.get_closest_marker("sample"):
            of_test = cases.setdefault((item.path, item.originalname, *sample.args), {})
            of_test.setdefault(case_of(item), []).append(item)
    for (*_, number), of_test in cases.items():
        rows = list(of_test.values())
        chosen = {round(place * (len(rows) - 1) / max(number - 1, 1)) for place in range(number)}
        for place, row in enumerate(rows):
            for item in row:
                if place not in chosen:
                    item.add_marker(pytest.mark.full)


def case_of(item):
    """Return which case of a test this is, whatever the window's size."""
    return "-".join(part for part in item.callspec.id.split("-") if part not in {"wide", "narrow"})


def pytest_terminal_summary(terminalreporter, config):
    """Name each test that passed only when tried again, and write the page of a full run, if one was asked for."""
    for report in terminalreporter.stats.get("rerun", []):
        terminalreporter.write_line(f"FAILED AT FIRST, tried again: {report.nodeid}", yellow=True)
        terminalreporter.write_line(report.longreprtext)
    if config.option.page:
        told = {name: len(terminalreporter.stats.get(name, [])) for name in ("passed", "failed", "error", "skipped")}
        told["failed"] += told.pop("error")
        page = PAGE.format(
            date=datetime.now(UTC),
            run=told["passed"] + told["failed"],
            minutes=(time.monotonic() - BEGAN) / 60,
            cores=os.cpu_count(),
            python=platform.python_version(),
            **told,
        )
        (config.rootpath / config.option.page).write_text(page, encoding="utf-8")


@pytest.fixture(scope="session")
def root():
    """Return the folder of the whole course."""
    return ROOT


@pytest.fixture
def forked_kernels(monkeypatch):
    """Start kernels as the course's servers do, by a fork: one that starts from nothing takes ten times as long."""
    name = "mending-bridges"
    monkeypatch.setenv("JUPYTER_DEFAULT_PROVISIONER_NAME", name)
    monkeypatch.setattr(KernelProvisionerFactory.instance(), "default_provisioner_name", name)


def as_shared(path):
    """Return a notebook's bytes as git has them, else as they are on disk.

    Whoever takes the course runs notebooks, fills them in and saves them, which is no fault of the
    course. After a change on purpose, `git add` it before the tests.
    """
    name = path.relative_to(ROOT).as_posix()
    command = ["git", "-C", str(ROOT), "show", f":{name}"]
    said = subprocess.run(command, capture_output=True, check=False)
    return path.read_bytes() if said.returncode else said.stdout
