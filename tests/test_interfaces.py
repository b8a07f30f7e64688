"""The names that others depend on, listed in docs/interfaces.md, still exist."""

import csv
import json
import re

import pytest
from conftest import ROOT
from golden import offered

PAGE = (ROOT / "docs" / "interfaces.md").read_text("utf-8")
ROW = re.compile(r"^\| ([^|]+) \| ((?:`[^`]+` ?)+)\|$", flags=re.MULTILINE)
BY_SECTION = {text.partition("\n")[0]: dict(ROW.findall(text)) for text in PAGE.split("\n## ")[1:]}
LISTED = {name: rows for name, rows in BY_SECTION.items() if rows}
TEXTS = offered.examples()


def lost(listed, there):
    """Return what is listed and not there, as "where: name"."""
    return [
        f"{where}: {name}"
        for where, names in listed.items()
        for name in re.findall("`([^`]+)`", names)
        if name not in there.get(where, ())
    ]


@pytest.mark.slow
@pytest.mark.parametrize("section", offered.SECTIONS)
def test_what_is_listed_is_there(section, monkeypatch, tmp_path):
    """Files, commands, data, names, addresses and variables on the page exist."""
    monkeypatch.setenv("MENDING_BRIDGES_HOME", str(tmp_path))
    monkeypatch.setenv("COLUMNS", "100")
    assert lost(LISTED[section], offered.SECTIONS[section]()) == []


def test_every_table_of_the_page_is_held():
    """Every section of the page has a function that returns what the course offers."""
    assert list(LISTED) == list(offered.SECTIONS)


def test_a_lost_name_is_told():
    """A listed name that does not exist is reported."""
    listed = {"mend story": "`--world` `--seed`", "mend cases": "`--help`"}
    assert lost(listed, {"mend story": {"--seed", "--worlds"}}) == ["mend story: --world", "mend cases: --help"]


def test_all_public_names_are_listed():
    """All public names of `sim` are on the page."""
    names = re.findall("`([^`]+)`", LISTED["Python"]["sim"])
    assert names == sorted(names) == sorted(offered.sim.__all__)


@pytest.mark.parametrize("name", TEXTS)
def test_a_text_of_old_still_opens(name):
    """Texts copied from earlier versions, of a strategy or of all answers, still open."""
    assert offered.opened()[name] == json.loads(TEXTS[name]["holds"])


def test_the_same_answers_come_from_every_format():
    """A sheet gives the same answers as file and as text, and so does the progress file."""
    opened = offered.opened()
    assert opened["answers.json"] == opened["answers.txt"]
    assert opened["answers.json"]["ex02"]["q4"] == "Because silence is loud: “não”."
    assert opened["mine.json"] == opened["all answers"]


def test_files_that_people_wrote_still_load():
    """A case with every key, and a strategy with every act and option, load."""
    opened = offered.opened()
    listed = re.findall("`act = ([^`]+)`", LISTED["Strategy files"]["strategy.acts"])
    assert opened["case.toml"] == "example"
    assert sorted(opened["strategy.toml"]) == sorted(listed)


@pytest.mark.long
def test_every_format_gets_the_points_that_its_answers_earn():
    """A sheet gets its points; what was answered in an older version of an exercise gets none, and is no error."""
    rows = list(csv.DictReader(offered.graded_class()["grades/grades.csv"].splitlines()))
    given = {}
    for row in rows:
        key = row["trainee"], row["exercise"]
        given[key] = given.get(key, 0) + float(row["points"])
    robin = [row for row in rows if row["trainee"] == "robin"]
    assert given.pop(("robin", "ex05")) == given.pop(("robin", "ex02")) == 6, robin
    assert set(given.values()) == {0}
