"""One evening: all that happened today is computed from one state, then added up, so order cannot matter."""

import numpy as np

from sim.model import ledger
from sim.model.case import Event
from sim.model.laws import CHARACTER, COMPETENCE, credit, little_known
from sim.model.ledger import BAD, BOTH, GOOD, Facet
from sim.model.parameters import Parameters
from sim.model.partners import Partners
from sim.model.random_streams import RandomStreams
from sim.model.workload import OpenCommitment

FACETS = (COMPETENCE, CHARACTER)


class DayEffects:
    """The changes of one evening.

    Laws read `partners` as it stands before any change and hand in changes; `apply` applies them all. In every
    method, `reach` is (partners, worlds): 1 where the partner is addressed and active and the thing happens, else 0.

    Attributes:
        wins: (worlds,) weight of commitments kept lately. luck: the block's random numbers.
    """

    def __init__(
        self, partners: Partners, parameters: Parameters, day: int, *, wins: np.ndarray, luck: RandomStreams
    ) -> None:
        self.partners, self.parameters, self.day, self.wins, self.luck = partners, parameters, day, wins, luck
        self.changes: list[tuple[str, Facet, str, np.ndarray]] = []
        self.lifts: list[tuple[str, int, np.ndarray, bool]] = []
        self.cleared: list[tuple[str, np.ndarray]] = []
        self.uncertainty_factor: np.ndarray | None = None
        self.uncertainty_floor: np.ndarray | None = None
        self.room: dict[str, np.ndarray] = {}
        self.counts: list[tuple[str, np.ndarray]] = []
        self.loans: list[tuple[str, np.ndarray]] = []
        self.answered: np.ndarray | None = None
        self.accused: np.ndarray | None = None
        self.kept: np.ndarray | None = None
        self.broken: np.ndarray | None = None
        self.misunderstood: list[np.ndarray] = []
        self.scarred: list[np.ndarray] = []
        self.denied: np.ndarray | None = None
        self.parting: np.ndarray | None = None
        self.proven: np.ndarray | None = None
        self._weight: np.ndarray | None = None
        self._facets: np.ndarray | None = None
        self._gain: np.ndarray | None = None

    # What laws read

    @property
    def weight(self) -> np.ndarray:
        """(facets, partners, worlds) all evidence before tonight."""
        if self._weight is None:
            self._weight = self.partners.evidence_weight()
        return self._weight

    @property
    def facets(self) -> np.ndarray:
        """(facets, partners, worlds) trust before tonight."""
        if self._facets is None:
            self._facets = self.partners.facets(self.weight)
        return self._facets

    @property
    def gain(self) -> np.ndarray:
        """(partners, worlds) credit given to good news tonight."""
        if self._gain is None:
            own, partners = self.parameters, self.partners
            trust = partners.overall(self.facets)
            self._gain = credit(trust, partners.checkable, partners.fit, floor=own.gain_floor, metrics=own.metrics)
        return self._gain

    @property
    def openness(self) -> np.ndarray:
        """(partners, worlds) how far partners let words in: more where they were heard first."""
        unheard = self.parameters.unheard
        return unheard + (1 - unheard) * self.partners.heard

    def reach(self, to: np.ndarray, where: np.ndarray) -> np.ndarray:
        """Return (partners, worlds) floats: 1 where addressed, active and in these worlds."""
        reached = to[:, None] & where
        return (reached if self.partners.all_active else reached & self.partners.active).astype(float)

    # What laws hand in

    def good(self, cause: str, facet: Facet, change: np.ndarray) -> None:
        """Add good evidence (or take it away)."""
        self.changes.append((cause, facet, GOOD, change))

    def bad(self, cause: str, facet: Facet, change: np.ndarray) -> None:
        """Add bad evidence."""
        self.changes.append((cause, facet, BAD, change))

    def discount_bad(self, cause: str, facet: int, share: np.ndarray, *, escrow: bool = False) -> None:
        """Lift a share of bad evidence; into escrow if deeds must still prove it."""
        self.lifts.append((cause, facet, share, escrow))

    def clear_up(self, cause: str, share: np.ndarray) -> None:
        """Clear up a share of what is misunderstood."""
        self.cleared.append((cause, share))

    def lend(self, cause: str, promises: np.ndarray) -> None:
        """Let partners lend trust against so many promises. Source: [Schweitzer2006]."""
        self.loans.append((cause, self.parameters.loan * promises * self.facets[CHARACTER]))

    def reduce_uncertainty(self, reach: np.ndarray, share: np.ndarray | float) -> None:
        """Lower uncertainty by a share."""
        stays = reach * share
        np.subtract(1, stays, out=stays)
        self.uncertainty_factor = stays if self.uncertainty_factor is None else self.uncertainty_factor * stays

    def alarm(self, reach: np.ndarray, floor: float) -> None:
        """Raise uncertainty to at least this floor."""
        least, before = reach * floor, self.uncertainty_floor
        self.uncertainty_floor = least if before is None else np.maximum(before, least)

    def raise_state(self, what: str, reach: np.ndarray, share: np.ndarray | float) -> None:
        """Close a share of the gap to 1 in heard, checkable, educated or involved."""
        room = 1 - reach * share
        self.room[what] = self.room[what] * room if what in self.room else room

    def count(self, what: str, reach: np.ndarray) -> None:
        """Count one more apology, acknowledgement, thanks, or message load."""
        self.counts.append((what, reach))

    def deny(self, reach: np.ndarray) -> None:
        """Note that the breach was denied."""
        self.denied = reach > 0 if self.denied is None else self.denied | (reach > 0)

    def parts(self, reach: np.ndarray) -> np.ndarray:
        """Note who parts tonight; return the reach without those who part by another act of tonight."""
        reach = reach if self.parting is None else reach * ~self.parting
        self.parting = reach > 0 if self.parting is None else self.parting | (reach > 0)
        return reach

    def answer(self, reach: np.ndarray) -> None:
        """Note that somebody answered for the breach."""
        reached = reach > 0
        self.answered = reached if self.answered is None else self.answered | reached

    # Deeds

    def keep(self, reach: np.ndarray, weight: float) -> None:
        """Let a kept promise prove what was lent or lifted in advance."""
        self.kept = reach * weight if self.kept is None else self.kept + reach * weight

    def commitment_kept(self, one: OpenCommitment, where: np.ndarray) -> None:
        """A commitment was done by its promised day."""
        reach = self.reach(one.to, where)
        extra = reach * (1 + self.parameters.codesign * self.partners.involved)
        self._deed_good(ledger.KEPT, one.to, one.weight * extra)
        self.keep(reach, one.weight)

    def commitment_late(self, one: OpenCommitment, where: np.ndarray) -> None:
        """A commitment was done after its promised day."""
        reach = self.reach(one.to, where)
        self._deed_good(ledger.LATE, one.to, reach * (self.parameters.late * one.weight))

    def commitment_broken(self, one: OpenCommitment, where: np.ndarray) -> None:
        """A promised day passed and the work was not done."""
        reach = self.reach(one.to, where)
        hurt = reach * (one.weight * (1 - self.parameters.forewarned * one.warned))
        self._deed_bad(ledger.BROKEN, one.to, hurt, one.character)
        self._unproven(reach * one.weight)

    def long_date(self, reach: np.ndarray, weight: float) -> None:
        """A date far beyond the estimate costs a little. Assumption; else long dates would be free."""
        self.bad(ledger.LONG_DATES, COMPETENCE, reach * (self.parameters.long_date * weight))

    def scripted_kept(self, event: Event, to: np.ndarray, everywhere: np.ndarray) -> None:
        """The case says that something promised was done."""
        reach = self.reach(to, everywhere)
        factor = self.parameters.exceeded if event.exceeded else 1.0
        self._deed_good(ledger.EVENT, to, reach * (event.weight * factor))
        self.keep(reach, event.weight)

    def scripted_breach(self, event: Event, to: np.ndarray, everywhere: np.ndarray) -> None:
        """The case says that something went wrong."""
        own, reach = self.parameters, self.reach(to, everywhere)
        hurt = reach * (event.weight * (own.statement if event.form == "statement" else 1.0))
        added = self._deed_bad(ledger.EVENT, to, hurt, event.character)
        if event.misunderstood:
            self.misunderstood.append(event.misunderstood * added)
        if event.lie:
            lied = reach * (own.loss_character * event.weight * self._ethics())
            self.bad(ledger.EVENT, CHARACTER, lied)
            self._tell(to, BAD, CHARACTER, lied)
            self.scarred.append(own.scar * lied)
        self._unproven(reach * event.weight)
        self.alarm(reach, own.breach_uncertainty)
        self.accused = reach > 0 if self.accused is None else self.accused | (reach > 0)

    def decision(self, event: Event, to: np.ndarray, everywhere: np.ndarray) -> None:
        """An unwelcome decision; voice before it softens the blow. Source: [Lind1990]."""
        own, reach = self.parameters, self.reach(to, everywhere)
        voice = np.maximum(self.partners.heard, self.partners.involved)
        hurt = reach * (own.loss_character * event.weight * own.decision_weight) * (1 - own.voice_before * voice)
        self.bad(ledger.EVENT, CHARACTER, hurt)
        self._tell(to, BAD, CHARACTER, hurt)
        self.alarm(reach, own.decision_uncertainty)

    def guilt_proven(self, to: np.ndarray, everywhere: np.ndarray) -> None:
        """What was denied turns out to be true. Source: [Kim2004]."""
        own, partners = self.parameters, self.partners
        known = little_known(self.weight[CHARACTER], partners.steadiness, early=own.early_breach)
        hurt = self.reach(to, everywhere) * own.loss_character * partners.denied * known
        self.bad(ledger.GUILT, CHARACTER, hurt)
        self._tell(to, BAD, CHARACTER, hurt)
        self.proven = to[:, None] & everywhere if self.proven is None else self.proven | (to[:, None] & everywhere)

    def _ethics(self) -> float:
        return self.parameters.charity_ethics if self.partners.case.organisation == "nonprofit" else 1.0

    def _unproven(self, weight: np.ndarray) -> None:
        self.broken = weight if self.broken is None else self.broken + weight

    def _deed_good(self, cause: str, to: np.ndarray, deed: np.ndarray) -> None:
        """Good news of competence, a share of which speaks for character. Source: [Slovic1993]."""
        change = np.multiply.outer((1.0, self.parameters.kept_character), deed * self.gain)
        self.good(cause, BOTH, change)
        self._tell(to, GOOD, BOTH, change)

    def _deed_bad(self, cause: str, to: np.ndarray, deed: np.ndarray, character: float) -> np.ndarray:
        """A breach, split between the facets; weighs more where little is known. Source: [Lount2008]."""
        own, steadiness = self.parameters, self.partners.steadiness
        losses = (own.loss_competence * (1 - character), own.loss_character * self._ethics() * character)
        change = little_known(self.weight, steadiness, early=own.early_breach)
        change *= np.multiply.outer(losses, deed)
        self.bad(cause, BOTH, change)
        self._tell(to, BAD, BOTH, change)
        return change

    def _tell(self, to: np.ndarray, side: str, facet: Facet, change: np.ndarray) -> None:
        """Let ties of those who lived through a deed hear of it by the week's end."""
        partners = self.partners
        listening = partners.listening(to)
        if listening is not None:
            partners.any_news = True
            factor = self.parameters.gossip * (1.0 if side == GOOD else self.parameters.gossip_bad)
            news = (partners.news_good if side == GOOD else partners.news_bad)[facet]
            news += (factor * listening) @ change

    # The end of the evening

    def apply(self) -> None:
        """Apply all changes of the evening."""
        self._close_escrow_and_loans()
        self._close_lifts()
        partners = self.partners
        for cause, facet, side, change in self.changes:
            partners.add(cause, facet, side, change)
        for change in self.misunderstood:
            partners.misunderstood += change
            partners.any_misunderstood = True
        for cause, lent in self.loans:
            partners.loan += lent
            partners.add(cause, COMPETENCE, GOOD, lent)
        self._close_mood()
        self._close_answers()

    def _close_escrow_and_loans(self) -> None:
        partners = self.partners
        if self.kept is not None:
            proven = np.exp(-self.kept)
            partners.escrow *= proven
            partners.loan *= proven
        if self.broken is not None:
            share = np.minimum(self.broken, 1)
            self.bad(ledger.APOLOGIES, BOTH, share * partners.escrow)
            self.good(ledger.PROMISES, COMPETENCE, -share * partners.loan)
            partners.escrow *= 1 - share
            partners.loan *= 1 - share

    def _close_lifts(self) -> None:
        partners = self.partners
        for facet in FACETS:
            lifts = [(cause, share, escrow) for cause, of, share, escrow in self.lifts if of == facet]
            left: np.ndarray | float = 1.0
            if lifts:
                total = sum(share for _, share, _ in lifts)
                scale = 1 / np.maximum(total, 1)
                left = 1 - total * scale
                for cause, share, escrow in lifts:
                    lifted = share * scale * partners.bad[facet]
                    self.bad(cause, facet, -lifted)
                    if escrow:
                        partners.escrow[facet] += lifted
            if partners.any_misunderstood:
                self._clear(facet, left)

    def _clear(self, facet: int, left: np.ndarray | float) -> None:
        misunderstood = self.partners.misunderstood[facet]
        misunderstood *= left
        if self.cleared:
            total = sum(share for _, share in self.cleared)
            scale = 1 / np.maximum(total, 1)
            for cause, share in self.cleared:
                self.bad(cause, facet, -share * scale * misunderstood)
            misunderstood *= 1 - total * scale

    @property
    def changes_level(self) -> bool:
        """Whether tonight changes the level towards which uncertainty drifts, beside what is owed."""
        return self.answered is not None or self.accused is not None or "educated" in self.room

    def _close_mood(self) -> None:
        partners = self.partners
        if self.uncertainty_factor is not None:
            partners.uncertainty *= self.uncertainty_factor
        if self.uncertainty_floor is not None:
            partners.uncertainty = np.maximum(partners.uncertainty, self.uncertainty_floor)
        if self.accused is not None:
            partners.heard *= np.where(self.accused, self.parameters.breach_heard, 1)
        for what, room in self.room.items():
            setattr(partners, what, 1 - (1 - getattr(partners, what)) * room)
        for what, change in self.counts:
            setattr(partners, what, getattr(partners, what) + change)
            partners.any_load |= what == "load"
        for scar in self.scarred:
            partners.scar += scar
            partners.ledger.book(ledger.EVENT, CHARACTER, BAD, scar)

    def _close_answers(self) -> None:
        partners = self.partners
        if self.proven is not None:
            partners.denied[self.proven] = 0
        if self.denied is not None:
            partners.denied = np.where(self.denied, partners.breach_weight, partners.denied)
        if self.answered is not None:
            partners.answered |= self.answered
        if self.accused is not None:
            partners.answered &= ~self.accused
