"""One evening: all that happened today is computed from one state, then added up, so order cannot matter."""

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
    """The changes of one evening: laws read the state before any change, hand in changes, and `apply` applies them all.

    In every method, `reach` is (partners, worlds): 1 where the partner is addressed and active and the thing happens,
    else 0. What is handed in becomes the evening's own; it must not be changed afterwards.

    Attributes:
        evidence, advances, pardons, mood, answers: what has been handed in, by concern (sim/model/changes.py).
        departures: (partners, worlds) bools, who parts tonight, for each act by which they do.
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
        """Add good evidence (or take it away)."""
        self.evidence.bookings.append((cause, facet, GOOD, change))

    def bad(self, cause: str, facet: Facet, change: np.ndarray) -> None:
        """Add bad evidence."""
        self.evidence.bookings.append((cause, facet, BAD, change))

    def discount_bad(self, cause: str, facet: int, share: np.ndarray, *, escrow: bool = False) -> None:
        """Lift a share of bad evidence; into escrow if deeds must still prove it."""
        self.pardons.discounts.append((cause, facet, share, escrow))

    def misunderstand(self, change: np.ndarray) -> None:
        """Note that some of tonight's bad evidence rests on a misunderstanding."""
        self.evidence.misunderstood.append(change)

    def clear_up(self, cause: str, share: np.ndarray) -> None:
        """Clear up a share of what is misunderstood."""
        self.pardons.cleared.append((cause, share))

    def scar(self, cause: str, change: np.ndarray) -> None:
        """Add bad evidence of character that does not fade."""
        self.evidence.scars.append((cause, change))

    # Deeds

    def good_deed(self, cause: str, to: np.ndarray, deed: np.ndarray) -> None:
        """Add good news of competence, a share of which speaks for character. Source: [Slovic1993].

        Args:
            to: (partners,) bools, who lives through it. deed: (partners, worlds) its weight.
        """
        change = np.multiply.outer((1.0, self.parameters.kept_character), deed * self.gain)
        self.good(cause, BOTH, change)
        self.tell(to, GOOD, BOTH, change)

    def bad_deed(self, cause: str, to: np.ndarray, deed: np.ndarray, character: float) -> np.ndarray:
        """Add a breach, split between the facets; return the evidence. It weighs more where little is known.

        Source: [Lount2008].

        Args:
            to: (partners,) bools, who lives through it. deed: (partners, worlds) its weight.
            character: share that speaks of character rather than competence.
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
        """Let ties of those who lived through a deed hear of it by the week's end."""
        listening = self.partners.listening(to)
        if listening is not None:
            factor = self.parameters.gossip * (1.0 if side == GOOD else self.parameters.gossip_bad)
            self.evidence.news.append((side, facet, (factor * listening) @ change))

    # What is given ahead of deeds

    def lend(self, cause: str, promises: np.ndarray) -> None:
        """Let partners lend trust against so many promises. Source: [Schweitzer2006]."""
        self.advances.lent.append((cause, self.parameters.loan * promises * self.facets[CHARACTER]))

    def keep(self, weight: np.ndarray) -> None:
        """Let a kept promise of this weight prove what was lent or lifted in advance."""
        self.advances.kept.append(weight)

    def break_word(self, weight: np.ndarray) -> None:
        """Let a broken promise of this weight take back what was lent or lifted in advance."""
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
        """Count one more apology, acknowledgement, thanks, or message load."""
        self.mood.counts.append((what, reach))

    # Answers to the breach

    def answer(self, reach: np.ndarray) -> None:
        """Note that somebody answered for the breach."""
        self.answers.answered.append(reach > 0)

    def accuse(self, reach: np.ndarray) -> None:
        """Note that partners wait for an answer to a breach of tonight."""
        self.answers.accused.append(reach > 0)

    def deny(self, reach: np.ndarray) -> None:
        """Note that the breach was denied."""
        self.answers.denied.append(reach > 0)

    def disprove(self, to: np.ndarray) -> None:
        """Note that what was denied is known to be true; to: (partners,) bools, who knows it."""
        self.answers.disproven.append(to)

    # Who goes

    def parts(self, reach: np.ndarray) -> np.ndarray:
        """Note who parts tonight; return the reach without those who part by another act of tonight."""
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
        """Whether tonight changes the level towards which uncertainty drifts, beside what is owed."""
        return bool(self.answers.answered or self.answers.accused or self.mood.educates)
