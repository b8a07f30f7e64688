"""The report for a board: people first, all figures from the comparison, and words for how sure it is."""

import re
from functools import cache

import pytest
from typer.testing import CliRunner

from sim.base.errors import BadInput
from sim.catalogue import load_case, load_strategy, strategy_keys
from sim.cli.main import app
from sim.experiments.comparison import compare
from sim.experiments.comparison_display import ranking_row
from sim.experiments.robustness import doubts
from sim.handout.board_report import MOST_PLANS, board_report
from sim.model.ledger import FADING
from sim.model.outcome import number_said
from sim.model.parameters import Parameters, meanings
from sim.texts.words import listed

pytestmark = pytest.mark.long

WORLDS, DRAWS = 20, 3
HEADS = ["short", "people", "case", "compared", "costs", "separates", "sure", "cannot"]


@cache
def compared(case="missed-deadline", plans=("silence", "recovery-plan", "own-the-delay")):
    """Compare plans in a few worlds."""
    return compare(case, plans, worlds=WORLDS)


@cache
def page():
    """Return the page of a comparison, with its doubts."""
    return board_report(compared(), doubts(compared(), draws=DRAWS))


def text(html):
    """Return what a page says, without its marks and style."""
    body = re.sub(r"(?s)<style>.*?</style>", "", html)
    return " ".join(re.sub(r"<[^>]+>", " ", body).split()).replace("&#39;", "'")


def test_people_stand_before_costs_and_doubts():
    """The parts stand in the order in which a board asks, people before hours, and each has its head."""
    assert re.findall(r'<h2 id="(\w+)"', page()) == HEADS
    assert re.findall(r'<section aria-labelledby="(\w+)"', page()) == HEADS


def test_the_page_is_whole_in_itself():
    """It loads nothing, runs nothing, and no words are left to be filled in."""
    assert not re.search(r'(?:src|href)="(?!data:|#)', page())
    assert "<script" not in page()
    assert not re.search(r"[{}]", text(page()))


def test_figures_are_those_of_the_comparison():
    """Partners, hours, years and models are what was simulated."""
    said, best = text(page()), compared().ranked[0]
    assert f"{best.partners_kept.mean():.1f}".removesuffix(".0") + " of 8 partners are still with you" in said
    for outcome in compared().ranked:
        assert f"{outcome.staff_hours.mean():,.0f} {outcome.staff_hours.mean() / 52:.1f}" in said
        for stays in (outcome.gone_week < 0).sum(axis=1):
            assert f"{stays} of {WORLDS}" in said
    for partner in load_case("missed-deadline").partners:
        assert f"{partner.role} {100 * partner.start_trust:.0f}" in said
    gap = compared().difference(best.strategy.key, "silence")
    assert f"It is higher in {gap.higher} of {WORLDS} years" in said
    assert f"stays above “Say nothing” in {DRAWS} of {DRAWS} such models" in said


def test_promises_kept_and_weeks_to_recover_are_those_of_the_ranking():
    """What `mend compare` says of promises and recovery stands there; where no promise was due, it is said."""
    said = text(page())
    for outcome in compared().ranked:
        value = number_said("partnership", outcome.each("partnership").mean())
        kept, weeks = ranking_row(outcome)[4:6]
        assert f"{outcome.strategy.title} {value} {kept} {weeks} " in said
    bare = load_case("missed-deadline").model_copy(update={"commitments": ()})
    assert " None was due " in text(board_report(compare(bare, ["silence", "face-value"], worlds=2)))


def test_the_second_best_stands_in_short():
    """Of three plans or more the second is named with its figures; of two, the second is the last."""
    second = compared().ranked[1]
    kept = f"{second.partners_kept.mean():.1f}".removesuffix(".0")
    said = text(page()).partition("Who is still with you")[0]
    assert f"Second by partnership is “{second.strategy.title}”: " in said
    assert f"of 100, with {kept} of 8 partners still with you." in said
    assert "Second by" not in text(board_report(compared(plans=("silence", "recovery-plan"))))


def test_time_is_named_where_it_gave_more_than_any_act():
    """A story counts fading memories as help: the report says how much they gave before it names what else helped."""
    silent = compared()["silence"].what_moved_trust
    said = re.search(r"“Say nothing”: (time[^;]*;) beside it", text(page()))
    assert said[1] == f"time alone brings {100 * silent[FADING]:.1f} points back, since bad memories fade;"


def test_the_picture_has_a_figure_for_each_partner_and_plan():
    """Each figure is filled as high as the share of years in which its partner stays; three more explain it."""
    drawn = [float(high) for high in re.findall(r'class="filled"[^>]* height="([\d.]+)"', page())]
    assert len(drawn) == 8 * 3 + 3
    shares = [sorted((one.gone_week < 0).mean(axis=1), reverse=True) for one in compared().ranked]
    wanted = [35 * share for row in shares for share in row] + [35, 17.5, 0]
    assert drawn == pytest.approx(wanted, abs=0.06)


