"""The compiled yardstick of benchmarks/ computes the engine's model.

Compiling all of its laws takes a minute, so the daily run plays whole seasons with the same functions as they are, and
compiles some of them; `make full` plays compiled seasons too.
"""

import sys
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sim.catalogue import load_case, load_strategy
from sim.experiments.simulate import simulate
from sim.model.parameters import Parameters, ranges
from sim.model.strategy import Strategy
from tests.worlds import situations

sys.path.insert(0, str(Path(__file__).parent.parent / "benchmarks"))

import compiled_reference as laws
from compiled_reference import CAUSES, HOURS, Fate, Pointed

AGREED = 1e-9
WORLDS = range(3)
compiled_ones = pytest.mark.skipif(laws.njit is None, reason="numba is not installed: pip install -e .[bench]")


def as_they_are(case, strategy, worlds, seed=0, *, parameters=None):
    """Return what `simulate_worlds_compiled` does, without numba."""
    encoded = laws.encode(case, strategy, parameters or Parameters(), seed, worlds)
    numbers, acts = encoded.as_lists()
    history, ledger, hours = [], np.zeros((case.weeks, len(CAUSES), len(case.partners))), np.zeros(len(HOURS))
    for number in range(len(worlds)):
        world, tonight = encoded.blank(lists=True)
        laws.run(numbers, acts, world, tonight, encoded.fate(number))
        history.append(np.reshape(world.history, (case.weeks + 1, -1)))
        ledger += np.reshape(world.ledger, ledger.shape)
        hours += world.hours
    return np.array(history), ledger, hours


def disagreement(case, strategy, seed=0, parameters=None, play=as_they_are):
    """Return the greatest difference in trust, ledger and mean hours."""
    outcome = simulate(case, strategy, worlds=WORLDS, seed=seed, parameters=parameters or Parameters())
    history, ledger, hours = play(case, strategy, WORLDS, seed, parameters=parameters)
    spent = dict(zip(HOURS, hours, strict=True))
    return max(
        np.abs(outcome.trust - history.transpose(1, 2, 0)).max(),
        np.abs(outcome.moved[:, : len(CAUSES)] - ledger / len(WORLDS)).max(),
        *(abs(worked.sum() - spent[use]) / 100 for use, worked in outcome.hours.items()),
    )


def shipped(test):
    """Run a test for shipped strategies in shipped cases."""
    cases, strategies = (
        ["missed-deadline", "criticised-outreach", "silent-study"],
        ["recovery-plan", "deny-and-defend", "over-promise", "flood"],
    )
    return pytest.mark.parametrize("case", cases)(pytest.mark.parametrize("strategy", strategies)(test))


def random_seasons(test):
    """Run a test for random seasons under random plausible numbers."""
    drawn = given(situations(), st.integers(0, 1000), st.data())(test)
    return settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.too_slow])(drawn)


def drawn_parameters(data):
    """Return random plausible numbers."""
    return Parameters(**{name: data.draw(st.floats(low, high), name) for name, (low, high) in ranges().items()})


@pytest.mark.long
@shipped
def test_shipped_seasons_agree(case, strategy):
    """Shipped strategies in shipped cases come out the same."""
    assert disagreement(load_case(case), load_strategy(strategy)) < AGREED


@pytest.mark.long
@random_seasons
def test_random_seasons_agree(situation, seed, data):
    """Random seasons under random plausible numbers come out the same."""
    assert disagreement(*situation, seed, drawn_parameters(data)) < AGREED


def test_the_order_of_acts_in_a_file_changes_nothing():
    """What is drawn for a proposal is the same, whichever kind of act stands before it."""
    fields = load_strategy("silence").model_dump() | {
        "acts": [{"act": "review", "day": 1}, {"act": "propose", "day": 1}]
    }
    assert disagreement(load_case("missed-deadline"), Strategy(**fields)) < AGREED


@compiled_ones
@pytest.mark.slow
def test_laws_compute_the_same_when_compiled():
    """A start and the time until the first evening, compiled, leave the same world."""
    encoded = laws.encode(load_case("missed-deadline"), load_strategy("silence"), Parameters(), 3, range(1))
    numbers, _ = encoded.as_lists()
    plain, _ = encoded.blank(lists=True)
    laws.start(numbers, plain, encoded.fate(0))
    laws.settle(numbers, plain, 4)
    world, _ = encoded.blank(lists=False)
    case = Pointed(encoded.case._replace(par=Pointed(encoded.case.par)))
    pointed, luck = Pointed(world), Pointed(Fate(*(array[0] for array in encoded.fates)))
    laws.compiled()["start"](case, pointed, luck)
    laws.compiled()["settle"](case, pointed, 4)
    for name, found, expected in zip(world._fields, world, plain, strict=True):
        assert np.allclose(found, expected, rtol=0, atol=1e-12), name
    assert np.ptp(world.s) > 0


@compiled_ones
@pytest.mark.full
@shipped
def test_compiled_seasons_agree(case, strategy):
    """All laws compiled: shipped seasons come out the same, as with the laws as they are."""
    assert disagreement(load_case(case), load_strategy(strategy), play=laws.simulate_worlds_compiled) < AGREED


@compiled_ones
@pytest.mark.full
@random_seasons
def test_compiled_random_seasons_agree(situation, seed, data):
    """All laws compiled: random seasons come out the same, as with the laws as they are."""
    assert disagreement(*situation, seed, drawn_parameters(data), laws.simulate_worlds_compiled) < AGREED
