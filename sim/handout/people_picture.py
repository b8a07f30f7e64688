"""Who stays, as a picture: a row for each plan, and in it a figure for each partner, filled as often as it stays."""

from __future__ import annotations

from math import ceil
from textwrap import wrap
from typing import TYPE_CHECKING, NamedTuple

from sim.base.rounding import half_up

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["PeopleRow", "people_picture"]

# In the picture's own units
WIDE, LABEL, ROW = 720, 300, 48
FOOT, HIGH = 38, 35  # of a figure: where it stands, and how high it is
LONGEST = 33  # letters of a plan's title that have room in a line
LINES, APART = 2, 18  # of a title: the most lines, and how far apart they stand
BASE = 27  # where a title of one line stands, from the top of its row


class Crowd(NamedTuple):
    """How a plan's figures stand: their scale, how many stand abreast, and how far apart, from left and from above."""

    scale: float
    abreast: int
    across: float
    down: float


SMALL_NUMBER = 10
FEW, MANY = Crowd(1, SMALL_NUMBER, 34, ROW), Crowd(0.5, 18, 17, 24)


class PeopleRow(NamedTuple):
    """What one row shows.

    Attributes:
        title, told: its two texts. shares: of each partner the share of years, 0 to 1, in which it stays.
    """

    title: str
    told: str
    shares: tuple[float, ...]


class PlanRow(NamedTuple):
    """One row of the picture as it is drawn.

    Attributes:
        title: its lines, each with where it stands. told: how many stay. y: its top. figures: of each its left and top,
            and the top and height of what is filled.
    """

    title: tuple[tuple[float, str], ...]
    told: str
    y: float
    figures: tuple[tuple[float, float, float, float], ...]


def people_picture(rows: Sequence[PeopleRow]) -> dict[str, object]:
    """Return the rows of the picture, and what else it is drawn with.

    >>> people_picture([PeopleRow("Plan", "1 of 1", (1.0,))])["high"]
    48
    """
    count = max(len(row.shares) for row in rows)
    crowd = FEW if count <= SMALL_NUMBER else MANY
    each = max(ROW, ROW / 4 + crowd.down * ceil(count / crowd.abreast)) if crowd is MANY else ROW
    return {
        "rows": [_drawn(row, each * place, crowd) for place, row in enumerate(rows)],
        "wide": WIDE,
        "high": each * len(rows),
        "scale": crowd.scale,
        "key": [_filled(share) for share in (1, 0.5, 0)],
    }


def _drawn(row: PeopleRow, y: float, crowd: Crowd) -> PlanRow:
    """Place the figures of a row, those that stay most often first."""
    figures = (
        (LABEL + crowd.across * (at % crowd.abreast), y + crowd.down * (at // crowd.abreast), *_filled(share))
        for at, share in enumerate(sorted(row.shares, reverse=True))
    )
    return PlanRow(_lines(row.title, y + BASE), row.told, y, tuple(figures))


def _lines(title: str, y: float) -> tuple[tuple[float, str], ...]:
    """Return the lines of a title, the middle of them where one line would stand; only a third line is cut.

    >>> _lines("Say it, ring everyone, drive by a timetable", 27)
    ((18.0, 'Say it, ring everyone, drive by a'), (36.0, 'timetable'))
    """
    lines = wrap(title, LONGEST, max_lines=LINES, placeholder=" …")
    top = y - APART * (len(lines) - 1) / 2
    return tuple((top + APART * at, line) for at, line in enumerate(lines))


def _filled(share: float) -> tuple[float, float]:
    """Return top and height of what is filled of a figure whose partner stays in this share of years.

    >>> _filled(1), _filled(0.5), _filled(0)
    ((3.0, 35.0), (20.5, 17.5), (38.0, 0.0))
    """
    high = half_up(HIGH * share, 1)
    return half_up(FOOT - high, 1), high
