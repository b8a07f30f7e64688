"""Where the classes of a facilitator lie: what was handed in, and what grading made of it."""

from __future__ import annotations

import secrets
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO
from zipfile import ZIP_DEFLATED, ZipFile

from sim.base.errors import BadInput
from sim.grading.intake.submitter import plain_name
from sim.texts.words import say

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["ClassFolder", "class_folders"]

NOT_IN_NAMES = str.maketrans(dict.fromkeys('/\\:*?"<>|', " "))  # what some system allows in no file's name
PART = ".part"


@dataclass(frozen=True)
class ClassFolder:
    """The folder of one class.

    Args:
        path: the folder; it need not be there yet.

    >>> ClassFolder.of(Path("classes"), "  Patients' school: spring / 2027. ").name
    "Patients' school spring 2027"
    """

    path: Path

    @classmethod
    def of(cls, root: Path, name: str) -> ClassFolder:
        """Return the class of this name, spelled as a folder may be on every system."""
        return cls(root / _file_name(name))

    @property
    def name(self) -> str:
        """The name of the class."""
        return self.path.name

    @property
    def handed_in(self) -> Path:
        """The folder of what was handed in."""
        return self.path / "handed-in"

    @property
    def grades(self) -> Path:
        """The folder of what `mend grade` writes."""
        return self.path / "grades"

    @property
    def files(self) -> list[Path]:
        """What was handed in, by name; files that are still on their way are not among it."""
        with suppress(OSError):
            return sorted(path for path in self.handed_in.iterdir() if path.is_file() and path.name[0] != ".")
        return []

    @property
    def is_graded(self) -> bool:
        """Whether the page of the class is there."""
        return (self.grades / "class.html").is_file()

    def sheet(self, path: str) -> Path | None:
        """Return a file that grading wrote, or None: nothing outside of its folder, and nothing hidden in it."""
        found = (self.grades / path).resolve()
        inside = found.is_relative_to(self.grades.resolve()) and not any(
            part[0] == "." for part in path.split("/") if part
        )
        return found if inside and found.is_file() else None

    @contextmanager
    def receive(self, name: str) -> Iterator[BinaryIO]:
        """Give a file to write to; it takes its name once it is whole, in place of one of that name.

        Raises:
            BadInput: the folder cannot be written to, or its disk is full.
        """
        place = self.handed_in / _file_name(name)
        part = self.handed_in / f".{secrets.token_hex(8)}{PART}"
        try:
            self.handed_in.mkdir(parents=True, exist_ok=True)
            with part.open("wb") as file:
                yield file
            part.replace(place)
        except OSError as error:
            raise BadInput(say("grading_pages.not_kept", file=place.name, why=error.strerror)) from None
        finally:
            with suppress(OSError):
                part.unlink()

    def packed(self) -> bytes:
        """Return all that grading wrote as a zip file."""
        packed = BytesIO()
        with ZipFile(packed, "w", ZIP_DEFLATED) as archive:
            for path in sorted(self.grades.rglob("*")):
                place = path.relative_to(self.grades)
                if path.is_file() and not any(part.startswith(".") for part in place.parts):
                    archive.write(path, Path(self.name) / place)
        return packed.getvalue()


def class_folders(root: Path) -> list[ClassFolder]:
    """Return the classes in a folder, by name; none where the folder is not there."""
    with suppress(OSError):
        return [ClassFolder(path) for path in sorted(root.iterdir()) if path.is_dir() and path.name[0] != "."]
    return []


def _file_name(name: str) -> str:
    return plain_name(name.translate(NOT_IN_NAMES)).strip(" .") or plain_name("")
