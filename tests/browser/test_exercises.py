"""An exercise as a page: filled in, checked, reloaded, started over and handed in, with the keyboard alone."""

import json
import re
import shutil
import time
from contextlib import suppress

import pytest
from conftest import as_shared
from playwright.sync_api import expect

from sim.grading.intake.submission import SubmissionError, take_in
from sim.texts.words import say

from .looking import READY, SIZES, machinery, opened, overflow, resize, tabbed, violations
from .menus import run_all
from .serving import PATIENCE, ROOT, workshop
from .walking import Walker, small_targets

EXERCISE = "exercises/ex02.ipynb"
LESSONS = ("02_update_rhythm.ipynb", "03_promises.ipynb")
RELEASED = sorted((ROOT / "exercises").glob("*.ipynb"))
WRITTEN = "I would ask both, and write what changed."


@pytest.fixture(scope="module")
def course(tmp_path_factory):
    """Return the folder of a small course with one exercise, as it is shared."""
    folder = tmp_path_factory.mktemp("course")
    (folder / "notebooks").mkdir()
    (folder / "exercises").mkdir()
    for lesson in LESSONS:
        (folder / "notebooks" / lesson).write_bytes(as_shared(ROOT / "notebooks" / lesson))
    (folder / EXERCISE).write_bytes(as_shared(ROOT / EXERCISE))
    return folder


@pytest.fixture(scope="module")
def served(chromium, course):  # noqa: ARG001 - without a browser no server is needed
    """Serve the course as pages."""
    with workshop("--app", notebooks=course / "notebooks") as server:
        yield server


def go(page, server):
    """Open the exercise and wait until it is ready."""
    page.goto(server.address + EXERCISE)
    page.wait_for_selector(READY, state="attached")


def pressed(walker, role, name, *keys):
    """Go to something by keys, and press these there."""
    walker.go_to(role, name)
    for key in keys:
        walker.press(key)


def answer_all(walker):
    """Answer the four questions by keys: order, choice, plan and text."""
    page = walker.page
    expect(page.get_by_role("button", name="This is my order")).to_be_visible()
    pressed(walker, "button", "Move up: Every eight weeks", "Enter")
    expect(page.get_by_text(re.compile("“Every eight weeks” is now .* of 4."))).to_be_visible()
    pressed(walker, "radio", "It was bad luck: in other years it is the other way round", "Space")
    pressed(walker, "slider", "How often we write", *["ArrowLeft"] * 4)
    pressed(walker, "radio", "How far we are, and the date", "Space")
    walker.go_to("textbox", "One of your partners wants to hear from you each week")
    page.keyboard.type(WRITTEN)
    walker.press("Tab")
    expect(page.get_by_text("You have answered all 4 questions.")).to_be_visible()


def test_a_trainee_gets_through_by_keys(window, served, tmp_path):
    """A trainee fills in, checks, reloads, hands in, starts over and brings back; no request goes to another host."""
    shown = opened(window)
    page = shown.page
    page.goto(served.address)
    page.get_by_role("link", name=re.compile("Practice ?: How often should we write")).click()
    page.wait_for_selector(READY, state="attached")
    assert violations(page) == []
    assert machinery(page) == []
    walker = Walker(page)
    answer_all(walker)
    pressed(walker, "button", "Check all my answers", "Enter")
    expect(page.get_by_text("0 of 1 points in this practice check.")).to_be_visible()
    expect(page.get_by_text("A large, steady difference is put down to luck.")).to_be_visible()
    expect(page.get_by_text("3 of 3 points in this practice check.")).to_be_visible()
    assert violations(page) == []
    assert overflow(page) == 0
    assert small_targets(page) == []

    page.reload()
    page.wait_for_selector(READY, state="attached")
    expect(page.get_by_text("You have answered all 4 questions.")).to_be_visible()
    expect(page.get_by_label("It was bad luck")).to_be_checked()
    expect(page.get_by_label("One of your partners wants")).to_have_value(WRITTEN)
    walker = Walker(page)
    walker.go_to("textbox", "The name you hand in under")
    page.keyboard.type("Kestrel")
    walker.press("Tab")
    expect(page.get_by_label("Or hand in as text")).to_have_value(re.compile("^MBH1-"))
    walker.go_to("button", "Download answers.json")
    with page.expect_download() as download:
        walker.press("Enter")
    download.value.save_as(tmp_path / "answers.json")
    handed = [(tmp_path / "answers.json").read_bytes(), page.get_by_label("Or hand in as text").input_value().encode()]
    for content in handed:
        (submission,) = take_in(content)
        assert (submission.name, submission.exercise, submission.refused) == ("Kestrel", "ex02", "")
        assert submission.answers["q2"] == "luck"
        assert submission.answers["q3"]["acts"][0]["every_weeks"] == 3
        assert submission.answers["q4"] == WRITTEN

    pressed(walker, "button", "Start over", "Enter")
    expect(page.get_by_text("You have answered 0 of 4 questions.")).to_be_visible()
    expect(page.get_by_label("It was bad luck")).not_to_be_checked()
    pressed(walker, "button", "Bring them back", "Enter")
    expect(page.get_by_text("You have answered all 4 questions.")).to_be_visible()
    assert walker.hidden == []
    assert shown.elsewhere(served.address) == []


