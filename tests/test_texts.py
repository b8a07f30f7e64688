"""Every text comes from a catalogue, in the current language."""

import ast
import json
import os
import re
import subprocess
import sys
import threading
from collections import Counter
from functools import cache
from io import BytesIO
from string import Formatter

import pytest
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from conftest import ROOT

from sim.exercises import load_exercise
from sim.experiments.evidence.finding_files import finding, findings
from sim.model.parameters import meanings
from sim.texts import language
from sim.texts.language import LANGUAGES, PSEUDO, current, language_names, speaking
from sim.texts.sentences import Stored
from sim.texts.template_words import FOR_TEMPLATES
from sim.texts.words import Part, catalogue, many, say, table
from tests.golden.reading import visible
from tests.pseudo import AREAS, not_from_a_catalogue
from tools import translations

SHOWN = """
import sys
from sim.base.processes import skip_slow_import
skip_slow_import()
from tests.pseudo import main
main(sys.argv[1:])
"""


@pytest.fixture(scope="module")
def areas():
    """Return what each area shows in the pseudo-language."""
    command = [sys.executable, "-c", SHOWN, *AREAS]
    environment = os.environ | {"PYTHONPATH": str(ROOT)}
    shown = subprocess.run(command, cwd=ROOT, env=environment, check=True, stdout=subprocess.PIPE).stdout.splitlines()
    return dict(zip(AREAS, map(json.loads, shown), strict=True))


@pytest.mark.slow
@pytest.mark.parametrize("area", AREAS)
def test_every_word_of_an_area_comes_from_a_catalogue(areas, area):
    """In the pseudo-language only names, numbers and sources are outside brackets."""
    assert areas[area]["lines"] > 50
    assert areas[area]["bad"] == []


LOADED_FIRST = """
import os, pkgutil, sys
from importlib import import_module
import sim

for module in pkgutil.walk_packages(sim.__path__, "sim."):
    import_module(module.name)
os.environ["MENDING_BRIDGES_LANG"] = "pseudo"
sys.stdout.buffer.write(import_module("sim.texts.words").say("picture.title").encode())
"""


@pytest.mark.slow
def test_nothing_is_said_while_modules_are_loaded():
    """No text is looked up during an import, since it would keep the language of that moment."""
    command = [sys.executable, "-c", LOADED_FIRST]
    environment = {name: value for name, value in os.environ.items() if name != "MENDING_BRIDGES_LANG"}
    said = subprocess.run(
        command, cwd=ROOT, env=environment | {"PYTHONPATH": str(ROOT)}, check=True, capture_output=True
    )
    assert said.stdout.decode().startswith("⟦")


def test_a_word_that_is_in_no_catalogue_is_found():
    """The check finds English that was filled in, alone or within a text."""
    with speaking(PSEUDO):
        bad = [say("lines.quoted", title="Loose words"), "Just so"]
        good = [say("lines.quoted", title="Clinic team"), many("picture.week", 3), "0.52", "Arpan 2005"]
    assert not_from_a_catalogue([*good, *bad]) == sorted(bad)


PAGES = sorted((ROOT / "sim").rglob("*.html"))
NO_TEXTS = re.compile(
    r"#[\w-]*|\?lang=|trainees/|data:,|/all\.zip|/?(page|mine|lessons|exercises|class|grades|handed-in)/[\w./-]*(#[\w-]+)?"
    r"|Mending Bridges|board\.html"
)


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.name)
def test_no_template_of_a_page_has_words_of_its_own(path):
    """Templates contain only markup and look-ups, no words."""
    marks = re.sub(r"{[{%#].*?[}%#]}", "", path.read_text("utf-8"), flags=re.DOTALL)
    shown = [line for line in visible(marks) if not NO_TEXTS.fullmatch(line)]
    assert not_from_a_catalogue(shown) == []


@pytest.mark.parametrize(
    "path", sorted((ROOT / "sim" / "server" / "template").glob("*.js")), ids=lambda path: path.name
)
def test_no_script_of_a_page_has_sentences_of_its_own(path):
    """Scripts of pages contain no sentences, apart from Voila's, which they wait for."""
    code = re.sub(r"(?m)^\s*(//|/\*\*|\*).*$", "", path.read_text("utf-8"))
    said = re.findall(r"[\"'`]([A-Z][a-z]+ [^\"`\n]*)[\"'`]", code)
    assert said == ["Loading widget"] * ("Loading widget" in code)


@pytest.mark.parametrize(
    "path", [path for path in PAGES if "<html" in path.read_text("utf-8")], ids=lambda path: path.name
)
def test_a_page_tells_its_language(path):
    """A page's `lang` attribute is the current language."""
    assert re.findall("<html .*?>", path.read_text("utf-8")) == ['<html lang="{{ language() }}">']


