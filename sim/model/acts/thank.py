"""Thank partners."""

from typing import TYPE_CHECKING, Literal

from sim.model.acts.act import Act

if TYPE_CHECKING:
    import numpy as np

    from sim.model.effects import DayEffects
    from sim.model.workload import ScheduledAct


class Thank(Act):
    """Thank partners for what they said or did."""

    fixed_hours, partner_hours = 1, 0.25
    act: Literal["thank"] = "thank"

    def take_effect(self, effects: "DayEffects", reach: "np.ndarray", one: "ScheduledAct") -> None:
        parameters = effects.parameters
        force = effects.speak(self.act, reach)
        effects.lend_character(self.act, parameters.thank_warmth * parameters.warmth * force * reach)
        effects.raise_state("heard", reach, parameters.thank_heard * force)
        effects.add_load(parameters.thank_load * reach)
