"""The lessons as pages: accessible, without technical words, and with kernels that end when a page is closed."""

import json
import re
import socket
import time

import nbformat
import pytest
from playwright.sync_api import expect

from sim.texts.words import say

from .conftest import somebody_new
from .looking import READY, SIZES, machinery, opened, overflow, resize, tabbed, to_the_top, violations, whole
from .serving import PATIENCE, ROOT, forgetful_pages, workshop

LESSONS = sorted((ROOT / "notebooks").glob("*.ipynb"))
# The first is the list of lessons.
PATHS = ["", *(f"lessons/{path.name}" for path in LESSONS)]
# Of each check the same ones, so that `make test` opens no other.
half_of_the_pages = pytest.mark.sample(7)
LOST = "The connection was lost. What you saved is safe. Reload the page."
AWAY = "There is no connection just now. Stay on this page"


def go(shown, address, path=""):
    """Open a page and wait until it is ready."""
    shown.page.goto(address + path)
    if path:
        shown.page.wait_for_selector(READY, state="attached")


@pytest.fixture(scope="module")
def context(chromium):
    """Return a browser that is shared by tests that only look."""
    with somebody_new(chromium, "wide") as made:
        yield made


@pytest.fixture(scope="module", params=PATHS, ids=lambda path: path.removeprefix("lessons/") or "list")
def loaded(request, context, pages):
    """Return one of the pages, ready."""
    made = opened(context)
    go(made, pages.address, request.param)
    yield made
    made.page.close()


@pytest.fixture(params=SIZES)
def shown(request, loaded):
    """Return the page in a window of one of the two sizes."""
    resize(loaded.page, request.param)
    return loaded


@half_of_the_pages
def test_axe_finds_nothing(shown):
    """A page passes axe-core's checks."""
    assert violations(shown.page) == []


@half_of_the_pages
def test_nothing_comes_from_another_host(loaded, pages):
    """A page loads nothing from another host."""
    assert loaded.asked
    assert loaded.elsewhere(pages.address) == []


@half_of_the_pages
def test_what_voila_always_needs_comes_in_one_piece(loaded, pages):
    """A lesson asks for none of Voila's scripts singly; sim/server/voila_chunks.json has the number of each."""
    path = loaded.page.url.removeprefix(pages.address)
    together = [asked for asked in loaded.asked if "/page/voila-chunks.js?v=" in asked]
    assert len(together) == path.startswith("lessons/")
    assert [asked for asked in loaded.asked if re.search(r"/\d+\.voila\.js", asked)] == []


@half_of_the_pages
def test_machinery_stays_out_of_sight(loaded):
    """A page shows no technical words."""
    assert machinery(loaded.page) == []


@half_of_the_pages
def test_nothing_is_wider_than_the_window(shown):
    """No page is wider than the window."""
    assert overflow(shown.page) == 0


@half_of_the_pages
def test_a_page_says_what_it_is(loaded):
    """A page has one title, one main heading, one main landmark, and a language."""
    assert "Mending Bridges" in loaded.page.title()
    assert loaded.page.locator("h1").count() == 1
    assert loaded.page.get_by_role("main").count() == 1
    assert loaded.page.locator("html").get_attribute("lang") == "en"


@half_of_the_pages
def test_focus_is_seen_and_never_trapped(shown):
    """Tab reaches the last link, and the focus is visible at every stop."""
    stops = tabbed(shown.page)
    assert stops[-1]["last"]
    assert [stop["what"] for stop in stops if not (stop["outlined"] and stop["seen"])] == []


@half_of_the_pages
def test_the_skip_link_skips(shown):
    """The first Tab stop skips what all pages have in common."""
    to_the_top(shown.page)
    shown.page.keyboard.press("Tab")
    shown.page.keyboard.press("Enter")
    assert shown.page.evaluate("document.activeElement.id") == "content"


