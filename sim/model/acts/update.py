"""Send updates: the ideal rhythm (Godfrey 2011) and what makes waiting easier (Maister 1985, Hui 2006)."""

from typing import TYPE_CHECKING, Annotated, Literal, get_args

import numpy as np
from pydantic import Field

from sim.model.acts.act import Act
from sim.model.laws import COMPETENCE
from sim.texts.words import listed, say

if TYPE_CHECKING:
    from sim.model.effects import DayEffects
    from sim.model.workload import ScheduledAct

Channel = Literal["email", "newsletter", "social_media", "meeting", "call", "website"]
Content = Literal["progress", "date", "reason", "results", "small_wins"]


class Update(Act):
    """Update partners on progress; `says` lists what the message contains, nothing = an empty message."""

    fixed_hours, partner_hours = 2, 0.25
    source = "Godfrey2011, Maister1985, Hui2006"
    act: Literal["update"] = "update"
    says: tuple[Content, ...] = ("progress",)
    channels: Annotated[tuple[Channel, ...], Field(min_length=1)] = ("email",)

    def take_effect(self, effects: "DayEffects", reach: "np.ndarray", one: "ScheduledAct") -> None:
        parameters, channels = effects.parameters, len(set(self.channels))
        gap = one.weeks_since(parameters.update_first_gap)
        fresh = 1 - np.exp(-gap / parameters.freshness)  # soon after another update there is little new to say
        told = sum(getattr(parameters, f"update_{part}") for part in get_args(Content) if part in self.says)
        seen = 1 - parameters.update_missed**channels
        effects.reduce_uncertainty(reach, min(parameters.update_most, told) * fresh * seen)
        effects.count("load", reach * (parameters.update_load + parameters.update_load_channel * channels))
        if "results" in self.says:
            effects.raise_state("checkable", reach, parameters.update_results_checkable * fresh)
        if "small_wins" in self.says:
            wins = np.minimum(effects.wins, parameters.update_most_wins)
            effects.good(self.act, COMPETENCE, reach * (parameters.update_wins_evidence * fresh) * wins * effects.gain)

    def deed(self) -> str:
        count = len(set(self.channels))
        channels = say("deeds.channels", count=count) if count > 1 else ""
        says = [say(f"deeds.says_{part}") for part in dict.fromkeys(self.says)]
        if not says:
            return say("deeds.update_empty", channels=channels)
        return say("deeds.update", says=listed(says), channels=channels)

    @property
    def felt_little(self) -> str:
        """The key, a different one for empty updates."""
        return self.act if self.says else "empty_message"
