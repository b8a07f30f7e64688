"""Warn before a date is missed."""

from typing import TYPE_CHECKING, Literal

from sim.model.acts.act import Act

if TYPE_CHECKING:
    import numpy as np

    from sim.model.effects import DayEffects
    from sim.model.organisation import Organisation
    from sim.model.workload import ScheduledAct


class Forewarn(Act):
    """Make it a habit to warn partners before a date is missed."""

    fixed_hours, spread_days = 20, 10
    source = "Arpan2005"
    act: Literal["forewarn"] = "forewarn"

    def organise(
        self, organisation: "Organisation", effects: "DayEffects", one: "ScheduledAct", where: "np.ndarray"
    ) -> None:
        """Warn from tonight on."""
        organisation.warns |= where
