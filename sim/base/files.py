"""Files that are written whole or not at all."""

import os
import secrets
from contextlib import suppress
from errno import EDQUOT, ENOSPC
from pathlib import Path


def replace_whole(path: Path, content: bytes) -> None:
    """Write a file whole or not at all, safe from a loss of power too.

    Raises:
        OSError: as the system has it, for whoever tells one reason from another.
        ValueError: a name that no disk could hold.
    """
    part = path.with_name(f".{secrets.token_hex(8)}.part")
    try:
        with part.open("wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        part.replace(path)
    finally:
        with suppress(OSError, ValueError):
            part.unlink()


def is_full(error: Exception) -> bool:
    """Return whether an error says that the disk, or a person's share of it, is full.

    >>> is_full(OSError(ENOSPC, "No space left on device")), is_full(OSError("no such file"))
    (True, False)
    """
    return getattr(error, "errno", None) in {ENOSPC, EDQUOT}
