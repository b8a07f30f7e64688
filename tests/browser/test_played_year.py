"""A year is played in a real browser from beginning to end, by keys alone, and is there again after a reload."""

from playwright.sync_api import expect

from sim.exercises import load_exercise
from sim.lab.pages.forms import form_of

from .looking import READY, machinery, opened, overflow, resize, violations

BOARD = ".mb-year"
ASKED = load_exercise("ex08").question("q1")
MOST = 40  # moves of a short year


def press(page, name, *, within=BOARD, exact=True):
    """Press a button by keys."""
    button = page.locator(within).get_by_role("button", name=name, exact=exact).first
    button.focus()
    page.keyboard.press("Enter")


def phase(page):
    """Return where the year stands."""
    return page.locator(BOARD).get_attribute("data-phase")


def go_on(page):
    """Take the step that the screen asks for, and wait for the next screen."""
    title = page.locator(f"{BOARD} h2").first
    before = title.inner_text()
    if phase(page) == "guess":  # at least one figure is placed: a guess of nobody is asked about first
        page.locator(".mb-placing input").first.press("ArrowRight")
    press(page, "These are my guesses" if phase(page) == "guess" else "Go on")
    expect(title).not_to_have_text(before)


def test_a_year_is_played_to_its_end_by_keys(laptop, pages):
    """A short year is played, reloaded and gone back in; both tries are shown, and another year is opened."""
    shown = opened(laptop)
    page = shown.page
    wrong = []
    page.on("pageerror", lambda error: wrong.append(str(error)))
    page.goto(f"{pages.address}lessons/D_play_a_year.ipynb")
    page.wait_for_selector(READY, state="attached")
    page.get_by_label("Case", exact=True).select_option("Missed deliveries")
    press(page, "Begin the year")
    expect(page.locator(f"{BOARD}[data-phase=turn]")).to_be_visible()
    assert violations(page) == []

    press(page, "Listen", exact=False)
    page.get_by_role("button", name="Choose this").focus()
    page.keyboard.press("Enter")
    expect(page.locator(".mb-hand li")).to_contain_text("Listen")
    go_on(page)
    expect(page.locator(f"{BOARD} h2").first).to_be_focused()

    title = page.locator(f"{BOARD} h2").first.inner_text()
    page.reload()
    expect(page.locator(f"{BOARD} h2").first).to_have_text(title)
    for _ in range(MOST):
        if phase(page) == "end":
            break
        go_on(page)
    assert phase(page) == "end"
    expect(page.locator(".mb-turning button").first).to_be_visible()
    for size in ("narrow", "wide"):
        resize(page, size)
        assert violations(page) == []
        assert overflow(page) <= 0
    assert machinery(page) == []

    page.locator(".mb-turning button").last.focus()
    page.keyboard.press("Enter")
    expect(page.locator(f"{BOARD}[data-phase=turn]")).to_be_visible()
    for _ in range(MOST):
        if phase(page) == "end":
            break
        go_on(page)
    expect(page.locator(".mb-results")).to_contain_text("Your first try")

    page.locator("summary", has_text="Open a year that somebody sent you").focus()
    page.keyboard.press("Enter")
    page.get_by_label("Code of the year", exact=True).fill(form_of(ASKED).to_play.value)
    press(page, "Open this year")
    expect(page.locator(f"{BOARD} h2").first).to_have_text("The year begins")
    assert not wrong
    assert shown.elsewhere(pages.address) == []


def test_the_first_lesson_begins_with_a_year_on_its_first_screen(laptop, pages):
    """At both widths the two questions and the button that begins the year are seen without scrolling."""
    page = opened(laptop).page
    page.goto(f"{pages.address}lessons/01_what_moves_trust.ipynb")
    page.wait_for_selector(READY, state="attached")
    begin = page.get_by_role("button", name="Begin the year")
    for size in ("wide", "narrow"):
        resize(page, size)
        box = begin.bounding_box()
        assert box["y"] + box["height"] <= page.viewport_size["height"]
        assert page.get_by_role("radio", name="5", exact=True).first.is_visible()
