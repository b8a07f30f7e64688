"""The model against published findings: the bands are fixed, the studies are plain data, and every check can fail."""

import json
import tomllib
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

import numpy as np
import pytest
import typer
from typer.testing import CliRunner

from sim.base.errors import BadInput
from sim.catalogue import load_case, load_strategy
from sim.cli.evidence import evidence_command
from sim.cli.evidence_tables import print_evidence
from sim.experiments.evidence import Band, Fact, check, evidence, findings, random_pass_rate
from sim.experiments.evidence.draws import plausible
from sim.experiments.evidence.finding_files import finding, finding_from
from sim.experiments.evidence.rates import FILE, fingerprint, stored_rates
from sim.experiments.evidence.rules import RULES
from sim.experiments.evidence.settings import limits, parameters_from
from sim.experiments.simulate import simulate
from sim.model.parameters import Parameters, ranges
from sim.texts.words import MINUS
from tools.random_rates import store_rates

HERE = Path(__file__).parent
PACKAGE = HERE.parents[1] / "sim" / "experiments" / "evidence"
IDS = [one.id for one in findings()]
ENOUGH = 28

# A mechanism weakened or switched off, and a finding that rests on it.
RESTS_ON = {
    "F1": {"loss_competence": 0.4},
    "F2": {"statement": 1},
    "F3": {"confession": 0, "denial_character": 0.1},
    "F4": {"own_cause": 0, "excuse": 0},
    "F5": {"denial_character": 0},
    "F6": {"apology": 0.1},
    "F7": {"institution": 1},
    "F8": {"blame_free": 0},
    "F9": {"apology": 0},
    "F10": {"unheard": 1},
    "F11": {"apology_delay": 100, "unanswered": 0},
    "F12": {"forewarned": 0},
    "F13": {"loss_competence": 5},
    "F14": {"loan": 0},
    "F15": {"early_breach": 0, "gain_floor": 1},
    "F19": {"compensation": 0},
    "F20": {"compensation": 0},
    "F22": {"exceeded": 2.5},
    "F23": {"overload": 0},
    "F24": {"waiting_factor": 0},
    "F25": {"recognition": 0},
    "F26": {"codesign": 0, "recognition": 0, "warmth": 0, "voice_softens": 0},
    "F27": {"charity_ethics": 1},
    "F29": {"overrun_median": 0.4},
    "F30": {"question_hours": 0},
    "F16": {"loss_competence": 0.01},
    "F18": {"again": 0},
    "N1": {"compensation": 0, "payment_owns": 0},
    "N2": {"again": 0},
    "N3": {"prevention": 0, "process": 0, "review_lift": 0},
    "N4": {"compensation": 0},
    "N5": {"leave_rate": 0.08, "leave_slope": 20},
    "N6": {"own_cause": 0},
}
# What the shipped parameters fail, and by which figures: what begins to hold is noticed as well as what is lost.
FAILS = {
    "F13": ("no_lie_share_of_twin",),
    "F14": ("early_gain_of_promise", "gain_lost_to_lie"),
}


@pytest.fixture(scope="module")
def facts():
    """Check all findings once."""
    return evidence()


def test_the_package_ships_the_bands_that_were_fixed():
    """Claim, source and bands of every finding are those of the file that was committed before tuning, in its order."""
    fixed = tomllib.loads((HERE / "bands.toml").read_text("utf-8"))
    shipped = {
        one.id: {
            "claim": one.claim,
            "source": one.source,
            "figures": {name: band.as_data() for name, band in one.bands.items()},
        }
        for one in findings()
    }
    assert json.dumps(shipped) == json.dumps(fixed)


def test_every_finding_has_a_study_and_a_rule_and_nothing_else_has():
    """The rules and the studies' folder name the same findings, and no two figures share a name."""
    assert list(RULES) == IDS
    figures = [figure for one in findings() for figure in one.bands]
    assert len(set(figures)) == len(figures)
    assert sorted(file.stem for file in (PACKAGE / "findings").iterdir()) == sorted(IDS)


