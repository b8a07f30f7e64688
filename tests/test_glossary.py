"""The glossary: each word has one meaning, and is defined in the file that the page names."""

import ast
import json
import re
import tomllib
from collections import Counter

import pytest
from conftest import ROOT

from sim.experiments.evidence.finding_files import findings
from sim.texts.data_files import texts_of
from sim.texts.words import catalogue

PAGE = (ROOT / "docs" / "glossary.md").read_text(encoding="utf-8")
ROWS = re.findall(r"^\| (.+?) \| (.+) \| `(sim/.+?)` \|$", PAGE, re.MULTILINE)


def test_each_word_is_where_the_glossary_says():
    """The file named beside each word of the glossary exists."""
    assert len(ROWS) > 50
    assert [place for _, _, place in ROWS if not (ROOT / place).is_file()] == []


def test_only_what_is_told_to_mean_two_things_stands_twice():
    """A word is listed twice only if the section on words with two meanings explains it."""
    twice = {word for word, count in Counter(word for word, _, _ in ROWS).items() if count > 1}
    told = PAGE.partition("## Words that mean two things")[2]
    assert {word for word in twice if f"| {word} |" not in told} == set()


def names_in(path):
    """Yield the names of all functions, classes, parameters and attributes in a file, in lower case."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        for kind, field in (
            (ast.FunctionDef, "name"),
            (ast.ClassDef, "name"),
            (ast.arg, "arg"),
            (ast.Attribute, "attr"),
        ):
            if isinstance(node, kind):
                yield getattr(node, field).strip("_").lower()


@pytest.mark.slow
def test_words_that_gave_way_do_not_come_back():
    """No name in the package uses a word that has been replaced."""
    gone = set(re.findall(r"`(\w+)`", PAGE.partition("## Words that gave way")[2]))
    assert len(gone) > 10
    assert {path: found for path in (ROOT / "sim").rglob("*.py") if (found := gone.intersection(names_in(path)))} == {}


# Catalogues and data that people without code read. Commands, refusals of files and pages of docs/ are for others.
FOLDERS = ("lab/session/lessons", "exercises/exercises", "catalogue/cases", "catalogue/strategies", "lab/panels")
AREAS = {
    "lines", "picture", "headline", "twin", "moved", "score", "figure_names", "partners", "ranking",
    "message", "card", "questions", "plan", "keep", "contest", "story", "bench", "editor", "code", "lesson",
    "company", "go_on", "exercise", "judging", "year", "year_facts", "year_due", "year_hours", "year_cards",
    "year_inbox", "year_end", "year_debrief", "year_told", "year_words", "year_beside", "causes",
    "causes_that_hurt", "sentences", "phrases", "drawn", "drawn_causes", "what_if", "turning_points",
}  # fmt: skip
GONE = re.compile(
    r"(?<![{\w])worlds?(?![}\w])(?! outside)(?<!knows the world)"
    r"|\bmean (?:of|trust)|\bthe mean\b|±|\b[Pp]in(?:s|ned)?\b|\b[Bb]reach|(?<!{)\b[Ff]ailures?\b|\bknob|open checks?\b"
    r"|other luck again|begins with MB"
)


def wordings():
    """Yield what people without code read: of the catalogue, of data, of notebooks, and of notes for facilitators."""
    for key, text in catalogue().items():
        if key.partition(".")[0] in AREAS:
            yield key, str(text)
    yield from in_data()
    for path in [*(ROOT / "docs" / "facilitator").glob("*.md"), ROOT / "docs" / "try-it.md"]:
        if path.name != "figures.md":  # calls, for whoever wants to play them again
            yield path.name, path.read_text("utf-8")


def in_data():
    """Yield the words of lessons, exercises, cases, strategies, findings and notebooks."""
    for folder in FOLDERS:
        for path in (ROOT / "sim" / folder).glob("*.toml"):
            yield from texts_of(tomllib.loads(path.read_text("utf-8")), path.stem)
    for one in findings():  # as the model card shows them
        yield one.id, " ".join([one.words, one.study, one.reason_in_words or "", *one.figure_words.values()])
    for path in (ROOT / "notebooks").glob("*.ipynb"):
        for cell in json.loads(path.read_text("utf-8"))["cells"]:
            if cell["cell_type"] == "markdown":
                yield path.name, "".join(cell["source"])


def test_pages_for_people_without_code_use_one_word_for_one_thing():
    """No page shows a word that the glossary has replaced for people without code."""
    found = [(where, GONE.search(words)[0]) for where, words in wordings() if GONE.search(words)]
    assert found == []


def test_a_word_that_gave_way_on_pages_would_be_found():
    """Each of the replaced words is found, and everyday uses of the same letters are not."""
    for words in (
        "Pin 1",
        "the mean of all",
        "3 ± 1",
        "in 20 worlds",
        "before the breach",
        "A breach of skill",
        "one failure",
        "One knob more",
        "the open checks",
    ):
        assert GONE.search(words), words
    for words in ("what does it mean", "they mean well", "opinion", "how well the model knows the world."):
        assert not GONE.search(words), words
