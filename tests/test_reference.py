"""The engine and the reference agree, world by world."""

import random

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from reference import CAUSES as REFERENCE_CAUSES
from reference import simulate_world

from sim.catalogue import case_keys, honest_keys, strategy_keys
from sim.experiments.simulate import simulate
from sim.model.case import Commitment
from sim.model.ledger import CAUSES
from sim.model.parameters import Parameters, ranges
from tests.worlds import plan, situations, small_case

AGREED = 1e-9


PLANS = strategy_keys() + honest_keys()


def disagreement(case, strategy, worlds, *, seed=0, parameters=None):
    """Return the greatest difference in trust, headline, facets, ledger and hours over these worlds."""
    parameters = parameters or Parameters()
    outcome = simulate(case, strategy, worlds=worlds, seed=seed, parameters=parameters, by_world=True)
    gaps = [0.0]
    for world, number in enumerate(worlds):
        alone = simulate_world(outcome.case, outcome.strategy, parameters=parameters, seed=seed, world=number)
        gaps += [np.abs(outcome.trust[..., world] - alone.history).max()]
        gaps += [np.abs(outcome.facets[:, 0, :, world] - alone.competence).max()]
        gaps += [np.abs(outcome.partnership[:, world] - alone.partnership).max()]
        gaps += [np.abs(outcome.moved_by_world[..., world] - alone.ledger).max()]
        for kind, hours in outcome.hours.items():
            gaps += [abs(hours[world] - alone.hours[kind]) / 100]
        counts = (outcome.kept[world], outcome.broken[world], outcome.late[world])
        assert counts == (alone.kept, alone.broken, alone.late)
        gone = np.where(outcome.parted[:, world], 1, np.where(outcome.left[:, world], 2, 0))
        assert np.array_equal(gone, alone.status)
    return max(gaps)


def test_both_name_the_same_causes():
    """The ledgers have the same rows."""
    assert list(REFERENCE_CAUSES) == CAUSES


@pytest.mark.slow
@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(situations(), st.integers(0, 1000))
def test_random_seasons_agree(situation, seed):
    """Cases and strategies of every kind come out the same, ledger and hours included."""
    assert disagreement(*situation, worlds=range(2), seed=seed) < AGREED


@st.composite
def parameter_sets(draw):
    """Draw parameters from their plausible ranges, and those that have none from half their value up to it."""
    values, plausible = Parameters().model_dump(), ranges()
    shares = random.Random(draw(st.integers(0, 10_000)))  # noqa: S311 - examples, not secrets
    unexamined = {name: value * shares.uniform(0.5, 1) for name, value in values.items() if name not in plausible}
    return Parameters(**unexamined, **{name: draw(st.floats(low, high)) for name, (low, high) in plausible.items()})


@pytest.mark.slow
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(situations(), parameter_sets())
def test_they_agree_under_other_parameters(situation, parameters):
    """The laws are the same under any plausible numbers."""
    assert disagreement(*situation, worlds=range(1), parameters=parameters) < AGREED


def test_further_changes_of_work_agree():
    """Trainings and changed processes, with and without a review, some of them at once or in some worlds only."""
    kinds = ("train_staff", "fix_process")
    acts = [{"act": kind, "week": week, "to": to} for kind in kinds for week, to in ((1, ["Clinic"]), (1, ["all"]))]
    acts += [{"act": kind, "when": "complaint", "every_weeks": 3} for kind in kinds]
    later = [Commitment(name=f"Later {week}", hours=120, starts=week, weeks=4) for week in (6, 14, 22)]
    case = small_case(weeks=30, hours_per_day=9, commitments=later)
    mine = plan(*acts, {"act": "review", "week": 9})
    assert disagreement(case, mine, range(8)) < AGREED
    repeats = [simulate(case, mine, worlds=8, parameters=Parameters(saving_repeat=one)).trust for one in (0.25, 1)]
    assert not np.allclose(*repeats)


@pytest.mark.slow
@pytest.mark.parametrize("case", case_keys())
@pytest.mark.parametrize("strategy", PLANS)
def test_shipped_seasons_agree(case, strategy):
    """Every shipped strategy and honest plan in every shipped case comes out the same, each in a world of its own."""
    world = PLANS.index(strategy)
    assert disagreement(case, strategy, worlds=range(world, world + 1)) < AGREED
