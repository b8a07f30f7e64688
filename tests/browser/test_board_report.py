"""Pages for a board in a browser: no barriers on a screen, and few whole pages on paper."""

import re

import pytest

from sim.catalogue import load_case
from sim.experiments.comparison import compare
from sim.experiments.robustness import doubts
from sim.experiments.year.year import Year
from sim.handout.board_report import board_report
from sim.handout.own_handout import own_handout
from sim.handout.year_report import held_against_silence, year_report

from .looking import opened, overflow, violations

PLANS = ["silence", "recovery-plan", "own-the-delay"]


def a_report():
    """Return a report on three plans."""
    compared = compare("missed-deadline", PLANS, worlds=10)
    return board_report(compared, doubts(compared, draws=2))


def a_played_year():
    """Return the report of a year in which little was done."""
    year = Year.begin("missed-deadline")
    while not year.over:
        year = year.send([] if year.turns else [{"act": "acknowledge", "day": 1}])
    return year_report(year, held_against_silence(year))


def a_handout():
    """Return the handout of one case."""
    return own_handout("missed-deadline", PLANS, worlds=10)


def a_long_handout():
    """Return the handout of a case with as many partners as a case may have."""
    case = load_case("missed-deadline")
    many = tuple(case.partners[0].model_copy(update={"name": f"Partner {at}"}) for at in range(50))
    bare = {"partners": many, "commitments": (), "events": (), "ties": (), "weeks": 4}
    return own_handout(case.model_copy(update=bare), PLANS, worlds=2)


SIZES = "[...document.querySelectorAll('table')].map((table) => getComputedStyle(table).fontSize)"
EMPTY = """() => {
    const page = document.querySelector("#model").getBoundingClientRect();
    return page.bottom - document.querySelector("#model > p:last-child").getBoundingClientRect().bottom;
}"""


def test_the_model_s_page_has_room_to_write_and_one_size_of_type(window, tmp_path):
    """On paper the lines to write on take what the model leaves of its page, and no table is smaller than another."""
    path = tmp_path / "page.html"
    path.write_text(a_handout(), encoding="utf-8")
    page = opened(window).page
    page.goto(path.as_uri())
    page.emulate_media(media="print")
    lines = page.locator("#model .lines").bounding_box()["height"]
    assert lines > 150
    assert page.evaluate(EMPTY) < 20
    assert len(set(page.evaluate(SIZES))) == 1


@pytest.mark.parametrize(("make", "most"), [(a_report, 4), (a_played_year, 6), (a_handout, 6), (a_long_handout, 8)])
def test_it_has_no_barriers_and_prints_on_few_pages(window, tmp_path, make, most):
    """The page breaks no rule of axe-core, fits the window, loads nothing else, and takes few pages of paper."""
    path = tmp_path / "page.html"
    path.write_text(make(), encoding="utf-8")
    address = path.as_uri()
    shown = opened(window)
    shown.page.goto(address)
    assert violations(shown.page) == []
    assert overflow(shown.page) == 0
    assert shown.asked == [address]
    printed = shown.page.pdf(prefer_css_page_size=True)
    assert 1 < len(re.findall(rb"/Type /Page\b", printed)) <= most
