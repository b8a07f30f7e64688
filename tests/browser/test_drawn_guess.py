"""A guess drawn with a hand: by mouse or finger, beside the model's line, and there again after a reload."""

import pytest
from playwright.sync_api import expect

from sim.texts.words import say

from .looking import READY, overflow, violations
from .walking import small_targets

LESSON = "lessons/02_update_rhythm.ipynb"
STROKE = ((0.2, 0.3), (0.4, 0.5), (0.6, 0.7), (0.95, 0.4))  # shares of the picture's width and height


def open_lesson(page, pages):
    """Open the lesson, and return its picture."""
    page.goto(f"{pages.address}{LESSON}")
    page.wait_for_selector(READY, state="attached")
    picture = page.locator(".mb-drawing svg")
    picture.scroll_into_view_if_needed()
    return picture


def stroke(page, picture, *, touch):
    """Draw a line with the mouse or with a finger."""
    box = picture.bounding_box()
    places = [(box["x"] + x * box["width"], box["y"] + y * box["height"]) for x, y in STROKE]
    if touch:
        finger = page.context.new_cdp_session(page)
        for kind, (x, y) in zip(("touchStart", *["touchMove"] * (len(places) - 1)), places, strict=True):
            finger.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": [{"x": x, "y": y}]})
        finger.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})
        return
    page.mouse.move(*places[0])
    page.mouse.down()
    for place in places[1:]:
        page.mouse.move(*place, steps=4)
    page.mouse.up()


@pytest.mark.sample(1)
@pytest.mark.parametrize("touch", [False, True], ids=["mouse", "finger"])
def test_a_line_is_drawn_and_kept(window, pages, touch):
    """A stroke moves all five sliders; recorded, it stands beside the model's line, and so after a reload."""
    page = window.new_page()
    picture = open_lesson(page, pages)
    before = page.evaluate("scrollY")
    stroke(page, picture, touch=touch)
    assert page.evaluate("scrollY") == before
    values = page.locator(".mb-point input").evaluate_all("all => all.map((one) => Number(one.value))")
    assert len(set(values)) > 3
    page.get_by_role("radio", name="An update every working day").check()
    page.get_by_role("button", name=say("lesson.record")).click()
    told = page.locator(".mb-gap p")
    expect(told).to_contain_text("Widest gap in week")
    expect(page.locator(".mb-drawn-model")).to_be_visible()
    first = told.inner_text()
    assert violations(page) == []
    assert small_targets(page) == []
    assert overflow(page) == 0
    page.reload()
    expect(told).to_have_text(first)
    expect(page.locator(".mb-drawn-yours")).to_be_visible()
