"""Celebrate successes."""

from typing import TYPE_CHECKING, Literal

import numpy as np

from sim.model.acts.act import Act
from sim.model.laws import CHARACTER, COMPETENCE

if TYPE_CHECKING:
    from sim.model.effects import DayEffects
    from sim.model.organisation import Organisation
    from sim.model.workload import ScheduledAct


class Celebrate(Act):
    """Show partners what went well; it backfires where little did."""

    fixed_hours, partner_hours = 3, 0.25
    act: Literal["celebrate"] = "celebrate"

    def take_effect(self, effects: "DayEffects", reach: "np.ndarray", one: "ScheduledAct") -> None:
        parameters = effects.parameters
        wins = np.minimum(effects.wins, parameters.celebrate_most_wins)
        effects.good(self.act, COMPETENCE, parameters.celebrate_evidence * reach * wins * effects.gain)
        hollow = reach * (effects.wins < parameters.celebrate_hollow)
        if hollow.any():
            waiting = np.where(effects.partners.overdue > 0, 1.0, parameters.celebrate_none_overdue)
            cost = parameters.celebrate_hollow_cost * parameters.unacted_survey * waiting
            effects.bad(self.act, CHARACTER, cost * hollow)
        effects.count("load", parameters.celebrate_load * reach)

    def organise(
        self, organisation: "Organisation", effects: "DayEffects", one: "ScheduledAct", where: "np.ndarray"
    ) -> None:
        """Reset the wins, so that none is celebrated twice."""
        organisation.wins = np.where(where, 0, organisation.wins)
