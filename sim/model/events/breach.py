"""A breach: something went wrong."""

from typing import TYPE_CHECKING, ClassVar, Literal

from sim.model.events.event import Event

if TYPE_CHECKING:
    import numpy as np

    from sim.model.effects import DayEffects
    from sim.model.partners import Partners


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
        """Add the breach as bad evidence, raise uncertainty, ask for an answer, and take back loans and escrow."""
        parameters = effects.parameters
        hurt = reach * (self.weight * (parameters.statement if self.form == "statement" else 1.0))
        added = effects.bad_deed(self.cause, to, hurt, self.character)
        if self.misunderstood:
            effects.misunderstand(self.misunderstood * added)
        if self.lie:
            lied = reach * (parameters.loss_character * self.weight * effects.ethics)
            effects.hurt_character(self.cause, to, lied)
            effects.scar(self.cause, parameters.scar * lied)
        effects.break_word(reach * self.weight)
        effects.alarm(reach, parameters.breach_uncertainty)
        effects.accuse(reach)

    def set_blame(self, partners: "Partners", to: "np.ndarray") -> None:
        """Set it as the latest breach."""
        partners.blame(to, day=self.day, weight=self.weight, character=self.character, misunderstood=self.misunderstood)
        partners.guilt[to] = self.guilt
