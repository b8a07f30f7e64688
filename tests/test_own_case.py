"""A case or a strategy of one's own: templates, the check that tells all at once, and the schema."""

import json
import random
import re
import time
import tomllib
from importlib.resources import files
from pathlib import Path

import jsonschema
import pytest
from typer.testing import CliRunner

import sim.catalogue
from sim.base.errors import BadInput
from sim.catalogue import load_case
from sim.catalogue.check_file import checked_content
from sim.catalogue.field_rules import HEADS, TABLES, fields_of
from sim.catalogue.toml_places import places
from sim.cli.main import app
from sim.cli.own_case_page import own_case_page
from sim.model.acts import ACTS, Act
from sim.model.case import Case
from sim.model.ledger import Ledger
from sim.model.parameters import Parameters
from sim.model.partners import Partners
from sim.model.random_streams import RandomStreams
from sim.model.strategy import Strategy
from sim.texts import words

SECOND = 1.0
IN_FILE = {"case": ("case", "partner", "commitment", "event", "tie"), "strategy": ("strategy", "act")}
ROOT = Path(__file__).parents[1]
EXAMPLES = {
    kind: (files(sim.catalogue) / "templates" / f"{kind}.toml").read_text("utf-8") for kind in ("case", "strategy")
}
MALFORMED = tomllib.loads((ROOT / "tests/data/malformed.toml").read_text("utf-8"))["files"]


def malformed(row):
    """Return the content of a malformed file, and the line in which its problem is."""
    example = EXAMPLES[row.get("kind", "case")]
    old = row.get("old", "")
    text = row.get("text") or example.replace(old, row.get("new", ""), -1 if row.get("every") else 1)
    text = text.replace(row.get("without", "\0"), "")
    at = example[: example.index(old)].count("\n") + 1 + row.get("line", 0)
    return text.encode(row.get("encoding", "utf-8")), row.get("told_at", at)


@pytest.mark.parametrize("row", MALFORMED, ids=[row["typed"] for row in MALFORMED])
def test_what_people_type_is_told_with_its_line_and_cure(row):
    """The first problem told has the line and the cure, and no more is told than follows from it."""
    content, at = malformed(row)
    told = checked_content(content, "mine.toml").problems
    assert (told[0].line, row["cure"] in told[0].cure, len(told)) == (at, True, 1 + row.get("further", 0)), told
    assert row.get("tells", "") in told[0].told
    if "also" in row:
        assert [one.cure for one in told[1:]] == row["also"]


def test_formatted_text_is_to_be_saved_as_plain_text():
    """What a word processor saves as RTF is named as such."""
    with pytest.raises(BadInput, match="save it as plain text"):
        checked_content(rb"{\rtf1\ansi key = 1}", "mine.toml")


def test_all_is_told_at_once():
    """Slips of several lines, wrong values, missing fields and wrong names are told together, in the order of lines."""
    text = EXAMPLES["case"].replace("spread = 0.08", "spread = 0,08").replace("weeks = 52", 'weeks = "52"')
    text = text.replace('to = ["all"]', 'to = ["All"]').replace('role = "Volunteers who repair on Saturdays"\n', "")
    told = checked_content(text.encode(), "mine.toml").problems
    assert [one.field for one in told] == ["weeks", "spread", "role", "to"]
    assert [one.line for one in told] == sorted(one.line for one in told)


@pytest.mark.parametrize("between", ['["Helpers", ""]', '[""]', "[]", '["Helpers"]', "[1, 2]"])
def test_a_tie_without_two_partners_is_told_with_what_to_write(between):
    """Nobody at an end of a tie is a problem like others, with a line and an example that is right."""
    text = f"{EXAMPLES['case']}\n[[ties]]\nbetween = {between}\n"
    told = checked_content(text.encode(), "mine.toml").problems
    assert told
    assert {one.line for one in told} <= {text.count("\n"), text.count("\n") - 1}
    assert all('["Visitors", "Helpers"]' in one.cure for one in told), told


def test_a_file_that_is_right_is_found_right():
    """Nothing is told of shipped cases and strategies, and each is read as what it is."""
    folders = {"cases": Case, "strategies": Strategy, "honest": Strategy}
    for folder, model in folders.items():
        for file in (files(sim.catalogue) / folder).iterdir():
            checked = checked_content(file.read_bytes(), file.name)
            assert (type(checked.found), checked.problems) == (model, ()), file.name


# The commands


