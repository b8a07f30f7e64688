"""Members: the names of an archive's files, as they were meant by the program that packed them."""

from __future__ import annotations

import struct
import zlib
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable
    from zipfile import ZipInfo

__all__ = ["folders_of", "member_name"]

UTF_8 = 0x800  # the flag by which an archive says that a name is UTF-8
UNICODE_PATH = 0x7075  # an extra field with the name in UTF-8: Info-ZIP, 7-Zip and WinZip write it


def member_name(member: ZipInfo) -> str:
    """Return a member's path: macOS and many phones write UTF-8 without the flag that says so.

    A name that is no UTF-8 stays as the standard has it, in code page 437.
    """
    name = member.filename
    if member.flag_bits & UTF_8:
        return name
    try:
        raw = name.encode("cp437")
        return _unicode_path(member.extra, raw) or raw.decode("utf-8")
    except UnicodeError:
        return name


def _unicode_path(extra: bytes, raw: bytes) -> str:
    """Return the name in an extra field, "" if there is none, or if it belongs to another name."""
    while len(extra) >= 4:  # noqa: PLR2004 - a field's kind and length
        kind, length = struct.unpack_from("<HH", extra)
        field, extra = extra[4 : 4 + length], extra[4 + length :]
        if kind == UNICODE_PATH and len(field) > 5 and field[0] == 1:  # noqa: PLR2004 - version and check
            (check,) = struct.unpack_from("<L", field, 1)
            return field[5:].decode("utf-8") if check == zlib.crc32(raw) else ""
    return ""


def folders_of(names: Iterable[str]) -> set[str]:
    """Return every folder that holds something.

    >>> sorted(folders_of(["a/b/c.json", "a/d/"]))
    ['a', 'a/b']
    """
    found: set[str] = set()
    for name in names:
        parts = name.strip("/").split("/")[:-1]
        found |= {"/".join(parts[: at + 1]) for at in range(len(parts))}
    return found
