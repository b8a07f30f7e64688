"""The model card: evidence with failures first, and one finding simulated again."""

from functools import cache

import pytest
from textstat import flesch_kincaid_grade

from sim.experiments.evidence import check, evidence, findings
from sim.lab.panels import model_card
from sim.lab.panels.model_card import Card
from sim.lab.session.contest_settings import MODELS
from sim.model.parameters import Parameters
from sim.model.version import version_told
from sim.texts.words import say


@cache
def facts():
    """Return all findings, checked once."""
    return evidence()


def opened():
    """Return the card with both of its panels open."""
    card = Card()
    card.evidence()
    card.again()
    return card


@pytest.fixture
def page(monkeypatch):
    """Return the card with both of its panels open, its findings checked once for all tests."""
    monkeypatch.setattr(model_card, "evidence", facts)
    return opened()


def rows(page):
    """Return the rows of the table of evidence."""
    return next(block["table"]["rows"] for block in page.table.blocks if "table" in block)


@pytest.mark.slow
def test_failures_come_first_with_their_reason():
    """Every finding has a row; those that fail come first, with their reason. The card checks them itself."""
    page = opened()
    failing = [fact for fact in facts() if not fact.passed]
    assert len(rows(page)) == len(facts())
    assert version_told() in page.table.words
    assert failing
    for fact, row in zip(failing, rows(page), strict=False):
        assert row[0].startswith(f"{fact.id}:")
        assert fact.finding.reason_in_words in row[1]


@pytest.mark.slow
@pytest.mark.parametrize("which", ["fails", "holds", "built_in"])
def test_the_table_can_be_narrowed(page, which):
    """A filter leaves only the matching rows and says how many there are."""
    page.which.chosen = [which]
    wanted = {"fails": lambda f: not f.passed, "holds": lambda f: f.passed, "built_in": lambda f: f.built_in}[which]
    ids = {fact.id for fact in facts() if wanted(fact)}
    assert {row[0].partition(":")[0] for row in rows(page)} == ids
    assert page.table.status.startswith(f"{len(ids)} of ")


@pytest.mark.slow
def test_the_table_can_be_narrowed_to_one_source(page):
    """The list names every source; both filters together leave rows that match both."""
    named = {author for fact in facts() for author in fact.source.split(", ")}
    assert {key for key, _ in page.by.options} == named | {"all"}
    page.by.chosen = ["Schweitzer2006"]
    assert [row[0].partition(":")[0] for row in rows(page)] == ["F13", "F14"]
    page.which.chosen = ["fails"]
    assert [row[0].partition(":")[0] for row in rows(page)] == ["F13", "F14"]
    assert page.table.status == f"2 of {len(evidence())} findings are shown."
    page.by.chosen = ["Kim2006"]
    assert page.table.status == say("card.none_fits")


@pytest.mark.slow
@pytest.mark.parametrize("name", MODELS)
def test_a_finding_is_really_played_again(page, name):
    """A finding is simulated under the chosen parameters, and shown beside the shipped figures."""
    page.finding.chosen = ["F13"]
    page.model.chosen = [name]
    page.run()
    fact = next(fact for fact in facts() if fact.id == "F13")
    fresh = check(fact.finding, Parameters(**MODELS[name]))
    table = next(block["table"]["rows"] for block in page.result.blocks if "table" in block)
    assert [row[2] for row in table] == [f"{100 * figure:.1f}" for figure in fact.figures.values()]
    assert [row[3] for row in table] == [f"{100 * figure:.1f}" for figure in fresh.figures.values()]
    assert page.result.status.startswith("F13 holds") == fresh.passed


@pytest.mark.slow
def test_a_figure_beside_its_band_is_told_in_words(page, monkeypatch):
    """If a figure misses its band, the sentence says in which direction."""
    monkeypatch.setitem(MODELS, "loss", {"loss_competence": 5})
    page.finding.chosen = ["F1"]
    page.model.chosen = ["loss"]
    page.run()
    assert page.result.status.startswith("F1 comes out too strong")
    assert "The studies say at most 2.5" in page.result.words
    page.finding.chosen = ["F13"]
    assert page.result.words == say("card.press")
    page.run()
    assert "too weak here" in page.result.status
    assert "The studies say at least 97" in page.result.words


@pytest.mark.slow
def test_every_finding_has_everyday_words(page):
    """Table and list describe findings without technical terms of the studies."""
    told = {one.id: one.words for one in findings()}
    assert len(set(told.values())) == len(told)
    assert all(row[0] == f"{row[0].partition(':')[0]}: {told[row[0].partition(':')[0]]}" for row in rows(page))
    assert flesch_kincaid_grade(". ".join(told.values()) + ".") <= 9


@pytest.mark.slow
def test_every_figure_has_everyday_words():
    """Every figure is described in words, without names from the code."""
    told = {figure: text for one in findings() for figure, text in one.figure_words.items()}
    assert len(set(told.values())) == len(told)
    assert flesch_kincaid_grade(". ".join(told.values()) + ".") <= 9


@pytest.mark.slow
def test_few_random_models_are_counted(page):
    """A finding that few random models pass says so in its row."""
    told = {row[0].partition(":")[0]: row[1] for row in rows(page)}
    few = {fact.id: fact.random_pass_rate for fact in facts() if fact.passed and fact.random_pass_rate < 0.5}
    assert few
    for finding, rate in few.items():
        assert told[finding] == f"holds, but only in {100 * rate:.0f} of 100 random models"
    assert {finding for finding, said in told.items() if "only in" in said} == set(few)
