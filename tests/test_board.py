"""The board of a class: codes in pasted text, years side by side, and the page that is projected."""

import json
import re
from base64 import b64encode
from hashlib import sha256
from html import unescape
from itertools import combinations, pairwise
from statistics import mean

import pytest
from commands import mend
from hypothesis import given, settings
from hypothesis import strategies as st
from typer.testing import CliRunner

from sim.base.text_codec import encode, hand_in_text
from sim.cli.main import app
from sim.experiments.year import year_code
from sim.experiments.year.board import ALIKE, NEAREST, board_of
from sim.experiments.year.class_codes import MOST_YEARS, ClassCodes, read_codes
from sim.experiments.year.ending import ending, rivals
from sim.experiments.year.year import Year
from sim.experiments.year.year_code import as_code
from sim.handout.board_page import board_page
from sim.handout.board_pictures import APART, dots
from sim.handout.board_questions import questions
from sim.texts.words import say

pytestmark = pytest.mark.long

SHORT = "missed-deliveries"
UPDATES = {"act": "update", "week": 1, "every_weeks": 2}


def played(*acts, number=4, guesses=(), case=SHORT, last=None):
    """Return a year in which acts were sent on the first evening, and guesses made: a trust for all, by week."""
    year = Year.begin(case, number)
    guesses = dict(guesses)
    last = last or year.case.weeks
    while year.week < last:
        if year.week in guesses:
            year = year.guess(dict.fromkeys(year.case.names, guesses[year.week]))
        year = year.send_again(acts if not year.turns else (), (), min(year.week + 4, last))
    return year


def forged(**change):
    """Return a code, with the right letters at its end, of data that no course made."""
    data = {"c": SHORT, "n": 4, "t": [[[], [], 2]], "g": []} | change
    return f"MBY1-{encode(data, 'Y1', usual=year_code.USUAL)}"


def read(text):
    """Return what is read from one pasted text."""
    return read_codes([("", text)])


CODE = as_code(played())


# Codes in text


def test_sixty_codes_of_which_twenty_are_bad():
    """Each bad code is told in one sentence with its line, and the forty others are there."""
    good = [as_code(played({"act": "thank", "day": day})) for day in range(1, 41)]
    bad = {
        CODE[:-1]: "cut or changed", CODE[:30] + CODE[31:]: "cut or changed", CODE.replace("Y1", "Y2", 1): "newer",
        CODE.replace("MBY1-", ""): "beginning is missing", hand_in_text({"name": "kestrel"}): "another kind",
        "MB1-abc-abcdef": "another kind", "MBY1-": "cut or changed", "MBY1-<script>alert(1)</script>": "cut or changed",
        forged(c="nowhere"): "not here", forged(c="<b>" * 3000): "not here", forged(n=-1): "does not fit",
        forged(n=10**400): "does not fit", forged(t=[[[{"act": "bribe", "day": 1}], [], 2]]): "does not fit",
        forged(t=[[[], [], float("inf")]]): "does not fit", forged(t={}): "stops after week 0 of",
        forged(g=[[0, [1]]]): "cut or changed", as_code(played(last=12)): "week 12 of",
        good[0]: "same year as in line 1", good[1] + " ": "same year as in line 4",
        "MBY1-" + "A" * 30_000: "cut or changed",
    }  # fmt: skip
    assert len(bad) == 20
    lines = [line for pair in zip(good, bad, strict=False) for line in pair] + good[20:]
    lines.insert(2, "Dear all, here they are")
    found = read("\n".join(lines))
    assert [one.year for one in found.years] == [year_code.from_code(code) for code in good]
    assert [one.place.line for one in found.left_out] == [2, *range(5, 43, 2)]
    for one, said in zip(found.left_out, bad.values(), strict=True):
        assert said in one.why
        assert re.fullmatch(r"[^\n]{10,400}\.", one.why)


@pytest.mark.parametrize(
    ("line", "name"),
    [
        ("otter: {}", "otter"),
        ("otter:{}", "otter"),
        ("  [10:32, 29/11/2026] otter: 6 of 8 stayed. Can you do it with less? {} Bye: now", "otter"),
        ("> > łoś-3 : {}", "łoś-3"),
        ("{}", "line 2"),
        ("Ana Silva: {}", "line 2"),
        ("https://here/D_play_a_year.ipynb?year={}", "line 2"),
        ("a-name-of-more-than-24-letters: {}", "line 2"),
        ("<i>: {}", "<i>"),
        ("***: {}", "line 2"),
        ("a\u200bb\u00ad: {}", "ab"),
        ("bell\a: {}", "line 2"),
    ],
)
def test_one_word_before_a_colon_is_a_pseudonym(line, name):
    """Other words around a code are ignored, and a year without a pseudonym is called by its line."""
    (one,) = read(f"Hello: all\n{line.format(CODE)}\nMore: words").years
    assert (one.name, one.place.line) == (name, 2)


