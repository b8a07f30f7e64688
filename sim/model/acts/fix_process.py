"""Improve how we work."""

from typing import TYPE_CHECKING, Literal

import numpy as np

from sim.model.acts.act import Act
from sim.model.laws import COMPETENCE
from sim.model.partners import WRONG

if TYPE_CHECKING:
    from sim.model.effects import DayEffects
    from sim.model.organisation import Organisation
    from sim.model.workload import ScheduledAct


class FixProcess(Act):
    """Change how we work (planning tools, check-ins): work takes less time, and delays are noticed early."""

    fixed_hours, partner_hours, spread_days = 44, 0.5, 30
    source = "Dirks2011"
    improves = True
    act: Literal["fix_process"] = "fix_process"

    def take_effect(self, effects: "DayEffects", reach: "np.ndarray", one: "ScheduledAct") -> None:
        parameters = effects.parameters
        sure = np.where(effects.reviewed, 1, parameters.no_review)
        effects.mend(sure * reach)
        felt = sure * effects.speak(self.act, reach) * reach
        effects.lift(self.act, COMPETENCE, WRONG, parameters.prevention * felt)
        effects.prevent(parameters.prevention_trusted * felt)

    def organise(
        self, organisation: "Organisation", effects: "DayEffects", one: "ScheduledAct", where: "np.ndarray"
    ) -> None:
        """Reduce work, by more after a review and less each time, and notice delays early from tonight on."""
        organisation.mend(where)
