"""The plans that a class handed in, compared with the documented strategies under the same luck."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sim.catalogue import load_case, load_strategy, strategy_keys
from sim.grading.reports.plan_figures import PlanFigures

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sim.grading.intake.results import Graded
    from sim.grading.reports.guide import Asked, Guide
    from sim.model.strategy import Strategy

__all__ = ["ComparedPlan", "HandedPlans", "compare_plans", "handed_plans"]


@dataclass(frozen=True, kw_only=True)
class ComparedPlan:
    """One plan and its figures.

    Args:
        who: the trainees who handed it in, or the strategy's title.
        documented: whether the source texts recommend it.
        partnership: mean over weeks and worlds, 0 to 1.
        kept: number of partners who stay to the end, mean over worlds.
        partners: number of partners at the start.
        hours: staff hours over the season, mean over worlds.
    """

    who: tuple[str, ...]
    documented: bool
    partnership: float
    kept: float
    partners: int
    hours: float


@dataclass(frozen=True, kw_only=True)
class HandedPlans:
    """The plans that a class handed in for one question.

    Args:
        exercise: the question's exercise.
        asked: the question.
        plans: each trainee's name and plan.
        rows: these plans and the documented strategies, highest partnership first.
    """

    exercise: str
    asked: Asked
    plans: tuple[tuple[str, Strategy], ...]
    rows: tuple[ComparedPlan, ...]

    @property
    def own(self) -> tuple[ComparedPlan, ...]:
        """The plans of trainees."""
        return tuple(row for row in self.rows if not row.documented)

    @property
    def best_documented(self) -> ComparedPlan:
        """The documented strategy with the highest partnership."""
        return next(row for row in self.rows if row.documented)

    @property
    def ahead(self) -> int:
        """Number of trainees whose plan has a higher partnership than every documented strategy."""
        return sum(len(row.who) for row in self.own if row.partnership > self.best_documented.partnership)


def handed_plans(counted: Iterable[Graded], guide: Guide, figures: PlanFigures | None = None) -> list[HandedPlans]:
    """Return the plans for each question that asks for one, by exercise and question.

    Args:
        figures: what is known of plans already.
    """
    figures = figures or PlanFigures()
    plans: dict[tuple[str, str], list[tuple[str, Strategy]]] = defaultdict(list)
    for one in counted:
        for asked in guide.of(one.exercise):
            answer = one.answers.get(asked.name)
            plan = asked.plan(answer) if asked.case and answer is not None else None
            if plan is not None:
                plans[one.exercise, asked.name].append((one.trainee, plan))
    found = []
    for (exercise, name), own in sorted(plans.items()):
        asked = guide.asked(exercise, name)
        rows = compare_plans(asked.case, own, figures)
        found.append(HandedPlans(exercise=exercise, asked=asked, plans=tuple(own), rows=tuple(rows)))
    return found


def compare_plans(
    case: str, plans: Iterable[tuple[str, Strategy]], figures: PlanFigures | None = None
) -> list[ComparedPlan]:
    """Simulate all plans and all documented strategies in the same worlds; return them highest partnership first.

    Args:
        case: its key.
        plans: trainee and plan; equal plans are simulated once.
        figures: what is known of plans already.
    """
    figures = figures or PlanFigures()
    makers: dict[str, list[str]] = defaultdict(list)
    by_acts: dict[str, Strategy] = {}
    for who, plan in plans:
        acts = repr(plan.acts)
        by_acts[acts] = plan
        makers[acts].append(who)
    own = [(tuple(makers[acts]), plan, False) for acts, plan in by_acts.items()]
    known = (load_strategy(key) for key in strategy_keys())
    own += [((plan.title,), plan, True) for plan in known if plan.documented]
    partners = len(load_case(case).partners)
    played = [
        ComparedPlan(who=who, documented=known, partners=partners, **figures.of(case, plan)) for who, plan, known in own
    ]
    return sorted(played, key=lambda one: (-one.partnership, one.who))
