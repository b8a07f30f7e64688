"""Write all reports of a graded class into a folder."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING, Any

from sim.grading.reports.class_comparison import handed_plans
from sim.grading.reports.debrief_page import debrief_page
from sim.grading.reports.grade_tables import canvas_csv, grades_csv, grades_json, moodle_csv
from sim.grading.reports.guide import Guide, guide_to
from sim.grading.reports.marks_sheets import marks_sheets
from sim.grading.reports.plan_figures import PlanFigures
from sim.grading.reports.report_pages import PAGE, class_page, page_name, reflection_page, reflections, trainee_page
from sim.grading.reports.same_words import same_words
from sim.grading.reports.teach_page import teach_page
from sim.texts.refusals import write_whole

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from sim.grading.authoring.master import Master
    from sim.grading.intake.class_list import Matched
    from sim.grading.intake.results import Graded, PersonMark

__all__ = ["write_report"]


def write_report(
    graded: list[Graded],
    folder: Path,
    *,
    masters: dict[str, Master],
    guide: Guide | None = None,
    kept: Sequence[PersonMark] = (),
    most: Mapping[str, float] | None = None,
    needs: Sequence[dict[str, Any]] = (),
    listed: Matched | None = None,
    figures: Path | None = None,
) -> None:
    """Write the tables, pages for the facilitator, each trainee and the projector, and sheets for what a person grades.

    Args:
        kept: marks that persons gave and that fit no result; the sheets keep them.
        most: the highest points of written answers, by "exercise/question", where a person chose another number.
        needs: what else a person must decide, each with the keys trainee, what and why.
        listed: who of the class is who on its list; None without a list.
        figures: a file that keeps what the class's plans reach, for the next report; None = no file.

    Raises:
        BadInput: the folder cannot be written to.
    """
    guide = guide or guide_to(masters)
    written = reflections(graded, guide)
    known = PlanFigures(figures)
    plans = handed_plans([one for one in graded if one.status == "graded"], guide, known)
    known.keep()
    alike = same_words(written, _starters(masters))
    files = {
        "grades.csv": grades_csv(graded, masters),
        "grades.json": grades_json(graded),
        "moodle.csv": moodle_csv(graded, listed),
        "canvas.csv": canvas_csv(graded, listed),
        **marks_sheets(graded, guide, kept, most),
        "reflections.html": reflection_page(written, guide, most),
        "class.html": class_page(graded, guide, needs=needs, listed=listed, plans=plans, alike=alike),
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
