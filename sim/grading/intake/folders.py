"""List the files in and below a folder. Links are not followed; an unreadable file raises only when it is read."""

from __future__ import annotations

import stat
from contextlib import suppress
from functools import partial
from typing import TYPE_CHECKING

from sim.base.errors import BadInput
from sim.grading.intake.entries import (
    DEEPEST,
    ENDINGS,
    LARGEST_INNER,
    Entry,
    is_archive,
    is_beside,
    not_too_large,
    refused,
)
from sim.grading.intake.submission import LARGEST, SubmissionError
from sim.texts.sentences import Sentence
from sim.texts.words import say

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from sim.grading.intake.entries import Room

__all__ = ["file_entry", "in_folder"]


def in_folder(folder: Path) -> list[Entry]:
    """Return the entries of a folder.

    Raises:
        BadInput: the folder cannot be read.
    """
    try:
        names = sorted(path.name for path in folder.iterdir())
    except OSError as error:
        raise BadInput(say("no_class.folder", folder=folder, why=error.strerror)) from None
    return [entry for name in names for entry in _below(folder / name, (name,))]


def file_entry(path: Path, parts: tuple[str, ...]) -> Entry:
    """Return a file on disk as an entry."""
    return Entry(parts=parts, read=partial(_bytes, path), when=_when(path))


def _below(path: Path, parts: tuple[str, ...]) -> Iterator[Entry]:
    if is_beside(path.name):
        return
    try:
        kind = path.lstat().st_mode
        names = sorted(one.name for one in path.iterdir()) if stat.S_ISDIR(kind) else []
    except (OSError, ValueError):
        yield refused(parts, Sentence("not_graded.unreadable"))
        return
    if stat.S_ISLNK(kind):
        yield refused(parts, Sentence("not_graded.link"))
    elif stat.S_ISDIR(kind):
        yield from _folder_below(path, parts, [name for name in names if not is_beside(name)])
    elif not stat.S_ISREG(kind):
        yield refused(parts, Sentence("not_graded.no_file"))
    else:
        yield file_entry(path, parts)


def _folder_below(path: Path, parts: tuple[str, ...], names: list[str]) -> Iterator[Entry]:
    if path.name.lower().endswith(ENDINGS):
        yield refused(parts, Sentence("not_graded.folder_as_file"))
    elif len(parts) >= DEEPEST:
        yield refused(parts, Sentence("not_graded.folder_deep", most=DEEPEST))
    elif not names:
        yield Entry(parts=parts, read=lambda _: b"", is_folder=True)
    else:
        for name in names:
            yield from _below(path / name, (*parts, name))


def _bytes(path: Path, _: Room) -> bytes:
    most = LARGEST_INNER if is_archive(path.name) else LARGEST
    try:
        with path.open("rb") as stream:
            return not_too_large(stream.read(most + 1), most)
    except OSError as error:
        raise SubmissionError(Sentence("not_graded.unreadable_because", why=error.strerror)) from None


def _when(path: Path) -> float:
    with suppress(OSError, ValueError):
        return path.stat().st_mtime // 2 * 2
    return 0.0
