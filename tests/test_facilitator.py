"""The notes for facilitators: their figures, minutes, keys and sources are right, and they read easily."""

import doctest
import json
import re
import tomllib
from functools import cache

import pytest
from conftest import ROOT

NOTES = ROOT / "docs" / "facilitator"
LESSONS = {path.stem: path for path in sorted(NOTES.glob("[0A]*_*.md"))}
ONE_YEAR = NOTES / "one_year.md"
CARDS = NOTES / "cards.md"
PAGES = [
    *LESSONS.values(), ONE_YEAR, NOTES / "README.md", NOTES / "launch.md", NOTES / "debrief.md", CARDS,
    ROOT / "docs" / "try-it.md",
]  # fmt: skip
ROUTES = ("20", "120", "390")  # minutes; the third is a day, from nine to half past three
NINE = 9 * 60  # when a run sheet begins, in minutes
HARDEST = 9  # school grade
BOLD = re.compile(r"\*\*([\d.]+)\*\*")
QUOTED = re.compile(r"“([^“”]*)”")
TITLE = re.compile(r"^# \w+ “(.+)”: facilitator's notes$", re.MULTILINE)
LETTER = re.compile(r"  # ([\dA]\.\d)\n +'([abc])'")


def text(path):
    """Read one page."""
    return path.read_text(encoding="utf-8")


def by_name(path):
    """Name a test case after its page."""
    return path.name


def rows(page):
    """Return the cells of all table rows of a page, without headings and rules."""
    lines = (line.strip("| ").split(" | ") for line in page.splitlines() if line.startswith("| "))
    return [[cell.strip() for cell in line] for line in lines]


def minutes(page):
    """Return {step: minutes on each route} of a page's table."""
    steps = (line for line in rows(page) if line[0] not in ("Step", "Part"))
    return {step: [int(cell) for cell in cells] for step, *cells in steps if all(map(str.isdigit, cells))}


def figures(section):
    """Return the numbers that the calls under one heading of figures.md print."""
    part = text(NOTES / "figures.md").split(f"\n## {section}\n")[1].split("\n## ")[0]
    wanted = " ".join(example.want for example in doctest.DocTestParser().get_examples(part))
    return set(re.findall(r"\d+(?:\.\d+)?", wanted))


def strings(value):
    """Return all texts within a value that was read from a file."""
    if isinstance(value, dict):
        return [one for part in value.values() for one in strings(part)]
    if isinstance(value, list):
        return [one for part in value for one in strings(part)]
    return [value] if isinstance(value, str) else []


@cache
def words_of_pages():
    """Return what stands on the pages: all texts of the package's data files, of notebooks and of the set-up."""
    found = [one for path in (ROOT / "sim").rglob("*.toml") for one in strings(tomllib.loads(text(path)))]
    for path in (ROOT / "notebooks").glob("*.ipynb"):
        found += ["".join(cell["source"]) for cell in json.loads(text(path))["cells"]]
    return "\n".join([*found, text(ROOT / "setting_up.py"), text(ROOT / "start.py")])


def on_a_page(quoted):
    """Return whether quoted words stand on a page; “…” leaves words out, and a button “Next: …” names a part."""
    pieces = [piece.strip() for piece in quoted.removeprefix("Next: ").split("…")]
    return all(piece in words_of_pages() for piece in pieces)


def plain(page):
    """Return the sentences that a person would read aloud: no code, tables of numbers, marks or link targets.

    A figure's point would be taken for the end of a sentence, and a paragraph's end is one only where it has a point.
    """
    page = re.sub(r"^    .*$|^\|.*\| \d+ \|$|^\|[-|]+\|$|^#.*$", "", page, flags=re.MULTILINE)
    page = re.sub(r"\*\*(Say|Do|Watch for|What usually happens)\.\*\*|^> ?|^[-\d.]+ ", "", page, flags=re.MULTILINE)
    page = re.sub(r"\]\([^)]*\)|[*`\[|]", " ", page)
    return re.sub(r"\d+\.\d+", "five", page)


