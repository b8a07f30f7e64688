"""Simulate what the lab shows, and keep the last few results, since a baseline does not change with every move."""

from __future__ import annotations

from collections import OrderedDict, defaultdict
from typing import TYPE_CHECKING

from sim.simulate import simulate

if TYPE_CHECKING:
    from sim.outcome import Outcome
    from sim.scenario import Case
    from sim.strategy import Strategy

__all__ = ["QUICK", "REFINED", "Runs"]

QUICK, REFINED = 50, 200  # worlds of the answer at once, and of the one that follows at rest
MOST = 16  # outcomes that are kept of each number of worlds: about 1.5 MB each with 200, 0.5 with 50
# A kernel serves one trainee, so each panel of a page may take what another has simulated.
KEPT: defaultdict[int, OrderedDict[tuple[object, ...], Outcome]] = defaultdict(OrderedDict)


class Runs:
    """Outcomes by case, acts, worlds: the newest few are kept, a drag's quick ones apart from the refined ones.

    >>> from sim.catalogue import load_case, load_strategy
    >>> runs, case, silence = Runs(), load_case("missed-deadline"), load_strategy("silence")
    >>> runs.outcome(case, silence, worlds=2) is runs.outcome(case, silence, worlds=2)
    True
    """

    def __init__(self, seed: int = 0) -> None:
        self.seed = seed

    def outcome(self, case: Case, strategy: Strategy, *, worlds: int) -> Outcome:
        """Return the outcome of a strategy in the worlds from 0 on."""
        key, kept = (case, strategy.acts, strategy.title, self.seed), KEPT[worlds]
        if key not in kept:
            kept[key] = simulate(case, strategy, worlds=worlds, seed=self.seed)
        kept.move_to_end(key)
        while len(kept) > MOST:
            kept.popitem(last=False)
        return kept[key]

    def one_world(self, case: Case, strategy: Strategy, world: int) -> Outcome:
        """Return one world with its diary, from which a story can be told."""
        return simulate(case, strategy, worlds=range(world, world + 1), seed=self.seed, by_world=True)
