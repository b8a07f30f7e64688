"""Acknowledge what happened."""

from typing import TYPE_CHECKING, Literal

from sim.model.acts.act import Act, Effort
from sim.texts.words import say

if TYPE_CHECKING:
    import numpy as np

    from sim.model.effects import DayEffects
    from sim.model.workload import ScheduledAct

# Staff hours, in all and for each partner.
EFFORT = {"impact": Effort(2.5, 0.75), "fact": Effort(1.5, 0.25)}


class Acknowledge(Act):
    """Say what went wrong, with its impact on people or only the fact."""

    source = "Lind1990"
    act: Literal["acknowledge"] = "acknowledge"
    names: Literal["impact", "fact"] = "impact"

    @property
    def effort(self) -> Effort:
        return EFFORT[self.names]

    def take_effect(self, effects: "DayEffects", reach: "np.ndarray", one: "ScheduledAct") -> None:
        parameters = effects.parameters
        whole = 1.0 if self.names == "impact" else parameters.fact_only
        felt = whole * effects.speak(self.act, reach)
        effects.own_up(parameters.acknowledge_owns * felt * reach)
        effects.inform(reach, parameters.acknowledge_tells * felt)
        effects.recognise(self.act, reach, felt)
        effects.raise_state("heard", reach, parameters.acknowledge_heard * felt)
        effects.reduce_uncertainty(reach, parameters.acknowledge_uncertainty * felt)

    def deed(self) -> str:
        return say(f"deeds.acknowledge_{self.names}")
