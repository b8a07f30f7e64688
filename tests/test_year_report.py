"""The report of a played year, and all pages to print at the edges of what a case may be."""

import re
from functools import cache

import pytest
from test_board_report import text
from test_own_case import EDGES
from typer.testing import CliRunner

from sim.base.errors import BadInput
from sim.catalogue import load_case
from sim.cli.main import app
from sim.experiments.comparison import compare
from sim.experiments.robustness import doubts
from sim.experiments.year import ending
from sim.experiments.year.ending import other_years
from sim.experiments.year.year import Year
from sim.experiments.year.year_code import as_code
from sim.handout import year_report as module
from sim.handout.board_report import board_report
from sim.handout.own_handout import own_handout
from sim.handout.year_report import held_against_silence, year_report
from sim.model.case import Case
from sim.narrative.phrasing import capital

pytestmark = pytest.mark.long

HEADS = ["short", "people", "case", "decided", "costs", "turned", "otherwise", "each", "sure", "cannot"]


def played(case, number=7, acts=({"act": "acknowledge", "day": 1}, {"act": "update", "day": 2, "every_weeks": 4})):
    """Return a year in which these acts were sent in the first turn."""
    year = Year.begin(case, number)
    while not year.over:
        year = year.send(() if year.turns else acts)
    return year


@cache
def year():
    """Return a year of a shipped case."""
    return played("missed-deadline")


@cache
def page():
    """Return its report, with its doubts."""
    compared = held_against_silence(year())
    return year_report(year(), compared, doubts(compared, draws=2))


def test_people_stand_first_and_nothing_is_loaded():
    """The parts stand in the order in which a board asks, and the page is whole in itself."""
    assert re.findall(r'<h2 id="(\w+)"', page()) == HEADS
    assert not re.search(r'(?:src|href)="(?!data:|#)|<script', page())
    assert not re.search(r"[{}]", text(page()))


def test_figures_are_those_of_the_year():
    """Who stayed, trust, hours and what the other years bring are what was played."""
    said, ended, others = text(page()), ending.ending(year()), other_years(year())
    assert f"At the end of the year {len(ended.stayed)} of 8 stayed." in said
    assert f"came to {ended.headline:.0f} of 100, on average over the 52 weeks" in said
    assert f"{ended.used:.0f} hours of staff time" in said
    went = "worse" if others.luck > 0 else "better"
    years = round(200 * (others.worse if others.luck > 0 else others.better))
    assert f"In {years} of 200 other years the same decisions would have gone {went}" in said
    for name, stays in others.stays.items():
        assert re.search(rf"{re.escape(name)} (?:Stayed|Left|Parted)[^|]*? {stays} of 200 ", said), name
    assert "stays above “Say nothing” in 2 of 2 such models" in said
    assert "Turn 1, weeks 0 to" in said
    assert "Send updates, every 4 weeks, from week 0" in said
    assert as_code(year()) in said


def test_the_picture_shows_this_year_and_the_others():
    """Figures of this year are full or empty; those of the others are as full as partners stay."""
    heights = [float(high) for high in re.findall(r'class="filled"[^>]* height="([\d.]+)"', page())][: 3 * 8]
    stayed = len(ending.ending(year()).stayed)
    assert heights[:8] == [35.0] * stayed + [0.0] * (8 - stayed)
    stays = sorted(other_years(year()).stays.values(), reverse=True)
    assert heights[8:16] == pytest.approx([35 * count / 200 for count in stays], abs=0.06)


def test_those_who_went_are_told_first_with_why():
    """Of each partner it is said what became of it, and what the year was like."""
    lost = played("missed-deadline", 3, acts=({"act": "deny", "day": 1},))
    gone = ending.ending(lost).left | ending.ending(lost).parted
    assert gone, "choose a year in which somebody goes"
    told = year_report(lost, held_against_silence(lost))
    names = re.findall(r"<h3>([^<]+)</h3>\s*<p>", told[told.index('id="each"') :])
    assert {*names[: len(gone)]} == {name.replace("'", "&#39;") for name in gone}
    assert text(told).count(capital("left in week")) >= len(ending.ending(lost).left)


def test_a_year_that_is_not_over_is_refused():
    """It says how far the year was played."""
    begun = Year.begin("missed-deadline").send([{"act": "thank", "day": 3}])
    with pytest.raises(BadInput, match=rf"the year is not over: {begun.week} of 52 weeks were played"):
        held_against_silence(begun)


# The command


def reported(*arguments, out):
    """Run the command; return its exit code, what it said, and the page."""
    said = CliRunner().invoke(app, ["report", "--draws", "1", "--out", str(out), *map(str, arguments)])
    return said.exit_code, said.output, text(out.read_text("utf-8")) if out.exists() else ""


