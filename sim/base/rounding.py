"""Rounding half up, as people do it."""

from math import copysign, floor

__all__ = ["TINY", "half_up"]

TINY = 1e-9  # sums of decimal figures are off by less


def half_up(number: float, digits: int = 0) -> float:
    """Return a number as people round it: a half goes up, away from zero.

    >>> half_up(284.5), half_up(0.545, 2), half_up(-0.001, 2)
    (285.0, 0.55, 0.0)
    """
    scale = 10**digits
    return copysign(floor(abs(float(number)) * scale + 0.5 + TINY) / scale, number) + 0.0
