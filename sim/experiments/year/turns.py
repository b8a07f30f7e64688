"""When a turn ends: in the first week in which something needs a decision, at a pace that gives a year 10 to 14 turns.

Where turns came thick before, one goes on past its reason until the pace allows it to end. Only what the organisation
could see decides: what its diary says happened, never what anybody thinks.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from math import ceil
from typing import NamedTuple, Protocol

from sim.model.acts import Act
from sim.model.events import EVENTS
from sim.model.frozen import DAYS_A_WEEK

__all__ = ["LESSER", "LONGEST", "HeldBack", "Turn", "ends_turn", "held_back", "longest", "pressing", "turns_of"]

LONGEST, FIRST = 6, 2  # weeks of a turn, and of the first, after which one sees how the first answer was taken
LEAST, MOST = 10 / 52, 14 / 52  # turns a week
QUICK = 3 / 52  # turns a week that may come before their time: the others are spread evenly over the year
LESSER = 3  # weeks after which a complaint ends a turn; what presses more may end it after each


class Noted(Protocol):
    """An entry of the diary, as far as turns look at it: when, and what kind of thing."""

    day: int
    what: str


@dataclass(frozen=True)
class Turn:
    """What was sent in one turn.

    Attributes:
        acts: the acts sent, in order. stopped: places, among all acts sent, of orders that were stopped.
        week: where the turn ended, so that a year can be played again without deciding anew.
    """

    acts: tuple[Act, ...]
    stopped: tuple[int, ...]
    week: int


def turns_of(weeks: int) -> tuple[int, int]:
    """Return the least and the greatest number of turns of a season.

    >>> turns_of(52), turns_of(26)
    ((10, 14), (5, 7))
    """
    return ceil(LEAST * weeks), ceil(MOST * weeks)


def longest(week: int, turns: int, weeks: int) -> int:
    """Return the most weeks that a turn may take: no more than leave enough weeks for the least number of turns.

    Args:
        week: weeks played when it begins. turns: turns played. weeks: of the season.

    >>> longest(0, 0, 52), longest(2, 1, 52), longest(12, 6, 52), longest(50, 12, 52)
    (2, 5, 6, 2)
    """
    left, least = weeks - week, turns_of(weeks)[0] - turns
    most = LONGEST if turns else FIRST
    return min(left, max(1, min(most, left // max(least, 1))))


def ends_turn(week: int, began: int, turns: int, weeks: int, diary: Iterable[Noted]) -> bool:
    """Return whether the turn ends with this week.

    Args:
        week: weeks played so far. began: weeks that had been played when the turn began. turns: turns before it.
        weeks: of the season. diary: what happened so far.
    """
    played = week - began
    if played >= longest(began, turns, weeks):
        return True
    if not played or turns >= _turns_by(week, weeks):
        return False
    return bool(pressing(played, began, diary))


def pressing(played: int, began: int, diary: Iterable[Noted]) -> frozenset[str]:
    """Return which kinds of things that happened in a turn need a decision: why it ends early, if it does.

    Args:
        played: weeks of the turn. began: weeks that had been played when it began. diary: what happened so far.

    >>> from types import SimpleNamespace
    >>> pressing(2, 4, [SimpleNamespace(day=29, what="left"), SimpleNamespace(day=29, what="complained")])
    frozenset({'left'})
    """
    happened = {entry.what for entry in diary if entry.day > DAYS_A_WEEK * began}
    kinds = {*EVENTS, "broken", "left", "survey"} - {"kept"}
    return frozenset(happened & (kinds | {"complained"} if played >= LESSER else kinds))


class HeldBack(NamedTuple):
    """That a turn did not end with the week of its reason.

    Attributes:
        week: in which it came, for the first time in the turn. by: "pace", for a year has only so many turns, or
            "complaint", for complaints end a turn only after some weeks.
    """

    week: int
    by: str


def held_back(kind: str, began: int, week: int, diary: Iterable[Noted]) -> HeldBack | None:
    """Return why a turn went on after what ended it, None if it ended with that week.

    Args:
        kind: of what ended it, as `pressing` has it. began, week: weeks that had been played when it began and ended.

    >>> from types import SimpleNamespace
    >>> left, complained = ([SimpleNamespace(day=111, what=what)] for what in ("left", "complained"))
    >>> held_back("left", 22, 23, left), held_back("left", 22, 26, left), held_back("complained", 22, 25, complained)
    (None, HeldBack(week=22, by='pace'), HeldBack(week=22, by='complaint'))
    """
    first = min(one.day for one in diary if one.what == kind and one.day > DAYS_A_WEEK * began)
    came = (first - 1) // DAYS_A_WEEK
    if week == came + 1:
        return None
    waits = kind == "complained" and week == began + LESSER
    return HeldBack(came, "complaint" if waits else "pace")


def _turns_by(week: int, weeks: int) -> int:
    """Return how many turns may be over by a week, so that some are left for the rest of the year."""
    most, quick = turns_of(weeks)[1], QUICK * weeks
    return int(quick + (most - quick) * week / weeks)
