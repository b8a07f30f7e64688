"""Each reader's own language: chosen at the top of a page, kept, and spoken by all that the page shows."""

import re

import pytest
from playwright.sync_api import expect

from sim.texts.language import speaking
from sim.texts.words import say

from .looking import opened, overflow, violations, whole

EXERCISE = "exercises/ex02.ipynb"
LESSON = "lessons/02_update_rhythm.ipynb"
# English words that no Portuguese or Spanish text has; names of acts' fields and of files are no prose.
ENGLISH = re.compile(r"\b(the|and|with|your|which|what|trust|partners?|week)\b", re.IGNORECASE)


def spoken(name, key, **facts):
    """Return a text in another language."""
    with speaking(name):
        return say(key, **facts)


def choose(page, own):
    """Choose a language in the list at the top, and wait for the page."""
    page.get_by_role("link", name=own, exact=True).click()
    whole(page)


@pytest.mark.parametrize(("name", "own"), [("pt_BR", "Português (Brasil)"), ("es", "Español")])
def test_a_language_is_chosen_on_a_page_and_what_was_answered_stays(window, pages, name, own):
    """The page comes again in the language, with the answers; the next page speaks it as well."""
    page = opened(window).page
    page.goto(pages.address + EXERCISE)
    whole(page)
    page.get_by_label("One of your partners wants to hear").fill("Ouvi, e anotei.")
    page.get_by_label("One of your partners wants to hear").blur()
    expect(page.get_by_text("Kept.", exact=True).first).to_be_visible()
    choose(page, own)
    expect(page.locator("html")).to_have_attribute("lang", name.replace("_", "-"))
    expect(page.locator("textarea").first).to_have_value("Ouvi, e anotei.")
    expect(page.get_by_text(spoken(name, "language.note"))).to_be_visible()
    assert violations(page) == []
    assert overflow(page) == 0
    page.goto(pages.address + LESSON)
    whole(page)
    shown = page.locator("main").inner_text()
    assert [line for line in shown.splitlines() if ENGLISH.search(line)] == []
    assert violations(page) == []
    assert overflow(page) == 0
    choose(page, "English")
    expect(page.locator("html")).to_have_attribute("lang", "en")


@pytest.mark.parametrize("name", ["pt_BR", "es"])
def test_a_year_is_played_among_people_with_names_of_the_language(window, pages, name):
    """Partners, cards and letters speak the language, and an act reaches whom it is for."""
    page = opened(window).page
    page.goto(f"{pages.address}lessons/D_play_a_year.ipynb?lang={name}")
    whole(page)
    page.get_by_role("button", name=spoken(name, "year_words.begin"), exact=True).click()
    expect(page.locator("[data-phase=turn]")).to_be_visible()
    shown = page.locator("main").inner_text()
    assert [line for line in shown.splitlines() if ENGLISH.search(line)] == []
    assert "Clinic team" not in shown
    assert spoken(name, "language.name") in page.locator("header.bar").inner_text()
    assert violations(page) == []
    assert overflow(page) == 0


def test_the_list_speaks_the_language_that_the_browser_asks_for(chromium, pages):
    """Somebody whose browser is Portuguese finds a Portuguese course; who then chooses English keeps it."""
    context = chromium.new_context(locale="pt-BR")
    page = context.new_page()
    page.goto(pages.address)
    expect(page.get_by_role("heading", name=spoken("pt_BR", "site.lessons"))).to_be_visible()
    page.get_by_role("link", name="English", exact=True).click()
    expect(page.get_by_role("heading", name="Lessons")).to_be_visible()
    page.goto(pages.address)
    expect(page.get_by_role("heading", name="Lessons")).to_be_visible()
    context.close()
