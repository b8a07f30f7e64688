"""Explain why it happened."""

from typing import TYPE_CHECKING, Literal

from sim.model.acts.act import Act
from sim.model.laws import CHARACTER, COMPETENCE
from sim.texts.words import say

if TYPE_CHECKING:
    import numpy as np

    from sim.model.effects import DayEffects
    from sim.model.workload import ScheduledAct


class Explain(Act):
    """Say why it happened: our own mistakes, or the fault of others."""

    fixed_hours, partner_hours = 2, 0.25
    source = "Kim2006"
    act: Literal["explain"] = "explain"
    cause: Literal["own", "others"] = "own"

    def take_effect(self, effects: "DayEffects", reach: "np.ndarray", one: "ScheduledAct") -> None:
        parameters, partners = effects.parameters, effects.partners
        if self.cause == "own":
            effects.discount_bad(self.act, COMPETENCE, parameters.own_cause * reach)
            effects.answer(reach)
            effects.reduce_uncertainty(reach, parameters.explain_own_uncertainty)
        else:
            effects.discount_bad(self.act, COMPETENCE, parameters.own_cause * (1 - partners.guilt) * reach)
            effects.bad(self.act, CHARACTER, parameters.excuse * partners.guilt * partners.breach_weight * reach)
            effects.reduce_uncertainty(reach, parameters.explain_others_uncertainty)

    def deed(self) -> str:
        return say(f"deeds.explain_{self.cause}")