@pytest.mark.parametrize("script", ["page", "answers", "grading"])
def test_a_page_hands_its_script_just_the_words_that_it_asks_for(script):
    """A page provides exactly the texts that its script uses, or a part of it such as `page_state.js`."""
    parts = sorted((ROOT / "sim" / "server" / "template").glob(f"{script}*.js"))
    code = "".join(part.read_text("utf-8") for part in parts)
    asked = set(re.findall(r"(?<!\.)\bwords\.(\w+)", code.replace("./words.js", "")))
    assert asked == set(table(f"{script}_script"))


QUIET = {"AttributeError", "RuntimeError"}
ROOMS = ("grading", "lab", "server", "texts", "widgets")
"""Rooms whose errors come from the catalogue; decision 11 names those that are not there yet."""


@pytest.mark.long
@pytest.mark.parametrize("room", ROOMS)
def test_no_error_of_a_room_has_words_of_its_own(room):
    """Messages of errors are looked up, not written where they are raised."""
    for path, tree in trees().items():
        if path.relative_to(ROOT / "sim").parts[0] == room:
            raised = [node.exc for node in ast.walk(tree) if isinstance(node, ast.Raise)]
            # Nobody reads these two: they pass between parts of the program, or are Python's own.
            told = [one for one in raised if isinstance(one, ast.Call) and ast.unparse(one.func) not in QUIET]
            given = [one for error in told for one in error.args]
            texts = [part.value for one in given for part in ast.walk(one) if isinstance(part, ast.Constant)]
            assert [text for text in texts if isinstance(text, str) and re.search(r"\w\w ", text)] == [], path


# The language is chosen when something is said


def test_the_language_is_chosen_when_a_text_is_said():
    """A module's constant gives its text in the language current when it is read."""
    acts = Part("acts")
    assert acts["thank"] == say("acts.thank") == "Thank partners"
    with speaking(PSEUDO):
        assert acts["thank"] == table("acts")["thank"] == "⟦Thank partners⟧"
        assert load_exercise("ex02").title == "⟦Exercise 2: how often should we write?⟧"
    assert load_exercise("ex02").title == "Exercise 2: how often should we write?"


def test_findings_and_parameters_speak_the_language():
    """Findings, their reasons and the meanings of parameters are translated."""
    with speaking(PSEUDO):
        shown = [text for one in findings() for text in (one.claim, one.study, one.reason) if text]
        assert all(text.startswith("⟦") for text in (*shown, *meanings().values()))
    assert finding("F5").claim == "Silence is never the best answer"
    assert meanings()["late"] == "credit for delivering after the date"


def test_another_thread_speaks_its_own_language():
    """The language of one request does not affect another."""
    said = []
    with speaking(PSEUDO):
        thread = threading.Thread(target=lambda: said.append(say("acts.thank")))
        thread.start()
        thread.join()
    assert said == ["Thank partners"]


@pytest.mark.long
@pytest.mark.parametrize(("name", "said"), [("pseudo", "⟦Thank partners⟧"), ("xx", "Thank partners")])
def test_a_process_speaks_the_language_of_its_environment(name, said):
    """The language comes from the environment; an unknown one falls back to English."""
    code = "from sim.texts.words import say; print(ascii(say('acts.thank')))"
    environment = os.environ | {"MENDING_BRIDGES_LANG": name, "PYTHONPATH": str(ROOT)}
    found = subprocess.run([sys.executable, "-c", code], env=environment, check=True, capture_output=True, text=True)
    assert ast.literal_eval(found.stdout) == said


POLISH = """
msgid ""
msgstr ""
"Content-Type: text/plain; charset=utf-8\\n"
"Plural-Forms: nplurals=3; plural=(n==1 ? 0 : n%10>=2 && n%10<=4 && (n%100<12 || n%100>14) ? 1 : 2);\\n"

msgctxt "picture.week"
msgid "1 week"
msgid_plural "{number} weeks"
msgstr[0] "1 tydzień"
msgstr[1] "{number} tygodnie"
msgstr[2] "{number} tygodni"

msgctxt "acts.thank"
msgid "Thank them"
msgstr "Podziękuj"

msgctxt "exercises/ex04.questions.q1.advice"
msgid "Look again."
msgstr "Spójrz jeszcze raz."
"""


ADVICE = "exercises/ex04.questions.q1.advice"


