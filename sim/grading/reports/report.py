"""Write all reports of a graded class into a folder."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING, Any

from sim.grading.reports.class_comparison import handed_plans
from sim.grading.reports.debrief_page import debrief_page
from sim.grading.reports.grade_tables import as_csv, grades_csv, grades_json, moodle_csv
from sim.grading.reports.guide import Guide, guide_to
from sim.grading.reports.report_pages import PAGE, class_page, page_name, reflection_page, reflections, trainee_page
from sim.grading.reports.same_words import same_words
from sim.grading.reports.teach_page import teach_page
from sim.texts.refusals import write_whole

if TYPE_CHECKING:
    from pathlib import Path

    from sim.grading.authoring.master import Master
    from sim.grading.intake.results import Graded

__all__ = ["write_report"]

REFLECTIONS = ("trainee", "exercise", "question", "text", "points", "note")


def write_report(graded: list[Graded], folder: Path, *, masters: dict[str, Master], guide: Guide | None = None) -> None:
    """Write the tables, pages for the facilitator, each trainee and the projector, and a page of texts for a person.

    Raises:
        BadInput: the folder cannot be written to.
    """
    guide = guide or guide_to(masters)
    written = reflections(graded, guide)
    plans = handed_plans([one for one in graded if one.status == "graded"], guide)
    files = {
        "grades.csv": grades_csv(graded, masters),
        "grades.json": grades_json(graded),
        "moodle.csv": moodle_csv(graded),
        "reflections.csv": as_csv(REFLECTIONS, map(_to_fill_in, written)),
        "reflections.html": reflection_page(written, guide),
        "class.html": class_page(graded, guide, plans=plans, alike=same_words(written, _starters(masters))),
        "teach.html": teach_page(graded, guide),
        "debrief.html": debrief_page(graded, guide, plans),
    }
    for name, content in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        write_whole(folder / name, content.encode("utf-8"))
    _write_trainees(graded, folder / "trainees", guide)


def _starters(masters: dict[str, Master]) -> dict[tuple[str, str], str]:
    """Return the words that stood in each field for sentences before anybody wrote there, by exercise and question."""
    return {
        (master.exercise, cell.removeprefix(f"{master.exercise}-")): text
        for master in masters.values()
        for cell, text in master.reflections.items()
    }


def _to_fill_in(one: dict[str, Any]) -> dict[str, Any]:
    """Return one text's row, with empty columns for points and a note."""
    return {name: one[name] for name in ("trainee", "exercise", "text")} | {"question": one["asked"].title}


def _write_trainees(graded: list[Graded], folder: Path, guide: Guide) -> None:
    """Write each trainee's page, and delete those of an earlier run."""
    folder.mkdir(parents=True, exist_ok=True)
    by_trainee: dict[str, list[Graded]] = {}
    for one in graded:
        by_trainee.setdefault(one.trainee, []).append(one)
    for trainee, results in by_trainee.items():
        write_whole(folder / page_name(trainee), trainee_page(results, guide).encode("utf-8"))
    pages = {path for path in folder.iterdir() if PAGE.fullmatch(path.name)}
    for old in pages - {folder / page_name(trainee) for trainee in by_trainee}:
        with suppress(OSError):
            old.unlink()
