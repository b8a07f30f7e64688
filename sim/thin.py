"""A first, thin model: one partner, one open commitment, updates and an apology.

It exists so that every part of the course has something to stand on. It is no forecast, and every
number in it is an assumption. Time is counted in weeks; trust is an array whose last axis is the
world, one replication of the same season under other luck.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import simpy

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

__all__ = ["Plan", "Season", "compare", "simulate"]

CAUTION = 4.0  # evidence that the partner's first impression is worth
FIRST_IMPRESSION = 0.6  # trust before any evidence
BREACH = 3.0  # bad evidence left by the missed deadline
FORGIVEN_BY_APOLOGY = 0.4  # share of bad evidence that an apology on day 0 cancels
APOLOGY_FADES = 6.0  # weeks in which a waiting apology loses about two thirds of its effect
WORRY_GROWS = 2.0  # weeks in which unease about an open matter grows by about two thirds
UNEASE_COSTS = 0.5  # bad evidence a week at full unease
CALMED_BY_UPDATE = 0.7  # share of unease that an update takes away
LOAD_FADES = 4.0  # weeks in which the burden of past messages falls by about two thirds
LOAD_BORNE = 2.0  # messages on the partner's mind before they become a nuisance
NUISANCE_COSTS = 0.2  # bad evidence a week for each message above that
PROMISED_WEEK = 12  # the week for which the new date was promised
WORK_LEFT = 8.0  # weeks of work until it is done, were nothing to come between
UPDATE_TAKES = 0.12  # weeks of work that one update costs
KEPT, BROKEN = 2.0, 2.5  # good and bad evidence of a kept and of a broken promise


@dataclass(frozen=True, kw_only=True)
class Plan:
    """What the organisation does after the missed deadline.

    Args:
        title: a name for people.
        update_every: weeks between updates, a whole number >= 1, or None for no updates.
        apology_week: the week of the apology, a whole number >= 0, or None for no apology.

    Raises:
        ValueError: a rhythm or week outside its range.

    >>> Plan(title="Keep in touch", update_every=2).apology_week is None
    True
    >>> Plan(title="Too eager", update_every=0)
    Traceback (most recent call last):
        ...
    ValueError: update_every(=0) must be a whole number >= 1, or None.
    """

    title: str
    update_every: int | None = None
    apology_week: int | None = None

    def __post_init__(self) -> None:
        _check_whole("update_every", self.update_every, 1)
        _check_whole("apology_week", self.apology_week, 0)


@dataclass(frozen=True, kw_only=True)
class Season:
    """How one plan went.

    Args:
        plan: the plan that was followed.
        trust: (weeks + 1, worlds) floats in [0, 1], read-only; row 0 is right after the breach.
        kept: (worlds,) bools, read-only: whether the promised date was kept.
    """

    plan: Plan
    trust: np.ndarray
    kept: np.ndarray

    @property
    def season_trust(self) -> float:
        """The mean trust over all weeks and worlds."""
        return float(self.trust.mean())

    @property
    def final_trust(self) -> float:
        """The mean trust over all worlds in the last week."""
        return float(self.trust[-1].mean())


def simulate(plan: Plan, *, worlds: int = 200, seed: int = 0, weeks: int = 26) -> Season:
    """Follow one plan through a season, in all worlds at once.

    Args:
        plan: what the organisation does.
        worlds: how many replications, >= 1.
        seed: names the luck; the same seed gives the same season.
        weeks: length of the season, >= 1.

    Returns:
        The season, with trust of shape (weeks + 1, worlds).

    Raises:
        ValueError: worlds or weeks below 1, or a negative seed.

    >>> simulate(Plan(title="Silence"), worlds=3).trust.shape
    (27, 3)
    """
    _check_whole("worlds", worlds, 1)
    _check_whole("weeks", weeks, 1)
    _check_whole("seed", seed, 0)
    overrun = np.random.default_rng(seed).lognormal(np.log(1.3), 0.3, worlds)
    partner = _Partner(worlds)
    kept = WORK_LEFT * overrun + _weeks_spent_writing(plan) <= PROMISED_WEEK
    env = simpy.Environment()
    env.process(_promise(env, partner, kept))
    if plan.update_every is not None:
        env.process(_updates(env, partner, plan.update_every))
    if plan.apology_week is not None:
        env.process(_apology(env, partner, plan.apology_week))
    trust = np.empty((weeks + 1, worlds))
    trust[0] = partner.trust
    for week in range(1, weeks + 1):
        env.run(until=week)
        partner.wait_a_week(is_open=week <= PROMISED_WEEK)
        trust[week] = partner.trust
    for array in (trust, kept):
        array.flags.writeable = False
    return Season(plan=plan, trust=trust, kept=kept)


def compare(plans: Sequence[Plan], *, worlds: int = 200, seed: int = 0, weeks: int = 26) -> list[Season]:
    """Follow several plans through the same luck, best season first.

    Args:
        plans: at least one plan.
        worlds: how many replications, >= 1; world k has the same luck under every plan.
        seed: names the luck.
        weeks: length of the season, >= 1.

    Returns:
        One season for each plan, ranked by mean trust over the season.

    Raises:
        ValueError: no plans, or what `simulate` refuses.

    >>> quiet, kind = Plan(title="Silence"), Plan(title="Sorry", apology_week=1)
    >>> [season.plan.title for season in compare([quiet, kind])]
    ['Sorry', 'Silence']
    """
    if not plans:
        raise ValueError("plans(=[]) must name at least one plan.")
    seasons = [simulate(plan, worlds=worlds, seed=seed, weeks=weeks) for plan in plans]
    return sorted(seasons, key=lambda season: -season.season_trust)


class _Partner:
    """One partner's view of the organisation, in every world."""

    def __init__(self, worlds: int) -> None:
        self.good = np.zeros(worlds)
        self.bad = np.full(worlds, BREACH)
        self.unease = np.full(worlds, 0.5)
        self.load = 0.0

    @property
    def trust(self) -> np.ndarray:
        weight = self.good + self.bad + CAUTION
        return (self.good + CAUTION * FIRST_IMPRESSION) / weight

    def wait_a_week(self, *, is_open: bool) -> None:
        self.unease += (float(is_open) - self.unease) * (1 - np.exp(-1 / WORRY_GROWS))
        nuisance = max(0.0, self.load - LOAD_BORNE)
        self.bad = self.bad + UNEASE_COSTS * self.unease + NUISANCE_COSTS * nuisance
        self.load *= np.exp(-1 / LOAD_FADES)


