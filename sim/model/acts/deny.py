"""Deny: it helps while guilt is unproven, and costs a lot once it is proven (Kim 2004)."""

from typing import TYPE_CHECKING, Literal

from sim.model.acts.act import Act
from sim.model.laws import CHARACTER, COMPETENCE

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
        parameters, partners = effects.parameters, effects.partners
        effects.discount_bad(self.act, COMPETENCE, parameters.denial_competence * (1 - partners.guilt) * reach)
        effects.discount_bad(self.act, CHARACTER, parameters.denial_character * (1 - partners.guilt) * reach)
        effects.bad(self.act, CHARACTER, parameters.denial_known * partners.guilt * partners.breach_weight * reach)
        effects.deny(reach)
        effects.answer(reach * (partners.guilt < parameters.deny_answers))
        effects.reduce_uncertainty(reach, parameters.deny_uncertainty)
