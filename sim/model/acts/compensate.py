"""Compensate: more than the loss adds nothing (Haesevoets 2015), size matters only if voluntary (Desmet 2011)."""

from typing import TYPE_CHECKING, Annotated, Literal

from pydantic import Field

from sim.model.acts.act import Act, Steps
from sim.model.laws import COMPETENCE
from sim.texts.words import say

if TYPE_CHECKING:
    import numpy as np

    from sim.model.effects import DayEffects
    from sim.model.workload import ScheduledAct


class Compensate(Act):
    """Compensate a share of the loss, voluntarily or because we are forced to."""

    fixed_hours, partner_hours, spread_days = 12, 2, 10
    source = "Haesevoets2015, Desmet2011"
    improves = True
    act: Literal["compensate"] = "compensate"
    share: Annotated[float, Field(ge=0, le=3, allow_inf_nan=False), Steps(0, 2, 0.1, "share")] = 1.0
    voluntary: bool = True

    def take_effect(self, effects: "DayEffects", reach: "np.ndarray", one: "ScheduledAct") -> None:
        parameters = effects.parameters
        lifted = (
            parameters.compensation * min(self.share, 1) if self.voluntary else parameters.forced * (self.share > 0)
        )
        effects.discount_bad(self.act, COMPETENCE, lifted * reach)

    def deed(self) -> str:
        how = "forced" if not self.voluntary else "part" if self.share < 1 else "whole"
        return say(f"deeds.compensate_{how}")
