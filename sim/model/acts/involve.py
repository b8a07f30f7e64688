"""Involve partners: joint work on the repair helps, modestly (Van Vaerenbergh 2018, Roggeveen 2012)."""

from typing import TYPE_CHECKING, Literal

from sim.model.acts.act import Act
from sim.model.laws import CHARACTER
from sim.texts.words import say

if TYPE_CHECKING:
    import numpy as np

    from sim.model.effects import DayEffects
    from sim.model.workload import ScheduledAct


class Involve(Act):
    """Let partners shape what is done, for example by co-design or on an advisory board."""

    fixed_hours, partner_hours, spread_days = 8, 2, 5
    source = "VanVaerenbergh2018, Roggeveen2012"
    improves = True
    act: Literal["involve"] = "involve"
    form: Literal["codesign", "advisory_board", "forum"] = "codesign"

    def take_effect(self, effects: "DayEffects", reach: "np.ndarray", one: "ScheduledAct") -> None:
        parameters = effects.parameters
        felt = getattr(parameters, f"involve_{self.form}")
        effects.raise_state("heard", reach, parameters.involve_heard * felt)
        effects.raise_state("involved", reach, felt)
        effects.discount_bad(self.act, CHARACTER, parameters.recognition * felt * reach)
        effects.reduce_uncertainty(reach, parameters.involve_uncertainty * felt)
        effects.good(self.act, CHARACTER, parameters.warmth * felt * reach)

    def deed(self) -> str:
        return say(f"deeds.involve_{self.form}")