@pytest.mark.layout
def test_home_begins_with_the_bridge_and_one_button(window, pages):
    """The first screen has the whole bridge and one thing to press, which goes on where the reader stopped."""
    shown = opened(window)
    go(shown, pages.address)
    page = shown.page
    bridge = page.locator(".plank").last.bounding_box()
    assert bridge["y"] + bridge["height"] < page.viewport_size["height"]
    above = page.locator("a:visible, button:visible, summary:visible").evaluate_all(
        "(all) => all.filter((one) => one.getBoundingClientRect().bottom < innerHeight)"
        ".filter((one) => !one.matches('.skip, .languages *')).length"
    )
    assert above == 1  # besides the languages, each of which is the same page
    assert page.get_by_role("link", name=say("site_list.begin"), exact=True).is_visible()
    assert not page.get_by_role("button", name=say("site_list.copy")).is_visible()  # answers are folded away
    assert page.locator(".plank.next").count() == 1
    assert page.locator(".plank").count() == len(LESSONS)


PARTS_SEEN = """() => [...document.querySelectorAll("main h2")].filter((one) => one.getBoundingClientRect().height > 2
  && getComputedStyle(one).visibility === "visible").length"""


def test_no_part_is_seen_before_it_opens(laptop, pages):
    """While a lesson gets ready, nothing below its first panel is seen; on paper, or if it cannot get ready, all is."""
    page = laptop.new_page()
    page.route("**/voila/**", lambda route: route.abort())
    page.route("**/page/page.js", lambda route: route.fulfill(content_type="text/javascript", body=""))
    page.goto(f"{pages.address}lessons/00_start.ipynb")
    page.wait_for_selector("footer", state="attached")
    assert page.locator("main h2").count() == 4
    assert page.evaluate(PARTS_SEEN) == 0
    page.emulate_media(media="print")
    assert page.evaluate(PARTS_SEEN) == 4
    page.emulate_media(media="screen")
    page.evaluate("document.documentElement.dataset.state = 'broken'")
    assert page.evaluate(PARTS_SEEN) == 4


@pytest.mark.full
def test_home_leads_to_the_plan(laptop, pages):
    """A link on the home page opens lesson 07 at the one-page plan, which a button prints; no part before it opens."""
    shown = opened(laptop)
    go(shown, pages.address)
    shown.page.get_by_role("link", name=say("site_list.plan")).click()
    shown.page.wait_for_selector(READY, state="attached")
    heading = shown.page.get_by_role("heading", name="Your one-page plan")
    expect(heading).to_be_in_viewport()
    assert shown.page.evaluate(PARTS_SEEN) == 4  # the guess, the plan, and what comes after it
    asked = "new MutationObserver(() => { window.framed = document.querySelector('body > iframe').srcdoc; })"
    shown.page.evaluate(f"{asked}.observe(document.body, {{ childList: true }})")
    shown.page.get_by_role("button", name=say("plan.print"), exact=True).click()
    shown.page.wait_for_function("(window.framed ?? '').includes('<h1>')")


def test_without_scripts_all_parts_are_seen(chromium, pages):
    """Who has scripts switched off can read a whole lesson."""
    context = chromium.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{pages.address}lessons/00_start.ipynb")
    assert all(one.is_visible() for one in page.locator("main h2").all())
    context.close()


def test_the_list_leads_to_every_lesson(laptop, pages):
    """The list links to each lesson, with its minutes and question if it has them."""
    shown = opened(laptop)
    go(shown, pages.address)
    listed = shown.page.locator(".lessons h3 a")
    assert [link.get_attribute("href") for link in listed.all()] == [f"/lessons/{path.name}" for path in LESSONS]
    words = shown.page.get_by_role("main").inner_text()
    for path in LESSONS:
        metadata = json.loads(path.read_text(encoding="utf-8"))["metadata"]
        assert metadata.get("question", "") in words
        assert str(metadata.get("minutes", "")) in words


def test_a_page_says_that_it_is_getting_ready(laptop, pages):
    """Before its cells have run, a page says what it waits for, and then that it is ready."""
    shown = opened(laptop)
    shown.page.goto(pages.address + PATHS[1], wait_until="commit")
    waiting = shown.page.get_by_role("status").first
    expect(waiting).to_contain_text("getting ready")
    shown.page.wait_for_selector(READY, state="attached")
    expect(waiting).to_have_text("The lesson is ready.")


