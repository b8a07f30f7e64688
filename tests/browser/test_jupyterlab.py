"""The lessons in JupyterLab: opened at the first one, nothing over it, and all of it runs."""

from playwright.sync_api import expect

from .looking import opened
from .serving import PATIENCE

IDLE = '.jp-Notebook-ExecutionIndicator[data-status="idle"]'


def test_it_opens_at_the_first_lesson_and_runs(chromium, jupyterlab):
    """No popup covers the page, and Run All Cells meets no error."""
    context = chromium.new_context(viewport={"width": 1366, "height": 768})
    shown = opened(context)
    page = shown.page
    page.goto(jupyterlab.address)
    page.wait_for_selector(IDLE, timeout=PATIENCE * 1000, state="attached")
    expect(page.get_by_role("tab", name="00_start.ipynb")).to_be_visible()
    assert page.locator(".jp-Dialog, .Toastify__toast").count() == 0
    # The indicator rests before the kernel is there, too; the bar at the bottom knows.
    expect(page.get_by_text("Python 3 (ipykernel) | Idle")).to_be_visible(timeout=PATIENCE * 1000)
    page.get_by_role("menuitem", name="Run", exact=True).click()
    page.locator('.lm-Menu-item:not(.lm-mod-disabled)[data-command="runmenu:run-all"]').click()
    expect(page.locator(".jp-OutputArea-output").first).to_be_visible(timeout=PATIENCE * 1000)
    page.wait_for_selector(IDLE, timeout=PATIENCE * 1000, state="attached")
    assert page.locator('[data-mime-type="application/vnd.jupyter.error"]').count() == 0
    assert shown.elsewhere(jupyterlab.address) == []
    context.close()
