"""Two tabs with one page: each keeps its own answers, shows the other's, and says so."""

import json

import pytest
from playwright.sync_api import expect

from sim.texts.words import say

from .looking import HOLDS, machinery, opened, overflow, violations, whole

LESSON = "lessons/02_update_rhythm.ipynb"
EXERCISE = "exercises/ex02.ipynb"
NOTE = "Nobody wrote to us for six weeks."
WRITTEN = "I would ask both."
TAKEN_IN = say("progress.taken_in")


def tabs(context, address):
    """Open the same page twice; neither has the focus, so neither reads the answers before it saves."""
    pages = [opened(context).page for _ in range(2)]
    for page in pages:
        page.add_init_script("window.addEventListener('focus', (event) => event.stopImmediatePropagation(), true)")
        page.add_init_script("document.addEventListener('visibilitychange', (e) => e.stopImmediatePropagation(), true)")
        page.goto(address)
        whole(page)
    return pages


def answers(page, server):
    """Return what the server holds for this reader."""
    return page.request.get(f"{server.address}mine/mending-bridges-answers.json").json()["lessons"]


@pytest.mark.full
def test_answers_of_two_tabs_are_both_kept(window, pages):
    """Answers to different questions in two tabs are both kept, and the second tab shows both and says so."""
    one, other = tabs(window, pages.address + EXERCISE)
    text = "One of your partners wants to hear"
    one.get_by_label(text).fill(WRITTEN)
    one.get_by_label(text).blur()
    expect(one.get_by_text("Kept.", exact=True).first).to_be_visible()
    other.get_by_label("It was bad luck").check()
    expect(other.get_by_text(f"Kept. {TAKEN_IN}").first).to_be_visible()
    expect(other.get_by_label(text)).to_have_value(WRITTEN)
    expect(other.get_by_text("You have answered 2 of 4 questions.")).to_be_visible()
    assert answers(other, pages)["ex02"]["answers"] == {"q2": "luck", "q4": WRITTEN}
    assert violations(other) == []
    assert machinery(other) == []
    assert overflow(other) == 0


def test_who_is_writing_is_not_disturbed(window, pages):
    """A text that is being typed stays while another tab's answers are merged, and counts as the newest once sent."""
    one, other = tabs(window, pages.address + LESSON)
    first, second = 1, 2  # the reason for the guess comes before the notes
    notes = [page.locator("textarea") for page in (one, other)]
    notes[0].nth(first).fill("From the first tab")
    notes[0].nth(first).blur()
    expect(one.get_by_text("Kept.", exact=True).first).to_be_visible()
    with pages.held():
        notes[1].nth(second).fill("Another note")
        notes[1].nth(second).blur()
        notes[1].nth(first).fill("Being wri")
    notes[1].nth(first).press_sequentially("tten", delay=300)
    expect(notes[1].nth(first)).to_have_value("Being written")
    notes[1].nth(first).blur()
    other.wait_for_function(HOLDS, arg="Being written")
    kept = answers(other, pages)["02_update_rhythm"]["notes"]
    assert sorted(filter(None, kept.values())) == ["Another note", "Being written"]


def test_who_comes_back_to_a_tab_sees_what_was_done_in_the_other(window, pages):
    """A tab that gets the focus shows the other tab's changes, an emptied answer included."""
    one, other = (opened(window).page for _ in range(2))
    for page in (one, other):
        page.goto(pages.address + EXERCISE)
        whole(page)
    text = "One of your partners wants to hear"
    one.bring_to_front()
    one.get_by_label(text).fill(WRITTEN)
    one.get_by_label(text).blur()
    expect(one.get_by_text("Kept.", exact=True).first).to_be_visible()
    other.bring_to_front()
    other.evaluate("window.dispatchEvent(new Event('focus'))")
    expect(other.get_by_label(text)).to_have_value(WRITTEN)
    expect(other.locator(".mb-keeper [role=status]")).to_have_text(TAKEN_IN)
    other.get_by_label(text).fill("")
    other.get_by_label(text).blur()
    expect(other.get_by_text("You have answered 0 of 4 questions.")).to_be_visible()
    one.evaluate("window.dispatchEvent(new Event('focus'))")
    expect(one.get_by_label(text)).to_have_value("")


@pytest.mark.full
def test_what_is_brought_back_on_the_list_is_taken_in(window, pages, tmp_path):
    """An open lesson does not overwrite answers that were restored on the list of lessons."""
    (lesson,) = tabs(window, pages.address + LESSON)[:1]
    note = lesson.locator("textarea").nth(1)
    note.fill("Old")
    note.blur()
    expect(lesson.get_by_text("Kept.", exact=True).first).to_be_visible()
    key = next(key for key, said in answers(lesson, pages)["02_update_rhythm"]["notes"].items() if said == "Old")
    file = tmp_path / "answers.json"
    file.write_text(json.dumps({"mending-bridges": 1, "lessons": {"02_update_rhythm": {"notes": {key: NOTE}}}}))
    start = opened(window).page
    start.goto(pages.address)
    start.get_by_label("Bring back from a file").set_input_files(file)
    expect(start.locator("#said")).to_have_text("Your answers are back.")
    lesson.get_by_role("button", name="Mark this lesson as done").click()
    expect(lesson.get_by_text(TAKEN_IN).first).to_be_visible()
    expect(note).to_have_value(NOTE)
    record = answers(lesson, pages)["02_update_rhythm"]
    assert (record["notes"][key], record["done"]) == (NOTE, True)