@pytest.mark.slow
def test_enough_findings_hold(facts):
    """Enough findings hold under the shipped parameters."""
    assert sum(fact.passed for fact in facts) >= ENOUGH


@pytest.mark.long
@pytest.mark.parametrize("id_", IDS)
def test_a_finding_holds_or_says_why_not(facts, id_):
    """A finding has a reason if, and only if, it fails under the shipped parameters."""
    fact = next(fact for fact in facts if fact.id == id_)
    assert fact.passed == (fact.finding.reason is None), (fact.missed, fact.figures)
    assert fact.passed == (fact.finding.reason_in_words is None)
    assert all(np.isfinite(list(fact.figures.values())))


@pytest.mark.long
def test_exactly_the_known_findings_fail(facts):
    """A finding that begins to hold, in whole or by a figure, is noticed as well as one that is lost."""
    assert {fact.id: fact.missed for fact in facts if not fact.passed} == FAILS


def test_failures_come_first(facts):
    """Failing findings are listed before passing ones."""
    passed = [fact.passed for fact in facts]
    assert passed == sorted(passed)


@pytest.mark.slow
@pytest.mark.parametrize("id_", IDS)
def test_a_check_can_fail(id_):
    """A finding no longer holds if the mechanism on which it depends is switched off or weakened."""
    assert not check(finding(id_), Parameters(**RESTS_ON[id_])).passed


def test_a_check_can_pass_too():
    """F13, which fails under the shipped parameters, passes under some others."""
    twin = finding("F13")
    fact = Fact(twin, {"no_lie_share_of_twin": 0.98, "lie_share_of_twin": 0.8})
    assert fact.passed
    assert not Fact(twin, {"no_lie_share_of_twin": 0.98, "lie_share_of_twin": float("nan")}).passed


@pytest.mark.parametrize("id_", IDS)
def test_a_study_is_what_a_user_could_write(tmp_path, id_):
    """Each case and strategy of a finding can be written to a file, read back and simulated."""
    one = finding(id_)
    for case in one.cases.values():
        assert load_case(_written(tmp_path, case)) == case
    for strategy in one.strategies.values():
        assert load_strategy(_written(tmp_path, strategy)) == strategy
    simulate(
        next(iter(one.cases.values()), "missed-deadline"), next(iter(one.strategies.values()), "silence"), worlds=2
    )


def _written(folder, model):
    path = folder / f"{model.key}.toml"
    path.write_text(
        "".join(f"{key} = {_toml(value)}\n" for key, value in model.model_dump(exclude_none=True).items()),
        encoding="utf-8",
    )
    return path


def _toml(value):
    if isinstance(value, dict):
        return "{" + ", ".join(f"{key} = {_toml(inner)}" for key, inner in value.items() if inner is not None) + "}"
    if isinstance(value, list | tuple):
        return "[" + ", ".join(map(_toml, value)) + "]"
    return json.dumps(value, ensure_ascii=False)


def test_a_mistake_in_a_study_is_refused_in_one_line():
    """A finding's file is validated by the same rules as a user's files."""
    said = {"claim": "A", "words": "A", "source": "Assumption", "figures": {}, "study": "A"}
    data = said | {"cases": {"broken": {"title": "A", "summary": "A", "week": 4}}}
    with pytest.raises(BadInput, match=r"F1\.toml: broken: week = 4 is not a field of a case; did you mean weeks\?"):
        finding_from("F1", data)


def test_a_missing_word_of_a_finding_is_refused_in_one_line():
    """A finding's file that lacks words is refused, and the message names each of them."""
    data = {"claim": "A", "source": "A", "figures": {"gain": {"low": 0.1, "label": "gain"}}, "study": "A", "cases": {}}
    with pytest.raises(BadInput, match=r"^F31\.toml lacks words, figures\.gain\.words$"):
        finding_from("F31", data)