def said(*words):
    """Run a command in this process; return its exit code and what it said."""
    result = CliRunner().invoke(app, [*map(str, words)])
    return result.exit_code, result.output


@pytest.mark.parametrize("kind", EXAMPLES)
def test_a_template_is_whole_right_and_explained(kind, tmp_path, monkeypatch):
    """A template has every field with a comment above it, passes the check, and can be played."""
    monkeypatch.chdir(tmp_path)
    assert said("new", kind)[0] == 0
    text = Path(f"my-{kind}.toml").read_text("utf-8")
    code, told = said("check", f"my-{kind}.toml")
    assert (code, "No problem found." in told) == (0, True), told
    for table in IN_FILE[kind]:
        for field in fields_of(table):
            above = text.partition(f"\n{field.name} = ")[0].splitlines()[-1] if f"\n{field.name} = " in text else ""
            assert field.name in {*HEADS} or above.startswith("#"), field.name
            assert field.about.split()[0] in text, field.name
    first = ("story", "my-case.toml", "silence") if kind == "case" else ("story", "silent-study", "my-strategy.toml")
    assert said(*first)[0] == 0


def test_a_template_overwrites_nothing(tmp_path, monkeypatch):
    """A file that is there stays as it is, whatever its owner asks for."""
    monkeypatch.chdir(tmp_path)
    Path("my-case.toml").write_text("mine", "utf-8")
    assert said("new", "case")[0] == said("new", "case", "my-case.txt")[0] == 2
    assert Path("my-case.toml").read_text("utf-8") == "mine"


def test_a_check_names_file_line_and_cure_and_holds_strategies_against_the_case(tmp_path, monkeypatch):
    """Each file has its problems, a file that is not there too, and a name that no partner has is told."""
    monkeypatch.chdir(tmp_path)
    Path("a.toml").write_text(EXAMPLES["case"], "utf-8")
    Path("b.toml").write_text(EXAMPLES["strategy"].replace('to = ["affected"]', 'to = ["Nurses"]'), "utf-8")
    Path("c.toml").write_text(EXAMPLES["strategy"].replace("every_weeks = 2", "every_weeks = 0"), "utf-8")
    code, told = said("check", "a.toml", "b.toml", "c.toml", "d.toml")
    assert code == 2
    line = EXAMPLES["strategy"].partition('to = ["affected"]')[0].count("\n") + 1
    assert f"b.toml, line {line}: acts[2] (listen): to names 'Nurses'" in told
    assert "every_weeks is 0 but must be at least 0.2; write a number from 0.2 to 52." in told
    assert "d.toml: there is no such file." in told
    assert "3 problems in b.toml, c.toml, d.toml" in told


def test_a_strategy_alone_is_told_that_its_names_need_a_case(tmp_path):
    """Names of partners cannot be looked up without a case; one that names groups alone is told nothing of it."""
    mine = tmp_path / "mine.toml"
    mine.write_text(EXAMPLES["strategy"], "utf-8")
    assert "against a case" not in said("check", mine)[1]
    mine.write_text(EXAMPLES["strategy"].replace('to = ["affected"]', 'to = ["Parent"]'), "utf-8")
    assert f"Names of partners are held only against a case: mend check CASE {mine}" in said("check", mine)[1]


def test_a_check_shows_the_trust_at_the_start(tmp_path):
    """The trust at the start, which the check shows, is the one with which the season begins; `trust` is not."""
    mine = tmp_path / "mine.toml"
    mine.write_text(EXAMPLES["case"].replace("spread = 0.08", "spread = 0.0"), "utf-8")
    assert "Trust of Visitors starts at 77 of 100" in said("check", mine)[1]
    case = load_case(mine)
    streams = RandomStreams((0,), range(1))
    partners = Partners(case, Parameters(), streams, Ledger(1, 3, 1, by_world=False))
    assert partners.facets()[0, 0, 0] == pytest.approx(case.partners[0].start_trust) == pytest.approx(5.4 / 7)


def test_a_check_tells_what_is_hard_to_believe(tmp_path):
    """A case that can be read and can hardly be so is told as in the form; it is no problem."""
    mine = tmp_path / "mine.toml"
    mine.write_text(load_case("missed-deliveries").model_copy(update={"hours_per_day": 1}).to_toml(), "utf-8")
    status, told = said("check", mine)
    assert (status, "Some of it cannot be done" in " ".join(told.split())) == (0, True)


