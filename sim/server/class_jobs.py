"""Long work for a class in the background, with its progress: one after the other."""

from __future__ import annotations

import logging
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from sim.base.errors import BadInput
from sim.texts.words import say

if TYPE_CHECKING:
    from collections.abc import Callable

    Progress = Callable[[int, int], None]
    Work = Callable[[Progress], str]

__all__ = ["ClassJobs"]

LOG = logging.getLogger(__name__)


@dataclass
class ClassJobs:
    """The last work for each class.

    >>> jobs = ClassJobs()
    >>> jobs.begin("spring", lambda progress: progress(3, 3) or "3 graded.")
    >>> jobs.close()
    >>> jobs.state("spring")
    {'state': 'done', 'said': '3 graded.', 'done': 3, 'of': 3}
    >>> jobs.state("autumn")
    {'state': 'none', 'said': '', 'done': 0, 'of': 0}
    """

    _pool: ThreadPoolExecutor = field(default_factory=lambda: ThreadPoolExecutor(max_workers=1))
    _begun: dict[str, Future[str]] = field(default_factory=dict)
    _counted: dict[str, tuple[int, int]] = field(default_factory=dict)

    def begin(self, name: str, work: Work) -> None:
        """Do this for a class as soon as nothing else is done; `work` reports (done, total) and returns a sentence.

        Raises:
            BadInput: something is being done for this class already.
        """
        before = self._begun.get(name)
        if before is not None and not before.done():
            raise BadInput(say("grading_pages.going_on"))
        self._counted[name] = (0, 0)
        self._begun[name] = self._pool.submit(work, lambda done, of: self._counted.update({name: (done, of)}))

    def state(self, name: str) -> dict[str, Any]:
        """Return how far the work for a class is: `state` is none, working, done or failed, and `said` a sentence."""
        job, (done, of) = self._begun.get(name), self._counted.get(name, (0, 0))
        state, said = ("none", "") if job is None else _ended(job) if job.done() else ("working", _how_far(done, of))
        return {"state": state, "said": said, "done": done, "of": of}

    def close(self) -> None:
        """Wait for what is being done, and begin nothing more."""
        self._pool.shutdown(cancel_futures=True)


def _how_far(done: int, of: int) -> str:
    return say("grading_pages.counted", done=done, of=of) if of else say("grading_pages.reading")


def _ended(job: Future[str]) -> tuple[str, str]:
    error = job.exception()
    if error is None:
        return "done", job.result()
    if isinstance(error, BadInput):
        return "failed", str(error)
    LOG.error("grading failed", exc_info=error)
    return "failed", say("grading_pages.failed")