def test_a_language_has_its_own_plurals_and_gaps_are_english(tmp_path, monkeypatch):
    """A language may have three plural forms; missing or outdated translations fall back to English."""
    monkeypatch.setattr(language, "LANGUAGES", tmp_path)
    with (tmp_path / "pl.mo").open("wb") as file:
        write_mo(file, read_po(BytesIO(POLISH.encode()), locale="pl"))
    assert language_names() == ("en", "pl")
    with speaking("pl"):
        assert current().name == "pl"
        assert [many("picture.week", n) for n in (1, 3, 5)] == ["1 tydzień", "3 tygodnie", "5 tygodni"]
        assert say("acts.thank") == "Thank partners"
        assert FOR_TEMPLATES["language"]() == "pl"
        # What a notebook holds in English is known by the key that it had when it was written, and by its words.
        assert [str(Stored(words, key=ADVICE)) for words in ("Look again.", "Ask Ana.")] == [
            "Spójrz jeszcze raz.", "Ask Ana.",
        ]  # fmt: skip


def test_a_fraction_is_never_one_thing():
    """A fraction takes the plural: half a week is "weeks"."""
    assert many("editor.repeat_weeks", 1.5, number="1.5") == "every 1.5 weeks"


# The catalogues themselves


def test_no_two_texts_have_one_key():
    """No two texts have the same key, so a translator's note belongs to one text only."""
    counted = Counter(entry.key for entry in translations.entries())
    assert [key for key, count in counted.items() if count > 1] == []
    assert {key for key, text in catalogue().items() if not isinstance(text, tuple)} <= set(counted)
    assert {"exercises/ex04.questions.q1.choices.own.words", "lessons/01_what_moves_trust.title"} <= set(counted)


@pytest.mark.long
def test_a_language_begins_with_every_text(tmp_path, monkeypatch):
    """`python -m tools.translations pl` gives a translator a template, and a language, that hold every text."""
    folder = tmp_path / "languages"
    monkeypatch.setattr(translations, "LANGUAGES", folder)
    translations.main(["pl"])
    texts_by_key = {entry.key: entry.english for entry in translations.entries()}
    for name in ("mending_bridges.pot", "pl.po"):
        held = read_po(BytesIO((folder / name).read_bytes()))
        assert {one.context: texts(one.id) for one in held if one.id} == texts_by_key
    assert (folder / "pl.mo").is_file()


def test_every_language_is_compiled_and_fills_what_english_fills():
    """Every .po has a .mo, and no translation has a slot that English lacks."""
    for path in LANGUAGES.glob("*.po"):
        assert path.with_suffix(".mo").exists()
        for message in read_po(BytesIO(path.read_bytes())):
            said, english = texts(message.string), texts(message.id)
            assert all(slots(one) <= set().union(*map(slots, english)) for one in said if message.id), message.id


def test_every_text_is_translated_as_its_english_stands_now():
    """A text that is new, or whose English has changed, is told by its key: `python -m tools.translations` marks it."""
    known = {entry.key: entry.english for entry in translations.entries()}
    for path in LANGUAGES.glob("*.po"):
        messages = [one for one in read_po(BytesIO(path.read_bytes())) if one.id]
        done = {one.context: texts(one.id) for one in messages if all(texts(one.string)) and not one.fuzzy}
        assert [key for key in known if done.get(key) != known[key]] == [], path.name


def texts(text):
    """Return the forms of a text."""
    return (text,) if isinstance(text, str) else tuple(text)


def slots(text):
    """Return the names of what a text is filled with."""
    return {name for _, name, _, _ in Formatter().parse(text) if name}


# Code and catalogue agree

LOOKS_UP = {"say": str, "many": dict, "wordings": tuple, "Sentence": (str, dict)}
FILES = sorted(path for path in (ROOT / "sim").rglob("*.py"))
TEMPLATES = "\n".join(path.read_text("utf-8") for path in (ROOT / "sim").rglob("*.html"))


@cache
def trees():
    """Return the syntax tree of each file of code."""
    return {path: ast.parse(path.read_text("utf-8")) for path in FILES}


def calls():
    """Yield each call that looks a text up: where, which function, and the call."""
    for path, tree in trees().items():
        for node in ast.walk(tree):
            if isinstance(node, ast.Call):
                name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
                if name in LOOKS_UP and node.args:
                    yield f"{path.relative_to(ROOT)}:{node.lineno}", name, node


def keys_of(node):
    """Return the patterns of keys that an expression may be: texts as they are, and any word for what is filled in."""
    match node:
        case ast.Constant(value=str(text)):
            return [re.escape(text)]
        case ast.IfExp(body=one, orelse=other):
            return keys_of(one) + keys_of(other)
        case ast.JoinedStr(values=parts):
            return ["".join(re.escape(p.value) if isinstance(p, ast.Constant) else r"[^.]*" for p in parts)]
    return []