@pytest.mark.parametrize("wrap", ["{}\n{}", "> {}\n> {}", "{}\r\n{}", "{}\r{}", "{}\n\n  {}", "{}\u200b{}"])
def test_a_code_may_be_broken_into_lines(wrap):
    """Mails break codes into lines and mark them, and chats put characters into them that nobody sees."""
    other = as_code(played({"act": "thank", "day": 2}))
    found = read(f"otter: {wrap.format(CODE[:20], CODE[20:])}\nheron: {other}".replace("-", "\u2011"))
    assert [one.name for one in found.years] == ["otter", "heron"]
    assert found.left_out == ()


def test_several_codes_may_stand_on_one_line():
    """The pseudonym before them belongs to the first, and nobody is called like another."""
    codes = [as_code(played({"act": "thank", "day": day})) for day in range(1, 5)]
    found = read(f"otter: {codes[0]} wren: {codes[1]}\notter: {codes[2]}, {codes[3]}")
    assert [one.name for one in found.years] == ["otter", "line 1", "otter (2)", "line 2"]


def test_what_stands_in_several_files_is_told_by_file_and_line():
    """A year that a second file repeats is left out there."""
    found = read_codes([("one.txt", f"\n{CODE}"), ("two.txt", CODE)])
    assert [str(one.place) for one in found.years] == ["one.txt, line 2"]
    assert [str(one.place) for one in found.left_out] == ["two.txt, line 1"]
    assert "same year as in one.txt, line 2" in found.left_out[0].why


def test_no_more_years_than_a_page_can_show(monkeypatch):
    """What is beyond that is left out, each with its line."""
    monkeypatch.setattr("sim.experiments.year.class_codes.MOST_YEARS", 2)
    found = read("\n".join(as_code(played({"act": "thank", "day": day})) for day in range(1, 5)))
    assert [one.place.line for one in found.left_out] == [3, 4]
    assert MOST_YEARS >= 60


PARTS = [
    CODE,
    CODE[:25],
    CODE[25:],
    "MB",
    "MBY1-",
    "MBH1-x-",
    "-",
    ":",
    "\n",
    "otter",
    "[",
    "]",
    ">",
    " ",
    "\0",
    "\ud800",
]


@given(st.lists(st.sampled_from(PARTS), max_size=12).map("".join))
@settings(max_examples=40, deadline=None)
def test_no_text_is_refused(text):
    """Whatever is pasted gives years and sentences, and a year that is there whole, on a line of its own, is found."""
    found = read(f"{text}\nMBY1-cut\n\notter: {CODE}")
    assert any(one.year == year_code.from_code(CODE) for one in found.years)
    assert all(one.why and one.place.line >= 1 for one in found.left_out)


# Years side by side


@pytest.fixture(scope="module")
def sent():
    """Return what a small class sent: five years of one number, and one of another case."""
    years = {
        "otter": played(guesses={4: 90, 12: 90, 20: 95}),
        "heron": played(UPDATES, guesses={4: 40, 12: 50, 20: 55}),
        "wren": played({"act": "apologise", "week": 1}, {"act": "listen", "week": 2, "channel": "call"}),
        "</script><b>": played(UPDATES, {"act": "thank", "week": 3}, guesses={8: 60}),
        "fox": played({"act": "part_ways", "week": 5, "to": [Year.begin(SHORT).case.names[0]]}, guesses={4: 10}),
        "lark": played(number=5),
    }
    return read("\n".join(f"{name}: {as_code(year)}" for name, year in years.items()))


@pytest.fixture(scope="module")
def board(sent):
    """Return the board of that class."""
    return board_of(sent)


def test_years_of_other_cases_or_numbers_are_apart(sent, board):
    """The largest group comes first, each with what strategies reach in that very year."""
    assert [(group.case.key, group.number, len(group.years)) for group in board.groups] == [
        (SHORT, 4, 5),
        (SHORT, 5, 1),
    ]
    assert board.count == len(sent.years) == 6
    for group in board.groups:
        assert group.rivals == rivals(next(one.year for one in sent.years if one.year.number == group.number))


def test_a_year_is_shown_as_it_ended(sent, board):
    """Who stayed, hours and true lines are those of the year itself."""
    ends = {one.name: ending(one.year) for one in sent.years}
    for year in (year for group in board.groups for year in group.years):
        assert year.ended == ends[year.name]
        assert (year.stayed, year.gone) == (len(year.ended.stayed), year.ended.left | year.ended.parted)


