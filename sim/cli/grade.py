"""`mend grade`, `mend marks` and `mend fill`: grade a class, mark it, and give the grades back."""

from __future__ import annotations

from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from sim.base.errors import BadInput
from sim.cli.cli_errors import one_clear_line, tell
from sim.texts.sentences import said
from sim.texts.words import say

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from sim.grading.intake.choices import Choices
    from sim.grading.intake.deadlines import Deadlines
    from sim.grading.marking.class_folder import ClassGraded

__all__ = ["fill_command", "grade_command", "marks_command"]

MASTERS = Path("exercises/masters")
GRADES = Path("grades")
KEPT = "kept"  # what marks are kept in, which nobody opens


def grade_command(
    submissions: Annotated[list[Path], typer.Argument(help="option.submissions")],
    *,
    out: Annotated[Path, typer.Option(help="option.grades")] = GRADES,
    masters: Annotated[Path, typer.Option(help="option.master_copies")] = MASTERS,
    jobs: Annotated[int | None, typer.Option(min=1, help="option.jobs_of_grade")] = None,
    timeout: Annotated[float, typer.Option(min=1, max=3600, help="option.timeout")] = 60,
    class_list: Annotated[Path | None, typer.Option(help="option.class_list")] = None,
    counts: Annotated[str, typer.Option(help="option.counts")] = "latest",
    choices: Annotated[Path | None, typer.Option(help="option.choices")] = None,
    due: Annotated[list[str] | None, typer.Option(help="option.due")] = None,
    penalty: Annotated[float, typer.Option(min=0, max=100, help="option.penalty")] = 0,
    penalty_at_most: Annotated[float, typer.Option(min=0, max=100, help="option.penalty_at_most")] = 100,
) -> None:
    """Grade trainees' answers; whatever cannot be read becomes a row with a reason."""
    # The notebook libraries take two seconds to load; `mend --help` must not wait for them.
    from sim.grading import grade_class, load_masters

    with one_clear_line():
        known = load_masters(masters)
        _stands_apart(out, submissions)
        deadlines = _deadlines(due or [], penalty, penalty_at_most)
        chosen = _choices(choices, counts)
        with _bar() as progress:
            done = grade_class(
                submissions, out, masters=known, jobs=jobs, seconds=timeout, progress=progress, class_list=class_list,
                choices=chosen, deadlines=deadlines,
            )  # fmt: skip
    _tell(done, out)


def marks_command(
    sheets: Annotated[list[Path] | None, typer.Argument(help="option.sheets")] = None,
    *,
    out: Annotated[Path, typer.Option(help="option.graded")] = GRADES,
    masters: Annotated[Path, typer.Option(help="option.master_copies")] = MASTERS,
    class_list: Annotated[Path | None, typer.Option(help="option.class_list")] = None,
) -> None:
    """Read the marks that persons wrote into the sheets of a graded class, and write its reports anew."""
    from sim.grading import load_masters, mark_class
    from sim.grading.marking.class_folder import changes_told

    with one_clear_line():
        done = mark_class(out, masters=load_masters(masters), sheets=sheets or [], class_list=class_list)
    typer.echo(changes_told(done.changes))
    _tell(done, out)


def fill_command(
    export: Annotated[Path, typer.Argument(help="option.export")],
    *,
    out: Annotated[Path, typer.Option(help="option.graded")] = GRADES,
    column: Annotated[str, typer.Option(help="option.column")] = "",
    exercise: Annotated[str, typer.Option(help="option.exercise")] = "",
) -> None:
    """Fill one column of your own export from Canvas or Moodle with the grades."""
    from sim.grading import fill_class
    from sim.grading.marking.class_folder import fill_told

    with one_clear_line():
        place, filled = fill_class(out, export, column=column, exercise=exercise.lower())
    for told in fill_told(place, filled):
        typer.echo(told)


def _stands_apart(out: Path, submissions: list[Path]) -> None:
    """Refuse an output folder within the submissions: the next run would read its pages as hand-ins."""
    for place in submissions:
        if place.is_dir() and out.resolve().is_relative_to(place.resolve()):
            raise BadInput(say("refused.within_submissions", folder=out))


def _deadlines(due: list[str], penalty: float, at_most: float) -> Deadlines:
    """Return the deadlines, and tell each of them with its zone."""
    from sim.grading.intake.deadlines import deadlines_of, zone_told

    found = deadlines_of(due, per_cent_a_day=penalty, at_most_per_cent=at_most)
    for exercise, when in found.due.items():
        told = say("done.due_here" if exercise in found.assumed else "done.due", when=zone_told(when))
        typer.echo(say("done.due_of", exercise=exercise, told=told) if exercise else told)
    return found


def _choices(file: Path | None, rule: str) -> Choices:
    from sim.grading.intake.choices import read_choices
    from sim.grading.intake.spreadsheet import read_table

    return read_choices(None if file is None else read_table(file), rule)


@contextmanager
def _bar() -> Iterator[Callable[[int, int], None]]:
    columns = (TextColumn(say("done.grading")), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    console = Console(stderr=True)
    with Progress(*columns, console=console, transient=True, disable=not console.is_terminal) as bar:
        task = bar.add_task("", total=None)
        yield lambda done, of: bar.update(task, completed=done, total=of)


def _tell(done: ClassGraded, out: Path) -> None:
    """Print what was graded; exit with code 2 if something was void and nothing could be graded."""
    from sim.grading.marking.class_folder import counted, needs_told

    graded = done.graded
    for one in graded:
        if told := said(one.reason, one.asks):
            typer.echo(f"{one.trainee}  {one.exercise or '-'}  {one.file}: {told}")
    for told in needs_told(done):
        typer.echo(told)
    typer.echo(counted(done))
    names = sorted(path.name for path in out.iterdir() if path.name != KEPT and not path.name.startswith("."))
    typer.echo(say("done.folder", folder=out, files=", ".join(names)))
    typer.echo(say("done.open", page=out / "class.html"))
    statuses = {one.status for one in graded}
    if "void" in statuses and "graded" not in statuses:
        tell(say("refused.all_void"))
        raise typer.Exit(2)
