"""Survey partners."""

from typing import TYPE_CHECKING, Literal

from sim.model.acts.act import Act
from sim.model.laws import CHARACTER
from sim.model.ledger import FOLLOW_UP

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


def follow_up(effects: "DayEffects", reach: "np.ndarray", acted: "np.ndarray") -> None:
    """Apply the follow-up of a survey; acted: (worlds,) bools, something improved 13 weeks before it to 8 after."""
    parameters = effects.parameters
    effects.good(FOLLOW_UP, CHARACTER, parameters.survey_acted_warmth * parameters.warmth * (reach * acted))
    effects.bad(FOLLOW_UP, CHARACTER, parameters.unacted_survey * (reach * ~acted))