def test_an_unknown_unit_of_a_figure_is_refused_in_one_line():
    """A figure is told from 0 to 100 or as a number; another unit is refused, and the message names both."""
    figures = {"gain": {"low": 0.1, "label": "gain", "words": "A gain", "unit": "percent"}}
    data = {"claim": "A", "words": "A", "source": "A", "figures": figures, "study": "A", "cases": {}}
    with pytest.raises(BadInput, match=r"^F31\.toml: the unit of gain is percent; it may be one of of 100, number$"):
        finding_from("F31", data)


def test_people_read_figures_of_trust_from_0_to_100():
    """Trust, shares and their differences are told from 0 to 100, ratios and correlations as they are."""
    one = finding("F13")
    name = "no_lie_share_of_twin"
    assert (one.figure_told(name, 0.96065), one.band_told(name)) == ("96.1", "97 to 103")
    told = [one.figure_told(name, value) for value in (-0.0061, -0.0001, 0, float("nan"))]
    assert told == [f"{MINUS}0.6", "0.0", "0.0", "nan"]
    assert Band(low=-0.005, high=0.005).told("of 100") == f"{MINUS}0.5 to 0.5"
    ratio, name = finding("F1"), "loss_over_gain"
    assert (ratio.figure_told(name, 1.395), ratio.band_told(name)) == ("1.395", "1.1 to 2.5")
    as_numbers = {figure for one in findings() for figure, unit in one.units.items() if unit == "number"}
    told = [words for one in findings() for figure, words in one.figure_words.items() if figure not in as_numbers]
    assert len(as_numbers) == 7
    assert [words for words in told if "many times" in words or "closely" in words] == []


def test_there_is_no_other_finding():
    """An unknown id of a finding is refused, and the message names it."""
    with pytest.raises(BadInput, match="there is no finding 'F17'"):
        finding("F17")


def test_bands_may_be_open_at_either_end():
    """A band may be open at either end, and NaN lies in no band."""
    assert 5 in Band(low=1)
    assert -5 in Band(high=1)
    assert 5 not in Band(low=1, high=2)
    assert float("inf") - float("inf") not in Band(low=-1e9)
    assert str(Band(high=1)) == "at most 1"


# Random models


def test_random_models_stay_in_the_plausible_ranges():
    """Every drawn number lies in its range, and half-lives are uniform in their logarithm."""
    sets = plausible(300)
    for name, (low, high) in ranges().items():
        drawn = np.array([getattr(one, name) for one in sets])
        assert low <= drawn.min() < drawn.max() <= high
    middle = np.median([one.half_life_bad for one in sets])
    low, high = ranges()["half_life_bad"]
    assert middle == pytest.approx(np.sqrt(low * high), rel=0.15)


def test_random_models_are_the_same_for_one_seed_only():
    """The same seed draws the same parameter sets, another seed different ones."""
    assert plausible(3, seed=1) == plausible(4, seed=1)[:3]
    assert plausible(3, seed=1) != plausible(3, seed=2)


def test_built_in_facts_are_told_from_earned_ones():
    """Random models all pass F22, a finding that is built in, but not F25, which depends on the parameters."""
    assert random_pass_rate(finding("F22"), draws=12) == 1
    assert random_pass_rate(finding("F25"), draws=12) < 0.8


def test_stored_rates_are_up_to_date():
    """The stored rates match the current ranges, bands, studies and rules; if not, run python -m tools.random_rates."""
    stored = json.loads((PACKAGE / FILE).read_text(encoding="utf-8"))
    assert stored["fingerprint"] == fingerprint()
    assert list(stored_rates()) == IDS


@pytest.mark.slow
def test_rates_are_stored_with_what_they_rest_on(tmp_path):
    """The file of rates contains the number of draws and the fingerprint."""
    stored = json.loads(store_rates(2, into=tmp_path).read_text(encoding="utf-8"))
    assert stored["draws"] == 2
    assert stored["fingerprint"] == fingerprint()
    assert list(stored["rates"]) == IDS
    assert stored["rates"]["F22"] == 1