@pytest.mark.sample(2)
@pytest.mark.parametrize("path", RELEASED, ids=lambda path: path.stem)
def test_every_released_exercise_is_a_page(laptop, pages, path):
    """Every exercise fits both sizes, shows no technical words, and loads from the course's own server."""
    shown = opened(laptop)
    shown.page.goto(f"{pages.address}exercises/{path.name}")
    shown.page.wait_for_selector(READY, state="attached")
    for size in SIZES:
        resize(shown.page, size)
        assert violations(shown.page) == []
        assert overflow(shown.page) == 0
    assert machinery(shown.page) == []
    assert shown.elsewhere(pages.address) == []


def test_focus_is_seen_on_every_stop(laptop, served):
    """Tab reaches the last link, and the focus is visible at every stop, at both sizes."""
    page = opened(laptop).page
    go(page, served)
    for size in SIZES:
        resize(page, size)
        stops = tabbed(page)
        assert stops[-1]["last"]
        assert [stop["what"] for stop in stops if not (stop["outlined"] and stop["seen"])] == []


def test_an_exercise_leads_to_its_lesson_and_on(laptop, served):
    """An exercise links to its lesson and to the next one, and the lesson links to its exercise."""
    page = opened(laptop).page
    go(page, served)
    steps = page.get_by_role("navigation", name="Lessons").get_by_role("link")
    assert [step.get_attribute("href") for step in steps.all()] == [f"../lessons/{name}" for name in LESSONS]
    page.goto(served.address + f"lessons/{LESSONS[0]}")
    page.wait_for_selector(READY, state="attached")
    page.get_by_role("link", name="Practice").click()
    expect(page).to_have_url(served.address + EXERCISE)


def answers_in(path):
    """Return what grading finds answered in a file."""
    (submission,) = take_in(path.read_bytes())
    return submission.answers


def test_a_name_that_was_still_on_its_way_is_handed_in_whole(laptop, served):
    """On a busy server, the file to hand in waits for the last letters of the name."""
    page = opened(laptop).page
    go(page, served)
    name = page.get_by_label("The name you hand in under")
    text = page.get_by_label("Or hand in as text")
    name.fill("First")
    name.blur()
    expect(text).to_have_value(re.compile("^MBH1-"))
    with page.expect_download() as download, served.held():
        name.fill("Kes")
        page.wait_for_timeout(2000)  # long enough to be sent
        name.fill("Kestrel")
        page.get_by_role("button", name="Download answers.json").click()
        page.wait_for_timeout(500)
    assert json.loads(download.value.path().read_bytes())["name"] == "Kestrel"


@pytest.mark.full
def test_jupyterlab_keeps_the_record_in_the_notebook(window, course, tmp_path):
    """In JupyterLab, on a phone as well, answers are saved in the notebook, and grading reads them."""
    copy = tmp_path / "course"
    shutil.copytree(course, copy)
    shown = opened(window)
    page = shown.page
    with workshop("--lab", notebooks=copy / "notebooks") as server:
        page.goto(server.address.replace(f"notebooks/{LESSONS[0]}", EXERCISE))
        page.get_by_role("button", name=say("lab_script.start_exercise")).click()
        choice = page.locator("label", has_text="It was bad luck")
        choice.check()
        box = choice.bounding_box()
        assert box["width"] > 200
        assert box["x"] + box["width"] <= page.viewport_size["width"]
        expect(page.get_by_text("Kept. Save the notebook before you hand it in.").first).to_be_visible()
        page.get_by_role("heading", name="Hand in").click()
        page.keyboard.press("Control+s")
        assert saved_in(page, copy / EXERCISE) == {"q2": "luck"}
        assert shown.elsewhere(server.address) == []


def test_jupyterlab_saves_from_within_a_form(window, course, tmp_path):
    """Ctrl+S saves what was just typed in a form; JupyterLab's other shortcuts do not act within a form."""
    copy = tmp_path / "course"
    shutil.copytree(course, copy)
    page = opened(window).page
    with workshop("--lab", notebooks=copy / "notebooks") as server:
        page.goto(server.address.replace(f"notebooks/{LESSONS[0]}", EXERCISE))
        run_all(page)
        field = page.get_by_label("One of your partners wants to hear from you each week")
        side = page.locator("#jp-left-stack").is_visible()
        field.press("Control+b")
        assert page.locator("#jp-left-stack").is_visible() == side
        field.press_sequentially(WRITTEN)
        save(page)
        assert saved_in(page, copy / EXERCISE) == {"q4": WRITTEN}
        page.locator("label", has_text="It was bad luck").locator("input").press("Space")
        save(page)
        assert saved_in(page, copy / EXERCISE, but=["q4"])["q2"] == "luck"
        slider = page.get_by_role("slider", name="How often we write")
        slider.press("ArrowLeft")
        save(page)
        assert "q3" in saved_in(page, copy / EXERCISE, but=["q2", "q4"])


def save(page):
    """Press Ctrl+S once, and wait until JupyterLab is done: a second press while it saves does nothing."""
    with page.expect_response(lambda said: said.request.method == "POST" and "/checkpoints" in said.url):
        page.keyboard.press("Control+s")


def saved_in(page, path, but=()):
    """Wait until more than these answers stand in a notebook's file, and return all of them."""
    until, saved = time.monotonic() + PATIENCE, {}
    while not set(saved) - set(but) and time.monotonic() < until:
        page.wait_for_timeout(100)
        with suppress(SubmissionError):  # it is just being written
            saved = answers_in(path) or {}
    return saved


def test_a_page_says_that_it_is_enough_that_it_is_kept(laptop, served):
    """A page, which has no notebook, does not ask for one to be saved."""
    page = opened(laptop).page
    go(page, served)
    page.get_by_label("It was bad luck").check()
    expect(page.get_by_text("Kept.", exact=True).first).to_be_visible()
