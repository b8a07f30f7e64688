"""Try each claim of the lessons in plausible models: `python -m tools.claims` (some twenty minutes).

It stores in which it holds (the lessons tell of those that hold in too few), and writes the table in docs/doubt.md and
the lists in the notes for facilitators.
"""

import json
import re
from collections.abc import Iterable, Mapping
from concurrent.futures import Executor, ProcessPoolExecutor
from datetime import UTC, datetime
from functools import partial
from itertools import chain
from pathlib import Path

from sim.base.markdown import table
from sim.catalogue import load_case
from sim.experiments.evidence.checking import WORLDS_A_DRAW
from sim.experiments.robustness import percent
from sim.experiments.sweep import Progress, parallel_map
from sim.lab import views
from sim.lab.session.lesson_data import lesson_keys, load_lesson
from sim.lab.views.claim_check import FILE, SURE, Claimed, Held, all_claimed, claimed_by, held_in
from sim.model.version import MODEL_VERSION

FEW, MANY = 30, 100
PROCESSES = 2
PLACE = Path(views.__file__).parent
DOUBT, NOTES = "## Do the lessons' claims hold?\n", "## How sure is this?\n"
ABOUT = """\
Each lesson makes claims of the model. They stand as data in its file (`[[claims]]`) and hold in the shipped model by a
test. Here each is tried in plausible models, both plans under the same luck in {worlds} worlds a model: first in {few},
and in {many} where it failed in any of these. So 100 % of {few} stands for at least 90 % (with 95 % confidence), and a
share of {many} is uncertain by up to {uncertain}. {held} of {count} hold in at least {sure} of models; where one does
not, its lesson says in how many of 100 it does. Made by `python -m tools.claims` on {date}, model version {version}.
"""
FOR_NOTES = """\
The model's numbers are guesses. Others were tried, at random and within what is plausible. So often does each claim
hold ([how this was done](../doubt.md)):
"""


def tried(
    *, few: int = FEW, many: int = MANY, executor: Executor | None = None, progress: Progress | None = None
) -> Held:
    """Try all claims in a few plausible models, and in many those that do not hold in each of the few."""
    claimed = all_claimed()
    ask = partial(parallel_map, executor=executor, progress=progress)
    first = ask(partial(held_in, claimed), range(few))
    open_ones = tuple(one for one in claimed if not all(held[one.name] for held in first))
    return results((*first, *ask(partial(held_in, open_ones), range(few, many))))


def results(by_model: Iterable[Mapping[str, bool]]) -> Held:
    """Return what was found, from whether each claim that was tried held in each model."""
    found = list(by_model)
    today = f"{datetime.now(UTC):%Y-%m-%d}"
    names = dict.fromkeys(chain.from_iterable(found))
    count = {name: sum(name in held for held in found) for name in names}
    failed = {name: [model for model, held in enumerate(found) if not held.get(name, True)] for name in names}
    return Held(MODEL_VERSION, today, count, failed)


def store(found: Held, into: Path = PLACE) -> None:
    """Write the results beside the code that reads them."""
    rows = [f'    "{name}": {json.dumps(numbers)}' for name, numbers in found.failed.items()]
    counts = [f'    "{name}": {number}' for name, number in found.tried.items()]
    parts = [
        f'  "model_version": {found.model_version}',
        f'  "date": "{found.date}"',
        '  "tried": {\n' + ",\n".join(counts) + "\n  }",
        '  "failed": {\n' + ",\n".join(rows) + "\n  }",
    ]
    (into / FILE).write_text("{\n" + ",\n".join(parts) + "\n}\n", encoding="utf-8")


def doubt_section(found: Held) -> str:
    """Return the section of docs/doubt.md on the lessons' claims, the doubtful ones first."""
    claimed = sorted(all_claimed(), key=found.share)
    sure = sum(found.share(one) >= SURE for one in claimed)
    facts = {
        "few": FEW,
        "many": MANY,
        "uncertain": percent(1 / MANY**0.5),
        "sure": percent(SURE),
        "worlds": WORLDS_A_DRAW,
    }
    facts |= {
        "worlds": WORLDS_A_DRAW,
        "date": found.date,
        "version": found.model_version,
        "held": sure,
        "count": len(claimed),
    }
    rows = [
        [one.lesson[:2], one.claim.words, load_case(one.case).title, percent(found.share(one)), found.tried[one.name]]
        for one in claimed
    ]
    heads = ("Lesson", "Claim", "Case", "Holds in models", "Of")
    return f"{DOUBT}\n{ABOUT.format(**facts)}\n{table(heads, rows)}"


def notes_section(key: str, found: Held) -> str:
    """Return the section of a lesson's notes for facilitators on how often its claims hold."""
    lines = [f"- {one.claim.words}{_where(one)}: {percent(found.share(one))}." for one in claimed_by(key)]
    return f"{NOTES}\n{FOR_NOTES}\n" + "\n".join(lines) + "\n"


def _where(one: Claimed) -> str:
    return "" if one.case == load_lesson(one.lesson).case else f" (in “{load_case(one.case).title}”)"


def put(page: str, section: str, before: str) -> str:
    r"""Return a page with a section put before a heading, in place of the one of that name, if there is one.

    >>> put("# A\n\n## C\n", "## B\n\nNew.\n", "## C")
    '# A\n\n## B\n\nNew.\n\n## C\n'
    >>> put("# A\n\n## B\n\nOld.\n\n## C\n", "## B\n\nNew.\n", "## C")
    '# A\n\n## B\n\nNew.\n\n## C\n'
    """
    name = section.partition("\n")[0]
    parts = [part for part in re.split(r"(?m)^(?=## )", page) if not part.startswith(f"{name}\n")]
    place = next(number for number, part in enumerate(parts) if part.startswith(before))
    return "".join((*parts[:place], f"{section}\n", *parts[place:]))


def pages(docs: Path, found: Held) -> dict[Path, str]:
    """Return the pages that tell of the claims, as they should be."""
    told = {docs / "doubt.md": (doubt_section(found), "## Which assumptions")}
    for key in lesson_keys():
        told[docs / "facilitator" / f"{key}.md"] = notes_section(key, found), "## Talk about it"
    return {path: put(path.read_text("utf-8"), section, before) for path, (section, before) in told.items()}


if __name__ == "__main__":
    with ProcessPoolExecutor(PROCESSES) as pool:
        held = tried(executor=pool)
    store(held)
    for path, page in pages(Path("docs"), held).items():
        path.write_text(page, encoding="utf-8")