def in_templates():
    """Yield each look-up in a template of a page: which function, and the pattern of its key."""
    for name, key, more in re.findall(r"\b(say|many|marked)\([\"']([\w.]+)[\"']( ~)?", TEMPLATES):
        yield "say" if name == "marked" else name, re.escape(key) + "[^.]*" * bool(more)


# Rooms in which nothing that is refused or printed may be written in code; the others are not there yet.
ROOMS = "base", "catalogue", "cli", "exercises", "experiments", "handout", "model", "narrative", "plots", "texts"


def said_in_code(tree):
    """Yield the line and the text of what is refused with, or printed, as it stands in code and holds a word."""
    for node in ast.walk(tree):
        name = getattr(node.func, "attr", getattr(node.func, "id", "")) if isinstance(node, ast.Call) else ""
        for part in node.args if name in {"BadInput", "ValueError", "echo", "tell"} else ():
            pieces = part.values if isinstance(part, ast.JoinedStr) else [part]
            text = "".join(str(one.value) for one in pieces if isinstance(one, ast.Constant))
            if re.search(r"[^\W\d_]{2,}", text.removeprefix("mend: ")):
                yield node.lineno, text


@pytest.mark.long
def test_nothing_is_refused_in_english():
    """Messages of errors and printed texts come from a catalogue, not from code."""
    found = {path.relative_to(ROOT): [*said_in_code(tree)] for path, tree in trees().items()}
    assert {str(path): texts for path, texts in found.items() if texts and path.parts[1] in ROOMS} == {}


def test_english_in_code_is_found():
    """The check finds plain and filled texts, and ignores look-ups."""
    tree = ast.parse('raise BadInput(f"{name}: no such")\nBadInput(say("refused.under"))\ntyper.echo("Done")')
    assert [*said_in_code(tree)] == [(1, ": no such"), (3, "Done")]


@pytest.mark.slow
def test_every_key_that_is_used_is_there():
    """Every key that is looked up exists, with the right function for its kind."""
    by_kind = {
        name: [key for key, text in catalogue().items() if isinstance(text, kind)] for name, kind in LOOKS_UP.items()
    }
    for where, name, call in calls():
        for pattern in keys_of(call.args[0]):
            assert any(re.fullmatch(pattern, key) for key in by_kind[name]), (where, pattern)
    for name, pattern in in_templates():
        assert any(re.fullmatch(pattern, key) for key in by_kind[name]), pattern


@pytest.mark.long
def test_no_text_of_the_catalogue_is_unused():
    """Every key is used by code or a template, directly or by a pattern."""
    said = [node for tree in trees().values() for node in ast.walk(tree)]
    exact = {node.value for node in said if isinstance(node, ast.Constant) and isinstance(node.value, str)}
    exact |= set(re.findall(r"[\"']([a-z_]+\.\w+)[\"']", TEMPLATES))
    whole_in_templates = set(re.findall(r"\btable\([\"'](\w+)[\"']\)", TEMPLATES))
    patterns = {
        p for node in said if isinstance(node, ast.JoinedStr) for p in keys_of(node) if re.match(r"[a-z_]+\\\.", p)
    }
    patterns |= {pattern for _, pattern in in_templates()}
    whole = whole_in_templates | {
        node.args[0].value
        for node in said
        if isinstance(node, ast.Call) and getattr(node.func, "attr", getattr(node.func, "id", "")) in {"table", "Part"}
        if node.args and isinstance(node.args[0], ast.Constant)
    }
    used = lambda key: key in exact or key.partition(".")[0] in whole or any(re.fullmatch(p, key) for p in patterns)  # noqa: E731
    assert [key for key in catalogue() if not used(key)] == []


@pytest.mark.slow
def test_code_fills_just_the_slots_that_a_text_has():
    """Each look-up fills exactly the slots of its text."""
    checked = 0
    for where, name, call in calls():
        given = {keyword.arg for keyword in call.keywords}
        keys = plain_keys(call.args[0]) if given and None not in given else []
        wanted = [_slots_of(catalogue()[key]) for key in keys]
        filled = given | ({"number"} if name == "many" else set())
        assert all(one <= filled for one in wanted), (where, keys)
        assert not keys or given <= set().union(*wanted), (where, keys)
        checked += len(keys)
    assert checked > 100


def _slots_of(text):
    return set().union(*map(slots, text.values() if isinstance(text, dict) else texts(text)))


def plain_keys(node):
    """Return the keys that an expression may be, where nothing is filled in."""
    return [key for key in catalogue() if re.escape(key) in keys_of(node)]


def test_one_form_takes_no_more_than_several():
    """The singular has no slot that the plural lacks."""
    assert [
        key
        for key, text in catalogue().items()
        if isinstance(text, dict)
        if not slots(text["one"]) <= slots(text["many"])
    ] == []
