"""Send updates: the ideal rhythm (Godfrey 2011) and what makes waiting easier (Maister 1985, Hui 2006)."""

from math import prod
from typing import TYPE_CHECKING, Annotated, Literal, get_args

import numpy as np
from pydantic import Field

from sim.model.acts.act import Act, Effort
from sim.texts.words import listed, say

if TYPE_CHECKING:
    from sim.model.effects import DayEffects
    from sim.model.workload import ScheduledAct

Channel = Literal["email", "newsletter", "social_media", "meeting", "call", "website"]
Content = Literal["progress", "date", "reason", "results", "small_wins"]
# Staff hours of any message, in all and for each partner; of each channel likewise; and of what it says.
EFFORT = Effort(1.25, 0.25)
HOURS: dict[Channel, tuple[float, float]] = {
    "email": (0.25, 0), "newsletter": (0.75, 0), "social_media": (0.5, 0), "meeting": (1.5, 0.5), "call": (0, 0.5),
    "website": (0.5, 0),
}  # fmt: skip
HOURS_OF: dict[Content, float] = {"progress": 0.25, "date": 0.25, "reason": 0.25, "results": 1, "small_wins": 0.25}
SHOWS: tuple[Content, ...] = ("progress", "results", "small_wins")  # what tells partners of deeds


class Update(Act):
    """Update partners on progress; `says` lists what the message contains, nothing = an empty message."""

    source = "Godfrey2011, Maister1985, Hui2006"
    act: Literal["update"] = "update"
    says: tuple[Content, ...] = ("progress",)
    channels: Annotated[tuple[Channel, ...], Field(min_length=1)] = ("email",)

    @property
    def effort(self) -> Effort:
        fixed, each = map(sum, zip(EFFORT, *(HOURS[channel] for channel in sorted(set(self.channels))), strict=True))
        return Effort(fixed + sum(HOURS_OF[part] for part in sorted(set(self.says))), each)

    def take_effect(self, effects: "DayEffects", reach: "np.ndarray", one: "ScheduledAct") -> None:
        parameters, channels = effects.parameters, len(set(self.channels))
        gap = one.weeks_since(parameters.update_first_gap)
        fresh = 1 - np.exp(-gap / parameters.freshness)  # soon after another update there is little new to say
        told = sum(getattr(parameters, f"update_{part}") for part in get_args(Content) if part in self.says)
        seen = 1 - parameters.update_missed**channels
        informs = min(parameters.update_most, told) * fresh * seen
        effects.reduce_uncertainty(reach, informs)
        effects.inform(reach, parameters.update_tells * informs)
        further = max(0.0, len(set(self.says)) - parameters.update_brief)
        load = parameters.update_load + parameters.update_load_channel * channels
        effects.add_load(reach * (load + parameters.update_load_further * further))
        hidden = prod(1 - getattr(parameters, f"update_shows_{part}") for part in SHOWS if part in self.says)
        if hidden < 1:
            effects.tell_of_deeds(self.act, reach * ((1 - hidden) * seen))
        if "results" in self.says:
            done = 1 - np.exp(-effects.partners.unseen)  # one can only check what there is
            effects.raise_state("checkable", reach, parameters.update_results_checkable * fresh * done)

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
