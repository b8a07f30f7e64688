"""The partners' state: evidence, uncertainty, message load, being heard and so on, in all worlds at once."""

import numpy as np

from sim.model.case import Case
from sim.model.frozen import DAYS_A_WEEK
from sim.model.laws import (
    CHARACTER,
    COMPETENCE,
    half_kept,
    left_after,
    left_by,
    load_above_limit,
    trust_by_facet,
    uncertainty_after,
)
from sim.model.ledger import (
    APOLOGIES,
    BAD,
    BOTH,
    FADING,
    GOOD,
    GOSSIP,
    MESSAGES,
    NEEDS,
    NO_ANSWER,
    PROMISES,
    WAITING,
    Facet,
    Ledger,
)
from sim.model.masks import somewhere
from sim.model.parameters import Parameters
from sim.model.random_streams import RandomStreams

# Answers to a wrong, each with the part of its bad evidence that it can still lift. WRONG: deeds and being heard.
# The first two come late after some weeks; the last two are rare (`any_doubt`).
ANSWERS = SORRY, PAYMENT, WRONG, DOUBTED, MISUNDERSTOOD = range(5)
# The weight of wrongs that are remembered: in our hands, perhaps not in our hands, and the latter's share of character.
OURS, ALLEGED, SUSPECTED = range(3)