def test_surprise_is_how_far_a_year_lies_from_its_hours_or_guesses(board):
    """The larger of two gaps in points of 100, as the page tells it, and the most surprising year comes first."""
    group = board.groups[0]
    for year in group.years:
        others = [(one.ended.used, one.ended.headline) for one in group.years if one is not year]
        others += [(one.hours, one.headline) for one in group.rivals]
        nearest = sorted(others, key=lambda one: abs(one[0] - year.ended.used))[:NEAREST]
        by_hours = abs(year.ended.headline - mean(headline for _, headline in nearest))
        gaps = [year.ended.lines[name][one.week] - value for one in year.guesses for name, value in one.trust.items()]
        by_guesses = abs(mean(gaps)) if gaps else 0
        assert year.surprise == pytest.approx(max(by_hours, by_guesses))
        assert (year.guesses_off is None) == (not gaps)
        assert year.guesses_off is None or year.guesses_off == pytest.approx(mean(map(abs, gaps)))
    assert [*group.years] == sorted(group.years, key=lambda year: -year.surprise)
    assert next(year for year in group.years if year.name == "otter").beyond_guesses < 0


def test_guesses_spread_by_partner_and_moment(board):
    """The first, second and third guess of each player count, whatever the week."""
    spreads = {(one.partner, one.moment): one for one in board.groups[0].spreads}
    name = board.groups[0].case.names[1]
    first = spreads[name, 0]
    assert (first.values, first.weeks, first.middle) == ((10, 40, 60, 90), (4, 8), 50)
    assert spreads[name, 2].values == (55, 95)
    assert board.groups[1].spreads == ()


def test_two_years_of_as_many_hours_that_ended_otherwise(board):
    """No other pair of about as many hours differs more."""
    group = board.groups[0]
    better, worse = group.same_hours
    alike = [
        abs(one.ended.headline - other.ended.headline)
        for one, other in combinations(group.years, 2)
        if min(one.ended.used, other.ended.used) >= (1 - ALIKE) * max(one.ended.used, other.ended.used)
    ]
    assert better.ended.headline - worse.ended.headline == pytest.approx(max(alike))
    assert board.groups[1].same_hours is None


def test_three_questions_come_from_what_was_played(board):
    """One on a partner who was lost or nearly, one on guesses, one on hours; each has its wording without data."""
    group, alone = board.groups
    partner, lost = group.most_divided
    assert lost == sum(partner in year.gone for year in group.years) > 0
    first, second, third = questions(group)
    assert partner in first
    name, moment, gap = group.furthest_guess
    gaps = [year.gaps(moment)[name] for year in group.years if name in year.gaps(moment)]
    assert gap == pytest.approx(mean(gaps))
    assert name in second
    assert sum(f"“{year.name}”" in third for year in group.years) == 2
    assert questions(alone)[1] == say("board_questions.no_guesses")
    assert alone.rivals[0].strategy.title in questions(alone)[2]


# Pictures


@given(st.lists(st.tuples(st.floats(0, 900), st.integers(0, 8)), min_size=1, max_size=80))
@settings(max_examples=40, deadline=None)
def test_no_dot_covers_another(several):
    """Dots of one number of partners move apart within their band, each at its own hours."""
    drawn = dots([(hours, stayed, "1", False, "a") for hours, stayed in several], 8)
    assert len(drawn.marks) == len(several)
    for one, other in combinations(drawn.marks, 2):
        assert max(abs(one.x - other.x), abs(one.y - other.y)) >= APART - 0.11  # places are rounded to a tenth
    assert all(0 < mark.y < drawn.high for mark in drawn.marks)
    assert sorted(drawn.rows, key=drawn.rows.get) == [*range(8, -1, -1)]


# The page


@pytest.fixture(scope="module")
def page(board):
    """Return the page of that class."""
    return board_page(board)


def test_the_page_runs_only_its_own_script_and_asks_no_other_host(page):
    """Its policy names the script that it holds; whatever was pasted is text."""
    (script,) = re.findall(r'<script type="module">(.*?)</script>', page, re.DOTALL)
    assert f"script-src 'sha256-{b64encode(sha256(script.encode()).digest()).decode()}'" in page
    assert "default-src 'none'" in page
    assert not re.search(r"https?://|url\(|@import|<link(?! rel=\"icon\" href=\"data:)|<img| on\w+=", page)
    assert "<b>:" not in page
    assert len(re.findall(r"</script>", page)) == 1 + len(re.findall(r'<script type="application/json">', page))


