"""`mend report`: a comparison, or a played year, as one page that a director takes into a board meeting."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from sim.base.errors import BadInput
from sim.cli.cli_errors import one_clear_line
from sim.cli.completion import complete_case, complete_strategies
from sim.cli.options import first_given, number_of_jobs, was_given
from sim.cli.settings_option import Settings, parameters_of
from sim.texts.refusals import check_place, write_whole
from sim.texts.words import say

if TYPE_CHECKING:
    from sim.experiments.year.year import Year

__all__ = ["report_command"]

OF_A_COMPARISON = ("strategies", "worlds", "seed", "weeks", "settings")


def report_command(
    context: typer.Context,
    *,
    case: Annotated[str, typer.Option(help="option.case", autocompletion=complete_case)] = "missed-deadline",
    strategies: Annotated[
        str, typer.Option(help="option.strategies", autocompletion=complete_strategies)
    ] = "silence,deny-and-defend,recovery-plan",
    year: Annotated[str, typer.Option(help="option.year")] = "",
    worlds: Annotated[int, typer.Option(help="option.worlds")] = 200,
    seed: Annotated[int, typer.Option(help="option.seed")] = 0,
    weeks: Annotated[int | None, typer.Option(help="option.weeks")] = None,
    draws: Annotated[int, typer.Option(help="option.draws_of_report")] = 100,
    settings: Settings = None,
    jobs: Annotated[int, typer.Option(help="option.jobs")] = 1,
    out: Annotated[Path, typer.Option(help="option.report")] = Path("report.html"),
) -> None:
    """Write one page for a board: the case, what was compared, who stays, what it costs, and how sure that is."""
    from sim.cli import comparison_tables

    with one_clear_line():
        check_place(out, what="report", endings=(".html",))
        number = number_of_jobs(jobs)
        from sim.handout.board_report import board_report, check_number
        from sim.handout.year_report import held_against_silence, year_report

        if year:
            _check_alone(context)
            played = year_in(year, case if was_given(context, "case") else "")
            comparison = held_against_silence(played)
            doubt = comparison_tables.doubts_about(comparison, draws=draws, jobs=number)
            page = year_report(played, comparison, doubt)
        else:
            named = comparison_tables.listed(strategies)
            check_number(len(named))
            asked = {"worlds": worlds, "seed": seed, "weeks": weeks, "parameters": parameters_of(settings)}
            comparison = comparison_tables.run(case, named, jobs=number, **asked)
            page = board_report(comparison, comparison_tables.doubts_about(comparison, draws=draws, jobs=number))
        write_whole(out, page.encode())
    typer.echo(say("done.report", out=out))


def _check_alone(context: typer.Context) -> None:
    """Refuse what belongs to a comparison beside a year."""
    if option := first_given(context, OF_A_COMPARISON):
        raise BadInput(say("refused.year_and_option", option=option))


def year_in(text: str, case: str) -> Year:
    """Return the year in a code, or in a text file that holds it.

    Args:
        case: a key or a file; "" = any case that ships.

    Raises:
        BadInput: there is no code of a year, or it does not fit the case.
    """
    from sim.catalogue import load_case
    from sim.catalogue.loader import is_file
    from sim.cli.board_command import text_of
    from sim.experiments.year.year_code import from_code

    code = text_of(Path(text)) if is_file(text) else text
    return from_code(code, load_case(case) if case else None)
