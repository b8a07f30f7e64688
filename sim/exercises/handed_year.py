"""A played year that was handed in as a code: it is read and played again once, and then asked what came of it.

Nothing of a code is run: it is compressed data, which `year_code` checks and bounds.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from sim.base.errors import BadInput
from sim.catalogue import load_case
from sim.experiments.year.ending import ending
from sim.experiments.year.year_code import from_code
from sim.model import ledger
from sim.model.measures import MEASURES
from sim.model.measures import figures as measured
from sim.texts.words import say

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sim.experiments.year.ending import Ending
    from sim.experiments.year.year import Year
    from sim.model.outcome import Outcome
    from sim.model.strategy import Strategy

__all__ = ["WHY", "HandedYear", "handed_year"]

REMEMBERED = 256  # years; each check of one, and the reports, ask for the same
# What may have cost a partner's trust, as somebody who played the year could see it; all other causes were deeds.
WHY: dict[str, tuple[str, ...]] = {
    "waiting": (ledger.WAITING, ledger.LONG_DATES),
    "unanswered": (ledger.NO_ANSWER,),
    "promises": (ledger.BROKEN, ledger.LATE),
    "outside": (ledger.EVENT, ledger.GUILT, ledger.GOSSIP, ledger.FADING, ledger.NEEDS),
    "deeds": (),
}
NAMED = {cause: why for why, causes in WHY.items() for cause in causes}
# A cause that took this share of what the largest took is right, too: the ledger seldom has a single largest one, and a
# small difference between two is luck.
NEARLY = 0.75


@dataclass(frozen=True)
class HandedYear:
    """What came of a year.

    Attributes:
        figures: by measure. lost: names of partners who left or with whom they parted, in order of time.
        partner: the first of them; if all stayed, the one whose trust ended lowest.
        cost: points of that partner's trust, 0 to 100, by key of `WHY`, without what happened at the start.
    """

    strategy: Strategy
    figures: Mapping[str, float]
    lost: tuple[str, ...]
    partner: str
    cost: Mapping[str, float]

    @property
    def reasons(self) -> frozenset[str]:
        """The keys of `WHY` that cost most, or nearly as much."""
        most = max(self.cost.values())
        return frozenset(why for why, points in self.cost.items() if points >= NEARLY * most)


@lru_cache(maxsize=REMEMBERED)
def handed_year(code: str, case: str, number: int) -> HandedYear:
    """Return what came of the year in a code.

    Args:
        case, number: of the year that was asked for.

    Raises:
        BadInput: the code cannot be read, or its year is another one or not over; a sentence says so.

    >>> handed_year("MBY1-x", "missed-deadline", 4)
    Traceback (most recent call last):
    sim.base.errors.BadInput: This code is cut or changed. Copy it again, from its first letter to its last.
    """
    year = _asked_for(from_code(code), case, number)
    ended = ending(year)
    gone = ended.left | ended.parted
    lost = tuple(sorted(gone, key=lambda name: gone[name]))
    partner = lost[0] if lost else _lowest(ended)
    figures = {key: float(MEASURES[key].of(year.outcome)) for key in measured()}
    return HandedYear(year.strategy, figures, lost, partner, _cost(year.outcome, partner))


def _asked_for(year: Year, case: str, number: int) -> Year:
    """Return a year that is the one asked for, and over."""
    wanted = load_case(case)
    if year.case.key != case:
        raise BadInput(say("judging.year_case", case=year.case.title, wanted=wanted.title))
    if year.number != number:
        raise BadInput(say("judging.year_number", number=year.number, wanted=number))
    if not year.over:
        raise BadInput(say("judging.year_open", week=year.week, weeks=wanted.weeks))
    return year


def _lowest(ended: Ending) -> str:
    return min(ended.lines, key=lambda name: ended.lines[name][-1])


def _cost(outcome: Outcome, partner: str) -> dict[str, float]:
    """Return the points of trust that each kind of cause took from a partner."""
    moved = 100 * outcome.moved[:, :, outcome.case.names.index(partner)]
    moved[0, ledger.CAUSES.index(ledger.EVENT)] = 0  # nobody who plays the year could do anything about it
    cost = dict.fromkeys(WHY, 0.0)
    for cause, points in zip(ledger.CAUSES, moved.sum(axis=0).tolist(), strict=True):
        cost[NAMED.get(cause, "deeds")] -= min(points, 0.0)
    return cost
