"""Celebrate successes."""

from typing import TYPE_CHECKING, Literal

import numpy as np

from sim.model.acts.act import Act
from sim.model.laws import CHARACTER

if TYPE_CHECKING:
    from sim.model.effects import DayEffects
    from sim.model.organisation import Organisation
    from sim.model.workload import ScheduledAct


class Celebrate(Act):
    """Show partners what went well; it backfires where little did."""

    fixed_hours, partner_hours, spread_days = 3, 0.25, 3
    act: Literal["celebrate"] = "celebrate"

    def take_effect(self, effects: "DayEffects", reach: "np.ndarray", one: "ScheduledAct") -> None:
        parameters = effects.parameters
        wins = np.minimum(effects.wins, 1)
        effects.tell_of_deeds(self.act, reach * (parameters.celebrate_shows * wins))
        hollow = reach * (effects.wins < parameters.celebrate_hollow)
        if hollow.any():
            waiting = np.where(effects.partners.overdue > 0, 1.0, parameters.celebrate_none_overdue)
            cost = parameters.celebrate_hollow_cost * parameters.unacted_survey * waiting
            effects.bad(self.act, CHARACTER, cost * hollow)
        effects.add_load(parameters.celebrate_load * reach)

    def organise(
        self, organisation: "Organisation", effects: "DayEffects", one: "ScheduledAct", where: "np.ndarray"
    ) -> None:
        """Lift the team's spirit."""
        organisation.celebrate(where)
