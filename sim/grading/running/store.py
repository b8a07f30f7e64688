"""Store: runs that are done, so that an interrupted class goes on where it stopped."""

from __future__ import annotations

import json
from contextlib import suppress
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Any

import sim
from sim.grading.running.run import Ran
from sim.texts.refusals import write_whole

if TYPE_CHECKING:
    from sim.grading.authoring.master import Master

__all__ = ["Store", "digest"]


class Store:
    """Runs by what they depend on: the same master, answers and model always give the same verdicts.

    Args:
        folder: where the runs are kept, or None to keep none.
    """

    def __init__(self, folder: Path | None) -> None:
        self._folder = folder
        if folder is not None:
            folder.mkdir(parents=True, exist_ok=True)

    def get(self, answers: dict[str, Any], master: Master) -> Ran | None:
        """Return a run that was stored, or None; whatever cannot be read is run again."""
        if self._folder is None:
            return None
        with suppress(OSError, ValueError, KeyError, TypeError, RecursionError):
            seen = json.loads(self._place(answers, master).read_text(encoding="utf-8"))
            return Ran(seen=[{name: str(one[name]) for name in ("grade_id", "role", "status")} for one in seen])
        return None

    def put(self, answers: dict[str, Any], master: Master, ran: Ran) -> None:
        """Store a run that reached its end."""
        if self._folder is not None:
            write_whole(self._place(answers, master), json.dumps(ran.seen).encode())

    def _place(self, answers: dict[str, Any], master: Master) -> Path:
        whole = json.dumps([digest(master.path), _model(), answers], sort_keys=True)
        return self._folder / f"{sha256(whole.encode()).hexdigest()[:32]}.json"


def digest(path: Path) -> str:
    """Return twelve hex digits that name a file's content: a master's seeds and checks, in short."""
    return sha256(Path(path).read_bytes()).hexdigest()[:12]


@cache
def _model() -> str:
    """Return a name for the program itself, since a changed model may judge otherwise."""
    folder = Path(sim.__file__).parent
    files = sorted(path for path in folder.rglob("*") if path.suffix in {".py", ".toml"})
    return sha256(b"".join(path.read_bytes() for path in files)).hexdigest()
