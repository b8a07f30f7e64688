"""Grading in the background: one class at a time, with its progress."""

from __future__ import annotations

import logging
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from sim.base.errors import BadInput
from sim.texts.words import say

if TYPE_CHECKING:
    from collections.abc import Callable

    from sim.server.class_folders import ClassFolder

    Grade = Callable[[ClassFolder, Callable[[int, int], None]], str]

__all__ = ["GradingJobs"]

LOG = logging.getLogger(__name__)


@dataclass
class GradingJobs:
    """The last grading of each class.

    Args:
        grade: grades a class, reports (done, total) after each hand-in, and returns a sentence about it.

    >>> from pathlib import Path
    >>> from sim.server.class_folders import ClassFolder
    >>> jobs = GradingJobs(lambda folder, progress: "3 graded.")
    >>> jobs.state("spring")
    {'state': 'none'}
    >>> jobs.begin(ClassFolder(Path("spring")))
    Traceback (most recent call last):
    sim.base.errors.BadInput: Nothing was handed in yet. Drop a file first.
    >>> jobs.close()
    """

    grade: Grade
    _pool: ThreadPoolExecutor = field(default_factory=lambda: ThreadPoolExecutor(max_workers=1))
    _running: dict[str, Future[str]] = field(default_factory=dict)
    _counted: dict[str, tuple[int, int]] = field(default_factory=dict)

    def begin(self, folder: ClassFolder) -> None:
        """Grade a class as soon as no other is being graded.

        Raises:
            BadInput: it is being graded already, or nothing was handed in.
        """
        before = self._running.get(folder.name)
        if before is not None and not before.done():
            raise BadInput(say("grading_pages.going_on"))
        if not folder.files:
            raise BadInput(say("grading_pages.nothing"))
        self._counted[folder.name] = (0, 0)
        self._running[folder.name] = self._pool.submit(self._run, folder)

    def _run(self, folder: ClassFolder) -> str:
        def progress(done: int, of: int) -> None:
            self._counted[folder.name] = (done, of)

        return self.grade(folder, progress)

    def state(self, name: str) -> dict[str, Any]:
        """Return how far a class is: `state` is none, grading, graded or failed, and `said` a sentence."""
        job = self._running.get(name)
        if job is None:
            return {"state": "none"}
        done, of = self._counted[name]
        state, said = _ended(job) if job.done() else ("grading", _how_far(done, of))
        return {"state": state, "said": said, "done": done, "of": of}

    def close(self) -> None:
        """Wait for what is being graded, and begin nothing more."""
        self._pool.shutdown(cancel_futures=True)


def _how_far(done: int, of: int) -> str:
    return say("grading_pages.counted", done=done, of=of) if of else say("grading_pages.reading")


def _ended(job: Future[str]) -> tuple[str, str]:
    error = job.exception()
    if error is None:
        return "graded", job.result()
    if isinstance(error, BadInput):
        return "failed", str(error)
    LOG.error("grading failed", exc_info=error)
    return "failed", say("grading_pages.failed")
