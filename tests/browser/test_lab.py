"""The lab in a real browser: keys move the slider, the headline follows, and no request goes to another host."""

import re

import pytest
from playwright.sync_api import expect

from sim.lab.session.strategy_code import as_code
from sim.model.acts.apologise import Apologise
from sim.model.acts.deny import Deny
from sim.model.acts.update import Update
from sim.texts.words import many, say

from .conftest import somebody_new
from .looking import READY, SIZES, overflow, resize, violations

HEADLINE = ".mb-head .mb-say"
LANES = ".mb-lanes button"
ALOUD = """[...document.querySelectorAll("[aria-live=polite]")]
    .some(one => /Partnership .*Staff hours/.test(one.textContent))"""

# Controls that something else lies on, or that stand out of the window, once they have the focus.
COVERED = """(controls) => controls.filter((one) => {
  one.focus();
  one.scrollIntoView({ block: "nearest" });
  const box = one.getBoundingClientRect();
  const there = document.elementFromPoint(box.left + box.width / 2, box.top + box.height / 2);
  return one !== there && !one.closest("label")?.contains(there);
}).map((one) => one.outerHTML.slice(0, 120))"""


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
    opened.get_by_text(re.compile("of 200 possible years")).locator("visible=true").first.wait_for()
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
    # What was read aloud may belong to the move before; the picture of the last one follows.
    expect(opened.locator(LANES).first).to_have_attribute("aria-label", re.compile(r"of 200 years\.$"))


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
    # Asked in one step: each answer replaces the headline.
    looked_at.wait_for_function("""() => [document.activeElement, document.querySelector(".mb-head .mb-say")]
        .map((one) => one.getBoundingClientRect()).every(({ top, bottom }) => top >= 0 && bottom <= innerHeight)""")
    assert slider.evaluate("(one) => one === document.activeElement")
    wide = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
    assert looked_at.evaluate(wide) <= 0


@pytest.mark.layout
def test_all_that_can_be_used_has_a_name_and_a_target(looked_at):
    """Every control and every partner has a name with its state, and targets are 24 pixels high."""
    nameless = """() => ['input', 'select', 'textarea', 'button'].flatMap((name) =>
            [...document.querySelectorAll(`.mb ${name}, .mb-buttons ${name}`)])
        .filter((one) => one.getClientRects().length && getComputedStyle(one).visibility !== 'hidden')
        .filter((one) => !(one.innerText || one.labels?.[0]?.innerText || '').trim()
            || (one.closest('label') || one).getBoundingClientRect().height < 24)
        .map((one) => one.outerHTML.slice(0, 120))"""
    assert looked_at.evaluate(nameless) == []
    pictures = looked_at.get_by_role("list", name=say("bridges.title"))
    expect(pictures).to_have_count(1)
    for lane in pictures.get_by_role("button").all():
        expect(lane).to_have_attribute("aria-label", re.compile(r"of 200 years\.$"))  # the refined answer is there
    for names in pictures.get_by_role("button").evaluate_all("(all) => all.map((one) => one.ariaLabel)"):
        assert re.fullmatch(r".+: trust \d+ of 100.*, (stays )?in \d+ of 200 years\.", names)
    assert looked_at.locator("svg[role=img] [tabindex], svg[role=img] a").count() == 0


def test_keys_go_from_partner_to_partner_and_to_the_curve(after_a_guess):
    """One stop for all partners; arrows explain each; the curve comes and goes with the focus on its button."""
    opened = after_a_guess
    resize(opened, "wide")
    lanes = opened.locator(".mb-lanes").first.get_by_role("button")
    expect(lanes).to_have_count(8)
    assert lanes.evaluate_all("(all) => all.filter((one) => one.tabIndex === 0).length") == 1
    lanes.first.focus()
    told = [opened.locator(".mb-why").first.inner_text()]
    for key, place in (("ArrowDown", 2), ("ArrowRight", 3), ("End", 7)):
        opened.keyboard.press(key)
        expect(lanes.nth(place)).to_be_focused()
        told.append(opened.locator(".mb-why").first.inner_text())
    assert len(set(told)) == len(told)
    assert "Sister organisation" in told[-1]
    opened.keyboard.press("Tab")
    expect(opened.get_by_role("button", name=say("bridges.curve")).first).to_be_focused()
    opened.keyboard.press("Enter")
    expect(opened.get_by_role("img", name=re.compile("Yours starts at"))).to_have_count(1)
    expect(opened.locator(".mb-scene").first).to_be_hidden()
    expect(opened.get_by_role("button", name=say("bridges.people")).first).to_be_focused()
    assert violations(opened) == []
    opened.keyboard.press("Enter")
    expect(lanes.last).to_be_visible()
    assert opened.wrong == []


