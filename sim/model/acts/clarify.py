"""Clarify misunderstandings."""

from typing import TYPE_CHECKING, Literal

from sim.model.acts.act import Act
from sim.model.laws import CHARACTER

if TYPE_CHECKING:
    import numpy as np

    from sim.model.effects import DayEffects
    from sim.model.workload import ScheduledAct


class Clarify(Act):
    """Clear up misunderstandings."""

    fixed_hours, partner_hours = 2, 0.5
    improves = True
    act: Literal["clarify"] = "clarify"

    def take_effect(self, effects: "DayEffects", reach: "np.ndarray", one: "ScheduledAct") -> None:
        parameters = effects.parameters
        contradict(self.act, effects, reach, cleared=1.0, cost=parameters.clarify_cost)
        effects.reduce_uncertainty(reach, parameters.clarify_uncertainty)


def contradict(kind: str, effects: "DayEffects", reach: "np.ndarray", *, cleared: float, cost: float) -> None:
    """Clear up a share of the misunderstanding; contradicting justified criticism costs trust."""
    parameters, partners = effects.parameters, effects.partners
    effects.clear_up(kind, cleared * parameters.clarity * effects.openness * reach)
    founded = partners.guilt * (1 - partners.breach_misunderstood) * partners.breach_weight
    effects.bad(kind, CHARACTER, cost * parameters.contradiction * founded * (1 - partners.heard) * reach)
    effects.answer(reach)
