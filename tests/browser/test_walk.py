"""Every lesson with the keyboard alone, at both widths, following walk.toml."""

import tomllib
from pathlib import Path

import pytest
from playwright.sync_api import expect

from sim.texts.words import say

from .looking import READY, machinery, overflow, resize, violations
from .walking import Walker, small_targets

WALKS = tomllib.loads(Path(__file__).with_name("walk.toml").read_text("utf-8"))["walk"]
BY_LESSON = {walk["lesson"]: walk for walk in WALKS}
FEWEST_TASKS = 3
MOST_KEYS = 40
# Pixels of a laptop's page: before a part is opened, and when the reader has gone on from each.
SHUT, OPEN = 3_500, 6_000
HEADLINE = ".mb-head .mb-say"


def opened(window, pages, lesson):
    """Open a lesson, and wait until it is ready."""
    page = window.new_page()
    page.wrong = []
    page.on("pageerror", lambda error: page.wrong.append(str(error)))
    page.goto(f"{pages.address}lessons/{lesson}.ipynb")
    page.wait_for_selector(READY, state="attached")
    page.wait_for_selector(".mb")
    return page


def height(page):
    """Return how high the page is in a laptop's window; the window is as before then."""
    size = page.viewport_size
    resize(page, "wide")
    page.wait_for_timeout(200)  # pictures take their new width
    found = page.evaluate("document.documentElement.scrollHeight")
    page.set_viewport_size(size)
    return found


def guessed(walker, walk):
    """Make the guess, if the lesson asks for one."""
    if "before" in walk and not walker.page.get_by_role("radio", name=walk.get("guess")).count():
        walker.go_to("button", walk["before"])
        walker.press("Enter")
    if "guess" in walk:
        walker.go_to("radio", walk["guess"])
        if not walker.page.get_by_role("radio", name=walk["guess"]).is_checked():
            walker.press("Space")
        walker.go_to("button", say("lesson.record"))
        walker.press("Enter")
        expect(walker.page.get_by_text("Recorded: ").first).to_be_visible()
        walker.page.locator(HEADLINE).first.wait_for()


def test_every_page_has_its_walk():
    """walk.toml has at least three tasks for each lesson, one of them the main one."""
    there = sorted(path.stem for path in (Path(__file__).parents[2] / "notebooks").glob("*.ipynb"))
    assert sorted(BY_LESSON) == there
    for walk in WALKS:
        assert len(walk["tasks"]) >= FEWEST_TASKS
        assert sum(task.get("main", False) for task in walk["tasks"]) == 1


@pytest.mark.sample(3)
@pytest.mark.parametrize("lesson", BY_LESSON)
def test_a_lesson_can_be_walked_by_keys(window, pages, lesson):
    """Each lesson can be completed with the keyboard alone, and a reload restores all answers."""
    walk = BY_LESSON[lesson]
    page = opened(window, pages, lesson)
    assert height(page) <= SHUT
    walker = Walker(page)
    guessed(walker, walk)
    for task in walk["tasks"]:
        walker.do(task)
        if task.get("main"):
            assert walker.keys <= MOST_KEYS
            _control_and_headline_are_in_sight(page)
    walker.reads(walk["seen"])
    assert page.locator(".mb-go-on[data-shut]").count() == 0
    assert height(page) <= OPEN
    if "guess" in walk:
        walker.go_to("button", say("lesson.done"))
        walker.press("Enter")
        expect(page.get_by_text(say("lesson.done_said"))).to_be_visible()
    assert walker.hidden == []
    assert violations(page) == []
    assert machinery(page) == []
    assert small_targets(page) == []
    assert overflow(page) == 0
    assert page.wrong == []
    if "guess" in walk:
        page.reload()
        expect(page.get_by_text("Recorded: ").first).to_be_visible()
        expect(page.get_by_text(say("lesson.done_said"))).to_be_visible()


BROKEN = {
    "a label": "document.querySelector('.mb-control:has(input[type=range]) label').textContent = ''",
    "an instruction": "[...document.querySelectorAll('li, p')].filter((one) => /Go slowly/.test(one.innerText))"
    ".forEach((one) => one.remove())",
}


@pytest.mark.parametrize(
    "broken", [BROKEN["a label"], pytest.param(BROKEN["an instruction"], marks=pytest.mark.full)], ids=BROKEN
)
def test_the_walk_notices_what_is_missing(window, pages, broken):
    """The walk fails if a label or an instruction is missing."""
    walk = BY_LESSON["02_update_rhythm"]
    page = opened(window, pages, walk["lesson"])
    walker = Walker(page, patience=2_000)
    guessed(walker, walk)
    page.evaluate(broken)
    with pytest.raises(AssertionError):
        walker.do(walk["tasks"][0])


UNSHOWN = {"without an outline": "outline: none", "out of the window": "position: fixed; top: -80px"}


@pytest.mark.layout
@pytest.mark.parametrize("how", UNSHOWN.values(), ids=UNSHOWN)
def test_the_walk_notices_a_focus_that_is_not_shown(window, how):
    """The walk notes a button whose focus is invisible, and no other."""
    page = window.new_page()
    shown = "<style>:focus-visible { outline: 3px solid }</style><button>Shown</button>"
    page.set_content(f"{shown}<button style='{how}'>Unshown</button>")
    walker = Walker(page)
    walker.go_to("button", "Shown")
    assert walker.hidden == []
    walker.go_to("button", "Unshown")
    assert len(walker.hidden) == 1


@pytest.mark.layout
def test_the_walk_goes_back_to_a_control_that_was_pushed_away(window):
    """A button that a late answer above it pushes out of the window is found again by going back to it."""
    page = window.new_page()
    page.set_content(
        "<style>html { overflow-anchor: none } :focus-visible { outline: 3px solid }</style>"
        "<button>First</button><div></div><button onfocus='push()'>Pushed</button><script>"
        "const push = () => document.querySelector('div').style.height = '3000px'</script>"
    )
    walker = Walker(page)
    walker.go_to("button", "First")
    page.evaluate("document.activeElement.nextElementSibling.nextElementSibling.focus({ preventScroll: true })")
    assert page.evaluate("document.activeElement.getBoundingClientRect().top > innerHeight")
    walker.notes_a_hidden_focus()
    assert walker.hidden == []


def _control_and_headline_are_in_sight(page):
    """A headline is visible together with the focused control."""
    if not page.locator(HEADLINE).count():
        return
    seen = """() => {
      const inside = (box) => box.bottom > 0 && box.top < innerHeight;
      const heads = [...document.querySelectorAll(".mb-head .mb-say")].map((one) => one.getBoundingClientRect());
      return inside(document.activeElement.getBoundingClientRect()) && heads.some(inside);
    }"""
    assert page.evaluate(seen)


def test_the_portuguese_answer_is_marked_as_portuguese(window, pages):
    """Wherever the Portuguese answer's name is text outside a picture or a list, its language is marked."""
    page = opened(window, pages, "06_many_partners")
    guessed(Walker(page), BY_LESSON["06_many_partners"])
    unmarked = """() => {
      const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT), found = [];
      while (texts.nextNode()) {
        const parent = texts.currentNode.parentElement;
        if (/Ouvir primeiro/.test(texts.currentNode.data) && !parent.closest("svg, option, script, style, textarea")
            && parent.closest("[lang]").lang !== "pt") found.push(texts.currentNode.data.slice(0, 80));
      }
      return found;
    }"""
    assert page.locator("[lang=pt]").count() > 0
    assert page.evaluate(unmarked) == []
