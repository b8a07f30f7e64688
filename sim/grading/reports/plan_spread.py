"""The spread of a class's plans, in clusters of three people at least, and the picture of it."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from itertools import combinations
from math import ceil, floor, hypot, sqrt
from typing import TYPE_CHECKING, NamedTuple

from sim.base.rounding import half_up, nice_step
from sim.grading.reports.anonymous import FEWEST_TOGETHER, how_many
from sim.grading.reports.guide import acts_told

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from sim.grading.reports.class_comparison import ComparedPlan
    from sim.model.strategy import Strategy

    Place = Callable[[float], float]

__all__ = ["Cluster", "SpreadPicture", "clusters", "draw", "parts"]

MOST_CLUSTERS = 16  # in a picture: more would cover each other
MOST_PARTS = 8
LEFT, RIGHT, TOP, BOTTOM = 120, 940, 60, 350  # where the axes begin and end, in the picture's own units
SIZE, LARGEST = 11, 44  # radius of one person's mark, were it drawn, and the largest


@dataclass(frozen=True, kw_only=True)
class Cluster:
    """Plans that lie next to each other: of how many people, and their average hours and partnership (0 to 1)."""

    people: int
    hours: float
    partnership: float


def clusters(rows: Sequence[ComparedPlan]) -> list[Cluster]:
    """Return a class's plans in clusters of people whose plans are alike, fewest hours first.

    The plans are halved, and the halves again, across whatever they differ in most, as long as each half stands for
    three people at least ("Mondrian", LeFevre, DeWitt and Ramakrishnan 2006). Those whose marks would cover each other
    in the picture are joined again.

    Args:
        rows: plans of trainees, fewer than three of whom give no cluster, and strategies that the picture shows too.

    >>> from sim.grading.reports.class_comparison import ComparedPlan
    >>> one = lambda who, hours: ComparedPlan(
    ...     who=who, documented=False, partnership=0.5, kept=8, partners=8, hours=hours)
    >>> [(cluster.people, cluster.hours) for cluster in clusters([one("abc", 100), one("de", 200), one("fg", 240)])]
    [(3, 100.0), (4, 220.0)]
    """
    plans = [row for row in rows if not row.documented]
    whole = _people(plans)
    if whole < FEWEST_TOGETHER:
        return []
    spans = {name: _span(plans, measure) or 1.0 for name, measure in ACROSS.items()}
    found = _halved(plans, spans, max(FEWEST_TOGETHER, ceil(whole / MOST_CLUSTERS)))
    apart = _apart([_cluster(several) for several in found], *_places(rows))
    return sorted(apart, key=lambda cluster: (cluster.hours, cluster.partnership))


ACROSS: dict[str, Callable[[ComparedPlan], float]] = {
    "hours": lambda plan: plan.hours,
    "partnership": lambda plan: plan.partnership,
}


def _halved(plans: list[ComparedPlan], spans: dict[str, float], least: int) -> list[list[ComparedPlan]]:
    for name in sorted(ACROSS, key=lambda name: -_span(plans, ACROSS[name]) / spans[name]):
        in_order = sorted(plans, key=ACROSS[name])
        whole = _people(plans)
        before = [_people(in_order[:at]) for at in range(len(in_order))]
        fits = [at for at, people in enumerate(before) if people >= least and whole - people >= least]
        if fits:
            at = min(fits, key=lambda at: abs(2 * before[at] - whole))
            return [*_halved(in_order[:at], spans, least), *_halved(in_order[at:], spans, least)]
    return [plans]


def _people(plans: Sequence[ComparedPlan]) -> int:
    return sum(len(plan.who) for plan in plans)


def _span(plans: Sequence[ComparedPlan], measure: Callable[[ComparedPlan], float]) -> float:
    values = [measure(plan) for plan in plans]
    return max(values) - min(values)


def _cluster(plans: Sequence[ComparedPlan]) -> Cluster:
    people = _people(plans)
    hours, partnership = (sum(len(plan.who) * of(plan) for plan in plans) / people for of in ACROSS.values())
    return Cluster(people=people, hours=hours, partnership=partnership)


def _apart(found: list[Cluster], x_of: Place, y_of: Place) -> list[Cluster]:
    """Return clusters of which no mark covers another; of several that do, the first two are joined first."""
    for one, other in combinations(found, 2):
        gap = hypot(x_of(one.hours) - x_of(other.hours), y_of(one.partnership) - y_of(other.partnership))
        if gap < _radius(one) + _radius(other):
            others = [cluster for cluster in found if cluster is not one and cluster is not other]
            return _apart([_joined(one, other), *others], x_of, y_of)
    return found


def _joined(one: Cluster, other: Cluster) -> Cluster:
    people = one.people + other.people
    hours = (one.people * one.hours + other.people * other.hours) / people
    partnership = (one.people * one.partnership + other.people * other.partnership) / people
    return Cluster(people=people, hours=hours, partnership=partnership)


def parts(plans: Sequence[Strategy]) -> list[tuple[str, str, str]]:
    """Return the acts that three plans or more hold: name, in how many, and their most common form, or "".

    Args:
        plans: one for each trainee.
    """
    told = [acts_told(plan) for plan in plans]
    held = Counter(name for acts in told for name in dict.fromkeys(name for name, _ in acts))
    forms = Counter(one for acts in told for one in dict.fromkeys(acts))
    return [
        (name, how_many(count, len(plans)), _common(name, forms))
        for name, count in held.most_common(MOST_PARTS)
        if count >= FEWEST_TOGETHER
    ]


def _common(name: str, forms: Counter[tuple[str, str]]) -> str:
    """Return the most common form of an act, if three plans or more have it."""
    form, count = max(((form, count) for (of, form), count in forms.items() if of == name), key=lambda one: one[1])
    return form if count >= FEWEST_TOGETHER else ""


# The picture


class SpreadPicture(NamedTuple):
    """Where the parts of the picture stand, in its own units.

    Attributes:
        hours, trust: ticks: what is written, and where. marks: x, y, radius and people of each cluster.
        diamonds: the path of each documented strategy.
    """

    hours: dict[int, float]
    trust: dict[int, float]
    marks: tuple[tuple[float, float, float, int], ...]
    diamonds: tuple[str, ...]


def draw(several: Sequence[Cluster], rows: Sequence[ComparedPlan]) -> SpreadPicture:
    """Place clusters and documented strategies by hours and partnership.

    Args:
        several: the clusters of `rows`. rows: all plans and strategies; the axes hold them all.
    """
    hours, x_of = _axis([row.hours for row in rows], LEFT, RIGHT)
    trust, y_of = _axis([100 * row.partnership for row in rows], BOTTOM, TOP)
    return SpreadPicture(
        hours=hours,
        trust=trust,
        marks=tuple(
            (x_of(one.hours), y_of(100 * one.partnership), half_up(_radius(one), 1), one.people) for one in several
        ),
        diamonds=tuple(
            f"M{x_of(row.hours)} {y_of(100 * row.partnership)}m0-9l9 9-9 9-9-9z" for row in rows if row.documented
        ),
    )


def _places(rows: Sequence[ComparedPlan]) -> tuple[Place, Place]:
    """Return where hours and a partnership of 0 to 1 stand."""
    _, x_of = _axis([row.hours for row in rows], LEFT, RIGHT)
    _, y_of = _axis([100 * row.partnership for row in rows], BOTTOM, TOP)
    return x_of, lambda partnership: y_of(100 * partnership)


def _radius(cluster: Cluster) -> float:
    return min(SIZE * sqrt(cluster.people), LARGEST)


def _axis(values: Sequence[float], start: float, end: float) -> tuple[dict[int, float], Place]:
    """Return an axis's ticks, and where a value stands on it.

    >>> ticks, place = _axis([120, 260], 0, 100)
    >>> list(ticks)[:2], place(190)
    ([120, 140], 50.0)
    """
    step = nice_step(max(values) - min(values))
    first = floor(min(values) / step) * step
    last = max(ceil(max(values) / step) * step, first + step)

    def place(value: float) -> float:
        return half_up(start + (value - first) / (last - first) * (end - start), 1)

    return {value: place(value) for value in range(first, last + 1, step)}, place