class Partners:
    """The state of all partners in one batch of worlds; the symbols are those of docs/model.md.

    Attributes:
        good, bad, escrow, loan: (facets, partners, worlds) evidence (r, s, e, l).
        within_reach: (answers, facets, partners, worlds) the part of bad evidence that each answer can lift (a).
        scar: (partners, worlds) (sigma).
        gravity: (3, partners, worlds) weight of the wrongs that are remembered (g). unowned: (2, partners, worlds) the
            part of it, ours and alleged, that nobody has owned up to or answered (o).
        unseen: (partners, worlds) good evidence of competence that waits until partners are told (d).
        untold: (partners, worlds) how far partners were not told what happened (n). promised: weight of what acts
            promised lately (p). spent: by kind of act, how often its words were said since the last deed (n).
        unmended: for kinds that answer for a wrong, how often they did since something was reviewed or mended (q).
        on_mind: by kind of act, (partners, worlds) how far its words are still on partners' minds (m).
        uncertainty, load, heard, checkable, educated, involved: (partners, worlds) (U, F, H, V, E, B).
        active: (partners, worlds) bools. here: the same as 1 and 0, since products with bools are slow.
        left_week, parted: when and how a partner went (-1 = still here).
        open, overdue: (partners, worlds) how many commitments owed are open, or past their date.
    """

    def __init__(self, case: Case, parameters: Parameters, streams: RandomStreams, ledger: Ledger) -> None:
        self.case, self.parameters, self.ledger = case, parameters, ledger
        people = case.partners
        shape = (len(people), streams.count)

        # As many columns as worlds, since NumPy takes twice as long for a single one.
        def column(values: list[float]) -> np.ndarray:
            return np.repeat(np.array(values, dtype=float)[:, None], streams.count, axis=1)

        self.steadiness = column([p.steadiness for p in people])
        competence = column([p.competence_weight for p in people])
        self.share = np.stack([competence, 1 - competence])
        self.fit = column([p.fit for p in people])
        self.patience = column([p.patience for p in people])
        self.need = column([p.needs_information for p in people]) * parameters.waiting_factor
        self.limit = column([p.message_limit for p in people]) * parameters.load_limit_factor
        self.unmet = parameters.unmet_needs * (1 - self.fit)
        self.any_unmet = bool(self.unmet.any())
        middle, spread = column([p.trust for p in people]), column([p.spread for p in people])
        drawn = middle + spread * streams.draw_each("disposition", case.names)[0]
        disposition = np.clip(drawn, parameters.disposition_least, parameters.disposition_most)
        self.prior = self.steadiness * disposition
        self.good = np.empty((2, *shape))
        self.good[:] = column([p.track_record for p in people])
        self.bad, self.escrow, self.loan = (np.zeros((2, *shape)) for _ in range(3))
        self.within_reach = np.zeros((len(ANSWERS), 2, *shape))
        self.news_good, self.news_bad = np.zeros((2, *shape)), np.zeros((2, *shape))
        self._wrongs = np.zeros((3 + 2, *shape))  # gravity, and what nobody has owned
        self.gravity, self.unowned = self._wrongs[:3], self._wrongs[3:]
        self.scar, self.uncertainty, self.load = (np.zeros(shape) for _ in range(3))
        self.heard, self.checkable, self.educated, self.involved = (np.zeros(shape) for _ in range(4))
        self.untold, self.promised, self.denied, self.unseen = (np.zeros(shape) for _ in range(4))
        self.spent: dict[str, np.ndarray] = {}
        self.unmended: dict[str, np.ndarray] = {}
        self.on_mind: dict[str, np.ndarray] = {}
        self.open, self.overdue, self.level = (np.zeros(shape) for _ in range(3))
        self.active, self.here = np.ones(shape, bool), np.ones(shape)
        self.left_week, self.parted = np.full(shape, -1), np.zeros(shape, bool)
        self.ties = self._ties()
        self._listening: dict[bytes, np.ndarray | None] = {}
        self.settled_day = 0
        # Most seasons use only part of the model; these flags tell which parts are in use.
        self.all_active = True
        self.any_load = self.any_wrong = self.any_doubt = self.any_news = self.any_unseen = False
        self.any_scar = self.any_educated = False
        self.weekly_start = self.facets()

    def _ties(self) -> np.ndarray:
        names = self.case.names
        ties = np.zeros((len(names), len(names)))
        for tie in self.case.ties:
            one, other = (names.index(name) for name in tie.between)
            ties[one, other] = ties[other, one] = tie.strength
        return ties

    def listening(self, to: np.ndarray) -> np.ndarray | None:
        """Return (partners, partners) how much each partner not addressed hears from each addressed; None: nothing."""
        who = to.tobytes()
        if who not in self._listening:
            ties = self.ties * (~to[:, None] & to)
            self._listening[who] = ties if ties.any() else None
        return self._listening[who]

    def evidence_weight(self) -> np.ndarray:
        """Return (facets, partners, worlds) all evidence: good, bad, scar and steadiness."""
        weight = self.good + self.bad
        weight += self.steadiness
        if self.any_scar:
            character = weight[CHARACTER]
            character += self.scar
        return weight

    def facets(self, weight: np.ndarray | None = None) -> np.ndarray:
        """Return (facets, partners, worlds) trust by facet."""
        return trust_by_facet(self.good, self.evidence_weight() if weight is None else weight, self.prior)

    def overall(self, facets: np.ndarray) -> np.ndarray:
        """Return (partners, worlds) trust: the facets weighted by each partner's shares."""
        parts = self.share * facets
        return parts[COMPETENCE] + parts[CHARACTER]

    def of_active(self, change: np.ndarray) -> np.ndarray:
        """Return the change with 0 for partners who have gone."""
        return change if self.all_active else change * self.here

    @property
    def asking(self) -> np.ndarray:
        """(partners, worlds) 1 for who still asks a question now and then: all but those who left in anger."""
        return self.here if self.all_active else self.here + self.parted

    @property
    def in_reach(self) -> np.ndarray:
        """The rows of `within_reach` that are in use; writing to it changes them."""
        return self.within_reach if self.any_doubt else self.within_reach[:DOUBTED]

    def let_go(self, going: np.ndarray, week: int) -> None:
        """Mark partners as gone from this week on; going: (partners, worlds) bools."""
        self.left_week[going] = week
        self.active &= ~going
        self.here, self.all_active = self.active.astype(float), False
        # Those who have gone neither wait for news nor miss what the programme lacks.
        self.need, self.unmet = self.need * self.here, self.unmet * self.here

    def add(self, cause: str, facet: Facet, side: str, change: np.ndarray) -> None:
        """Add evidence and book it; change: as for the ledger, ignored for partners who have gone."""
        evidence = (self.good if side == GOOD else self.bad)[facet]
        evidence += change
        self.ledger.book(cause, facet, side, change)

    def settle(self, day: int) -> None:
        """Update uncertainty and load to the evening of this day, and book the cost of waiting and messages."""
        weeks = (day - self.settled_day) / DAYS_A_WEEK
        if weeks == 0:
            return
        self.settled_day = day
        parameters = self.parameters
        self.uncertainty, waited = uncertainty_after(
            self.uncertainty, self.level, weeks, settle_in=parameters.settle_in
        )
        waited *= self.need
        self.add(WAITING, COMPETENCE, BAD, waited)
        if self.any_load:
            if somewhere(self.load > self.limit):
                above = load_above_limit(self.load, self.limit, weeks, fade=parameters.load_fade)
                self.add(MESSAGES, COMPETENCE, BAD, self.of_active(parameters.overload * above))
            self.load *= left_by(weeks, parameters.load_fade)
        for words in self.on_mind.values():
            np.multiply(words, left_by(weeks, parameters.load_fade), out=words)
        if self.any_wrong:
            left, over = left_after(weeks, parameters.wrong_memory)
            unowned = self.unowned[OURS] + self.unowned[ALLEGED]
            self.add(NO_ANSWER, CHARACTER, BAD, self.of_active((parameters.unanswered * over) * unowned))
            self._wrongs *= left
            self.within_reach[SORRY] *= left_by(weeks, parameters.apology_delay)
            self.within_reach[PAYMENT] *= left_by(weeks, parameters.payment_delay)
        if self.any_unmet:
            self.add(NEEDS, COMPETENCE, BAD, self.unmet * weeks)

    def set_level(self) -> None:
        """Set the level towards which uncertainty drifts: 1 overdue or untold, less if only open, else 0."""
        parameters = self.parameters
        # Counts are whole numbers, and so the smaller of a count and 1 says whether there is any.
        calm = np.minimum(self.open, 1)
        calm *= -parameters.level_open
        calm += 1
        calm *= 1 - self.untold
        self.level = np.maximum(1 - calm, np.minimum(self.overdue, 1))
        if self.any_educated:
            self.level *= 1 - parameters.educated_calm * self.educated

    def close_week(self) -> None:
        """Let news arrive, memory fade and loans run down, all computed from the state after settling."""
        parameters = self.parameters
        bad_kept = half_kept(1, parameters.half_life_bad)
        loan_kept = half_kept(1, parameters.loan_half_life)
        self.add(FADING, BOTH, GOOD, self.good * ((half_kept(1, parameters.half_life_good) - 1) * self.here))
        self.add(FADING, BOTH, BAD, self.bad * ((bad_kept - 1) * self.here))
        if self.any_news:
            self._hear()
        self.loan *= half_kept(1, parameters.half_life_good)
        taken_back = (loan_kept - 1) * self.loan
        self.add(PROMISES, BOTH, GOOD, self.of_active(taken_back))
        self.loan += taken_back
        self.escrow *= bad_kept
        returned = (1 - loan_kept) * self.escrow
        self.escrow -= returned
        self.add(APOLOGIES, BOTH, BAD, self.of_active(returned))
        if self.any_wrong:
            self.in_reach[:] *= bad_kept
            self.untold *= half_kept(1, parameters.wrong_memory)
            self.set_level()
        if self.any_unseen:
            self.unseen *= half_kept(1, parameters.news_half_life)
        self.promised *= half_kept(1, parameters.need_half_life)
        self.heard *= half_kept(1, parameters.heard_half_life)
        self.checkable *= half_kept(1, parameters.metrics_half_life)

    def _hear(self) -> None:
        self.add(GOSSIP, BOTH, GOOD, self.of_active(self.news_good))
        self.add(GOSSIP, BOTH, BAD, self.of_active(self.news_bad))
        self.news_good, self.news_bad = np.zeros(self.good.shape), np.zeros(self.good.shape)
        self.any_news = False
