"""Strategies with like means differ in whom they serve."""

from sim.catalogue import load_strategy
from sim.experiments.profiles import alike, profiles


def test_like_strategies_are_shown_together():
    """The same strategy twice has nothing of its own."""
    twice = [load_strategy("q-and-a"), load_strategy("q-and-a").model_copy(update={"key": "again"})]
    (group,) = alike(profiles("missed-deadline", twice, worlds=20))
    assert [profile.partners for profile in group] == [(), ()]
