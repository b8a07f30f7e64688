"""Educate partners."""

from typing import TYPE_CHECKING, Literal

from sim.model.acts.act import Act

if TYPE_CHECKING:
    import numpy as np

    from sim.model.effects import DayEffects
    from sim.model.workload import ScheduledAct


class Educate(Act):
    """Teach partners how things work, so that waiting is less uncertain."""

    fixed_hours, partner_hours, spread_days = 12, 1, 20
    improves = True
    act: Literal["educate"] = "educate"

    def take_effect(self, effects: "DayEffects", reach: "np.ndarray", one: "ScheduledAct") -> None:
        parameters = effects.parameters
        effects.raise_state("educated", reach, parameters.educate_educated)
        effects.raise_state("heard", reach, parameters.educate_heard)
