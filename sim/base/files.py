"""Files that people ask for: refused before long work where they cannot be written, and written whole or not at all."""

import os
import secrets
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

from sim.base.errors import BadInput


def check_place(path: str | os.PathLike[str], *, what: str, endings: Sequence[str]) -> None:
    """Refuse a place where nothing can be written, before long work is done for it.

    Args:
        what: what is to be written, such as "a table". endings: those that its file may have.

    Raises:
        BadInput: another ending, a folder, or a folder that is not there or may not be written to.

    >>> check_place("table.xlsx", what="a table", endings=(".csv", ".parquet"))
    Traceback (most recent call last):
    sim.base.errors.BadInput: table.xlsx: the file of a table must end in .csv or .parquet
    """
    name, path = os.fsdecode(path), Path(path)
    if path.suffix.lower() not in endings:
        allowed = f"{', '.join(endings[:-1])} or {endings[-1]}" if len(endings) > 1 else endings[0]
        raise BadInput(f"{name}: the file of {what} must end in {allowed}")
    if os.path.isdir(name):  # noqa: PTH112 - unlike Path.is_dir, it answers for names that no disk could hold
        raise BadInput(f"{name}: cannot be written (it is a folder); name a file in it")
    if not os.access(path.parent, os.W_OK):
        raise BadInput(f"{name}: cannot be written ({path.parent} is no folder that you may write to)")


def write_whole(path: str | os.PathLike[str], content: bytes) -> None:
    """Write a file whole or not at all: what stood there before stays until all of the new is on disk.

    Raises:
        BadInput: the place cannot be written to.
    """
    name, path = os.fsdecode(path), Path(path)
    try:
        replace_whole(path, content)
    except (OSError, ValueError) as error:
        why = getattr(error, "strerror", None) or error
        raise BadInput(f"{name}: cannot be written ({why}); name a file in a folder that you may write to") from None


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