def test_what_was_set_is_not_said_to_be_replaced():
    """A number that somebody set stays in each plausible model, and the page says so."""
    both = compare("missed-deadline", ["silence", "flood"], worlds=4, parameters=Parameters(half_life_bad=52))
    said = text(board_report(both, doubts(both, draws=2)))
    assert "but for what was set for this report, which stayed as it was set: half_life_bad is 52 (" in said
    assert meanings()["half_life_bad"] in said
    assert "how fast people forget" not in said
    assert "All such numbers were replaced 3 times" in text(page())


def test_what_is_too_small_is_said_to_be():
    """Two plans that are the same but for their names are not told apart."""
    same = load_strategy("silence").model_copy(update={"key": "quiet", "title": "Quiet"})
    both = compare("missed-deadline", ["silence", same], worlds=WORLDS)
    said = text(board_report(both, doubts(both, draws=2)))
    assert "is too small to matter: partnership differs by 0.0" in said
    assert "0 of 2 such models; the difference is too small to matter" in said
    assert "comes out above" not in said


def test_the_situation_is_told_whole():
    """Every event, promise and tie of the case stands in it, with the hours that there are and the source."""
    case, said = load_case("missed-deadline"), text(page()).replace("&#34;", '"')
    for event in case.events:
        to = "all partners" if event.to == ("all",) else listed(event.to)
        assert f"Day {event.day}: {event.label} (for {to})" in said
    for promise in case.commitments:
        assert f"{promise.name} {'All partners' if promise.to == ('all',) else listed(promise.to)}" in said
    for tie in case.ties:
        assert listed(tie.between) in said
    assert f"There are {case.hours_per_day:g} staff hours a day." in said
    assert f"Source: {case.source}." in said


def test_a_long_title_is_not_cut_in_the_picture():
    """A plan's title of some length takes two lines; cells of tables begin with a capital."""
    title = "Say it, ring everyone, drive by a timetable"
    long = load_strategy("silence").model_copy(update={"key": "long", "title": title})
    html = board_report(compare("missed-deadline", [long, "recovery-plan"], worlds=2))
    drawn = re.search(r'(?s)<svg viewBox="0 0 720.*?</svg>', html)[0]
    assert title in text(drawn)
    assert "…" not in text(drawn)
    assert not re.findall(r"<td>([a-z][^<]*)", html)


@pytest.mark.parametrize("count", [1, 50])
def test_one_partner_and_fifty_have_room(count):
    """A figure lies within the picture however many partners there are."""
    first = load_case("missed-deadline").partners[0]
    many = [first.model_copy(update={"name": f"Partner {at}"}) for at in range(count)]
    case = load_case("missed-deadline").model_copy(
        update={"partners": tuple(many), "commitments": (), "events": (), "ties": (), "weeks": 4}
    )
    html = board_report(compare(case, ["silence", "face-value"], worlds=2))
    wide, high = map(float, re.search(r'viewBox="0 0 (\d+) ([\d.]+)" role="img"', html).groups())
    places = re.findall(r"translate\(([\d.]+) ([\d.]+)\) scale\(([\d.]+)\)", html)
    assert len(places) == 2 * count + 3
    assert max(float(x) + 24 * float(scale) for x, _, scale in places) <= wide - 70
    assert max(float(y) + 40 * float(scale) for _, y, scale in places) <= high
    assert "still with you after 4 weeks" in text(html)
    assert "In how many plausible models the order holds was not asked for." in text(html)


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["--strategies", ",".join(strategy_keys()[: MOST_PLANS + 1])], "at most 8"),
        (["--strategies", "silence"], "one strategy alone compares nothing"),
        (["--out", "report.pdf"], "must end in .html"),
        (["--draws", "0"], "draws"),
    ],
)
def test_what_makes_no_report_is_refused(arguments, told, tmp_path, monkeypatch):
    """Too many plans, one alone, another ending or no model: a sentence, and no file."""
    monkeypatch.chdir(tmp_path)
    said = CliRunner().invoke(app, ["report", "--worlds", "2", *arguments])
    assert (said.exit_code, told in said.output, [*tmp_path.iterdir()]) == (2, True, []), said.output


def test_a_report_is_written_and_confirmed(tmp_path):
    """The command writes the page and names its file; names in a file of one's own are no marks."""
    out, mine = tmp_path / "mine.html", tmp_path / "mine.toml"
    silence = '<b>"Quiet" & co</b>'
    mine.write_text(f'key = "q"\ntitle = \'{silence}\'\nsummary = "Nothing."\nsource = "Own"\nacts = []', "utf-8")
    arguments = ["report", "--worlds", "4", "--draws", "2", "--strategies", f"{mine},recovery-plan", "--out", str(out)]
    said = CliRunner().invoke(app, arguments)
    assert (said.exit_code, said.output.startswith(f"{out}: open it")) == (0, True), said.output
    assert "<b>" not in out.read_text("utf-8")
    assert "&lt;b&gt;" in out.read_text("utf-8")


def test_no_other_number_of_plans_fits():
    """The library refuses as the command does."""
    with pytest.raises(BadInput, match="compares nothing"):
        board_report(compared(plans=("silence",)))
