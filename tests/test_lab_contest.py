"""Lesson 05's panel: many worlds, a paired comparison, and other parameters of the model."""

import json
import re
from dataclasses import asdict, replace

import numpy as np
import pytest

from sim.catalogue import load_case, load_strategy, strategy_keys
from sim.experiments.comparison import compare
from sim.lab.answers.progress import Progress
from sim.lab.pages.lesson_page import LessonPage
from sim.lab.panels.contest import Contest
from sim.lab.session.contest_settings import COUNTS, MODELS, ContestSettings
from sim.lab.views.contest_view import contest_view, gap_of
from sim.lab.views.ranking_table import Ranked, ranking_data
from sim.model.measures import HEADLINE
from sim.texts.words import points, trust

pytestmark = pytest.mark.long

PAIR = ("long-term", "collaborate")


@pytest.fixture(scope="module")
def deadline():
    """Return all strategies in the worlds that the panel plays."""
    return compare("missed-deadline", strategy_keys(), worlds=COUNTS[-1])


def contest(**how):
    """Return the panel as lesson 05 opens it."""
    return Contest("missed-deadline", *PAIR, **how)


@pytest.mark.sample(3)
@pytest.mark.slow
@pytest.mark.parametrize("count", COUNTS)
def test_the_first_is_who_is_first_in_these_worlds(deadline, count):
    """The headline names the strategy with the highest mean over the worlds shown."""
    panel = contest()
    panel.worlds.value = COUNTS.index(count)
    means = {one.strategy.title: one.each(HEADLINE)[:count].mean() for one in deadline.outcomes}
    first = max(means, key=means.__getitem__)
    assert f"“{first}”, with partnership {trust(means[first])} of 100" in panel.headline
    assert panel.picture.data["rows"][0]["label"] == first


@pytest.mark.slow
def test_other_luck_changes_who_is_first_in_one_world_and_not_in_many():
    """With other luck another strategy is first in one world, and the same in many, as the facilitator's notes say."""
    panel, first = contest(), {}
    for place in (0, len(COUNTS) - 1):
        panel.worlds.value, panel.seed = place, -1
        for _ in range(2):
            panel.other_luck()
            first.setdefault(place, []).append(panel.picture.data["rows"][0]["label"])
    one, many = first.values()
    assert one[0] != one[1]
    assert many[0] == many[1]
    assert many[0] in one


@pytest.mark.slow
def test_the_pair_is_compared_world_by_world(deadline):
    """The sentence gives the paired count and difference, whose range is narrower than with separate luck."""
    panel = contest()
    panel.worlds.value = COUNTS.index(100)
    one, other = (deadline[key].each(HEADLINE)[:100] for key in PAIR)
    paired = gap_of(one, other, paired=True)
    which, ahead = ("lower", one < other) if paired.mean < 0 else ("higher", one > other)
    counted = f"{which} than “Listen closely, act together” in {int(ahead.sum())} of 100 possible years"
    assert counted in panel.pair.words
    assert (
        f"On average {points(paired.mean, 1)} {which}, give or take {points(paired.half_width, 1)}." in panel.pair.words
    )
    panel.pairing.chosen = ["own"]
    wider = float(re.search(r"On average .* give or take ([\d.]+) points\.", panel.pair.words)[1])
    assert wider / 100 > 1.3 * paired.half_width
    assert f"we would give or take {points(paired.half_width, 1)}" in panel.pair.words


@pytest.mark.slow
def test_a_large_gap_is_told_from_a_small_one_and_from_luck():
    """There is a sentence each for a clear difference, for one within luck, and for no difference."""
    panel = contest()
    panel.worlds.value = COUNTS.index(200)
    assert "may be luck alone" in panel.pair.words
    panel.other.chosen = ["silence"]
    assert "more than luck" in panel.pair.words
    panel.other.chosen = [PAIR[0]]
    assert "against itself" in panel.pair.words


@pytest.mark.slow
def test_luck_is_shown_beside_the_plan(deadline):
    """The panel gives both strategies' worst and best worlds, in which a lucky silence beats an unlucky plan."""
    panel = contest()
    panel.worlds.value = COUNTS.index(200)
    panel.other.chosen = ["silence"]
    plan, quiet = (deadline[key].each(HEADLINE) for key in (PAIR[0], "silence"))
    assert quiet.max() > plan.min()
    assert f"“Building long-term relationships” {trust(plan.min())} to {trust(plan.max())}" in panel.pair.words
    assert f"“Say nothing” {trust(quiet.min())} to {trust(quiet.max())}" in panel.pair.words


def test_one_world_claims_nothing():
    """With one world the panel gives no range and names no winner."""
    assert "cannot tell luck from strategy" in contest().pair.words
    assert "±" not in contest().pair.words


@pytest.mark.slow
def test_what_changed_is_read_aloud():
    """Screen readers hear the part that changed, once: who is first, or the pair's sentence."""
    panel = contest()
    panel.worlds.value = 3
    assert panel.picture.data["twin"]["change"] == panel.headline
    panel.other.chosen = ["silence"]
    assert "came out higher than “Say nothing”" in panel.picture.data["twin"]["change"]
    panel.other_luck()
    assert panel.picture.data["twin"]["change"] == ""


