"""The course from a static host, in a real browser. Its Python runs in the page, on a stand-in (tests/stand_in)."""

import csv
import json
import re
import shutil
from hashlib import sha256

import pytest
from commands import mend
from playwright.sync_api import expect

import sim
from sim.catalogue import case_keys, strategy_keys
from sim.catalogue.check_file import checked_content
from sim.grading.intake.submission import take_in
from sim.texts.words import say

from .looking import READY, machinery, opened, overflow, violations, whole
from .serving import ROOT
from .site_serving import BELOW, built, served
from .test_exercises import WRITTEN, answer_all, pressed
from .test_played_year import BOARD, go_on, phase, press
from .test_walk import BY_LESSON, HEADLINE
from .test_your_case import FRAMED, SAID, answer, part
from .walking import Walker

LESSON = "lessons/02_update_rhythm.html"
EXERCISE = "exercises/ex02.html"
YEAR = "lessons/D_play_a_year.html"
OWN_CASE = "lessons/C_your_case.html"
MOST_REQUESTS = 40  # of the first lesson
LESSONS = [f"lessons/{path.stem}.html" for path in sorted((ROOT / "notebooks").glob("*.ipynb"))]
PAGES = LESSONS + [f"exercises/{path.stem}.html" for path in sorted((ROOT / "exercises").glob("ex*.ipynb"))]
DRAWN = "html[data-state='drawn']"
MOST = 40  # moves of a short year
SAME = 1e-12
PATIENCE = 180_000  # milliseconds: Python is some seconds of work for one processor, which others may want too
# What is stored in the browser under a name.
STORED = """async ([site, name]) => {
  const opened = indexedDB.open(`mending-bridges ${new URL(site).pathname}`);
  await new Promise((done) => { opened.onsuccess = done; });
  const asked = opened.result.transaction("kept").objectStore("kept").get(name);
  await new Promise((done) => { asked.onsuccess = done; });
  opened.result.close();
  return asked.result;
}"""
CACHED = """async (names) => {
  const cache = await caches.open((await caches.keys())[0]);
  const kept = new Set((await cache.keys()).map(({ url }) => url.split("?")[0]));
  return names.every((name) => kept.has(name));
}"""


