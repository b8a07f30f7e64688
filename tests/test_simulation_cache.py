"""The lab's cache of simulations: shared by panels, and kept longer than one drag."""

from collections import OrderedDict, defaultdict

import pytest

from sim.catalogue import load_case, load_strategy
from sim.lab.session import simulation_cache
from sim.lab.session.simulation_cache import MOST_OUTCOMES, QUICK, REFINED, SimulationCache

CASE, SILENCE, FLOOD = load_case("missed-deadline"), load_strategy("silence"), load_strategy("flood")


@pytest.fixture
def played(monkeypatch):
    """Empty the cache, and record the worlds and seed of each simulation instead of running it."""
    calls = []

    def simulate(_case, _strategy, *, worlds, seed):
        calls.append((worlds, seed))
        return object()

    monkeypatch.setattr(simulation_cache, "KEPT", defaultdict(OrderedDict))
    monkeypatch.setattr(simulation_cache, "simulate", simulate)
    return calls


def drag(places):
    """Request quick outcomes of this many strategies."""
    for place in range(places):
        SimulationCache().outcome(CASE, SILENCE.model_copy(update={"title": f"Place {place}"}), worlds=QUICK)


def test_one_panel_takes_what_another_has_simulated(played):
    """A strategy that two panels request is simulated once."""
    assert SimulationCache().outcome(CASE, SILENCE, worlds=QUICK) is SimulationCache().outcome(
        CASE, SILENCE, worlds=QUICK
    )
    assert played == [(QUICK, (0,))]


def test_other_worlds_and_other_luck_are_other_outcomes(played):
    """Other worlds or another seed give a separate cache entry."""
    for seed, worlds, strategy in ((0, QUICK, SILENCE), (0, REFINED, SILENCE), (1, QUICK, SILENCE), (0, QUICK, FLOOD)):
        SimulationCache((seed,)).outcome(CASE, strategy, worlds=worlds)
    assert played == [(QUICK, (0,)), (REFINED, (0,)), (QUICK, (1,)), (QUICK, (0,))]


def test_a_drag_does_not_push_out_the_refined_answers(played):
    """A long drag does not evict the baseline's refined outcome."""
    SimulationCache().outcome(CASE, SILENCE, worlds=REFINED)
    drag(2 * MOST_OUTCOMES)
    SimulationCache().outcome(CASE, SILENCE, worlds=REFINED)
    assert played.count((REFINED, (0,))) == 1


def test_only_the_newest_are_kept(played):
    """The cache's size is bounded, however long a page is open."""
    drag(2 * MOST_OUTCOMES)
    assert len(simulation_cache.KEPT[QUICK]) == MOST_OUTCOMES
    drag(1)
    assert len(played) == 2 * MOST_OUTCOMES + 1