@pytest.mark.slow
def test_other_luck_is_other_luck():
    """The button draws new worlds for all strategies and says who is first now."""
    panel = contest()
    before = panel.picture.data["rows"]
    panel.other_luck()
    assert panel.picture.data["rows"] != before
    assert "draw 2" in panel.said.status


@pytest.mark.sample(1)
@pytest.mark.slow
@pytest.mark.parametrize("name", [name for name in MODELS if name != "shipped"])
def test_other_numbers_are_other_models_and_foils_stay_behind(name):
    """Each set of parameters changes the figures; the best foil's rank is shown and read aloud."""
    panel = contest()
    panel.doubt_the_model()
    panel.worlds.value = COUNTS.index(200)
    before = [row["mean"] for row in panel.picture.data["rows"]]
    panel.model.chosen = [name]
    rows = panel.picture.data["rows"]
    assert [row["mean"] for row in rows] != before
    place = 1 + [row["kind"] for row in rows].index("foil")
    foil = rows[place - 1]["label"]
    for told in (panel.next.words, panel.picture.data["twin"]["change"]):
        assert f"“{foil}”, is number {place} of {len(rows)}" in told
    assert place > sum(load_strategy(key).documented for key in strategy_keys())


def test_the_lesson_keeps_what_was_set(tmp_path):
    """Settings are restored after a reload, and the second panel continues from the first."""
    first = LessonPage("05_luck_or_strategy", progress=Progress(tmp_path, "mine"))
    first.predict()
    first.guess.chosen = ["half"]
    first.record_guess()
    panel = first.play().children[1]
    panel.worlds.value = 4
    panel.other.chosen = ["silence"]
    again = LessonPage("05_luck_or_strategy", progress=Progress(tmp_path, "mine"))
    assert again.play().children[1].state == panel.state
    more = again.lab.panel
    assert (more.settings.worlds, more.other.value) == (COUNTS[4], "silence")


@pytest.mark.parametrize("state", [None, 3, {}, {"worlds": 7, "draw": -1, "one": "nobody", "luck": []}])
def test_what_cannot_be_read_is_left_out(state):
    """Invalid settings in a progress file are ignored."""
    panel = contest()
    panel.restore(state)
    assert panel.state is None


def test_the_ranking_is_plain_data_and_its_text_alternative_says_all_of_it():
    """Rows go from highest to lowest; the text alternative gives each name and figure."""
    rows = [Ranked("A", np.array([0.2, 0.3]), "foil"), Ranked("B", np.array([0.4, 0.6]), "own")]
    data = ranking_data(rows)
    assert json.loads(json.dumps(data, allow_nan=False)) == data
    assert data["twin"]["state"].index("1. B 50") < data["twin"]["state"].index("2. A (what the texts warn of) 25")
    assert "1. B 50 (42 to 58)" in data["twin"]["state"]
    assert all(row in data["twin"]["state"] for row in data["twin"]["rows"])
    assert "square" in data["words"]["note"]
    assert "square" not in ranking_data(rows[:1])["words"]["note"]


def test_a_figure_is_rounded_once():
    """The picture shows the scoreboard's figure, rounded only once."""
    data = ranking_data([Ranked("Ours", np.array([0.54496]), "own"), Ranked("Theirs", np.array([0.4]), "foil")])
    assert "1. Ours 54" in data["twin"]["state"]
    assert data["rows"][0]["said"]["mean"] == "54"


def shown(**settings):
    """Return what the panel shows, computed without one."""
    how = {name: settings.pop(name) for name in ("doubt", "change") if name in settings}
    return contest_view(load_case("missed-deadline"), ContestSettings(*PAIR, **settings), **how)


def test_the_view_is_plain_data_that_the_panel_shows():
    """Computed from the settings alone, it is word for word what the panel's widgets hold."""
    panel = contest()
    panel.doubt_the_model()
    panel.worlds.value = 3
    view = shown(worlds=COUNTS[3], doubt=True, change="first")
    assert json.loads(json.dumps(asdict(view), allow_nan=False)) == asdict(view)
    assert (panel.head.blocks, panel.pair.blocks) == ([{"say": view.headline}], view.pair)
    assert panel.next.blocks == [{"hint": sentence} for sentence in view.below]
    assert panel.picture.data == view.chart
    assert view.chart["rows"][0]["label"] == view.first


@pytest.mark.parametrize(("change", "part"), [("", None), ("first", "headline"), ("pair", "pair")])
def test_the_view_reads_out_what_is_asked_for(change, part):
    """Who is first, the sentence on the pair, or nothing."""
    view = shown(worlds=5, change=change)
    texts = {None: "", "headline": view.headline, "pair": view.pair[0].get("say")}
    assert view.chart["twin"]["change"] == texts[part]


def test_saved_settings_are_read_back():
    """Under the keys that progress files have always had; what does not fit leaves its own setting alone."""
    settings = ContestSettings(*PAIR, worlds=20, seed=3, pairing="own", model="loss")
    assert settings.saved == {
        "worlds": 20, "draw": 3, "one": PAIR[0], "other": PAIR[1], "luck": "own", "model": "loss",
    }  # fmt: skip
    assert ContestSettings("silence", "flood").with_saved(settings.saved) == settings
    assert settings.with_saved(settings.saved | {"model": ["?"], "one": "flood"}) == replace(settings, one="flood")