@pytest.mark.long
@pytest.mark.parametrize("kind", EXAMPLES)
def test_the_schema_accepts_what_the_model_accepts(kind, tmp_path):
    """Every shipped file suits the schema, a wrong value does not, and each field is described."""
    out = tmp_path / "own.json"
    assert said("schema", kind, "--out", out) == (0, f"{out}: written\n")
    schema = json.loads(out.read_text("utf-8"))
    assert schema == json.loads(said("schema", kind)[1])
    jsonschema.Draft202012Validator.check_schema(schema)
    validator = jsonschema.Draft202012Validator(schema)
    for file in (files(sim.catalogue) / {"case": "cases", "strategy": "strategies"}[kind]).iterdir():
        assert [*validator.iter_errors(tomllib.loads(file.read_text("utf-8")))] == [], file.name
    example = tomllib.loads(EXAMPLES[kind])
    assert [*validator.iter_errors(example | {"weeks": "52", "acts": 3})] != []
    assert all(rule["description"] for rule in schema["properties"].values())


# The page


def test_the_page_shows_every_field_and_act():
    """The page is fresh, has each field of each table in a row, each act under its own head, and nothing else."""
    page = (ROOT / "docs/own-case.md").read_text("utf-8")
    assert page == own_case_page()
    assert re.findall(r"(?m)^### `(\w+)`", page) == [*ACTS]
    rows = re.findall(r"(?m)^\| `(\w+)` \|", page)
    acts = [name for kind in ACTS.values() for name in kind.model_fields if name not in {"act", *Act.model_fields}]
    tables = [
        one.name
        for table in ("case", "partner", "commitment", "event", "tie", "strategy", "act")
        for one in fields_of(table)
    ]
    assert rows == tables + acts
    about = words.table("about_field")
    for table, model in TABLES.items():
        assert {one.name for one in fields_of(table)} == {*model.model_fields} | ({"act"} if table == "act" else set())
        assert {key for key in about if key.startswith(f"{table}.")} == {
            f"{table}.{one.name}" for one in fields_of(table)
        }


@pytest.mark.parametrize(
    "command", re.findall(r"`mend (new|check|schema)", (ROOT / "docs/own-case.md").read_text("utf-8"))
)
def test_commands_that_the_page_names_are_there(command):
    """A command on the page can be asked for its help."""
    assert said(command, "--help")[0] == 0


# Cases at the edge


def edge(**fields):
    """Return the example case with other fields, and with `count` partners."""
    partners = [{"name": f"P{at}", "role": "A group"} for at in range(fields.pop("count", 2))]
    return tomllib.loads(EXAMPLES["case"]) | {"partners": partners, "commitments": [], "ties": [], "weeks": 4} | fields


BREACH = {"event": "breach", "label": "It closed"}
EDGES = {
    "one partner": edge(count=1),
    "fifty partners": edge(count=50),
    "four weeks": edge(weeks=4),
    "156 weeks": edge(weeks=156),
    "hardly an hour": edge(hours_per_day=0.01),
    "all misfit": edge(
        partners=[{"name": "P", "role": "A group", "fit": 0.0}, {"name": "Q", "role": "A group", "fit": 0.2}]
    ),
    "no breach": edge(events=[]),
    "a breach on the last day": edge(events=[BREACH | {"day": 20}]),
    "a breach after the last day": edge(events=[BREACH | {"day": 21}]),
}
REFUSED = {
    "no partner": (edge(count=0), "partners is an empty list but must have at least 1 in it"),
    "51 partners": (edge(count=51), "at most 50"),
    "three weeks": (edge(weeks=3), "write a whole number from 4 to 156"),
    "157 weeks": (edge(weeks=157), "write a whole number from 4 to 156"),
    "no hours": (edge(hours_per_day=0), "write a number above 0, at most 10,000"),
}


def saved(case, file):
    """Save a case as TOML: JSON's values are TOML's, and a table in braces is one with = for the colons."""
    inline = lambda value: re.sub(r'"(\w+)": ', r"\1 = ", json.dumps(value))  # noqa: E731
    file.write_text("\n".join(f"{name} = {inline(value)}" for name, value in case.items()), "utf-8")
    return file


@pytest.mark.long
@pytest.mark.parametrize("name", EDGES)
def test_a_case_at_the_edge_is_played_or_told(name, tmp_path):
    """It is found right, compared, and told as a story; no hours or a late breach are no reason to stop."""
    mine = saved(EDGES[name], tmp_path / "mine.toml")
    code, told = said("check", mine)
    assert code == 0, told
    assert ("after the season" in told or "day 21" in told) == (name == "a breach after the last day"), told
    assert said("compare", "--case", mine, "--worlds", 2, "--strategies", "silence,face-value,q-and-a")[0] == 0
    assert said("story", mine, "face-value")[0] == 0