@pytest.mark.slow
def test_processes_share_the_draws_without_changing_them():
    """The pass rate is the same in one process and in two."""
    one = finding("F25")
    with ProcessPoolExecutor(2) as executor:
        assert random_pass_rate(one, draws=24, executor=executor) == random_pass_rate(one, draws=24)


# What a person is shown


@pytest.fixture
def mend():
    """Run the command as a user would."""
    app = typer.Typer(pretty_exceptions_enable=False, rich_markup_mode=None)
    app.command("evidence")(evidence_command)
    return lambda *args: CliRunner().invoke(app, args)


@pytest.mark.slow
def test_json_tells_all(mend):
    """`--json` gives every finding with figure, band, verdict and share of random models."""
    data = json.loads(mend("--json").stdout)
    assert {fact["id"] for fact in data["facts"]} == set(IDS)
    for fact in data["facts"]:
        assert {"claim", "source", "passed", "figure", "band", "random_pass_rate", "reason"} <= set(fact)
        assert set(fact["figure"]) == set(fact["band"])
        assert (fact["reason"] is None) == fact["passed"]


@pytest.mark.slow
def test_shares_of_random_models_can_be_computed_anew(mend):
    """`--draws` computes new shares in place of the stored ones."""
    rates = {
        fact["id"]: fact["random_pass_rate"] for fact in json.loads(mend("--json", "--draws", "1").stdout)["facts"]
    }
    assert set(rates.values()) == {0, 1}
    assert mend("--draws", "0").stderr == "mend: draws (= 0) must be between 1 and 10000\n"


@pytest.mark.slow
def test_a_claim_can_be_falsified_with_one_setting(mend):
    """`mend evidence --set name=value` changes the verdicts; reasons are given for the shipped set only."""
    data = json.loads(mend("--json", "--set", "recognition=0").stdout)
    voice = next(fact for fact in data["facts"] if fact["id"] == "F25")
    assert not voice["passed"]
    assert voice["missed"] == ["after_minus_none"]
    assert voice["reason"] is None


@pytest.mark.parametrize(
    ("setting", "line"),
    [
        ("apologies=1", "mend: there is no parameter 'apologies'; did you mean 'apology' (plausible: 0.2 to 0.8)?"),
        ("apology", "mend: 'apology' is no setting; write name=value, such as apology=0.3"),
        ("apology=nan", "mend: apology is nan but must be a number from 0 to 1 (plausible: 0.2 to 0.8)"),
        ("apology=2", "mend: apology is 2 but must be a number from 0 to 1 (plausible: 0.2 to 0.8)"),
        ("apology=much", "mend: apology is 'much' but must be a number from 0 to 1 (plausible: 0.2 to 0.8)"),
        ("half_life_bad=0", "mend: half_life_bad is 0 but must be a number from 0.01 to 1040 (plausible: 8 to 104)"),
        ("=1", "mend: there is no parameter ''; docs/parameters.md lists them all"),
    ],
)
def test_a_wrong_setting_is_refused_in_one_line(mend, setting, line):
    """A wrong setting is refused in one line that says what is allowed."""
    result = mend("--set", setting)
    assert result.exit_code == 2
    assert result.stderr == line + "\n"


@pytest.mark.parametrize("name", Parameters.model_fields)
def test_both_ends_of_what_settings_allow_can_be_set(name):
    """Both ends of an allowed range are accepted; that the model can be simulated there, test_parameters.py holds."""
    for value in limits(name):
        assert getattr(parameters_from([f"{name}={value}"]), name) == value


def test_the_table_opens_with_failures(capsys, facts):
    """The table lists failures first, with verdict, reason and the mark for built-in findings."""
    print_evidence(facts)
    shown = capsys.readouterr().out
    failing = [fact for fact in facts if not fact.passed]
    assert shown.count("FAIL") == shown.count("Why it fails") == len(failing)
    assert shown.rfind("FAIL") < shown.index("│ pass")
    assert "built in" in shown
    assert "…" not in shown