def _promise(env: simpy.Environment, partner: _Partner, kept: np.ndarray) -> Iterator[simpy.Event]:
    yield env.timeout(PROMISED_WEEK - 0.5)
    partner.good = partner.good + KEPT * kept
    partner.bad = partner.bad + BROKEN * ~kept


def _updates(env: simpy.Environment, partner: _Partner, every: int) -> Iterator[simpy.Event]:
    while True:
        yield env.timeout(every - 0.5 if env.now == 0 else every)
        partner.unease = partner.unease * (1 - CALMED_BY_UPDATE)
        partner.load += 1


def _apology(env: simpy.Environment, partner: _Partner, week: int) -> Iterator[simpy.Event]:
    yield env.timeout(week)
    partner.bad = partner.bad * (1 - FORGIVEN_BY_APOLOGY * np.exp(-week / APOLOGY_FADES))


def _weeks_spent_writing(plan: Plan) -> float:
    if plan.update_every is None:
        return 0.0
    return UPDATE_TAKES * (PROMISED_WEEK // plan.update_every)


def _check_whole(name: str, value: int | None, least: int) -> None:
    optional = name in Plan.__dataclass_fields__
    if optional and value is None:
        return
    if isinstance(value, bool) or not isinstance(value, int) or value < least:
        suffix = ", or None." if optional else "."
        raise ValueError(f"{name}(={value!r}) must be a whole number >= {least}{suffix}")