def test_nothing_of_the_ends_is_seen_before_the_veil_is_lifted(page, board):
    """What was true stands within a part that is closed at first, for each group."""
    parts = re.findall(r'<details class="reveal">.*?</section>', page, re.DOTALL)
    assert len(parts) == len(board.groups)
    before = page
    for part in parts:
        before = before.replace(part, "")
    assert "<polyline" not in before
    assert 'class="dot"' not in before
    assert " left in week" not in before
    for group, part in zip(board.groups, parts, strict=True):
        assert all(one in unescape(part) for one in questions(group))
        assert part.count('class="ring"') == len(group.rivals)
        assert part.count('class="dot"') == len(group.years)


def test_any_two_years_can_be_laid_side_by_side(page, board):
    """The page holds each year's lines and words, as the script takes them; at first two are drawn without it."""
    (held,) = re.findall(r'<script type="application/json">(.*?)</script>', page, re.DOTALL)
    years, group = json.loads(held), board.groups[0]
    assert [year["name"] for year in years] == [year.name for year in group.years]
    for told, year in zip(years, group.years, strict=True):
        for partner, name in zip(told["partners"], group.case.names, strict=True):
            weeks = year.gone.get(name, group.case.weeks)
            assert len(partner["points"].split()) == weeks + 1
            assert bool(partner["gone"]) == (name in year.gone)
            assert f"at {round(year.ended.lines[name][weeks])}" in partner["said"]
    assert page.count("<polyline") == 2 * len(group.case.names)


def test_pictures_have_tables_beside_them_and_headings_descend(page):
    """Each picture is named, each table has headers with a scope, and no heading skips a level."""
    pictures = [one for one in re.findall(r"<svg[^>]*>", page) if 'class="sign"' not in one]
    assert sum('role="img"' in one and "aria-label=" in one for one in pictures) == len(pictures) - 2  # the legend
    assert page.count("<th ") == page.count("<th scope=")
    levels = [int(level) for level in re.findall(r"<h(\d)", page)]
    assert levels[0] == 1
    assert all(after - before <= 1 for before, after in pairwise(levels))
    assert '<html lang="en">' in page


def test_a_class_without_guesses_or_with_bad_codes_is_told(sent):
    """Codes that are left out are listed with their lines."""
    left_out = read(f"{CODE}\n{CODE}").left_out
    shown = board_page(board_of(ClassCodes(sent.years[-1:], left_out)))
    assert "Nobody made a guess" in shown
    assert "line 2: This is the same year as in line 1" in shown
    assert "stands alone" in shown


# The command


def test_codes_come_from_files_or_are_pasted(tmp_path, monkeypatch):
    """`mend board` writes the page, and tells of each code that is left out."""
    monkeypatch.chdir(tmp_path)
    said = CliRunner().invoke(app, ["board", "-"], input=f"otter: {CODE}\nMBY1-cut\n")
    assert said.exit_code == 0
    assert said.stdout.splitlines() == [
        "line 2: This code is cut or changed. Copy it again, from its first letter to its last.",
        "board.html: 1 year; 1 left out. Open it in a browser.",
    ]
    (tmp_path / "a.txt").write_bytes(f"otter: {CODE}".encode("utf-16"))
    (tmp_path / "b.csv").write_bytes(b"l\xf6we: " + CODE.encode())
    said = CliRunner().invoke(app, ["board", "a.txt", "b.csv", "--save", "two.html"])
    assert said.stdout.splitlines()[0] == "b.csv, line 1: This is the same year as in a.txt, line 1; it is shown once."
    assert "otter" in (tmp_path / "two.html").read_text("utf-8")


@pytest.mark.slow
@pytest.mark.parametrize(
    ("arguments", "names"),
    [
        (["words.txt"], "no year can be shown"),
        (["nowhere.txt"], "nowhere.txt: there is no such file"),
        (["folder"], "folder: is a folder; name the files with codes in it"),
        (["word.docx"], "word.docx: is not a text file"),
        (["words.txt", "--save", "board.pdf"], "board.pdf: the file of a board must end in .html"),
        ([], "Missing argument 'files'"),
    ],
)
def test_bad_input_is_one_clear_line(tmp_path, arguments, names):
    """Wrong input is refused in one line with exit code 2, and nothing is written."""
    (tmp_path / "folder").mkdir()
    (tmp_path / "words.txt").write_text("Hello")
    (tmp_path / "word.docx").write_bytes(b"PK\3\4\0\0")
    before = sorted(tmp_path.rglob("*"))
    said = mend("board", *arguments, cwd=tmp_path)
    assert (said.returncode, said.stdout) == (2, "")
    assert len(said.stderr.splitlines()) == 1
    assert names in said.stderr
    assert sorted(tmp_path.rglob("*")) == before
