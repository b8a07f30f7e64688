"""The thin model: a few tiny seasons, each ending in one readable fact."""

import numpy as np
import pytest

import sim

SILENCE = sim.Plan(title="Silence")
SORRY = sim.Plan(title="Sorry", apology_week=1)


def test_world_is_the_last_axis():
    """Trust has a row for every week, the first included, and a column for every world."""
    assert sim.simulate(SILENCE, worlds=5, weeks=10).trust.shape == (11, 5)


def test_trust_stays_between_zero_and_one():
    """However often the organisation writes, trust is a share."""
    trust = sim.simulate(sim.Plan(title="Flood", update_every=1), weeks=156).trust
    assert trust.min() >= 0
    assert trust.max() <= 1


def test_same_seed_same_season():
    """A seed names the luck."""
    first, again = (sim.simulate(SORRY, seed=3).trust for _ in range(2))
    assert np.array_equal(first, again)
    assert not np.array_equal(first, sim.simulate(SORRY, seed=4).trust)


def test_a_world_does_not_depend_on_how_many_run():
    """World k of 7 is world k of 50."""
    few, many = (sim.simulate(SORRY, worlds=worlds).trust for worlds in (7, 50))
    assert np.array_equal(few, many[:, :7])


def test_an_apology_changes_nothing_before_its_week():
    """A plan for week 10 leaves weeks 0 to 9 alone."""
    late = sim.simulate(sim.Plan(title="Late", apology_week=10)).trust
    silent = sim.simulate(SILENCE).trust
    assert np.array_equal(late[:10], silent[:10])
    assert (late[11] > silent[11]).all()


def test_updates_suit_best_at_some_rhythm_between_the_ends():
    """Neither every week nor almost never is the best rhythm."""
    trust = {every: sim.simulate(sim.Plan(title="", update_every=every)).season_trust for every in (1, 2, 12)}
    assert max(trust, key=trust.get) == 2


def test_a_season_cannot_be_altered():
    """What came out of a season is read-only."""
    season = sim.simulate(SILENCE)
    with pytest.raises(ValueError, match="read-only"):
        season.trust[0] = 1


@pytest.mark.parametrize(
    ("setting", "message"),
    [
        ({"worlds": 0}, r"worlds\(=0\) must be a whole number >= 1\."),
        ({"weeks": -1}, r"weeks\(=-1\) must be a whole number >= 1\."),
        ({"weeks": float("nan")}, r"weeks\(=nan\) must be"),
        ({"seed": -1}, r"seed\(=-1\) must be"),
    ],
)
def test_refused_settings_are_named(setting, message):
    """An error names the argument and its value."""
    with pytest.raises(ValueError, match=message):
        sim.simulate(SILENCE, **setting)


def test_comparing_nothing_is_refused():
    """A comparison needs a plan."""
    with pytest.raises(ValueError, match="at least one plan"):
        sim.compare([])
