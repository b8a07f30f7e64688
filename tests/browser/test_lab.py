"""The lab in a real browser: keys move the slider, the headline follows, and no request goes to another host."""

import re

import pytest
from playwright.sync_api import expect

from sim.texts.words import say

from .conftest import somebody_new
from .looking import SIZES, resize, violations

HEADLINE = ".mb-head .mb-say"
ALOUD = """[...document.querySelectorAll("[aria-live=polite]")]
    .some(one => /Season trust .*Staff hours/.test(one.textContent))"""


def lesson(context, pages):
    """Open a lesson, and record its requests and errors."""
    page = context.new_page()
    page.asked, page.wrong = [], []
    page.on("request", lambda asked: page.asked.append((asked.resource_type, asked.url)))
    page.on("pageerror", lambda error: page.wrong.append(str(error)))
    page.goto(f"{pages.address}lessons/02_update_rhythm.ipynb")
    page.get_by_role("button", name="Record my guess").wait_for()
    return page


@pytest.fixture
def opened(window, pages):
    """Return the lesson in a new browser context."""
    return lesson(window, pages)


@pytest.fixture(scope="module")
def after_a_guess(chromium, pages):
    """Return the lesson after its guess, for tests that only look; each sets the size it looks at."""
    with somebody_new(chromium, "wide") as context:
        page = lesson(context, pages)
        made_a_guess(page)
        yield page


@pytest.fixture(params=SIZES)
def looked_at(request, after_a_guess):
    """Return the lesson after its guess at one of the two sizes."""
    resize(after_a_guess, request.param)
    return after_a_guess


def made_a_guess(page):
    """Choose and record by keys, and wait for the lab."""
    page.get_by_role("radio", name="An update every working day").focus()
    page.keyboard.press("Space")
    page.get_by_role("button", name="Record my guess").focus()
    page.keyboard.press("Enter")
    page.locator(HEADLINE).first.wait_for()
    return page.get_by_role("slider", name="How often we write").first


def test_keys_move_the_slider_and_the_headline_follows(opened):
    """One key press changes the headline, and the slider announces its value in words."""
    slider = made_a_guess(opened)
    slider.focus()
    headline = opened.locator(HEADLINE).first
    for key in ("Home", "ArrowRight", "End"):
        before = headline.inner_text()
        opened.keyboard.press(key)
        opened.wait_for_function(
            "before => document.querySelector('.mb-head .mb-say').innerText !== before", arg=before
        )
    assert slider.get_attribute("aria-valuetext") == "every working day"
    opened.keyboard.press("ArrowLeft")
    opened.get_by_text(re.compile("of 200 worlds")).locator("visible=true").first.wait_for()
    opened.wait_for_function(ALOUD)
    assert not opened.wrong


def test_a_guess_that_waited_for_a_busy_server_is_recorded_whole(opened, pages):
    """The guess is recorded with the last change and the last text, even if an earlier message was still in flight."""
    reason = opened.get_by_label("Why do you think so?")
    with pages.held():
        opened.get_by_label("An update every working day").first.check()
        opened.get_by_label("An update every two weeks").first.check()
        reason.fill("Silence hurts")
        opened.wait_for_timeout(1000)  # long enough to be sent
        reason.fill("Silence hurts, and letters cost time")
        opened.get_by_role("button", name="Record my guess").click()
        opened.wait_for_timeout(300)
    recorded = opened.get_by_text("because “Silence hurts, and letters cost time”").first
    expect(recorded).to_contain_text("Recorded: “An update every two weeks”")
    expect(reason).to_have_value("Silence hurts, and letters cost time")


def test_moves_that_waited_for_a_busy_server_are_refined_and_read_aloud(opened, pages):
    """The last of several quick moves gets a refined answer that is read aloud."""
    slider = made_a_guess(opened)
    slider.focus()
    with pages.held():
        for key in ("Home", "ArrowRight", "ArrowRight"):
            opened.keyboard.press(key)
            opened.wait_for_timeout(400)  # long enough to count as a rest
    opened.wait_for_function(ALOUD)
    assert opened.locator("svg[role=img]").first.get_attribute("aria-label").count("mean of 200 worlds") == 1


