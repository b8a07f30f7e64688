"""Deny: it helps while guilt is unproven, and costs a lot once it is proven (Kim 2004)."""

from typing import TYPE_CHECKING, Literal

from sim.model.acts.act import Act
from sim.model.laws import CHARACTER, COMPETENCE
from sim.model.partners import DOUBTED, OURS

if TYPE_CHECKING:
    import numpy as np

    from sim.model.effects import DayEffects
    from sim.model.workload import ScheduledAct


class Deny(Act):
    """Say that it did not happen, or that it was not our fault."""

    fixed_hours, partner_hours = 1, 0.1
    source = "Kim2004"
    act: Literal["deny"] = "deny"

    def take_effect(self, effects: "DayEffects", reach: "np.ndarray", one: "ScheduledAct") -> None:
        parameters = effects.parameters
        force = effects.speak(self.act, reach)
        effects.lift(self.act, COMPETENCE, DOUBTED, parameters.denial_competence * force * reach)
        effects.lift(self.act, CHARACTER, DOUBTED, parameters.denial_character * force * reach)
        effects.bad(self.act, CHARACTER, parameters.denial_known * effects.partners.gravity[OURS] * reach)
        effects.deny(reach)
        effects.answer_doubt(parameters.deny_answers * force * reach)
        effects.reduce_uncertainty(reach, parameters.deny_uncertainty * effects.doubt * force)
