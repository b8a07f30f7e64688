"""Share a plan."""

from typing import TYPE_CHECKING, Annotated, Literal

from pydantic import Field

from sim.model.acts.act import Act, Buffer, Effort, Hours, Promised, Steps, Weeks, deed_worth
from sim.texts.words import many, say

if TYPE_CHECKING:
    import numpy as np

    from sim.model.effects import DayEffects
    from sim.model.parameters import Parameters
    from sim.model.workload import ScheduledAct

# Staff hours, in all and for each partner.
EFFORT = {True: Effort(14, 0.5), False: Effort(11, 0.5)}  # with steps that can be measured, or without


class Plan(Act):
    """Share a plan: its milestones become commitments, and commitments missed before the season get a new date."""

    spread_days = 10
    improves = dates_missed = True
    promised = "milestone"
    act: Literal["plan"] = "plan"
    milestones: Annotated[int, Field(ge=0, le=12), Steps(0, 12, 1, "milestones")] = 3
    every: Weeks = 4
    hours: Hours = 12
    buffer: Buffer = 1.8
    measurable: bool = True

    @property
    def effort(self) -> Effort:
        return EFFORT[self.measurable]

    def take_effect(self, effects: "DayEffects", reach: "np.ndarray", one: "ScheduledAct") -> None:
        parameters = effects.parameters
        force = effects.speak(self.act, reach)
        effects.lend(self.act, reach, self.to_be_judged(effects, one))
        effects.inform(reach, parameters.plan_tells * force)
        effects.reduce_uncertainty(reach, parameters.plan_uncertainty * force)
        if self.measurable:
            effects.raise_state("checkable", reach, parameters.plan_checkable)

    def improvement(self, effects: "DayEffects", reach: "np.ndarray", one: "ScheduledAct") -> "np.ndarray":
        """Return the weight of what it promises, 1 at most."""
        return reach * min(1.0, self.to_be_judged(effects, one).weight)

    def promises(self, parameters: "Parameters", partners: int) -> list[Promised]:
        """Return a commitment for each milestone."""
        weight = deed_worth(self.hours, partners, parameters)
        return [Promised(weight, self.hours, self.every * (k + 1), self.buffer) for k in range(self.milestones)]

    def deed(self) -> str:
        if not self.milestones:
            return say("deeds.plan_short")
        return many("deeds.plan", self.milestones) + (say("deeds.measurable") if self.measurable else "")
