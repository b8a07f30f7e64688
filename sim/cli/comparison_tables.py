"""Output of `mend compare` and of the catalogue's lists: tables for the terminal, JSON and CSV."""

from __future__ import annotations

import json
import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from rich.console import Console
from rich.progress import Progress

from sim.base import terminal
from sim.base.processes import processes
from sim.catalogue import load_case, load_strategy, strategy_groups, strategy_keys
from sim.catalogue.loader import is_file
from sim.catalogue.remarks import case_remarks, remarks
from sim.experiments.comparison import Comparison, compare
from sim.experiments.comparison_display import COLUMNS, ranking_row
from sim.model.version import version_told
from sim.texts.words import say

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from sim.experiments.robustness import RankStability
    from sim.model.case import Case
    from sim.model.parameters import Parameters
    from sim.model.strategy import Strategy


def listed(text: str) -> list[str]:
    """Return the strategies in a list with commas, or all shipped ones for an empty text.

    A file's name may contain commas: the longest run of parts that names an existing file counts as one. The word of a
    group, such as foils, stands for its strategies; each is listed once.

    >>> listed("silence, flood"), listed("flood,foils")[:2]
    (['silence', 'flood'], ['flood', 'silence'])
    >>> listed("") == listed("all") == list(strategy_keys())
    True
    """
    parts, found = text.split(","), []
    while parts:
        joined = (",".join(parts[:count]) for count in range(len(parts), 0, -1))
        name = next((name for name in joined if is_file(name) or is_file(name.strip())), parts[0])
        del parts[: name.count(",") + 1]
        found.append(name if is_file(name) else name.strip())
    groups = strategy_groups()
    named = [key for name in found if name for key in groups.get(name, (name,))]
    grouped = any(name in groups for name in found)  # a strategy that somebody names twice is refused further on
    return (list(dict.fromkeys(named)) if grouped else named) or list(strategy_keys())


def run(
    case: str,
    strategies: Sequence[str],
    *,
    worlds: int,
    seed: int,
    weeks: int | None,
    parameters: Parameters,
    jobs: int = 1,
) -> Comparison:
    """Compare, with a progress bar if standard error is a terminal.

    Args:
        jobs: how many processes share the work.

    Raises:
        BadInput: the case, a strategy or a number is not valid.
    """
    situation = load_case(case)
    if weeks is not None:
        situation = situation.for_weeks(weeks)
    plans = [load_strategy(strategy) for strategy in strategies]
    asked = {"worlds": worlds, "seed": seed, "parameters": parameters}
    with processes(jobs) as executor, watched() as tell:
        return compare(situation, plans, executor=executor, progress=tell, **asked)


@contextmanager
def watched() -> Iterator[Callable[[int, int], None]]:
    """Show a progress bar if standard error is a terminal."""
    with Progress(console=Console(stderr=True), transient=True, disable=not sys.stderr.isatty()) as bar:
        task = bar.add_task(say("ranking_table.playing"))
        yield lambda done, of: bar.update(task, completed=done, total=of)


def doubts_about(comparison: Comparison, *, draws: int = 100, jobs: int = 1) -> tuple[RankStability, ...]:
    """Return the share of plausible models in which each rank holds."""
    from sim.experiments.robustness import doubts

    with processes(jobs) as executor, watched() as tell:
        return doubts(comparison, draws=draws, executor=executor, progress=tell)


def as_json(comparison: Comparison, doubt: Sequence[RankStability] = ()) -> str:
    """Return a comparison as JSON; doubt: how stable each rank is, if that was asked for."""
    from sim.experiments.robustness import figures

    data: dict[str, Any] = comparison.as_data() | {"remarks": case_remarks(comparison.outcomes[0].case)}
    for row, outcome in zip(data["strategies"], comparison.ranked, strict=True):
        row["remarks"] = remarks(outcome.strategy, outcome.case)
    for row, told in zip(data["strategies"], figures(doubt), strict=False):
        row.update(told)
    return json.dumps(data, indent=2)


def as_csv(comparison: Comparison, doubt: Sequence[RankStability] = ()) -> str:
    """Return the same as CSV."""
    import pandas as pd

    from sim.experiments.robustness import figures

    return comparison.frame().join(pd.DataFrame(figures(doubt))).to_csv(index=False)


def print_table(comparison: Comparison, doubt: Sequence[RankStability] = ()) -> None:
    """Print the ranking; doubt: how stable each rank is, if that was asked for."""
    from sim.experiments.robustness import columns

    further = columns(doubt) if doubt else {}
    first = comparison.outcomes[0]
    ranked = [ranking_row(outcome) for outcome in comparison.ranked]
    rows = [(*row, *(column[place] for column in further.values())) for place, row in enumerate(ranked)]
    right = [*(say(f"ranking_table.{measure}") for measure in COLUMNS), *further]
    about = {"case": first.case.title, "weeks": first.weeks, "worlds": len(first.worlds), "seed": first.seed}
    terminal.print_table(
        (say("ranking_table.strategy"), *right),
        rows,
        title=say("ranking_table.title", **about),
        caption=say("ranking_table.caption", model=version_told(first.parameters)),
        right=right,
    )


def remarks_told(case: Case, strategies: Sequence[Strategy]) -> list[str]:
    """Return a line for each remark on a case, and on strategies in it.

    >>> remarks_told(load_case("missed-deadline"), [load_strategy("silence"), load_strategy("flood")])
    []
    """
    found = ((strategy.title, remark) for strategy in strategies for remark in remarks(strategy, case))
    told = (say("remarks_told.of", title=title, remark=remark) for title, remark in found)
    return [*case_remarks(case), *told]


def print_catalogue(entries: Sequence[Case | Strategy]) -> None:
    """Print key, title, summary and source of each entry."""
    console = terminal.console()
    for entry in entries:
        title = entry.title if getattr(entry, "documented", True) else say("ranking_table.foil", title=entry.title)
        console.print(f"[bold]{entry.key}[/bold]  {title}", highlight=False)
        console.print(f"{entry.summary} [{entry.source}]\n", highlight=False, markup=False)
