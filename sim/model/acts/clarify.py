"""Clarify misunderstandings."""

from typing import TYPE_CHECKING, Literal

from sim.model.acts.act import Act
from sim.model.laws import CHARACTER
from sim.model.partners import MISUNDERSTOOD, OURS

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
        force = contradict(self.act, effects, reach, cleared=1.0, cost=parameters.clarify_cost)
        effects.inform(reach, parameters.clarify_tells * force)
        effects.reduce_uncertainty(reach, parameters.clarify_uncertainty * force)

    def improvement(self, effects: "DayEffects", reach: "np.ndarray", one: "ScheduledAct") -> "np.ndarray":
        """Return the reach, without partners who misunderstood nothing."""
        return reach * effects.can_lift(MISUNDERSTOOD)


def contradict(kind: str, effects: "DayEffects", reach: "np.ndarray", *, cleared: float, cost: float) -> "np.ndarray":
    """Clear up a share of the misunderstanding, and return the words' force; contradicting what is founded costs."""
    parameters, partners = effects.parameters, effects.partners
    force = effects.speak(kind, reach)
    clear = cleared * parameters.clarity * force * effects.openness * reach
    effects.lift_both(kind, MISUNDERSTOOD, clear, proven=True)
    effects.answer_doubt(clear)
    effects.bad(
        kind, CHARACTER, cost * parameters.contradiction * partners.gravity[OURS] * (1 - partners.heard) * reach
    )
    return force
