"""Part ways: other partners see it as fair where the programme did not fit, as abandonment where it did."""

from typing import TYPE_CHECKING, Literal

from sim.model.acts.act import Act
from sim.model.case import MISFIT
from sim.model.frozen import Names
from sim.model.laws import CHARACTER

if TYPE_CHECKING:
    import numpy as np

    from sim.model.effects import DayEffects
    from sim.model.workload import ScheduledAct


class PartWays(Act):
    """End the partnership by agreement, with respect."""

    fixed_hours, partner_hours, spread_days = 4, 2, 3
    ends_work = True
    act: Literal["part_ways"] = "part_ways"
    to: Names = ("misfit",)

    def take_effect(self, effects: "DayEffects", reach: "np.ndarray", one: "ScheduledAct") -> None:
        parameters, partners = effects.parameters, effects.partners
        reach = effects.parts(reach)
        others = partners.active.astype(float)
        misfit = partners.fit < MISFIT
        fair, unfair = parameters.part_ways_fair * parameters.warmth, parameters.part_ways_unfair * parameters.warmth
        effects.good(self.act, CHARACTER, fair * (partners.ties @ (reach * misfit)) * others)
        effects.bad(self.act, CHARACTER, unfair * (partners.ties @ (reach * ~misfit)) * others)
