"""A highlight, and what highlights are made of: values of one world, and its diary."""

from collections.abc import Iterator
from dataclasses import dataclass, field

import numpy as np

from sim.model import ledger
from sim.model.frozen import Names
from sim.model.outcome import DiaryEntry, Outcome
from sim.narrative.phrasing import Facts, called, consequence
from sim.texts.words import say

__all__ = [
    "SLOW",
    "Highlight",
    "addressed_by",
    "change_in",
    "change_told",
    "diary_of",
    "heaviest_run",
    "levels",
    "most_moved",
    "moved_by",
    "name_of",
    "weight_of",
]

SLOW = (
    ledger.WAITING, ledger.MESSAGES, ledger.NO_ANSWER, ledger.NEEDS, ledger.LONG_DATES, ledger.PROMISES,
    ledger.APOLOGIES,
)  # fmt: skip
HEAVY_SHARE = 0.75  # share of a slow cause's cost: its shortest run of weeks with that share is told


@dataclass(frozen=True)
class Highlight:
    """A moment that is worth telling.

    Attributes:
        day: when it happened. weeks: the first and last week that it is about.
        weight: points of trust that it moved, mean over partners; inf = always told.
        family: its kind, see ROOM.
        wording: the key of its sentence in stories.toml.
        felt: wordings of what it meant to a partner, where that depends on the kind of act.
    """

    day: int
    weeks: tuple[int, int]
    weight: float
    family: str
    wording: str
    facts: Facts
    felt: tuple[str, ...] = field(default=())


def levels(outcome: Outcome) -> np.ndarray:
    """Return (weeks + 1, partners) trust in points of 100."""
    return 100 * outcome.trust[:, :, 0]


def moved_by(outcome: Outcome, cause: str) -> np.ndarray:
    """Return (weeks, partners) points of trust that one cause moved."""
    return 100 * outcome.moved[:, ledger.CAUSES.index(cause)]


def name_of(outcome: Outcome, partner: int) -> str:
    """Return the name of the partner with this index, as a sentence uses it."""
    return called(outcome.case.partners[partner])


def change_in(outcome: Outcome, cause: str, week: int, partner: int) -> str:
    """Return in words what became of a partner's trust in a week in which a cause moved it."""
    trust = levels(outcome)[:, partner]
    return consequence(trust[week], trust[week + 1], moved_by(outcome, cause)[week, partner])


def change_told(outcome: Outcome, cause: str, week: int, partner: int) -> str:
    """Return the same as a part of a sentence."""
    return say("change.trust", moved=change_in(outcome, cause, week, partner))


def most_moved(values: np.ndarray, among: np.ndarray) -> int:
    """Return the partner with the largest absolute value.

    >>> most_moved(np.array([1.0, -5.0, 9.0]), np.array([True, True, False]))
    1
    """
    return int(np.where(among, np.abs(values), -1).argmax())


def heaviest_run(values: np.ndarray) -> tuple[int, int]:
    """Return the first and last week of the shortest run with most of the loss.

    >>> heaviest_run(np.array([0, 0, -4.0, -4.0, 0, -1.0]))
    (2, 3)
    """
    loss = np.concatenate([[0.0], np.cumsum(-np.minimum(values, 0))])
    enough = HEAVY_SHARE * loss[-1]
    runs = (
        (last - first, first, last)
        for first in range(len(values))
        for last in range(first, len(values))
        if loss[last + 1] - loss[first] >= enough
    )
    _, first, last = min(runs)
    return first, last


def diary_of(outcome: Outcome, *kinds: str) -> Iterator[DiaryEntry]:
    """Yield the diary's entries of some kinds in its one world: `where` is (partners,), or () for a commitment."""
    for entry in outcome.diary or ():
        if entry.what in kinds:
            yield entry._replace(where=np.asarray(entry.where)[..., 0] > 0)


def weight_of(values: np.ndarray) -> float:
    """Return points moved, mean over partners; values: (partners,) or (weeks, partners)."""
    return float(np.abs(values).sum() / values.shape[-1])


def addressed_by(outcome: Outcome, to: Names, day: int) -> np.ndarray:
    """Return (partners,) bools: the partners whom these names mean on a day."""
    addressed = outcome.case.addressed(to, day)
    return np.array([name in addressed for name in outcome.case.names])
