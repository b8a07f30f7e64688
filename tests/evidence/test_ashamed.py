"""Plans to be ashamed of that won once, and must not win again: decisions 33 and 34."""

from functools import cache
from pathlib import Path

import pytest

from sim.catalogue import honest_keys, load_strategy, strategy_keys
from sim.experiments.simulate import simulate

PLANS = Path(__file__).parent / "ashamed"
WORLDS, SEED = 100, 90210  # a seed with which none of them was looked for
NOTICED = 0.01  # of 1: what is too small to matter
CASES = {
    "md": "missed-deadline",
    "co": "criticised-outreach",
    "bc": "broken-consultation",
    "dl": "missed-deliveries",
    "ss": "silent-study",
}


@cache
def best(case):
    """Return the highest partnership of a documented or an honest plan."""
    return max(partnership(case, key) for key in (*strategy_keys(), *honest_keys()))


def partnership(case, strategy):
    """Return the headline of a strategy in a case."""
    return float(simulate(case, load_strategy(strategy), worlds=WORLDS, seed=SEED).each("partnership").mean())


@pytest.mark.full
@pytest.mark.parametrize("file", sorted(PLANS.glob("*.toml")), ids=lambda file: file.stem)
def test_a_plan_to_be_ashamed_of_does_not_win(file):
    """It is not noticeably above the best plan that a decent practitioner would sign."""
    case = CASES[file.stem.rpartition("-")[2]]
    assert partnership(case, file) <= best(case) + NOTICED
