"""Random parameter sets: every number of the model drawn from its plausible range."""

from functools import cache
from typing import Any

import numpy as np

from sim.base.errors import whole_number
from sim.model.parameters import Parameters
from sim.model.random_streams import RandomStreams

MOST_DRAWS = 10_000


def ranges() -> dict[str, tuple[float, float]]:
    """Return the plausible range of every parameter.

    >>> ranges()["apology"]
    (0.2, 0.7)
    """
    extras: dict[str, Any] = {name: field.json_schema_extra for name, field in Parameters.model_fields.items()}
    return {name: (extra["low"], extra["high"]) for name, extra in extras.items()}


def checked_draws(draws: int) -> int:
    """Return a number of draws.

    Raises:
        BadInput: no whole number from 1 to 10,000.

    >>> checked_draws(100)
    100
    """
    return whole_number("draws", draws, least=1, most=MOST_DRAWS)


@cache
def plausible(draws: int, seed: int = 0) -> tuple[Parameters, ...]:
    """Return random parameter sets: uniform in each range, half-lives uniform in their logarithm.

    RandomStreams is addressed by the parameter's name: set k stays the same when more are drawn, and its other numbers
    stay the same when a parameter is added.

    >>> plausible(2) == plausible(5)[:2]
    True
    """
    columns = {name: _column(name, low, high, draws, seed) for name, (low, high) in ranges().items()}
    return tuple(Parameters(**{name: float(column[k]) for name, column in columns.items()}) for k in range(draws))


def _column(name: str, low: float, high: float, draws: int, seed: int) -> np.ndarray:
    luck = RandomStreams(seed, range(draws)).draw("fit", f"parameter {name}")[0]
    return low * (high / low) ** luck if even_in_logarithm(name) else low + (high - low) * luck


def even_in_logarithm(name: str) -> bool:
    """Tell whether a parameter is drawn evenly in its logarithm: half-lives are, since doubling is one step."""
    return "half_life" in name