def test_a_pin_keeps_the_move_that_waited(opened, pages):
    """A pin takes the slider's current value, even if its last move was still in flight."""
    slider = made_a_guess(opened)
    slider.focus()
    with pages.held():
        for key in ("Home", "ArrowRight"):
            opened.keyboard.press(key)
            opened.wait_for_timeout(400)  # long enough to count as a rest
        opened.get_by_role("button", name=say("bench.pin"), exact=True).first.click()
    pinned = say("lines.pin", number=1, title=slider.get_attribute("aria-valuetext"))
    expect(opened.get_by_text(pinned).first).to_be_visible()


def test_a_reload_brings_the_answers_back(opened):
    """A reload restores the guess and the lab."""
    made_a_guess(opened)
    opened.reload()
    opened.locator(HEADLINE).first.wait_for()
    assert opened.get_by_role("radio", name="An update every working day").is_checked()


@pytest.mark.layout
def test_control_and_headline_are_seen_together(looked_at):
    """While the slider has the focus, the headline is visible too, and nothing is cut off at the side."""
    slider = looked_at.get_by_role("slider", name="How often we write").first
    slider.blur()  # where it had the focus at the other size, the page would not move
    slider.focus()
    looked_at.keyboard.press("ArrowLeft")
    height = looked_at.viewport_size["height"]
    for place in (slider.bounding_box(), looked_at.locator(HEADLINE).first.bounding_box()):
        assert place["y"] >= 0
        assert place["y"] + place["height"] <= height
    wide = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
    assert looked_at.evaluate(wide) <= 0


@pytest.mark.layout
def test_all_that_can_be_used_has_a_name_and_a_target(looked_at):
    """Every control has a name, every picture a label with its state, and targets are 24 pixels high."""
    nameless = """() => ['input', 'select', 'textarea', 'button'].flatMap((name) =>
            [...document.querySelectorAll(`.mb ${name}, .mb-buttons ${name}`)])
        .filter((one) => one.getClientRects().length && getComputedStyle(one).visibility !== 'hidden')
        .filter((one) => !(one.innerText || one.labels?.[0]?.innerText || '').trim()
            || (one.closest('label') || one).getBoundingClientRect().height < 24)
        .map((one) => one.outerHTML.slice(0, 120))"""
    assert looked_at.evaluate(nameless) == []
    pictures = looked_at.get_by_role("img", name=re.compile("Yours starts at"))
    # The picture of the lesson, and that of its further knob, which follows a moment later.
    expect(pictures).to_have_count(2)
    assert looked_at.locator("svg[role=img] [tabindex], svg[role=img] a").count() == 0


def test_the_lab_asks_no_other_host(after_a_guess, pages):
    """The lab loads nothing from another host."""
    home = pages.address.rstrip("/")
    ours = (home, home.replace("http", "ws"), "data:", "blob:")
    assert [url for _, url in after_a_guess.asked if not url.startswith(ours)] == []


def test_no_machinery_on_the_page(after_a_guess):
    """The page shows no technical words, such as NaN or a traceback."""
    for name in ("What moved trust?", "One year's story", "All acts", "Save and share"):
        after_a_guess.get_by_role("radio", name=name).first.check()
        after_a_guess.wait_for_timeout(300)
        words = after_a_guess.locator("body").inner_text()
        assert not re.search(r"\b(NaN|undefined|Traceback|kernel|cell)\b", words)
    assert not after_a_guess.wrong


@pytest.mark.layout
def test_axe_finds_nothing_in_the_lab(looked_at):
    """Each part of the lab passes axe-core's checks within its whole page."""
    for name in ("Scoreboard", "What moved trust?", "One year's story", "All acts", "Save and share"):
        looked_at.get_by_role("radio", name=name).first.check()
        looked_at.wait_for_timeout(500)
        assert violations(looked_at) == []
