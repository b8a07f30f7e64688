"""The marks of persons, kept in a file of their own, so that neither a spreadsheet nor grading again loses any."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, field, replace
from hashlib import sha256
from typing import TYPE_CHECKING, Any

from sim.base.errors import BadInput
from sim.grading.intake.results import PersonMark
from sim.grading.intake.spreadsheet import SheetError, content_of, table_of
from sim.grading.marking.mark_owner import Owners
from sim.grading.marking.read_marks import TAKEN_BACK, read_marks
from sim.grading.reports.marks_sheets import OVERRIDES, REFLECTIONS
from sim.texts.refusals import write_whole
from sim.texts.words import say

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from sim.grading.intake.results import Graded
    from sim.grading.reports.guide import Guide

__all__ = ["FOLDER", "Changes", "Markbook", "load_marks", "make_folder", "note_written", "save_marks", "take_sheets"]

FOLDER, STORE, EDITED = "kept", "marks.json", "edited"
FORMAT, VERSION = "mending-bridges-marks", 1


@dataclass(frozen=True, kw_only=True)
class Changes:
    """How many marks sheets brought, took back and changed, and how many emptied cells left a mark as it was."""

    new: int = 0
    back: int = 0
    changed: int = 0
    emptied: int = 0


@dataclass(frozen=True, kw_only=True)
class Markbook:
    """All marks of a class.

    Args:
        marks: what counts, one for each trainee, question and kind.
        earlier: marks that were replaced or taken back, oldest first.
        most: the highest points of written answers, by "exercise/question".
        sheets: of each sheet as it was last written, the digest of its content.
    """

    marks: tuple[PersonMark, ...] = ()
    earlier: tuple[PersonMark, ...] = ()
    most: dict[str, float] = field(default_factory=dict, hash=False)
    sheets: dict[str, str] = field(default_factory=dict, hash=False)

    def settled(self, owners: Owners) -> Markbook:
        """Return the book with each mark under the name of its person; of two for one question the later counts."""
        marks, earlier = {}, list(self.earlier)
        for mark in map(owners.settled, self.marks):
            if before := marks.pop(_key(mark), None):
                earlier.append(before)
            marks[_key(mark)] = mark
        return replace(self, marks=tuple(marks.values()), earlier=tuple(earlier))

    def changes_since(self, before: Markbook, empty: Iterable[PersonMark] = ()) -> Changes:
        """Return what has changed since an earlier state of the book.

        Args:
            empty: rows of sheets in which nothing is written.

        >>> ana = PersonMark(trainee="ana", exercise="ex02", question="q4", written=True, points=2)
        >>> Markbook(marks=(ana,)).changes_since(Markbook(), [ana])
        Changes(new=1, back=0, changed=0, emptied=1)
        """
        was, now = ({_key(mark): mark for mark in book.marks} for book in (before, self))
        return Changes(
            new=len(now.keys() - was.keys()),
            back=len(was.keys() - now.keys()),
            changed=sum(_said(now[key]) != _said(was[key]) for key in was.keys() & now.keys()),
            emptied=len({_key(mark) for mark in empty} & now.keys()),
        )

    def with_given(self, given: Iterable[PersonMark]) -> Markbook:
        """Return the book with more marks; one for the same question replaces the earlier, which is kept beside.

        >>> ana = PersonMark(trainee="ana", exercise="ex02", question="q4", written=True, points=2)
        >>> book = Markbook().with_given([ana]).with_given([replace(ana, trainee="Ana", points=3)])
        >>> [mark.points for mark in book.marks], [mark.points for mark in book.earlier]
        ([3], [2])
        """
        marks, earlier = {_key(mark): mark for mark in self.marks}, list(self.earlier)
        for mark in given:
            before = marks.pop(_key(mark), None)
            after = mark if before is None or mark.note == TAKEN_BACK else _filled(mark, before)
            if before is not None and _said(before) != _said(after):
                earlier.append(before)
            if mark.note != TAKEN_BACK:
                marks[_key(mark)] = after
        return replace(self, marks=tuple(marks.values()), earlier=tuple(earlier))


def take_sheets(folder: Path, guide: Guide, graded: Iterable[Graded], sheets: Iterable[Path] = ()) -> Changes:
    """Read the marks of a folder of grades, and whatever was changed in its sheets since they were written.

    What a person edited is also kept as it is, under `kept/edited`, before anything is written in its place.

    Args:
        graded: the class as it was when the sheets were written: it says who a name or a number is.
        sheets: sheets that lie elsewhere, such as those of a second person.

    Raises:
        SheetError: something in a sheet is unclear; then nothing is taken over.
        BadInput: the marks cannot be read or written.
    """
    owners = Owners(graded)
    before = book = load_marks(folder).settled(owners)
    places = [folder / name for name in (REFLECTIONS, OVERRIDES) if (folder / name).is_file()]
    changed = {
        place: content for place in places if _digest(content := content_of(place)) != book.sheets.get(place.name)
    }
    changed |= {place: content_of(place) for place in sheets}
    found, problems = [], []
    for place, content in changed.items():
        try:
            found.append(read_marks(table_of(content, place.name), guide))
        except SheetError as error:
            problems += error.problems
    if problems:
        raise SheetError(problems)
    for place, content in changed.items():
        _keep_edited(folder, place.name, content)
    for one in found:
        book = replace(book.with_given(map(owners.settled, one.marks)), most=book.most | one.most)
    if found:
        save_marks(folder, book)
    return book.changes_since(before, (owners.settled(mark) for one in found for mark in one.empty))


def load_marks(folder: Path) -> Markbook:
    """Return the marks that a folder of grades keeps.

    Raises:
        BadInput: the file is damaged.
    """
    place = folder / FOLDER / STORE
    if not place.exists():
        return Markbook()
    try:
        found = json.loads(place.read_text("utf-8"))
        marks, earlier = (tuple(PersonMark(**one) for one in found[name]) for name in ("marks", "earlier"))
        return Markbook(marks=marks, earlier=earlier, most=dict(found["most"]), sheets=dict(found["sheets"]))
    except (OSError, ValueError, KeyError, TypeError, RecursionError):
        raise BadInput(say("marking.store", file=place)) from None


def save_marks(folder: Path, book: Markbook) -> None:
    """Write the marks into a folder of grades, whole or not at all.

    Raises:
        BadInput: the folder cannot be written to.
    """
    make_folder(folder / FOLDER)
    whole = {FORMAT: VERSION, **{name: getattr(book, name) for name in ("most", "sheets")}}
    whole |= {name: [asdict(mark) for mark in getattr(book, name)] for name in ("marks", "earlier")}
    write_whole(folder / FOLDER / STORE, (json.dumps(whole, indent=1) + "\n").encode())


def note_written(folder: Path, book: Markbook) -> None:
    """Note what the sheets hold as they were written, so that an edit is noticed."""
    sheets = {name: _digest((folder / name).read_bytes()) for name in (REFLECTIONS, OVERRIDES)}
    save_marks(folder, replace(book, sheets=sheets))


def _key(mark: PersonMark) -> tuple[str, str, str, bool]:
    return mark.trainee.casefold(), mark.exercise, mark.question, mark.written


def _filled(mark: PersonMark, before: PersonMark) -> PersonMark:
    """Return a mark with what the earlier one says where a cell is empty."""
    points = before.points if mark.points is None else mark.points
    return replace(mark, points=points, note=mark.note or before.note, text=mark.text or before.text)


def _said(mark: PersonMark) -> tuple[Any, ...]:
    return mark.points, mark.note, mark.text


def _digest(content: bytes) -> str:
    return sha256(content).hexdigest()[:16]


def _keep_edited(folder: Path, name: str, content: bytes) -> None:
    into = folder / FOLDER / EDITED
    make_folder(into)
    stem, _, ending = name.rpartition(".")
    before = sorted(into.glob(f"{stem}-*.{ending}"))
    if not any(one.read_bytes() == content for one in before):
        write_whole(into / f"{stem}-{len(before) + 1:03}.{ending}", content)


def make_folder(folder: Path) -> None:
    """Make a folder, if it is not there.

    Raises:
        BadInput: it cannot be made.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise BadInput(say("refused.folder", folder=folder, why=error.strerror)) from None
