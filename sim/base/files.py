"""Files that are written whole or not at all."""

import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from errno import EDQUOT, ENOSPC
from pathlib import Path
from typing import BinaryIO


@contextmanager
def replaced_whole(path: Path, beside: Path | None = None) -> Iterator[BinaryIO]:
    """Yield a file to write to, which then takes the place of another whole; safe from a loss of power too.

    Args:
        beside: a file of the same disk in whose folder it is written; None = the one that it replaces.

    Raises:
        OSError: as the system has it, for whoever tells one reason from another.
        ValueError: a name that no disk could hold.
    """
    part = (beside or path).with_name(f".{secrets.token_hex(8)}.part")
    try:
        with part.open("wb") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        part.replace(path)
    finally:
        with suppress(OSError, ValueError):
            part.unlink()


def replace_whole(path: Path, content: bytes) -> None:
    """Write a file whole or not at all. Errors as in `replaced_whole`."""
    with replaced_whole(path) as file:
        file.write(content)


def is_full(error: Exception) -> bool:
    """Return whether an error says that the disk, or a person's share of it, is full.

    >>> is_full(OSError(ENOSPC, "No space left on device")), is_full(OSError("no such file"))
    (True, False)
    """
    return getattr(error, "errno", None) in {ENOSPC, EDQUOT}
