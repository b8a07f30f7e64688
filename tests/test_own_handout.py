"""The handout of one case: it tells all of the case, asks in the order of its pages, and speaks of plans."""

import re
from functools import cache

import pytest
from conftest import ROOT

from sim.catalogue import load_case
from sim.handout.own_handout import own_handout
from tests.test_handout import rows, section, text

pytestmark = pytest.mark.long

PLANS = ("silence", "own-the-delay", "flood")


@cache
def page(key="criticised-outreach"):
    """Return the handout of a case in few years, with words to say."""
    return own_handout(key, PLANS, worlds=2, notebooks=ROOT / "notebooks")


def test_all_that_happens_is_told_with_its_day():
    """Events that come later, and those that are no breach, stand in it, too: the model plays them."""
    case, cells = load_case("criticised-outreach"), rows(section(page(), "case"))
    assert {event.event for event in case.events} > {"breach"}
    for event in case.events:
        assert [str(event.day), event.label] in [[row[0], row[-1]] for row in cells]


def test_the_title_stands_once():
    """The heading has the case's title; no table repeats it."""
    title, body = load_case("criticised-outreach").title, page().partition("<body>")[2]
    assert text(body).count(title) == 1


def test_what_compares_guess_and_model_is_asked_after_the_model():
    """Whoever has not seen the model cannot say where a guess differs from it."""
    asked = "Where did your guess and the model differ?"
    assert asked not in section(page(), "guess")
    model = section(page(), "model")
    assert model.index("<tbody>") < model.index(asked)


def test_a_plan_is_a_plan():
    """Tables use the word of the text and of the report."""
    heads = re.findall(r'<th scope="col"[^>]*>(.*?)</th>', page())
    assert "Plan" in heads
    assert not {"Strategy", "Moves"} & set(heads)


def test_words_to_say_are_said_to_come_from_other_cases():
    """The lessons' lines speak of a letter to a hospital: the page says whose it is."""
    said = text(section(page(), "words"))
    assert "from the course's own cases" in said
    assert said.index("course's own cases") < said.index("hospital")


def test_how_sure_an_average_is_stands_in_words():
    """The glossary keeps the sign ± from pages for people."""
    said = text(page())
    assert "±" not in said
    assert said.count(", give or take ") >= len(PLANS)
