"""The changes of one evening, a class for each part of the state: acts and events add changes, `apply` applies them.

All arrays are (partners, worlds), or (facets, partners, worlds) for both facets.
"""

from functools import reduce
from operator import add
from typing import NamedTuple

import numpy as np

from sim.model.laws import CHARACTER, COMPETENCE, SMALL, used_up
from sim.model.ledger import APOLOGIES, BAD, BOTH, GOOD, PROMISES, Facet
from sim.model.masks import somewhere
from sim.model.partners import ALLEGED, DOUBTED, MISUNDERSTOOD, OURS, SORRY, SUSPECTED, Partners

# Plain tuples, since there are many: cause, facet, GOOD or BAD, and the change.
Booking = tuple[str, Facet, str, np.ndarray]


class Lift(NamedTuple):
    """Bad evidence that an answer lifts tonight.

    Attributes:
        cause, facet: as in the ledger. answer: the row of `Partners.within_reach` from which it lifts.
        share: (partners, worlds) of that row. proven: it stays lifted without deeds, so it goes into no escrow.
        used: (partners, worlds) share of the row that the same answer cannot lift again.
    """

    cause: str
    facet: Facet
    answer: int
    share: np.ndarray
    proven: bool = False
    used: np.ndarray | None = None


class EvidenceChanges:
    """Evidence that is added, and the news of it that other partners hear at the week's end.

    Attributes:
        wrongs: bad evidence that an answer can lift, by the row of `Partners.within_reach` and facet.
        scars: bad evidence that does not fade, with its cause.
        unseen: (partners, worlds) good evidence of competence that waits until partners are told.
        shown: shares of what waits of which partners are told tonight, by cause; all of it at most.
        news: evidence that reaches partners who were not there, by side and facet.
    """

    def __init__(self) -> None:
        self.bookings: list[Booking] = []
        self.wrongs: list[tuple[int, Facet, np.ndarray]] = []
        self.scars: list[tuple[str, np.ndarray]] = []
        self.unseen: list[np.ndarray] = []
        self.shown: list[tuple[str, np.ndarray]] = []
        self.news: list[tuple[str, Facet, np.ndarray]] = []

    def apply(self, partners: Partners) -> None:
        """Add all of it to the partners' state and the ledger."""
        for cause, facet, side, change in self.bookings:
            partners.add(cause, facet, side, change)
        for answer, facet, change in self.wrongs:
            partners.within_reach[answer, facet] += change
            partners.any_wrong = True
            partners.any_doubt |= answer in (DOUBTED, MISUNDERSTOOD)
        for cause, scar in self.scars:
            partners.scar += scar
            partners.any_scar = True
            partners.ledger.book(cause, CHARACTER, BAD, scar)
        self._show(partners)
        for change in self.unseen:
            partners.unseen += change
            partners.any_unseen = True
        for side, facet, change in self.news:
            heard = (partners.news_good if side == GOOD else partners.news_bad)[facet]
            heard += change
            partners.any_news = True

    def _show(self, partners: Partners) -> None:
        if not (self.shown and partners.any_unseen):
            return
        unseen = partners.unseen / np.maximum(reduce(add, [share for _, share in self.shown]), 1)
        for cause, share in self.shown:
            told = share * unseen
            partners.add(cause, COMPETENCE, GOOD, told)
            partners.unseen = partners.unseen - told


class AdvanceChanges:
    """Changes of what partners gave before any deed: trust lent on words, and escrow from answers.

    Attributes:
        kept, broken: weights of the promises kept or broken tonight.
        lent: trust lent tonight, by cause and facet. promised: (partners, worlds) weights that acts promised tonight,
            with the trust lent for each unit, by cause.
    """

    def __init__(self) -> None:
        self.kept: list[np.ndarray] = []
        self.broken: list[np.ndarray] = []
        self.lent: list[tuple[str, int, np.ndarray]] = []
        self.promised: list[tuple[str, np.ndarray, np.ndarray]] = []

    def settle(self, partners: Partners, evidence: EvidenceChanges) -> None:
        """Release loans and escrow from before tonight for promises kept, and take them back for broken ones."""
        if self.kept:
            open_still = np.exp(-reduce(add, self.kept))
            partners.escrow *= open_still
            partners.loan *= open_still
            for kind in partners.spent:
                partners.spent[kind] *= open_still
        if self.broken:
            share = np.minimum(reduce(add, self.broken), 1)
            evidence.bookings.append((APOLOGIES, BOTH, BAD, share * partners.escrow))
            evidence.bookings.append((PROMISES, BOTH, GOOD, -share * partners.loan))
            partners.escrow *= 1 - share
            partners.loan *= 1 - share

    def lend(self, partners: Partners, evidence: EvidenceChanges, *, need: float) -> None:
        """Add tonight's loans as good evidence, until deeds prove them or they run down.

        Args:
            need: weight of further promises that partners have use for.
        """
        if self.promised:
            partners.promised += reduce(add, [weight for _, weight, _ in self.promised])
            worth = used_up(partners.promised / need)
            self.lent += [(cause, COMPETENCE, per_unit * weight * worth) for cause, weight, per_unit in self.promised]
        for cause, facet, lent in self.lent:
            partners.loan[facet] += lent
            evidence.bookings.append((cause, facet, GOOD, lent))