@pytest.mark.parametrize("name", REFUSED)
def test_a_case_beyond_the_edge_is_told_with_its_cure(name, tmp_path):
    """One partner too few or too many, a week too short or long, no hours at all: a sentence, and what to do."""
    case, sentence = REFUSED[name]
    code, told = said("check", saved(case, tmp_path / "mine.toml"))
    assert (code, sentence in told) == (2, True), told


# Fuzzed files

PIECES = [
    *(row[name].encode() for row in MALFORMED for name in ("new", "text") if name in row),
    *(b"", b"[", b"]]", b"{", b"}", b"=", b'"', b"'''", b'"""', b"\n", b"\r", b"\t", b",", b";", b"#", b"%", b"\\"),
    *(b"nan", b"-inf", b"1e999", b"9" * 400, b"0", b"-1", b"true", b"'all'", b"1979-05-27", b"12:30", b"[]", b"{}"),
    *(b"[[[", b"[a.b]", b"[[acts.x]]", b"[[partners]]\n", b"a.b.c = 1", b"ties = 1\n", b"acts = 1\n", b"\\u0000"),
    *("\u2028".encode(), b"\x85", b"\xff", b"\0", b"\x1b"),
]  # fmt: skip
CONTENTS = [text.encode() for text in EXAMPLES.values()]


def fuzzed(chance):
    """Return an example with some pieces put in, taken out, said again, or moved."""
    content = chance.choice(CONTENTS)
    for _ in range(chance.randint(1, 6)):
        start = chance.randrange(len(content) + 1)
        end = min(len(content), start + chance.choice((0, 0, 1, 5, 40, 400)))
        cut = content[start:end]
        new = chance.choice((chance.choice(PIECES), chance.choice(PIECES), chance.randbytes(3), cut + cut, b"\n" + cut))
        content = content[:start] + new + content[end:]
    return content


@pytest.mark.long
@pytest.mark.parametrize(
    "count", [300, pytest.param(100_000, marks=[pytest.mark.full, pytest.mark.slow])], ids=["some", "all"]
)
def test_a_fuzzed_file_is_told_quickly_and_without_a_traceback(count):
    """Whatever stands in a file, it is read to its end in a second, and each problem has a line that the file has."""
    chance = random.Random(count)  # noqa: S311 - nothing is kept secret
    for _ in range(count):
        content, began = fuzzed(chance), time.process_time()
        try:
            told = checked_content(content, "mine.toml").problems
        except BadInput:
            continue
        assert time.process_time() - began < SECOND, content
        lines = content.count(b"\n") + content.count(b"\r") + 1
        assert all(1 <= one.line <= lines for one in told), (content, told)
        assert all(one.told and (one.told + one.cure).isprintable() for one in told), (content, told)


@pytest.mark.long
@pytest.mark.parametrize(
    "content",
    [b"a" * 100_000, b"x =" + b" " * 990 + b"y z", b"".join(b"k%d = 1\n" % at for at in range(5000)), b"[" * 990],
    ids=["one line", "spaces", "many fields", "brackets"],
)
def test_a_large_file_is_told_quickly(content):
    """A line or a list of any length takes no second, and is told."""
    began = time.process_time()
    assert checked_content(EXAMPLES["case"].encode() + content, "mine.toml").problems
    assert time.process_time() - began < SECOND


def test_every_value_of_a_file_has_its_line():
    """The line of each field and entry of a shipped file is the one in which it stands."""
    for folder in ("cases", "strategies", "templates"):
        for file in (files(sim.catalogue) / folder).iterdir():
            text = file.read_text("utf-8")
            lines, found = text.split("\n"), places(text)
            for path in paths(tomllib.loads(text)):
                name = next(part for part in reversed(path) if isinstance(part, str))
                near = " ".join(lines[found[path] - 1 : found[path] + 1]) if isinstance(path[-1], str) else name
                assert name in near, (file.name, path)


def paths(data, path=()):
    """Yield the path of every field and entry of a file's data."""
    inner = data.items() if isinstance(data, dict) else enumerate(data) if isinstance(data, list) else ()
    for name, value in inner:
        yield (*path, name)
        yield from paths(value, (*path, name))
