"""Tidy frames hold what the arrays hold, a row for each thing, with the columns that their docstrings name."""

import re
import subprocess
import sys

import numpy as np
import pandas as pd
import pytest

from sim.base.errors import BadInput
from sim.experiments.comparison import compare
from sim.experiments.comparison_frames import ComparisonFrames
from sim.experiments.simulate import simulate
from sim.model.frames import FRAMES, OutcomeFrames
from sim.model.measures import figures
from tests.worlds import plan, small_case

PLAN = plan({"act": "apologise", "week": 1}, {"act": "listen", "week": 2, "every_weeks": 3})


@pytest.fixture(scope="module")
def outcome():
    """Return a season of four worlds that begin at number 7, by world."""
    return simulate(small_case(), PLAN, worlds=range(7, 11), by_world=True)


@pytest.mark.parametrize("name", FRAMES)
def test_the_columns_are_those_of_the_docstring(outcome, name):
    """Every column stands in the docstring, and a modeller finds the worlds' own numbers."""
    frame = getattr(outcome, name)()
    said = re.search(r"Columns: (.*?)\n\n", getattr(OutcomeFrames, name).__doc__, re.DOTALL)[1]
    told = set(figures()) if name == "worlds_frame" else set()
    assert [column for column in frame if column not in told and not re.search(rf"\b{column}\b", said)] == []
    if "world" in frame:
        assert set(frame["world"]) <= set(range(7, 11))


def test_trust_by_world_partner_and_week(outcome):
    """Facets and trust are those of the arrays, and who has gone is no longer there."""
    frame = outcome.trust_frame().set_index(["week", "partner", "world"])
    assert len(frame) == 13 * 2 * 4
    at = frame.loc[(5, "Funder", 9)]
    assert at["trust"] == outcome.trust[5, 1, 2]
    assert [at["competence"], at["character"]] == outcome.facets[5, :, 1, 2].tolist()
    there = frame["there"].groupby(["partner", "world"]).sum().to_numpy().reshape(2, 4)
    assert np.array_equal(there, np.where(outcome.gone_week < 0, 13, outcome.gone_week + 1))


def test_the_ledger_adds_up_to_the_change_of_trust(outcome):
    """Over all causes, a week's rows are the change of trust since the week before, in the mean and in each world."""
    change = np.diff(outcome.trust, axis=0)
    moved = outcome.ledger_frame().groupby(["week", "partner"])["moved"].sum()
    assert np.allclose(moved.to_numpy().reshape(12, 2), change.mean(axis=-1))
    each = outcome.ledger_frame(by_world=True).groupby(["week", "partner", "world"])["moved"].sum()
    assert np.isclose(each[3, "Funder", 8], change[2, 1, 1])
    assert (outcome.ledger_frame()["moved"] != 0).all()


def test_measures_and_hours_of_each_world(outcome):
    """A row of measures is what `each` gives, and the hours without commitments are the staff hours."""
    worlds = outcome.worlds_frame()
    assert worlds["final_trust"].tolist() == outcome.final_trust.tolist()
    hours = outcome.hours_frame()
    assert set(hours["work"]) == {"apologise", "listen", "questions", "commitments"}
    spent = hours[hours["work"] != "commitments"].groupby("world")["hours"].sum()
    assert np.allclose(spent, worlds["staff_hours"])


def test_events_are_whom_something_happened_to(outcome):
    """Each partner hit has a row in each world; a commitment's fate has no partner; acts name their place."""
    events = outcome.events_frame()
    breach = events[events["what"] == "breach"]
    assert (len(breach), set(breach["day"]), set(breach["week"])) == (8, {0}, {0})
    assert set(events[events["what"] == "listen"]["about"]) == {"1"}
    left = events[events["what"] == "left"].groupby("world").size().reindex(range(7, 11), fill_value=0)
    assert left.tolist() == outcome.left.sum(axis=0).tolist()
    fates = events[events["about"] == "Report"]
    assert set(fates["partner"]) == {""}
    assert events["day"].is_monotonic_increasing


def test_the_calendar(outcome):
    """Entries of the log stand in order with their week."""
    log = outcome.log_frame()
    assert log.iloc[0].tolist() == [0, 0, "The deadline passed"]
    assert (log["week"] == np.ceil(log["day"] / 5)).all()
    assert log["what"].tolist() == [what for _, what in outcome.log]


def test_without_what_was_not_kept():
    """Frames that need each world say how to get it; a season without hours or events has empty frames."""
    alone = simulate(small_case(), PLAN, worlds=2)
    for frame in (alone.events_frame, lambda: alone.ledger_frame(by_world=True)):
        with pytest.raises(BadInput, match="simulate with by_world=True"):
            frame()
    quiet = simulate(small_case(events=(), commitments=()), plan(), worlds=1, by_world=True)
    assert len(quiet.log_frame()) == 0
    assert list(quiet.events_frame()) == ["day", "week", "what", "about", "partner", "world"]


def test_strategies_side_by_side():
    """A comparison's frames are those of its outcomes, one below the other, with the strategy first."""
    compared = compare(small_case(), ["silence", PLAN], worlds=2)
    for name in (one for one in vars(ComparisonFrames) if one.endswith("_frame")):
        frame = getattr(compared, name)()
        assert frame.columns[0] == "strategy"
        alone = getattr(compared["mine"], name)()
        mine = frame[frame["strategy"] == "mine"].drop(columns="strategy").reset_index(drop=True)
        pd.testing.assert_frame_equal(mine, alone, check_dtype=False)


@pytest.mark.slow
def test_pandas_is_loaded_with_the_first_frame():
    """Neither `import sim` nor a simulation loads pandas."""
    code = (
        "import sys, sim\noutcome = sim.simulate('missed-deadline', 'silence', worlds=1)\n"
        "assert 'pandas' not in sys.modules\noutcome.log_frame()\nassert 'pandas' in sys.modules"
    )
    subprocess.run([sys.executable, "-c", code], check=True)
