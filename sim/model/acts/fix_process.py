"""Improve how we work."""

from typing import TYPE_CHECKING, Literal

from sim.model.acts.act import Act

if TYPE_CHECKING:
    import numpy as np

    from sim.model.effects import DayEffects
    from sim.model.organisation import Organisation
    from sim.model.workload import ScheduledAct


class FixProcess(Act):
    """Change how we work (planning tools, check-ins): work takes less time, and delays are noticed early."""

    fixed_hours, spread_days = 50, 25
    improves = True
    act: Literal["fix_process"] = "fix_process"

    def organise(
        self, organisation: "Organisation", effects: "DayEffects", one: "ScheduledAct", where: "np.ndarray"
    ) -> None:
        """Reduce work, by more after a review, and notice delays early from tonight on."""
        organisation.mend(where)
