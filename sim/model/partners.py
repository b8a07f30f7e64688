"""The partners' state: evidence, uncertainty, message load, being heard and so on, in all worlds at once."""

import numpy as np

from sim.model.case import Case
from sim.model.frozen import DAYS_A_WEEK
from sim.model.laws import (
    CHARACTER,
    COMPETENCE,
    half_kept,
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


class Partners:
    """The state of all partners in one batch of worlds; the symbols are those of docs/model.md.

    Attributes:
        good, bad, misunderstood, escrow: (facets, partners, worlds) evidence (r, s, m, e).
        scar, loan: (partners, worlds) (sigma, l).
        uncertainty, load, heard, checkable, educated, involved: (partners, worlds) (U, F, H, V, E, B).
        answered, active: (partners, worlds) bools. left_week, parted: when and how a partner went (-1 = still here).
        open, overdue: (partners, worlds) how many commitments owed are open, or past their date.
        guilt, breach_weight, breach_share, breach_misunderstood, breach_day: (partners, 1) the latest breach.
    """

    def __init__(self, case: Case, parameters: Parameters, streams: RandomStreams, ledger: Ledger) -> None:
        self.case, self.parameters, self.ledger = case, parameters, ledger
        people = case.partners
        shape = (len(people), streams.count)

        def column(values: list[float]) -> np.ndarray:
            return np.array(values, dtype=float)[:, None]

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
        self.bad, self.misunderstood, self.escrow = (np.zeros((2, *shape)) for _ in range(3))
        self.news_good, self.news_bad = np.zeros((2, *shape)), np.zeros((2, *shape))
        self.scar, self.loan, self.uncertainty, self.load = (np.zeros(shape) for _ in range(4))
        self.heard, self.checkable, self.educated, self.involved = (np.zeros(shape) for _ in range(4))
        self.apologies, self.acknowledged, self.thanked, self.denied = (np.zeros(shape) for _ in range(4))
        self.open, self.overdue, self.level = (np.zeros(shape) for _ in range(3))
        self.answered, self.active = np.ones(shape, bool), np.ones(shape, bool)
        self.left_week, self.parted = np.full(shape, -1), np.zeros(shape, bool)
        ones = np.ones((len(people), 1))
        self.guilt, self.breach_weight, self.breach_share = ones.copy(), ones * 0, ones * 0
        self.breach_misunderstood, self.breach_day = ones * 0, ones * 0
        self.ties = self._ties()
        self._listening: dict[bytes, np.ndarray | None] = {}
        self.settled_day = 0
        # Most seasons use only part of the model; these flags tell which parts are in use.
        self.all_active, self.any_load, self.any_misunderstood, self.any_news = True, False, False, False
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
        character = weight[CHARACTER]
        character += self.scar
        return weight

    def facets(self, weight: np.ndarray | None = None) -> np.ndarray:
        """Return (facets, partners, worlds) trust by facet."""
        return trust_by_facet(self.good, self.evidence_weight() if weight is None else weight, self.prior)

    def overall(self, facets: np.ndarray) -> np.ndarray:
        """Return (partners, worlds) trust: the facets weighted by each partner's shares."""
        return self.share[COMPETENCE] * facets[COMPETENCE] + self.share[CHARACTER] * facets[CHARACTER]

    def of_active(self, change: np.ndarray) -> np.ndarray:
        """Return the change with 0 for partners who have gone."""
        return change if self.all_active else change * self.active

    def add(self, cause: str, facet: Facet, side: str, change: np.ndarray) -> None:
        """Add evidence and book it; change: as for the ledger, ignored for partners who have gone."""
        evidence = (self.good if side == GOOD else self.bad)[facet]
        evidence += change
        self.ledger.book(cause, facet, side, change)

    def blame(self, to: np.ndarray, *, day: int, weight: float, character: float, misunderstood: float) -> None:
        """Set the latest breach for some partners; to: (partners,) bools, the rest as in `Event`."""
        self.breach_day[to], self.breach_weight[to] = day, weight
        self.breach_share[to], self.breach_misunderstood[to] = character, misunderstood

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
        self.add(WAITING, COMPETENCE, BAD, self.of_active(waited))
        if self.any_load:
            if somewhere(self.load > self.limit):
                above = load_above_limit(self.load, self.limit, weeks, fade=parameters.load_fade)
                self.add(MESSAGES, COMPETENCE, BAD, self.of_active(parameters.overload * above))
            self.load *= np.exp(-weeks / parameters.load_fade)
        if somewhere(~self.answered):
            waiting = parameters.unanswered * weeks * self.breach_weight * ~self.answered
            self.add(NO_ANSWER, CHARACTER, BAD, self.of_active(waiting))
        if self.any_unmet:
            self.add(NEEDS, COMPETENCE, BAD, self.unmet * weeks * self.active)

    def set_level(self) -> None:
        """Set the level towards which uncertainty drifts: 1 overdue or unanswered, less if only open, else 0."""
        parameters = self.parameters
        self.level = parameters.level_open * (self.open > 0)
        self.level[(self.overdue > 0) | ~self.answered] = 1
        self.level *= 1 - parameters.educated_calm * self.educated

    def close_week(self) -> None:
        """Let news arrive, memory fade and loans run down, all computed from the state after settling."""
        parameters = self.parameters
        bad_kept = half_kept(1, parameters.half_life_bad)
        loan_kept = half_kept(1, parameters.loan_half_life)
        active = 1 if self.all_active else self.active
        self.add(FADING, BOTH, GOOD, self.good * ((half_kept(1, parameters.half_life_good) - 1) * active))
        self.add(FADING, BOTH, BAD, self.bad * ((bad_kept - 1) * active))
        if self.any_news:
            self._hear()
        self.loan *= half_kept(1, parameters.half_life_good)
        taken_back = (loan_kept - 1) * self.loan
        self.add(PROMISES, COMPETENCE, GOOD, self.of_active(taken_back))
        self.loan += taken_back
        self.escrow *= bad_kept
        returned = (1 - loan_kept) * self.escrow
        self.escrow -= returned
        self.add(APOLOGIES, BOTH, BAD, self.of_active(returned))
        if self.any_misunderstood:
            self.misunderstood *= bad_kept
        self.heard *= half_kept(1, parameters.heard_half_life)
        self.checkable *= half_kept(1, parameters.metrics_half_life)

    def _hear(self) -> None:
        self.add(GOSSIP, BOTH, GOOD, self.of_active(self.news_good))
        self.add(GOSSIP, BOTH, BAD, self.of_active(self.news_bad))
        self.news_good, self.news_bad = np.zeros_like(self.news_good), np.zeros_like(self.news_bad)
        self.any_news = False
