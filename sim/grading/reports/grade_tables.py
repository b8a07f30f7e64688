"""Grades as tables for spreadsheets, for Moodle and for programs."""

from __future__ import annotations

import csv
import json
import re
from collections import Counter
from dataclasses import asdict
from io import StringIO
from typing import TYPE_CHECKING, Any

from sim.grading.authoring.digests import file_digest
from sim.grading.intake.results import DIGITS
from sim.grading.intake.spreadsheet import FORMULA
from sim.grading.reports.beside_points import late_told
from sim.model.version import MODEL_VERSION
from sim.texts.sentences import said
from sim.texts.words import say

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sim.grading.authoring.master import Master
    from sim.grading.intake.class_list import Matched, Person
    from sim.grading.intake.results import Graded, PersonMark

__all__ = [
    "as_csv",
    "as_text",
    "canvas_csv",
    "feedback",
    "grades_csv",
    "grades_json",
    "moodle_csv",
    "per_cent",
    "share_of",
    "was_set",
]

COLUMNS = ("trainee", "exercise", "version", "question", "check", "points", "max_points", "status", "reason")
COLUMNS += ("file", "master", "model_version")
# Column names of Moodle's grading worksheet; Moodle ignores others.
MOODLE = ("Identifier", "Full name", "Grade", "Maximum grade", "Last modified (grade)", "Feedback comments")
UNTOUCHED = "-"  # what Moodle writes for a grade that was never changed
# Column names of Canvas's gradebook, in the only order in which its import takes them; then assignments follow.
CANVAS = ("Student", "ID", "SIS User ID", "SIS Login ID", "Section")
CANVAS_MOST = "    Points Possible"  # with four spaces, as Canvas writes it
CANVAS_TITLE = "Mending Bridges"
# In some spreadsheets a semicolon or a line break begins a new cell.
INSIDE = re.compile(r"([;\n\r]\s*\"?\s*)(?=[=+\-@|%\uff1d\uff0b\uff0d\uff20])")


def grades_csv(graded: Iterable[Graded], masters: dict[str, Master]) -> str:
    """Return one row for each check, and one for each refusal."""
    names = {exercise: file_digest(master.path) for exercise, master in masters.items()}
    rows = [row | {"master": names.get(one.exercise, "")} for one in graded for row in _rows(one)]
    return as_csv(COLUMNS, [row | {"model_version": MODEL_VERSION} for row in rows])


def grades_json(graded: Iterable[Graded]) -> str:
    """Return everything about each result."""
    return json.dumps([_whole(one) for one in graded], indent=1, default=str) + "\n"


def _whole(one: Graded) -> dict[str, Any]:
    counted = {"points": one.points, "max_points": one.max_points, "status": one.status}
    counted |= {"automatic": one.automatic, "earned": one.earned}
    return asdict(one) | counted | {"model_version": MODEL_VERSION}


def moodle_csv(graded: list[Graded], listed: Matched | None = None) -> str:
    """Return a row for each trainee, in per cent: for all exercises that were set together, and for each one.

    An exercise counts as set if at least two trainees handed it in, or if that is true of none: one trainee's extra
    work must not lower the others' grades.

    As a grading worksheet it goes into the assignment that the files came from; as a table it goes into the gradebook,
    where each column is mapped by hand.
    """
    exercises = was_set(graded)
    rows = []
    for trainee, results in _named(graded, listed).items():
        person = listed.people.get(trainee) if listed else None
        number = results[0].sender.number if results[0].sender.platform == "Moodle" else person.moodle if person else ""
        rows.append(
            {
                "Identifier": f"Participant {number}" if number else "",
                "Full name": person.name if person else trainee,
                "Grade": per_cent(*share_of(results, exercises)),
                "Maximum grade": "100",
                "Last modified (grade)": UNTOUCHED,
                "Feedback comments": feedback(results),
            }
            | {f"{name} (%)": per_cent(*share_of(results, {name: most})) for name, most in exercises.items()}
        )
    return as_csv((*MOODLE, *(f"{name} (%)" for name in exercises)), rows, safe=("Last modified (grade)",))


def canvas_csv(graded: list[Graded], listed: Matched | None = None) -> str:
    """Return a row for each trainee as Canvas's gradebook imports it, with one assignment of 100 points.

    Canvas's own numbers alone stand under `ID`, since another number there could mark another student.
    """
    exercises = was_set(graded)
    rows = [{"Student": CANVAS_MOST, CANVAS_TITLE: "100"}]
    for trainee, results in _named(graded, listed).items():
        sender, person = results[0].sender, listed.people.get(trainee) if listed else None
        own = sender.number if sender.platform == "Canvas" else ""
        rows.append(_canvas_row(person, own, trainee) | {CANVAS_TITLE: per_cent(*share_of(results, exercises))})
    return as_csv((*CANVAS, CANVAS_TITLE), rows)


def _canvas_row(person: Person | None, number: str, trainee: str) -> dict[str, str]:
    if person is None:
        return {"Student": trainee, "ID": number}
    return {
        "Student": person.name,
        "ID": person.canvas or number,
        "SIS User ID": person.number,
        "SIS Login ID": person.login,
        "Section": person.section,
    }


