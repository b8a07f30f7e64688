"""Listen to partners."""

from typing import TYPE_CHECKING, Literal

from sim.model.acts.act import Act, Effort
from sim.texts.words import say

if TYPE_CHECKING:
    import numpy as np

    from sim.model.effects import DayEffects
    from sim.model.workload import ScheduledAct

# Staff hours of each channel, in all and for each partner; of taking notes only, against real listening.
HOURS = {"call": (2, 2), "meeting": (4, 1.5), "focus_group": (5, 1.25), "forum": (6, 0.75), "webinar": (4, 0.5)}
NOTES_ONLY = 0.6


class Listen(Act):
    """Let partners speak, and take their feelings seriously (validates) or only take notes."""

    spread_days = 5
    source = "Lind1990"
    act: Literal["listen"] = "listen"
    channel: Literal["call", "meeting", "focus_group", "forum", "webinar"] = "meeting"
    validates: bool = True

    @property
    def effort(self) -> Effort:
        fixed, each = HOURS[self.channel]
        less = 1 if self.validates else NOTES_ONLY
        return Effort(fixed * less, each * less)

    def take_effect(self, effects: "DayEffects", reach: "np.ndarray", one: "ScheduledAct") -> None:
        parameters = effects.parameters
        felt = getattr(parameters, f"listen_{self.channel}") * (1.0 if self.validates else parameters.listen_notes_only)
        effects.recognise(self.act, reach, felt * effects.part_of(self.act))
        effects.raise_state("heard", reach, felt)
        effects.reduce_uncertainty(reach, parameters.listen_uncertainty * felt)

    def deed(self) -> str:
        return say(f"deeds.listen_{self.channel}") + say("deeds.with_care" if self.validates else "deeds.with_notes")
