"""Read the marks in a sheet that a person filled in; what is unclear becomes one sentence each."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from sim.grading.intake.results import PersonMark
from sim.grading.intake.spreadsheet import SheetError, number_in
from sim.grading.reports.marks_sheets import letters_of_text, question_named
from sim.texts.words import say

if TYPE_CHECKING:
    from sim.grading.intake.spreadsheet import SheetRow, Table
    from sim.grading.reports.guide import Guide

__all__ = ["TAKEN_BACK", "MarksRead", "read_marks"]

TAKEN_BACK = "\0taken back"  # a note that nobody can type
NEEDED = ("trainee", "exercise", "question", "points")
DASHES = {"-", "\u2013", "\u2014", "\u2212"}


@dataclass(frozen=True)
class MarksRead:
    """The marks in one sheet, and the highest points of its written answers by "exercise/question".

    Args:
        empty: rows without points and words; as marks, so that they can be compared with those that were given.
    """

    marks: list[PersonMark]
    most: dict[str, float] = field(default_factory=dict)
    empty: list[PersonMark] = field(default_factory=list)


def read_marks(table: Table, guide: Guide) -> MarksRead:
    r"""Return the marks in a sheet: of written answers, or with a column `reason` in place of the program's points.

    An empty cell changes nothing; a dash in `points` takes a mark back.

    Raises:
        SheetError: a column is missing, a number is none, too high or without its reason, or a row stands there twice.

    >>> from sim.grading.intake.spreadsheet import table_of
    >>> from sim.grading.reports.guide import Guide
    >>> sheet = table_of(b"points;question;trainee;exercise;note\n1,5;q4;ana;ex02;Good\n", "reflections.csv")
    >>> [(mark.trainee, mark.points, mark.note) for mark in read_marks(sheet, Guide()).marks]
    [('ana', 1.5, 'Good')]
    """
    if fused := _in_one_column(table):
        raise SheetError([say("sheet_read.one_column", file=table.name, row=fused)])
    if problems := table.lacks(NEEDED):
        raise SheetError(problems)
    written = "reason" not in {name.casefold() for name in table.columns}
    lines = list(table.lines())
    problems = [told for line in lines for told in _problems(table, line, written=written)]
    most, differ = _most(table, lines, guide) if written else ({}, [])
    filled = [line for line in lines if line["points"] or line["note" if written else "reason"]]
    problems += differ + _twice(table, filled, guide)
    if problems:
        raise SheetError(problems)
    empty = [line for line in lines if line["trainee"] and line not in filled]
    marks, nothing = ([_mark(line, guide, written=written) for line in some] for some in (filled, empty))
    return MarksRead(marks, most, nothing)


def _in_one_column(table: Table) -> int:
    """Return the first row of which one cell holds all, as where a spreadsheet did not know the separator; else 0."""
    names, several = table.columns, rf"(?:[^,;\t]*[,;\t]){{{len(NEEDED) - 1}}}"
    if any(re.match(several, name) for name in names):
        return table.header + 1
    return next((line.row for line in table.lines() if re.match(several, line["trainee"])), 0)


def _mark(line: SheetRow, guide: Guide, *, written: bool) -> PersonMark:
    back = line["points"] in DASHES
    return PersonMark(
        trainee=line["trainee"],
        number=line["number"],
        exercise=line["exercise"].lower(),
        question=_question(line, guide),
        written=written,
        points=None if back else number_in(line["points"]),
        max_points=number_in(line["max_points"]),
        note=TAKEN_BACK if back else line["note" if written else "reason"],
        text=letters_of_text(line["text"]),
    )


def _question(line: SheetRow, guide: Guide) -> str:
    return question_named(line["question"], line["exercise"].lower(), guide)


def _problems(table: Table, line: SheetRow, *, written: bool) -> list[str]:
    """Return what is unclear in one row."""
    where = {"file": table.name, "row": line.row}
    points, most = number_in(line["points"]), number_in(line["max_points"])
    found = []
    if not line["trainee"]:
        return [say("marking.who", **where)] if line["points"] or line["note"] or line["reason"] else []
    if not (line["exercise"] and line["question"]) and (line["points"] or line["note"] or line["reason"]):
        found.append(say("marking.which", trainee=line["trainee"], **where))
    if line["max_points"] and most is None:
        found.append(say("marking.no_most", value=line["max_points"], **where))
    if not line["points"] or line["points"] in DASHES:
        return found
    if points is None:
        found.append(say("marking.no_number", value=line["points"], **where))
    elif most is not None and points > most:
        found.append(say("marking.above", value=line["points"], most=f"{most:g}", **where))
    if not written and not line["reason"]:
        found.append(say("marking.no_reason", trainee=line["trainee"], **where))
    return found


def _most(table: Table, lines: list[SheetRow], guide: Guide) -> tuple[dict[str, float], list[str]]:
    """Return the highest points of each written answer, and a sentence where rows differ on it."""
    first: dict[str, tuple[float, int]] = {}
    problems = []
    for line in lines:
        most = number_in(line["max_points"])
        if most is None:
            continue
        key = f"{line['exercise'].lower()}/{_question(line, guide)}"
        was, row = first.setdefault(key, (most, line.row))
        if was != most:
            facts = {"file": table.name, "question": key, "one": f"{was:g}", "row": row, "other": f"{most:g}"}
            problems.append(say("marking.most_differ", other_row=line.row, **facts))
    return {key: most for key, (most, _) in first.items()}, problems


def _twice(table: Table, filled: list[SheetRow], guide: Guide) -> list[str]:
    """Return a sentence for each answer to which two rows give different points."""
    first: dict[tuple[str, str, str], SheetRow] = {}
    problems = []
    for line in filled:
        key = (line["trainee"].casefold(), line["exercise"].lower(), _question(line, guide))
        other = first.setdefault(key, line)
        if line["points"] and other["points"] and number_in(line["points"]) != number_in(other["points"]):
            facts = {"file": table.name, "row": other.row, "other_row": line.row, "trainee": line["trainee"]}
            problems.append(say("marking.twice", question=f"{key[1]} {key[2]}", **facts))
    return problems
