"""Compensate: more than the loss adds nothing (Haesevoets 2015), size matters only if voluntary (Desmet 2011)."""

from typing import TYPE_CHECKING, Annotated, Literal

from pydantic import Field

from sim.model.acts.act import Act, Effort, Steps
from sim.model.laws import COMPETENCE
from sim.model.partners import PAYMENT
from sim.texts.words import say

if TYPE_CHECKING:
    import numpy as np

    from sim.model.effects import DayEffects
    from sim.model.workload import ScheduledAct

HOURS_TO_PAY = 8  # staff hours, whatever the number of partners
HOURS_A_LOSS = 3  # staff hours in which a partner's whole loss is raised and handed over


class Compensate(Act):
    """Compensate a share of the loss, voluntarily or because we are forced to."""

    spread_days = 10
    source = "Haesevoets2015, Desmet2011"
    improves = True
    act: Literal["compensate"] = "compensate"
    share: Annotated[float, Field(ge=0, le=3, allow_inf_nan=False), Steps(0, 2, 0.1, "share")] = 1.0
    voluntary: bool = True

    @property
    def effort(self) -> Effort:
        return Effort(HOURS_TO_PAY, HOURS_A_LOSS * self.share)

    @property
    def amount(self) -> float:
        """The share of the loss that is paid, 1 at most."""
        return min(self.share, 1.0)

    def take_effect(self, effects: "DayEffects", reach: "np.ndarray", one: "ScheduledAct") -> None:
        parameters = effects.parameters
        paid = self.amount * effects.part_of(self.act) * reach
        if self.voluntary:
            unpaid = effects.pay(self.act, paid)
            effects.own_up(parameters.payment_owns * unpaid)
            effects.mend(unpaid)
            lifted = parameters.compensation * paid
        else:
            lifted = parameters.forced * (self.share > 0) * effects.part_of(self.act) * reach
        effects.lift(self.act, COMPETENCE, PAYMENT, lifted, proven=True, used=paid)

    def improvement(self, effects: "DayEffects", reach: "np.ndarray", one: "ScheduledAct") -> "np.ndarray":
        """Return the share that is paid, where anything is left to be paid."""
        return self.amount * reach * effects.can_lift(PAYMENT)

    def deed(self) -> str:
        how = "forced" if not self.voluntary else "part" if self.share < 1 else "whole"
        return say(f"deeds.compensate_{how}")
