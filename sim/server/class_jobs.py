"""Long work for a class in the background, with its progress: one after the other."""

from __future__ import annotations

import json
import logging
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from sim.base.errors import BadInput
from sim.grading.intake.spreadsheet import SheetError
from sim.texts.words import say

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    Progress = Callable[[int, int], None]
    Work = Callable[[Progress], str]

__all__ = ["ClassJobs"]

LOG = logging.getLogger(__name__)
NOTE = ".work.json"
NOTHING = {"state": "none", "said": "", "done": 0, "of": 0}


@dataclass
class ClassJobs:
    """The last work for each class, noted in the class's folder, so that a server that begins anew knows of it.

    Args:
        root: the folder with a folder for each class; a class without one is not noted.

    >>> from pathlib import Path
    >>> jobs = ClassJobs(Path("nowhere"))
    >>> jobs.begin("spring", lambda progress: progress(3, 3) or "3 graded.")
    >>> jobs.close()
    >>> jobs.state("spring")
    {'state': 'done', 'said': '3 graded.', 'done': 3, 'of': 3}
    >>> jobs.state("autumn")
    {'state': 'none', 'said': '', 'done': 0, 'of': 0}
    """

    root: Path
    _pool: ThreadPoolExecutor = field(default_factory=lambda: ThreadPoolExecutor(max_workers=1))
    _begun: dict[str, Future[tuple[str, str]]] = field(default_factory=dict)
    _counted: dict[str, tuple[int, int]] = field(default_factory=dict)

    def begin(self, name: str, work: Work) -> None:
        """Do this for a class as soon as nothing else is done; `work` reports (done, total) and returns a sentence.

        Raises:
            BadInput: something is being done for this class already.
        """
        self.check_free(name)
        self._count(name, 0, 0)
        self._begun[name] = self._pool.submit(self._do, name, work)

    def check_free(self, name: str) -> None:
        """Refuse whatever would disturb the work for a class.

        Raises:
            BadInput: something is being done for this class.
        """
        before = self._begun.get(name)
        if before is not None and not before.done():
            raise BadInput(say("grading_pages.going_on"))

    def state(self, name: str) -> dict[str, Any]:
        """Return how far the work for a class is: `said` is a sentence.

        `state` is none, working, done, failed or broken: work is broken off if the server ended in it.
        """
        job, (done, of) = self._begun.get(name), self._counted.get(name, (0, 0))
        if job is None:
            return self._noted(name)
        state, said = job.result() if job.done() else ("working", _how_far(done, of))
        return {"state": state, "said": said, "done": done, "of": of}

    def forget(self, name: str) -> None:
        """Forget the work for a class that is there no more."""
        self._begun.pop(name, None)

    def close(self) -> None:
        """Wait for what is being done, and begin nothing more."""
        self._pool.shutdown(cancel_futures=True)

    def _do(self, name: str, work: Work) -> tuple[str, str]:
        state, said = _ended(work, lambda done, of: self._count(name, done, of))
        self._note(name, state=state, said=said)
        return state, said

    def _count(self, name: str, done: int, of: int) -> None:
        self._counted[name] = (done, of)
        self._note(name, state="working", said="")

    def _note(self, name: str, **facts: str) -> None:
        done, of = self._counted[name]
        with suppress(OSError):
            (self.root / name / NOTE).write_text(json.dumps(facts | {"done": done, "of": of}), "utf-8")

    def _noted(self, name: str) -> dict[str, Any]:
        try:
            noted = NOTHING | json.loads((self.root / name / NOTE).read_text("utf-8"))
        except OSError:
            return dict(NOTHING)
        except (ValueError, TypeError):  # the server ended while it was writing
            noted = NOTHING | {"state": "working"}
        if noted["state"] != "working":
            return noted
        told = say("grading_pages.broken", done=noted["done"], of=noted["of"]) if noted["of"] else ""
        return noted | {"state": "broken", "said": told or say("grading_pages.broken_early")}


def _how_far(done: int, of: int) -> str:
    if not of:
        return say("grading_pages.reading")
    return say("grading_pages.counted", done=done, of=of) if done < of else say("grading_pages.writing")


def _ended(work: Work, progress: Progress) -> tuple[str, str]:
    try:
        return "done", work(progress)
    except SheetError as error:
        return "failed", "\n".join(error.lines)
    except BadInput as error:
        return "failed", str(error)
    except Exception:
        LOG.exception("grading failed")
        return "failed", say("grading_pages.failed")
