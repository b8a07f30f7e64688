"""Review root causes."""

from typing import TYPE_CHECKING, Literal

from sim.model.acts.act import Act
from sim.model.laws import CHARACTER, COMPETENCE
from sim.texts.words import say

if TYPE_CHECKING:
    import numpy as np

    from sim.model.effects import DayEffects
    from sim.model.organisation import Organisation
    from sim.model.workload import ScheduledAct


class Review(Act):
    """Look for root causes, with staff alone or with partners, and share the lessons or not."""

    fixed_hours, partner_hours, spread_days = 24, 0.5, 10
    act: Literal["review"] = "review"
    together: bool = False
    shared: bool = True

    def take_effect(self, effects: "DayEffects", reach: "np.ndarray", one: "ScheduledAct") -> None:
        parameters = effects.parameters
        if self.together:
            effects.raise_state("heard", reach, parameters.review_heard)
            effects.raise_state("involved", reach, parameters.review_involved)
        if self.shared:
            effects.discount_bad(self.act, COMPETENCE, parameters.review_lift * parameters.recognition * reach)
            effects.good(self.act, CHARACTER, parameters.warmth * reach)

    def organise(
        self, organisation: "Organisation", effects: "DayEffects", one: "ScheduledAct", where: "np.ndarray"
    ) -> None:
        """Let later process changes save more work."""
        organisation.reviewed |= where

    def deed(self) -> str:
        return say(f"deeds.review{'_together' * self.together}{'_shared' * self.shared}")
