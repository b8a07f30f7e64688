"""The effects of one evening: all are computed from the same state, then added up, so order cannot matter."""

import numpy as np

from sim.model.changes import (
    AdvanceChanges,
    AnswerChanges,
    EvidenceChanges,
    MoodChanges,
    PardonChanges,
)
from sim.model.day_state import DayState
from sim.model.laws import CHARACTER, little_known
from sim.model.ledger import BAD, BOTH, GOOD, Facet
from sim.model.parameters import Parameters
from sim.model.partners import Partners
from sim.model.random_streams import RandomStreams


class DayEffects(DayState):
    """The changes of one evening: acts and events read the state before it and add changes; `apply` applies all.

    In every method, `reach` is (partners, worlds): 1 where it happens and the partner is addressed and active, else 0.
    Arrays that are passed in are kept; the caller must not change them afterwards.

    Attributes:
        evidence, advances, pardons, mood, answers: changes so far, by part of the state (sim/model/changes.py).
        departures: for each act of parting, (partners, worlds) bools: who parts by it tonight.
    """

    def __init__(
        self, partners: Partners, parameters: Parameters, day: int, *, wins: np.ndarray, streams: RandomStreams
    ) -> None:
        super().__init__(partners, parameters, day, wins=wins, streams=streams)
        self.evidence, self.advances, self.pardons = EvidenceChanges(), AdvanceChanges(), PardonChanges()
        self.mood, self.answers = MoodChanges(), AnswerChanges()
        self.departures: list[np.ndarray] = []

    # Evidence

    def good(self, cause: str, facet: Facet, change: np.ndarray) -> None:
        """Add good evidence; a negative change removes it."""
        self.evidence.bookings.append((cause, facet, GOOD, change))

    def bad(self, cause: str, facet: Facet, change: np.ndarray) -> None:
        """Add bad evidence."""
        self.evidence.bookings.append((cause, facet, BAD, change))

    def discount_bad(self, cause: str, facet: int, share: np.ndarray, *, escrow: bool = False) -> None:
        """Lift a share of bad evidence, into escrow if deeds must still prove it."""
        self.pardons.discounts.append((cause, facet, share, escrow))

    def misunderstand(self, change: np.ndarray) -> None:
        """Mark some of tonight's bad evidence as a misunderstanding."""
        self.evidence.misunderstood.append(change)

    def clear_up(self, cause: str, share: np.ndarray) -> None:
        """Clear up a share of the misunderstanding."""
        self.pardons.cleared.append((cause, share))

    def scar(self, cause: str, change: np.ndarray) -> None:
        """Add bad evidence of character that does not fade."""
        self.evidence.scars.append((cause, change))

    # Deeds

    def good_deed(self, cause: str, to: np.ndarray, deed: np.ndarray) -> None:
        """Add good evidence of competence, and a share of it of character. Source: [Slovic1993].

        Args:
            to: (partners,) bools, who lives through it. deed: (partners, worlds) its weight.
        """
        change = np.multiply.outer((1.0, self.parameters.kept_character), deed * self.gain)
        self.good(cause, BOTH, change)
        self.tell(to, GOOD, BOTH, change)

    def bad_deed(self, cause: str, to: np.ndarray, deed: np.ndarray, character: float) -> np.ndarray:
        """Add a breach, split between the facets, and return its evidence. It weighs more where little is known.

        Source: [Lount2008].

        Args:
            to: (partners,) bools, who lives through it. deed: (partners, worlds) its weight.
            character: share that counts as character rather than competence.
        """
        parameters = self.parameters
        losses = (parameters.loss_competence * (1 - character), parameters.loss_character * self.ethics * character)
        change = little_known(self.weight, self.partners.steadiness, early=parameters.early_breach)
        change *= np.multiply.outer(losses, deed)
        self.bad(cause, BOTH, change)
        self.tell(to, BAD, BOTH, change)
        return change

    def hurt_character(self, cause: str, to: np.ndarray, change: np.ndarray) -> None:
        """Add bad evidence of character that others hear of. `to`: (partners,) bools, who lives through it."""
        self.bad(cause, CHARACTER, change)
        self.tell(to, BAD, CHARACTER, change)

    def tell(self, to: np.ndarray, side: str, facet: Facet, change: np.ndarray) -> None:
        """Spread news of a deed, at the week's end, to partners who have a tie with those who lived through it."""
        listening = self.partners.listening(to)
        if listening is not None:
            factor = self.parameters.gossip * (1.0 if side == GOOD else self.parameters.gossip_bad)
            self.evidence.news.append((side, facet, (factor * listening) @ change))

    # Loans and escrow

    def lend(self, cause: str, promises: np.ndarray) -> None:
        """Let partners lend trust on this many promises. Source: [Schweitzer2006]."""
        self.advances.lent.append((cause, self.parameters.loan * promises * self.facets[CHARACTER]))

    def keep(self, weight: np.ndarray) -> None:
        """Release loans and escrow for a kept promise of this weight."""
        self.advances.kept.append(weight)

    def break_word(self, weight: np.ndarray) -> None:
        """Take loans and escrow back for a broken promise of this weight."""
        self.advances.broken.append(weight)

    # Mood

    def reduce_uncertainty(self, reach: np.ndarray, share: np.ndarray | float) -> None:
        """Lower uncertainty by a share."""
        stays = reach * share
        np.subtract(1, stays, out=stays)
        self.mood.stays.append(stays)

    def alarm(self, reach: np.ndarray, least: float) -> None:
        """Raise uncertainty to at least this much."""
        self.mood.alarms.append(reach * least)

    def raise_state(self, what: str, reach: np.ndarray, share: np.ndarray | float) -> None:
        """Close a share of the gap to 1 in heard, checkable, educated or involved."""
        self.mood.gaps.append((what, 1 - reach * share))

    def count(self, what: str, reach: np.ndarray) -> None:
        """Add to the number of apologies, acknowledgements or thanks, or to the message load."""
        self.mood.counts.append((what, reach))

    # Answers to the breach

    def answer(self, reach: np.ndarray) -> None:
        """Mark the breach as answered for."""
        self.answers.answered.append(reach > 0)

    def accuse(self, reach: np.ndarray) -> None:
        """Mark a breach of tonight as waiting for an answer."""
        self.answers.accused.append(reach > 0)

    def deny(self, reach: np.ndarray) -> None:
        """Mark the breach as denied."""
        self.answers.denied.append(reach > 0)

    def disprove(self, to: np.ndarray) -> None:
        """Mark a denial as proven false; to: (partners,) bools, who learns of it."""
        self.answers.disproven.append(to)

    # Parting

    def parts(self, reach: np.ndarray) -> np.ndarray:
        """Mark who parts tonight; return the reach without those who already part by another act tonight."""
        for gone in self.departures:
            reach = reach * ~gone
        self.departures.append(reach > 0)
        return reach

    # The end of the evening

    def apply(self) -> None:
        """Apply all changes of the evening."""
        partners, evidence = self.partners, self.evidence
        self.advances.settle(partners, evidence)
        self.pardons.apply(partners, evidence)
        self.advances.lend(partners, evidence)
        evidence.apply(partners)
        self.answers.apply(partners, heard_after_breach=self.parameters.breach_heard)
        self.mood.apply(partners)

    @property
    def changes_level(self) -> bool:
        """Whether tonight changes the level towards which uncertainty drifts, apart from changes in what is owed."""
        return bool(self.answers.answered or self.answers.accused or self.mood.educates)
