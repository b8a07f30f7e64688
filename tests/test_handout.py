"""The handout: it has all of the course's content, needs no other file, and reads easily."""

import html
import json
import re

import pytest
from commands import mend
from conftest import ROOT
from markupsafe import escape

from sim.catalogue import load_case, load_strategy, strategy_keys, taught_case_keys
from sim.handout.catalogue_pages import moves, whom
from sim.handout.page import handout
from sim.lab.panels.plan_form import PARTS
from sim.lab.panels.questions import asked
from sim.lab.session.lesson_data import lesson_keys, load_lesson
from sim.model.strategy import Strategy
from sim.narrative.phrasing import week_of
from sim.texts import words

NOTEBOOKS = ROOT / "notebooks"
HARDEST = 9  # school grade


@pytest.fixture(scope="module")
def page():
    """Return the handout as HTML."""
    return handout(NOTEBOOKS)


def text(part):
    """Return the words of a piece of HTML, one space between any two."""
    return " ".join(html.unescape(re.sub(r"<style>.*?</style>|<[^>]+>", " ", part, flags=re.DOTALL)).split())


def section(page, name):
    """Return one section of the page by its id."""
    depth, start = 0, re.search(rf'<section[^>]* id="{name}">', page).start()
    for tag in re.finditer(r"<(/?)section", page[start:]):
        depth += -1 if tag[1] else 1
        if not depth:
            return page[start : start + tag.start()]
    raise AssertionError(f"section {name} has no end")


