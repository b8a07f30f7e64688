"""Propose a change."""

from typing import TYPE_CHECKING, Literal

import numpy as np

from sim.model.acts.act import Act, Buffer, Effort, Hours, Promised, Weeks, deed_worth
from sim.texts.words import say

if TYPE_CHECKING:
    from sim.model.effects import DayEffects
    from sim.model.parameters import Parameters
    from sim.model.workload import ScheduledAct

# Staff hours, in all and for each partner.
EFFORT = {True: Effort(4, 0.75), False: Effort(4, 0.5)}  # where partners are asked, or not


class Propose(Act):
    """Propose a concrete change, and (asks) let partners say whether it works for them and amend it."""

    spread_days = 5
    improves = True
    promised = "offer"
    act: Literal["propose"] = "propose"
    asks: bool = True
    hours: Hours = 24
    weeks: Weeks = 4
    buffer: Buffer = 1.7

    @property
    def effort(self) -> Effort:
        return EFFORT[self.asks]

    def take_effect(self, effects: "DayEffects", reach: "np.ndarray", one: "ScheduledAct") -> None:
        parameters, misses = effects.parameters, self._misses(effects, one)
        if self.asks:
            effects.raise_state("heard", reach * misses, parameters.propose_amended_heard)
            misses = np.zeros_like(misses)
        force = effects.speak(self.act, reach)
        met = reach * (1 - parameters.propose_missed_loan * misses)
        effects.lend(self.act, met, self.to_be_judged(effects, one))
        effects.raise_state("heard", reach, parameters.propose_heard * force)
        effects.inform(reach, parameters.propose_tells * force)
        effects.reduce_uncertainty(reach, parameters.propose_uncertainty * force)

    def improvement(self, effects: "DayEffects", reach: "np.ndarray", one: "ScheduledAct") -> "np.ndarray":
        """Return the weight of what it offers, 1 at most, and 0 where it misses a partner's needs."""
        met = reach if self.asks else reach * (1 - self._misses(effects, one))
        return met * min(1.0, self.to_be_judged(effects, one).weight)

    def _misses(self, effects: "DayEffects", one: "ScheduledAct") -> "np.ndarray":
        """Return (partners, worlds) 1 where the proposal fails to meet this partner's needs."""
        names = tuple(f"{name}/{one.name}" for name in effects.partners.case.names)
        chance = effects.parameters.propose_misses * (1 - effects.partners.heard)
        return (effects.streams.draw_each("fit", names)[0] < chance).astype(float)

    def promises(self, parameters: "Parameters", partners: int) -> list[Promised]:
        """Return the proposal as a commitment."""
        return [Promised(deed_worth(self.hours, partners, parameters), self.hours, self.weeks, self.buffer)]

    def deed(self) -> str:
        return say("deeds.propose_asks" if self.asks else "deeds.propose")
