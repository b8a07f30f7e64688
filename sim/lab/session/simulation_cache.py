"""Simulate what the lab shows, and cache the last few outcomes."""

from __future__ import annotations

from collections import OrderedDict, defaultdict
from typing import TYPE_CHECKING, NamedTuple

from sim.experiments.simulate import simulate

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sim.model.case import Case
    from sim.model.outcome import Outcome
    from sim.model.strategy import Strategy

__all__ = ["QUICK", "REFINED", "Shown", "SimulationCache"]

QUICK, REFINED = 50, 200  # worlds of the quick answer during a drag, and of the refined one after it
MOST_OUTCOMES = 16  # cached outcomes for each number of worlds: about 1.5 MB each with 200, 0.5 with 50
# A kernel serves one trainee, so all panels of a page can share a cache.
KEPT: defaultdict[int, OrderedDict[tuple[object, ...], Outcome]] = defaultdict(OrderedDict)


class SimulationCache:
    """The newest outcomes by case, acts and worlds; a drag's quick ones are cached apart from refined ones.

    Args:
        seeds: a refined outcome uses all of them, any other one the first worlds of the first.
        each: worlds of each seed in a refined outcome.

    >>> from sim.catalogue import load_case, load_strategy
    >>> runs, case, silence = SimulationCache(), load_case("missed-deadline"), load_strategy("silence")
    >>> runs.outcome(case, silence, worlds=2) is runs.outcome(case, silence, worlds=2)
    True
    """

    def __init__(self, seeds: Sequence[int] = (0,), each: int = REFINED) -> None:
        self.seeds, self.each = tuple(seeds), each

    @property
    def count(self) -> int:
        """Worlds of a refined outcome."""
        return len(self.seeds) * self.each

    def outcome(self, case: Case, strategy: Strategy, *, worlds: int) -> Outcome:
        """Return the outcome of a strategy in the first worlds; REFINED = in all of them."""
        seeds, each = (self.seeds, self.each) if worlds == REFINED else (self.seeds[:1], worlds)
        key, kept = (case, strategy.acts, strategy.title, seeds, each), KEPT[worlds]
        # Removed and added again, so that the newest is the last.
        found = kept.pop(key, None) or simulate(case, strategy, worlds=each, seed=seeds)
        kept[key] = found
        if len(kept) > MOST_OUTCOMES:
            kept.popitem(last=False)
        return found

    def one_world(self, case: Case, strategy: Strategy, world: int) -> Outcome:
        """Return one world of a refined outcome with its diary, for a story."""
        seed, world = self.seeds[world // self.each], world % self.each
        return simulate(case, strategy, worlds=range(world, world + 1), seed=seed, by_world=True)


class Shown(NamedTuple):
    """One strategy in the picture: its label and its outcome."""

    label: str
    outcome: Outcome