def test_what_is_not_there_is_said_in_a_sentence(laptop, pages):
    """An unknown address and an unknown exercise are answered with a sentence."""
    shown = opened(laptop)
    for path, says in (("lessons/99_none.ipynb", "no such page"), ("exercises/ex99.ipynb", "no such page")):
        assert shown.page.goto(pages.address + path).status == 404
        expect(shown.page.get_by_role("main")).to_contain_text(says)
        assert violations(shown.page) == []


def test_a_lesson_is_light_on_a_slow_link(laptop, pages):
    """The first page brings at most 1.5 MB, compressed; the next one sends nothing that the browser has."""
    weighed = []
    for _ in range(2):
        page = laptop.new_page()
        session = laptop.new_cdp_session(page)
        session.send("Network.enable")
        if not weighed:
            session.send("Network.clearBrowserCache")
        sizes = []
        session.on("Network.loadingFinished", lambda one, sizes=sizes: sizes.append(one["encodedDataLength"]))
        page.goto(f"{pages.address}lessons/00_start.ipynb")
        page.wait_for_selector(READY, state="attached")
        weighed.append((sum(sizes), sum(size > 0 for size in sizes)))
        page.close()
    (first, _), (again, asked) = weighed
    assert 100_000 < first < 1_500_000
    assert again < 50_000
    assert asked <= 30


@pytest.mark.parametrize("turns", [3, pytest.param(8, marks=pytest.mark.full)])
def test_lessons_in_turn_leave_two_kernels(laptop, turns):
    """An open page has one kernel, and a spare is ready; after the page is closed only the spare is left."""
    with workshop("--app") as server:
        shown = opened(laptop)
        for turn in range(turns):
            go(shown, server.address, PATHS[1 + turn % len(LESSONS)])
        assert server.kernels_settle(at_least=2, at_most=2) == 2
        shown.page.wait_for_timeout(3000)
        assert len(server.kernels()) == 2
        shown.page.close(run_before_unload=True)
        assert server.kernels_settle(at_most=1) == 1


@pytest.mark.full
def test_a_lost_server_is_told(laptop):
    """If the server does not answer, the page says to wait and offers no reload, which would lose input."""
    with workshop("--app") as server:
        shown = opened(laptop)
        go(shown, server.address, PATHS[1])
        server.process.kill()
        for kernel in server.kernels().values():
            kernel.kill()
        expect(shown.page.get_by_role("alert")).to_contain_text(AWAY)
        expect(shown.page.get_by_role("button", name="Reload the page")).to_have_count(0)


def notebook(folder, name, *cells):
    """Write a notebook with this code."""
    made = nbformat.v4.new_notebook(metadata={"title": name})
    made.cells = [nbformat.v4.new_markdown_cell(f"# {name}"), *map(nbformat.v4.new_code_cell, cells)]
    nbformat.write(made, folder / f"{name}.ipynb")


@pytest.fixture(scope="module")
def odd_pages(chromium, tmp_path_factory):  # noqa: ARG001 - without a browser no server is needed
    """Serve notebooks with faults."""
    folder = tmp_path_factory.mktemp("odd")
    notebook(folder, "00_who", 'import os\nprint("I am", os.environ["MENDING_BRIDGES_PSEUDONYM"])')
    notebook(folder, "01_fails", 'import sys\nprint("noise", file=sys.stderr)\nraise RuntimeError("inside")')
    notebook(folder, "02_ends", "import os\nos._exit(1)")
    with forgetful_pages(folder) as server:
        yield server


@pytest.mark.full
def test_each_browser_keeps_its_own_pseudonym(chromium, odd_pages):
    """A browser keeps its pseudonym after a reload; another browser gets another one."""
    said = []
    for _ in range(2):
        with somebody_new(chromium, "wide") as context:
            shown = opened(context)
            for _ in range(2):
                go(shown, odd_pages.address, "lessons/00_who.ipynb")
                said.append(shown.page.locator("pre").inner_text().split()[-1])
    assert [len(one) for one in said] == [32] * 4
    assert said[0] == said[1] != said[2] == said[3]


