"""The effects of one evening: all are computed from the same state, then added up, so order cannot matter."""

from collections import Counter
from functools import cached_property, lru_cache, reduce
from operator import add
from typing import TYPE_CHECKING

import numpy as np

from sim.model.changes import (
    AdvanceChanges,
    EvidenceChanges,
    Lift,
    LiftChanges,
    MoodChanges,
    WrongChanges,
)
from sim.model.day_state import DayState
from sim.model.laws import CHARACTER, COMPETENCE, SMALL, little_known, used_up
from sim.model.ledger import BAD, BOTH, FOLLOW_UP, GOOD, Facet
from sim.model.parameters import Parameters
from sim.model.partners import ALLEGED, DOUBTED, MISUNDERSTOOD, OURS, PAYMENT, SORRY, WRONG, Partners
from sim.model.random_streams import RandomStreams

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sim.model.acts.act import Judged
    from sim.model.organisation import Organisation


@lru_cache
def by_facet(competence: float, character: float) -> np.ndarray:
    """Return (facets, 1, 1) a number for each facet."""
    return np.array([competence, character])[:, None, None]


class DayEffects(DayState):
    """The changes of one evening: acts and events read the state before it and add changes; `apply` applies all.

    In every method, `reach` is (partners, worlds): 1 where it happens and the partner is addressed and active, else 0.
    Arrays that are passed in are kept; the caller must not change them afterwards.

    Attributes:
        evidence, advances, lifts, mood, wrongs: changes so far, by part of the state (sim/model/changes.py).
        deeds: by cause, (facets, partners, worlds) what all good deeds that partners credit say of skill and of
            character. heard_of: what others will hear of each.
        departures: for each act of parting, (partners, worlds) bools: who parts by it tonight.
        improvements: (partners, worlds) how much of an answer to a survey each improvement of tonight is, 0 to 1.
    """

    def __init__(
        self,
        partners: Partners,
        parameters: Parameters,
        day: int,
        *,
        organisation: "Organisation",
        streams: RandomStreams,
    ) -> None:
        super().__init__(partners, parameters, day, organisation=organisation, streams=streams)
        self.evidence, self.advances, self.lifts = EvidenceChanges(), AdvanceChanges(), LiftChanges()
        self.mood, self.wrongs = MoodChanges(), WrongChanges()
        self.deeds: dict[str, np.ndarray] = {}
        self.heard_of: list[np.ndarray] = []
        self.departures: list[np.ndarray] = []
        self.improvements: list[np.ndarray] = []
        self._alike: dict[str, np.ndarray] = {}

    # Evidence

    def good(self, cause: str, facet: Facet, change: np.ndarray) -> None:
        """Add good evidence; a negative change removes it."""
        self.evidence.bookings.append((cause, facet, GOOD, change))

    def bad(self, cause: str, facet: Facet, change: np.ndarray) -> None:
        """Add bad evidence."""
        self.evidence.bookings.append((cause, facet, BAD, change))

    def scar(self, cause: str, change: np.ndarray) -> None:
        """Add bad evidence of character that does not fade."""
        self.evidence.scars.append((cause, change))

    # Words

    def speak(self, kind: str, reach: np.ndarray, *, answers_wrong: bool = False) -> np.ndarray:
        """Return (partners, worlds) the force of these words: less each time, until a deed or a new wrong comes.

        While they are still on partners' minds, to say them again tells little [Janiszewski2003]. Said too often, they
        cost trust in character. Words that answer for a wrong are made new by no other wrong, only by something
        reviewed or mended.
        """
        parameters, said = self.parameters, self.partners.spent.get(kind)
        self.mood.said.append((kind, reach))
        self.mood.spoken.append((kind, reach))
        if answers_wrong:
            self.mood.answered.append((kind, reach))
        if said is None:
            return self.part_of(kind) * np.ones_like(reach)
        if answers_wrong:
            said = np.maximum(said, self.partners.unmended[kind])
        tired = 1 - parameters.apology_repeat ** np.maximum(0, said - parameters.words_free)
        self.bad(kind, CHARACTER, parameters.hollow_words * tired * reach)
        return parameters.apology_repeat**said * (1 - self.partners.on_mind[kind]) * self.part_of(kind)

    def pay(self, kind: str, paid: np.ndarray) -> np.ndarray:
        """Return the part of this payment that was not paid before, until a deed or a new wrong comes."""
        self.mood.said.append((kind, paid))
        before, tonight = self.partners.spent.get(kind, 0.0), np.minimum(self._alike.get(kind, paid), 1)
        return paid * np.maximum(0, 1 - before / np.maximum(tonight, SMALL))

    def count_alike(self, amounts: "Sequence[tuple[str, np.ndarray]]") -> None:
        """Note of which kinds several acts take effect tonight; amounts: (partners, worlds) of each act, by kind."""
        times = Counter(kind for kind, _ in amounts)
        for kind, amount in amounts:
            if times[kind] > 1:
                self._alike[kind] = self._alike.get(kind, 0) + amount

    def part_of(self, kind: str) -> np.ndarray | float:
        """Return the part that each act of this kind has in tonight's effect: several count as one."""
        return 1 / np.maximum(self._alike[kind], 1) if kind in self._alike else 1.0

    def lift(self, cause: str, facet: Facet, answer: int, share: np.ndarray, **how: object) -> None:
        """Lift a share of the bad evidence within an answer's reach, into escrow unless deeds have `proven` it."""
        self.lifts.lifts.append(Lift(cause, facet, answer, share, **how))

    def lift_both(self, cause: str, answer: int, share: np.ndarray, **how: object) -> None:
        """Lift the same share on both facets."""
        self.lift(cause, BOTH, answer, share, **how)

    def recognise(self, cause: str, reach: np.ndarray, felt: np.ndarray | float) -> None:
        """Lift bad evidence of character where partners feel heard: only by as much as they did not before."""
        self.lift(cause, CHARACTER, WRONG, self.parameters.recognition * felt * (1 - self.partners.heard) * reach)

    # Deeds

    def good_deed(
        self, cause: str, to: np.ndarray, deed: np.ndarray, *, costs: float, seen: np.ndarray | None = None
    ) -> None:
        """Add good evidence of competence, and of character as far as the deed costs something.

        Source: [Slovic1993] for how far it is credited; [ReederBrewer1979], [Ohtsubo2009] that what costs little says
        little of character; Assumption: the form.

        Args:
            to: (partners,) bools, who lives through it. deed: (partners, worlds) its weight.
            costs: the weight of the commitment itself; an ordinary one, 1, says all that a deed can of character.
            seen: share of the skill in it that partners see for themselves, None = all; the rest waits until they are
                told. That a promise was kept they see themselves.
        """
        credited = deed * self.gain
        says = by_facet(1.0, self.parameters.kept_character * min(costs, 1.0)) * credited
        self.deeds[cause] = self.deeds[cause] + says if cause in self.deeds else says
        listening = self.partners.listening(to)
        if listening is not None:
            self.heard_of.append(listening @ says)
        if seen is not None:
            unseen = credited * (1 - seen)
            self.evidence.unseen.append(unseen)
            self.good(cause, COMPETENCE, -unseen)
            self.tell(to, GOOD, COMPETENCE, -unseen)

    def _add_deeds(self) -> None:
        """Add the evening's good deeds, which make up for wrongs and calm together."""
        if not self.deeds:
            return
        parameters, together = self.parameters, reduce(add, self.deeds.values())[COMPETENCE]
        left, calm = np.exp(-parameters.redeem * together), np.exp(-parameters.kept_calms * together)
        for cause, says in self.deeds.items():
            self.good(cause, BOTH, says)
            part = 1 - left
            if len(self.deeds) > 1:
                part *= says[COMPETENCE] / np.maximum(together, SMALL)
            self.lift_both(cause, WRONG, part, proven=True)
        if self.heard_of:
            self.evidence.news.append((GOOD, BOTH, parameters.gossip * reduce(add, self.heard_of)))
        self.wrongs.stays.append((BOTH, left))
        self.mood.stays += [("uncertainty", calm), ("untold", calm)]

    def tell_of_deeds(self, cause: str, share: np.ndarray) -> None:
        """Tell partners of a share of the deeds that they have not seen."""
        self.evidence.shown.append((cause, share))

    def bad_deed(
        self, cause: str, to: np.ndarray, deed: np.ndarray, character: float, guilt: float = 1.0
    ) -> np.ndarray:
        """Add a breach, split between the facets, and return its evidence.

        It weighs more where little is known [Lount2008], where it was in our hands, and where it is not the first.

        Args:
            to: (partners,) bools, who lives through it. deed: (partners, worlds) its weight.
            character: share that counts as character rather than competence.
            guilt: how sure partners are that it was in our hands.
        """
        parameters = self.parameters
        losses = by_facet(
            parameters.loss_competence * (1 - character), parameters.loss_character * self.ethics * character
        )
        change = little_known(self.weight, self.partners.steadiness, early=parameters.early_breach)
        again = 1 + parameters.again * np.minimum(self.remembered, 1)
        blamed = parameters.blameless + (1 - parameters.blameless) * guilt
        spared = 1 - parameters.voice_softens * np.maximum(self.partners.heard, self.partners.involved)
        change *= losses * (blamed * again * spared * deed)
        self.bad(cause, BOTH, change)
        self.tell(to, BAD, BOTH, change)
        return change

    @cached_property
    def remembered(self) -> np.ndarray:
        """(partners, worlds) weight of earlier failures that partners expect to come again: less where owned up to.

        Where words answered for them and nothing was reviewed or mended since, owning up counts for nothing.
        """
        partners, owned_counts = self.partners, self.parameters.owned_counts
        for said in partners.unmended.values():
            owned_counts = np.maximum(owned_counts, np.minimum(said, 1))
        all_of_them = partners.gravity[OURS] + partners.gravity[ALLEGED]
        return owned_counts * all_of_them + (1 - owned_counts) * partners.unowned.sum(axis=0)

    def wrong(
        self, change: np.ndarray, weight: np.ndarray, *, character: float, lost: str, guilt: float = 1.0,
        misunderstood: float = 0.0, waits: bool = True, facet: Facet = BOTH,
    ) -> None:  # fmt: skip
        """Remember a wrong, with the bad evidence that each kind of answer can lift.

        Args:
            change: its bad evidence on `facet`. weight: (partners, worlds). lost: what was lost, see `Event`.
            misunderstood: share of the criticism that rests on a misunderstanding.
            waits: partners wait for somebody to answer for it.
        """
        parameters, evidence = self.parameters, self.evidence
        founded = (1 - misunderstood) * change
        cared = getattr(parameters, f"care_for_{lost}")
        evidence.wrongs.append((WRONG, facet, founded))
        if misunderstood:
            evidence.wrongs.append((MISUNDERSTOOD, facet, misunderstood * change))
        if guilt < 1:
            evidence.wrongs.append((DOUBTED, facet, (1 - guilt) * founded))
        if facet is BOTH:
            evidence.wrongs.append((SORRY, COMPETENCE, cared * founded[COMPETENCE]))
            evidence.wrongs.append((PAYMENT, COMPETENCE, getattr(parameters, f"pay_for_{lost}") * founded[COMPETENCE]))
            founded = founded[CHARACTER]
        evidence.wrongs.append((SORRY, CHARACTER, cared * guilt * founded))
        self.wrongs.done.append((weight, guilt, character, waits))

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

    def lend(self, cause: str, reach: np.ndarray, promised: "Judged") -> None:
        """Let partners lend trust on promises. Source: [Schweitzer2006]; Assumption: less on a date that is far away.

        A far date uses up as much of the need for promises as a near one, so that many cannot make up for it.
        """
        if promised.weight:
            each = self.parameters.loan * (promised.near / promised.weight)
            self.advances.promised.append((cause, reach * promised.weight, each * self.facets[CHARACTER]))

    def lend_character(self, cause: str, change: np.ndarray) -> None:
        """Let partners lend trust in character on words, until deeds prove them."""
        self.advances.lent.append((cause, CHARACTER, change))

    @cached_property
    def promise_worth(self) -> np.ndarray:
        """(partners, worlds) what a thing that an act promised is worth against one that was owed."""
        return used_up(self.partners.promised / self.parameters.need_beyond)

    def keep(self, weight: np.ndarray) -> None:
        """Release loans and escrow for a kept promise of this weight."""
        self.advances.kept.append(weight)

    def break_word(self, weight: np.ndarray) -> None:
        """Take loans and escrow back for a broken promise of this weight."""
        self.advances.broken.append(weight)

    # Surveys

    def judge_survey(self, reach: np.ndarray, answered: np.ndarray) -> None:
        """Let partners judge what a survey has changed; to be answered again and again is worth less each time.

        Args:
            answered: (partners, worlds) how much of an answer there was, 0 to 1.
        """
        parameters, changed = self.parameters, reach * answered
        warmth = parameters.survey_acted_warmth * parameters.warmth
        said = self.partners.spent.get(FOLLOW_UP, 0.0)
        self.good(FOLLOW_UP, CHARACTER, warmth * parameters.apology_repeat**said * changed)
        self.bad(FOLLOW_UP, CHARACTER, parameters.unacted_survey * (reach - changed))
        self.mood.said.append((FOLLOW_UP, changed))

    # Mood

    def reduce_uncertainty(self, reach: np.ndarray, share: np.ndarray | float) -> None:
        """Lower uncertainty by a share."""
        self.mood.stays.append(("uncertainty", 1 - reach * share))

    def inform(self, reach: np.ndarray, share: np.ndarray | float) -> None:
        """Tell partners a share of what happened and what comes next."""
        self.mood.stays.append(("untold", 1 - reach * share))

    def alarm(self, reach: np.ndarray, least: float, *, untold: bool = False) -> None:
        """Raise uncertainty, and how far partners were not told what happened, to at least this much."""
        self.mood.alarms.append(("uncertainty", reach * least))
        if untold:
            self.mood.alarms.append(("untold", reach * least))

    def raise_state(self, what: str, reach: np.ndarray, share: np.ndarray | float) -> None:
        """Close a share of the gap to 1 in heard, checkable, educated or involved."""
        self.mood.gaps.append((what, 1 - reach * share))

    def add_load(self, load: np.ndarray) -> None:
        """Add to the message load."""
        self.mood.load.append(load)

    # Answers to a wrong

    def own_up(self, share: np.ndarray) -> None:
        """Own up to a share of what nobody has owned, whether in our hands or alleged."""
        self.wrongs.stays.append((BOTH, 1 - share))

    def mend(self, share: np.ndarray) -> None:
        """Let words that answered for earlier wrongs be new again, by a share: something was reviewed or mended."""
        self.mood.unmended.append(1 - share)

    def prevent(self, share: np.ndarray) -> None:
        """Let partners expect no repeat of a share of what they remember."""
        self.wrongs.prevented.append(1 - share)

    def answer_doubt(self, share: np.ndarray) -> None:
        """Answer a share of what is only alleged."""
        self.wrongs.stays.append((ALLEGED, 1 - share))

    def deny(self, reach: np.ndarray) -> None:
        """Mark what partners hold against us as denied."""
        self.wrongs.denied.append(reach > 0)

    def prove(self, to: np.ndarray) -> None:
        """Mark our guilt as proven; to: (partners,) bools, who learns of it."""
        self.wrongs.proven.append(to)

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
        self._add_deeds()
        self.advances.settle(partners, evidence)
        self.lifts.apply(partners, evidence)
        self.advances.lend(partners, evidence, need=self.parameters.need_beyond)
        evidence.apply(partners)
        self.wrongs.apply(partners, heard_after_breach=self.parameters.breach_heard)
        self.mood.apply(partners)

    @property
    def changes_level(self) -> bool:
        """Whether tonight changes the level towards which uncertainty drifts, apart from changes in what is owed."""
        return self.mood.changes_level
