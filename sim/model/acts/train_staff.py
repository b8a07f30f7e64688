"""Train staff."""

from typing import TYPE_CHECKING, Literal

from sim.model.acts.act import Act

if TYPE_CHECKING:
    import numpy as np

    from sim.model.effects import DayEffects
    from sim.model.organisation import Organisation
    from sim.model.workload import ScheduledAct


class TrainStaff(Act):
    """Train staff, so that work takes less time."""

    fixed_hours, spread_days = 40, 30
    improves = True
    act: Literal["train_staff"] = "train_staff"

    def organise(
        self, organisation: "Organisation", effects: "DayEffects", one: "ScheduledAct", where: "np.ndarray"
    ) -> None:
        """Reduce work from tonight on, by less each time."""
        organisation.save_work("training", where, effects.parameters.training)
