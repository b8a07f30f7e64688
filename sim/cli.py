"""The command line: `mend compare`, `mend grade`, `mend release`."""

from __future__ import annotations

from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["app"]

app = typer.Typer(
    help="Mending Bridges: try ways of regaining trust and compare them.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)

MASTERS = Path("exercises/masters")


@contextmanager
def _one_clear_line() -> Iterator[None]:
    """Turn what a user got wrong into one line and exit code 2."""
    try:
        yield
    except (ValueError, OSError) as error:
        typer.echo(f"mend: {' '.join(str(error).split())}", err=True)
        raise typer.Exit(2) from None


@app.command()
def compare(
    *,
    update_every: Annotated[int, typer.Option(help="Weeks between updates.")] = 3,
    apology_week: Annotated[int, typer.Option(help="Week of the apology.")] = 1,
    worlds: Annotated[int, typer.Option(help="How many replications.")] = 200,
    seed: Annotated[int, typer.Option(help="Names the luck.")] = 0,
    weeks: Annotated[int, typer.Option(help="Length of the season.")] = 26,
) -> None:
    """Compare silence with an apology and regular updates."""
    from rich.console import Console
    from rich.table import Table

    import sim

    with _one_clear_line():
        plans = [
            sim.Plan(title="Silence"),
            sim.Plan(
                title="Apologise and keep informed",
                update_every=update_every,
                apology_week=apology_week,
            ),
        ]
        seasons = sim.compare(plans, worlds=worlds, seed=seed, weeks=weeks)
    table = Table(title=f"Trust of one partner over {weeks} weeks, {worlds} worlds")
    table.add_column("Strategy")
    for heading in ("Season trust", "Final trust", "Promise kept"):
        table.add_column(heading, justify="right")
    for season in seasons:
        numbers = f"{season.season_trust:.3f}", f"{season.final_trust:.3f}"
        table.add_row(season.plan.title, *numbers, f"{season.kept.mean():.0%}")
    Console().print(table)


@app.command()
def grade(
    submissions: Annotated[list[Path], typer.Argument(help="Files, or folders of files.")],
    *,
    masters: Annotated[Path, typer.Option(help="Folder of the master copies.")] = MASTERS,
    into: Annotated[Path, typer.Option(help="Folder for grades.csv, grades.json.")] = Path("grades"),
) -> None:
    """Grade trainees' answers; whatever cannot be read becomes a row with a reason."""
    from sim.grading import grade_all, load_masters, write_grades

    with _one_clear_line():
        graded = grade_all(submissions, masters=load_masters(masters))
        write_grades(graded, into)
    for one in graded:
        note = f"  {one.reason}" if one.reason else ""
        typer.echo(f"{one.learner}  {one.exercise or '-'}  {one.points:g}/{one.max_points:g}{note}")


@app.command()
def release(
    *,
    masters: Annotated[Path, typer.Option(help="Folder of the master copies.")] = MASTERS,
    into: Annotated[Path, typer.Option(help="Folder for trainees' copies.")] = Path("exercises"),
    run: Annotated[bool, typer.Option("--run", help="First run the masters anew.")] = False,
) -> None:
    """Derive the trainees' notebooks from the master copies."""
    from sim.grading import release_all, run_masters

    with _one_clear_line():
        if run:
            run_masters(masters)
        for path in release_all(masters, into):
            typer.echo(path)


if __name__ == "__main__":
    app()
