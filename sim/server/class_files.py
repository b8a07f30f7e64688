"""Where a facilitator's classes lie: what was handed in and sent, how to grade it, and what grading made of it."""

from __future__ import annotations

import json
from contextlib import suppress
from dataclasses import asdict, dataclass, fields
from filecmp import cmp
from io import BytesIO
from math import isnan
from pathlib import Path
from typing import TYPE_CHECKING, Any
from zipfile import ZIP_DEFLATED, ZipFile

from sim.base.errors import BadInput
from sim.grading.intake.choices import RULES
from sim.grading.intake.deadlines import read_due, zone_told
from sim.grading.intake.spreadsheet import number_in
from sim.server.hand_ins import REMOVED, HandIns, file_name, received
from sim.texts.refusals import write_whole
from sim.texts.words import say

if TYPE_CHECKING:
    from contextlib import AbstractContextManager
    from typing import BinaryIO

    from sim.grading.intake.submitter import Submitter

__all__ = ["KINDS", "ClassFiles", "HowToGrade", "class_files"]

HANDED_IN = "handed-in"
MOST = 100  # per cent
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

    @classmethod
    def chosen(cls, form: Any) -> HowToGrade:
        """Return the choices in a form that somebody filled in.

        Raises:
            BadInput: a percentage that is none.

        >>> HowToGrade.chosen({"penalty": "7,5"}).penalty
        7.5
        >>> HowToGrade.chosen({"penalty": "abc"})
        Traceback (most recent call last):
        sim.base.errors.BadInput: “abc” is no percentage; write a number from 0 to 100, such as 10 or 7.5.
        """
        form = dict(form) if isinstance(form, dict) else {}
        for name in ("penalty", "at_most"):
            written = str(form.get(name, getattr(cls, name)))
            share = number_in(written)
            if share is None or share > MOST:
                raise BadInput(say("grading_pages.no_per_cent", value=written))
            form[name] = share
        return cls.read(form)

    @property
    def told(self) -> str:
        """The rule, in words."""
        told = [say(f"grading_counts.{self.counts}") if self.counts in RULES else self.counts]
        if self.due:
            told.append(say("grading_pages.rule_due", due=zone_told(read_due(self.due))))
        if self.due and self.penalty:
            told.append(say("grading_pages.rule_penalty", penalty=f"{self.penalty:g}", at_most=f"{self.at_most:g}"))
        return "; ".join(told)


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
        return cls(root / file_name(name))

    @property
    def name(self) -> str:
        """The name of the class."""
        return self.path.name

    @property
    def grades(self) -> Path:
        """The folder of what `mend grade` writes."""
        return self.path / "grades"

    @property
    def hand_ins(self) -> HandIns:
        """What was handed in."""
        return HandIns(self.path / HANDED_IN)

    @property
    def handed_in(self) -> list[Path]:
        """All files that were handed in, by name."""
        return self.hand_ins.files

    @property
    def is_graded(self) -> bool:
        """Whether the page of the class is there."""
        return self.sheet("class.html") is not None

    @property
    def list_in_use(self) -> str:
        """The name of the file that is the class's list, or "" if none is in use."""
        from sim.grading.marking.kept_list import list_place

        place = list_place(self.grades)
        if not place.is_file():
            return ""
        sent = (self.path / "list").glob("*")
        return next((file.name for file in sent if cmp(file, place, shallow=False)), place.name)

    @property
    def needs_somebody(self) -> bool:
        """Whether the page of the class lists anything that a person must decide."""
        page = self.sheet("class.html")
        return page is not None and b'id="needs"' in page.read_bytes()

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
        return self.path / kind / file_name(name)

    def receive(self, kind: str, name: str, whose: str = "", saved: float = 0) -> AbstractContextManager[BinaryIO]:
        """Give a file to write to; it takes its name once it is whole. Of what was handed in nothing is replaced.

        Args:
            whose: the person who handed it in; "" for a zip file of the whole class.
            saved: when it was saved, seconds since 1970; 0 = unknown.

        Raises:
            BadInput: the folder cannot be written to, or its disk is full.
        """
        place = self.sent(kind, name)
        if kind != HANDED_IN:
            return received(place, lambda part: part.replace(place))
        return self.hand_ins.receive(name, self._person(whose) if whose else None, saved)

    @property
    def summary(self) -> str:
        """How much was graded when that was done last, or ""."""
        with suppress(OSError, ValueError):
            return self._summary.read_text("utf-8")
        return ""

    def keep_summary(self, said: str) -> None:
        """Keep how much was graded.

        Raises:
            BadInput: the folder cannot be written to.
        """
        write_whole(self._summary, said.encode())

    @property
    def _summary(self) -> Path:
        return self.path / ".summary"

    def delete(self) -> None:
        """Take the class out of the list; all of it is kept in a hidden folder.

        Raises:
            BadInput: the folder cannot be written to.
        """
        into, number = self.path.parent / REMOVED / self.name, 1
        while into.exists():
            number += 1
            into = into.with_name(f"{self.name} ({number})")
        try:
            into.parent.mkdir(exist_ok=True)
            self.path.replace(into)
        except OSError as error:
            raise BadInput(say("grading_pages.not_kept", file=self.name, why=error.strerror)) from None

    def people(self) -> dict[str, Submitter]:
        """Return whom a file may belong to, by the name that reports show."""
        from sim.grading.marking.known_people import known_people

        return self.hand_ins.people | known_people(self.grades)

    def _person(self, name: str) -> tuple[str, Submitter]:
        from sim.grading.marking.known_people import person_called

        return person_called(name, self.people())

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


def _is_hidden(path: Path) -> bool:
    return any(part.startswith(".") for part in path.parts)
