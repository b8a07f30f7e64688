"""`mend grade`: grade what a class handed in, and write the reports."""

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
from sim.texts.words import many, say

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from sim.grading.intake.results import Graded

__all__ = ["grade_command"]

KEPT_RUNS = ".runs"


def grade_command(
    submissions: Annotated[list[Path], typer.Argument(help="option.submissions")],
    *,
    out: Annotated[Path, typer.Option(help="option.grades")] = Path("grades"),
    masters: Annotated[Path, typer.Option(help="option.master_copies")] = Path("exercises/masters"),
    jobs: Annotated[int | None, typer.Option(min=1, help="option.jobs_of_grade")] = None,
    timeout: Annotated[float, typer.Option(min=1, max=3600, help="option.timeout")] = 60,
) -> None:
    """Grade trainees' answers; whatever cannot be read becomes a row with a reason."""
    # The notebook libraries take two seconds to load; `mend --help` must not wait for them.
    from sim.grading import grade_all, load_masters, write_report

    with one_clear_line():
        known = load_masters(masters)
        _stands_apart(out, submissions)
        _make_folder(out)
        with _bar() as progress:
            graded = grade_all(
                submissions, masters=known, jobs=jobs, seconds=timeout, resume=out / KEPT_RUNS, progress=progress
            )
        write_report(graded, out, masters=known)
    _tell(graded, out)


def _stands_apart(out: Path, submissions: list[Path]) -> None:
    """Refuse an output folder within the submissions: the next run would read its pages as hand-ins."""
    for place in submissions:
        if place.is_dir() and out.resolve().is_relative_to(place.resolve()):
            raise BadInput(say("refused.within_submissions", folder=out))


def _make_folder(out: Path) -> None:
    try:
        out.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise BadInput(say("refused.folder", folder=out, why=error.strerror)) from None


@contextmanager
def _bar() -> Iterator[Callable[[int, int], None]]:
    columns = (TextColumn(say("done.grading")), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    console = Console(stderr=True)
    with Progress(*columns, console=console, transient=True, disable=not console.is_terminal) as bar:
        task = bar.add_task("", total=None)
        yield lambda done, of: bar.update(task, completed=done, total=of)


def _tell(graded: list[Graded], out: Path) -> None:
    """Print what was graded; exit with code 2 if something was void and nothing could be graded."""
    for one in graded:
        if told := said(one.reason, one.asks):
            typer.echo(f"{one.trainee}  {one.exercise or '-'}  {one.file}: {told}")
    count = {status: sum(one.status == status for one in graded) for status in ("graded", "rejected", "void")}
    people = len({one.trainee for one in graded})
    told = {"graded": count["graded"], "refused": count["rejected"], "void": count["void"]}
    typer.echo(many("done.graded", people, **told))
    typer.echo(say("done.open", page=out / "class.html"))
    if count["void"] and not count["graded"]:
        tell(say("refused.all_void"))
        raise typer.Exit(2)
