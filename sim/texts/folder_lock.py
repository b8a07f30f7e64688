"""A lock on a folder, so that two runs that write into it do not mix what they write."""

from __future__ import annotations

import json
import os
import platform
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from time import time
from typing import TYPE_CHECKING

from sim.base.errors import BadInput
from sim.texts.refusals import write_whole
from sim.texts.words import say

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

__all__ = ["folder_lock"]

EMPTY_AT_MOST = 30  # seconds


@contextmanager
def folder_lock(folder: Path, name: str, locked: str) -> Iterator[None]:
    """Keep others from writing into a folder; a lock that an ended process left is taken over.

    Args:
        name: of the lock's file. locked: key of the sentence for whoever finds it locked.

    Raises:
        BadInput: somebody is writing into it, or it cannot be written to.
    """
    place = folder / name
    own = json.dumps(
        {"process": os.getpid(), "host": platform.node(), "since": f"{datetime.now(UTC).astimezone():%H:%M}"}
    )
    if not _taken(place, own):
        owner = _owner(place)
        if not _has_ended(place, owner):
            facts = {name: owner.get(name, "?") for name in ("since", "process", "host")}
            raise BadInput(say(locked, folder=folder, file=place, **facts))
        with suppress(OSError):
            place.unlink()
        if not _taken(place, own):
            raise BadInput(say(locked, folder=folder, file=place, since="?", process="?", host="?"))
    try:
        yield
    finally:
        with suppress(OSError):
            place.unlink()


def _taken(place: Path, own: str) -> bool:
    """Return whether the lock is ours now; it was not there, and is there whole."""
    try:
        with place.open("x", encoding="utf-8"):
            pass
    except FileExistsError:
        return False
    except OSError as error:
        raise BadInput(say("refused.not_written", file=place, why=error.strerror)) from None
    try:
        write_whole(place, own.encode())
    except BadInput:
        place.unlink()
        raise
    return True


def _owner(place: Path) -> dict[str, object]:
    with suppress(OSError, ValueError):
        found = json.loads(place.read_text("utf-8"))
        return found if isinstance(found, dict) else {}
    return {}


def _has_ended(place: Path, owner: dict[str, object]) -> bool:
    """Return whether a process of this computer has ended; of another computer nobody can know."""
    if not owner:  # a lock is empty for a moment only, unless its process was stopped in it
        return time() - place.stat().st_mtime > EMPTY_AT_MOST
    if owner.get("host") != platform.node() or not isinstance(owner.get("process"), int) or os.name == "nt":
        return False
    try:
        os.kill(owner["process"], 0)
    except ProcessLookupError:
        return True
    except OSError:
        return False
    return False