def test_there_is_a_page_for_each_lesson():
    """Eight lessons and the model card."""
    assert list(LESSONS) == [
        "00_start", "01_what_moves_trust", "02_update_rhythm", "03_promises", "04_when_things_go_wrong",
        "05_luck_or_strategy", "06_many_partners", "07_your_plan", "A_model_card",
    ]  # fmt: skip


@pytest.mark.full
@pytest.mark.slow
def test_the_calls_still_give_the_figures():
    """The figures on the page of figures are those that the simulation gives now."""
    found = doctest.testfile(str(NOTES / "figures.md"), module_relative=False, encoding="utf-8")
    assert found.attempted > 100
    assert not found.failed


@pytest.mark.parametrize("path", LESSONS.values(), ids=by_name)
def test_bold_figures_come_from_a_call(path):
    """Every bold figure in a lesson's notes is computed in its section of the page of figures."""
    quoted = set(BOLD.findall(text(path)))
    assert quoted, "a lesson's notes quote the simulation"
    assert quoted <= figures(path.stem.split("_")[0])


@pytest.mark.parametrize("path", LESSONS.values(), ids=by_name)
def test_figures_in_running_text_are_bold(path):
    """Every figure of trust in running text is bold, so that the test above checks it."""
    loose = re.sub(r"\*\*[^*]*\*\*", "", text(path))
    assert not re.findall(r"\b0\.\d+", loose)


@pytest.mark.parametrize("path", [*LESSONS.values(), ONE_YEAR, NOTES / "debrief.md", NOTES / "README.md"], ids=by_name)
def test_minutes_add_up(path):
    """The minutes of a lesson's steps, and of a route's parts, add up to the stated total."""
    steps = minutes(text(path))
    together = steps.pop("Together")
    assert [sum(column) for column in zip(*steps.values(), strict=True)] == together


def test_routes_give_each_lesson_the_minutes_that_it_needs():
    """The routes take 20 minutes, two hours and a day of six and a half, and agree with each lesson's own table."""
    parts = minutes(text(NOTES / "README.md"))
    assert parts["Together"] == [int(route) for route in ROUTES]
    for path in [*LESSONS.values(), NOTES / "debrief.md"]:
        name = next(part for part in parts if path.name in part)
        assert parts[name] == minutes(text(path))["Together"]


def test_figures_of_the_cards_come_from_a_call():
    """Every bold figure on a card is computed in its lesson's section of the page of figures."""
    for card in text(CARDS).split("\n## ")[1:]:
        key = card.split("\n")[0]
        assert set(BOLD.findall(card)) <= figures(key), key


def test_run_sheets_begin_each_part_when_the_one_before_ends():
    """The clock times of two hours and of a day follow from the minutes, from nine o'clock on."""
    page = text(NOTES / "README.md")
    sheet = {cells[0]: cells[1:] for cells in rows(page.split("| Begins at |")[1].split("\n\n")[0])}
    for column in (0, 1):
        now = NINE
        for part, planned in minutes(page).items():
            begins = sheet["End" if part == "Together" else re.sub(r"\[(.*)\]\(.*\)", r"\1", part)][column]
            took = planned[column + 1]
            assert begins == (f"{now // 60}:{now % 60:02d}" if took else "-"), part
            now += took


def test_a_year_takes_the_same_minutes_everywhere():
    """The notes on a year, those of lesson 01, and its page give one number."""
    page = words_of_pages()
    computer, phone = re.search(r"Play a year first: (\d+) to (\d+) minutes\.", page).groups()
    assert {str(one) for one in minutes(text(ONE_YEAR))["Play"]} == {computer}
    assert minutes(text(LESSONS["01_what_moves_trust"]))["A year first"] == [0, 0, int(computer)]
    for path in (ONE_YEAR, LESSONS["01_what_moves_trust"]):
        assert f"takes {computer} minutes, on a phone {phone}" in text(path)


