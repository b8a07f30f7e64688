"""A browser, and the course's two servers, for all tests in this folder."""

import os
import shutil
from collections import defaultdict
from contextlib import contextmanager
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import expect, sync_playwright

from .looking import SIZES
from .serving import PATIENCE, ROOT, workshop

FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--process-per-site",  # see `somebody_new`
)
# A busy machine is no fault of the page; how fast a page is, is measured in benchmarks/.
expect.set_options(timeout=PATIENCE * 1000)
# The first that is there. The shell is the same browser without its own windows: a page takes a tenth less time.
BROWSERS = ("chromium-headless-shell", "chromium", "chromium-browser")
MISSING = "Chromium is missing. On Debian or Ubuntu: apt-get install -y chromium-headless-shell"


def pytest_collection_modifyitems(items):
    """Mark one of the two sizes of each test, by turns, as `full`; tests of the layout keep both."""
    places = {}
    for item in items:
        given = item.callspec.params if hasattr(item, "callspec") else {}
        size = given.get("window") or given.get("size")
        if size in SIZES and not item.get_closest_marker("layout"):
            of_file = places.setdefault(item.path, {})
            place = of_file.setdefault(item.nodeid.replace(size, ""), len(of_file))
            if size != [*SIZES][place % len(SIZES)]:
                item.add_marker(pytest.mark.full)


@pytest.fixture(scope="session")
def chromium():
    """Return Debian's Chromium; skip without it, or fail where MENDING_BRIDGES_BROWSER=required."""
    path = next(filter(None, map(shutil.which, BROWSERS)), None)
    if path is None:
        if os.environ.get("MENDING_BRIDGES_BROWSER") == "required":
            pytest.fail(MISSING)
        pytest.skip(MISSING)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=FLAGS)
        yield browser
        browser.close()


FREE = defaultdict(list)  # contexts that nobody uses now, by size


@contextmanager
def somebody_new(chromium, size):
    """Give a browser context of this size, in which nobody has been, until the test is done.

    A context is used again, once all is forgotten in it but the scripts of our pages: as long as one page of the site
    is open, its process keeps them compiled, and the next page takes a third less processor time.
    """
    context, first = FREE[size].pop() if FREE[size] else started(chromium, size)
    yield context
    forget(context, first)
    FREE[size].append((context, first))


def started(chromium, size):
    """Return a new context of this size, and an empty page in it that keeps the process of our site."""
    width, height = SIZES[size]
    context = chromium.new_context(viewport={"width": width, "height": height}, accept_downloads=True)
    context.set_default_timeout(PATIENCE * 1000)
    first = context.new_page()
    first.route("**/*", lambda route: route.fulfill(content_type="text/html", body="<title>Empty</title>"))
    first.goto("http://127.0.0.1/")  # servers of other ports belong to the same site
    return context, first


def forget(context, first):
    """Close all pages of a context but its first, and remove what they and their servers stored."""
    pages = [page for page in context.pages if page != first]
    origins = {"://".join(urlsplit(page.url)[:2]) for page in pages}
    for page in pages:
        page.close()
    context.set_offline(offline=False)
    context.clear_cookies()
    session = context.new_cdp_session(first)
    for origin in origins:
        stores = "local_storage,indexeddb,cache_storage,service_workers,file_systems"
        session.send("Storage.clearDataForOrigin", {"origin": origin, "storageTypes": stores})
    session.detach()


@pytest.fixture(params=SIZES)
def window(request, chromium):
    """Return a browser of one of the two sizes, by turns."""
    with somebody_new(chromium, request.param) as context:
        yield context


@pytest.fixture
def laptop(chromium):
    """Return a browser of a laptop's size."""
    with somebody_new(chromium, "wide") as context:
        yield context


@pytest.fixture
def phone(chromium):
    """Return a browser of a phone's size."""
    with somebody_new(chromium, "narrow") as context:
        yield context


@pytest.fixture(scope="session")
def pages(chromium):  # noqa: ARG001 - without a browser no server is needed
    """Serve the lessons as pages."""
    with workshop("--app") as server:
        yield server


@pytest.fixture(scope="session")
def jupyterlab(chromium, tmp_path_factory):  # noqa: ARG001 - as above
    """Serve a copy of the lessons in JupyterLab, which saves what it shows."""
    copy = tmp_path_factory.mktemp("course") / "notebooks"
    shutil.copytree(ROOT / "notebooks", copy, ignore=shutil.ignore_patterns(".ipynb_checkpoints"))
    with workshop("--lab", notebooks=copy) as server:
        yield server