def test_somebody_new_finds_nothing_of_who_was_there_before(chromium, pages):
    """A browser context that is used again has no pages, cookies or stored values, and is connected."""
    stored = "() => [sessionStorage, localStorage].map((store) => store.getItem('left'))"
    for _ in range(2):
        with somebody_new(chromium, "narrow") as context:
            assert context.cookies() == []
            page = context.new_page()
            page.goto(pages.address)
            assert page.evaluate(stored) == [None, None]
            page.evaluate("() => [sessionStorage, localStorage].forEach((store) => store.setItem('left', 'x'))")
            assert page.evaluate(stored) == ["x", "x"]
            context.set_offline(offline=True)


def test_the_list_shows_what_is_done(laptop, pages):
    """The list marks a lesson as done if it was, and no other."""
    shown = opened(laptop)
    go(shown, pages.address, "lessons/02_update_rhythm.ipynb")
    whole(shown.page)
    shown.page.get_by_role("button", name="Mark this lesson as done").click()
    expect(shown.page.get_by_text("This lesson is marked as done. Not done in it yet: a guess")).to_be_visible()
    go(shown, pages.address)
    done = shown.page.get_by_role("heading", level=3).filter(has_text=re.compile("Done$"))
    expect(done).to_have_count(1)
    expect(done).to_contain_text("How often should we write?")
    assert violations(shown.page) == []


def test_a_lost_kernel_is_told(laptop, odd_pages):
    """If the kernel has ended, a sentence says so, and a button reloads the page."""
    shown = opened(laptop)
    go(shown, odd_pages.address, "lessons/00_who.ipynb")
    config = json.loads(shown.page.locator("#jupyter-config-data").text_content())
    odd_pages.kernels()[config["kernelId"][:8]].kill()
    alert = shown.page.get_by_role("alert")
    expect(alert).to_contain_text(LOST)
    assert violations(shown.page) == []
    assert machinery(shown.page) == []
    shown.page.get_by_role("button", name="Reload the page").click()
    shown.page.wait_for_selector(READY, state="attached")
    expect(alert).to_have_text("")


def test_a_failing_lesson_shows_a_sentence(laptop, odd_pages):
    """A failing lesson shows a sentence, not the error or the program's output."""
    shown = opened(laptop)
    go(shown, odd_pages.address, "lessons/01_fails.ipynb")
    words = shown.page.get_by_role("main").inner_text()
    assert "This part could not be shown." in words
    assert not any(word in words for word in ("RuntimeError", "inside", "noise"))
    assert machinery(shown.page) == []


def test_a_lesson_that_ends_half_way_shows_a_sentence(laptop, odd_pages):
    """A lesson whose kernel ends half way shows a sentence."""
    shown = opened(laptop)
    shown.page.goto(odd_pages.address + "lessons/02_ends.ipynb")
    expect(shown.page.get_by_role("alert")).to_contain_text(LOST)
    assert machinery(shown.page) == []


def test_a_page_that_goes_without_a_word_is_forgotten(laptop, odd_pages):
    """The kernel of a page that disappeared without notice is culled."""
    shown = opened(laptop)
    shown.page.route("**/shutdown/*", lambda route: route.abort())
    go(shown, odd_pages.address, "lessons/00_who.ipynb")
    shown.page.close()
    assert odd_pages.kernels_settle(at_most=1, within=26) <= 1


def test_a_page_that_went_before_it_was_connected_is_forgotten(laptop, odd_pages):
    """A page that left before its websocket was connected is not counted, and its kernel is culled."""
    made = laptop.request.get(odd_pages.address + "lessons/00_who.ipynb")
    kernel = re.search(r'"kernelId": "([-\w]+)"', made.text())[1]
    host, port = odd_pages.address.removeprefix("http://").strip("/").split(":")
    cookies = "; ".join(f"{one['name']}={one['value']}" for one in laptop.cookies())
    asks = (
        f"GET /api/kernels/{kernel}/channels?session_id=early HTTP/1.1\r\nHost: {host}:{port}\r\nCookie: {cookies}\r\n"
        "Upgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
        "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n"
    )
    with odd_pages.held():
        with socket.create_connection((host, int(port))) as line:
            line.sendall(asks.encode())
            time.sleep(1)
        time.sleep(1)
    until = time.monotonic() + PATIENCE
    assert kernel[:8] in odd_pages.kernels()
    while kernel[:8] in odd_pages.kernels() and time.monotonic() < until:
        time.sleep(0.2)
    assert kernel[:8] not in odd_pages.kernels()
