"""Disagree with part of the criticism."""

from typing import TYPE_CHECKING, Literal

from sim.model.acts.act import Act
from sim.model.acts.clarify import contradict
from sim.model.laws import CHARACTER

if TYPE_CHECKING:
    import numpy as np

    from sim.model.effects import DayEffects
    from sim.model.workload import ScheduledAct


class Disagree(Act):
    """Say openly which part of the criticism we do not accept."""

    fixed_hours, partner_hours = 2, 0.25
    act: Literal["disagree"] = "disagree"

    def take_effect(self, effects: "DayEffects", reach: "np.ndarray", one: "ScheduledAct") -> None:
        parameters = effects.parameters
        contradict(self.act, effects, reach, cleared=parameters.disagree_clears, cost=1.0)
        effects.good(self.act, CHARACTER, parameters.candour * reach)
        effects.reduce_uncertainty(reach, parameters.disagree_uncertainty)
