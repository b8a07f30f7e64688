"""Somebody without code describes a mobile library that stopped coming, plays and compares it, and takes it along."""

import json
import tomllib

import pytest
from playwright.sync_api import expect

from sim.catalogue.check_file import checked_content
from sim.texts.words import say, table

from .looking import READY, machinery, opened, overflow, violations, whole
from .test_played_year import go_on, phase, press

PAGE = "lessons/C_your_case.ipynb"
HEAD = ".mb-own-case > .mb-head .mb-say"
SAID = table("your_case_page")
STEPS = {key: words for key, words in table("your_case_steps").items() if not key.endswith("_intro")}
# The file of answers that the page itself would give, if it held none but what the server has not heard of.
FILE = """() => {
  const asked = new CustomEvent("mb-with-unsent", { detail: { file: '{"lessons": {}}' } });
  document.dispatchEvent(asked);
  return asked.detail.answer;
}"""
# Keeps the page that is printed, which stands in a frame for a moment.
FRAMED = """() => {
  const keep = () => { window.framed = document.querySelector("body > iframe")?.srcdoc ?? window.framed; };
  new MutationObserver(keep).observe(document.body, { childList: true });
}"""
# Labels of lists in which a choice is wider than the list.
CUT = """() => [...document.querySelectorAll(".mb-step select")].filter((list) => {
  const pen = document.createElement("canvas").getContext("2d");
  const style = getComputedStyle(list);
  pen.font = `${style.fontSize} ${style.fontFamily}`;
  const widest = Math.max(...[...list.options].map((one) => pen.measureText(one.textContent).width));
  return widest + 20 > list.clientWidth - parseFloat(style.paddingLeft) - parseFloat(style.paddingRight);
}).map((list) => list.labels[0].innerText)"""
TINY = {"width": 320, "height": 640}


def label(of, field):
    """Return what a field is called."""
    return say(f"own_form.{of}.{field}.label")


def to_page(context, address, path=PAGE):
    """Open the page, ready, and collect what goes wrong on it."""
    shown = opened(context)
    shown.wrong = []
    shown.page.on("pageerror", lambda error: shown.wrong.append(str(error)))
    shown.page.goto(address + path)
    shown.page.wait_for_selector(READY, state="attached")
    return shown


def next_step(page, key):
    """Go on to a step, by keys, and find the focus on its heading."""
    page.get_by_role("button", name=say("your_case.next", title=STEPS[key])).press("Enter")
    expect(page.locator(f".mb-step[data-step={key}] > summary")).to_be_focused()


def part(page, key):
    """Return an opened part of the form."""
    found = page.locator(f".mb-part[data-part={key}]")
    if found.get_attribute("open") is None:
        found.locator("> summary").press("Enter")
    return found


def answer(where, of, field, value):
    """Answer a field: type a text, or choose by its words."""
    control = where.get_by_label(label(of, field), exact=True)
    control.select_option(value) if control.evaluate("(one) => one.tagName") == "SELECT" else control.fill(value)


def describe_the_library(page):
    """Fill the form in as the director of a library whose van stopped coming would."""
    answer(page, "case", "title", "The library van")
    page.get_by_label(label("case", "organisation"), exact=True).select_option("A public body")
    readers = part(page, "p1")
    answer(readers, "partner", "name", "Readers in the villages")
    answer(readers, "partner", "trust", "Fairly far")
    answer(readers, "partner", "track_record", "A lot, over years")
    school = part(page, "p2")
    answer(school, "partner", "name", "Village school")
    answer(school, "partner", "competence_weight", "On what you bring: that it comes as agreed")
    next_step(page, "wrong")
    answer(page, "event", "label", "The van stopped coming in March, and nobody said so")
    answer(page, "event", "weight", "Grave")
    answer(page, "event", "lost", "Care: they felt left alone")
    page.get_by_role("checkbox", name="Funder").uncheck()
    next_step(page, "promises")
    answer(page, "commitment", "name", "A new timetable")
    answer(page, "commitment", "hours", "30 hours")
    next_step(page, "time")
    answer(page, "case", "week_hours", "12,5")
    answer(page, "case", "weeks", "8")
    next_step(page, "talk")


