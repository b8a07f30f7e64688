"""Mending how we work."""

from typing import TYPE_CHECKING, Literal

from sim.model.acts.act import Act

if TYPE_CHECKING:
    import numpy as np

    from sim.model.effects import DayEffects
    from sim.model.organisation import Organisation
    from sim.model.workload import ScheduledAct


class FixProcess(Act):
    """Change how we work (planning tools, check-ins): less overrun, and slips are seen in time."""

    fixed_hours, spread_days = 50, 25
    improves = True
    act: Literal["fix_process"] = "fix_process"

    def organise(
        self, organisation: "Organisation", effects: "DayEffects", one: "ScheduledAct", where: "np.ndarray"
    ) -> None:
        """Save work, more of it after a review, and see slips in time from tonight on."""
        organisation.mend(where)
