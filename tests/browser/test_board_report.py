"""The report for a board in a browser: no barriers on a screen, and few whole pages on paper."""

import re

import pytest

from sim.experiments.comparison import compare
from sim.experiments.robustness import doubts
from sim.handout.board_report import board_report

from .looking import opened, overflow, violations

MOST_PAGES = 4


@pytest.fixture(scope="module")
def address(tmp_path_factory):
    """Return the address of a report on three plans."""
    compared = compare("missed-deadline", ["silence", "recovery-plan", "own-the-delay"], worlds=10)
    path = tmp_path_factory.mktemp("reported") / "report.html"
    path.write_text(board_report(compared, doubts(compared, draws=2)), encoding="utf-8")
    return path.as_uri()


def test_it_has_no_barriers_and_prints_on_few_pages(window, address):
    """The report breaks no rule of axe-core, fits the window, loads nothing else, and takes few pages of paper."""
    shown = opened(window)
    shown.page.goto(address)
    assert violations(shown.page) == []
    assert overflow(shown.page) == 0
    assert shown.asked == [address]
    printed = shown.page.pdf(prefer_css_page_size=True)
    assert 1 < len(re.findall(rb"/Type /Page\b", printed)) <= MOST_PAGES