def test_a_director_describes_plays_compares_and_takes_along(laptop, pages):
    """From the form to a silent year, a played one, a comparison, a file and back into the form."""
    shown = to_page(laptop, pages.address)
    page = shown.page
    before = page.locator(HEAD).inner_text()
    assert before.startswith("If you say nothing all year: ")
    describe_the_library(page)
    expect(page.locator(HEAD)).not_to_have_text(before)
    expect(page.locator(".mb-outlook .mb-lanes")).to_contain_text("Readers in the villages")
    expect(page.locator(".mb-part[data-part=c1] > summary")).to_contain_text("falls in week")

    page.get_by_role("button", name="Next: Play it").press("Enter")
    expect(page.locator(".mb-year .mb-people")).to_contain_text("Village school")
    press(page, "Begin the year")
    expect(page.locator(".mb-year[data-phase=turn]")).to_be_visible()
    for _ in range(8):
        if phase(page) == "end":
            break
        go_on(page)
    assert phase(page) == "end"

    page.get_by_role("button", name=say("your_case.compare")).press("Enter")
    expect(page.locator(".mb-status", has_text=say("your_case.compared"))).to_be_visible()
    expect(page.get_by_role("heading", name=say("ranking.title"))).to_be_visible()

    with page.expect_download() as saved:
        page.get_by_role("button", name=say("your_case.toml"), exact=True).press("Enter")
    file = saved.value.path()
    read = checked_content(file.read_bytes(), "mine.toml")
    assert (saved.value.suggested_filename, read.problems) == ("the-library-van.toml", ())
    case = read.found
    assert (case.title, case.organisation, case.weeks, case.hours_per_day) == ("The library van", "public", 8, 2.5)
    assert case.names == ("Readers in the villages", "Village school", "Funder")
    assert case.events[0].to == ("Readers in the villages", "Village school")
    assert (case.events[0].weight, case.events[0].lost, case.commitments[0].hours) == (1.5, "care", 30)
    assert tomllib.loads(file.read_text("utf-8"))["key"] == "the-library-van"

    page.evaluate(FRAMED)
    page.get_by_role("button", name=say("your_case.print"), exact=True).press("Enter")
    page.wait_for_function("(window.framed ?? '').includes('Readers in the villages')")

    page.get_by_text(SAID["otherwise"]).press("Enter")
    page.get_by_label(SAID["begin"], exact=True).select_option("Missed deadline")
    page.get_by_role("button", name=SAID["begin_do"]).press("Enter")
    expect(page.locator(HEAD)).to_contain_text("of 8")
    page.get_by_label(SAID["file"], exact=True).set_input_files(file)
    expect(page.locator(".mb-sheet .mb-status")).to_contain_text("“The library van” is open")
    expect(page.get_by_label(label("case", "title"), exact=True)).to_have_value("The library van")
    assert machinery(page) == []
    assert shown.wrong == []
    assert shown.elsewhere(pages.address) == []


def open_all(page):
    """Open each step, each part and all that opens in it."""
    for _ in range(3):
        page.evaluate("document.querySelectorAll('.mb-sheet details').forEach((one) => { one.open = true; })")
        page.wait_for_timeout(50)


@pytest.mark.layout
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_all_of_the_form_passes_axe(window, pages, scheme):
    """With all parts open, a wrong field and a remark: at both widths and at 320 pixels, light and dark."""
    shown = to_page(window, pages.address)
    page = shown.page
    whole(page)
    page.emulate_media(color_scheme=scheme)
    open_all(page)
    answer(part(page, "p1"), "partner", "name", "Maria Silva")
    answer(page, "case", "week_hours", "none")
    page.keyboard.press("Tab")
    expect(page.locator(".mb-wrong:not(:empty)")).to_have_count(1)
    expect(page.locator(".mb-note:not(:empty)")).to_have_count(1)
    expect(page.get_by_label(label("case", "week_hours"), exact=True)).to_have_attribute("aria-invalid", "true")
    page.get_by_role("button", name=say("own_form.partner.add")).press("Enter")
    expect(
        page.locator(".mb-part[data-part^=p]").last.get_by_label(label("partner", "name"), exact=True)
    ).to_be_focused()
    open_all(page)
    assert violations(page) == []
    assert overflow(page) <= 0
    page.set_viewport_size(TINY)
    assert violations(page) == []
    assert overflow(page) <= 0
    assert shown.wrong == []


