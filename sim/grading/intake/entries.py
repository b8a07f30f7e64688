"""Entries of a folder or an archive, before their submitters are known. Nothing is unpacked to disk."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from sim.grading.intake.submission import LARGEST, SubmissionError
from sim.texts.sentences import Sentence

if TYPE_CHECKING:
    from collections.abc import Callable

    from sim.texts.sentences import Told

__all__ = ["ENDINGS", "Entry", "Room", "is_archive", "is_beside", "not_too_large", "refused"]

LARGEST_INNER = 20_000_000  # bytes of a trainee's own archive
# Of one trainee: seven exercises, a few times over. One trainee's files must not use up another's limit.
MOST_OF_ONE = 100
DEEPEST = 8  # folders below the one that was given
NEVER_ANSWERS = {"__macosx", "thumbs.db", "desktop.ini", ".ds_store", ".git", ".ipynb_checkpoints"}
ENDINGS = (".ipynb", ".json", ".txt")


@dataclass
class Room:
    """How much of the limits one trainee's files have used: the number of files and the bytes unpacked."""

    files: int = 0
    bytes: int = 0

    def take(self) -> int:
        """Count one more file, and return how many there are above the limit."""
        self.files += 1
        return max(0, self.files - MOST_OF_ONE)


@dataclass(frozen=True, kw_only=True)
class Entry:
    """A file, or an empty folder.

    Args:
        parts: its path below the given folder, without wrapper folders (see `layout`).
        read: returns its bytes, or raises SubmissionError; unpacked bytes count towards the trainee's limit.
        when: seconds since 1970, to two seconds, as zip files tell time.
        is_folder: whether it is an empty folder.
        section: its section, or "".
    """

    parts: tuple[str, ...]
    read: Callable[[Room], bytes] = field(repr=False, compare=False)
    when: float = 0.0
    is_folder: bool = False
    section: str = ""

    @property
    def path(self) -> Path:
        """Its path as one string."""
        return Path(*self.parts)


def refused(parts: tuple[str, ...], why: Told) -> Entry:
    """Return an entry that stands for something refused, with the reason.

    >>> refused(("ana", "pipe"), Sentence("not_graded.no_file")).read(Room())
    Traceback (most recent call last):
        ...
    sim.grading.intake.submission.SubmissionError: This is not a file.
    """

    def read(_: Room) -> bytes:
        raise SubmissionError(why)

    return Entry(parts=parts, read=read)


def is_beside(name: str) -> bool:
    """Return whether the operating system made this file, such as .DS_Store.

    >>> is_beside("__MACOSX"), is_beside("._ex01.ipynb"), is_beside(".hidden.json")
    (True, True, False)
    """
    low = name.lower()
    return low in NEVER_ANSWERS or low.startswith("._") or (low.startswith(".") and not low.endswith(ENDINGS))


def is_archive(name: str) -> bool:
    """Return whether a name is a zip file's."""
    return name.lower().endswith(".zip")


def not_too_large(content: bytes, most: int = LARGEST) -> bytes:
    """Return content if it is not too large.

    Raises:
        SubmissionError: it is larger than `most` bytes.
    """
    if len(content) > most:
        raise SubmissionError(Sentence("not_graded.larger", most=f"{most:,}"))
    return content
