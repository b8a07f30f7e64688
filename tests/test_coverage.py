"""docs/coverage.md and docs/sources.md against the catalogue, the acts and the parameters."""

import re
from pathlib import Path
from typing import NamedTuple

import pytest

from sim.catalogue import case_keys, load_case, load_strategy, strategy_keys
from sim.model.acts import ACTS
from sim.model.parameters import Parameters

DOCS = Path(__file__).parents[1] / "docs"
COVERAGE = (DOCS / "coverage.md").read_text("utf-8")
SOURCES = (DOCS / "sources.md").read_text("utf-8")
KINDS = set(ACTS)
DOCUMENTED = [key for key in strategy_keys() if load_strategy(key).documented]


class Row(NamedTuple):
    """One recommendation: its section, what it says, the acts as written, and the last column."""

    section: str
    says: str
    acts: str
    last: str

    @property
    def strategies(self):
        """The strategies that carry it; none where the last column gives a reason instead."""
        return [] if self.acts == "none" else quoted(self.last)


def quoted(text):
    """Return the texts in backticks."""
    return re.findall(r"`([^`]+)`", text)


def table(part):
    """Return the body cells of the table under a heading of coverage.md."""
    body = COVERAGE.partition(f"\n## {part}\n")[2].partition("\n## ")[0]
    lines = [line for line in body.splitlines() if line.startswith("|")]
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in lines[2:]]


ROWS = {text: [Row(*cells) for cells in table(text)] for text in ("PatientAdvocacy", "CommunityPartner")}
ALL_ROWS = [row for rows in ROWS.values() for row in rows]
LEFT_OUT = {quoted(act)[0]: why for act, why in table("Acts that neither text recommends")}


def has(strategy, act):
    """Tell whether a strategy holds an act as coverage.md writes it: `kind` or `kind(field=value)`."""
    kind, field, value = re.fullmatch(r"(\w+)(?:\((\w+)=(\w+)\))?", act).groups()
    found = [a for a in strategy.acts if a.act == kind]
    return any(field is None or value in as_words(getattr(a, field)) for a in found)


def as_words(value):
    """Return a field's value, or each of its values, as coverage.md writes it."""
    return [str(v).lower() for v in (value if isinstance(value, tuple) else [value])]


def section_of(strategy):
    """Return the text and the section that a documented strategy cites."""
    text, _, section = strategy.source.partition(", ")
    return text, section.strip('"')


def test_every_act_kind_is_covered():
    """Every kind of act is on the page, under the recommendations or under other acts."""
    named = {act.partition("(")[0] for row in ALL_ROWS for act in quoted(row.acts)}
    assert named | set(LEFT_OUT) == KINDS
    assert not named & set(LEFT_OUT)


def test_acts_left_out_are_in_no_documented_strategy():
    """Acts that neither text recommends are in no documented strategy."""
    done = {act.act for key in DOCUMENTED for act in load_strategy(key).acts}
    assert not done & set(LEFT_OUT)
    assert all(len(why) > 20 for why in LEFT_OUT.values())


@pytest.mark.parametrize("row", ALL_ROWS, ids=lambda row: row.says)
def test_row_names_what_there_is(row):
    """Every strategy named in a row is documented and has the row's acts; a row without one gives a reason."""
    assert row.acts == "none" or quoted(row.acts)
    if row.acts == "none":
        assert len(row.last) > 30
        return
    assert row.strategies
    for key in row.strategies:
        assert key in DOCUMENTED
        missing = [act for act in quoted(row.acts) if not has(load_strategy(key), act)]
        assert not missing, f"{key} has no {missing}"


@pytest.mark.parametrize("key", DOCUMENTED)
def test_section_is_covered_both_ways(key):
    """A section's rows name all acts of its strategy, and its strategy has all acts of its rows."""
    strategy = load_strategy(key)
    text, section = section_of(strategy)
    rows = [row for row in ROWS[text] if row.section == section]
    assert rows, f"{section} is not covered"
    for row in rows:
        assert row.acts == "none" or row.strategies[0] == key
    named = {act.partition("(")[0] for row in rows for act in quoted(row.acts)}
    assert named == {act.act for act in strategy.acts}


def test_sections_are_those_of_the_sources():
    """Every section in coverage.md is one of docs/sources.md, in its order, with its strategy."""
    for text, rows in ROWS.items():
        listed = SOURCES.partition(f"### `{text}`")[2].partition("\n#")[0]
        cells = [line.strip("|").split("|") for line in listed.splitlines() if line.startswith("|")]
        expected = {
            section.removesuffix(" (without a title)").strip(): quoted(key)
            for section, key in ((a.strip(), b) for a, b in cells[2:])
        }
        assert list(dict.fromkeys(row.section for row in rows)) == list(expected)
        for section, keys in expected.items():
            assert all(section_of(load_strategy(key)) == (text, section) for key in keys)


def test_every_source_key_is_listed():
    """Every key that a parameter, a case or a strategy cites is in docs/sources.md, once."""
    listed = re.findall(r"^(?:- |### )`(\w+)`", SOURCES, re.MULTILINE)
    assert len(listed) == len(set(listed))
    fields = Parameters.model_fields.values()
    cited = {field.json_schema_extra["source"] for field in fields} - {"Assumption"}
    things = [*map(load_case, case_keys()), *map(load_strategy, strategy_keys())]
    cited |= {re.match(r"\w+", thing.source)[0] for thing in things}
    assert cited <= set(listed)
