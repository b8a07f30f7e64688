"""Apologise: parts (Lewicki 2016), listening first (Frantz 2005), delay (Tomlinson 2004), unproven guilt (Kim 2004)."""

from typing import TYPE_CHECKING, Annotated, Literal, get_args

import numpy as np
from pydantic import Field

from sim.model.acts.act import Act
from sim.model.frozen import DAYS_A_WEEK
from sim.model.laws import CHARACTER, COMPETENCE
from sim.texts.words import say

if TYPE_CHECKING:
    from sim.model.effects import DayEffects
    from sim.model.parameters import Parameters
    from sim.model.workload import ScheduledAct

ApologyPart = Literal["responsibility", "repair", "regret", "explanation", "repentance", "forgiveness"]

ALL_PARTS: tuple[ApologyPart, ...] = get_args(ApologyPart)


class Apologise(Act):
    """Apologise, in up to six parts, by a responsible person or in the organisation's name."""

    fixed_hours, partner_hours = 2, 0.5
    source = "Lewicki2016, Frantz2005, Tomlinson2004, Kim2004"
    act: Literal["apologise"] = "apologise"
    parts: Annotated[tuple[ApologyPart, ...], Field(min_length=1)] = ALL_PARTS
    by: Literal["person", "organisation"] = "person"

    def take_effect(self, effects: "DayEffects", reach: "np.ndarray", one: "ScheduledAct") -> None:
        parameters, partners = effects.parameters, effects.partners
        worth = self._worth(parameters)
        delay = np.maximum(effects.day - partners.breach_day, 0) / DAYS_A_WEEK
        full = (
            worth
            * np.exp(-delay / parameters.apology_delay)
            * (parameters.institution if self.by == "organisation" else 1.0)
        )
        believed = full * parameters.apology_repeat**partners.apologies * effects.openness
        effects.discount_bad(self.act, COMPETENCE, parameters.apology * believed * reach, escrow=True)
        effects.discount_bad(
            self.act, CHARACTER, parameters.apology_character * believed * partners.guilt * reach, escrow=True
        )
        cost = self._cost_of_words(effects, worth)
        if cost.any():
            effects.bad(self.act, CHARACTER, cost * reach)
        if self.owns:
            effects.answer(reach)
        effects.reduce_uncertainty(reach, parameters.apologise_uncertainty * worth)
        effects.count("apologies", reach)

    def _worth(self, parameters: "Parameters") -> float:
        # In the table's order: a set's order, and so the last digits of the sum, differ from process to process.
        return min(1.0, sum(getattr(parameters, f"apologise_{part}") for part in ALL_PARTS if part in self.parts))

    @property
    def owns(self) -> bool:
        """Whether it takes responsibility or offers repair."""
        return bool({"responsibility", "repair"} & set(self.parts))

    def _cost_of_words(self, effects: "DayEffects", worth: float) -> "np.ndarray":
        """Return (partners, 1) the cost of admitting fault that is not proven, or of not admitting it where it is."""
        parameters, partners = effects.parameters, effects.partners
        open_guilt = partners.breach_share * partners.breach_weight * (1 - partners.guilt)
        cost = parameters.confession * worth * open_guilt
        return cost if self.owns else cost + parameters.blame_free * partners.guilt * partners.breach_weight

    def deed(self) -> str:
        in_its_name = say("deeds.in_its_name") if self.by == "organisation" else ""
        return say(f"deeds.apologise_{self._in_short()}") + in_its_name

    def _in_short(self) -> str:
        parts = set(self.parts)
        if parts == set(ALL_PARTS):
            return "full"
        return "owned" if "responsibility" in parts else "repair" if "repair" in parts else "bare"
