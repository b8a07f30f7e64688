"""After the server has gone, answers can be saved with one click and restored on another server."""

import json
import re
import shutil

import pytest
from playwright.sync_api import expect

from .looking import HOLDS, machinery, opened, overflow, violations, whole
from .menus import run_all
from .serving import ROOT, workshop

LESSON = "lessons/02_update_rhythm.ipynb"
REASON = "People who wait for news think the worst"
NOTE = "Nobody wrote to us for six weeks. “No news” was not good news."
LOST = "The connection was lost. What you saved is safe. Reload the page."
AWAY = "There is no connection just now. Stay on this page"


def begin(page, server):
    """Open the lesson, guess, and write a note."""
    page.goto(server.address + LESSON)
    whole(page)
    page.get_by_label("An update every two weeks").first.check()
    page.get_by_label("Why do you think so?").fill(REASON)
    page.get_by_role("button", name="Record my guess").click()
    expect(page.get_by_text(f"because “{REASON}”").first).to_be_visible()
    note = page.get_by_label("Think of a time when you waited")
    note.fill(NOTE)
    note.blur()
    # Until the page's own copy holds it; what is typed in the second before may be lost.
    page.wait_for_function(HOLDS, arg=NOTE)


def end(server):
    """Kill a server and its kernels, as a host does."""
    kernels = server.kernels()
    server.process.kill()
    for kernel in kernels.values():
        kernel.kill()


def is_back(page, server):
    """Check that guess, reason and note are in the lesson on this server."""
    page.goto(server.address + LESSON)
    whole(page)
    expect(page.get_by_text(f"because “{REASON}”").first).to_be_visible()
    expect(page.get_by_label("Think of a time when you waited")).to_have_value(NOTE)


def test_what_was_not_saved_is_saved_after_the_server_has_gone(window, pages, tmp_path):
    """The open page still saves all answers to a file, and another server restores them from it."""
    shown = opened(window)
    page = shown.page
    with workshop("--app") as first:
        begin(page, first)
        end(first)
        alert = page.locator("#lost")
        expect(alert).to_contain_text(AWAY)
        assert violations(page) == []
        assert machinery(page) == []
        assert overflow(page) == 0
        with page.expect_download() as download:
            alert.get_by_role("button", name="Download a copy for myself").click()
        file = tmp_path / download.value.suggested_filename
        download.value.save_as(file)
    assert json.loads(file.read_text())["lessons"]["02_update_rhythm"]["notes"]["felt"] == NOTE
    assert pages.address != first.address
    page.goto(pages.address)
    page.get_by_label("Bring back from a file").set_input_files(file)
    expect(page.locator("#said")).to_have_text("Your answers are back.")
    assert violations(page) == []
    is_back(page, pages)
    assert set(shown.elsewhere(first.address)) & set(shown.elsewhere(pages.address)) == set()


def test_a_copied_text_brings_everything_back(phone, pages):
    """A copied text restores all answers; a text that was cut off is refused and changes nothing."""
    page = opened(phone).page
    with workshop("--app") as first:
        begin(page, first)
        page.goto(first.address)
        page.locator(".folded > summary").click()
        page.get_by_role("button", name="Copy my answers as text").click()
        text = page.get_by_label("Or paste the text here")
        expect(text).to_have_value(re.compile("^MBA1-"))
        copied = text.input_value()
        end(first)
    page.goto(pages.address)
    page.locator(".folded > summary").click()
    bring = page.get_by_role("button", name="Bring back from the text")
    page.get_by_label("Or paste the text here").fill(copied[:-3])
    bring.click()
    expect(page.locator("#said")).to_contain_text("cut or changed")
    page.get_by_label("Or paste the text here").fill(copied)
    bring.click()
    expect(page.locator("#said")).to_have_text("Your answers are back.")
    is_back(page, pages)


@pytest.mark.full
def test_a_lesson_takes_answers_back_too(phone, pages, tmp_path):
    """Answers can be restored at the end of a lesson, which shows them at once."""
    page = opened(phone).page
    with workshop("--app") as first:
        begin(page, first)
        with page.expect_download() as download:
            page.locator(".mb-keeper").get_by_role("button", name="Download a copy for myself").click()
        file = tmp_path / "answers.json"
        download.value.save_as(file)
        end(first)
    page.goto(pages.address + LESSON)
    whole(page)
    page.get_by_label("Load my answers from a file").set_input_files(file)
    expect(page.get_by_text(f"because “{REASON}”").first).to_be_visible()
    expect(page.get_by_label("Think of a time when you waited")).to_have_value(NOTE)


@pytest.mark.full
def test_what_runs_the_page_ends_in_mid_lesson(phone, pages):
    """If the kernel ends, a sentence says what to do, and a reload restores everything."""
    page = opened(phone).page
    begin(page, pages)
    config = json.loads(page.locator("#jupyter-config-data").text_content())
    pages.kernels()[config["kernelId"][:8]].kill()
    expect(page.locator("#lost")).to_contain_text(LOST)
    page.get_by_role("button", name="Reload the page").click()
    whole(page)
    is_back(page, pages)


@pytest.mark.full
def test_a_reminder_comes_before_the_server_stops_waiting(window, monkeypatch):
    """The reminder says how long the server waits and where that is set, whatever the reader's clock does."""
    monkeypatch.setenv("MENDING_BRIDGES_IDLE_SECONDS", "12")
    page = opened(window).page
    with workshop("--app") as server:
        page.goto(server.address + LESSON)
        whole(page)
        page.evaluate("Date.now = () => 0")  # a clock that is set back while the page is open
        reminder = page.locator("#mb-banner")
        expect(reminder).to_contain_text("stop after 0.2 minutes without use")
        assert violations(page) == []
        assert overflow(page) == 0
        with page.expect_download():
            reminder.get_by_role("button", name="Download a copy for myself").click()
        reminder.get_by_role("button", name="I am still here").click()
        expect(reminder).to_have_count(0)
        expect(reminder).to_be_visible()
        page.keyboard.press("Tab")
        expect(reminder).to_have_count(0)


@pytest.mark.full
def test_jupyterlab_tells_what_to_do_too(laptop, tmp_path):
    """If the kernel ends in JupyterLab, a sentence says what to press, and the answers can be saved."""
    folder = tmp_path / "notebooks"
    folder.mkdir()
    shutil.copy(ROOT / "notebooks" / "02_update_rhythm.ipynb", folder)
    page = laptop.new_page()
    with workshop("--lab", notebooks=folder) as server:
        page.goto(server.address)
        run_all(page)
        page.get_by_label("An update every two weeks").first.check()
        page.get_by_label("Why do you think so?").fill(REASON)
        page.get_by_role("button", name="Record my guess").click()
        page.wait_for_function(HOLDS, arg=REASON)
        for kernel in server.kernels().values():
            kernel.kill()
        told = page.locator("#mb-banner")
        expect(told).to_contain_text("Press the button above that starts this page")
        page.get_by_role("button", name="Ok").click()
        with page.expect_download() as download:
            told.get_by_role("button", name="Download a copy for myself").click()
        assert REASON in download.value.path().read_text("utf-8")
