"""Survey partners."""

from typing import TYPE_CHECKING, Literal

from sim.model.acts.act import Act

if TYPE_CHECKING:
    import numpy as np

    from sim.model.effects import DayEffects
    from sim.model.organisation import Organisation
    from sim.model.workload import ScheduledAct


class Survey(Act):
    """Ask partners for their views; asking without changing anything afterwards costs trust."""

    fixed_hours, partner_hours, spread_days = 4, 0.5, 5
    act: Literal["survey"] = "survey"

    def take_effect(self, effects: "DayEffects", reach: "np.ndarray", one: "ScheduledAct") -> None:
        parameters = effects.parameters
        effects.raise_state("heard", reach, parameters.survey_heard)
        effects.add_load(parameters.survey_load * reach)

    def organise(
        self, organisation: "Organisation", effects: "DayEffects", one: "ScheduledAct", where: "np.ndarray"
    ) -> None:
        """Record the survey's mean trust, and schedule the follow-up."""
        organisation.note_survey(one, where, effects)
