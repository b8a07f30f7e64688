"""The handout in a browser: easy to use on a screen, and on paper one page a sheet with room to write."""

import re

import pytest

from sim.handout.page import handout

from .looking import opened, overflow, violations
from .serving import ROOT

PAPER = (680, 1016)  # A4 without its margins, in pixels of 1/96 inch
MILLIMETRE = 96 / 25.4
MOST_PAGES = 18

SHEETS = """() => [...document.querySelectorAll(".sheet")].map((sheet) => ({
  name: sheet.id,
  high: Math.max(sheet.scrollHeight, sheet.getBoundingClientRect().height),
  lines: [...sheet.querySelectorAll(".lines div")].map((line) => line.getBoundingClientRect().height),
}))"""
TABLES = """() => [...document.querySelectorAll("table")].map((table) => table.getBoundingClientRect().height)"""


@pytest.fixture(scope="module")
def address(tmp_path_factory):
    """Return the handout's address."""
    path = tmp_path_factory.mktemp("printed") / "handout.html"
    path.write_text(handout(ROOT / "notebooks"), encoding="utf-8")
    return path.as_uri()


@pytest.mark.layout
def test_it_has_no_barriers(window, address):
    """The handout breaks no rule of axe-core, fits the window, and loads nothing else."""
    shown = opened(window)
    shown.page.goto(address)
    assert violations(shown.page) == []
    assert overflow(shown.page) == 0
    assert shown.asked == [address]


def test_each_sheet_is_one_page_with_room_to_write(chromium, address):
    """Eight sheets and the plan each fit a page, with lines 7 mm apart at least; no table is higher than a page."""
    context = chromium.new_context(viewport=dict(zip(("width", "height"), PAPER, strict=True)))
    page = context.new_page()
    page.goto(address)
    page.emulate_media(media="print")
    sheets = page.evaluate(SHEETS)
    assert len(sheets) == 9
    for sheet in sheets:
        assert sheet["high"] <= PAPER[1], sheet["name"]
        assert min(sheet["lines"]) >= 7 * MILLIMETRE - 0.1, sheet["name"]
    assert max(page.evaluate(TABLES)) < PAPER[1]
    printed = page.pdf(prefer_css_page_size=True)
    assert len(sheets) < len(re.findall(rb"/Type /Page\b", printed)) <= MOST_PAGES
    context.close()
