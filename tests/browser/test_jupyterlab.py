"""The lessons in JupyterLab: opened at the first one, nothing over it, and all of it runs."""

import pytest
from playwright.sync_api import expect

from sim.texts.words import say

from .looking import READY, opened
from .menus import IDLE, run_all, wait_until_run
from .test_walk import BY_LESSON, guessed
from .walking import Walker


def test_it_opens_at_the_first_lesson_and_one_button_runs_it(laptop, jupyterlab):
    """JupyterLab opens the first lesson without a popup; a button above it runs it, and a link leads to the page."""
    shown = opened(laptop)
    page = shown.page
    page.goto(jupyterlab.address)
    page.wait_for_selector(IDLE, state="attached")
    expect(page.get_by_role("tab", name="00_start.ipynb")).to_be_visible()
    assert page.locator(".jp-Dialog, .Toastify__toast").count() == 0
    page.get_by_role("button", name=say("lab_script.start")).click()
    page.get_by_role("button", name=say("lab_script.again")).wait_for()
    expect(page.locator(".mb").first).to_be_visible()
    assert page.locator('[data-mime-type="application/vnd.jupyter.error"]').count() == 0
    page.get_by_role("link", name=say("lab_script.pages")).click()
    page.wait_for_selector(READY, state="attached")
    assert page.url.endswith("/course/lessons/00_start.ipynb")
    assert shown.elsewhere(jupyterlab.address) == []


@pytest.mark.full
def test_a_lesson_can_be_walked_by_keys_here_too(laptop, jupyterlab):
    """Lesson 02 can be completed with the keyboard alone once its cells have run."""
    walk = BY_LESSON["02_update_rhythm"]
    shown = opened(laptop)
    page = shown.page
    page.goto(jupyterlab.address.replace("00_start", walk["lesson"]))
    run_all(page)
    wait_until_run(page)
    page.locator(".mb").first.wait_for()
    walker = Walker(page)
    page.get_by_role("radio", name=walk["guess"]).first.scroll_into_view_if_needed()
    guessed(walker, walk)
    for task in walk["tasks"]:
        walker.do(task)
    walker.go_to("button", say("lesson.done"))
    walker.press("Enter")
    expect(page.get_by_text(say("lesson.done_said"))).to_be_visible()
    assert page.locator('[data-mime-type="application/vnd.jupyter.error"]').count() == 0
    assert shown.elsewhere(jupyterlab.address) == []
