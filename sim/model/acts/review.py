"""Review root causes."""

from typing import TYPE_CHECKING, Literal

from sim.model.acts.act import Act, Effort
from sim.model.laws import COMPETENCE
from sim.model.partners import WRONG
from sim.texts.words import say

if TYPE_CHECKING:
    import numpy as np

    from sim.model.effects import DayEffects
    from sim.model.organisation import Organisation
    from sim.model.workload import ScheduledAct

# Staff hours, in all and for each partner.
EFFORT = {True: Effort(26, 1.5), False: Effort(20, 0)}  # together with partners, or not
SHARING = {True: Effort(2, 0.5), False: Effort(0, 0)}


class Review(Act):
    """Look for root causes, with staff alone or with partners, and share the lessons or not."""

    spread_days = 15
    act: Literal["review"] = "review"
    together: bool = False
    shared: bool = True

    @property
    def effort(self) -> Effort:
        (fixed, each), (more, more_each) = EFFORT[self.together], SHARING[self.shared]
        return Effort(fixed + more, each + more_each)

    def take_effect(self, effects: "DayEffects", reach: "np.ndarray", one: "ScheduledAct") -> None:
        parameters = effects.parameters
        if self.together or self.shared:
            effects.mend(reach)
        if self.together:
            effects.raise_state("heard", reach, parameters.review_heard)
            effects.raise_state("involved", reach, parameters.review_involved)
        if self.shared:
            force = effects.speak(self.act, reach)
            effects.lift(self.act, COMPETENCE, WRONG, parameters.review_lift * parameters.recognition * force * reach)
            effects.lend_character(self.act, parameters.warmth * force * reach)
            effects.own_up(parameters.review_owns * force * reach)
            effects.inform(reach, parameters.review_tells * force)

    def organise(
        self, organisation: "Organisation", effects: "DayEffects", one: "ScheduledAct", where: "np.ndarray"
    ) -> None:
        """Let later process changes save more work."""
        organisation.reviewed |= where

    def deed(self) -> str:
        return say(f"deeds.review{'_together' * self.together}{'_shared' * self.shared}")
