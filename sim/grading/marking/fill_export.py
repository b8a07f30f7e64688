"""Fill one column of a teacher's own export from Canvas or Moodle: the safest way for grades to go back."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from sim.base.errors import BadInput
from sim.grading.intake.class_list import (
    FIRST,
    LAST,
    NAMES,
    NUMBERS,
    SECTIONS,
    is_moodle,
    match,
    nearest,
    rows_of_people,
)
from sim.grading.intake.spreadsheet import number_in
from sim.grading.reports.grade_tables import as_text, feedback, share_of, was_set
from sim.texts.words import say

if TYPE_CHECKING:
    from sim.grading.intake.class_list import Matched, Person
    from sim.grading.intake.results import Graded
    from sim.grading.intake.spreadsheet import SheetRow, Table

__all__ = ["Filled", "fill_export", "fillable"]

MAXIMUM, COMMENTS = "maximum grade", "feedback comments"  # columns of Moodle's worksheet
POSSIBLE = "points possible"  # the name of Canvas's row with maxima
LEFT_ALONE = {"ex", "n/a"}  # in Canvas: excused, and not assigned
# Columns of Canvas, Moodle and schools that say who somebody is, or belong to the program; grades never go there.
IDENTITY = {
    *NAMES,
    *FIRST,
    *LAST,
    *NUMBERS,
    *SECTIONS,
    "id",
    "identifier",
    "sis login id",
    "integration id",
    "pseudonym",
}
IDENTITY |= {"email", "email address", "e-mail", "username", "user name", "institution", "department", "root account"}
IDENTITY |= {"status", MAXIMUM, COMMENTS, "last modified (grade)", "last modified (submission)", "online text"}
IDENTITY |= {"grade can be changed", "last downloaded from this course"}
CANVAS_ID = re.compile(r"\s*\(\d+\)$")
OF_100 = 100.0


@dataclass(frozen=True, kw_only=True)
class Filled:
    """An export with one column filled.

    Args:
        table: the export; all other cells are as they were.
        column: the column's name.
        count: how many cells were filled.
        left: people whose cell stays as it was: nothing of theirs is graded, or Canvas excused them.
        strangers: trainees whom no row names, or several.
        waits: how many written answers have no points yet, and count as 0.
    """

    table: Table
    column: str
    count: int
    left: tuple[str, ...]
    strangers: tuple[str, ...]
    waits: int = 0


def fill_export(
    table: Table, graded: list[Graded], *, column: str = "", exercise: str = "", known: Matched | None = None
) -> Filled:
    """Return a teacher's own export with one column filled: each trainee's share, of the column's own maximum.

    Args:
        column: its name, with or without Canvas's number behind it; in Moodle's worksheet `Grade` if left out.
        exercise: the only exercise that counts; all that were set if left out.
        known: who is who on the class's own list, which may know a pseudonym, or that two people share a name.

    Raises:
        BadInput: no such column or exercise, a column that cannot be filled, or a table without people.
    """
    people = rows_of_people(table)
    exercises = _exercises(graded, exercise)
    at = _place(table, column)
    listed = match(_as_listed(graded, known), list(people))
    rows = [list(row) for row in table.rows]
    left, count = [person.name for person in listed.nothing], 0
    for trainee, person in listed.people.items():
        results = [one for one in graded if one.trainee == trainee]
        cells = rows[person.row - 1]
        cells += [""] * (at + 1 - len(cells))
        if not any(one.status == "graded" for one in results) or cells[at].strip().casefold() in LEFT_ALONE:
            left.append(person.name)
            continue
        points, most = share_of(results, exercises)
        cells[at] = _grade(points / most if most else 0, _maximum(table, people[person], at))
        _comment(table, cells, [one for one in results if not exercise or one.exercise == exercise])
        count += 1
    return Filled(
        table=replace(table, rows=rows),
        column=table.columns[at],
        count=count,
        left=tuple(left),
        strangers=tuple(dict.fromkeys(one.trainee for one in graded if one.trainee not in listed.people)),
    )


def fillable(table: Table) -> list[str]:
    r"""Return the columns that can be filled; the one that is meant if nobody chooses comes first.

    >>> from sim.grading.intake.spreadsheet import table_of
    >>> fillable(table_of(b"Student,ID,Section,Trust,Score\n    Points Possible,,,10,(read only)\n", "a.csv"))
    ['Trust']
    """
    possible = _possible(table)
    names = [
        name
        for at, name in enumerate(table.columns)
        if name and name.casefold() not in IDENTITY and not _is_read_only(possible, at)
    ]
    return sorted(names, key=lambda name: not (is_moodle(table) and name.casefold() == "grade"))


def _as_listed(graded: list[Graded], known: Matched | None) -> list[Graded]:
    """Return results with their submitters as the class's own list names them; whom it leaves open fits nobody."""
    if known is None:
        return graded
    open_names = {name for name, _ in known.unclear} | {name for _, names in known.double for name in names}
    return [_named(one, known.people.get(one.trainee)) for one in graded if one.trainee not in open_names]


