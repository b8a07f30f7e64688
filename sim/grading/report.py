"""Report: grades as a table for people and as JSON for programs."""

from __future__ import annotations

import csv
import json
from dataclasses import asdict
from io import StringIO
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

    from sim.grading.batch import Graded

__all__ = ["write_grades"]

COLUMNS = ("learner", "exercise", "version", "question", "grade_id")
COLUMNS += ("points", "max_points", "status", "reason")


def write_grades(graded: list[Graded], folder: Path) -> None:
    """Write grades.csv, one row for each check or rejected file, and grades.json.

    Raises:
        OSError: the folder cannot be written to.
    """
    folder.mkdir(parents=True, exist_ok=True)
    table = StringIO()
    writer = csv.DictWriter(table, COLUMNS, lineterminator="\n")
    writer.writeheader()
    for one in graded:
        writer.writerows({k: _as_text(v) for k, v in row.items()} for row in _rows(one))
    (folder / "grades.csv").write_text(table.getvalue(), encoding="utf-8")
    whole = [asdict(one) | {"points": one.points, "max_points": one.max_points} for one in graded]
    (folder / "grades.json").write_text(json.dumps(whole, indent=1) + "\n", encoding="utf-8")


def _rows(one: Graded) -> list[dict[str, object]]:
    shared = {"learner": one.learner, "exercise": one.exercise, "version": one.version}
    if not one.verdicts:
        return [shared | {"points": 0, "max_points": 0, "status": "rejected", "reason": one.reason}]
    return [
        shared
        | {
            "question": verdict.question,
            "grade_id": verdict.grade_id,
            "points": verdict.points,
            "max_points": verdict.max_points,
            "status": verdict.status,
            "reason": " ".join(filter(None, [one.reason, verdict.advice, *one.remarks])),
        }
        for verdict in one.verdicts
    ]


def _as_text(value: object) -> object:
    """Keep a spreadsheet from taking a file's name for a formula."""
    if isinstance(value, str) and value.startswith(("=", "+", "-", "@", "\t", "\r")):
        return f"'{value}"
    return value
