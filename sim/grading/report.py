"""Report: everything that a graded class leaves in a folder."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sim.files import write_whole
from sim.grading.sheets import grades_csv, grades_json, moodle_csv

if TYPE_CHECKING:
    from pathlib import Path

    from sim.grading.batch import Graded
    from sim.grading.master import Master

__all__ = ["write_report"]


def write_report(graded: list[Graded], folder: Path, *, masters: dict[str, Master]) -> None:
    """Write the tables, and a page for the class and for each trainee.

    Raises:
        BadInput: the folder cannot be written to.
    """
    folder.mkdir(parents=True, exist_ok=True)
    tables = {
        "grades.csv": grades_csv(graded, masters),
        "grades.json": grades_json(graded),
        "moodle.csv": moodle_csv(graded),
    }
    for name, content in tables.items():
        write_whole(folder / name, content.encode("utf-8"))
