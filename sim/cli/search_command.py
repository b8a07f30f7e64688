"""`mend search` and `mend spam`: find the plan that the model likes best, and what one act alone is worth."""

import json
from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated

import typer

from sim.base import terminal
from sim.base.processes import processes
from sim.catalogue import honest_keys, load_strategy
from sim.catalogue.act_words import repeat_words
from sim.catalogue.remarks import remarks
from sim.cli.cli_errors import one_clear_line
from sim.cli.comparison_tables import listed, watched
from sim.cli.completion import complete_case, complete_measure, complete_strategies
from sim.cli.options import number_of_jobs
from sim.cli.settings_option import Settings, parameters_of
from sim.experiments.search import EVALUATIONS, RESTARTS, WORLDS, Found, search
from sim.experiments.spam import Spam, SpamRow, spam
from sim.model.measures import HEADLINE
from sim.model.outcome import Interval, between_said, gap_said, number_said
from sim.model.version import version_told
from sim.texts import words
from sim.texts.words import many, say

if TYPE_CHECKING:
    from sim.model.outcome import Outcome
    from sim.model.strategy import Strategy

__all__ = ["honest_plans", "search_command", "spam_command"]

SHOWN = 5  # of the plans that what was found is held against


def search_command(
    *,
    case: Annotated[str, typer.Option(help="option.case", autocompletion=complete_case)] = "missed-deadline",
    within: Annotated[str, typer.Option(metavar="all|lab", help="option.within")] = "all",
    measure: Annotated[str, typer.Option(help="option.measure", autocompletion=complete_measure)] = HEADLINE,
    evaluations: Annotated[int, typer.Option(help="option.evaluations")] = EVALUATIONS,
    restarts: Annotated[int, typer.Option(help="option.restarts")] = RESTARTS,
    worlds: Annotated[int, typer.Option(help="option.worlds_of_search")] = WORLDS,
    seed: Annotated[int, typer.Option(help="option.seed")] = 0,
    against: Annotated[str, typer.Option(help="option.against", autocompletion=complete_strategies)] = "",
    settings: Settings = None,
    jobs: Annotated[int, typer.Option(help="option.jobs")] = 1,
    as_json: Annotated[bool, typer.Option("--json", help="option.json")] = False,
) -> None:
    """Look for the plan that the model likes best, and hold it against honest ones."""
    with one_clear_line():
        others = [load_strategy(name) for name in listed(against)] if against else honest_plans()
        asked = {"measure": measure, "evaluations": evaluations, "restarts": restarts, "worlds": worlds, "seed": seed}
        asked["parameters"] = parameters_of(settings)
        with processes(number_of_jobs(jobs)) as executor, watched() as progress:
            found = search(case, within=within, others=others, executor=executor, progress=progress, **asked)
    if as_json:
        told = {"words": in_words(found.best.strategy), "remarks": remarks(found.best.strategy, found.best.case)}
        typer.echo(json.dumps(found.as_data() | told, indent=2))
    else:
        for line in search_told(found):
            terminal.print_line(line)


def honest_plans() -> list["Strategy"]:
    """Return the plans that a decent practitioner would sign."""
    return [load_strategy(key) for key in honest_keys()]


def in_words(strategy: "Strategy") -> list[str]:
    """Return a plan in plain words, a line for each act."""
    from sim.lab.panels.plan_words import plan_in_words  # it loads all of the lab

    return plan_in_words(strategy)


def search_told(found: Found) -> list[str]:
    """Return what was found, line by line."""
    best, first = found.best, found.known[0]
    about = {"case": best.case.title, "measure": words.table("figure_names")[found.measure]}
    title = say(f"search_told.title_{found.within}", evaluations=f"{found.evaluations:,}", **about)
    gap = found.ahead.interval
    ahead = say("search_told.ahead", title=first.strategy.title, **_gap(found.measure, gap))
    known = [_outcome_told(one, found.measure, one.strategy.title) for one in found.known[:SHOWN]]
    checked = say("search_told.checked", worlds=len(best.worlds), seed=best.seed, model=version_told(best.parameters))
    return [
        title,
        *in_words(best.strategy),
        *remarks(best.strategy, best.case),
        "",
        _outcome_told(best, found.measure, say("search_told.this")),
        *known,
        ahead,
        checked,
    ]


def _gap(measure: str, gap: Interval) -> dict[str, str]:
    return {"gap": gap_said(measure, gap.mean, 1), "half": number_said(measure, gap.half_width, 1)}


def _outcome_told(outcome: "Outcome", measure: str, title: str) -> str:
    kept = {"kept": f"{outcome.partners_kept.mean():.1f}", "count": len(outcome.case.partners)}
    value, hours = between_said(measure, Interval.of(outcome.each(measure))), f"{outcome.staff_hours.mean():.0f}"
    name = words.table("figure_names")[measure]
    return say("search_told.outcome", title=title, value=f"{name} {value}", hours=hours, **kept)


def spam_command(
    *,
    case: Annotated[str, typer.Option(help="option.case", autocompletion=complete_case)] = "missed-deadline",
    measure: Annotated[str, typer.Option(help="option.measure", autocompletion=complete_measure)] = HEADLINE,
    worlds: Annotated[int, typer.Option(help="option.worlds")] = 200,
    seed: Annotated[int, typer.Option(help="option.seed")] = 0,
    settings: Settings = None,
    jobs: Annotated[int, typer.Option(help="option.jobs")] = 1,
    as_json: Annotated[bool, typer.Option("--json", help="option.json")] = False,
) -> None:
    """Try each act alone, once and over and over, and show first what beats the middle of whole strategies."""
    with one_clear_line(), processes(number_of_jobs(jobs)) as executor, watched() as progress:
        asked = {"worlds": worlds, "seed": seed, "parameters": parameters_of(settings)}
        table = spam(case, measure=measure, executor=executor, progress=progress, **asked)
    if as_json:
        typer.echo(json.dumps(table.as_data(), indent=2))
        return
    heads = [say(f"spam_told.{name}") for name in ("act", "option", "rhythm", "value", "above", "hours")]
    title, caption = spam_told(table)
    rows = (spam_row(row, table.measure) for row in table.rows)
    terminal.print_table(heads, rows, title=title, caption=caption, right=heads[3:])


def spam_told(table: Spam) -> tuple[str, str]:
    """Return the table's title, and how many acts alone beat the middle."""
    about = {"case": table.case.title, "measure": words.table("figure_names")[table.measure]}
    title = say("spam_told.title", worlds=table.worlds, seed=table.seed, **about)
    above = many("spam_told.found", len(table.above), middle=number_said(table.measure, table.middle, 1))
    skipped = many("spam_told.skipped", table.skipped) if table.skipped else ""
    return title, " ".join(filter(None, (above, skipped, f"{version_told(table.parameters)}.")))


def spam_row(row: SpamRow, measure: str) -> Sequence[str]:
    """Return the cells of one row of a table by this measure."""
    from sim.lab.panels.plan_words import option_in_words

    option = option_in_words(*row.option) if row.option else ""
    name, rhythm = words.table("acts")[row.act.act], repeat_words(row.act.every_weeks or 0)
    value, above = number_said(measure, row.interval.mean, 1), gap_said(measure, row.above, 1)
    return name, option, rhythm, value, above, f"{row.hours:.0f}"
