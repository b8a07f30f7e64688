"""Axes of a sweep that are fields of the case or numbers of the model; the base's row, and differences from it."""

import numpy as np
import pytest
from pydantic_core import to_json
from typer.testing import CliRunner

from sim.base.errors import BadInput
from sim.cli.main import app
from sim.experiments.axes import season_of, value_at
from sim.experiments.comparison import Difference, compare
from sim.experiments.simulate import simulate
from sim.experiments.sweep import Variant, grid, studied, sweep
from sim.model.outcome import Interval
from sim.model.parameters import SHIPPED, Parameters
from tests.worlds import plan, small_case

CASE = small_case()
TWO = plan({"act": "listen", "day": 3}, {"act": "listen", "week": 4}, key="two")


def test_the_base_is_a_row_with_its_own_values():
    """The base stands first, with what it has on each axis; a value that it lacks, or has twice, is empty."""
    axes = {"parameters.gossip": [0], "case.hours_per_day": [4], "listen.day": [1], "thank.day": [2]}
    axes = {"listen[2].day" if axis == "listen.day" else axis: values for axis, values in axes.items()}
    base, one = sweep(CASE, grid(TWO, axes), worlds=1).to_dict("records")
    assert (base["key"], base["case.hours_per_day"], base["parameters.gossip"]) == ("two", 8, SHIPPED.gossip)
    assert np.isnan(base["listen[2].day"])
    assert np.isnan(base["thank.day"])
    assert (one["key"], one["case.hours_per_day"], one["parameters.gossip"]) == ("two 0/4/1/2", 4, 0)


@pytest.mark.parametrize(
    ("axis", "value", "seen"),
    [
        ("case.hours_per_day", 3, lambda season: season.case.hours_per_day),
        ("case.organisation", "public", lambda season: season.case.organisation),
        ("case.weeks", 20, lambda season: season.case.weeks),
        ("partners[Funder].trust", 0.2, lambda season: season.case.partners[1].trust),
        ("partners[2].fit", 0.3, lambda season: season.case.partners[1].fit),
        ("partners.patience", 0.5, lambda season: season.case.partners[0].patience),
        ("events[1].day", 9, lambda season: season.case.events[0].day),
        ("events[The deadline passed].weight", 0.5, lambda season: season.case.events[0].weight),
        ("commitments[Report].hours", 44, lambda season: season.case.commitments[0].hours),
        ("ties[1].strength", 0.1, lambda season: season.case.ties[0].strength),
        ("parameters.half_life_bad", 52, lambda season: season.parameters.half_life_bad),
    ],
)
def test_an_axis_may_be_a_field_of_the_case_or_a_number_of_the_model(axis, value, seen):
    """It is set in the season that a row plays and nowhere else, and the row's figures are those of `simulate`."""
    (one,) = grid("silence", {axis: [value]})
    season = season_of(CASE, one.strategy, SHIPPED, one.settings)
    assert seen(season) == value
    assert value_at(season, axis) == value
    assert season_of(CASE, one.strategy, SHIPPED).case is CASE
    row = sweep(CASE, [one], worlds=3, seed=2).iloc[1]
    alone = simulate(season.case, "silence", worlds=3, seed=2, parameters=season.parameters)
    assert row["season_trust"] == alone.season_trust.mean()


def test_all_of_several_are_set():
    """Without brackets an axis sets the field in each entry, as it does in each act of a kind."""
    season = season_of(CASE, plan(), SHIPPED, {"partners.trust": 0.4})
    assert [partner.trust for partner in season.case.partners] == [0.4, 0.4]


