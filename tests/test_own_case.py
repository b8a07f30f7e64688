"""A case or a strategy of one's own: templates, the check that tells all at once, and the schema."""

import tomllib
from importlib.resources import files
from pathlib import Path

import pytest

import sim.catalogue
from sim.catalogue.check_file import checked_content

ROOT = Path(__file__).parents[1]
EXAMPLES = {kind: (files(sim.catalogue) / "templates" / f"{kind}.toml").read_text("utf-8") for kind in ("case", "strategy")}
MALFORMED = tomllib.loads((ROOT / "tests/data/malformed.toml").read_text("utf-8"))["files"]


def malformed(row):
    """Return the content of a malformed file, and the line in which its problem is."""
    example = EXAMPLES[row.get("kind", "case")]
    old = row.get("old", "")
    text = row.get("text") or example.replace(old, row.get("new", ""), -1 if row.get("every") else 1)
    at = example[: example.index(old)].count("\n") + 1 + row.get("line", 0)
    return text.encode(row.get("encoding", "utf-8")), row.get("told_at", at)


@pytest.mark.parametrize("row", MALFORMED, ids=[row["typed"] for row in MALFORMED])
def test_what_people_type_is_told_with_its_line_and_cure(row):
    content, at = malformed(row)
    told = checked_content(content, "mine.toml").problems
    assert (told[0].line, row["cure"] in told[0].cure, len(told)) == (at, True, 1 + row.get("further", 0)), told