@pytest.mark.parametrize("path", PAGES, ids=by_name)
def test_what_is_quoted_stands_on_a_page(path):
    """Every “quoted” button, heading, question and answer is in the catalogues or the notebooks, word for word."""
    assert [one for one in QUOTED.findall(text(path)) if not on_a_page(one)] == []


@pytest.mark.parametrize("path", LESSONS.values(), ids=by_name)
def test_notes_are_named_as_their_page_is(path):
    """A lesson's notes and the table of routes quote the heading of its page."""
    title = TITLE.search(text(path))[1]
    cells = json.loads(text(ROOT / "notebooks" / f"{path.stem}.ipynb"))["cells"]
    assert next(line for cell in cells for line in cell["source"] if line.startswith("# ")).strip() == f"# {title}"
    assert f"{path.stem.split('_')[0]} “{title}”]({path.name})" in text(NOTES / "README.md")


@pytest.mark.parametrize("path", [LESSONS[key] for key in LESSONS if "01" <= key < "08"], ids=by_name)
def test_a_say_asks_what_the_page_asks(path):
    """Before the guess the leader reads the page's question, and its answers, word for word."""
    asked = tomllib.loads(text(ROOT / "sim" / "lab" / "session" / "lessons" / f"{path.stem}.toml"))["predict"]
    page = text(path)
    assert "{" in asked["question"] or f"“{asked['question']}”" in page  # in 05 the page counts the strategies
    assert [one["words"] for one in asked["choices"] if f"“{one['words']}”" not in page] == []


@pytest.mark.parametrize("path", LESSONS.values(), ids=by_name)
def test_each_lesson_has_its_parts(path):
    """Each lesson's notes have Say, Do, Watch for, four questions, a misconception and the model's limits."""
    page = text(path)
    for part in (
        "**Say.**", "**Do.**", "**Watch for.**", "**Main control:**", "- Reactions:", "- What:", "- Why:",
        "- Take away:", "## Misconception to listen for", "## What the model cannot say here",
    ):  # fmt: skip
        assert part in page


def test_the_key_comes_from_the_simulation():
    """Each question has one right letter, which the simulation confirms."""
    made = dict(LETTER.findall(text(NOTES / "figures.md")))
    page = text(ROOT / "docs" / "try-it.md")
    asked = re.findall(r"^- \*\*([\dA]\.\d)\*\*", page, flags=re.MULTILINE)
    key = {
        f"{cells[0][-1]}.{place}": letter
        for cells in rows(page.split("## Key")[1])
        for place, letter in enumerate(cells[1:], 1)
        if cells[0] != "Lesson"
    }
    assert asked == list(key)
    assert key == made
    assert len(asked) == 5 * len(LESSONS)


@pytest.mark.parametrize("path", PAGES, ids=by_name)
def test_it_reads_easily(path):
    """The text is readable at ninth-grade level."""
    from textstat import flesch_kincaid_grade

    assert flesch_kincaid_grade(plain(text(path))) <= HARDEST


@pytest.mark.parametrize("path", PAGES, ids=by_name)
def test_sources_and_links_exist(path):
    """A cited key is on the page of sources, and a linked page is there."""
    known = set(re.findall(r"`([A-Z]\w+\d{4}|[A-Z]\w+)`", text(ROOT / "docs" / "sources.md")))
    for name, target in re.findall(r"\[([^\]]+)\]\(([^)#]+)[^)]*\)", text(path)):
        assert (path.parent / target).exists()
        if target.endswith("sources.md") and name != "the sources":
            assert name in known


def test_it_says_that_nobody_has_tried_it():
    """Both pages say that the workshop has not been tried with people."""
    for path in (NOTES / "README.md", ROOT / "docs" / "try-it.md"):
        assert "not yet been tried with people" in text(path)
