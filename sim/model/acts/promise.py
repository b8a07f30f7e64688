"""Make promises."""

from typing import TYPE_CHECKING, Annotated, Literal

from pydantic import Field

from sim.model.acts.act import Act, Buffer, Hours, Promised, Steps, Weeks, deed_worth
from sim.texts.words import many, say

if TYPE_CHECKING:
    import numpy as np

    from sim.model.effects import DayEffects
    from sim.model.parameters import Parameters
    from sim.model.workload import ScheduledAct

TIGHT = 1.2  # below this buffer, a story says that there is no slack


class Promise(Act):
    """Set how dates are promised from now on (buffer; dated or "soon"), and make `count` further promises."""

    fixed_hours, partner_hours = 4, 0.5
    source = "Schweitzer2006"
    act: Literal["promise"] = "promise"
    buffer: Buffer = 1.7
    dated: bool = True
    count: Annotated[int, Field(ge=0, le=30), Steps(0, 12, 1, "promises")] = 0
    hours: Hours = 30
    weeks: Weeks = 4

    def take_effect(self, effects: "DayEffects", reach: "np.ndarray", one: "ScheduledAct") -> None:
        parameters = effects.parameters
        effects.lend(self.act, reach, self.to_be_judged(effects, one))
        share = parameters.promise_dated_uncertainty if self.dated else parameters.promise_undated_uncertainty
        effects.reduce_uncertainty(reach, share)

    def promises(self, parameters: "Parameters", partners: int) -> list[Promised]:
        """Return the further promises."""
        return [
            Promised(
                deed_worth(self.hours, partners, parameters), self.hours, self.weeks, self.habit_of_dates(parameters)
            )
        ] * self.count

    def habit_of_dates(self, parameters: "Parameters") -> float:
        """Return the buffer of dates that partners are given."""
        return self.buffer if self.dated else parameters.undated

    def deed(self) -> str:
        given = say(f"deeds.dates_{'soon' if not self.dated else 'tight' if self.buffer < TIGHT else 'roomy'}")
        if not self.count:
            return say("deeds.promise_habit", dates=given)
        return many("deeds.promise", self.count, dates=given)