@pytest.mark.parametrize(
    ("axis", "value", "said"),
    [
        ("parameters.gosip", 1, "parameters.gosip: there is no parameter 'gosip'; did you mean 'gossip'"),
        ("parameters[1].gossip", 1, "parameters[1].gossip: there is only one; leave out the brackets"),
        ("parameters.gossip", -1, "gossip (= -1) must be a number from 0 to"),
        ("case.hours", 1, "case.hours: there is no field 'hours'; there are organisation, hours_per_day"),
        ("case.title", "x", "case.title: there is no field 'title'; there are organisation, hours_per_day"),
        ("case.hours_per_day", 0, "grid in small: hours_per_day is 0 but must be more than 0"),
        ("partners[Founder].trust", 0.5, "partners[Founder].trust: the case has no such entry; there are Clinic"),
        ("partners[Funder].trust", "high", "partners[2] (Funder): trust is 'high' but must be a number"),
        ("partner.trust", 0.5, "partner.trust: there is no act and no part of a case 'partner'; did you"),
        ("events[1].dya", 3, "dya = 3 is not a field of breach; did you mean day?"),
        ("events[7].day", 3, "events[7].day: the case has no such entry"),
    ],
)  # fmt: skip
def test_axes_that_no_case_or_model_can_have(axis, value, said):
    """They are refused in one line, before anything is simulated, with what is near or there."""
    with pytest.raises(BadInput) as error:
        sweep(CASE, grid("silence", {axis: [value]}), worlds=1)
    assert said in str(error.value)


def test_a_case_that_lacks_something_says_so():
    """An axis of commitments in a case without any is refused."""
    with pytest.raises(BadInput, match=r"commitments\.hours: the case has no such entry; it has none at all"):
        sweep(small_case(commitments=()), grid("silence", {"commitments.hours": [3]}), worlds=1)


def test_a_case_too_large_for_memory_is_refused_before_it_is_played():
    """Worlds are held against the largest case of a sweep, and not only against the first."""
    crowd = [{"name": f"P{number}", "role": "x"} for number in range(40)]
    case = small_case(partners=crowd, commitments=(), events=(), ties=())
    with pytest.raises(BadInput, match=r"worlds \(= 100000\) must be at most"):
        sweep(case, grid("silence", {"case.weeks": [12, 156]}), worlds=100_000)


# Differences


def test_each_row_has_its_paired_difference():
    """It is that of `compare`, with its interval, under the same luck; the base's is nothing."""
    variants = grid("silence", {"apologise.day": [2], "listen.week": [1]})
    base, row = sweep(CASE, variants, worlds=20).to_dict("records")
    gap = compare(CASE, [variants[0].strategy, "silence"], worlds=20).difference(variants[0].strategy.key, "silence")
    told = [row[f"partnership_{name}"] for name in ("difference", "difference_interval", "verdict")]
    assert told == [gap.interval.mean, gap.interval.half_width, gap.verdict]
    assert [base[f"partnership_{name}"] for name in ("difference", "difference_interval", "verdict")] == [0, 0, "base"]


@pytest.mark.parametrize(
    ("mean", "half", "word"),
    [(0.05, 0.01, "higher"), (-0.05, 0.01, "lower"), (0.01, 0.001, "too small to matter"), (0.03, 0.04, "not clear")],
)
def test_what_a_difference_means_in_a_word(mean, half, word):
    """Too small to matter comes first, then whether the interval holds 0."""
    assert Difference("partnership", Interval(mean, half), 1, 2).verdict == word


def test_another_measure():
    """Differences may be of any measure that each world has."""
    frame = sweep(CASE, grid("silence", {"apologise.day": [2]}), worlds=3, measure="staff_hours")
    assert frame["staff_hours_verdict"].tolist() == ["base", "too small to matter"]
    assert frame["staff_hours_difference"][1] == pytest.approx(frame["staff_hours"][1] - frame["staff_hours"][0])
    with pytest.raises(BadInput, match="there is no measure 'trust'"):
        sweep(CASE, grid("silence", {"apologise.day": [2]}), measure="trust")


@pytest.mark.long
def test_a_lead_is_held_against_another_strategy_in_the_same_model():
    """`against` plays the other strategy in each row's own case and model."""
    frame = sweep(
        CASE, grid("recovery-plan", {"parameters.half_life_bad": [8, 104], "case.weeks": [20]}), worlds=5,
        against="silence",
    )  # fmt: skip
    model = Parameters(half_life_bad=104)
    gap = compare(CASE.for_weeks(20), ["recovery-plan", "silence"], worlds=5, parameters=model)
    assert frame["partnership_difference"][2] == gap.difference("recovery-plan", "silence").interval.mean
    assert "base" not in set(frame["partnership_verdict"])


