"""The rows of a sweep: what each plays, its scoreboard, and how far it lies from the row of its base."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from sim.base.errors import BadInput
from sim.experiments.axes import RowSetup, axis_of, cell, season_of, value_at
from sim.experiments.comparison import Difference, settings_told
from sim.experiments.simulate import simulate
from sim.model.measures import HEADLINE
from sim.model.parameters import SHIPPED, Parameters
from sim.model.version import MODEL_VERSION
from sim.texts.words import say

if TYPE_CHECKING:
    from collections.abc import Iterable

    import numpy as np

    from sim.model.case import Case
    from sim.model.outcome import Outcome
    from sim.model.strategy import Strategy

__all__ = ["Row", "SweepPlan", "Variant", "of_differences", "play_row", "seasons_apart", "with_bases"]

Row = dict[str, Any]


@dataclass(frozen=True, repr=False)
class Variant:
    """One row of a sweep: a strategy, and what its axes set.

    Attributes:
        strategy: the strategy, with a unique key.
        settings: its value on each axis; those of the case and of the model's numbers are set when it is played.
        base: the strategy that it is a variant of, and from which its difference is taken; None = it is of no grid.
    """

    strategy: Strategy
    settings: dict[str, Any] = field(default_factory=dict)
    base: Strategy | None = None

    def __repr__(self) -> str:
        told = ", ".join(f"{axis}={cell(value)}" for axis, value in self.settings.items())
        return f"<Variant {self.strategy.key}: {told}>" if told else f"<Variant {self.strategy.key}>"

    @property
    def is_base(self) -> bool:
        """Whether it is the row that others are held against."""
        return self.base is self.strategy


def with_bases(variants: Iterable[Variant]) -> list[Variant]:
    """Return the variants with the base of each grid before them, unless it is among them: then it stays in its place.

    Raises:
        BadInput: two grids have different bases with the same key.

    >>> from sim.catalogue import load_strategy
    >>> silence = load_strategy("silence")
    >>> [one.is_base for one in with_bases([Variant(silence.model_copy(update={"key": "a"}), {}, silence)])]
    [True, False]
    """
    every = list(variants)
    bases: dict[str, Strategy] = {}
    for base in (one.base for one in every if one.base is not None):
        if bases.setdefault(base.key, base) != base:
            raise BadInput(say("refused_experiment.same_key_given", key=repr(base.key)))
    there = {one.strategy.key for one in every if one.strategy == bases.get(one.strategy.key)}
    first = [Variant(base, {}, base) for key, base in bases.items() if key not in there]
    return first + [Variant(one.strategy, {}, one.strategy) if one.strategy.key in there else one for one in every]


def of_differences(measure: str) -> tuple[str, str, str]:
    """Return the columns of the paired difference from the base: its mean, its half-width, and what that means.

    >>> of_differences("partnership")
    ('partnership_difference', 'partnership_difference_interval', 'partnership_verdict')
    """
    return f"{measure}_difference", f"{measure}_difference_interval", f"{measure}_verdict"


@dataclass(frozen=True)
class SweepPlan:
    """What plays the rows of a sweep; it can be sent to other processes.

    Attributes:
        case, worlds, seed, parameters: as in `simulate`; axes set fields of the case, and parameters, on top of them.
        axes: of all rows. measure: of which differences are taken.
        against: a strategy from which all rows' differences are taken, in the row's own case and model; None = each
            row's base.
        differs: whether some row has another to be compared with.
        others: whether some row's numbers of the model are not as shipped.
    """

    case: Case
    worlds: range
    seed: int
    parameters: Parameters = SHIPPED
    axes: tuple[str, ...] = ()
    measure: str = HEADLINE
    against: Strategy | None = None
    differs: bool = False
    others: bool = False

    def season(self, one: Variant) -> RowSetup:
        """Return what a row plays.

        Raises:
            BadInput: an axis or value that this case, or the model, cannot have.
        """
        return season_of(self.case, one.strategy, self.parameters, one.settings)

    def play(self, season: RowSetup) -> Outcome:
        """Return what came of a row's season."""
        return _played(season, self.worlds, self.seed)

    def cells(self, one: Variant, season: RowSetup) -> Row:
        """Return what stands in a row's columns of axes; the base has its own values."""
        if one.is_base:
            return {axis: cell(value_at(season, axis)) for axis in self.axes}
        return {axis: cell(one.settings.get(axis)) for axis in self.axes}

    def difference(self, one: Variant, season: RowSetup, values: np.ndarray) -> Row:
        """Return a row's paired difference, its interval and its verdict; nothing for what has no base."""
        mean, half, verdict = of_differences(self.measure)
        if self.against is not None:
            other = self._kept(season._replace(strategy=self.against))
        elif one.base is not None:
            other = values if one.is_base else self._kept(RowSetup(self.case, one.base, self.parameters))
        else:
            return {mean: None, half: None, verdict: ""}
        gap = Difference.of(self.measure, values, other)
        told = say("sweep_said.base") if one.is_base and self.against is None else gap.verdict
        return {mean: gap.interval.mean, half: gap.interval.half_width, verdict: told}

    def _kept(self, season: RowSetup) -> np.ndarray:
        return _values(season, self.worlds, self.seed, self.measure)


def _played(season: RowSetup, worlds: range, seed: int) -> Outcome:
    return simulate(season.case, season.strategy, worlds=worlds, seed=seed, parameters=season.parameters)


@lru_cache(maxsize=16)
def _values(season: RowSetup, worlds: range, seed: int, measure: str) -> np.ndarray:
    """Return (worlds,) values that many rows are compared with; whoever plays rows plays them once."""
    return _played(season, worlds, seed).each(measure)


def play_row(plan: SweepPlan, one: Variant) -> Row:
    """Play one strategy; return key, axes, scoreboard, difference from its base, and the model's version."""
    season = plan.season(one)
    outcome = plan.play(season)
    told = outcome.summary()
    del told["hours_by_act"]
    gap = plan.difference(one, season, outcome.each(plan.measure)) if plan.differs else {}
    model = {"parameters": settings_told(season.parameters)} if plan.others else {}
    model["model_version"] = MODEL_VERSION
    return {"key": told.pop("key")} | plan.cells(one, season) | told | gap | model


def seasons_apart(plan: SweepPlan, variants: Iterable[Variant]) -> Iterable[RowSetup]:
    """Yield what rows play that differ in case or numbers of the model, each once, so that all are checked at first.

    Raises:
        BadInput: an axis or value that this case, or the model, cannot have.
    """
    seen = set()
    for one in variants:
        outside = {axis: value for axis, value in one.settings.items() if not axis_of(axis).in_strategy}
        if (told := json.dumps(outside, sort_keys=True, default=str)) not in seen:
            seen.add(told)
            yield plan.season(one)
