"""The state that everything on one evening reads, as it was before any of the evening's changes."""

from functools import cached_property

import numpy as np

from sim.model.laws import credit
from sim.model.parameters import Parameters
from sim.model.partners import Partners
from sim.model.random_streams import RandomStreams


class DayState:
    """The state that laws read; each value is computed once, when first needed.

    Attributes:
        partners: the partners before tonight. day: counted from the start of the season.
        wins: (worlds,) weight of commitments kept recently. streams: the random numbers of these worlds.
    """

    def __init__(
        self, partners: Partners, parameters: Parameters, day: int, *, wins: np.ndarray, streams: RandomStreams
    ) -> None:
        self.partners, self.parameters, self.day, self.wins, self.streams = partners, parameters, day, wins, streams

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
    def openness(self) -> np.ndarray:
        """(partners, worlds) how far partners accept words: more where they were heard first."""
        unheard = self.parameters.unheard
        return unheard + (1 - unheard) * self.partners.heard

    @property
    def ethics(self) -> float:
        """Factor by which a breach of character weighs more for this kind of organisation."""
        return self.parameters.charity_ethics if self.partners.case.organisation == "nonprofit" else 1.0

    def reach(self, to: np.ndarray, where: np.ndarray) -> np.ndarray:
        """Return (partners, worlds) floats: 1 where addressed, active and in these worlds."""
        reached = to[:, None] & where
        return (reached if self.partners.all_active else reached & self.partners.active).astype(float)
