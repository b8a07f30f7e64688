"""Apologise: parts (Lewicki 2016), listening first (Frantz 2005), delay (Tomlinson 2004), unproven guilt (Kim 2004)."""

from typing import TYPE_CHECKING, Annotated, Literal, get_args

from pydantic import Field

from sim.model.acts.act import Act, Effort
from sim.model.laws import CHARACTER, COMPETENCE
from sim.model.partners import OURS, SORRY, SUSPECTED
from sim.texts.words import say

if TYPE_CHECKING:
    import numpy as np

    from sim.model.effects import DayEffects
    from sim.model.parameters import Parameters
    from sim.model.workload import ScheduledAct

ApologyPart = Literal["responsibility", "repair", "regret", "explanation", "repentance", "forgiveness"]

# Staff hours, in all and for each partner, and of each part.
EFFORT = {"person": Effort(1.5, 0.75), "organisation": Effort(1, 0.25)}
HOURS_A_PART = 0.25
ALL_PARTS: tuple[ApologyPart, ...] = get_args(ApologyPart)


class Apologise(Act):
    """Apologise, in up to six parts, by a responsible person or in the organisation's name."""

    source = "Lewicki2016, Frantz2005, Tomlinson2004, Kim2004"
    act: Literal["apologise"] = "apologise"
    parts: Annotated[tuple[ApologyPart, ...], Field(min_length=1)] = ALL_PARTS
    by: Literal["person", "organisation"] = "person"

    @property
    def effort(self) -> Effort:
        fixed, each = EFFORT[self.by]
        return Effort(fixed + HOURS_A_PART * len(set(self.parts)), each)

    def take_effect(self, effects: "DayEffects", reach: "np.ndarray", one: "ScheduledAct") -> None:
        parameters = effects.parameters
        worth, force = self._worth(parameters), effects.speak(self.act, reach, answers_wrong=True)
        by = parameters.institution if self.by == "organisation" else 1.0
        believed = worth * by * force * effects.openness * reach
        effects.lift(self.act, COMPETENCE, SORRY, parameters.apology * believed)
        effects.lift(self.act, CHARACTER, SORRY, parameters.apology_character * believed)
        cost = self._cost_of_words(effects, worth)
        effects.bad(self.act, CHARACTER, cost * reach)
        if self.owns:
            effects.own_up(parameters.apology_owns * believed)
        effects.inform(reach, parameters.apology_tells * worth * force)
        effects.reduce_uncertainty(reach, parameters.apologise_uncertainty * worth * force)

    def _worth(self, parameters: "Parameters") -> float:
        # In the table's order: a set's order, and so the last digits of the sum, differ from process to process.
        return min(1.0, sum(getattr(parameters, f"apologise_{part}") for part in ALL_PARTS if part in self.parts))

    @property
    def owns(self) -> bool:
        """Whether it takes responsibility or offers repair."""
        return bool({"responsibility", "repair"} & set(self.parts))

    def _cost_of_words(self, effects: "DayEffects", worth: float) -> "np.ndarray":
        """Return (partners, worlds) the cost of admitting what is not proven, or of not admitting what is."""
        parameters, gravity = effects.parameters, effects.partners.gravity
        cost = parameters.confession * worth * gravity[SUSPECTED]
        return cost if self.owns else cost + parameters.blame_free * gravity[OURS]

    def deed(self) -> str:
        in_its_name = say("deeds.in_its_name") if self.by == "organisation" else ""
        return say(f"deeds.apologise_{self._in_short()}") + in_its_name

    def _in_short(self) -> str:
        parts = set(self.parts)
        if parts == set(ALL_PARTS):
            return "full"
        return "owned" if "responsibility" in parts else "repair" if "repair" in parts else "bare"
