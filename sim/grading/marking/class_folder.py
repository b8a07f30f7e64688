"""Grade a class into a folder, and mark it there again and again: what commands and pages call."""

from __future__ import annotations

from collections import Counter
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from sim.base.errors import BadInput
from sim.base.files import is_full
from sim.grading.intake.spreadsheet import read_table, write_table
from sim.grading.marking.fill_export import fill_export
from sim.grading.marking.kept_list import keep_list, listed_in
from sim.grading.marking.markbook import Changes, load_marks, make_folder, note_written, take_sheets
from sim.grading.marking.saved_results import load_results
from sim.grading.marking.with_marks import told_of_kept, with_marks
from sim.grading.reports.beside_points import list_needs, person_told, unmarked
from sim.grading.reports.guide import guide_to
from sim.grading.reports.report import write_report
from sim.grading.reports.report_pages import all_needs
from sim.grading.running.batch import grade_all
from sim.texts.folder_lock import folder_lock
from sim.texts.refusals import write_whole
from sim.texts.words import many, say

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from contextlib import AbstractContextManager
    from pathlib import Path

    from sim.grading.authoring.master import Master
    from sim.grading.intake.choices import Choices
    from sim.grading.intake.class_list import Matched
    from sim.grading.intake.deadlines import Deadlines
    from sim.grading.intake.results import Graded, PersonMark
    from sim.grading.marking.fill_export import Filled

__all__ = [
    "ClassGraded",
    "changes_told",
    "counted",
    "fill_class",
    "fill_told",
    "grade_class",
    "grading_lock",
    "mark_class",
    "needs_told",
]

LOCK = ".grading"
KEPT_RUNS = ".runs"
KEPT_FIGURES = "plans/figures.json"  # below the runs: like them, it can be made again


@dataclass(frozen=True, kw_only=True)
class ClassGraded:
    """A graded class.

    Args:
        graded: one result for each trainee and exercise, and one for each refusal.
        kept: marks that fit no result.
        listed: who is who on the class's list; None without one.
        needs: what a person must decide, as the page of the class lists it.
        changes: how many marks were read.
    """

    graded: list[Graded]
    kept: list[PersonMark]
    listed: Matched | None
    needs: list[dict[str, Any]]
    changes: Changes


def grade_class(
    submissions: Iterable[Path],
    out: Path,
    *,
    masters: dict[str, Master],
    jobs: int | None = None,
    seconds: float = 60,
    progress: Callable[[int, int], None] | None = None,
    class_list: Path | None = None,
    choices: Choices | None = None,
    deadlines: Deadlines | None = None,
) -> ClassGraded:
    """Grade what a class handed in and write all reports into a folder, with the marks that persons gave there before.

    Args:
        class_list: the class's list, kept in the folder until another is given.

    Raises:
        BadInput: something of what was given cannot be used, somebody else grades into the folder, or the disk is full.
    """
    make_folder(out)
    with grading_lock(out), _full_disk_told():
        guide = guide_to(masters)
        # Before the long work: what is unclear in a sheet is told at once.
        changes = take_sheets(out, guide, _as_before(out))
        keep_list(out, class_list)
        graded = grade_all(
            submissions, masters=masters, jobs=jobs, seconds=seconds, resume=out / KEPT_RUNS, progress=progress,
            choices=choices, deadlines=deadlines,
        )  # fmt: skip
        return _report(graded, out, masters, changes)


def grading_lock(out: Path) -> AbstractContextManager[None]:
    """Keep others from grading into a folder."""
    return folder_lock(out, LOCK, "marking.locked")


def _as_before(out: Path) -> list[Graded]:
    """Return the class as it was graded before; nobody where that cannot be read, since it is graded anew."""
    with suppress(BadInput):
        return load_results(out)
    return []


def mark_class(
    out: Path, *, masters: dict[str, Master], sheets: Sequence[Path] = (), class_list: Path | None = None
) -> ClassGraded:
    """Read the marks that persons wrote into the sheets of a folder, and write its reports anew; no kernel runs.

    Args:
        sheets: sheets that lie elsewhere, in the same form.

    Raises:
        BadInput: as `grade_class`, or the folder holds no grades.
    """
    graded = load_results(out)
    with grading_lock(out), _full_disk_told():
        changes = take_sheets(out, guide_to(masters), graded, sheets)
        keep_list(out, class_list)
        return _report(graded, out, masters, changes)


