"""Involve partners: joint work on the repair helps, modestly (Van Vaerenbergh 2018, Roggeveen 2012)."""

from typing import TYPE_CHECKING, Literal

from sim.model.acts.act import Act, Effort
from sim.model.laws import CHARACTER
from sim.texts.words import say

if TYPE_CHECKING:
    import numpy as np

    from sim.model.effects import DayEffects
    from sim.model.workload import ScheduledAct

HOURS = {"codesign": (8, 2.5), "advisory_board": (7, 1.75), "forum": (5, 1)}  # staff hours, in all and for each partner


class Involve(Act):
    """Let partners shape what is done, for example by co-design or on an advisory board."""

    spread_days = 10
    source = "VanVaerenbergh2018, Roggeveen2012"
    improves = True
    act: Literal["involve"] = "involve"
    form: Literal["codesign", "advisory_board", "forum"] = "codesign"

    @property
    def effort(self) -> Effort:
        return Effort(*HOURS[self.form])

    def take_effect(self, effects: "DayEffects", reach: "np.ndarray", one: "ScheduledAct") -> None:
        parameters = effects.parameters
        felt = getattr(parameters, f"involve_{self.form}")
        part = felt * effects.part_of(self.act)
        effects.recognise(self.act, reach, part)
        effects.raise_state("heard", reach, parameters.involve_heard * felt)
        effects.raise_state("involved", reach, felt)
        effects.reduce_uncertainty(reach, parameters.involve_uncertainty * felt)
        effects.good(self.act, CHARACTER, parameters.warmth * part * (1 - effects.partners.involved) * reach)

    def deed(self) -> str:
        return say(f"deeds.involve_{self.form}")
