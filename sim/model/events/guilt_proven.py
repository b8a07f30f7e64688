"""What was only suspected, or denied, turns out to be true (Kim 2004)."""

from typing import TYPE_CHECKING, ClassVar, Literal

from sim.model.events.event import Event
from sim.model.laws import CHARACTER, little_known
from sim.model.ledger import GUILT

if TYPE_CHECKING:
    import numpy as np

    from sim.model.effects import DayEffects
    from sim.model.partners import Partners


class GuiltProven(Event):
    """Our fault is beyond doubt; who was told otherwise is hurt. Source: [Kim2004]."""

    cause: ClassVar[str] = GUILT
    event: Literal["guilt_proven"] = "guilt_proven"

    def take_effect(self, effects: "DayEffects", reach: "np.ndarray", to: "np.ndarray") -> None:
        """Hurt by what was denied."""
        parameters, partners = effects.parameters, effects.partners
        known = little_known(effects.weight[CHARACTER], partners.steadiness, early=parameters.early_breach)
        effects.hurt_character(self.cause, to, reach * parameters.loss_character * partners.denied * known)
        effects.disprove(to)

    def set_blame(self, partners: "Partners", to: "np.ndarray") -> None:
        """Leave no doubt."""
        partners.guilt[to] = 1.0
