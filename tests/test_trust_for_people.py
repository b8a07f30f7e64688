"""People read partnership and trust from 0 to 100, those who are still there first; code and data hold 0 to 1."""

import json
import re
import tomllib

import pytest
from conftest import ROOT

from sim.cli.comparison_tables import print_table
from sim.experiments.comparison import compare
from sim.experiments.simulate import simulate
from sim.lab.session.simulation_cache import Shown
from sim.lab.views import ranking_table, scores
from sim.lab.views.text_alternative import of_change
from sim.model.outcome import as_shown
from sim.texts.words import say


@pytest.fixture(scope="module")
def flood():
    """Return an outcome in which partners leave."""
    return simulate("missed-deadline", "flood", worlds=20)


@pytest.fixture(scope="module")
def silence():
    """Return the outcome of saying nothing in the same worlds."""
    return simulate("missed-deadline", "silence", worlds=20)


def shown(value):
    """Return a figure between 0 and 1 as people read it, worked out without the course's own words."""
    return str(int(100 * value + 0.5))


def test_the_headline_tells_people_first_then_partnership(flood, silence):
    """The headline leads with how many are still there, and partnership follows, both those of the outcome."""
    told = scores.headline([Shown("Yours", flood), Shown("“Say nothing”", silence)])
    kept, whole = flood.partners_kept.mean(), flood.each("partnership").mean()
    assert told.startswith(
        f"{as_shown('partners_kept', kept):g} of 8 still with you · partnership {shown(whole)} of 100."
    )
    gap = int(shown(silence.each("partnership").mean())) - int(shown(whole))
    assert f"Partnership is {gap} points below “Say nothing”." in told


def test_equal_figures_get_no_verdict(silence):
    """The same plan twice is about the same, whatever the digits that nobody sees."""
    told = scores.headline([Shown("Yours", silence), Shown("“Say nothing”", silence)])
    whole = f"partnership {shown(silence.each('partnership').mean())} of 100."
    assert f"{whole} Partnership is about the same as with “Say nothing”." in told


def test_the_headline_of_one_partner_says_in_how_many_worlds_they_stayed(flood):
    """For one partner the headline gives the share of worlds in which they are still there, and their trust."""
    stayed, trust = (flood.gone_week[0] < 0).mean(), flood.trust[1:, 0].mean()
    told = scores.headline([Shown("Yours", flood)], 0)
    assert told.startswith(f"Patients' circle still with you in {shown(stayed)} of 100 possible years · ")
    assert f"trust over the year {shown(trust)} of 100." in told


def test_season_trust_stands_beside_partnership(flood):
    """The scoreboard begins with partnership and season trust, both from 0 to 100, and explains the first."""
    table, *notes = scores.score_blocks([Shown("Yours", flood)])[1:]
    rows = table["table"]["rows"]
    assert [row[1] for row in rows[:3]] == [
        shown(flood.each(name).mean()) for name in ("partnership", "season_trust", "final_trust")
    ]
    assert all("0 to 100" in row[0] for row in rows[:4])
    assert any("whose needs the programme meets" in note["hint"] for note in notes)


def test_the_ranking_is_by_partnership(flood, monkeypatch):
    """The lab's ranking gives each plan's partnership from 0 to 100."""
    monkeypatch.setattr(ranking_table, "strategy_keys", lambda: ("silence",))
    data = ranking_table.own_among_shipped(flood, 99)  # a seed that no other test has in the cache
    own = next(row for row in data["rows"] if row["kind"] == "own")
    assert own["said"]["mean"] == shown(flood.each("partnership").mean())
    assert "0 to 100" in data["words"]["x"]


def test_a_change_is_told_with_people_first(flood, silence):
    """A screen reader hears who is still there, then partnership and its change in points."""
    told = of_change(flood, silence)
    now, before = (shown(one.each("partnership").mean()) for one in (flood, silence))
    assert re.match(rf"[\d.]+ of 8 still with you\. Partnership {now}, down {int(before) - int(now)}\.", told)


def test_the_table_for_the_terminal_tells_people_first_and_trust_from_0_to_100(capsys):
    """`mend compare` gives partners kept, then partnership and season trust with their intervals from 0 to 100."""
    compared = compare("missed-deadline", ["silence", "flood"], worlds=4)
    print_table(compared)
    told = capsys.readouterr().out
    for one in compared.outcomes:
        row = next(" ".join(line.split()) for line in told.splitlines() if one.strategy.title in line)
        partnership, season = (100 * one.each(name).mean() for name in ("partnership", "season_trust"))
        assert re.search(rf"{one.partners_kept.mean():.1f} of 8\W+{partnership:.1f} ± .*{season:.1f} ± ", row)


def strings(value):
    """Yield every text in the data of a file."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict | list):
        for one in value.values() if isinstance(value, dict) else value:
            yield from strings(one)


def prose():
    """Yield each text that trainees and facilitators read, with the name of its file."""
    folders = ("texts", "lab/session/lessons", "exercises/exercises")
    for path in (path for folder in folders for path in sorted((ROOT / "sim" / folder).glob("*.toml"))):
        yield from ((path.name, text) for text in strings(tomllib.loads(path.read_text("utf-8"))))
    for path in sorted((ROOT / "notebooks").glob("*.ipynb")):
        cells = json.loads(path.read_text("utf-8"))["cells"]
        yield from ((path.name, "".join(cell["source"])) for cell in cells if cell["cell_type"] == "markdown")
    for path in (*sorted((ROOT / "docs" / "facilitator").glob("0*.md")), ROOT / "docs" / "try-it.md"):
        yield path.name, path.read_text("utf-8")


def test_no_text_counts_trust_from_0_to_1():
    """No text that people read names a figure such as 0.56, or says that trust counts from 0 to 1."""
    wrong = re.compile(r"(?<![\d.])0?\.\d{2,3}(?![\d.])|\b0 to 1\b")
    found = [(name, wrong.search(text)[0]) for name, text in prose() if wrong.search(text)]
    assert found == []


@pytest.mark.parametrize("case", ["missed-deadline", "criticised-outreach"])
def test_the_scoreboard_names_who_is_not_counted(case):
    """Partners whose needs are not met are named, and nobody else; where all fit, nothing is said."""
    own = simulate(case, "silence", worlds=2)
    told = "\n".join(block.get("hint", "") for block in scores.score_blocks([Shown("Yours", own)]))
    assert [name for name in own.case.names if name in told] == [
        partner.name for partner, fits in zip(own.case.partners, own.fits, strict=True) if not fits
    ]


def test_never_is_said_where_trust_came_back_in_no_year(silence):
    """“Not in most years” is for some; where trust came back in none, the weeks say so."""
    assert scores.figure("recovered_share", silence).startswith("0 ")
    assert scores.figure("weeks_to_recover", silence) == say("score.in_no_year")
