"""What moved one partner's trust over a year, act by act and promise by promise, as an account that adds up."""

from typing import NamedTuple

from sim.model.ledger import CAUSES
from sim.model.outcome import Outcome
from sim.narrative.cause_rows import cause_rows
from sim.narrative.partner_year import trust_together
from sim.narrative.phrasing import level

__all__ = ["Account", "AccountLine", "account"]


class AccountLine(NamedTuple):
    """One thing that moved trust, by name, with whole points of 100 as they are shown: below 0 = lost."""

    what: str
    points: int


class Account(NamedTuple):
    """From trust at first to trust at last; `first` and the points of all entries make `last`.

    Attributes:
        first, last: whole points of 100; of a partner who went, at the end of the week in which it did.
        entries: what shows as a point or more, the largest first; those of one cause add up to what is told of it.
    """

    first: int
    entries: tuple[AccountLine, ...]
    last: int


def account(outcome: Outcome, who: int) -> Account:
    """Return what moved a partner's trust: single acts and promises by name, slow losses as a whole.

    Args:
        outcome: of one world, whose ledger is that world's, with its diary. who: index of the partner.

    >>> from sim.experiments.simulate import simulate
    >>> outcome = simulate("missed-deadline", "q-and-a", worlds=1, seed=1, by_world=True)
    >>> found = account(outcome, outcome.case.names.index("Funder"))
    >>> found.first + sum(one.points for one in found.entries) == found.last
    True
    """
    trust = trust_together(outcome, who)
    rows = (row for cause in CAUSES for row in cause_rows(outcome, who, cause))
    entries = sorted((AccountLine(row.what, row.points) for row in rows), key=lambda one: -abs(one.points))
    first, last = int(level(trust[0])), int(level(trust[-1]))
    return Account(first, tuple(entries), last)
