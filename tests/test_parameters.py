"""The model's parameters: every value is either simulated or refused in one sentence."""

import pickle
import warnings

import numpy as np
import pytest

from sim.base.errors import BadInput
from sim.experiments.evidence.settings import limits
from sim.experiments.simulate import simulate
from sim.model.acts import ACTS
from sim.model.case import Commitment, Event, Partner
from sim.model.parameters import Parameters, bounds, ranges
from tests.worlds import plan, small_case

NAMES = tuple(Parameters.model_fields)
CASE = small_case(
    weeks=13,
    hours_per_day=40,
    partners=(
        Partner(name="Clinic", role="A clinic", patience=0.6, message_limit=0.5),
        Partner(name="Funder", role="A funder", fit=0.2, trust=0.1, steadiness=0.5),
        Partner(name="Elders", role="A group", trust=1, spread=0.2, track_record=50),
    ),
    commitments=(
        Commitment(name="Report", hours=200, weeks=2, missed=True),
        *(Commitment(name=f"Later {week}", hours=60, starts=week, weeks=2, weight=5) for week in (1, 3, 6, 9)),
    ),
    events=(
        Event(event="breach", weight=5, character=0.5, lie=True, guilt=0.5, misunderstood=0.5),
        Event(event="breach", day=20, weight=5, form="statement"),
        Event(event="kept", day=30, weight=5, exceeded=True),
        Event(event="guilt_proven", day=40),
        Event(event="decision", day=50, weight=5),
    ),
)
EVERYTHING = plan(
    *({"act": act, "week": 1 + place % 5} for place, act in enumerate(ACTS) if act != "part_ways"),
    *({"act": act, "week": 6} for act in ("apologise", "fix_process", "train_staff", "compensate")),
    {"act": "update", "week": 2, "every_weeks": 0.2, "says": ["progress", "date", "results"]},
    {"act": "part_ways", "week": 10},
)


def plays(parameters):
    """Simulate everything that ships under these parameters, and check the results; NumPy warnings are errors."""
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        outcome = simulate(CASE, EVERYTHING, worlds=5, parameters=parameters)
        summary = outcome.summary()
    assert outcome.trust.min() >= -1e-9
    assert outcome.trust.max() <= 1 + 1e-9
    assert all((hours >= 0).all() and np.isfinite(hours).all() for hours in outcome.hours.values())
    assert np.isfinite(outcome.moved).all()
    assert np.isfinite(summary["season_trust"])


BETWEEN = (0.01, 1, 1.001, 10)


@pytest.mark.sample(50)
@pytest.mark.slow
@pytest.mark.parametrize("name", NAMES)
def test_a_parameter_plays_or_is_refused(name):
    """Zero, tiny, huge, negative and NaN values are simulated or refused with field, value and bounds."""
    least, most = bounds(name)
    ends = (0, 1e-300, least, most, *limits(name))
    values = (*ends, *BETWEEN, most * 1.001, 1e300, -1, -1e-9, float("nan"), np.inf)
    made = [made_or_refused(name, value) for value in values]
    for found in {found for found in made[: len(ends)] if isinstance(found, Parameters)}:  # a bound may be 0 as well
        plays(found)
    for value, found in zip(values, made, strict=True):
        if not isinstance(found, Parameters):
            assert found.startswith(f"{name} (= {value!r}) must be a number from ")
            assert "\n" not in found
    assert sum(isinstance(found, Parameters) for found in made) > 2


def made_or_refused(name, value):
    """Return parameters, or the message with which they are refused."""
    try:
        return Parameters(**{name: value})
    except BadInput as error:
        return str(error)


@pytest.mark.parametrize("value", BETWEEN)
def test_all_at_one_value_that_is_allowed(value):
    """The model can be simulated with all parameters at one value between their ends."""
    made = {name: value for name in NAMES if isinstance(made_or_refused(name, value), Parameters)}
    assert len(made) > 10
    plays(Parameters(**made))


@pytest.mark.parametrize("end", [0, 1], ids=["least", "most"])
def test_all_at_the_edge_of_what_is_allowed(end):
    """The model can be simulated with all parameters at their lowest, or at their highest."""
    plays(Parameters(**{name: bounds(name)[end] for name in NAMES}))


@pytest.mark.parametrize("end", [0, 1], ids=["low", "high"])
def test_the_plausible_range_is_allowed(end):
    """Every plausible range lies within the allowed one."""
    plays(Parameters(**{name: span[end] for name, span in ranges().items()}))


@pytest.mark.parametrize(
    ("numbers", "said"),
    [
        ({"settle_in": 0}, "settle_in (= 0) must be a number from 0.01 to 1e+12"),
        ({"training": 1}, "training (= 1) must be a number from 0 to 0.99"),
        ({"apology": "0.3"}, "apology (= '0.3') must be a number from 0 to 1"),
        ({"apology": True}, "apology (= True) must be a number from 0 to 1"),
        ({"apology": None}, "apology (= None) must be a number from 0 to 1"),
        ({"apology": [0.3]}, "apology (= [0.3]) must be a number from 0 to 1"),
        ({"apology": 10**400}, "must be a number from 0 to 1"),
        ({"appology": 0.3}, "there is no parameter 'appology'; did you mean 'apology' (plausible: 0.2 to 0.8)?"),
        ({"no_review": 8}, "no_review (= 8) must be a number from 0 to 1"),
    ],
)
def test_what_is_no_parameter(numbers, said):
    """Unknown or invalid parameters are refused in one sentence."""
    with pytest.raises(BadInput) as error:
        Parameters(**numbers)
    assert said in str(error.value)
    assert "\n" not in str(error.value)


def test_numbers_of_numpy_are_numbers():
    """NumPy numbers are accepted, and parameters can be pickled."""
    own = Parameters(apology=np.float32(0.5), exceeded=np.int64(1), gossip=np.float64(0.25))
    assert own == Parameters(apology=0.5, exceeded=1)
    assert pickle.loads(pickle.dumps(own)) == own  # noqa: S301 - our own bytes
