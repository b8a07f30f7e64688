"""Read the members of a zip file, with their names decoded as the packing program encoded them."""

from __future__ import annotations

import re
import struct
import zlib
from contextlib import suppress
from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING

from sim.grading.intake.entries import DEEPEST, LARGEST_INNER, Entry, is_archive, is_beside, not_too_large
from sim.grading.intake.submission import LARGEST, SubmissionError
from sim.texts.sentences import Sentence
from sim.texts.words import say

if TYPE_CHECKING:
    from collections.abc import Iterable
    from zipfile import ZipFile, ZipInfo

    from sim.grading.intake.entries import Room

__all__ = ["MOST_FILES", "in_archive"]

MOST_FILES = 20_000  # in one archive
MOST_UNPACKED = 100_000_000  # bytes of one trainee
UTF_8 = 0x800  # the flag that marks a name as UTF-8
UNICODE_PATH = 0x7075  # an extra field with the name in UTF-8: Info-ZIP, 7-Zip and WinZip write it


def in_archive(archive: ZipFile) -> list[Entry]:
    """Return an archive's entries, at most `MOST_FILES`; of folders only the empty ones."""
    names = {info: _member_name(info).replace("\\", "/") for info in archive.infolist()[:MOST_FILES]}
    full = _folders_of(names.values())
    found = (
        Entry(
            parts=_safe_parts(name),
            read=partial(_bytes, archive, info),
            when=_when(info),
            is_folder=name.endswith("/"),
        )
        for info, name in sorted(names.items(), key=lambda one: one[1])
        if not (name.endswith("/") and name.strip("/") in full)
    )
    return [entry for entry in found if not any(map(is_beside, entry.parts))]


def _bytes(archive: ZipFile, member: ZipInfo, room: Room) -> bytes:
    # A member's stated size may be wrong, so bytes are counted while they are read.
    if room.bytes > MOST_UNPACKED:
        raise SubmissionError(Sentence("not_graded.unpacks", most=f"{MOST_UNPACKED:,}"))
    most = LARGEST_INNER if is_archive(member.filename) else LARGEST
    try:
        with archive.open(member) as stream:
            content = stream.read(most + 1)
    except Exception:  # noqa: BLE001 - encrypted, truncated, an unknown method: zipfile fails in many ways
        raise SubmissionError(Sentence("not_graded.zip_member")) from None
    room.bytes += len(content)
    return not_too_large(content, most)


def _when(member: ZipInfo) -> float:
    with suppress(ValueError, OverflowError, OSError, TypeError):
        return datetime(*member.date_time).timestamp()  # noqa: DTZ001 - zip files tell local time
    return 0.0


def _member_name(member: ZipInfo) -> str:
    """Return a member's path: macOS and many phones write UTF-8 without setting its flag.

    A name that is not UTF-8 is read as code page 437, as the standard says.
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
    """Return the name in the extra field, "" if there is none or its checksum belongs to another name."""
    while len(extra) >= 4:  # noqa: PLR2004 - a field's kind and length
        kind, length = struct.unpack_from("<HH", extra)
        field, extra = extra[4 : 4 + length], extra[4 + length :]
        if kind == UNICODE_PATH and len(field) > 5 and field[0] == 1:  # noqa: PLR2004 - version and check
            (check,) = struct.unpack_from("<L", field, 1)
            return field[5:].decode("utf-8") if check == zlib.crc32(raw) else ""
    return ""


def _folders_of(names: Iterable[str]) -> set[str]:
    """Return every folder that is not empty.

    >>> sorted(_folders_of(["a/b/c.json", "a/d/"]))
    ['a', 'a/b']
    """
    found: set[str] = set()
    for name in names:
        parts = name.strip("/").split("/")[:-1]
        found |= {"/".join(parts[: at + 1]) for at in range(len(parts))}
    return found


def _safe_parts(name: str) -> tuple[str, ...]:
    r"""Return a member's path without parts that lead out of the archive.

    >>> _safe_parts("../../etc/passwd"), _safe_parts(r"C:\\a\\b.json"), _safe_parts("/")
    (('etc', 'passwd'), ('a', 'b.json'), ('nameless',))
    """
    parts = [part for part in re.split(r"[/\\]+", name.replace("\0", "")) if part not in {"", ".", ".."}]
    first, *rest = [part for part in parts if not re.fullmatch(r"[A-Za-z]:", part)] or [say("noted.nameless")]
    return (first, *rest[1 - DEEPEST :])  # the first part names the submitter
