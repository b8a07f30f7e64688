"""What was handed in for a class: files of the whole class, and a folder for each person whose files came alone."""

from __future__ import annotations

import os
import secrets
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from filecmp import cmp
from typing import TYPE_CHECKING, BinaryIO

from sim.base.errors import BadInput
from sim.grading.intake.entries import ENDINGS, is_archive
from sim.grading.intake.person_folder import keep_person, person_in
from sim.grading.intake.submitter import plain_name
from sim.texts.refusals import one_of
from sim.texts.words import say

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from pathlib import Path

    from sim.grading.intake.submitter import Submitter

__all__ = ["REMOVED", "HandIns", "check_file", "file_name", "received", "saved_at"]

NOT_IN_NAMES = str.maketrans(dict.fromkeys('/\\:*?"<>|', " "))  # what some system allows in no file's name
REMOVED = ".removed"
LATEST = 4_102_444_800  # seconds since 1970: the year 2100, beyond which some systems know no times


@dataclass(frozen=True)
class HandIns:
    """The hand-ins of one class.

    Args:
        folder: where they lie; it need not be there yet. What is taken out of it lies in a hidden folder beside it.
    """

    folder: Path

    @property
    def places(self) -> list[Path]:
        """What is graded: files, and folders of one person each; files that are still on their way are not among it."""
        return [path for path in _within(self.folder) if path.is_file() or (person_in(path) and _files_in(path))]

    @property
    def files(self) -> list[Path]:
        """All files, by name."""
        return [file for place in self.places for file in ([place] if place.is_file() else _files_in(place))]

    @property
    def whose(self) -> dict[str, str]:
        """The name of the person of each file, by its path within the folder; "" for a file of the whole class."""
        return {str(file.relative_to(self.folder)): self._person(file) for file in self.files}

    def _person(self, file: Path) -> str:
        return "" if file.parent == self.folder else file.parent.name

    @contextmanager
    def receive(self, name: str, person: tuple[str, Submitter] | None = None, saved: float = 0) -> Iterator[BinaryIO]:
        """Give a file to write to, and keep it once it is whole; nothing that was handed in is lost by it.

        A person's second file of one name gets a number. The class's earlier file of that name is taken out, and kept.

        Args:
            person: the name that reports show, and who that is; None for a file of the whole class.
            saved: when it was saved, seconds since 1970; 0 = unknown.

        Raises:
            BadInput: the folder cannot be written to, or its disk is full.
        """
        place = self.folder / (file_name(person[0]) if person else "") / file_name(name)

        def of_person(part: Path) -> None:
            os.utime(part, (saved, saved))
            keep_person(place.parent, person[1])
            part.replace(_free(place, part))

        with received(place, of_person if person else lambda part: self._instead(part, place)) as file:
            yield file

    def _instead(self, part: Path, place: Path) -> None:
        """Let a file of the class take the place of the earlier one of that name."""
        if place.exists() and not cmp(place, part, shallow=False):
            self._take_out(place)
        part.replace(place)

    @property
    def people(self) -> dict[str, Submitter]:
        """Whoever has a folder here, by its name."""
        return {path.name: sender for path in _within(self.folder) if (sender := person_in(path))}

    def remove(self, names: Iterable[str]) -> int:
        """Take files out, and return how many; they are kept in the hidden folder.

        Raises:
            BadInput: the folder cannot be written to.
        """
        there = {str(file.relative_to(self.folder)): file for file in self.files}
        found = [there[name] for name in dict.fromkeys(names) if name in there]
        for file in found:
            try:
                self._take_out(file)
            except OSError as error:
                raise BadInput(say("grading_pages.not_kept", file=file.name, why=error.strerror)) from None
        return len(found)

    def _take_out(self, file: Path) -> None:
        into = self.folder.parent / REMOVED / file.relative_to(self.folder)
        into.parent.mkdir(parents=True, exist_ok=True)
        file.replace(_free(into, file))


@contextmanager
def received(place: Path, keep: Callable[[Path], object]) -> Iterator[BinaryIO]:
    """Give a file to write to beside a place; once it is whole, `keep` gives it its name.

    Raises:
        BadInput: the folder cannot be written to, or its disk is full.
    """
    part = place.with_name(f".{secrets.token_hex(8)}.part")
    try:
        place.parent.mkdir(parents=True, exist_ok=True)
        with part.open("wb") as file:
            yield file
        keep(part)
    except OSError as error:
        raise BadInput(say("grading_pages.not_kept", file=place.name, why=error.strerror)) from None
    finally:
        with suppress(OSError):
            part.unlink()


def saved_at(milliseconds: str) -> float:
    """Return when a browser says that a file was saved, in seconds since 1970; 0 where it says nothing of use.

    >>> saved_at("1795000000500"), saved_at(""), saved_at("nan"), saved_at("-5")
    (1795000000.5, 0.0, 0.0, 0.0)
    """
    with suppress(ValueError):
        return seconds if 0 < (seconds := float(milliseconds) / 1000) < LATEST else 0.0
    return 0.0


def check_file(name: str, whose: str) -> None:
    """Refuse a file that can hold no answers, and one of which nobody says whose it is.

    Args:
        whose: the person's name; a zip file without one holds the whole class.

    Raises:
        BadInput: one of these.

    >>> check_file("ex03.ipynb", "")
    Traceback (most recent call last):
    sim.base.errors.BadInput: ex03.ipynb: whose file is this? Choose a person, or type a name.
    """
    if not (is_archive(name) or name.lower().endswith(ENDINGS)):
        raise BadInput(say("grading_pages.no_hand_in", file=name, endings=one_of([*ENDINGS, ".zip"])))
    if not (whose.strip() or is_archive(name)):
        raise BadInput(say("grading_pages.whose_file", file=name))


def file_name(name: str) -> str:
    """Return a name as a file or a folder may have it on every system.

    >>> file_name("  Patients' school: spring / 2027. "), file_name("..")
    ("Patients' school spring 2027", 'nameless')
    """
    return plain_name(name.translate(NOT_IN_NAMES)).strip(" .") or plain_name("")


def _within(folder: Path) -> list[Path]:
    with suppress(OSError):
        return sorted(path for path in folder.iterdir() if path.name[0] != ".")
    return []


def _files_in(folder: Path) -> list[Path]:
    return [path for path in _within(folder) if path.is_file()]


def _free(place: Path, file: Path) -> Path:
    """Return the first place of this name, with a number if need be, where nothing lies or the same as in the file."""
    number, free = 1, place
    while free.exists() and not cmp(free, file, shallow=False):
        number += 1
        free = place.with_name(f"{place.stem} ({number}){place.suffix}")
    return free
