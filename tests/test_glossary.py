"""The glossary: each word has one meaning, and is defined in the file that the page names."""

import ast
import re
from collections import Counter

import pytest
from conftest import ROOT

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
