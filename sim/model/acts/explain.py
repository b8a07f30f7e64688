"""Explain why it happened."""

from typing import TYPE_CHECKING, Literal

from sim.model.acts.act import Act, Effort
from sim.model.laws import CHARACTER, COMPETENCE
from sim.model.partners import DOUBTED, OURS, WRONG
from sim.texts.words import say

if TYPE_CHECKING:
    import numpy as np

    from sim.model.effects import DayEffects
    from sim.model.workload import ScheduledAct

# Staff hours, in all and for each partner.
EFFORT = {"own": Effort(2.5, 0.25), "others": Effort(1.5, 0.25)}


class Explain(Act):
    """Say why it happened: our own mistakes, or the fault of others."""

    source = "Kim2006"
    act: Literal["explain"] = "explain"
    cause: Literal["own", "others"] = "own"

    @property
    def effort(self) -> Effort:
        return EFFORT[self.cause]

    def take_effect(self, effects: "DayEffects", reach: "np.ndarray", one: "ScheduledAct") -> None:
        parameters = effects.parameters
        force = effects.speak(self.act, reach, answers_wrong=True)
        if self.cause == "own":
            effects.lift(self.act, COMPETENCE, WRONG, parameters.own_cause * force * reach)
            effects.inform(reach, parameters.explain_own_tells * force)
            effects.reduce_uncertainty(reach, parameters.explain_own_uncertainty * force)
        else:
            cleared = parameters.others_cause * force * effects.openness * reach
            effects.lift_both(self.act, DOUBTED, cleared, used=cleared)
            effects.answer_doubt(cleared)
            effects.bad(self.act, CHARACTER, parameters.excuse * effects.partners.gravity[OURS] * reach)
            effects.inform(reach, parameters.explain_others_tells * effects.doubt * force)
            effects.reduce_uncertainty(reach, parameters.explain_others_uncertainty * force)

    def deed(self) -> str:
        return say(f"deeds.explain_{self.cause}")
