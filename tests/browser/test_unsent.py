"""Input made without a connection, or just before leaving the page, is not lost."""

import json
import re

import pytest
from playwright.sync_api import Error as Failed
from playwright.sync_api import expect

from sim.exercises import load_exercise

from .looking import HOLDS, SIZES, machinery, opened, overflow, resize, violations, whole
from .serving import free_port, workshop
from .test_lost_server import end

LESSON = "lessons/02_update_rhythm.ipynb"
EXERCISE = "exercises/ex02.ipynb"
NOTE = "Nobody wrote to us for six weeks."
AWAY = "There is no connection just now. Stay on this page"
BACK = "It is back in its place"
SHARED = "exercises/ex07.ipynb"


def go(page, server, path):
    """Open a page and wait until it is ready; browsers must not keep it: a copy would name a kernel that has ended."""
    assert page.goto(server.address + path).headers["cache-control"] == "no-store"
    ready(page)


def ready(page):
    """Wait until the page is ready."""
    whole(page)


def note(page):
    """Return the lesson's first note."""
    return page.get_by_label("Think of a time when you waited")


class Net:
    """A page's connection, which can be cut: open websockets close and new requests fail."""

    def __init__(self, page):
        self.page, self.gone, self.lines = page, False, []
        page.route_web_socket("**/channels*", self.opened)

    def opened(self, line):
        """Forward a websocket while there is a connection."""
        if self.gone:
            line.close()
            return
        self.lines.append((line, line.connect_to_server()))

    def go(self):
        """Cut the connection."""
        self.gone = True
        self.page.context.set_offline(True)
        for line, server in self.lines:
            server.close()
            line.close()
        self.lines.clear()

    def come(self):
        """Restore the connection."""
        self.gone = False
        self.page.context.set_offline(False)


@pytest.fixture
def cut_off(window, pages):
    """Return the lesson with its connection cut, and the connection."""
    page = opened(window).page
    net = Net(page)
    go(page, pages, LESSON)
    net.go()
    expect(page.locator("#lost")).to_contain_text(AWAY)
    return page, net


def reloaded(page, net, address):
    """Reload without a connection, which fails, and again with one."""
    with pytest.raises(Failed):
        page.reload()
    net.come()
    page.goto(address)
    ready(page)


def is_sent(page):
    """Wait until the server has all input."""
    page.wait_for_function("['{}', null].includes(sessionStorage.getItem(`mending-bridges ${location.pathname}`))")


def test_without_a_connection_the_page_says_to_wait(cut_off):
    """Without a connection, the page says to wait, offers no reload, and fits both sizes."""
    page, net = cut_off
    expect(page.locator("#lost").get_by_role("button", name="Reload the page")).to_have_count(0)
    for size in SIZES:
        resize(page, size)
        assert violations(page) == []
        assert machinery(page) == []
        assert overflow(page) == 0
    note(page).fill(NOTE)
    note(page).blur()
    net.come()
    expect(page.locator("#lost")).to_have_text("")
    page.wait_for_function(HOLDS, arg=NOTE)
    is_sent(page)


def test_what_was_done_without_a_connection_survives_a_reload(cut_off, pages):
    """After a reload, a text, a choice and its reason are restored and sent, and the page says so."""
    page, net = cut_off
    page.get_by_label("An update every two weeks").first.check()
    page.get_by_label("Why do you think so?").fill("They wait")
    note(page).fill(NOTE)
    reloaded(page, net, pages.address + LESSON)
    expect(page.locator("#waiting")).to_contain_text(BACK)
    expect(note(page)).to_have_value(NOTE)
    expect(page.get_by_label("An update every two weeks").first).to_be_checked()
    expect(page.get_by_label("Why do you think so?")).to_have_value("They wait")
    assert violations(page) == []
    assert machinery(page) == []
    assert overflow(page) == 0
    page.get_by_role("button", name="Record my guess").click()
    is_sent(page)
    page.reload()
    ready(page)
    expect(page.locator("#waiting")).to_have_text("The lesson is ready.")
    expect(note(page)).to_have_value(NOTE)
    expect(page.get_by_text("because “They wait”").first).to_be_visible()


