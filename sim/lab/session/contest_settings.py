"""What is set on the panel of lesson 05, and the seasons that are simulated for it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from sim.catalogue import strategy_keys
from sim.experiments.simulate import simulate
from sim.lab.session.simulation_cache import REFINED
from sim.model.measures import HEADLINE
from sim.model.parameters import Parameters

if TYPE_CHECKING:
    import numpy as np

    from sim.model.case import Case

__all__ = ["COUNTS", "INDEPENDENT", "MODELS", "PAIRED", "SHIPPED", "ContestSettings", "partnership"]

COUNTS = (1, 2, 5, 10, 20, 50, 100, REFINED)  # of worlds
SHIPPED = "shipped"
# Other parameters, within the ranges of docs/parameters.md or a little beyond them: alternatives, not a better model.
MODELS: dict[str, dict[str, float]] = {
    SHIPPED: {},
    "loss": {"loss_competence": 2.5},
    "memory": {"half_life_bad": 104},
    "waiting": {"waiting_factor": 0.5},
}
PAIRED, INDEPENDENT = "same", "own"  # as saved answers and keys of texts name them


@dataclass(frozen=True)
class ContestSettings:
    """What is compared, and in which worlds.

    Attributes:
        one, other: keys of the two strategies that are compared in detail.
        worlds: how many.
        seed: from which the luck of all strategies is drawn.
        pairing: PAIRED, both under the same luck, or INDEPENDENT.
        model: a key of MODELS.

    >>> settings = ContestSettings("silence", "flood")
    >>> settings.with_saved({"worlds": 5, "luck": "own", "one": "nobody"}).saved
    {'worlds': 5, 'draw': 0, 'one': 'silence', 'other': 'flood', 'luck': 'own', 'model': 'shipped'}
    """

    one: str
    other: str
    worlds: int = COUNTS[0]
    seed: int = 0
    pairing: str = PAIRED
    model: str = SHIPPED

    @property
    def saved(self) -> dict[str, Any]:
        """The settings as a progress file holds them."""
        lasting = {"one": self.one, "other": self.other, "luck": self.pairing, "model": self.model}
        return {"worlds": self.worlds, "draw": self.seed} | lasting

    def with_saved(self, state: Any) -> ContestSettings:
        """Return saved settings; those that cannot be read stay as they are here."""
        if not isinstance(state, dict):
            return self
        strategies, pairings = strategy_keys(), (PAIRED, INDEPENDENT)
        allowed = {"worlds": COUNTS, "one": strategies, "other": strategies, "luck": pairings, "model": tuple(MODELS)}
        fits = {name: state[name] for name, values in allowed.items() if state.get(name) in values}
        if isinstance(state.get("draw"), int) and 0 <= state["draw"] < REFINED:
            fits["draw"] = state["draw"]
        names = {"luck": "pairing", "draw": "seed"}
        return replace(self, **{names.get(name, name): value for name, value in fits.items()})

    def trust(self, case: Case, key: str, *, seed: int | None = None) -> np.ndarray:
        """Return (worlds,) partnership over the season; seed: another one than the panel's."""
        return partnership(case, key, self.model, self.seed if seed is None else seed)[: self.worlds]


@lru_cache(maxsize=1_000)
def partnership(case: Case, key: str, model: str, seed: int) -> np.ndarray:
    """Return (REFINED,) partnership over the season, cached: both panels and each step of the slider need the same."""
    outcome = simulate(case, key, worlds=REFINED, seed=seed, parameters=Parameters(**MODELS[model]))
    return outcome.each(HEADLINE)
