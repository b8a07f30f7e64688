"""The ledger: every change of evidence is booked under its cause, and the causes add up exactly to trust's change."""

from types import EllipsisType

import numpy as np

from sim.model.laws import CHARACTER, COMPETENCE

KEPT, BROKEN, LATE, EVENT, GUILT = (
    "commitments kept", "commitments broken", "late deliveries", "what happened", "guilt proven",
)  # fmt: skip
LONG_DATES, WAITING, MESSAGES, NO_ANSWER, NEEDS = (
    "long dates", "waiting", "messages", "no answer", "unmet needs",
)  # fmt: skip
GOSSIP, FADING, PROMISES, APOLOGIES, FOLLOW_UP = (
    "word of mouth", "fading memory", "promises unproven", "apologies unproven", "survey follow-up",
)  # fmt: skip
# sim/model/acts/__init__.py adds the shipped acts before these, and custom ones after them.
CAUSES: list[str] = [
    KEPT, BROKEN, LATE, EVENT, GUILT, LONG_DATES, WAITING, MESSAGES, NO_ANSWER, NEEDS, GOSSIP, FADING, PROMISES,
    APOLOGIES, FOLLOW_UP,
]  # fmt: skip
GOOD, BAD = "good", "bad"  # the sides of the evidence
BOTH = ...  # both facets, as an index: array[BOTH] is the whole array

Facet = int | EllipsisType


class Ledger:
    """Bookings of one season in one block of worlds.

    With trust = N/D, a cause that changed good evidence by a and bad evidence by b in a week moved trust by
    ((1 - T0) a - T0 b) / D1, T0 before and D1 after the week. The parts of a week sum to its whole change.

    Attributes:
        moved: (weeks, causes, partners) trust moved, summed over the block's worlds.
        by_world: (weeks, causes, partners, worlds) the same per world, or None unless asked for.
    """

    def __init__(self, weeks: int, partners: int, worlds: int, *, by_world: bool) -> None:
        self._row = {cause: row for row, cause in enumerate(CAUSES)}
        self._week: dict[tuple[str, Facet, str], np.ndarray] = {}
        self.moved = np.zeros((weeks, len(CAUSES), partners))
        self.by_world = np.zeros((weeks, len(CAUSES), partners, worlds)) if by_world else None

    def book(self, cause: str, facet: Facet, side: str, change: np.ndarray) -> None:
        """Record that a cause changed GOOD or BAD evidence.

        Args:
            change: (partners, worlds), or (facets, partners, worlds) for BOTH facets; kept without a copy.
        """
        booked = self._week.get((cause, facet, side))
        if booked is None:
            self._week[cause, facet, side] = change
        else:
            booked += change

    def close_week(self, week: int, before: np.ndarray, weight: np.ndarray, share: np.ndarray) -> None:
        """Turn the week's bookings into trust moved.

        Args:
            before: (facets, partners, worlds) trust at the week's start.
            weight: the same shape, all evidence at the week's end.
            share: (facets, partners, 1) each facet's share of trust.
        """
        of_bad = -(before * share) / weight
        of_good = share / weight + of_bad
        of_week = self.moved[week]
        for (cause, facet, side), change in self._week.items():
            per_unit = (of_good if side == GOOD else of_bad)[facet]
            if self.by_world is not None:
                self.by_world[week, self._row[cause]] += (per_unit * change).reshape(-1, *change.shape[-2:]).sum(axis=0)
            moved = np.vecdot(per_unit, change)
            by_cause = of_week[self._row[cause]]
            by_cause += moved[COMPETENCE] + moved[CHARACTER] if facet is BOTH else moved
        self._week.clear()
