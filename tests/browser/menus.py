"""JupyterLab's menus, as tests use them."""

from playwright.sync_api import expect

from .serving import PATIENCE

IDLE = '.jp-Notebook-ExecutionIndicator[data-status="idle"]'
RUN_ALL = '.lm-Menu-item:not(.lm-mod-disabled)[data-command="runmenu:run-all"]'


def run_all(page):
    """Run all cells from the menu, as soon as there is something to run them."""
    page.wait_for_selector(IDLE, timeout=PATIENCE * 1000, state="attached")
    # The indicator rests before the kernel is there, too; the bar at the bottom knows.
    expect(page.get_by_text("Python 3 (ipykernel) | Idle")).to_be_visible(timeout=PATIENCE * 1000)
    page.get_by_role("menuitem", name="Run", exact=True).click()
    page.locator(RUN_ALL).click()


def wait_until_run(page):
    """Wait until there is something to see and nothing runs any more."""
    expect(page.locator(".jp-OutputArea-output").first).to_be_attached(timeout=PATIENCE * 1000)
    page.wait_for_selector(IDLE, timeout=PATIENCE * 1000, state="attached")
