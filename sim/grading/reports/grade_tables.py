"""Grades as tables for spreadsheets, for Moodle and for programs."""

from __future__ import annotations

import csv
import json
import re
from collections import Counter
from dataclasses import asdict
from io import StringIO
from typing import TYPE_CHECKING, Any

from sim.grading.running.store import digest
from sim.model.version import MODEL_VERSION
from sim.texts.sentences import said
from sim.texts.words import say

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sim.grading.authoring.master import Master
    from sim.grading.intake.results import Graded

__all__ = ["as_csv", "grades_csv", "grades_json", "moodle_csv", "per_cent"]

COLUMNS = ("trainee", "exercise", "version", "question", "check", "points", "max_points", "status", "reason")
COLUMNS += ("file", "master", "model_version")
# Column names of Moodle's grading worksheet; Moodle ignores others.
MOODLE = ("Identifier", "Full name", "Grade", "Maximum grade", "Last modified (grade)", "Feedback comments")
UNTOUCHED = "-"  # what Moodle writes for a grade that was never changed
FORMULA = ("=", "+", "-", "@", "\t", "\r", "|", "%", "\uff1d", "\uff0b", "\uff0d", "\uff20")
# In some spreadsheets a semicolon or a line break begins a new cell.
INSIDE = re.compile(r"([;\n\r]\s*\"?\s*)(?=[=+\-@|%\uff1d\uff0b\uff0d\uff20])")


def grades_csv(graded: Iterable[Graded], masters: dict[str, Master]) -> str:
    """Return one row for each check, and one for each refusal."""
    names = {exercise: digest(master.path) for exercise, master in masters.items()}
    rows = [row | {"master": names.get(one.exercise, "")} for one in graded for row in _rows(one)]
    return as_csv(COLUMNS, [row | {"model_version": MODEL_VERSION} for row in rows])


def grades_json(graded: Iterable[Graded]) -> str:
    """Return everything about each result."""
    return json.dumps([_whole(one) for one in graded], indent=1, default=str) + "\n"


def _whole(one: Graded) -> dict[str, Any]:
    counted = {"points": one.points, "max_points": one.max_points, "status": one.status}
    return asdict(one) | counted | {"model_version": MODEL_VERSION}


def moodle_csv(graded: list[Graded]) -> str:
    """Return a row for each trainee, in per cent: for all exercises that were set together, and for each one.

    An exercise counts as set if at least two trainees handed it in, or if that is true of none: one trainee's extra
    work must not lower the others' grades.

    As a grading worksheet it goes into the assignment that the files came from; as a table it goes into the gradebook,
    where each column is mapped by hand.
    """
    exercises = _set(graded)
    rows = []
    for trainee in dict.fromkeys(one.trainee for one in graded):
        results = [one for one in graded if one.trainee == trainee]
        points = {one.exercise: one.points for one in results if one.status == "graded"}
        sender = results[0].sender
        rows.append(
            {
                "Identifier": f"Participant {sender.number}" if sender.platform == "Moodle" else "",
                "Full name": trainee,
                "Grade": per_cent(sum(points.get(name, 0) for name in exercises), sum(exercises.values())),
                "Maximum grade": "100",
                "Last modified (grade)": UNTOUCHED,
                "Feedback comments": _feedback(results),
            }
            | {f"{name} (%)": per_cent(points.get(name, 0), most) for name, most in exercises.items()}
        )
    return as_csv((*MOODLE, *(f"{name} (%)" for name in exercises)), rows, safe=("Last modified (grade)",))


def _set(graded: list[Graded]) -> dict[str, float]:
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
        writer.writerow({name: value if name in safe else _as_text(value) for name, value in row.items()})
    return table.getvalue()


def _rows(one: Graded) -> list[dict[str, Any]]:
    shared = {"trainee": one.trainee, "exercise": one.exercise, "version": one.version, "file": one.file}
    if not one.verdicts:
        reason = said(one.reason, one.asks, *one.remarks)
        return [shared | {"points": 0, "max_points": 0, "status": "rejected", "reason": reason}]
    return [
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


def _feedback(own: list[Graded]) -> str:
    graded = [
        say("sheet.points", exercise=one.exercise, points=f"{one.points:g}", most=f"{one.max_points:g}")
        for one in own
        if one.status == "graded"
    ]
    return said(*graded, *(say("sheet.refused", file=one.file, reason=one.reason) for one in own if one.reason))


def _as_text(value: Any) -> Any:
    """Keep a spreadsheet from reading a trainee's text as a formula."""
    if not isinstance(value, str):
        return value
    value = value.encode("utf-8", "replace").decode("utf-8").replace("\0", "")
    value = INSIDE.sub(r"\1'", value)
    return f"'{value}" if value.startswith(FORMULA) or value.lstrip().startswith(FORMULA) else value
