"""Acknowledge what happened."""

from typing import TYPE_CHECKING, Literal

from sim.model.acts.act import Act
from sim.model.laws import CHARACTER
from sim.texts.words import say

if TYPE_CHECKING:
    import numpy as np

    from sim.model.effects import DayEffects
    from sim.model.workload import ScheduledAct


class Acknowledge(Act):
    """Say what went wrong, with its impact on people or only the fact."""

    fixed_hours, partner_hours = 2, 0.5
    source = "Lind1990"
    act: Literal["acknowledge"] = "acknowledge"
    names: Literal["impact", "fact"] = "impact"

    def take_effect(self, effects: "DayEffects", reach: "np.ndarray", one: "ScheduledAct") -> None:
        parameters, partners = effects.parameters, effects.partners
        felt = (
            1.0 if self.names == "impact" else parameters.fact_only
        ) * parameters.apology_repeat**partners.acknowledged
        effects.answer(reach)
        effects.raise_state("heard", reach, parameters.acknowledge_heard * felt)
        effects.reduce_uncertainty(reach, parameters.acknowledge_uncertainty * felt)
        effects.discount_bad(self.act, CHARACTER, parameters.recognition * felt * reach)
        effects.count("acknowledged", reach)

    def deed(self) -> str:
        return say(f"deeds.acknowledge_{self.names}")
