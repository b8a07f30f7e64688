"""`mend handout`: write the pages to print for a workshop, or for a meeting about one case."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer

from sim.base.errors import BadInput
from sim.base.processes import processes
from sim.cli.cli_errors import one_clear_line
from sim.cli.completion import complete_case, complete_strategies
from sim.cli.options import first_given, number_of_jobs, was_given
from sim.cli.settings_option import Settings, parameters_of
from sim.texts.refusals import check_place, write_whole
from sim.texts.words import say

__all__ = ["handout_command"]

OF_A_CASE = ("strategies", "worlds", "seed", "settings", "jobs")


def handout_command(
    context: typer.Context,
    *,
    out: Annotated[Path, typer.Option(help="option.handout")] = Path("handout.html"),
    notebooks: Annotated[Path, typer.Option(help="option.lessons")] = Path("notebooks"),
    case: Annotated[str, typer.Option(help="option.case_of_handout", autocompletion=complete_case)] = "",
    strategies: Annotated[
        str, typer.Option(help="option.strategies_of_handout", autocompletion=complete_strategies)
    ] = "silence,deny-and-defend,recovery-plan",
    worlds: Annotated[int, typer.Option(help="option.worlds")] = 200,
    seed: Annotated[int, typer.Option(help="option.seed")] = 0,
    settings: Settings = None,
    jobs: Annotated[int, typer.Option(help="option.jobs")] = 1,
) -> None:
    """Write one page to print: cases, strategies, worksheets, words to say, and an empty plan; or of one case alone."""
    with one_clear_line():
        check_place(out, what="handout", endings=(".html",))
        if case:
            page = _of_a_case(
                case, strategies, worlds=worlds, seed=seed,
                parameters=parameters_of(settings), jobs=number_of_jobs(jobs),
                notebooks=notebooks if notebooks.is_dir() or was_given(context, "notebooks") else None,
            )  # fmt: skip
        else:
            page = _of_the_course(context, notebooks)
        write_whole(out, page.encode())
    typer.echo(say("done.handout", out=out))


def _of_a_case(case: str, strategies: str, *, jobs: int, **asked: Any) -> str:
    """Return the handout of one case; without the lessons it has no words to say."""
    from sim.cli.comparison_tables import listed, watched
    from sim.handout.own_handout import own_handout

    with processes(jobs) as executor, watched() as progress:
        return own_handout(case, listed(strategies), executor=executor, progress=progress, **asked)


def _of_the_course(context: typer.Context, notebooks: Path) -> str:
    from sim.handout.page import handout

    if option := first_given(context, OF_A_CASE):
        raise BadInput(say("refused.no_case_of_handout", option=option))
    return handout(notebooks)