def test_text_at_twice_its_size_fits(laptop, pages):
    """At 200 % of 1366 pixels nothing is wider than the window, and the form can still be read and filled in."""
    shown = to_page(laptop, pages.address)
    shown.page.set_viewport_size({"width": 683, "height": 384})
    open_all(shown.page)
    assert overflow(shown.page) <= 0
    shown.page.set_viewport_size({"width": 1366, "height": 768})
    assert shown.page.evaluate(CUT) == []
    shown.page.set_viewport_size({"width": 683, "height": 384})
    answer(shown.page, "case", "title", "The van")
    expect(shown.page.get_by_label(label("case", "title"), exact=True)).to_be_in_viewport()


def test_what_is_half_typed_survives_a_reload_and_a_busy_server(phone, pages):
    """A text that the server has not heard of is back after a reload, and in the page's own file of answers."""
    shown = to_page(phone, pages.address)
    page = shown.page
    answer(part(page, "p1"), "partner", "name", "Readers")
    expect(page.locator(".mb-outlook .mb-lanes")).to_contain_text("Readers")
    with pages.held():
        answer(part(page, "p1"), "partner", "role", "They wait at the church")
        page.wait_for_timeout(700)
        answer(part(page, "p1"), "partner", "name", "Readers on the hi")
        assert json.loads(page.evaluate(FILE))["lessons"]["C_your_case"]["form"]["p1.role"] == "They wait at the church"
    page.reload()
    page.wait_for_selector(READY, state="attached")
    expect(part(page, "p1").get_by_label(label("partner", "name"), exact=True)).to_have_value("Readers on the hi")
    expect(part(page, "p1").get_by_label(label("partner", "role"), exact=True)).to_have_value("They wait at the church")
    expect(page.locator(".mb-outlook .mb-lanes")).to_contain_text("Readers on the hi")
    page.get_by_text(SAID["otherwise"]).press("Enter")
    page.get_by_role("button", name=SAID["open"]).press("Enter")
    expect(page.locator(".mb-sheet .mb-status")).to_contain_text(" ")
    expect(page.locator(".mb-sheet .mb-status")).to_be_in_viewport(ratio=1)
    assert shown.wrong == []


def test_a_part_is_taken_out_and_brought_back_by_keys(laptop, pages):
    """The focus goes to what adds a part, what was done is read out, and one press brings the part back."""
    page = to_page(laptop, pages.address).page
    part(page, "p2").get_by_role("button", name=f"{SAID['remove']}: Helpers").press("Enter")
    expect(page.locator(".mb-part[data-part=p2]")).to_have_count(0)
    expect(page.get_by_role("button", name=say("own_form.partner.add"))).to_be_focused()
    expect(page.locator(".mb-sheet .mb-status")).to_have_text(say("your_case.removed", title="Helpers"))
    page.get_by_role("button", name=SAID["back"]).press("Enter")
    expect(page.locator(".mb-part[data-part=p2]")).to_be_visible()
    expect(page.locator(".mb-outlook .mb-lanes li")).to_have_count(3)


def test_typing_a_week_keeps_the_hand_where_it_is(laptop, pages):
    """A field that appears because of what is typed does not take the focus, nor the letters that follow."""
    page = to_page(laptop, pages.address).page
    next_step(page, "wrong")
    week = page.get_by_label(label("event", "week"), exact=True)
    week.focus()
    page.keyboard.type("1")
    expect(page.get_by_label(label("event", "weekday"), exact=True)).to_be_visible()
    page.keyboard.type("2")
    expect(week).to_have_value("12")
    expect(week).to_be_focused()


@pytest.mark.full
def test_a_link_opens_the_case_in_the_form(laptop, pages):
    """The link that the page copies opens the case elsewhere, once; what stood there can be brought back."""
    shown = to_page(laptop, pages.address)
    page = shown.page
    code = page.get_by_label(say("your_case.code"), exact=True)
    first = code.input_value()
    answer(page, "case", "title", "The library van")
    page.keyboard.press("Tab")
    expect(code).not_to_have_value(first)
    other = to_page(laptop, pages.address, f"{PAGE}?case={code.input_value()}").page
    expect(other.locator(".mb-sheet .mb-status")).to_contain_text("The library van")
    expect(other.get_by_role("button", name=SAID["back"])).to_be_visible()
