"""One act of a plan in a case: on which days it may start, and whom it then reaches."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Any

from sim.catalogue.act_words import numbered
from sim.model.acts import Act
from sim.model.frozen import DAYS_A_WEEK

if TYPE_CHECKING:
    from sim.model.case import Case

__all__ = ["PlannedAct"]

TIMING = frozenset({"act", *Act.model_fields})  # what all acts share


class PlannedAct:
    """One act of a plan in a case.

    Attributes:
        mornings: days of the season on which it may start; with a rule, those on which the rule is looked at.
        reached: for each of them on which it addresses somebody who has not parted: their names.
    """

    def __init__(self, act: Act, number: int, case: Case) -> None:
        self.act, self.number, self.case = act, number, case
        last = act.last_day(case.days)
        first, step = act.first_day, act.interval
        if act.when:  # rules are looked at on the first day of each week but the first
            first, step = max(first, DAYS_A_WEEK + 1), DAYS_A_WEEK
        self.mornings = range(first, last + 1, step or max(last, 1))
        self.reached: dict[int, frozenset[str]] = {}

    def end(self, start: int) -> int:
        """Return the day on which it takes effect at the earliest."""
        return start + self.act.spread_days - 1

    @property
    def title(self) -> str:
        """Its number and its name."""
        return numbered(self.act, self.number)

    @property
    def first(self) -> int:
        """The first day on which it reaches somebody."""
        return next(iter(self.reached))

    @property
    def happens(self) -> bool:
        """Whether it may ever take effect."""
        return bool(self.reached) and self.end(self.first) <= self.case.days

    @cached_property
    def everybody(self) -> frozenset[str]:
        """Whom it reaches on any day."""
        return frozenset().union(*self.reached.values())

    @cached_property
    def options(self) -> dict[str, Any]:
        """What it does, apart from when and for whom."""
        return {name: getattr(self.act, name) for name in type(self.act).model_fields if name not in TIMING}

    def comes_before(self, other: PlannedAct) -> bool:
        """Whether somebody is reached by this one, and within a week by the other."""
        week = range(DAYS_A_WEEK + 1)
        return any(
            names & other.reached.get(day + days, frozenset()) for day, names in self.reached.items() for days in week
        )