def test_grids_share_their_base_and_keep_a_given_one_in_its_place():
    """Two grids of one base have one row for it; where it was given itself it is not added again."""
    grids = [*grid("silence", {"apologise.day": [2]}), *grid("silence", {"case.hours_per_day": [4]})]
    assert sweep(CASE, grids, worlds=1)["key"].tolist() == ["silence", "silence 2", "silence 4"]
    assert sweep(CASE, [*grids, "silence"], worlds=1)["key"].tolist() == ["silence 2", "silence 4", "silence"]


def test_two_bases_of_one_key_are_refused():
    """Otherwise rows of one grid would be held against the base of the other."""
    other = plan({"act": "thank", "week": 1}, key="two")
    with pytest.raises(BadInput, match="two strategies have the key 'two'"):
        sweep(CASE, [*grid(TWO, {"thank.day": [2]}), *grid(other, {"update.week": [1]})], worlds=1)


def test_strategies_without_a_grid_have_no_difference():
    """A plain list has the columns it always had; beside a grid its cells are empty."""
    assert not [name for name in sweep(CASE, ["silence"], worlds=1) if "difference" in name]
    frame = sweep(CASE, [*grid("silence", {"apologise.day": [2]}), "flood"], worlds=1)
    assert frame["partnership_verdict"].tolist()[-1] == ""
    assert frame["partnership_difference"].isna().tolist() == [False, False, True]


def test_what_is_not_as_shipped_is_a_column():
    """Each row names the numbers of the model that are not as shipped, where any row has some."""
    asked = grid("silence", {"parameters.gossip": [0.4]})
    frame = sweep(CASE, asked, worlds=1, parameters=Parameters(half_life_bad=52))
    assert frame["parameters"].tolist() == ["half_life_bad=52", "half_life_bad=52 gossip=0.4"]
    assert "parameters" not in sweep(CASE, grid("silence", {"case.weeks": [20]}), worlds=1)


def test_rows_are_whole_wherever_they_are_played():
    """Each row is made without the others, so that rows can be played in pieces and written one by one."""
    play, variants = studied(CASE, grid("silence", {"parameters.gossip": [0, 0.4]}), worlds=2)
    frame = sweep(CASE, grid("silence", {"parameters.gossip": [0, 0.4]}), worlds=2)
    assert play(variants[2]) == {
        name: None if value != value else value for name, value in frame.iloc[2].to_dict().items()  # noqa: PLR0124
    }  # fmt: skip
    assert isinstance(variants[0], Variant)


def test_a_study_can_be_told_from_what_it_is_given():
    """What plays a row is a partial of a function whose arguments have a fixed form: another model differs."""

    def told(**asked):
        play, variants = studied(CASE, grid("silence", {"parameters.gossip": [0]}), worlds=2, **asked)
        assert play.func.__qualname__ == "play_row"
        fixed = lambda value: value.tolist() if isinstance(value, np.ndarray) else repr(value)  # noqa: E731
        return to_json([play.args, play.keywords, variants], fallback=fixed)

    assert told() == told()
    assert len({told(), told(parameters=Parameters(scar=1)), told(against="flood"), told(measure="final_trust")}) == 4


@pytest.mark.long
def test_the_command_takes_them_too(tmp_path, monkeypatch):
    """`mend sweep` sets fields of the case and of the model, takes `--set`, `--measure` and `--against`."""
    monkeypatch.chdir(tmp_path)
    asked = ["--base", "silence", "--axis", "parameters.half_life_bad=8,52", "--axis", "partners[Funder].trust=0.5"]
    said = CliRunner().invoke(
        app, ["sweep", *asked, "--set", "gossip=0.4", "--against", "flood", "--measure", "final_trust", "--worlds", "2"]
    )
    assert said.exit_code == 0, said.output
    assert "2 strategies in 2 worlds" in said.stdout
    lines = (tmp_path / "sweep.csv").read_text("utf-8").splitlines()
    assert lines[0].startswith("key,parameters.half_life_bad,partners[Funder].trust,title")
    assert "final_trust_verdict,parameters,model_version" in lines[0]
    assert "half_life_bad=52 gossip=0.4" in lines[3]
