"""Ablation: take each kind of act out of each documented strategy, and measure what changes."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from sim.catalogue import load_strategy, strategy_keys, taught_case_keys
from sim.experiments.comparison import compare
from sim.model.measures import MEASURES, figures
from sim.model.parameters import Parameters
from sim.model.strategy import Strategy

MATTERS = 0.005

# Strategies and acts where the act moves no measure by more than .005; a test checks this. sim/texts gives the reasons.
IDLE = (("acknowledge-improve-report", "thank"), ("keep-informed", "celebrate"), ("recovery-plan", "celebrate"))


@dataclass(frozen=True)
class Removal:
    """What one kind of act changes in one strategy, in the case and measure where it changes most.

    Attributes:
        change: mean outcome with the act minus without it, under the same luck; half_width: of its 95 % interval.
            The number of partners kept is divided by the number of partners.
        hours: staff hours with the act minus without it.
    """

    strategy: str
    act: str
    case: str
    measure: str
    change: float
    half_width: float
    hours: float

    @property
    def matters(self) -> bool:
        """Whether the measure moves by more than .005, and its 95 % interval excludes 0."""
        return abs(self.change) > max(MATTERS, self.half_width)


def without(strategy: Strategy, act: str) -> Strategy:
    """Return the strategy without any act of one kind.

    >>> {act.act for act in without(load_strategy("words-only"), "apologise").acts}
    {'update'}
    """
    acts = tuple(one for one in strategy.acts if one.act != act)
    return strategy.model_copy(update={"key": f"{strategy.key} without {act}", "acts": acts})


def ablate(*, worlds: int = 200, seed: int = 0, parameters: Parameters | None = None) -> Iterator[Removal]:
    """Yield, for each act of each documented strategy, its removal in the case and measure where it changes most.

    In the cases of the texts: hours are so short in the others that an act changes most by what it costs.
    """
    for strategy in map(load_strategy, strategy_keys()):
        if strategy.documented:
            kinds = list(dict.fromkeys(act.act for act in strategy.acts))
            asked = {"worlds": worlds, "seed": seed, "parameters": parameters}
            found = [one for case in taught_case_keys() for one in _removals(case, strategy, kinds, **asked)]
            for kind in kinds:
                yield max((one for one in found if one.act == kind), key=lambda one: (one.matters, abs(one.change)))


def _judged() -> Iterator[str]:
    """Yield the measures that are better when higher."""
    yield from (key for key in figures() if MEASURES[key].better == "high")


def _removals(case: str, strategy: Strategy, kinds: list[str], **asked: Any) -> Iterator[Removal]:
    less = [without(strategy, kind) for kind in kinds]
    compared = compare(case, [strategy, *less], **asked)
    whole = compared[strategy.key]
    for kind, one in zip(kinds, less, strict=True):
        hours = float(whole.staff_hours.mean() - compared[one.key].staff_hours.mean())
        for measure in _judged():
            gap = compared.difference(strategy.key, one.key, measure).interval
            per = len(whole.case.partners) if MEASURES[measure].unit == "partners" else 1
            yield Removal(strategy.key, kind, case, measure, gap.mean / per, gap.half_width / per, hours)