def fill_class(out: Path, export: Path, *, column: str = "", exercise: str = "") -> tuple[Path, Filled]:
    """Write a teacher's own export, with one column filled, beside the grades of a folder; the export stays as it is.

    Raises:
        BadInput: as `fill_export`, or the folder holds no grades.
    """
    graded = load_results(out)
    marked, _ = with_marks(graded, load_marks(out), guide_to(one.exercise for one in graded))
    known = listed_in(out, marked)
    filled = fill_export(read_table(export), marked, column=column, exercise=exercise, known=known)
    counted_in = [one for one in marked if not exercise or one.exercise == exercise]
    filled = replace(filled, waits=unmarked(counted_in))
    place = out / f"filled-{export.stem}.csv"
    if place.resolve() == export.resolve():
        raise BadInput(say("fill.same_file", file=export))
    write_whole(place, write_table(filled.table))
    return place, filled


def counted(done: ClassGraded) -> str:
    """Return a sentence that tells how many people's hand-ins were graded, refused or void."""
    count = Counter(one.status for one in done.graded)
    people = len({one.trainee for one in done.graded})
    return many("done.graded", people, graded=count["graded"], refused=count["rejected"], void=count["void"])


def needs_told(done: ClassGraded) -> list[str]:
    """Return what a person must decide about marks and the class's list, one line each."""
    listed = done.listed
    lines = [*map(str, told_of_kept(done.kept, done.graded)), *(str(one["why"]) for one in list_needs(listed))]
    lines += [
        f"{one.trainee}  {one.exercise}: {say('marking.changed', names=', '.join(one.changed))}"
        for one in done.graded
        if one.changed
    ]
    if listed and listed.nothing:
        lines.append(say("beside.nothing_from", names=", ".join(map(person_told, listed.nothing))))
    waits = unmarked(done.graded)
    return [*lines, many("marking.waits", waits)] if waits else lines


def changes_told(changes: Changes) -> str:
    """Return a sentence on the marks that were read.

    >>> changes_told(Changes(new=3, back=1, emptied=2))
    'Marks: 3 new, 1 taken back, 0 changed. 2 marks were left empty and stay as they were: write a dash to take ...'
    """
    said = say("marking.changes", new=changes.new, back=changes.back, changed=changes.changed)
    return f"{said} {many('marking.emptied', changes.emptied)}" if changes.emptied else said


def fill_told(place: object, filled: Filled) -> list[str]:
    """Return what was filled and what was not, one sentence each."""
    told = [many("fill.done", filled.count, out=place, column=filled.column)]
    told += [many("fill.waits", filled.waits)] if filled.waits else []
    told += [say("fill.left", names="; ".join(filled.left))] if filled.left else []
    return told + ([say("fill.strangers", names="; ".join(filled.strangers))] if filled.strangers else [])


def _report(graded: list[Graded], out: Path, masters: dict[str, Master], changes: Changes) -> ClassGraded:
    guide, book = guide_to(masters), load_marks(out)
    marked, kept = with_marks(graded, book, guide)
    listed = listed_in(out, marked)
    told = [
        {"trainee": mark.trainee, "what": mark.exercise, "why": why}
        for mark, why in zip(kept, told_of_kept(kept, marked), strict=True)
    ]
    write_report(
        marked, out, masters=masters, guide=guide, kept=kept, most=book.most, needs=told, listed=listed,
        figures=out / KEPT_RUNS / KEPT_FIGURES,
    )  # fmt: skip
    note_written(out, book)
    return ClassGraded(graded=marked, kept=kept, listed=listed, needs=all_needs(marked, listed, told), changes=changes)


@contextmanager
def _full_disk_told() -> Iterator[None]:
    try:
        yield
    except OSError as error:
        if is_full(error):
            raise BadInput(say("marking.full")) from None
        raise
