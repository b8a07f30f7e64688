"""What moved one partner's trust over a year, act by act and promise by promise, as an account that adds up."""

from collections import defaultdict
from collections.abc import Iterator
from typing import NamedTuple

import numpy as np

from sim.model.acts import ACTS
from sim.model.ledger import CAUSES
from sim.model.outcome import Outcome
from sim.narrative.highlights import moved_by
from sim.narrative.partner_year import trust_together
from sim.narrative.phrasing import NOTABLE, capital, cause_in_words, level
from sim.narrative.what_moved import BY_NAME, OVER_TIME, entries_of, happened, run_of, weeks_of
from sim.texts.words import say

__all__ = ["Account", "AccountLine", "account"]

BY_NAME_FROM = 1.5  # points from which on a promise or an event has a line of its own


class AccountLine(NamedTuple):
    """One thing that moved trust, by name, with whole points of 100 as they are shown: below 0 = lost."""

    what: str
    points: int


class Account(NamedTuple):
    """From trust at first to trust at last; `first`, the points of all entries and `rest` make `last`.

    Attributes:
        first, last: whole points of 100; of a partner who went, at the end of the week in which it did.
        entries: what moved at least half a point, the largest first. rest: all that is smaller, and rounding.
    """

    first: int
    entries: tuple[AccountLine, ...]
    rest: int
    last: int


def account(outcome: Outcome, who: int) -> Account:
    """Return what moved a partner's trust: single acts and promises by name, slow losses as a whole.

    Args:
        outcome: of one world, whose ledger is that world's, with its diary. who: index of the partner.

    >>> from sim.experiments.simulate import simulate
    >>> outcome = simulate("missed-deadline", "q-and-a", worlds=1, seed=1, by_world=True)
    >>> found = account(outcome, outcome.case.names.index("Funder"))
    >>> found.first + sum(one.points for one in found.entries) + found.rest == found.last
    True
    """
    trust = trust_together(outcome, who)
    parts = (part for cause in CAUSES for part in _told(outcome, who, cause, len(trust) - 1))
    entries = [AccountLine(what, int(level(abs(moved))) * (1 if moved > 0 else -1)) for what, moved in parts]
    entries = sorted((one for one in entries if one.points), key=lambda one: -abs(one.points))
    first, last = int(level(trust[0])), int(level(trust[-1]))
    return Account(first, tuple(entries), last - first - sum(one.points for one in entries), last)


class _Part(NamedTuple):
    """Something that a cause did: in words, how often, and the points that it moved."""

    what: str
    times: int
    moved: float


def _told(outcome: Outcome, who: int, cause: str, weeks: int) -> Iterator[tuple[str, float]]:
    """Yield what a cause did by name and points, with all parts that did little as one."""
    parts = list(_parts(outcome, who, cause, moved_by(outcome, cause)[:weeks, who]))
    least = NOTABLE if cause in ACTS else BY_NAME_FROM
    small = [one for one in parts if abs(one.moved) < least]
    small = [] if len(small) == 1 else small  # one alone needs no sum
    yield from ((one.what, one.moved) for one in parts if one not in small)
    if small:
        moved, number = sum(one.moved for one in small), sum(one.times for one in small)
        name = _called(cause, moved)
        of_them = _with(name, say("what_moved.of_them", number=number))
        yield of_them if len(small) == len(parts) else say("account.more", what=name, number=number), moved


def _parts(outcome: Outcome, who: int, cause: str, values: np.ndarray) -> Iterator[_Part]:
    """Yield each act, each week of a promise or an event, or all that a slow cause did.

    Args:
        values: (weeks,) points that the cause moved.
    """
    if cause in ACTS:
        yield from _acts(outcome, who, cause, values)
    elif cause in BY_NAME:
        for week in np.flatnonzero(values).tolist():
            what = happened(outcome, who, cause, week)
            yield _Part(_with(_called(cause, values[week]), what), 1, values[week])
    elif values.any():
        moved = values.sum()
        when = run_of(values * -np.sign(moved)) if cause in OVER_TIME else ""
        yield _Part(_with(_called(cause, moved), when), 1, moved)


def _acts(outcome: Outcome, who: int, cause: str, values: np.ndarray) -> Iterator[_Part]:
    """Yield each act of a kind with the weeks in which it was done; acts of one kind in one week as one."""
    found: dict[tuple[str, ...], list[int]] = defaultdict(list)
    for week in np.flatnonzero(values).tolist():
        found[tuple(sorted({one.about for one in entries_of(outcome, cause, week, who)}))].append(week)
    for places, weeks in found.items():
        times = len(weeks) * max(1, len(places))
        yield _Part(_with(say(f"acts.{cause}"), weeks_of(weeks)), times, values[weeks].sum())


def _called(cause: str, moved: float) -> str:
    """Return what a cause is called: an act as on its card."""
    return say(f"acts.{cause}") if cause in ACTS else capital(cause_in_words(cause, helped=moved > 0))


def _with(cause: str, what: str) -> str:
    return say("what_moved.cause", cause=cause, what=what) if what else cause
