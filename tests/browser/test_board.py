"""The board of a class in a browser: no barriers before and after the reveal, and any two years side by side."""

from sim.experiments.year.board import board_of
from sim.experiments.year.class_codes import read_codes
from sim.experiments.year.year import Year
from sim.experiments.year.year_code import as_code
from sim.handout.board_page import board_page

from .looking import SIZES, opened, overflow, resize, violations


def code(week, number=4):
    """Return the code of a year with a call in some week, and guesses in the middle."""
    year = Year.begin("missed-deliveries", number)
    while not year.over:
        if year.week == 12:
            year = year.guess(dict.fromkeys(year.case.names, 40 + week))
        acts = [{"act": "listen", "channel": "call", "week": week}] if not year.turns else ()
        year = year.send_again(acts, (), min(year.week + 4, year.case.weeks))
    return as_code(year)


def test_a_class_sees_its_years(laptop, tmp_path):
    """At both sizes axe-core finds nothing, open and closed; a key lays another year beside, in picture and table."""
    names = ["otter", "heron", "<wren>"]
    lines = [f"{name}: {code(3 * at)}" for at, name in enumerate(names)]
    codes = read_codes([("", "\n".join([*lines, "MBY1-cut", code(1, number=5)]))])
    path = tmp_path / "board.html"
    path.write_text(board_page(board_of(codes)), "utf-8")
    shown, troubles = opened(laptop), []
    page = shown.page
    page.on("console", lambda said: troubles.append(said.text))
    page.on("pageerror", lambda error: troubles.append(str(error)))
    page.goto(path.as_uri())
    for size in SIZES:
        resize(page, size)
        assert violations(page) == []
        assert overflow(page) == 0
    for veil in page.locator(".reveal > summary").all():
        veil.press("Enter")
    chosen = page.get_by_label("Second year").evaluate("(box) => [...box.options].findIndex((one) => !one.selected)")
    page.get_by_label("Second year").select_option(index=chosen)
    name = page.get_by_label("Second year").locator("option").nth(chosen).inner_text().partition(" ")[2]
    assert page.locator("th[data-name='1']").inner_text() == name
    assert page.get_by_role("status").inner_text().endswith(f" and {name}.")
    held = page.locator(".pair script").evaluate("(script) => JSON.parse(script.textContent)")[chosen]["partners"]
    for part, kept in (("line", "points"), ("gone", "d")):
        drawn = page.locator(f"[data-{part}='1']").evaluate_all(
            "(all, name) => all.map((one) => one.getAttribute(name))", kept
        )
        assert drawn == [partner["points" if part == "line" else "gone"] for partner in held]
    assert page.locator("td[data-said='1']").all_inner_texts() == [partner["said"] for partner in held]
    for size in SIZES:
        resize(page, size)
        assert violations(page) == []
        assert overflow(page) == 0
    assert (shown.asked, troubles) == ([path.as_uri()], [])
