"""Rounding half up, as people do it, and round steps of an axis."""

from collections.abc import Sequence
from itertools import count
from math import copysign, floor

__all__ = ["TINY", "adding_up", "half_up", "nice_step"]

TINY = 1e-9  # sums of decimal figures are off by less
MOST_TICKS = 8  # of an axis


def half_up(number: float, digits: int = 0) -> float:
    """Return a number as people round it: a half goes up, away from zero.

    >>> half_up(284.5), half_up(0.545, 2), half_up(-0.001, 2)
    (285.0, 0.55, 0.0)
    """
    scale = 10**digits
    return copysign(floor(abs(float(number)) * scale + 0.5 + TINY) / scale, number) + 0.0


def adding_up(numbers: Sequence[float], total: int) -> list[int]:
    """Return whole numbers that add up to the rounded sum of some numbers, each less than 1 from its own.

    Args:
        numbers: of either sign. total: their sum, rounded up or down.

    >>> adding_up([3.4, 2.4, 1.4], 7), adding_up([-23.4, -2.6, 0.2], -26), adding_up([0.6, 0.7], 1)
    ([4, 2, 1], [-23, -3, 0], [0, 1])
    """
    shown = [floor(one) for one in numbers]
    left = sorted(range(len(shown)), key=lambda place: shown[place] - numbers[place])
    for place in left[: total - sum(shown)]:
        shown[place] += 1
    return shown


def nice_step(most: float) -> int:
    """Return a round step with which an axis as long as `most` has few ticks.

    >>> nice_step(7), nice_step(260), nice_step(900)
    (1, 50, 200)
    """
    return next(step * 10**power for power in count() for step in (1, 2, 5) if step * 10**power * MOST_TICKS >= most)