def _named(one: Graded, person: Person | None) -> Graded:
    if person is None:
        return one
    own = replace(one.sender, name=person.name, number=one.sender.number or person.number, section=person.section)
    return replace(one, sender=own)


def _exercises(graded: list[Graded], exercise: str) -> dict[str, float]:
    if not exercise:
        return was_set(graded)
    most = {one.exercise: one.max_points for one in graded if one.status == "graded"}
    if exercise not in most:
        raise BadInput(say("fill.no_exercise", exercise=exercise, known=", ".join(sorted(most)) or "-"))
    return {exercise: most[exercise]}


def _place(table: Table, column: str) -> int:
    """Return the place of the column to fill."""
    column = column or ("Grade" if is_moodle(table) else "")
    names = table.columns
    if not column:
        raise BadInput(say("fill.which", file=table.name, known=", ".join(fillable(table)) or "-"))
    fits = [at for at, name in enumerate(names) if name.casefold() == column.strip().casefold()]
    fits = fits or [at for at, name in enumerate(names) if _bare(name) == _bare(column)]
    if len(fits) != 1:
        by_bare = {_bare(name): name for name in names if name}
        near = [by_bare[name] for name in nearest(_bare(column), by_bare)] or list(by_bare.values())
        near = [names[at] for at in fits] or near
        name = "fill.several" if fits else "fill.no_column"
        raise BadInput(say(name, file=table.name, column=column, known=", ".join(near)))
    possible = _possible(table)
    if _is_read_only(possible, fits[0]):
        raise BadInput(say("fill.read_only", file=table.name, column=names[fits[0]]))
    if names[fits[0]].casefold() in IDENTITY:
        raise BadInput(say("fill.identity", file=table.name, column=names[fits[0]], known=", ".join(fillable(table))))
    return fits[0]


def _is_read_only(possible: list[str] | None, at: int) -> bool:
    return possible is not None and "read only" in _cell(possible, at).casefold()


def _bare(name: str) -> str:
    return CANVAS_ID.sub("", name.strip()).casefold()


def _possible(table: Table) -> list[str] | None:
    """Return Canvas's row of maxima, or None."""
    return next((row for row in table.rows if row and row[0].strip().casefold() == POSSIBLE), None)


def _cell(row: list[str], at: int) -> str:
    return row[at] if at < len(row) else ""


def _maximum(table: Table, line: SheetRow, at: int) -> float:
    """Return the highest grade of a cell: Canvas states it in a row, Moodle in a column."""
    possible = _possible(table)
    stated = _cell(possible, at) if possible is not None else line[MAXIMUM]
    return number_in(stated) or OF_100


def _grade(share: float, most: float) -> str:
    """Return a share of a maximum with at most two decimals.

    >>> _grade(2 / 3, 100), _grade(0.5, 10), _grade(0, 10)
    ('66.67', '5', '0')
    """
    return f"{share * most:.2f}".rstrip("0").rstrip(".")


def _comment(table: Table, cells: list[str], results: list[Graded]) -> None:
    """Write feedback where Moodle's worksheet has room for it and the teacher has written none."""
    names = [name.casefold() for name in table.columns]
    if not is_moodle(table) or COMMENTS not in names:
        return
    at = names.index(COMMENTS)
    cells += [""] * (at + 1 - len(cells))
    cells[at] = cells[at] or as_text(feedback(results))
