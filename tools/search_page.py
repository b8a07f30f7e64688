"""Write docs/search.md: the best plan that a search finds in each case, and what each act alone is worth."""

from collections.abc import Iterable, Sequence
from concurrent.futures import Executor
from datetime import UTC, date, datetime
from pathlib import Path

from sim.base.markdown import table
from sim.base.processes import processes
from sim.catalogue import case_keys, load_case
from sim.cli.search_command import honest_plans, search_told, spam_row, spam_told
from sim.experiments.plan_space import REACH
from sim.experiments.search import EVALUATIONS, Found, search
from sim.experiments.spam import Spam, spam
from sim.lab.session.strategy_code import as_code
from sim.model.version import version_told

MADE = "Made by `python -m tools.search_page` on {day}; change the model, not this page. {model}."
INTRO = """\
What the model likes best should be what a decent practitioner would defend. Where it is not, the model has a hole, and
the hole is to be mended, not the search. The model fails as long as a plan below is one to be ashamed of, or one act
alone is above the middle of the documented strategies.

`mend search` climbs from several starts over all plans that a file may hold, or over those that the lab's controls
reach: it adds, drops, replaces, doubles and shifts acts, and changes rhythm, options, rules and addressees. Plans of
more than 800 starts of acts and commitments are not tried, since one of 9,000 takes ten seconds. `mend spam` plays each
act alone, with one option at a time. The text that begins with MB1 opens a plan in the lab.
"""
SPAM_WORLDS = 50
MOST_ROWS = 40


def search_page(found: Iterable[Found], tables: Sequence[Spam], day: date) -> str:
    """Return the page: each plan that was found, then the acts alone that beat the middle, case by case."""
    parts = ["# A search that tries to cheat\n", MADE.format(day=day, model=version_told()) + "\n", INTRO]
    parts += ["## The best plans\n", *map(_found_told, found), "## Each act alone\n", *map(_spam_told, tables)]
    return "\n".join(parts)


def _found_told(found: Found) -> str:
    best = found.best
    title, *lines = search_told(found)
    split = lines.index("")
    acts, figures = (line.split(". ", 1)[-1] for line in lines[:split]), lines[split + 1 :]
    code = as_code("Found", best.strategy.acts, best.case.key)
    listed = [*(f"1. {act}" for act in acts), "", *(f"- {line}" for line in figures), "", f"    {code}"]
    return "\n".join([f"### {title}\n", *listed, ""])


def _spam_told(one: Spam) -> str:
    title, caption = spam_told(one)
    heads = ("Act alone", "Option", "How often", "Measure", "Above the middle", "Staff hours")
    rows = (spam_row(row, one.measure) for row in one.above[:MOST_ROWS])
    more = len(one.above) - MOST_ROWS
    rest = f"\nAnd {more} more.\n" if more > 0 else ""
    return f"### {title}\n\n{caption}\n\n{table(heads, rows)}{rest}"


def write_page(folder: Path, *, evaluations: int = EVALUATIONS, executor: Executor | None = None) -> Path:
    """Search in every case, and write the page into the folder of the documentation."""
    cases = [load_case(key) for key in case_keys()]
    asked = {"evaluations": evaluations, "others": honest_plans(), "executor": executor}
    found = [search(case, within=within, **asked) for case in cases for within in REACH]
    tables = [spam(case, worlds=SPAM_WORLDS, executor=executor) for case in cases]
    path = folder / "search.md"
    path.write_text(search_page(found, tables, datetime.now(UTC).date()), encoding="utf-8")
    return path


if __name__ == "__main__":
    with processes(2) as pool:
        write_page(Path("docs"), executor=pool)