@pytest.mark.full
def test_an_exercise_survives_it_too(window, pages):
    """An exercise's order, slider, choice, text and name survive a reload without a connection."""
    page = opened(window).page
    net = Net(page)
    go(page, pages, EXERCISE)
    net.go()
    expect(page.locator("#lost")).to_contain_text(AWAY)
    order = page.locator(".mb-order .mb-item")
    before = order.all_inner_texts()
    page.locator(".mb-order li").last.get_by_role("button", name=re.compile("^Move up")).click()
    moved = order.all_inner_texts()
    assert moved != before
    page.get_by_label("It was bad luck").check()
    slider = page.get_by_role("slider", name="How often we write")
    slider.focus()
    page.keyboard.press("ArrowLeft")
    moved_to = slider.input_value()
    page.get_by_label("One of your partners wants to hear").fill(NOTE)
    page.get_by_label("The name you hand in under").fill("Kestrel")
    reloaded(page, net, pages.address + EXERCISE)
    expect(page.get_by_label("It was bad luck")).to_be_checked()
    assert order.all_inner_texts() == moved
    assert page.get_by_role("slider", name="How often we write").input_value() == moved_to
    expect(page.get_by_label("One of your partners wants to hear")).to_have_value(NOTE)
    expect(page.get_by_label("The name you hand in under")).to_have_value("Kestrel")
    expect(page.get_by_text("You have answered all 4 questions.")).to_be_visible()
    is_sent(page)


@pytest.mark.full
def test_hours_that_were_typed_without_a_connection_survive_it(phone, pages):
    """Typed hours survive a reload without a connection."""
    page = opened(phone).page
    net = Net(page)
    go(page, pages, SHARED)
    net.go()
    expect(page.locator("#lost")).to_contain_text(AWAY)
    hours = page.get_by_role("spinbutton")
    hours.first.fill("3")
    reloaded(page, net, pages.address + SHARED)
    expect(hours.first).to_have_value("3")
    is_sent(page)


@pytest.mark.full
def test_a_server_that_was_killed_while_somebody_wrote(phone, tmp_path, monkeypatch):
    """A page that was open for a day gets what was typed meanwhile to the server that was started anew."""
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    page = opened(phone).page
    port = free_port()
    with workshop("--app", port=port) as first:
        go(page, first, LESSON)
        end(first)
        note(page).fill(NOTE)
        expect(page.locator("#lost")).to_contain_text(AWAY)
        with page.expect_download() as download:
            page.locator("#lost").get_by_role("button", name="Download a copy for myself").click()
        file = json.loads(download.value.path().read_text("utf-8"))
        assert file["lessons"]["02_update_rhythm"]["notes"]["felt"] == NOTE
    page.evaluate("const now = Date.now; Date.now = () => now() + 86_400_000")
    with workshop("--app", port=port) as second:
        expect(page.locator("#lost")).to_contain_text("Reload the page")
        page.get_by_role("button", name="Reload the page").click()
        whole(page)
        expect(note(page)).to_have_value(NOTE)
        is_sent(page)
        page.goto(second.address)
        assert NOTE in page.request.get(f"{second.address}mine/mending-bridges-answers.json").text()


@pytest.mark.full
def test_what_another_tab_wrote_meanwhile_is_not_replaced(cut_off, pages):
    """If another tab changed the same text meanwhile, the field shows both."""
    page, net = cut_off
    note(page).fill(NOTE)
    other = page.context.new_page()
    net.page.context.set_offline(False)
    go(other, pages, LESSON)
    note(other).fill("From the other tab.")
    note(other).blur()
    other.wait_for_function(HOLDS, arg="From the other tab.")
    other.close()
    page.goto(pages.address + LESSON)
    net.gone = False
    page.reload()
    ready(page)
    expect(note(page)).to_have_value(f"From the other tab.\n\n{NOTE}")


def test_where_nothing_may_be_stored_the_page_works_all_the_same(window, pages):
    """If the browser forbids storage, the page works, but keeps nothing over a reload."""
    page = opened(window).page
    errors = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.add_init_script(
        "Object.defineProperty(window, 'sessionStorage', { get() { throw new DOMException('no', 'SecurityError'); } })"
    )
    go(page, pages, LESSON)
    note(page).fill(NOTE)
    note(page).blur()
    page.wait_for_function(HOLDS, arg=NOTE)
    page.reload()
    ready(page)
    expect(note(page)).to_have_value(NOTE)
    assert errors == []