def _named(graded: list[Graded], listed: Matched | None) -> dict[str, list[Graded]]:
    """Return results by trainee, without those of whom name and list leave open who it is: a name may mark another."""
    open_names = (
        {name for name, _ in listed.unclear} | {name for _, names in listed.double for name in names} if listed else ()
    )
    found: dict[str, list[Graded]] = {}
    for one in graded:
        if one.trainee not in open_names or (one.sender.platform and one.sender.number):
            found.setdefault(one.trainee, []).append(one)
    return found


def share_of(results: Iterable[Graded], exercises: dict[str, float]) -> tuple[float, float]:
    """Return one trainee's points in some exercises and their maximum; what was not handed in counts as 0."""
    points = {one.exercise: one.points for one in results if one.status == "graded"}
    return sum(points.get(name, 0) for name in exercises), sum(exercises.values())


def was_set(graded: list[Graded]) -> dict[str, float]:
    """Return the maximum of points of each exercise that the class was set."""
    most = {one.exercise: one.max_points for one in graded if one.status == "graded"}
    by = Counter(exercise for exercise, _ in {(one.exercise, one.trainee) for one in graded if one.status == "graded"})
    shared = {exercise: points for exercise, points in most.items() if by[exercise] > 1}
    return shared or most


def per_cent(points: float, most: float) -> str:
    """Return points in per cent with one decimal.

    >>> per_cent(2, 3), per_cent(0, 0)
    ('66.7', '0.0')
    """
    return f"{100 * points / most if most else 0:.1f}"


def as_csv(columns: Iterable[str], rows: Iterable[dict[str, Any]], *, safe: tuple[str, ...] = ()) -> str:
    r"""Return a CSV table in which no text is read as a formula; columns in `safe` contain no text from trainees.

    >>> as_csv(["a", "b"], [{"a": "=1+1", "b": 2}])
    "a,b\n'=1+1,2\n"
    >>> as_csv(["a"], [{"a": "x;=1+1"}])
    "a\nx;'=1+1\n"
    """
    table = StringIO()
    writer = csv.DictWriter(table, list(columns), lineterminator="\n")
    writer.writeheader()
    for row in rows:
        writer.writerow({name: value if name in safe else as_text(value) for name, value in row.items()})
    return table.getvalue()


def _rows(one: Graded) -> list[dict[str, Any]]:
    """Return a row for each check, then one for each change by a person and for lateness; they add up to the total."""
    shared = {"trainee": one.trainee, "exercise": one.exercise, "version": one.version, "file": one.file}
    if not one.verdicts:
        reason = said(one.reason, one.asks, *one.remarks)
        return [shared | {"points": 0, "max_points": 0, "status": "rejected", "reason": reason}]
    checks = [
        shared
        | {
            "question": verdict.question,
            "check": verdict.grade_id,
            "points": verdict.points,
            "max_points": verdict.max_points,
            "status": verdict.status,
            "reason": said(one.reason, one.asks, verdict.advice, *one.remarks),
        }
        for verdict in one.verdicts
    ]
    return checks + [shared | row for row in (*map(_of_mark, one.marks), *_of_lateness(one))]


def _of_mark(mark: PersonMark) -> dict[str, Any]:
    most = (mark.max_points or 0) if mark.written and mark.points is not None else 0
    status = "marked" if mark.written else "override"
    return {"question": mark.question, "points": mark.gained, "max_points": most, "status": status, "reason": mark.note}


def _of_lateness(one: Graded) -> list[dict[str, Any]]:
    taken = round(one.points - one.earned, DIGITS)
    return [{"points": taken, "max_points": 0, "status": "late", "reason": one.late.due}] if taken else []


def feedback(own: list[Graded]) -> str:
    """Return what one trainee's comment says: points of each exercise, persons' notes, and what was refused."""
    graded = [
        say("sheet.points", exercise=one.exercise, points=f"{one.points:g}", most=f"{one.max_points:g}")
        for one in own
        if one.status == "graded"
    ]
    notes = [
        say("beside.mark", question=f"{one.exercise} {mark.question}", told=mark.note)
        for one in own
        for mark in one.marks
        if mark.note
    ]
    late = [f"{one.exercise}: {told}" for one in own if one.status == "graded" and (told := late_told(one))]
    refused = (
        say("sheet.refused", file=one.file, reason=_ended(one.reason))
        for one in own
        if one.reason and not _is_stray(one)
    )
    return said(*graded, *map(_ended, late), *map(_ended, notes), *refused)


def _is_stray(one: Graded) -> bool:
    """Return whether a refused file is a note that came along: a text that names no exercise."""
    return not one.exercise and one.file.lower().endswith(".txt")


def _ended(sentence: object) -> str:
    """Return a sentence with its full stop.

    >>> _ended("Well put"), _ended("Why? "), _ended("Yes.")
    ('Well put.', 'Why?', 'Yes.')
    """
    text = str(sentence).strip()
    return text if text.endswith((".", "!", "?", "…")) or not text else f"{text}."


def as_text(value: Any) -> Any:
    """Return a value that no spreadsheet reads as a formula; only texts are changed."""
    if not isinstance(value, str):
        return value
    value = value.encode("utf-8", "replace").decode("utf-8").replace("\0", "")
    value = INSIDE.sub(r"\1'", value)
    return f"'{value}" if value.startswith(FORMULA) or value.lstrip().startswith(FORMULA) else value