class LiftChanges:
    """Reductions of the bad evidence of wrongs from before tonight; on one evening, at most all of it."""

    def __init__(self) -> None:
        self.lifts: list[Lift] = []

    def apply(self, partners: Partners, evidence: EvidenceChanges) -> None:
        """Book what is lifted; what is left can be lifted later, less what the same answer has used up."""
        if not self.lifts:
            return
        reach, bad = partners.within_reach, partners.bad
        wanted = [lift.share * reach[lift.answer, lift.facet] for lift in self.lifts]
        total = np.zeros(bad.shape)
        for lift, want in zip(self.lifts, wanted, strict=True):
            total[lift.facet] += want
        if somewhere(total > bad):
            scale = bad / np.maximum(np.maximum(total, bad), SMALL)
            wanted = [want * scale[lift.facet] for lift, want in zip(self.lifts, wanted, strict=True)]
            total *= scale
        for lift, lifted in zip(self.lifts, wanted, strict=True):
            evidence.bookings.append((lift.cause, lift.facet, BAD, -lifted))
            if not lift.proven:
                partners.escrow[lift.facet] += lifted
        total /= np.maximum(bad, SMALL)
        partners.in_reach[:] *= np.subtract(1, total, out=total)
        for lift in self.lifts:
            if lift.used is not None:
                reach[lift.answer, lift.facet] *= 1 - lift.used


class MoodChanges:
    """Changes of the partners' state other than evidence.

    Attributes:
        stays: shares that remain of uncertainty, or of how far partners were not told, by state.
        alarms: minimum of either tonight.
        gaps: shares of the gap to 1 that remain in heard, checkable, educated or involved.
        load: additions to the message load. said: by kind of act, (partners, worlds) how much of it was said or paid.
        spoken: the same of words, 1 where they were said. answered: the same of words that answer for a wrong.
        unmended: shares of those before tonight that remain, since something was reviewed or mended.
    """

    def __init__(self) -> None:
        self.stays: list[tuple[str, np.ndarray]] = []
        self.alarms: list[tuple[str, np.ndarray]] = []
        self.gaps: list[tuple[str, np.ndarray]] = []
        self.load: list[np.ndarray] = []
        self.said: list[tuple[str, np.ndarray]] = []
        self.spoken: list[tuple[str, np.ndarray]] = []
        self.answered: list[tuple[str, np.ndarray]] = []
        self.unmended: list[np.ndarray] = []

    @property
    def changes_level(self) -> bool:
        """Whether partners learn what happened or how things work tonight, or wait to be told."""
        return any(what == "untold" for what, _ in (*self.stays, *self.alarms)) or any(
            what == "educated" for what, _ in self.gaps
        )

    def apply(self, partners: Partners) -> None:
        """Lower uncertainty, then raise it to the alarms' minimum; raise states, and count what was said."""
        for what, share in self.stays:
            setattr(partners, what, getattr(partners, what) * share)
        for what, least in self.alarms:
            setattr(partners, what, np.maximum(getattr(partners, what), least))
        for what, gap in self.gaps:
            setattr(partners, what, 1 - (1 - getattr(partners, what)) * gap)
            partners.any_educated |= what == "educated"
        for change in self.load:
            partners.load += change
            partners.any_load = True
        for kind, change in self.said:
            partners.spent[kind] = partners.spent.get(kind, 0) + change
        for kind, reach in self.spoken:
            partners.on_mind[kind] = np.maximum(partners.on_mind.get(kind, 0), reach)
        for share in self.unmended:
            for kind in partners.unmended:
                partners.unmended[kind] = partners.unmended[kind] * share
        for kind, change in self.answered:
            partners.unmended[kind] = partners.unmended.get(kind, 0) + change


class WrongChanges:
    """Wrongs that partners lived through tonight, and what was owned, answered, denied or proven; see `Partners`.

    Attributes:
        done: weight of each of tonight's wrongs: (partners, worlds), how sure partners are that it was in our hands,
            its share of character, and whether partners wait for an answer.
        stays: (2, partners, worlds) or smaller: shares of what is unowned that remain.
        prevented: shares of what is remembered that remain after steps against a repeat.
        denied: (partners, worlds) bools. proven: (partners,) bools, who learns that it was our doing.
    """

    def __init__(self) -> None:
        self.done: list[tuple[np.ndarray, float, float, bool]] = []
        self.stays: list[tuple[int, np.ndarray]] = []
        self.prevented: list[np.ndarray] = []
        self.denied: list[np.ndarray] = []
        self.proven: list[np.ndarray] = []

    def apply(self, partners: Partners, *, heard_after_breach: float) -> None:
        """Apply answers to earlier wrongs, then tonight's wrongs, which stay unanswered; then what is proven.

        Args:
            heard_after_breach: share of `heard` that remains after an ordinary breach.
        """
        for told in self.denied:
            partners.denied = np.where(told, partners.gravity[OURS] + partners.gravity[ALLEGED], partners.denied)
        for row, share in self.stays:
            partners.unowned[row] *= share
        for share in self.prevented:
            partners.gravity *= share
        for weight, guilt, character, waits in self.done:
            partners.gravity[OURS] += guilt * weight
            partners.gravity[ALLEGED] += (1 - guilt) * weight
            partners.gravity[SUSPECTED] += (1 - guilt) * character * weight
            partners.any_wrong = True
            if waits:
                partners.unowned[OURS] += guilt * weight
                partners.unowned[ALLEGED] += (1 - guilt) * weight
                new = np.minimum(weight, 1)
                partners.heard *= 1 - (1 - heard_after_breach) * new
                for counted in (*partners.spent.values(), *partners.on_mind.values()):
                    np.multiply(counted, 1 - new, out=counted)
        for known in self.proven:
            self._prove(partners, known)

    def _prove(self, partners: Partners, known: np.ndarray) -> None:
        partners.denied[known] = 0
        for state in (partners.gravity, partners.unowned):
            state[OURS, known] += state[ALLEGED, known]
            state[ALLEGED, known] = 0
        partners.gravity[SUSPECTED, known] = 0
        reach = partners.within_reach
        reach[SORRY, CHARACTER, known] += reach[DOUBTED, CHARACTER, known]
        reach[DOUBTED][:, known] = 0
