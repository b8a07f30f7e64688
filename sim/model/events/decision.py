"""An unwelcome decision; having had a say softens the blow (Lind 1990)."""

from typing import TYPE_CHECKING, Literal

import numpy as np

from sim.model.events.event import Event
from sim.model.laws import CHARACTER

if TYPE_CHECKING:
    from sim.model.effects import DayEffects


class Decision(Event):
    """A decision that partners do not like. Source: [Lind1990]."""

    event: Literal["decision"] = "decision"

    def take_effect(self, effects: "DayEffects", reach: np.ndarray, to: np.ndarray) -> None:
        """Add bad evidence, less for those who had a say, and raise uncertainty."""
        parameters, partners = effects.parameters, effects.partners
        voice = np.maximum(partners.heard, partners.involved)
        hurt = (
            reach
            * (parameters.loss_character * self.weight * parameters.decision_weight)
            * (1 - parameters.voice_before * voice)
        )
        effects.hurt_character(self.cause, to, hurt)
        effects.wrong(
            hurt, reach * (self.weight * parameters.decision_weight), character=1.0, lost="standing", waits=False,
            facet=CHARACTER,
        )  # fmt: skip
        effects.alarm(reach, parameters.decision_uncertainty)
