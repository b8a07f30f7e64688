"""One act alone, done over and over: does the model reward it more than whole strategies?"""

from collections.abc import Iterator
from concurrent.futures import Executor
from dataclasses import dataclass
from functools import partial
from statistics import median
from typing import Any

from sim.catalogue import load_case
from sim.experiments.comparison import checked_measure, model_data
from sim.experiments.plan_space import Ladder, Options, PlanSpace, Range, Row, Several, Values, usual
from sim.experiments.search import documented
from sim.experiments.simulate import checked_parameters, checked_seed, simulate, world_numbers
from sim.experiments.sweep import Progress, parallel_map
from sim.model.acts import Act
from sim.model.case import Case
from sim.model.measures import HEADLINE, MEASURES
from sim.model.outcome import Interval, number_said
from sim.model.parameters import SHIPPED, Parameters
from sim.model.strategy import Strategy
from sim.texts.words import say

__all__ = ["RHYTHMS", "Spam", "SpamRow", "spam"]

# The first working day, and from there on so many weeks apart; None = only once.
RHYTHMS = (None, 4, 1, 0.2)
# Starts of acts and commitments: thirty promises every week are played, thirty a day take a minute and are not.
MOST_HAPPENING = 2_000


@dataclass(frozen=True)
class SpamRow:
    """One act alone at one rhythm.

    Attributes:
        act: as it was played. option: the field that is not as usual, and its value; None = all as usual.
        interval: the measure. hours: mean staff hours.
        above: by how much it is better than the middle of the documented strategies; negative where it is worse.
    """

    act: Act
    option: tuple[str, Any] | None
    interval: Interval
    hours: float
    above: float


@dataclass(frozen=True, repr=False)
class Spam:
    """The table of all acts alone.

    Attributes:
        middle: the median of the measure over the documented strategies.
        rows: best first. skipped: how many were not played because too much happens in them.
        parameters: the model's numbers.
    """

    case: Case
    measure: str
    worlds: int
    seed: int
    middle: float
    rows: tuple[SpamRow, ...]
    skipped: int
    parameters: Parameters = SHIPPED

    def __repr__(self) -> str:
        facts = {"rows": len(self.rows), "above": len(self.above), "middle": number_said(self.measure, self.middle, 1)}
        return f"<Spam in {self.case.key}: {say('display.spam', **facts)}>"

    @property
    def above(self) -> tuple[SpamRow, ...]:
        """Those that beat the middle of the documented strategies: none should."""
        return tuple(row for row in self.rows if row.above > 0)

    def as_data(self) -> dict[str, object]:
        """Return plain JSON data."""
        told = model_data(self.parameters) | {"case": self.case.key}
        told |= {"measure": self.measure, "worlds": self.worlds, "seed": self.seed}
        return told | {"middle": self.middle, "skipped": self.skipped, "rows": [_row_data(row) for row in self.rows]}


def _row_data(row: SpamRow) -> dict[str, object]:
    acts = row.act.model_dump(mode="json", exclude_defaults=True) | {"act": row.act.act}
    told = {"mean": row.interval.mean, "half_width": row.interval.half_width}
    return {"act": acts, **told, "above": row.above, "staff_hours": row.hours}


def spam(
    case: Case | str,
    *,
    measure: str = HEADLINE,
    worlds: int = 200,
    seed: int = 0,
    parameters: Parameters | None = None,
    executor: Executor | None = None,
    progress: Progress | None = None,
) -> Spam:
    """Play each act alone: as usual and with one option at a time, once, every four weeks, every week and every day.

    Numbers take the lowest and the highest that the act allows, and the highest that a control offers.

    Args:
        case, measure, seed, parameters, executor, progress: as in `search`. worlds: in which each act is played.

    Raises:
        BadInput: as `simulate`; also another measure.
    """
    case, seed, measure = load_case(case), checked_seed(seed), checked_measure(measure)
    numbers, parameters = world_numbers(worlds, case), checked_parameters(parameters)
    space, tried = PlanSpace(case, most=MOST_HAPPENING), list(alone(case))
    played = [(row, option, one) for row, option in tried if (one := space.strategy((row,))) is not None]
    work = partial(_figures, case, measure, numbers, seed, parameters)
    strategies = [*documented(), *(one for _, _, one in played)]
    figures = parallel_map(work, strategies, executor=executor, progress=progress)
    known = len(figures) - len(played)
    middle = median(interval.mean for interval, _ in figures[:known])
    rows = [
        SpamRow(one.acts[0], option, interval, hours, _better(interval.mean - middle, measure))
        for (_, option, one), (interval, hours) in zip(played, figures[known:], strict=True)
    ]
    rows.sort(key=lambda row: -row.above)
    return Spam(case, measure, len(numbers), seed, middle, tuple(rows), len(tried) - len(played), parameters)


def _better(gap: float, measure: str) -> float:
    return gap if MEASURES[measure].better == "high" else -gap


def _figures(
    case: Case, measure: str, worlds: range, seed: int, parameters: Parameters, strategy: Strategy
) -> tuple[Interval, float]:
    outcome = simulate(case, strategy, worlds=worlds, seed=seed, parameters=parameters)
    return Interval.of(outcome.each(measure)), float(outcome.staff_hours.mean())


def alone(case: Case) -> Iterator[tuple[Row, tuple[str, Any] | None]]:
    """Yield each act as a file holds it, and its one option that is not as usual.

    >>> rows = [row for row, _ in alone(load_case("missed-deadline"))]
    >>> {"act": "explain", "day": 1, "every_weeks": 1} in rows
    True
    """
    whole, lab = PlanSpace(case), PlanSpace(case, "lab")
    for kind, fields in whole.fields.items():
        options: list[tuple[str, Any] | None] = [None]
        for name, values in fields.items():
            values_of = dict.fromkeys(map(_hashable, [*_ends(values), *_ends(lab.fields[kind][name])]))
            options += [(name, value) for value in values_of if value != _hashable(usual(kind, name))]
        for option in options:
            for every in RHYTHMS:
                said = {} if option is None else {option[0]: option[1]}
                yield {"act": kind, "day": 1} | ({} if every is None else {"every_weeks": every}) | said, option


def _hashable(value: Any) -> Any:
    return tuple(value) if isinstance(value, list) else value


def _ends(values: Values) -> list[Any]:
    """Return what a field may say, one at a time: its options, or the ends of its numbers."""
    match values:
        case Options(several):
            return list(several)
        case Several(several, least):
            return [(), *((one,) for one in several), several] if not least else [*((one,) for one in several), several]
        case Ladder(numbers):
            return [numbers[-1]]
        case Range(low, high):
            return [low, high]
    return []
