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

QUICK, REFINED = 50, 200  # worlds of the answer at once, and of the one that follows at rest
MOST_OUTCOMES = 16  # outcomes that are kept of each number of worlds: about 1.5 MB each with 200, 0.5 with 50
# A kernel serves one trainee, so each panel of a page may take what another has simulated.
KEPT: defaultdict[int, OrderedDict[tuple[object, ...], Outcome]] = defaultdict(OrderedDict)


class SimulationCache:
    """Outcomes by case, acts, worlds: the newest few are kept, a drag's quick ones apart from the refined ones.

    Args:
        seeds: the luck; a refined outcome plays all of them, any other one the first worlds of the first.
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
        """Return the outcome of a strategy in the worlds from 0 on; REFINED = in all that there are."""
        seeds, each = (self.seeds, self.each) if worlds == REFINED else (self.seeds[:1], worlds)
        key, kept = (case, strategy.acts, strategy.title, seeds, each), KEPT[worlds]
        # Taken out and put back: the newest stands last.
        found = kept.pop(key, None) or simulate(case, strategy, worlds=each, seed=seeds)
        kept[key] = found
        if len(kept) > MOST_OUTCOMES:
            kept.popitem(last=False)
        return found

    def one_world(self, case: Case, strategy: Strategy, world: int) -> Outcome:
        """Return one world of a refined outcome with its diary, from which a story can be told."""
        seed, world = self.seeds[world // self.each], world % self.each
        return simulate(case, strategy, worlds=range(world, world + 1), seed=seed, by_world=True)


class Shown(NamedTuple):
    """One strategy in the picture: what it is called there, and what it came to."""

    label: str
    outcome: Outcome
