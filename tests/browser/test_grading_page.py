"""A facilitator with a browser alone grades a class, from a dropped file to the sheets."""

import csv
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import expect

from sim.texts.words import say
from tests.classroom import RIGHT, WRONG, run_in, sheet, zipped

from .looking import SIZES, machinery, overflow, resize, violations
from .serving import workshop

CLASS = zipped({f"{name}/answers.json": sheet(answers) for name, answers in (("kestrel", RIGHT), ("otter", WRONG))})
DROP = """([name, bytes]) => {
  const carried = new DataTransfer();
  carried.items.add(new File([new Uint8Array(bytes)], name));
  for (const kind of ["dragover", "drop"]) {
    const event = new DragEvent(kind, { dataTransfer: carried, bubbles: true, cancelable: true });
    document.getElementById("hand-ins").dispatchEvent(event);
  }
}"""


@pytest.fixture(scope="module")
def grading(tmp_path_factory):
    """Serve the facilitator's pages, with one small exercise."""
    folder = tmp_path_factory.mktemp("grading")
    (folder / "masters").mkdir()
    run_in(folder / "masters")
    options = ("--facilitator", "--classes", str(folder / "classes"), "--masters", str(folder / "masters"))
    with workshop(*options) as server:
        yield server


@pytest.fixture
def page(grading, laptop):
    """Return a page of a facilitator who has signed in."""
    page = laptop.new_page()
    page.goto(grading.address)
    return page


def drop(page, name, content):
    """Drop a file on the page."""
    page.evaluate(DROP, [name, list(content)])


def looks_right(page):
    """Check the page in both sizes."""
    for size in SIZES:
        resize(page, size)
        assert violations(page) == []
        assert overflow(page) == 0
    resize(page, "wide")
    assert machinery(page) == []


def test_a_class_is_dropped_graded_and_taken_along(page):
    """A dropped class is graded while the page says how far it is; its pages and sheets open from there."""
    looks_right(page)
    drop(page, "Spring 2027.zip", CLASS)
    page.wait_for_url("**/class/Spring%202027")
    expect(page.get_by_role("heading", level=1)).to_have_text("Spring 2027")
    page.get_by_role("link", name=say("grading_pages.open_class")).wait_for()
    expect(page.get_by_role("status")).to_contain_text("2 trainees: 2 graded")
    looks_right(page)
    with page.expect_download() as download:
        page.get_by_role("link", name="grades.csv").click()
    with download.value.path().open(encoding="utf-8-sig", newline="") as file:
        assert {row["trainee"] for row in csv.DictReader(file)} == {"kestrel", "otter"}
    page.get_by_role("link", name=say("grading_pages.open_class")).click()
    expect(page.get_by_role("heading", level=1)).to_have_text(say("class_report.title"))
    page.go_back()
    drop(page, "late.zip", zipped({"wren/answers.json": sheet(RIGHT)}))
    expect(page.get_by_role("status")).to_contain_text("3 trainees: 3 graded", timeout=60_000)


def test_what_is_no_class_is_told_and_nothing_is_lost(page):
    """A file that holds no answers is a sentence on the page; the class can be dropped after it."""
    drop(page, "autumn.zip", b"no zip file")
    page.wait_for_url("**/class/autumn")
    expect(page.get_by_role("status")).to_contain_text("autumn.zip")
    drop(page, "autumn.zip", CLASS)
    expect(page.get_by_role("status")).to_contain_text("2 graded")


def test_who_is_not_signed_in_is_asked(grading, phone):
    """Without the password there is a form; a wrong one is told beside it, and the right one opens the page."""
    page = phone.new_page()
    address = urlsplit(grading.address)
    page.goto(f"http://{address.netloc}/class/spring")
    page.get_by_label(say("grading_pages.password")).fill("not it")
    page.keyboard.press("Enter")
    expect(page.get_by_role("alert")).to_have_text(say("grading_pages.wrong"))
    looks_right(page)
    page.get_by_label(say("grading_pages.password")).fill(address.query.removeprefix("password="))
    page.get_by_role("button", name=say("grading_pages.enter")).click()
    expect(page.get_by_role("heading", level=1)).to_have_text(say("grading_pages.heading"))
