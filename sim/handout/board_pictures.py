"""Where the parts of the board's pictures stand, in units of each picture; the template draws them."""

from __future__ import annotations

from itertools import count
from math import ceil, floor
from typing import TYPE_CHECKING, NamedTuple

from sim.base.rounding import half_up, nice_step

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

__all__ = ["Dots", "Mark", "columns", "cross", "dots", "line", "line_frame"]

# Guesses: 20 columns of 5 points
GUESS_LEFT, PER_POINT, COLUMN_HIGH, BIN = 10, 2.2, 32, 5
# Dots: rows of partners who stayed, the most on top
WIDE, LEFT, RIGHT, APART, EMPTY_ROW = 1000, 90, 975, 29, 30
# A partner's lines
LINE_LEFT, LINE_RIGHT, LINE_TOP, LINE_BOTTOM, ARM = 30, 234, 8, 108, 5


def columns(values: Sequence[int], most: int) -> list[tuple[float, float, float]]:
    """Return for each column its left, width and height.

    Args:
        values: guesses from 0 to 100. most: how many guesses the highest column stands for.

    >>> columns([50, 52, 100], 2)
    [(120.0, 11.0, 32.0), (219.0, 11.0, 16.0)]
    """
    found: dict[int, int] = {}
    for value in values:
        at = min(value // BIN, 100 // BIN - 1)
        found[at] = found.get(at, 0) + 1
    return [
        (_x_of_guess(at * BIN), half_up(BIN * PER_POINT, 1), half_up(COLUMN_HIGH * number / most, 1))
        for at, number in sorted(found.items())
    ]


def most_in_a_column(several: Iterable[Sequence[int]]) -> int:
    """Return how many guesses the highest of all columns stands for.

    >>> most_in_a_column([[1, 2, 3], [50]])
    3
    """
    counts = [round(high) for values in several for _, _, high in columns(values, COLUMN_HIGH)]
    return max(counts, default=1)


def _x_of_guess(value: float) -> float:
    return half_up(GUESS_LEFT + PER_POINT * value, 1)


def triangle(value: float, base: float) -> str:
    """Return the path of a triangle that points up to a value.

    >>> triangle(50, 40)
    'M120.0 41l5 8h-10z'
    """
    return f"M{_x_of_guess(value)} {base + 1:g}l5 8h-10z"


class Mark(NamedTuple):
    """A dot or a ring: where its middle is, and what stands in it."""

    x: float
    y: float
    text: str
    ring: bool
    title: str


class Dots(NamedTuple):
    """The picture of all years.

    Attributes:
        high: how high it is. rows: the middle of each number of partners. edges: lines between rows.
        ticks: where hours are written. marks: dots and rings.
    """

    high: float
    rows: dict[int, float]
    edges: tuple[float, ...]
    ticks: dict[int, float]
    marks: tuple[Mark, ...]


def dots(several: Sequence[tuple[float, int, str, bool, str]], partners: int) -> Dots:
    """Place dots and rings so that none covers another.

    Args:
        several: hours, partners who stayed, what stands in the mark, whether it is a ring, and its title.

    >>> placed = dots([(10, 2, "1", False, "otter"), (10, 2, "2", False, "heron")], 2)
    >>> [mark.y for mark in placed.marks], placed.rows[2]
    ([44.5, 15.5], 44.5)
    """
    least, most = (choose((hours for hours, *_ in several), default=0) for choose in (min, max))
    step = nice_step(most - least)
    first = floor(least / step) * step
    last = max(ceil(most / step) * step, first + step)
    x_of = lambda hours: half_up(LEFT + 20 + (hours - first) / (last - first) * (RIGHT - LEFT - 40), 1)  # noqa: E731
    top, rows, edges, marks = 0.0, {}, [0.0], []
    for stayed in range(partners, -1, -1):
        here = sorted(one for one in several if one[1] == stayed)
        levels = _levels([x_of(hours) for hours, *_ in here])
        deep = max(map(abs, levels), default=0)
        high = EMPTY_ROW if not here else (2 * deep + 1) * APART + 2
        rows[stayed] = top + high / 2
        marks += [
            Mark(x_of(hours), rows[stayed] + level * APART, text, ring, title)
            for level, (hours, _, text, ring, title) in zip(levels, here, strict=True)
        ]
        top += high
        edges.append(top)
    ticks = {hours: x_of(hours) for hours in range(first, last + 1, step)}
    return Dots(top, rows, tuple(edges), ticks, tuple(marks))


def _levels(places: Sequence[float]) -> list[int]:
    """Return for each place, from left to right, how many steps it stands below its row's middle."""
    last: dict[int, float] = {}
    found = []
    for x in places:
        free = next(level for level in _outwards() if x - last.get(level, -APART) >= APART)
        last[free] = x
        found.append(free)
    return found


def _outwards() -> Iterable[int]:
    yield 0
    for level in count(1):
        yield from (-level, level)


def line_frame(weeks: int) -> dict[str, dict[int, float]]:
    """Return where the figures of a picture of lines stand: trust down its side, weeks below it."""
    return {
        "trust": {trust: _y(trust) for trust in (0, 50, 100)},
        "weeks": {w: _x(w, weeks) for w in (0, weeks // 2, weeks)},
    }


def line(trust: Sequence[float], weeks: int) -> str:
    """Return the points of a line of trust, 0 to 100 after each week.

    >>> line([100, 0], 1)
    '30,8 234,108'
    """
    return " ".join(f"{_x(week, weeks):g},{_y(value):g}" for week, value in enumerate(trust))


def cross(week: int, trust: float, weeks: int) -> str:
    """Return the path of a cross.

    >>> cross(0, 100, 52)
    'M25 3l10 10m0 -10l-10 10'
    """
    return f"M{_x(week, weeks) - ARM:g} {_y(trust) - ARM:g}l{2 * ARM} {2 * ARM}m0 -{2 * ARM}l-{2 * ARM} {2 * ARM}"


def _x(week: int, weeks: int) -> float:
    return half_up(LINE_LEFT + week / weeks * (LINE_RIGHT - LINE_LEFT), 1)


def _y(trust: float) -> float:
    return half_up(LINE_BOTTOM - trust / 100 * (LINE_BOTTOM - LINE_TOP), 1)