PAIRS = [(case, strategy) for case in case_keys() for strategy in strategy_keys()]
SOME = json.dumps(PAIRS[:: len(PAIRS) // 5])
WORLDS = 3  # as in the cell below
PLAYED = """
import json
import re
import shutil
from hashlib import sha256
from sim.lab.answers.progress import mine
from sim.experiments.simulate import simulate
for case, strategy in json.loads({pairs!r}):
    outcome = simulate(case, strategy, worlds=range(3))
    mine().keep(f"{{case}} {{strategy}}", {{"trust": outcome.trust.ravel().tolist()}})
"""


@pytest.fixture(scope="module")
def site(chromium, tmp_path_factory):  # noqa: ARG001 - without a browser no site is needed
    """Serve the course as files."""
    with served(built(tmp_path_factory.mktemp("site"))) as here:
        yield here


def ready(page):
    """Wait until Python has drawn the page."""
    page.wait_for_selector(READY, state="attached", timeout=PATIENCE)


def stored(page, site):
    """Return what the browser keeps of the reader, by lesson."""
    return json.loads(page.evaluate(STORED, [site.address, "answers"]) or '{"lessons": {}}')["lessons"]


def test_a_lesson_is_walked_and_is_there_offline(laptop, site):
    """A guess made before Python is there counts; the lesson is walked by keys, and is there without a network."""
    shown = opened(laptop)
    page, walk = shown.page, BY_LESSON["02_update_rhythm"]
    wrong = []
    page.on("pageerror", lambda error: wrong.append(str(error)))
    page.goto(site.address)
    page.get_by_role("link", name=walk_title(page)).first.click()
    page.wait_for_selector(DRAWN, state="attached")
    assert violations(page) == []
    page.get_by_role("radio", name=walk["guess"]).check()
    page.get_by_label("Why do you think so?").fill("Written before")
    page.get_by_role("button", name=say("lesson.record")).click()
    assert page.locator(HEADLINE).count() == 0
    ready(page)
    expect(page.get_by_text("Recorded: ").first).to_be_visible()
    page.locator(HEADLINE).first.wait_for()
    asked = [one for one in shown.asked if one.startswith("http")]
    assert len(asked) <= MOST_REQUESTS, asked

    walker = Walker(page)
    for task in walk["tasks"]:
        walker.do(task)
    walker.reads(walk["seen"])
    walker.go_to("button", say("lesson.done"))
    walker.press("Enter")
    expect(page.get_by_text(say("lesson.done_said"))).to_be_visible()
    assert walker.hidden == []
    assert violations(page) == []
    assert machinery(page) == []
    assert overflow(page) == 0
    assert stored(page, site)["02_update_rhythm"]["reason"] == "Written before"

    names = [*json.loads((site.folder / "files.json").read_text()), ""]
    page.wait_for_function(CACHED, arg=[site.address + name for name in names if name and name != "sw.js"])
    laptop.set_offline(True)
    page.goto(site.address)
    expect(page.get_by_text(f"1 of {len(LESSONS)} are laid")).to_be_visible()
    page.goto(site.address + LESSON)
    ready(page)
    expect(page.get_by_text(say("lesson.done_said"))).to_be_visible()
    laptop.set_offline(False)
    assert shown.elsewhere(site.address) == []
    assert wrong == []


def walk_title(page):
    """Return the title of the lesson as the list of lessons has it."""
    return page.locator(f"h3 a[href$='{LESSON.split('/')[1]}']").inner_text()


def test_an_exercise_is_handed_in_and_two_tabs_are_merged(phone, site, tmp_path):
    """Grading takes what is handed in, and what was answered in two tabs is kept and shown in both."""
    page, other = opened(phone).page, opened(phone).page
    page.goto(site.address + EXERCISE)
    ready(page)
    assert overflow(page) <= 0
    walker = Walker(page)
    answer_all(walker)
    pressed(walker, "button", "Check all my answers", "Enter")
    expect(page.get_by_text("0 of 1 points in this practice check.")).to_be_visible()
    expect(page.get_by_text("3 of 3 points in this practice check.")).to_be_visible()
    other.goto(site.address + EXERCISE)
    ready(other)
    expect(other.get_by_text("You have answered all 4 questions.")).to_be_visible()
    other.get_by_label("The name you hand in under").fill("Kestrel")
    other.get_by_label("The name you hand in under").blur()
    expect(page.get_by_label("The name you hand in under")).to_have_value("Kestrel")
    other.close()
    with page.expect_download() as download:
        page.get_by_role("button", name="Download answers.json").click()
    download.value.save_as(tmp_path / "answers.json")
    (submission,) = take_in((tmp_path / "answers.json").read_bytes())
    assert (submission.name, submission.exercise, submission.refused) == ("Kestrel", "ex02", "")
    assert submission.answers["q2"] == "luck"
    assert submission.answers["q4"] == WRITTEN
    graded = mend("grade", tmp_path / "answers.json", "--out", tmp_path / "grades", cwd=ROOT)
    assert graded.returncode == 0, graded.stderr
    rows = list(csv.DictReader((tmp_path / "grades" / "grades.csv").open(encoding="utf-8-sig")))
    assert {(row["trainee"], row["exercise"]) for row in rows} == {("Kestrel", "ex02")}
    assert [row["reason"] for row in rows if row["status"] == "rejected"] == []
    assert {row["question"] for row in rows} == {f"ex02-{question}" for question in ("q1", "q2", "q3")}


FULL = """const put = IDBObjectStore.prototype.put;
IDBObjectStore.prototype.put = function (value, name) {
  if (String(value).includes("Too much")) throw new DOMException("no room", "QuotaExceededError");
  return put.call(this, value, name);
};"""
CLOSED = "indexedDB.open = () => { throw new DOMException('not here', 'SecurityError'); };"


@pytest.mark.full
@pytest.mark.parametrize(("store", "told"), [(FULL, "keep_full"), (CLOSED, "keep_closed")], ids=["full", "closed"])
def test_a_browser_that_keeps_nothing_is_told_and_the_file_offered(phone, site, tmp_path, store, told):
    """Where there is no room, or storage is forbidden, a sentence says so, and what was written can be taken along."""
    shutil.copytree(site.folder, tmp_path / BELOW)
    worker = tmp_path / BELOW / "page" / "worker.js"
    worker.write_text(f"{store}\n{worker.read_text()}")
    with served(tmp_path) as mine:
        page = opened(phone).page
        page.goto(mine.address + EXERCISE)
        ready(page)
        page.get_by_label("One of your partners wants").fill("Too much")
        page.get_by_label("One of your partners wants").blur()
        expect(page.locator("#lost")).to_contain_text(say(f"static_script.{told}"))
        with page.expect_download() as download:
            page.locator("#lost").get_by_role("button").click()
        assert "Too much" in download.value.path().read_text()


def test_ones_own_case_is_described_and_taken_along(laptop, site):
    """The form shows a silent year, and gives and takes the file, and prints the handout."""
    page = opened(laptop).page
    page.goto(site.address + OWN_CASE)
    ready(page)
    answer(page, "case", "title", "The library van")
    answer(part(page, "p1"), "partner", "name", "Readers in the villages")
    expect(page.locator(".mb-outlook .mb-lanes")).to_contain_text("Readers in the villages")
    whole(page)
    with page.expect_download() as saved:
        page.get_by_role("button", name=say("your_case.toml"), exact=True).press("Enter")
    read = checked_content(saved.value.path().read_bytes(), "mine.toml")
    assert (read.problems, read.found.names[0]) == ((), "Readers in the villages")
    page.evaluate(FRAMED)
    page.get_by_role("button", name=say("your_case.print"), exact=True).press("Enter")
    page.wait_for_function("(window.framed ?? '').includes('Readers in the villages')", timeout=PATIENCE)
    page.get_by_label(SAID["file"], exact=True).set_input_files(saved.value.path())
    expect(page.locator(".mb-sheet .mb-status")).to_contain_text("“The library van” is open")
    assert machinery(page) == []


def test_a_year_is_played_by_the_same_engine(laptop, site):
    """A year that begins before Python is there goes on, and is kept; its engine gives the same numbers as here."""
    page = opened(laptop).page
    page.route(f"**/{YEAR}", lambda route: route.fulfill(body=with_cell(site.folder / YEAR, PLAYED.format(pairs=SOME))))
    page.goto(site.address + YEAR)
    page.wait_for_selector(DRAWN, state="attached")
    page.get_by_label("Case", exact=True).select_option("Missed deliveries")
    press(page, "Begin the year")
    ready(page)
    expect(page.locator(f"{BOARD}[data-phase=turn]")).to_be_visible()
    before = stored(page, site)
    assert_same(before, json.loads(SOME))
    go_on(page)
    assert stored(page, site)["D_play_a_year"] != before.get("D_play_a_year")


def with_cell(page, cell):
    """Return a page that runs one more cell."""
    begin, facts, end = re.split(
        r'(?<=application/json">)(\{.*?"cells".*?\})(?=</script>)', page.read_text(), maxsplit=1
    )
    told = json.loads(facts)
    return begin + json.dumps(told | {"cells": [*told["cells"], cell]}).replace("<", "\\u003c") + end


def assert_same(kept, pairs):
    """Compare trust of every partner in every week with what the same engine gives here, to the twelfth digit."""
    for case, strategy in pairs:
        here = sim.experiments.simulate.simulate(case, strategy, worlds=range(WORLDS)).trust.ravel()
        assert abs(here - kept[f"{case} {strategy}"]["trust"]).max() <= SAME


@pytest.mark.full
def test_a_year_is_played_to_its_end(laptop, site):
    """A whole year is played, and its code opens a board."""
    page = opened(laptop).page
    page.goto(site.address + YEAR)
    ready(page)
    page.get_by_label("Case", exact=True).select_option("Missed deliveries")
    press(page, "Begin the year")
    for _ in range(MOST):
        if phase(page) == "end":
            break
        go_on(page)
    assert phase(page) == "end"
    assert violations(page) == []
    assert machinery(page) == []


def test_a_browser_that_cannot_is_told_so(laptop, site):
    """A page opened from a file, and a browser without WebAssembly, get one sentence that says what to do."""
    page = opened(laptop).page
    page.goto((site.folder / LESSON).as_uri())
    expect(page.locator("#unable")).to_have_text(say("static_unable.file"))
    page.add_init_script("delete window.WebAssembly")
    page.goto(site.address + LESSON)
    expect(page.locator("#unable")).to_have_text(say("static_unable.wasm"))
    expect(page.get_by_role("heading", name="How often should we write?")).to_be_visible()


def test_a_new_version_waits_until_the_reader_takes_it(laptop, site, tmp_path):
    """The page says that it is there, and goes on with its own version until then."""
    shutil.copytree(site.folder, tmp_path / BELOW)
    with served(tmp_path) as mine:
        page = opened(laptop).page
        page.goto(mine.address)
        page.evaluate("navigator.serviceWorker.ready.then(() => null)")
        home, worker = mine.folder / "index.html", mine.folder / "sw.js"
        old = mark_of(home)
        home.write_text(home.read_text().replace(say("site_list.lead"), "The newest words."))
        worker.write_text(worker.read_text().replace(old, mark_of(home)))
        page.reload()
        expect(page.get_by_text(say("static_script.newer"))).to_be_visible()
        page.get_by_role("button", name=say("static_script.renew")).click()
        expect(page.get_by_text("The newest words.")).to_be_visible()
        expect(page.get_by_text(say("static_script.newer"))).to_have_count(0)


def mark_of(path):
    """Return the mark under which a file is kept."""
    return sha256(path.read_bytes()).hexdigest()[:12]


@pytest.mark.full
@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.partition("/")[2])
def test_every_page_is_drawn_at_once_and_live(window, site, path):
    """Each lesson and exercise is there before Python and with it, fits the window and has no barrier."""
    shown = opened(window)
    shown.page.goto(site.address + path)
    shown.page.wait_for_selector(DRAWN, state="attached")
    assert violations(shown.page) == []
    ready(shown.page)
    assert violations(shown.page) == []
    assert machinery(shown.page) == []
    assert overflow(shown.page) == 0
    assert shown.elsewhere(site.address) == []


RUN = """async ([site, cell]) => {
  const told = JSON.parse(document.getElementById("jupyter-config-data").textContent);
  const worker = new Worker(`${site}page/worker.js`, { type: "module" });
  const heard = [];
  const ends = ["kept", "unkept", "failed", "part_failed"];
  const facts = { ...told, site, query: "", cells: [cell] };
  await new Promise((done) => {
    worker.onmessage = ({ data }) => {
      if (data.why) heard.push(data.why);
      if (ends.includes(data.type)) done();
    };
    worker.postMessage({ do: "start", facts });
  });
  worker.terminate();
  return heard;
}"""


@pytest.mark.full
def test_the_engine_gives_the_same_numbers_for_all_pairs(laptop, site):
    """For every shipped case and strategy."""
    page = opened(laptop).page
    page.goto(site.address)
    cell = PLAYED.format(pairs=json.dumps(PAIRS))
    assert page.evaluate(RUN, [site.address, cell]) == []
    assert_same(stored(page, site), PAIRS)
