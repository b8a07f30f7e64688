"""Listen to partners."""

from typing import TYPE_CHECKING, Literal

from sim.model.acts.act import Act
from sim.model.laws import CHARACTER
from sim.texts.words import say

if TYPE_CHECKING:
    import numpy as np

    from sim.model.effects import DayEffects
    from sim.model.workload import ScheduledAct


class Listen(Act):
    """Let partners speak, and take their feelings seriously (validates) or only take notes."""

    fixed_hours, partner_hours, spread_days = 4, 1.5, 5
    source = "Lind1990"
    act: Literal["listen"] = "listen"
    channel: Literal["call", "meeting", "focus_group", "forum", "webinar"] = "meeting"
    validates: bool = True

    def take_effect(self, effects: "DayEffects", reach: "np.ndarray", one: "ScheduledAct") -> None:
        parameters = effects.parameters
        felt = getattr(parameters, f"listen_{self.channel}") * (1.0 if self.validates else parameters.listen_notes_only)
        effects.answer(reach)
        effects.raise_state("heard", reach, felt)
        effects.reduce_uncertainty(reach, parameters.listen_uncertainty * felt)
        effects.discount_bad(self.act, CHARACTER, parameters.recognition * felt * reach)

    def deed(self) -> str:
        return say(f"deeds.listen_{self.channel}") + say("deeds.with_care" if self.validates else "deeds.with_notes")
