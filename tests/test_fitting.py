"""Numbers of the model fitted to a small survey: what is found, what fits equally, and what is refused."""

from importlib.util import find_spec

import pandas as pd
import pytest

from sim.base.errors import BadInput
from sim.experiments import fitting
from sim.experiments.fitting import Answer, fit
from sim.experiments.simulate import simulate
from sim.model.parameters import SHIPPED, Parameters, ranges
from tests.worlds import small_case

CASE, NAMES = small_case(), ["half_life_bad", "loss_competence"]
TRUE = Parameters(half_life_bad=60, loss_competence=1.6)
needs_scipy = pytest.mark.skipif(find_spec("scipy") is None, reason="SciPy is not installed (extra: bench)")


def survey(weeks=(1, 4, 8, 12), error=0.01, worlds=8):
    """Return what a survey would find if the true numbers were other than shipped."""
    mean = simulate(CASE, "silence", worlds=worlds, parameters=TRUE).mean_by_week
    return [{"week": week, "trust": float(mean[week]), "error": error} for week in weeks]


@pytest.fixture(scope="module")
def found():
    """Return a fit of two numbers to four means, in the worlds that made them."""
    return fit(CASE, "silence", survey(), NAMES, starts=2, points=4, worlds=8)


@needs_scipy
@pytest.mark.long
def test_the_numbers_behind_a_survey_meet_it(found):
    """The best set meets means that the model made itself, which the shipped numbers miss, within plausible ranges."""
    assert found.sets[0].misfit < 0.1
    assert found.shipped > 10
    assert found.meets
    fitted = found.parameters.settings
    assert set(fitted) == set(NAMES)
    assert all(ranges()[name][0] <= fitted[name] <= ranges()[name][1] for name in NAMES)
    assert fitted["loss_competence"] == pytest.approx(1.6, rel=0.1)


@needs_scipy
def test_sets_that_fit_equally_are_told(found):
    """Sets are in order of their misfit, and those within the bound of the best one are marked and counted."""
    frame = found.frame()
    assert list(frame) == [*NAMES, "misfit", "fits_equally"]
    assert len(frame) == len(found.sets) == 2 + 2 * 4
    assert frame["misfit"].is_monotonic_increasing
    assert frame["fits_equally"].sum() == len(found.equal) > 1
    assert (frame["fits_equally"] == (frame["misfit"] <= frame["misfit"][0] + found.within)).all()
    assert found.within == pytest.approx(5.991, abs=0.001)


@needs_scipy
def test_a_profile_goes_from_end_to_end(found):
    """One number is held at values of its whole range, half-lives even in their logarithm, while the other makes up."""
    profile = found.profile("half_life_bad")
    assert profile["half_life_bad"].tolist() == pytest.approx([8, 18.81, 44.23, 104], abs=0.01)
    assert len(set(profile["loss_competence"])) > 1
    with pytest.raises(BadInput, match="'gossip' was not fitted; there are half_life_bad, loss_competence"):
        found.profile("gossip")


@needs_scipy
def test_it_says_how_little_is_settled(found):
    """In words: the misfit, what of each range fits equally, and that the model is not as shipped."""
    assert "half_life_bad: " in str(found)
    assert "% of its plausible range (8 – 104)" in str(found)  # noqa: RUF001 - a range
    assert "the survey cannot tell them apart" in str(found)
    assert "with other numbers than shipped" in str(found)
    assert repr(found).startswith("<Fit of half_life_bad, loss_competence: misfit 0.0 (as it was: ")


@needs_scipy
@pytest.mark.long
def test_a_survey_that_no_number_explains():
    """Trust that rises to the top under silence is met by no set, and that is said."""
    rows = [{"week": week, "trust": 0.98, "error": 0.01, "partner": "Clinic"} for week in (2, 6)]
    lost = fit(CASE, "silence", pd.DataFrame(rows), ["gossip"], starts=1, points=2, worlds=2)
    assert not lost.meets
    assert "Even so it does not meet the survey" in str(lost)


def test_partners_have_their_own_means():
    """A row with a partner is held against that partner's trust, one without against the mean of all."""
    answers = (Answer(3, 0.5, 0.1), Answer(3, 0.5, 0.1, "Funder"))
    asked = fitting._Asked(CASE, fitting.load_strategy("silence"), answers, (), range(4), 0, SHIPPED)  # noqa: SLF001
    outcome = simulate(CASE, "silence", worlds=4)
    expected = [(outcome.mean_by_week[3] - 0.5) / 0.1, (outcome.partners_by_week[3, 1] - 0.5) / 0.1]
    assert asked.gaps(fitting.np.empty(0)).tolist() == pytest.approx(expected)


@pytest.mark.parametrize(
    ("rows", "names", "said"),
    [
        ([], NAMES, "the survey has no rows"),
        ("mine.csv", NAMES, "survey is 'mine.csv' but must be a frame or a list of rows with week, trust and error"),
        ([{"week": 1, "trust": 0.5}], NAMES, "row 1 of the survey needs week, trust and error as numbers"),
        ([{"week": 1, "trust": "high", "error": 0.1}], NAMES, "row 1 of the survey needs week, trust and error"),
        ([{"week": 99, "trust": 0.5, "error": 0.1}], NAMES, "week is 99 but must be a whole number from 0 to 12"),
        ([{"week": 1.5, "trust": 0.5, "error": 0.1}], NAMES, "week is 1.5 but must be a whole number"),
        ([{"week": 1, "trust": 50, "error": 4}], NAMES, "trust is 50 but must be between 0 and 1; divide a scale"),
        ([{"week": 1, "trust": 0.5, "error": 0}], NAMES, "error is 0 but must be more than 0"),
        ([{"week": 1, "trust": 0.5, "error": 0.1, "partner": "X"}], NAMES, "no partner 'X'; there are Clinic, Funder"),
        (None, "gossip", "names is 'gossip' but must be a list of numbers of the model"),
        (None, ["gossip", "gossip"], "each once"),
        (None, ["gosip"], "there is no parameter 'gosip'; did you mean 'gossip'"),
        (None, ["listen_call"], "listen_call has no plausible range within which it could be fitted"),
        (None, [*NAMES, "gossip", "scar", "pace"], "5 numbers cannot be fitted to 4 answers; name at most as many"),
    ],
)
def test_what_cannot_be_fitted(rows, names, said):
    """It is refused in one sentence before anything is simulated."""
    given = survey(worlds=1) if rows is None else rows
    with pytest.raises(BadInput) as error:
        fit(CASE, "silence", given, names)
    assert said in str(error.value)


def test_without_scipy(monkeypatch):
    """It is refused in one line that says how to install it."""
    monkeypatch.setattr(fitting, "find_spec", lambda _: None)
    with pytest.raises(BadInput, match=r"fitting needs SciPy; install the course with its extra: \.\[bench\]"):
        fit(CASE, "silence", survey(worlds=1), NAMES)
