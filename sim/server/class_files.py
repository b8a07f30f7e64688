"""Where a facilitator's classes lie: what was handed in and sent, how to grade it, and what grading made of it."""

from __future__ import annotations

import json
import secrets
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass, fields
from io import BytesIO
from math import isnan
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO
from zipfile import ZIP_DEFLATED, ZipFile

from sim.base.errors import BadInput
from sim.grading.intake.submitter import plain_name
from sim.texts.refusals import write_whole
from sim.texts.words import say

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["KINDS", "ClassFiles", "HowToGrade", "class_files"]

NOT_IN_NAMES = str.maketrans(dict.fromkeys('/\\:*?"<>|', " "))  # what some system allows in no file's name
HANDED_IN = "handed-in"
KINDS = (HANDED_IN, "marks", "list", "export")
"""What a facilitator sends, each in a folder of its own."""


@dataclass(frozen=True, kw_only=True)
class HowToGrade:
    """What a facilitator chose for a class, as the options of `mend grade` have it.

    Args:
        counts: which attempt counts. due: a time with its zone, or "". penalty, at_most: per cent.
    """

    counts: str = "latest"
    due: str = ""
    penalty: float = 0.0
    at_most: float = 100.0

    @classmethod
    def read(cls, given: Any) -> HowToGrade:
        """Return the choices in a form or a file; what is missing or of another kind is as at first.

        A percentage below 0 is 0 and one above 100 is 100: a penalty is never a bonus.

        >>> HowToGrade.read({"counts": "best", "penalty": "10", "at_most": None})
        HowToGrade(counts='best', due='', penalty=10.0, at_most=100.0)
        >>> HowToGrade.read({"penalty": "-20", "at_most": "nan"})
        HowToGrade(counts='latest', due='', penalty=0.0, at_most=100.0)
        """
        given, found = given if isinstance(given, dict) else {}, {}
        for field in fields(cls):
            with suppress(TypeError, ValueError, KeyError):
                found[field.name] = _within(type(field.default)(given[field.name]))
        return cls(**found)


@dataclass(frozen=True)
class ClassFiles:
    """The folder of one class.

    Args:
        path: the folder; it need not be there yet.

    >>> ClassFiles.of(Path("classes"), "  Patients' school: spring / 2027. ").name
    "Patients' school spring 2027"
    """

    path: Path

    @classmethod
    def of(cls, root: Path, name: str) -> ClassFiles:
        """Return the class of this name, spelled as a folder may be on every system."""
        return cls(root / _file_name(name))

    @property
    def name(self) -> str:
        """The name of the class."""
        return self.path.name

    @property
    def grades(self) -> Path:
        """The folder of what `mend grade` writes."""
        return self.path / "grades"

    @property
    def handed_in(self) -> list[Path]:
        """What was handed in, by name; files that are still on their way are not among it."""
        with suppress(OSError):
            return sorted(path for path in (self.path / HANDED_IN).iterdir() if path.is_file() and path.name[0] != ".")
        return []

    @property
    def is_graded(self) -> bool:
        """Whether the page of the class is there."""
        return self.sheet("class.html") is not None

    @property
    def how(self) -> HowToGrade:
        """How this class is to be graded."""
        with suppress(OSError, ValueError):
            return HowToGrade.read(json.loads(self._how.read_text("utf-8")))
        return HowToGrade()

    def choose(self, how: HowToGrade) -> None:
        """Keep how this class is to be graded.

        Raises:
            BadInput: the folder cannot be written to.
        """
        write_whole(self._how, json.dumps(asdict(how)).encode())

    @property
    def _how(self) -> Path:
        return self.path / "how-to-grade.json"

    def sheet(self, path: str) -> Path | None:
        """Return a file that grading wrote, or None: nothing outside of its folder, and nothing hidden in it."""
        found = (self.grades / path).resolve()
        inside = found.is_relative_to(self.grades.resolve())
        return found if inside and not _is_hidden(Path(path)) and found.is_file() else None

    def sent(self, kind: str, name: str) -> Path:
        """Return the place of a file that was sent."""
        return self.path / kind / _file_name(name)

    @contextmanager
    def receive(self, kind: str, name: str) -> Iterator[BinaryIO]:
        """Give a file to write to; it takes its name once it is whole, in place of one of that name.

        Raises:
            BadInput: the folder cannot be written to, or its disk is full.
        """
        place = self.sent(kind, name)
        part = place.with_name(f".{secrets.token_hex(8)}.part")
        try:
            place.parent.mkdir(parents=True, exist_ok=True)
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
                if path.is_file() and not _is_hidden(place):
                    archive.write(path, Path(self.name) / place)
        return packed.getvalue()


def class_files(root: Path) -> list[ClassFiles]:
    """Return the classes in a folder, by name; none where the folder is not there."""
    with suppress(OSError):
        return [ClassFiles(path) for path in sorted(root.iterdir()) if path.is_dir() and path.name[0] != "."]
    return []


def _within(given: Any) -> Any:
    """Return a percentage between 0 and 100, and words as they are.

    Raises:
        ValueError: it is no number.
    """
    if isinstance(given, float) and isnan(given):
        raise ValueError
    return min(max(given, 0.0), 100.0) if isinstance(given, float) else given


def _file_name(name: str) -> str:
    return plain_name(name.translate(NOT_IN_NAMES)).strip(" .") or plain_name("")


def _is_hidden(path: Path) -> bool:
    return any(part.startswith(".") for part in path.parts)
