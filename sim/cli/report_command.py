"""`mend report`: a comparison as one page that a director takes into a board meeting."""

from pathlib import Path
from typing import Annotated

import typer

from sim.cli.cli_errors import one_clear_line
from sim.cli.completion import complete_case, complete_strategies
from sim.cli.settings_option import Settings, parameters_of
from sim.texts.refusals import check_place, write_whole
from sim.texts.words import say

__all__ = ["report_command"]


def report_command(
    *,
    case: Annotated[str, typer.Option(help="option.case", autocompletion=complete_case)] = "missed-deadline",
    strategies: Annotated[
        str, typer.Option(help="option.strategies", autocompletion=complete_strategies)
    ] = "silence,deny-and-defend,recovery-plan",
    worlds: Annotated[int, typer.Option(help="option.worlds")] = 200,
    seed: Annotated[int, typer.Option(help="option.seed")] = 0,
    weeks: Annotated[int | None, typer.Option(help="option.weeks")] = None,
    draws: Annotated[int, typer.Option(help="option.draws_of_report")] = 100,
    settings: Settings = None,
    out: Annotated[Path, typer.Option(help="option.report")] = Path("report.html"),
) -> None:
    """Write one page for a board: the case, what was compared, who stays, what it costs, and how sure that is."""
    from sim.cli import comparison_tables

    with one_clear_line():
        check_place(out, what="report", endings=(".html",))
        from sim.experiments.robustness import doubts
        from sim.handout.board_report import board_report, check_number

        named = comparison_tables.listed(strategies)
        check_number(len(named))
        asked = {"worlds": worlds, "seed": seed, "weeks": weeks, "parameters": parameters_of(settings)}
        comparison = comparison_tables.run(case, named, **asked)
        with comparison_tables.watched() as progress:
            doubt = doubts(comparison, draws=draws, progress=progress)
        write_whole(out, board_report(comparison, doubt).encode())
    typer.echo(say("done.report", out=out))
