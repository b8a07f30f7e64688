"""A breach: something went wrong."""

from typing import TYPE_CHECKING, ClassVar, Literal

from sim.model.events.event import Event

if TYPE_CHECKING:
    import numpy as np

    from sim.model.effects import DayEffects


class Breach(Event):
    """Something went wrong; partners wait for an answer."""

    affects: ClassVar[bool] = True
    family: ClassVar[str] = "breach"
    event: Literal["breach"] = "breach"

    @property
    def wording(self) -> str:
        """The key, a different one for lies."""
        return "lie" if self.lie else self.event

    def take_effect(self, effects: "DayEffects", reach: "np.ndarray", to: "np.ndarray") -> None:
        """Add a wrong, raise uncertainty, and take back loans and escrow."""
        parameters = effects.parameters
        weight = reach * self.weight
        hurt = weight * (parameters.statement if self.form == "statement" else 1.0)
        added = effects.bad_deed(self.cause, to, hurt, self.character, self.guilt)
        effects.wrong(
            added, weight, character=self.character, lost=self.lost, guilt=self.guilt, misunderstood=self.misunderstood
        )
        if self.lie:
            # No answer lifts what a lie has done.
            lied = reach * (parameters.loss_character * self.weight * effects.ethics)
            effects.hurt_character(self.cause, to, lied)
            effects.scar(self.cause, parameters.scar * lied)
        effects.break_word(weight)
        effects.alarm(reach, min(1.0, parameters.breach_uncertainty * self.weight), untold=True)
