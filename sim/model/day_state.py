"""The state that everything on one evening reads, as it was before any of the evening's changes."""

from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from sim.model.laws import SMALL, credit
from sim.model.parameters import Parameters
from sim.model.partners import Partners
from sim.model.random_streams import RandomStreams

if TYPE_CHECKING:
    from sim.model.organisation import Organisation


class DayState:
    """The state that laws read; each value is computed once, when first needed.

    Attributes:
        partners: the partners before tonight. day: counted from the start of the season.
        wins: (worlds,) weight of commitments kept recently. reviewed: (worlds,) bools, causes were reviewed.
        streams: the random numbers of these worlds.
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
        self.partners, self.parameters, self.day, self.streams = partners, parameters, day, streams
        self.wins, self.reviewed = organisation.wins, organisation.reviewed.copy()

    @cached_property
    def weight(self) -> np.ndarray:
        """(facets, partners, worlds) all evidence before tonight."""
        return self.partners.evidence_weight()

    @cached_property
    def facets(self) -> np.ndarray:
        """(facets, partners, worlds) trust before tonight."""
        return self.partners.facets(self.weight)

    @cached_property
    def gain(self) -> np.ndarray:
        """(partners, worlds) share of good news that partners credit tonight."""
        parameters, partners = self.parameters, self.partners
        trust = partners.overall(self.facets)
        return credit(trust, partners.checkable, partners.fit, floor=parameters.gain_floor, metrics=parameters.metrics)

    @property
    def seen(self) -> np.ndarray:
        """(partners, worlds) share of a deed that partners see for themselves: more where the work can be checked."""
        seen = self.parameters.seen
        return seen + (1 - seen) * self.partners.checkable

    @property
    def doubt(self) -> np.ndarray:
        """(partners, worlds) share of what partners hold against us that may not have been in our hands; 0 if none."""
        ours, alleged = self.partners.gravity[:2]
        return alleged / np.maximum(ours + alleged, SMALL)

    @property
    def openness(self) -> np.ndarray:
        """(partners, worlds) how far partners accept words: more where they were heard first."""
        unheard = self.parameters.unheard
        return unheard + (1 - unheard) * self.partners.heard

    def can_lift(self, answer: int) -> np.ndarray:
        """(partners, worlds) bools: an answer of this kind has any bad evidence left to lift."""
        return (self.partners.within_reach[answer] > SMALL).any(axis=0)

    @property
    def ethics(self) -> float:
        """Factor by which a breach of character weighs more for this kind of organisation."""
        return self.parameters.charity_ethics if self.partners.case.organisation == "nonprofit" else 1.0

    def reach(self, to: np.ndarray, where: np.ndarray) -> np.ndarray:
        """Return (partners, worlds) floats: 1 where addressed, active and in these worlds."""
        reached = to[:, None] & where
        return (reached if self.partners.all_active else reached & self.partners.active).astype(float)
