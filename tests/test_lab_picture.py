"""Pictures: plain data, lines that match the outcome, and text alternatives with the same content."""

import json
import re

import numpy as np
import pytest

from sim.catalogue import case_keys, strategy_keys
from sim.experiments.simulate import simulate
from sim.lab.session.simulation_cache import Shown
from sim.lab.views.trust_chart import View, trust_data
from sim.lab.views.waterfall import waterfall_data
from sim.model.acts import ACTS
from sim.model.ledger import CAUSES
from sim.texts import words
from sim.texts.words import trust


def drawn(*keys, case="missed-deadline", **how):
    """Return the picture's data for strategies under the same luck."""
    return trust_data([Shown(key, simulate(case, key, worlds=8)) for key in keys], **how)


@pytest.mark.slow
@pytest.mark.parametrize("case", case_keys())
@pytest.mark.parametrize("key", strategy_keys())
def test_every_picture_is_plain_data(case, key):
    """A picture's data can be written as JSON without NaN, and each week has a sentence."""
    outcome = simulate(case, key, worlds=4)
    for partner in (None, 0):
        data = trust_data([Shown("Yours", outcome)], partner=partner)
        assert json.loads(json.dumps(data, allow_nan=False)) == data
        assert len(data["moments"]) == outcome.weeks + 1
        assert all(re.fullmatch(r"[A-Z0-9].*\.", line) for line in data["moments"])
    json.dumps(waterfall_data("Yours", outcome), allow_nan=False)


def test_lines_are_the_outcomes():
    """Each line is a strategy's mean trust; the trainee's is first and has a band."""
    data = drawn("keep-informed", "silence")
    for line in data["lines"]:
        outcome = simulate("missed-deadline", line["label"], worlds=8)
        assert np.allclose(line["mean"], outcome.mean_trust.mean(axis=-1), atol=1e-4)
        assert line["hours_end"] == f"{round(outcome.staff_hours.mean())} h"
    assert ["low" in line for line in data["lines"]] == [True, False]


def test_a_partner_and_each_partner_can_be_shown():
    """The lines can show one partner or every partner."""
    outcome = simulate("missed-deadline", "silence", worlds=8)
    assert np.allclose(drawn("silence", partner=3)["lines"][0]["mean"], outcome.trust[:, 3].mean(axis=-1), atol=1e-4)
    assert [line["label"] for line in drawn("silence", view=View.EACH)["lines"]] == list(outcome.case.names)


def test_the_text_alternative_says_what_is_drawn():
    """The text alternative gives start, lowest value, end and hours, rounded as in the picture."""
    data = drawn("keep-informed", "silence")
    for line in data["lines"]:
        assert f"{line['label']} starts at {trust(line['mean'][0])}" in data["twin"]["state"]
        assert f"lowest at {trust(min(line['mean']))}" in data["twin"]["state"]
        assert f"ends at {trust(line['mean'][-1])}" in data["twin"]["state"]
        assert f"{line['label']} {line['hours_end'][:-2]}" in data["twin"]["state"]


def test_the_largest_fall_is_marked_and_its_cause_named():
    """The week of the largest fall is marked, and its sentence names the cause."""
    data = drawn("silence")
    assert {"week": 1, "down": True} in data["turns"]
    assert "most of it from what went wrong" in data["moments"][1]
    assert 0 in data["events"]


def test_the_waterfall_adds_up():
    """Bars add up from trust before the breach to trust at the end, and the text names the largest."""
    data = waterfall_data("Yours", simulate("missed-deadline", "flood", worlds=8))
    assert data["first"] + sum(bar["moved"] for bar in data["bars"]) == pytest.approx(data["last"])
    assert f"{data['bars'][0]['words']} {data['bars'][0]['by']}" in data["twin"]["state"]


def test_every_act_and_cause_has_words():
    """Every act and cause has a text for pages."""
    assert set(ACTS) <= set(words.table("acts"))
    assert set(CAUSES) - {"part_ways"} <= set(words.table("causes"))


def test_the_two_sides_of_trust_can_be_shown():
    """Competence and character are shown side by side, for one partner or all, in picture and text."""
    outcome = simulate("missed-deadline", "silence", worlds=8)
    data = drawn("silence", partner=0, view=View.SIDES)
    assert data["title"].endswith(outcome.case.names[0])
    for side, line in enumerate(data["lines"]):
        assert np.allclose(line["mean"], outcome.facets[:, side, 0].mean(axis=-1), atol=1e-4)
        assert f"{line['label']} starts at {trust(line['mean'][0])}" in data["twin"]["state"]
    everybody = drawn("silence", view=View.SIDES)["lines"][1]["mean"]
    assert np.allclose(everybody, outcome.facets[:, 1].mean(axis=(1, 2)), atol=1e-4)
