"""Rounding half up, as people do it, and round steps of an axis."""

from itertools import count
from math import copysign, floor

__all__ = ["TINY", "half_up", "nice_step"]

TINY = 1e-9  # sums of decimal figures are off by less
MOST_TICKS = 8  # of an axis


def half_up(number: float, digits: int = 0) -> float:
    """Return a number as people round it: a half goes up, away from zero.

    >>> half_up(284.5), half_up(0.545, 2), half_up(-0.001, 2)
    (285.0, 0.55, 0.0)
    """
    scale = 10**digits
    return copysign(floor(abs(float(number)) * scale + 0.5 + TINY) / scale, number) + 0.0


def nice_step(most: float) -> int:
    """Return a round step with which an axis as long as `most` has few ticks.

    >>> nice_step(7), nice_step(260), nice_step(900)
    (1, 50, 200)
    """
    return next(step * 10**power for power in count() for step in (1, 2, 5) if step * 10**power * MOST_TICKS >= most)
