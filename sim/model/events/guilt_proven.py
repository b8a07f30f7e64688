"""Guilt that was only suspected, or denied, is proven (Kim 2004)."""

from typing import TYPE_CHECKING, ClassVar, Literal

from sim.model.events.event import Event
from sim.model.laws import CHARACTER, little_known
from sim.model.ledger import GUILT

if TYPE_CHECKING:
    import numpy as np

    from sim.model.effects import DayEffects


class GuiltProven(Event):
    """Our guilt is proven, which hurts those who were told a denial. Source: [Kim2004]."""

    cause: ClassVar[str] = GUILT
    event: Literal["guilt_proven"] = "guilt_proven"

    def take_effect(self, effects: "DayEffects", reach: "np.ndarray", to: "np.ndarray") -> None:
        """Add bad evidence for what was denied."""
        parameters, partners = effects.parameters, effects.partners
        known = little_known(effects.weight[CHARACTER], partners.steadiness, early=parameters.early_breach)
        effects.hurt_character(self.cause, to, reach * parameters.loss_character * partners.denied * known)
        effects.prove(to)
