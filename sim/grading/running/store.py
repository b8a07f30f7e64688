"""Store finished runs, so that an interrupted class resumes where it stopped."""

from __future__ import annotations

import json
from contextlib import suppress
from hashlib import sha256
from typing import TYPE_CHECKING, Any

from sim.grading.authoring.digests import course_digest, file_digest
from sim.grading.running.run import Ran
from sim.texts.refusals import write_whole

if TYPE_CHECKING:
    from pathlib import Path

    from sim.grading.authoring.master import Master

__all__ = ["Store"]


class Store:
    """Finished runs, by master, answers and model, which together determine the verdicts.

    Args:
        folder: where the runs are kept, or None to keep none.
    """

    def __init__(self, folder: Path | None) -> None:
        self._folder = folder
        if folder is not None:
            folder.mkdir(parents=True, exist_ok=True)

    def get(self, answers: dict[str, Any], master: Master) -> Ran | None:
        """Return a stored run, or None; a file that cannot be read counts as none."""
        if self._folder is None:
            return None
        with suppress(OSError, ValueError, KeyError, TypeError, RecursionError):
            seen = json.loads(self._place(answers, master).read_text(encoding="utf-8"))
            return Ran(seen=[{name: str(one[name]) for name in ("grade_id", "role", "status")} for one in seen])
        return None

    def put(self, answers: dict[str, Any], master: Master, ran: Ran) -> None:
        """Store a finished run."""
        if self._folder is not None:
            write_whole(self._place(answers, master), json.dumps(ran.seen).encode())

    def _place(self, answers: dict[str, Any], master: Master) -> Path:
        whole = json.dumps([file_digest(master.path), course_digest(), answers], sort_keys=True)
        return self._folder / f"{sha256(whole.encode()).hexdigest()[:32]}.json"
