"""The model's numbers may be others than shipped wherever something is simulated, and whoever reads it is told."""

import json
from inspect import signature

import pytest
from commands import mend
from matplotlib import pyplot as plt

from sim import plots
from sim.base.errors import BadInput
from sim.cli.main import app
from sim.experiments import ablation, comparison, profiles, robustness, search, sensitivity, simulate, spam, sweep
from sim.experiments.playthrough import Playthrough
from sim.handout.board_report import board_report
from sim.model.parameters import SHIPPED, Parameters, ranges
from sim.model.version import MODEL_VERSION
from sim.narrative.story import tell
from tests.worlds import plan, small_case

SLOW = Parameters(half_life_bad=52)
TOLD = f"Model version {MODEL_VERSION} with other numbers than shipped: half_life_bad 52 (shipped: 16)"
SIMULATING = ("compare", "evidence", "handout", "report", "search", "spam", "story", "sweep")


def compared():
    """Return two strategies compared under slow forgetting."""
    return comparison.compare(small_case(), ["silence", "recovery-plan"], worlds=2, parameters=SLOW)


@pytest.mark.parametrize(
    "function",
    [
        simulate.simulate, comparison.compare, Playthrough.begin, sweep.sweep, robustness.robustness,
        robustness.robust_ranking, ablation.ablate, profiles.profiles, search.search, spam.spam,
        sensitivity.sensitivity,
    ],
)  # fmt: skip
def test_whatever_simulates_takes_parameters(function):
    """Every experiment has `parameters`, by keyword alone, and without it plays the shipped model."""
    asked = signature(function).parameters["parameters"]
    assert (asked.kind, asked.default) == (asked.KEYWORD_ONLY, None)


def test_they_reach_each_season():
    """Another half-life moves the same season the same way, however it is asked for."""
    shipped, slow = (simulate.simulate(small_case(), "silence", worlds=3, parameters=one) for one in (None, SLOW))
    assert slow.parameters == SLOW
    assert shipped.parameters is SHIPPED
    assert slow.season_trust.mean() < shipped.season_trust.mean()
    paused = Playthrough.begin(small_case(), "silence", worlds=3, parameters=SLOW).until(4).to_end()
    assert (paused.outcome.trust == slow.trust).all()
    with pytest.raises(BadInput, match="parameters is of type dict; give Parameters"):
        Playthrough.begin(small_case(), "silence", parameters={"gossip": 0})


def test_what_somebody_set_stays_in_plausible_models():
    """Random models are drawn around what was set: that number is the same in all of them."""
    always = robustness.plausible_with(3, 0, SLOW)
    assert [one.half_life_bad for one in always] == [52, 52, 52]
    assert len({one.gossip for one in always}) == 3
    asked = {"draws": 3, "worlds": 4, "worlds_a_draw": 4}
    found = [
        robustness.robustness(small_case(), "silence", "flood", parameters=one, **asked).season.gaps
        for one in (None, SLOW)
    ]
    assert found[0] != found[1]


def test_search_and_spam_play_them():
    """The search and the table of acts alone climb in the model that was set, and say so."""
    found = search.search(small_case(weeks=4), evaluations=6, restarts=1, worlds=1, parameters=SLOW)
    assert found.best.parameters == SLOW
    assert found.as_data()["parameters"] == {"half_life_bad": 52}
    assert spam.Spam(small_case(), "partnership", 1, 0, 0.5, (), 0, SLOW).as_data()["parameters"] == {
        "half_life_bad": 52
    }


# Where the model's version is stated


def test_pictures_say_so():
    """The foot of a picture names what is not as shipped; that of the shipped model has the version alone."""
    ax = plots.side_by_side(compared())
    assert TOLD in ax.get_figure().get_supxlabel().replace("\n", " ")
    plain = plots.trust_over_time(simulate.simulate(small_case(), "silence", worlds=2))
    assert f"Model version {MODEL_VERSION} ·" in plain.get_figure().get_supxlabel()
    plt.close("all")


def test_stories_and_reports_say_so():
    """A story's first line and a report's foot name it."""
    outcome = simulate.simulate(small_case(), "silence", worlds=range(1), by_world=True, parameters=SLOW)
    assert (
        f"model version {MODEL_VERSION} with other numbers than shipped: half_life_bad 52 (shipped: 16)"
        in tell(outcome)[0]
    )
    assert TOLD in board_report(compared())


def test_tables_and_data_say_so():
    """JSON has the numbers under `parameters`, a frame a column; neither has them under the shipped model."""
    assert compared().as_data()["parameters"] == {"half_life_bad": 52}
    assert set(compared().frame()["parameters"]) == {"half_life_bad=52"}
    plain = comparison.compare(small_case(), ["silence"], worlds=1)
    assert "parameters" not in plain.as_data()
    assert "parameters" not in plain.frame()


def test_many_numbers_are_told_in_brief():
    """Of a random model five numbers are named, and how many more there are."""
    drawn = Parameters(**{name: high for name, (_, high) in ranges().items() if high != getattr(SHIPPED, name)})
    outcome = simulate.simulate(small_case(), plan(), worlds=range(1), by_world=True, parameters=drawn)
    assert f"and {len(drawn.changes) - 5} more" in tell(outcome)[0]


# The command


def test_every_command_that_simulates_has_the_option():
    """`--set` is one option, defined once."""
    options = {
        command.name or command.callback.__name__: command.callback.__annotations__.get("settings")
        for command in app.registered_commands
    }
    assert sorted(name for name, option in options.items() if option) == sorted(SIMULATING)


@pytest.mark.slow
def test_the_commands_say_so(tmp_path):
    """Table, JSON, CSV and story of `mend` name the number that was set."""
    asked = ("--strategies", "silence,flood", "--worlds", 2, "--set", "half_life_bad=52")
    shown = mend("compare", *asked, cwd=tmp_path)
    assert TOLD in " ".join(shown.stdout.split())
    assert json.loads(mend("compare", *asked, "--json", cwd=tmp_path).stdout)["parameters"] == {"half_life_bad": 52.0}
    assert "half_life_bad=52" in mend("compare", *asked, "--csv", cwd=tmp_path).stdout
    assert "half_life_bad 52" in mend("story", "missed-deadline", "silence", "--set", "half_life_bad=52").stdout


@pytest.mark.slow
@pytest.mark.parametrize(
    ("setting", "code", "said"),
    [
        ("half_live_bad=52", 2, "no parameter 'half_live_bad'; did you mean 'half_life_bad' (plausible: 8 to 104)?"),
        ("apology=5", 2, "apology is 5 but must be a number from 0 to 1 (plausible: 0.2 to 0.8)"),
        ("apology=a lot", 2, "apology is 'a lot' but must be a number from 0 to 1 (plausible: 0.2 to 0.8)"),
        ("apology", 2, "'apology' is no setting; write name=value"),
        ("apology=0.9", 0, "apology is 0.9, outside its plausible range (0.2 to 0.8): an experiment of thought."),
    ],
)  # fmt: skip
def test_settings_are_refused_or_remarked_on(tmp_path, setting, code, said):
    """A wrong name or value is refused with what is near and allowed; an implausible one is played, with a remark."""
    found = mend("compare", "--strategies", "silence", "--worlds", 1, "--set", setting, cwd=tmp_path)
    assert (found.returncode, said in found.stderr) == (code, True), found.stderr


def test_python_names_the_nearest_too():
    """`Parameters` says what was probably meant."""
    with pytest.raises(BadInput, match=r"no parameter 'gosip'; did you mean 'gossip' \(plausible: 0.2 to 0.4\)\?"):
        Parameters(gosip=0)
