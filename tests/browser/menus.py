"""Helpers for JupyterLab's menus."""

import time
from urllib.parse import unquote

from playwright.sync_api import TimeoutError as NothingCame
from playwright.sync_api import expect

from .serving import PATIENCE

IDLE = '.jp-Notebook-ExecutionIndicator[data-status="idle"]'
RUN_ALL = '.lm-Menu-item:not(.lm-mod-disabled)[data-command="runmenu:run-all"]'
OPEN = ".jp-NotebookPanel:not(.lm-mod-hidden)"  # the notebook in front; others may have been open before


def run_all(page):
    """Run all cells from the menu once a kernel is ready; try again if nothing appears."""
    _wait_for_its_kernel(page)
    for _ in range(2):
        page.get_by_role("menuitem", name="Run", exact=True).click()
        page.locator(RUN_ALL).click()
        try:
            page.locator(f"{OPEN} .jp-OutputArea-output").first.wait_for(state="attached", timeout=PATIENCE * 500)
        except NothingCame:  # JupyterLab loses what is run while it connects; the lesson says what to do
            continue
        return


def wait_until_run(page):
    """Wait until there is output and no cell is running."""
    expect(page.locator(f"{OPEN} .jp-OutputArea-output").first).to_be_attached()
    page.wait_for_selector(f"{OPEN} {IDLE}", state="attached")


def _wait_for_its_kernel(page):
    """Wait until the notebook that was asked for is in front and its kernel is idle.

    The indicator rests before there is a kernel, and the bar at the bottom may still speak of another notebook.
    """
    server, path = unquote(page.url.split("?")[0]).split("/lab/tree/")
    tab = page.get_by_role("tab", name=path.rsplit("/", 1)[-1], selected=True)
    expect(tab).to_be_visible()
    until = time.monotonic() + PATIENCE
    while not _rests(page.request.get(f"{server}/api/sessions").json(), path):
        assert time.monotonic() < until, f"no kernel for {path}"
        page.wait_for_timeout(200)
    expect(page.get_by_text("Python 3 (ipykernel) | Idle")).to_be_visible()


def _rests(sessions, path):
    kernels = [session["kernel"] for session in sessions if session["path"] == path]
    return any(kernel["execution_state"] == "idle" and kernel["connections"] for kernel in kernels)
