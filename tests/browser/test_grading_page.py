"""A facilitator with a browser alone grades a class, from a dropped file to the sheets."""

import csv
import io
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import expect

from sim.texts.words import say
from tests.classroom import RIGHT, WRONG, run_in, sheet, zipped

from .looking import SIZES, machinery, overflow, resize, violations
from .serving import workshop

GIVEN = {"kestrel": RIGHT, "otter": WRONG, "wren": RIGHT | {"q1": 4}}
WHO = {name: answers | {"why": f"As {name} I was heard."} for name, answers in GIVEN.items()}
CLASS = zipped({f"{name}/answers.json": sheet(answers) for name, answers in WHO.items()})
OWN = sheet(RIGHT | {"why": "Alone I was heard."})
# As Canvas writes one.
EXPORT = b"""Student,ID,SIS Login ID,Section,Trust (77)
    Points Possible,,,,10
kestrel,1,kestrel,A,
wren,2,wren,A,
"""
DROP = """([name, bytes]) => {
  const carried = new DataTransfer();
  carried.items.add(new File([new Uint8Array(bytes)], name));
  for (const kind of ["dragover", "drop"]) {
    const event = new DragEvent(kind, { dataTransfer: carried, bubbles: true, cancelable: true });
    document.querySelector(".drop[data-what=grade]").dispatchEvent(event);
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
    """Drop a file of the whole class on the page."""
    page.evaluate(DROP, [name, list(content)])
    page.get_by_role("button", name=say("grading_pages.hand_in")).click()


def drop_own(page, name, content, whose):
    """Drop one person's file on the page of a class, and say whose it is."""
    page.evaluate(DROP, [name, list(content)])
    page.get_by_label(name).last.fill(whose)
    page.get_by_role("button", name=say("grading_pages.hand_in")).click()
    page.wait_for_event("load")


def looks_right(page):
    """Check the page in both sizes."""
    for size in SIZES:
        resize(page, size)
        assert violations(page) == []
        assert overflow(page) == 0
    resize(page, "wide")
    assert machinery(page) == []


def said(page, words):
    """Wait until the page says this."""
    expect(page.locator("#said")).to_contain_text(words, timeout=60_000)


def rows(page, sheet):
    """Download a sheet, and return its rows as a spreadsheet reads them."""
    with page.expect_download() as download:
        page.get_by_role("link", name=sheet, exact=True).last.click()
    with download.value.path().open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def marked(rows, **to_fill):
    """Return the sheet as a European spreadsheet saves it: semicolons and decimal commas."""
    text = io.StringIO()
    table = csv.DictWriter(text, [*rows[0]], delimiter=";")
    table.writeheader()
    table.writerows(row | to_fill.get(row["trainee"], {}) for row in rows)
    return text.getvalue().encode("utf-8-sig")


def choose(page, label, name, content):
    """Choose a file in a field."""
    page.get_by_label(label).set_input_files({"name": name, "mimeType": "text/csv", "buffer": content})


def test_a_facilitator_with_a_browser_grades_a_class(page):
    """Drop a class, mark three written answers, change one point, let the best attempt count, fill the own export."""
    looks_right(page)
    page.evaluate(DROP, ["ex91.json", list(OWN)])
    whose = page.get_by_label("ex91.json")
    expect(whose).to_have_value("")
    looks_right(page)
    drop(page, "Spring 2027.zip", CLASS)
    page.wait_for_url("**/class/Spring%202027")
    expect(page.get_by_role("heading", level=1)).to_have_text("Spring 2027")
    said(page, "3 trainees: 3 graded")
    page.get_by_role("link", name=say("grading_pages.open_class")).wait_for()
    for fold in page.locator("summary").all():
        fold.click()
    looks_right(page)

    sheet = rows(page, "reflections.csv")
    assert [row["trainee"] for row in sheet] == ["kestrel", "otter", "wren"]
    points = dict(zip(("kestrel", "otter", "wren"), ("1,5", "2", "0"), strict=True))
    filled = {name: {"points": one, "max_points": "2", "note": f"for {name}"} for name, one in points.items()}
    choose(page, say("grading_pages.marks_back"), "reflections.csv", marked(sheet, **filled))
    page.wait_for_event("load")
    said(page, "Marks: 3 new, 0 taken back, 0 changed.")
    total = {row["trainee"]: row for row in rows(page, "grades.csv") if row["question"] == "why"}
    assert [float(total[name]["points"]) for name in points] == [1.5, 2, 0]

    overrides = rows(page, "overrides.csv")
    changed = {"otter": {"points": "1", "reason": "A slip of the key, as we talked about"}}
    wanted = next(row for row in overrides if row["trainee"] == "otter" and row["question"] == "q1")
    choose(page, say("grading_pages.marks_back"), "overrides.csv", marked([wanted], **changed))
    page.wait_for_event("load")
    page.get_by_role("link", name=say("grading_pages.open_class")).click()
    expect(page.locator("body")).to_contain_text("A slip of the key")
    page.go_back()

    page.locator("summary", has_text=say("grading_pages.attempts")).click()
    page.get_by_label(say("grading_pages.counts")).select_option("best")
    page.get_by_label(say("grading_pages.due")).fill("2031-11-20T23:59")
    page.get_by_role("button", name=say("grading_pages.again")).click()
    page.wait_for_event("load")
    expect(page.get_by_label(say("grading_pages.counts"))).to_have_value("best")
    expect(page.get_by_label(say("grading_pages.due"))).to_have_value("2031-11-20T23:59")
    total = {row["trainee"]: row for row in rows(page, "grades.csv") if row["question"] == "why"}
    assert [float(total[name]["points"]) for name in points] == [1.5, 2, 0]

    page.locator("summary", has_text=say("grading_pages.own_export")).click()
    export = (
        "Student,ID,SIS Login ID,Section,Trust (77)\n    Points Possible,,,,10\nkestrel,1,kestrel,A,\nwren,2,wren,A,\n"
    )
    choose(page, say("grading_pages.export"), "gradebook.csv", export.encode())
    page.get_by_label(say("grading_pages.column")).select_option("Trust (77)")
    page.get_by_role("button", name=say("grading_pages.fill")).click()
    page.wait_for_event("load")
    back = {row["Student"]: row["Trust (77)"] for row in rows(page, "filled-gradebook.csv")}
    assert float(back["kestrel"]) > float(back["wren"]) > 0
    said(page, "filled")


def test_what_is_no_class_is_told_and_nothing_is_lost(page):
    """A file that holds no answers is a sentence on the page; the class can be dropped after it."""
    drop(page, "autumn.zip", b"no zip file")
    page.wait_for_url("**/class/autumn")
    said(page, "autumn.zip")
    drop(page, "autumn.zip", CLASS)
    said(page, "3 graded")


def test_a_file_that_came_alone_gets_an_owner_and_can_be_removed(page):
    """The person to whom it belongs is named, and once it is removed the class is as it was before."""
    drop(page, "winter.zip", CLASS)
    page.wait_for_url("**/class/winter")
    said(page, "3 graded")
    drop_own(page, "ex91.json", OWN, "Otter")
    said(page, "3 trainees: 3 graded")
    page.locator("summary", has_text="2 files").click()
    page.get_by_label("ex91.json").check()
    page.once("dialog", lambda dialog: dialog.accept())
    page.get_by_role("button", name=say("grading_pages.remove")).click()
    said(page, "1 file removed.")


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
