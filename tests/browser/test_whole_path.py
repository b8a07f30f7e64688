"""A trainee's whole path: link, lesson, exercise, lost server, restored on another one, handed in, graded."""

import csv
import re
import subprocess
import sys

from playwright.sync_api import expect

from .looking import HOLDS, opened, whole
from .serving import ROOT, workshop
from .test_lost_server import LESSON, NOTE, begin, end, is_back

NAME = "Kestrel"


def answered(page):
    """Go from the lesson to its exercise and answer one question; return the exercise's address and the answer."""
    page.get_by_role("link", name="Practice", exact=True).click()
    whole(page)
    choice = page.get_by_role("radio").first
    label = choice.locator("xpath=ancestor::label").inner_text().strip()
    choice.check()
    expect(page.get_by_text(re.compile("You have answered 1 of"))).to_be_visible()
    page.wait_for_function(HOLDS, arg="ex02")
    return page.url, label


def handed_in(page, place):
    """Hand in under a name, as a file."""
    page.get_by_label("The name you hand in under").fill(NAME)
    page.get_by_label("The name you hand in under").blur()
    expect(page.get_by_label("Or hand in as text")).to_have_value(re.compile("^MBH1-"))
    with page.expect_download() as download:
        page.get_by_role("button", name="Download answers.json").click()
    place.mkdir()
    download.value.save_as(place / "answers.json")


def graded(folder, out):
    """Grade as a facilitator does; return the rows of the table of grades."""
    command = [sys.executable, "-m", "sim.cli.main", "grade", str(folder), "--out", str(out), "--jobs", "1"]
    said = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert said.returncode == 0, said.stderr
    with (out / "grades.csv").open(encoding="utf-8-sig") as table:
        return list(csv.DictReader(table))


def test_nothing_is_lost_from_the_link_to_the_grade(phone, pages, tmp_path):
    """On a phone, answers from a lost server are restored on another one, handed in and graded."""
    shown = opened(phone)
    page = shown.page
    with workshop("--app") as first:
        page.goto(first.address)
        page.get_by_role("link", name="How often should we write?", exact=True).click()
        page.wait_for_url(f"**/{LESSON}")
        begin(page, first)
        _, label = answered(page)
        end(first)
        with page.expect_download() as download:
            page.locator("#lost").get_by_role("button", name="Download a copy for myself").click()
        download.value.save_as(tmp_path / "kept.json")
    assert pages.address != first.address
    page.goto(pages.address)
    page.get_by_label("Bring back from a file").set_input_files(tmp_path / "kept.json")
    expect(page.locator("#said")).to_have_text("Your answers are back.")
    is_back(page, pages)
    expect(page.get_by_label("Think of a time when you waited")).to_have_value(NOTE)
    page.get_by_role("link", name="Practice", exact=True).click()
    whole(page)
    expect(page.get_by_role("radio", name=label)).to_be_checked()
    handed_in(page, tmp_path / "class")
    assert set(shown.elsewhere(first.address)) & set(shown.elsewhere(pages.address)) == set()
    rows = graded(tmp_path / "class", tmp_path / "grades")
    assert {row["trainee"] for row in rows} == {NAME}
    assert {row["exercise"] for row in rows} == {"ex02"}
    assert all(row["status"] in {"passed", "failed"} for row in rows)