@pytest.mark.full
@pytest.mark.parametrize("persisted", [pytest.param(False, marks=pytest.mark.full), True])
def test_back_shows_the_lesson_with_what_was_typed_last(window, pages, persisted):
    """After Back and Forward, also from the browser's page cache, the page works and shows what was typed last."""
    page = opened(window).page
    go(page, pages, LESSON)
    note(page).press_sequentially(NOTE)
    page.goto(pages.address)
    page.go_back()
    if persisted:
        ready(page)
        note(page).press_sequentially(" Twice.")
        with page.expect_navigation():
            page.evaluate("window.dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true }))")
    ready(page)
    expect(page.locator("#lost")).to_have_text("")
    expect(note(page)).to_have_value(f"{NOTE} Twice." if persisted else NOTE)
    assert "VBox(" not in page.locator("body").inner_text()
    page.go_forward()
    page.go_back()
    ready(page)
    expect(note(page)).to_have_value(f"{NOTE} Twice." if persisted else NOTE)
    page.get_by_label("An update every two weeks").first.check()
    page.get_by_role("button", name="Record my guess").click()
    expect(page.get_by_text("Recorded:").first).to_be_visible()


@pytest.mark.parametrize(
    ("path", "fields"),
    [
        (LESSON, {"Think of a time when you waited": 20_000, "Why do you think so?": 1_000}),
        pytest.param(
            EXERCISE,
            {"One of your partners wants to hear": 4_000, "The name you hand in under": 80},
            marks=pytest.mark.full,
        ),
    ],
    ids=["lesson", "exercise"],
)
def test_what_does_not_fit_is_said_and_stays_in_sight(window, pages, path, fields):
    """A text that is too long stays visible, also after a reload, and the page says how much fits."""
    page = opened(window).page
    go(page, pages, path)
    written = {label: "a" * (most - 8) + " the end" + "x" * 1_234 for label, most in fields.items()}
    said = {label: f"Only the first {most:,} characters fit here." for label, most in fields.items()}
    for label in fields:
        field = page.get_by_label(label)
        field.fill(written[label])
        expect(page.get_by_text(said[label])).to_contain_text(" the end” is not kept: 1,234 more.")
        expect(field).to_have_attribute("aria-invalid", "true")
    assert violations(page) == []
    assert overflow(page) == 0
    for label in fields:
        page.get_by_label(label).blur()
        expect(page.get_by_label(label)).to_have_value(written[label])
    page.reload()
    ready(page)
    for label in fields:
        field = page.get_by_label(label)
        expect(field).to_have_value(written[label])
        expect(page.get_by_text(said[label])).to_be_visible()
        field.fill("short")
        expect(page.get_by_text(said[label])).to_have_count(0)
        expect(field).not_to_have_attribute("aria-invalid", "true")


@pytest.mark.full
def test_what_is_loaded_and_does_not_fit_is_said_too(phone, pages, tmp_path):
    """A loaded text that is too long is shown whole, and leaving its field does not cut it."""
    page = opened(phone).page
    long = "b" * 4_100
    file = tmp_path / "answers.json"
    answers = {"version": load_exercise("ex02").version, "answers": {"q4": long}}
    file.write_text(json.dumps({"mending-bridges": 1, "lessons": {"ex02": answers}}))
    page.goto(pages.address)
    page.get_by_label("Bring back from a file").set_input_files(file)
    expect(page.locator("#said")).to_have_text("Your answers are back.")
    go(page, pages, EXERCISE)
    field = page.get_by_label("One of your partners wants to hear")
    expect(field).to_have_value(long)
    expect(page.get_by_text("Only the first 4,000 characters fit here.")).to_contain_text("100 more")
    field.focus()
    field.blur()
    page.get_by_label("It was bad luck").check()
    expect(page.get_by_text("Kept.", exact=True).first).to_be_visible()
    assert long in page.request.get(f"{pages.address}mine/mending-bridges-answers.json").text()