def test_a_change_leaves_what_was_before_and_can_be_seen_again(opened):
    """A move changes planks and words at once; what was before stays as an outline, and “Again” begins with it."""
    made_a_guess(opened)
    first = opened.locator(LANES).first
    before = first.get_attribute("aria-label")
    again = opened.locator(".mb-again").first
    expect(again).to_be_hidden()
    opened.get_by_role("slider", name="How often we write").first.focus()
    for _ in range(3):
        opened.keyboard.press("ArrowLeft")
    expect(first).to_have_attribute("aria-label", re.compile(r"before your last change \d+.* of 200 years"))
    was, now = (re.search(r"trust (\d+)", one)[1] for one in (before, first.get_attribute("aria-label")))
    assert f"before your last change {was}" in first.get_attribute("aria-label")
    assert was != now
    drawn = "document.querySelector('.mb-lanes .mb-plank:not(.mb-cracked)').getAttribute('d')"
    shown = opened.evaluate(drawn)
    again.press("Enter")
    opened.wait_for_function(f"{drawn} !== {shown!r}")
    opened.wait_for_function(f"{drawn} === {shown!r}")


# The page's height while the picture is small, and as it would be at this moment if it were not.
HEIGHTS = """() => {
  const [picture, stage] = [".mb-stuck", ".mb-stage-box"].map((one) => document.querySelector(one));
  const [small, margin] = [document.documentElement.scrollHeight, stage.style.marginBottom];
  picture.classList.remove("mb-stuck");
  stage.style.marginBottom = "";
  const whole = document.documentElement.scrollHeight;
  picture.classList.add("mb-stuck");
  stage.style.marginBottom = margin;
  return [small, whole];
}"""


@pytest.mark.layout
def test_the_picture_stays_in_sight_on_a_phone(looked_at):
    """On a phone the partners stay below the headline, small, while a control far below has the focus.

    What stands below them does not move by that: it would push them back, and the page would never come to rest.
    """
    if looked_at.viewport_size["width"] > 600:
        return
    looked_at.evaluate("scrollTo({ top: 0, behavior: 'instant' })")
    looked_at.wait_for_function("!document.querySelector('.mb-stuck')")
    far_below = looked_at.get_by_role("radio", name="How far we are, the date, and the reason").first
    far_below.focus()
    far_below.evaluate("(one) => one.scrollIntoView({ block: 'center', behavior: 'instant' })")
    looked_at.wait_for_function("document.querySelector('.mb-stuck')")
    small, whole = looked_at.evaluate(HEIGHTS)
    assert small == whole
    head, scene = (looked_at.locator(one).first.bounding_box() for one in (".mb-head", ".mb-scene"))
    assert head["y"] >= -1
    assert scene["y"] >= head["y"] + head["height"] - 2
    assert scene["y"] + scene["height"] < looked_at.viewport_size["height"] * 0.4
    assert head["height"] < 40  # one line, and all of it
    short = looked_at.locator(".mb-head .mb-short").first
    expect(short).to_be_visible()
    assert short.bounding_box()["width"] < head["width"]
    assert looked_at.locator(".mb-head .mb-long").first.inner_text().startswith(short.inner_text().split(" stay")[0])


def test_a_zoomed_phone_shows_each_control(after_a_guess):
    """On a phone, at 200 % and 150 % too, nothing is wider than the window, and the picture covers no control."""
    page = after_a_guess
    for width, height in ((195, 422), (195, 700), (260, 563), (390, 844)):
        page.set_viewport_size({"width": width, "height": height})
        page.wait_for_timeout(300)  # pictures take their new width
        assert overflow(page) == 0
        covered = page.locator(".mb-row .mb-left :is(input, button, select):visible").evaluate_all(COVERED)
        assert covered == [], (width, height)


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


def test_remarks_on_a_senseless_plan_stand_below_it_and_go_with_it(window, pages):
    """A plan from a link has its remarks in a polite region below it; they follow the plan, and widen no page."""
    acts = (Deny(day=2), Apologise(day=4), Update(week=3, every_weeks=0.3, says=()))
    page = window.new_page()
    page.goto(f"{pages.address}lessons/B_open_lab.ipynb?strategy={as_code('Ours', acts, 'missed-deadline')}")
    page.locator(READY).wait_for()
    region = page.get_by_role("status").filter(has_text=many("remarks.head", 3))
    expect(region.get_by_role("listitem")).to_have_count(3)
    last_control = page.get_by_role("button", name=say("editor.remove"), exact=True)
    assert region.bounding_box()["y"] > last_control.bounding_box()["y"]
    assert violations(page) == []
    assert overflow(page) == 0
    last_control.click()
    region = page.get_by_role("status").filter(has_text=many("remarks.head", 2))
    expect(region.get_by_role("listitem")).to_have_count(2)
    expect(region).not_to_contain_text(say("acts.deny"))
