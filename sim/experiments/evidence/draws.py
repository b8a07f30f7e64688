"""Random parameter sets: every parameter with a plausible range is drawn from it."""

from functools import cache

import numpy as np

from sim.model.parameters import Parameters, ranges
from sim.model.random_streams import RandomStreams
from sim.texts.refusals import whole_number

MOST_DRAWS = 10_000


def checked_draws(draws: int) -> int:
    """Return the number of draws after validating it.

    Raises:
        BadInput: not a whole number from 1 to 10,000.

    >>> checked_draws(100)
    100
    """
    return whole_number("draws", draws, least=1, most=MOST_DRAWS)


@cache
def plausible(draws: int, seed: int = 0) -> tuple[Parameters, ...]:
    """Return random parameter sets: uniform in each range, half-lives uniform in their logarithm.

    Each parameter is drawn from a stream under its own name: set k stays the same when more sets are drawn, and its
    other numbers stay the same when a parameter is added.

    >>> plausible(2) == plausible(5)[:2]
    True
    """
    columns = {name: _column(name, low, high, draws, seed) for name, (low, high) in ranges().items()}
    return tuple(Parameters(**{name: float(column[k]) for name, column in columns.items()}) for k in range(draws))


def plausible_with(draws: int, seed: int, fixed: Parameters) -> tuple[Parameters, ...]:
    """Return the same sets, but for the numbers of `fixed` that are not as shipped: each set has those.

    >>> {one.apology for one in plausible_with(3, 0, Parameters(apology=0.9))}
    {0.9}
    """
    kept = fixed.settings
    sets = plausible(draws, seed)
    return tuple(Parameters(**dict(one) | kept) for one in sets) if kept else sets


def _column(name: str, low: float, high: float, draws: int, seed: int) -> np.ndarray:
    uniform = RandomStreams((seed,), range(draws)).draw("fit", f"parameter {name}")[0]
    return low * (high / low) ** uniform if even_in_logarithm(name) else low + (high - low) * uniform


def even_in_logarithm(name: str) -> bool:
    """Tell whether a parameter is drawn uniformly in its logarithm: half-lives are, since their ratios matter."""
    return "half_life" in name
