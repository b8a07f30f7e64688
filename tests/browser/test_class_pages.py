"""The pages of a graded class in a browser: no barriers, letters for the last row, and on paper all that is folded."""

from dataclasses import replace

import pytest
from judged_class import made_class

from sim.grading.reports.guide import guide_to
from sim.grading.reports.report import write_report

from .looking import SIZES, opened, overflow, resize, violations

KEYS = ("ex01", "ex02")
LAST_ROW = (
    24  # pixels of a letter's height at 1366: what a text of 16 would be on a screen one and a half times as near
)
FOLDED = "() => [...document.querySelectorAll('details')].map((one) => one.getBoundingClientRect().height)"


@pytest.fixture(scope="module")
def report(tmp_path_factory):
    """Return the folder of a report on nine people, two of whom wrote the same."""
    text = "We ask each of them once how they would like to hear from us, write it down, and keep two lists for that"
    graded = [
        replace(one, answers=one.answers | {"q4": text}) if one.exercise == "ex02" and one.trainee[-1] in "12" else one
        for one in made_class(9, KEYS)
    ]
    folder = tmp_path_factory.mktemp("class")
    write_report(graded, folder, masters={}, guide=guide_to(KEYS))
    return folder


@pytest.mark.sample(2)
@pytest.mark.parametrize("name", ["class", "teach", "debrief"])
def test_a_page_has_no_barriers(laptop, report, name):
    """At both sizes, in light and dark, with all parts open, axe-core finds nothing; nothing else is loaded."""
    shown = opened(laptop)
    page, address = shown.page, (report / f"{name}.html").as_uri()
    page.goto(address)
    if name != "class":
        letters = page.evaluate("parseFloat(getComputedStyle(document.querySelector('main p')).fontSize)")
        assert letters >= LAST_ROW
        folded = page.evaluate(FOLDED)
        page.emulate_media(media="print")
        assert all(high > shut for high, shut in zip(page.evaluate(FOLDED), folded, strict=True))
        page.emulate_media(media="screen")
    page.evaluate("document.querySelectorAll('details').forEach((one) => { one.open = true })")
    for size in SIZES:
        resize(page, size)
        assert overflow(page) == 0
        for scheme in ("light", "dark"):
            page.emulate_media(color_scheme=scheme)
            assert violations(page) == []
    assert shown.asked == [address]