def rows(part):
    """Return the cells of all rows of a piece of HTML."""
    return [
        [text(cell) for cell in re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", row, re.DOTALL)]
        for row in re.findall(r"<tr>(.*?)</tr>", part, re.DOTALL)
    ]


@pytest.mark.parametrize("key", taught_case_keys())
def test_a_case_tells_who_what_was_promised_and_what_went_wrong(page, key):
    """Every partner, promise and breach has a row; later events of the case are left out."""
    case, part = load_case(key), section(page, key)
    cells = rows(part)
    assert case.summary in text(part)
    assert case.source in text(part)
    for partner in case.partners:
        assert [partner.name, partner.role] in cells
    for promise in case.commitments:
        to = "All partners" if promise.to == ("all",) else words.listed(promise.to)
        (row,) = (row for row in cells if row[:2] == [promise.name, to])
        assert row[2:] == (
            ["Missed already"]
            if promise.missed
            else [f"{promise.starts}", f"{promise.weeks:g}", f"{promise.hours:g}", f"{week_of(case.date_of(promise))}"]
        )
    for event in case.events:
        assert ([whom(event.to), event.label] in cells) is (event.event == "breach")


@pytest.mark.parametrize("key", strategy_keys())
def test_a_strategy_has_its_row(page, key):
    """Each strategy has title, first sentence, acts and source; foils are in a separate table."""
    strategy, part = load_strategy(key), section(page, "strategies")
    said = "; ".join(moves(strategy)) or "None"
    (row,) = (row for row in rows(part) if row[0] == strategy.title)
    assert row[2:] == [said, strategy.source]
    assert strategy.summary.startswith(row[1])
    assert row[1][-1] in ".!?"
    assert (strategy.title in text(part).split("What is warned of")[1]) is not strategy.documented


def test_moves_stand_in_the_order_in_which_they_are_made():
    """Acts are listed once each, in order of time, including repeats and acts that wait for a complaint."""
    assert moves(load_strategy("escuta-ativa")) == [
        "Listen", "Say what went wrong", "Thank partners", "Involve partners", "Clear up misunderstandings",
        "Offer a change",
    ]  # fmt: skip
    assert moves(load_strategy("deny-and-defend")) == ["Deny it", "Disagree openly", "Explain why"]
    assert moves(load_strategy("silence")) == []
    waits, week_three = {"act": "thank", "when": "complaint"}, {"act": "listen", "week": 3}
    own = Strategy(key="own", title="Own", summary="-", source="own", acts=[waits, week_three])
    assert moves(own) == ["Listen", "Thank partners"]


@pytest.mark.parametrize("key", lesson_keys())
def test_a_lesson_has_its_sheet(page, key):
    """Each sheet has the question, answers to tick, space for reason and notes, and the questions to discuss."""
    lesson, part = load_lesson(key), section(page, f"sheet-{key[:2]}")
    said = text(part)
    for expected in (lesson.title, lesson.question, lesson.predict.question, lesson.model, *lesson.objectives):
        assert expected in said
    boxes = re.search(r'<ul class="boxes">(.*?)</ul>', part, re.DOTALL)[1]
    assert [text(box) for box in re.findall(r"<li>(.*?)</li>", boxes)] == [c.words for c in lesson.predict.choices]
    for talk in lesson.talk:
        after = part[part.index(str(escape(talk.question))) :]
        assert re.match(r'[^<]*\n?<div class="lines" aria-hidden="true">(<div></div>){2}</div>', after)
    for heading in ("Why do you think so?", "What I saw, and what surprised me"):
        assert re.search(
            rf'<h3>{re.escape(heading)}</h3>\s*<div class="lines" aria-hidden="true">(<div></div>)+</div>', part
        )


@pytest.mark.parametrize("key", lesson_keys())
def test_a_sheet_gives_no_answer_away(page, key):
    """A sheet does not contain what the lesson shows after the guess."""
    said = text(section(page, f"sheet-{key[:2]}"))
    lesson = load_lesson(key)
    assert not [line for line in (*lesson.seen, *lesson.why.text) if line in said]


def test_the_sheet_for_the_start_asks_what_the_lab_asks(page):
    """The start's sheet has three ratings for each statement and space for answers to the case."""
    part, data = section(page, "sheet-00"), asked()
    cells = rows(part)
    for statement in data["statements"]:
        assert [statement["words"], "", "", ""] in cells
    for expected in (*data["case"]["text"], data["case"]["question"], *(c["words"] for c in data["case"]["choices"])):
        assert expected in text(part)


def test_words_to_say_are_those_of_lesson_04(page):
    """The pairs equal those in the facilitator's notes, but for one that only the notes contain."""
    notes = (ROOT / "docs" / "facilitator" / "04_when_things_go_wrong.md").read_text(encoding="utf-8")
    table = notes.split("| Act | Say | Not |")[1].split("\n\n")[0]
    wanted = [row.replace('"', "").strip("| ").split(" | ") for row in table.splitlines() if not row.startswith("|-")]
    found = [[re.sub("[“”]", "", cell) for cell in row] for row in rows(section(page, "words"))]
    assert [row for row in wanted if row[0] and row[0] != "Deny"] == [row for row in found if row in wanted]
    assert sum(row in found for row in wanted) == 7


def test_no_pair_of_the_lessons_is_left_out(page):
    """Every “Not:” in a lesson has a row in the handout."""
    told = "".join(path.read_text(encoding="utf-8") for path in NOTEBOOKS.glob("*.ipynb")).count(" Not: ")
    tables = section(page, "words").split('<table class="pairs">')
    assert sum(len(rows(part)) - 1 for part in tables[1:] if '<th scope="col">Not</th>' in part) == told > 7


def test_each_line_of_a_message_says_what_it_does(page):
    """The parts of lesson 04's message, line by line."""
    cells = [row[-2:] for row in rows(section(page, "words"))]
    for part in load_lesson("04_when_things_go_wrong").message:
        assert part.label in text(section(page, "words"))
        for line in part.lines:
            assert [f"“{line.words}”", line.said] in cells


def test_the_plan_is_empty_dated_and_looks_30_days_ahead(page):
    """The plan has space for every part of the lab's plan and for three dates."""
    part = section(page, "plan")
    for name in PARTS:
        heading = str(escape(words.say(f"plan.{name}")))
        assert re.search(
            rf'<h3>{re.escape(heading)}</h3>\s*<div class="lines" aria-hidden="true">(<div></div>)+</div>', part
        )
    assert len(re.findall(r"<span>[A-Z][a-z ]+ <i></i>", part)) == 3
    assert "(30 days later)" in text(part)
    assert re.search(r'class="commitment">\s*<h3>My one thing for the next 30 days', part)


def test_it_calls_no_other_host(page):
    """The handout loads nothing, and its links lead to parts of the page."""
    assert not re.search(r"https?://|src=|url\(|@import|<script|<link(?! rel=\"icon\" href=\"data:)", page)
    targets = re.findall(r'href="(?!data:)([^"]+)"', page)
    assert len(targets) == 5
    for target in targets:
        assert f'id="{target.removeprefix("#")}"' in page


def test_tables_and_languages_are_marked(page):
    """Tables have captions and headers with a scope, and Portuguese text is marked as such."""
    tables = re.findall(r"<table.*?</table>", page, re.DOTALL)
    assert len(tables) == 3 * len(taught_case_keys()) + 3 + 1 + 2 + 1
    assert all("<caption>" in table and '<th scope="col"' in table for table in tables)
    assert page.count("<th ") == page.count("<th scope=")
    assert '<html lang="en">' in page
    assert page.count("Ouvir primeiro") == page.count('<span lang="pt">Ouvir primeiro</span>') > 0


def prose(page):
    """Return the sentences of the page: paragraphs, items and cells, without keys of sources and numbers."""
    body = re.sub(
        r'<style>.*?</style>|<td class="number".*?</td>|<span lang="pt">.*?</span>', "", page, flags=re.DOTALL
    )
    found = re.findall(r"<(p|li|td|h3)\b[^>]*>(.*?)(?=</\1>|<div)", body, re.DOTALL)
    lines = [text(part) for _, part in found]
    keys = re.compile(r"PatientAdvocacy|CommunityPartner|Godfrey2011")
    lines = [re.sub(r"(\d)\.(\d)", r"\1\2", line) for line in lines if line and not keys.search(line)]
    return " ".join(line if line[-1] in ".?!”" else f"{line}." for line in lines)


def test_it_reads_easily(page):
    """The handout is readable at ninth-grade level."""
    from textstat import flesch_kincaid_grade

    assert len(prose(page).split()) > 2000
    assert flesch_kincaid_grade(prose(page)) <= HARDEST


@pytest.mark.slow
def test_it_is_written_whole_and_again(tmp_path):
    """The file is written to the given path, replaces an older one, and leaves no other file."""
    path = tmp_path / "my handout.html"
    path.write_text("old")
    said = mend("handout", "--out", path, cwd=ROOT)
    assert (said.returncode, said.stderr) == (0, "")
    assert str(path) in said.stdout
    assert path.read_text(encoding="utf-8") == handout(NOTEBOOKS)
    assert list(tmp_path.iterdir()) == [path]


def notebook(*cells):
    """Return a notebook's text."""
    return json.dumps({"cells": [{"cell_type": "markdown", "source": [cell]} for cell in cells], "metadata": {}})


@pytest.mark.slow
@pytest.mark.parametrize(
    ("arguments", "names"),
    [
        (["--out", "handout.pdf"], "handout.pdf: the file of a handout must end in .html"),
        (["--out", "nowhere/handout.html"], "nowhere is no folder that you may write to"),
        (["--out", "folder.html"], "folder.html: cannot be written (it is a folder)"),
        (["--out", "file/handout.html", "--notebooks", NOTEBOOKS], "file/handout.html: cannot be written"),
        (["--notebooks", "nowhere"], "there is no folder 'nowhere'"),
        (["--notebooks", "folder.html"], "folder 'folder.html' holds no lessons"),
        (["--notebooks", "plain"], "no lesson in the folder 'plain' holds lines to say"),
        (["--notebooks", "broken"], "x.ipynb is not a notebook that can be read"),
        (["--nonsense"], "--nonsense"),
    ],
)
def test_bad_input_is_one_clear_line(tmp_path, arguments, names):
    """Wrong input is refused in one line with exit code 2, and nothing is written."""
    for folder in ("folder.html", "plain", "broken"):
        (tmp_path / folder).mkdir()
    (tmp_path / "file").write_text("")
    (tmp_path / "plain" / "x.ipynb").write_text(notebook("Nothing to say."))
    (tmp_path / "broken" / "x.ipynb").write_text('{"cells": [1], "metadata": {}}')
    before = sorted(tmp_path.rglob("*"))
    said = mend("handout", *arguments, cwd=tmp_path)
    assert (said.returncode, said.stdout) == (2, "")
    assert len(said.stderr.splitlines()) == 1
    assert names in said.stderr
    assert sorted(tmp_path.rglob("*")) == before
