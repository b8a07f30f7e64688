"""Thank partners."""

from typing import TYPE_CHECKING, Literal

from sim.model.acts.act import Act
from sim.model.laws import CHARACTER

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
        warm = parameters.thank_warmth * parameters.warmth * parameters.apology_repeat**effects.partners.thanked
        effects.good(self.act, CHARACTER, warm * reach)
        effects.raise_state("heard", reach, parameters.thank_heard)
        effects.count("load", parameters.thank_load * reach)
        effects.count("thanked", reach)
