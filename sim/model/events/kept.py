"""Something promised was done."""

from typing import TYPE_CHECKING, Literal

from sim.model.events.event import Event

if TYPE_CHECKING:
    import numpy as np

    from sim.model.effects import DayEffects


class Kept(Event):
    """Something promised was done, or (exceeded) more than was promised."""

    event: Literal["kept"] = "kept"

    @property
    def wording(self) -> str:
        """The key; "kept" itself belongs to commitments."""
        return "kept event"

    def take_effect(self, effects: "DayEffects", reach: "np.ndarray", to: "np.ndarray") -> None:
        """Add the same effects as a kept commitment."""
        factor = effects.parameters.exceeded if self.exceeded else 1.0
        effects.good_deed(self.cause, to, reach * (self.weight * factor), costs=self.weight)
        effects.keep(reach * self.weight)
