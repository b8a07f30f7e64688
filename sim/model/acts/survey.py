"""Asking in a survey."""

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
    """Ask partners how they see it; asking and then changing nothing costs trust."""

    fixed_hours, partner_hours, spread_days = 4, 0.5, 2
    act: Literal["survey"] = "survey"

    def take_effect(self, effects: "DayEffects", reach: "np.ndarray", one: "ScheduledAct") -> None:
        parameters = effects.parameters
        effects.raise_state("heard", reach, parameters.survey_heard)
        effects.count("load", parameters.survey_load * reach)

    def organise(
        self, organisation: "Organisation", effects: "DayEffects", one: "ScheduledAct", where: "np.ndarray"
    ) -> None:
        """Note what partners said, and when they will judge what became of it."""
        organisation.note_survey(one, where, effects)


def follow_up(effects: "DayEffects", reach: "np.ndarray", acted: "np.ndarray") -> None:
    """Judge a survey by what was done about it, 13 weeks before to 8 after; acted: (worlds,) bools."""
    parameters = effects.parameters
    effects.good(FOLLOW_UP, CHARACTER, parameters.survey_acted_warmth * parameters.warmth * (reach * acted))
    effects.bad(FOLLOW_UP, CHARACTER, parameters.unacted_survey * (reach * ~acted))
