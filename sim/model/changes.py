"""The changes of one evening, a class for each part of the state: acts and events add changes, `apply` applies them.

All arrays are (partners, worlds), or (facets, partners, worlds) for both facets.
"""

from functools import reduce
from operator import add, or_

import numpy as np

from sim.model.laws import CHARACTER, COMPETENCE
from sim.model.ledger import APOLOGIES, BAD, BOTH, GOOD, PROMISES, Facet
from sim.model.partners import Partners

FACETS = (COMPETENCE, CHARACTER)


# Plain tuples, since there are many: cause, facet, GOOD or BAD, and the change.
Booking = tuple[str, Facet, str, np.ndarray]
# Cause, facet, the share of bad evidence that an act lifts, and whether into escrow until deeds prove it.
Discount = tuple[str, int, np.ndarray, bool]


class EvidenceChanges:
    """Evidence that is added, and the news of it that other partners hear at the week's end.

    Attributes:
        misunderstood: bad evidence that rests on a misunderstanding.
        scars: bad evidence that does not fade, with its cause.
        news: evidence that reaches partners who were not there, by side and facet.
    """

    def __init__(self) -> None:
        self.bookings: list[Booking] = []
        self.misunderstood: list[np.ndarray] = []
        self.scars: list[tuple[str, np.ndarray]] = []
        self.news: list[tuple[str, Facet, np.ndarray]] = []

    def apply(self, partners: Partners) -> None:
        """Add all of it to the partners' state and the ledger."""
        for cause, facet, side, change in self.bookings:
            partners.add(cause, facet, side, change)
        for change in self.misunderstood:
            partners.misunderstood += change
            partners.any_misunderstood = True
        for cause, scar in self.scars:
            partners.scar += scar
            partners.ledger.book(cause, CHARACTER, BAD, scar)
        for side, facet, change in self.news:
            heard = (partners.news_good if side == GOOD else partners.news_bad)[facet]
            heard += change
            partners.any_news = True


class AdvanceChanges:
    """Changes of what partners gave before any deed: trust lent on promises, and escrow from apologies.

    Attributes:
        kept, broken: weights of the promises kept or broken tonight.
        lent: trust lent tonight, by cause.
    """

    def __init__(self) -> None:
        self.kept: list[np.ndarray] = []
        self.broken: list[np.ndarray] = []
        self.lent: list[tuple[str, np.ndarray]] = []

    def settle(self, partners: Partners, evidence: EvidenceChanges) -> None:
        """Release loans and escrow from before tonight for promises kept, and take them back for broken ones."""
        if self.kept:
            open_still = np.exp(-reduce(add, self.kept))
            partners.escrow *= open_still
            partners.loan *= open_still
        if self.broken:
            share = np.minimum(reduce(add, self.broken), 1)
            evidence.bookings.append((APOLOGIES, BOTH, BAD, share * partners.escrow))
            evidence.bookings.append((PROMISES, COMPETENCE, GOOD, -share * partners.loan))
            partners.escrow *= 1 - share
            partners.loan *= 1 - share

    def lend(self, partners: Partners, evidence: EvidenceChanges) -> None:
        """Add tonight's loans as good evidence, until deeds prove them or they run down."""
        for cause, lent in self.lent:
            partners.loan += lent
            evidence.bookings.append((cause, COMPETENCE, GOOD, lent))


class PardonChanges:
    """Reductions of the bad evidence from before tonight; on one evening, at most all of it.

    Attributes:
        cleared: shares of the misunderstanding that are cleared up, by cause.
    """

    def __init__(self) -> None:
        self.discounts: list[Discount] = []
        self.cleared: list[tuple[str, np.ndarray]] = []

    def apply(self, partners: Partners, evidence: EvidenceChanges) -> None:
        """Book lifted evidence, then what is cleared up of the misunderstanding that is left."""
        if not (self.discounts or partners.any_misunderstood):
            return
        for facet in FACETS:
            left = self._lift(facet, partners, evidence)
            if partners.any_misunderstood:
                misunderstood = partners.misunderstood[facet]
                misunderstood *= left
                self._clear_up(facet, misunderstood, evidence)

    def _lift(self, facet: int, partners: Partners, evidence: EvidenceChanges) -> np.ndarray | float:
        """Book evidence lifted on one facet; return the share that is left."""
        lifts = [(cause, share, escrow) for cause, of, share, escrow in self.discounts if of == facet]
        if not lifts:
            return 1.0
        total = reduce(add, [share for _, share, _ in lifts])
        scale = 1 / np.maximum(total, 1)
        for cause, share, escrow in lifts:
            lifted = share * scale * partners.bad[facet]
            evidence.bookings.append((cause, facet, BAD, -lifted))
            if escrow:
                partners.escrow[facet] += lifted
        return 1 - total * scale

    def _clear_up(self, facet: int, misunderstood: np.ndarray, evidence: EvidenceChanges) -> None:
        if self.cleared:
            total = reduce(add, [share for _, share in self.cleared])
            scale = 1 / np.maximum(total, 1)
            for cause, share in self.cleared:
                evidence.bookings.append((cause, facet, BAD, -share * scale * misunderstood))
            misunderstood *= 1 - total * scale


class MoodChanges:
    """Changes of the partners' state other than evidence.

    Attributes:
        stays: shares of uncertainty that remain. alarms: minimum of uncertainty tonight.
        gaps: shares of the gap to 1 that remain in heard, checkable, educated or involved.
        counts: additions to load, or to the number of apologies, acknowledgements or thanks.
    """

    def __init__(self) -> None:
        self.stays: list[np.ndarray] = []
        self.alarms: list[np.ndarray] = []
        self.gaps: list[tuple[str, np.ndarray]] = []
        self.counts: list[tuple[str, np.ndarray]] = []

    @property
    def educates(self) -> bool:
        """Whether partners learn how things work tonight, so that waiting is less uncertain."""
        return any(what == "educated" for what, _ in self.gaps)

    def apply(self, partners: Partners) -> None:
        """Lower uncertainty, then raise it to the alarms' minimum; raise states, and count."""
        for share in self.stays:
            partners.uncertainty *= share
        for least in self.alarms:
            partners.uncertainty = np.maximum(partners.uncertainty, least)
        for what, gap in self.gaps:
            setattr(partners, what, 1 - (1 - getattr(partners, what)) * gap)
        for what, change in self.counts:
            setattr(partners, what, getattr(partners, what) + change)
            partners.any_load |= what == "load"


class AnswerChanges:
    """Which partners got an answer to the breach, wait for one, were told a denial, or learned that it was false.

    All are (partners, worlds) bools, `disproven` (partners,).
    """

    def __init__(self) -> None:
        self.answered: list[np.ndarray] = []
        self.accused: list[np.ndarray] = []
        self.denied: list[np.ndarray] = []
        self.disproven: list[np.ndarray] = []

    def apply(self, partners: Partners, *, heard_after_breach: float) -> None:
        """Apply all of it; a breach of tonight stays unanswered, whatever else was said tonight.

        Args:
            heard_after_breach: share of `heard` that remains after a breach.
        """
        for known in self.disproven:
            partners.denied[known] = 0
        for told in self.denied:
            partners.denied = np.where(told, partners.breach_weight, partners.denied)
        for reached in self.answered:
            partners.answered |= reached
        if self.accused:
            accused = reduce(or_, self.accused)
            partners.answered &= ~accused
            partners.heard *= np.where(accused, heard_after_breach, 1)