def test_a_code_and_a_file_give_the_same_page(tmp_path):
    """The code may be typed, or stand in a file with words around it, even of a case of one's own."""
    code, file, out = as_code(year()), tmp_path / "year.txt", tmp_path / "r.html"
    file.write_text(f"Our year:\n{code}\nThanks!", "utf-8")
    first, second = (reported("--year", one, out=out) for one in (code, file))
    assert first == second
    assert first[:2] == (0, f"{out}: open it in a browser and print it (A4)\n")
    assert "A year that was played: Missed deadline" in first[2]


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["--year", "hello"], "This is not the code of a year"),
        (["--year", "CODE", "--case", "silent-study"], "This year was played in the case 'missed-deadline', not in"),
        (["--year", "CODE", "--strategies", "silence,flood"], "--strategies does not go with --year"),
        (["--year", "CODE", "--worlds", "3"], "--worlds does not go with --year"),
        (["--year", "CODE", "--set", "gossip=0"], "--set does not go with --year"),
    ],
)
def test_what_tells_of_no_year_is_refused(arguments, told, tmp_path):
    """One sentence, and no file."""
    code, output, page = reported(
        *(as_code(year()) if one == "CODE" else one for one in arguments), out=tmp_path / "r.html"
    )
    assert (code, told in output, page) == (2, True, ""), output


# At the edges


@pytest.mark.parametrize("name", EDGES)
def test_pages_hold_at_the_edges(name, monkeypatch):
    """Comparison, year and handout are made of any case that may be, with all of its partners and no gaps."""
    for where in (ending, module):
        monkeypatch.setattr(where, "OTHER_YEARS", range(1, 4))
    case = Case.model_validate(EDGES[name])
    done = played(case)
    compared = held_against_silence(done)
    pages = {
        "report": board_report(compare(case, ["silence", "recovery-plan"], worlds=2)),
        "year": year_report(done, compared),
        "handout": own_handout(case, ["silence", "recovery-plan"], worlds=2),
    }
    for kind, html in pages.items():
        said = text(html)
        assert all(partner.name in said for partner in case.partners), kind
        assert not re.search(r"[{}]|\bnan\b|\binf\b", said), kind
        assert f"{case.weeks} weeks" in said, kind
        assert not re.search(r"<tbody>\s*</tbody>", html), kind


@pytest.mark.parametrize("key", ["missed-deadline", "missed-deliveries"])
def test_a_handout_of_one_case_holds_it_and_its_plans(key):
    """People, what went wrong, promises, and of each plan what it is and what comes of it; a sheet without answers."""
    case, plans = load_case(key), ["silence", "own-the-delay", "flood"]
    html = own_handout(case, plans, worlds=4)
    said, compared = text(html), compare(case, plans, worlds=4)
    for outcome in compared.ranked:
        assert f"{outcome.strategy.title} {outcome.partners_kept.mean():.1f} of {len(case.partners)}" in said
        assert f"{outcome.staff_hours.mean():,.0f}" in said
    for promise in case.commitments:
        assert promise.name in said
    sheet = html[html.index('id="guess"') : html.index('id="model"')]
    assert sheet.count("<td></td>") == 3 * len(case.partners)
    assert not re.search(r"\d \S*of \d|±", text(sheet))
    assert 'id="words"' not in html


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["--case", "nowhere"], "there is no case 'nowhere'"),
        (["--case", "missed-deadline", "--strategies", "silence"], "one strategy alone compares nothing"),
        (["--strategies", "silence,flood"], "--strategies belongs to the handout of one case"),
        (["--set", "gossip=0"], "--set belongs to the handout of one case"),
        (["--case", "missed-deadline", "--notebooks", "nowhere"], "nowhere"),
        (["--case", "missed-deadline", "--jobs", "0"], "jobs (= 0) must be between 1 and 64"),
    ],
)
def test_what_makes_no_handout_of_a_case_is_refused(arguments, told, tmp_path, monkeypatch):
    """One sentence, and no file."""
    monkeypatch.chdir(tmp_path)
    said = CliRunner().invoke(
        app, ["handout", "--worlds", "2", *arguments] if "--case" in arguments else ["handout", *arguments]
    )
    assert (said.exit_code, told in said.output, [*tmp_path.iterdir()]) == (2, True, []), said.output


def test_the_command_writes_a_handout_of_ones_own_case(tmp_path):
    """With the words to say where the lessons are; without them elsewhere."""
    out = tmp_path / "h.html"
    arguments = [
        "handout",
        "--case",
        "missed-deadline",
        "--strategies",
        "silence,flood",
        "--worlds",
        "2",
        "--out",
        str(out),
    ]
    said = CliRunner().invoke(app, arguments)
    assert (said.exit_code, said.output) == (0, f"{out}: open it in a browser and print it (A4)\n")
    assert "Words to say" in text(out.read_text("utf-8"))
