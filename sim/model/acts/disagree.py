"""Disagree with part of the criticism."""

from typing import TYPE_CHECKING, Literal

import numpy as np

from sim.model.acts.act import Act
from sim.model.acts.clarify import contradict
from sim.model.partners import ALLEGED, OURS

if TYPE_CHECKING:
    from sim.model.effects import DayEffects
    from sim.model.workload import ScheduledAct


class Disagree(Act):
    """Say openly which part of the criticism we do not accept."""

    fixed_hours, partner_hours = 3, 0.5
    act: Literal["disagree"] = "disagree"

    def take_effect(self, effects: "DayEffects", reach: "np.ndarray", one: "ScheduledAct") -> None:
        parameters = effects.parameters
        force = contradict(self.act, effects, reach, cleared=parameters.disagree_clears, cost=1.0)
        # Where nobody holds anything against us, there is nothing to differ about.
        held = np.minimum(1, effects.partners.gravity[OURS] + effects.partners.gravity[ALLEGED])
        effects.lend_character(self.act, parameters.candour * force * held * reach)
        effects.reduce_uncertainty(reach, parameters.disagree_uncertainty * force)
