"""Binder from the link to a lesson: an ordinary user starts what the build made, and opens it in a browser."""

import os
import re
import shutil

import pytest
from playwright.sync_api import expect

from sim.cli.links import launches

from .building import BASE_URL, TOKEN, build, launched, open_folder
from .conftest import started
from .looking import machinery, opened, overflow, violations, whole
from .menus import run_all
from .serving import ROOT

CLOSED = "This test starts a server as another user, which root alone can do."
# Building takes as long as a tenth of all other tests; tests/test_binder.py checks in `make test` what is built from.
pytestmark = pytest.mark.full
LINKS = launches((ROOT / "README.md").read_text("utf-8"))
LESSON = "course/lessons/02_update_rhythm.ipynb"
MOST_ADDED = 250  # mebibytes
REASON = "People who wait for news think the worst"


@pytest.fixture(scope="module")
def image(chromium):  # noqa: ARG001 - without a browser nothing is built
    """Build what Binder builds; skip where nobody else can be started, or fail where it is required."""
    if os.geteuid() != 0 or shutil.which("git") is None:
        if os.environ.get("MENDING_BRIDGES_BROWSER") == "required":
            pytest.fail(CLOSED)
        pytest.skip(CLOSED)
    with open_folder() as folder:
        yield build(folder)


@pytest.fixture(scope="module")
def server(image):
    """Start it as Binder's hub does."""
    with launched(image) as started:
        yield started


def go(page, server, path):
    """Open an address as the hub opens it: with the token that lets the trainee in."""
    return page.goto(f"{server.address}{path}?token={TOKEN}")


def guess(page):
    """Make the lesson's guess, unless it was made before, and see it quoted."""
    if page.get_by_role("button", name="Record my guess").is_visible():
        page.get_by_label("An update every two weeks").first.check()
        page.get_by_label("Why do you think so?").fill(REASON)
        page.get_by_role("button", name="Record my guess").click()
    expect(page.get_by_text(f"because “{REASON}").first).to_be_visible()


def test_the_pins_are_light(image):
    """The pins add at most 250 MiB to Binder's base, with byte code and newer versions of what was there."""
    assert 50 < image.added <= MOST_ADDED


def test_trainees_see_lessons_and_exercises_alone(image):
    """The copy holds no masters, no tests and nothing else that a trainee could open by mistake."""
    left = [path.relative_to(image.home) for path in image.home.rglob("*") if path.is_file()]
    seen = {path.as_posix() for path in left if not any(part.startswith(".") for part in path.parts)}
    patterns = (":(glob)notebooks/*.ipynb", ":(glob)exercises/*.ipynb", "LICENSE*")
    assert seen == set(image.run("git", "-C", str(ROOT), "ls-files", *patterns).splitlines())
    assert not {path.parts[0] for path in left} & {".git", ".gitignore", ".ci"}


def test_the_launch_opens_the_list_and_what_is_made_is_kept(window, server):
    """A guess and an answer survive a reload, and every request goes to the course's own server."""
    shown = opened(window)
    page = shown.page
    go(page, server, "")
    expect(page).to_have_url(re.compile(re.escape(f"{server.address}course/")))
    assert violations(page) == []
    assert overflow(page) == 0
    page.get_by_role("link", name="How often should we write?", exact=True).click()
    whole(page)
    guess(page)
    page.get_by_role("link", name="Practice", exact=True).click()
    whole(page)
    page.get_by_role("radio").first.check()
    page.get_by_role("button", name="Check all my answers").click()
    expect(page.get_by_text("points in this practice check.").first).to_be_visible()
    page.reload()
    whole(page)
    expect(page.get_by_role("radio").first).to_be_checked()
    assert machinery(page) == []
    assert shown.elsewhere(server.address) == []


def test_lab_is_one_click_away_with_the_same_settings_and_answers(laptop, server):
    """JupyterLab opens the first lesson without a popup, and shows the guess that was made on a page."""
    page = laptop.new_page()
    go(page, server, LESSON)
    whole(page)
    guess(page)
    page.get_by_role("link", name="Mending Bridges: all lessons").click()
    page.get_by_role("link", name="Open in JupyterLab").click()
    expect(page).to_have_url(f"{server.address}lab/tree/notebooks/00_start.ipynb")
    expect(page.get_by_role("tab", name="00_start.ipynb")).to_be_visible()
    expect(page.locator("#filebrowser")).to_be_hidden()
    page.goto(f"{server.address}lab/tree/notebooks/02_update_rhythm.ipynb")
    run_all(page)
    expect(page.get_by_text(f"because “{REASON}").first).to_be_attached()
    assert page.locator(".jp-Dialog, .Toastify__toast").count() == 0
    assert page.locator('[data-mime-type="application/vnd.jupyter.error"]').count() == 0
    asked = page.evaluate("async at => (await fetch(at)).status", f"{BASE_URL}voila/render/notebooks/00_start.ipynb")
    assert asked == 404


def test_the_reminder_knows_binders_limit(chromium, server):
    """The reminder of Binder's limit appears after eight minutes."""
    context, _ = started(chromium, "wide")  # of its own: a clock stays with its context
    page = context.new_page()
    page.clock.install()
    go(page, server, LESSON)
    whole(page)
    # What watches for idle readers is drawn some time after the page is ready; the clock must not run ahead of it.
    page.locator(".mb-keeper").first.wait_for(state="attached")
    page.clock.fast_forward("08:30")
    expect(page.locator("#mb-banner")).to_contain_text("Binder, which stops a server after about 10 minutes")
    context.close()


def test_nobody_comes_in_without_the_token(laptop, server):
    """Without the token, neither pages nor answers are served."""
    for path in ("course/", LESSON, "course/mine/mending-bridges-answers.json"):
        answer = laptop.request.get(f"{server.address}{path}", max_redirects=0)
        assert answer.status == 302
        assert "/login" in answer.headers["location"]


@pytest.mark.parametrize("place", LINKS, ids=LINKS)
def test_every_link_of_the_readme_opens(laptop, server, place):
    """Every address that the README names is served under the hub's address."""
    page = laptop.new_page()
    assert go(page, server, place).status == 200
    expect(page.locator("main h1, [role=tab]").first).to_be_visible()
