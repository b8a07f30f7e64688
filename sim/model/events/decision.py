"""An unwelcome decision; having had a say softens the blow (Lind 1990)."""

from typing import TYPE_CHECKING, Literal

import numpy as np

from sim.model.events.event import Event

if TYPE_CHECKING:
    from sim.model.effects import DayEffects
    from sim.model.partners import Partners


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
        effects.alarm(reach, parameters.decision_uncertainty)

    def set_blame(self, partners: "Partners", to: np.ndarray) -> None:
        """Set it as the latest breach, one of character only."""
        partners.blame(
            to, day=self.day, weight=self.weight * partners.parameters.decision_weight, character=1.0, misunderstood=0.0
        )
