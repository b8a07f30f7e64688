"""`mend sweep`: compare a grid of strategies, and write one table."""

import re
import tomllib
from collections.abc import Iterable
from pathlib import Path
from typing import Annotated, Any

import typer

from sim.base.errors import BadInput
from sim.base.terminal import print_line
from sim.catalogue import load_case
from sim.catalogue.remarks import case_remarks, first_remarks, remarks
from sim.cli.cli_errors import one_clear_line
from sim.cli.completion import complete_case, complete_strategy
from sim.cli.in_pieces import Best, check_executor, write_in_pieces
from sim.cli.options import number_of_jobs
from sim.cli.settings_option import Settings, parameters_of
from sim.experiments.axes import season_of
from sim.experiments.running.formats import ENDINGS, format_of
from sim.experiments.sweep import Variant, grid, studied
from sim.model.measures import HEADLINE
from sim.model.outcome import number_said
from sim.model.parameters import SHIPPED
from sim.model.validation import shown
from sim.texts.refusals import check_place
from sim.texts.words import many, say

__all__ = ["sweep_command"]

UNQUOTED_COMMA, UNQUOTED_PLUS = (re.compile(rf'{gap}(?=(?:[^"]*"[^"]*")*[^"]*$)') for gap in (",", r"\+"))


def sweep_command(
    *,
    case: Annotated[str, typer.Option(help="option.case", autocompletion=complete_case)] = "missed-deadline",
    base: Annotated[str, typer.Option(help="option.base", autocompletion=complete_strategy)] = "recovery-plan",
    axes: Annotated[
        list[str] | None,
        typer.Option(
            "--axis",
            metavar="AXIS=V1,V2,…",
            help="option.axis",
        ),
    ] = None,
    worlds: Annotated[int, typer.Option(help="option.worlds")] = 200,
    seed: Annotated[int, typer.Option(help="option.seed")] = 0,
    settings: Settings = None,
    measure: Annotated[str, typer.Option(help="option.measure_of_sweep")] = HEADLINE,
    against: Annotated[
        str | None, typer.Option(help="option.against_in_sweep", autocompletion=complete_strategy)
    ] = None,
    jobs: Annotated[int, typer.Option(help="option.jobs")] = 1,
    executor: Annotated[str, typer.Option(metavar="dask://HOST:PORT", help="option.executor")] = "",
    out: Annotated[Path, typer.Option(help="option.table")] = Path("sweep.csv"),
) -> None:
    """Try a grid of strategies in one case, all under the same luck, and write one row for each."""
    with one_clear_line():
        check_table(out)
        number = number_of_jobs(jobs)
        check_executor(executor, jobs=number)
        asked = {"worlds": worlds, "seed": seed, "parameters": parameters_of(settings)}
        asked |= {"measure": measure, "against": against}
        wanted = grid(base, parse_axes(axes or []))
        play, variants = studied(case, wanted, **asked)
        best = Best(HEADLINE)
        write_in_pieces(out, play, variants, worlds=worlds, jobs=number, executor=executor, seen=best.see)
    typer.echo(many("done.sweep", len(wanted), out=out, worlds=worlds, seed=seed))
    typer.echo(say("done.highest", trust=number_said(HEADLINE, best.value, 1), title=best.title))
    for line in remarks_of(case, variants):
        print_line(line)


def remarks_of(case: str, variants: Iterable[Variant]) -> list[str]:
    """Return each remark on what rows play once: on the case, as axes change it, and of many on acts the first.

    >>> remarks_of("missed-deadline", grid("silence", {"case.hours_per_day": [8]}))
    []
    """
    situation = load_case(case)
    played = [season_of(situation, one.strategy, SHIPPED, one.settings) for one in variants]
    distinct = dict.fromkeys(season.case for season in played)
    of_cases = dict.fromkeys(remark for one in distinct for remark in case_remarks(one))
    of_acts = dict.fromkeys(remark for season in played for remark in remarks(season.strategy, season.case))
    return [*of_cases, *first_remarks([*of_acts])]


def parse_axes(texts: Iterable[str]) -> dict[str, list[Any]]:
    """Return the axes in arguments such as `update.every_weeks=1,2`.

    Raises:
        BadInput: no "=", or an axis given twice.

    >>> parse_axes(["update.every_weeks=1,2.5", "promise.dated=true,false", "update.says=progress+date,date+"])
    {'update.every_weeks': [1, 2.5], 'promise.dated': [True, False], 'update.says': [['progress', 'date'], ['date']]}
    >>> parse_axes(['thank.to="Silva, Ana"+,Funder+'])
    {'thank.to': [['Silva, Ana'], ['Funder']]}
    """
    axes: dict[str, list[Any]] = {}
    for text in texts:
        axis, equals, values = (part.strip() for part in text.partition("="))
        if not equals:
            raise BadInput(say("refused.no_axis", axis=shown(text)))
        if axis in axes:
            raise BadInput(say("refused.axis_twice", axis=axis))
        axes[axis] = [_value(part.strip()) for part in UNQUOTED_COMMA.split(values) if part.strip()]
    return axes


def _value(text: str) -> object:
    """Return a number or bool as such, parts joined by + as a list, anything else as text."""
    try:
        value = tomllib.loads(f"value = {text}")["value"]
    except ValueError:
        value = None
    if isinstance(value, bool | int | float | str):
        return value
    parts = UNQUOTED_PLUS.split(text)
    return [part.strip().strip('"') for part in parts if part.strip()] if len(parts) > 1 else text


def check_table(path: Path) -> None:
    """Refuse a path to which no table can be written, before the long computation starts.

    Raises:
        BadInput: another ending, a folder, a missing folder, or Parquet without pyarrow.
    """
    check_place(path, what="table", endings=ENDINGS)
    format_of(path)
