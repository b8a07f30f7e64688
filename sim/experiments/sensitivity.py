"""Sensitivity: which assumptions drive the outcomes? Each is moved through its plausible range."""

from collections.abc import Collection, Mapping, Sequence
from concurrent.futures import Executor
from functools import partial
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any

import numpy as np

from sim.base.errors import BadInput
from sim.catalogue import load_case, load_strategy
from sim.experiments.evidence.checking import WORLDS_A_DRAW
from sim.experiments.evidence.draws import even_in_logarithm
from sim.experiments.robustness import HEAD, KEPT, MEASURES, figures_of, in_words
from sim.experiments.simulate import checked_parameters
from sim.experiments.sweep import Progress, parallel_map
from sim.model.case import Case
from sim.model.parameters import Parameters, ranges
from sim.model.strategy import Strategy
from sim.texts.refusals import whole_number
from sim.texts.words import say

if TYPE_CHECKING:
    import pandas as pd


MOST_PATHS = 1_000


def sensitivity(
    case: Case | str,
    one: Strategy | str,
    other: Strategy | str,
    *,
    paths: int = 20,
    worlds: int = WORLDS_A_DRAW,
    seed: int = 0,
    parameters: Parameters | None = None,
    executor: Executor | None = None,
    progress: Progress | None = None,
) -> "pd.DataFrame":
    """Return how far each assumption, moved through its plausible range, moves each outcome, by Morris's method.

    A path starts at random values and moves one assumption at a time, by two thirds of its range. An assumption's
    effect is the mean size of the change, scaled to the whole range and in the outcome's units.

    Args:
        case, one, other, worlds, seed: as in `compare`; the same worlds for each set of parameters.
        paths: how many. parameters: those that are not as shipped stay as they are, and are not moved.
        executor: any `concurrent.futures` executor; None = this process.
        progress: called with (done, total).

    Returns:
        a tidy frame with outcome, parameter, effect, half_width (of its 95 % interval), direction (the mean change
        with its sign) and wobble (its standard deviation: large where it depends on the other assumptions), the
        largest effect on each outcome first. The last outcome is the difference in trust over the year.

    Raises:
        BadInput: SALib is not installed; paths outside 2 to 1,000; as `simulate`. docs/modellers.md has an example.

    >>> sensitivity("missed-deadline", "silence", "flood", paths=1)
    Traceback (most recent call last):
    sim.base.errors.BadInput: paths (= 1) must be at least 2
    """
    paths = whole_number("paths", paths, least=2, most=MOST_PATHS)  # of one path there is no spread
    if find_spec("SALib") is None:
        raise BadInput(say("refused_experiment.no_salib"))
    from SALib.sample import morris

    fixed = checked_parameters(parameters).settings
    problem = _problem(fixed)
    points = morris.sample(problem, paths, seed=seed)
    sets = [Parameters(**fixed, **dict(zip(problem["names"], map(float, point), strict=True))) for point in points]
    situation, strategies = load_case(case), (load_strategy(one), load_strategy(other))
    plays = [(strategy, parameters, range(worlds)) for parameters in sets for strategy in strategies]
    figures = parallel_map(partial(figures_of, situation, seed), plays, executor=executor, progress=progress)
    played = np.array(figures).reshape(len(sets), 2, len(MEASURES))
    return _effects(problem, points, _outcomes(played, [strategy.key for strategy in strategies]), seed)


def _problem(fixed: Collection[str] = ()) -> dict[str, Any]:
    """Return the ranges in SALib's format; half-lives are uniform in their logarithm, as in the random draws."""
    names = [name for name in ranges() if name not in fixed]
    kinds = ["logunif" if even_in_logarithm(name) else "unif" for name in names]
    return {"num_vars": len(names), "names": names, "bounds": [list(ranges()[name]) for name in names], "dists": kinds}


def _outcomes(played: np.ndarray, keys: Sequence[str]) -> dict[str, np.ndarray]:
    one, other = map(in_words, keys)
    return {
        say("assumptions.partnership", strategy=one): played[:, 0, HEAD],
        say("assumptions.partnership", strategy=other): played[:, 1, HEAD],
        say("assumptions.commitments_kept", strategy=one): played[:, 0, KEPT],
        say("assumptions.commitments_kept", strategy=other): played[:, 1, KEPT],
        say("assumptions.difference"): played[:, 0, HEAD] - played[:, 1, HEAD],
    }


def _effects(
    problem: dict[str, Any], points: np.ndarray, outcomes: Mapping[str, np.ndarray], seed: int
) -> "pd.DataFrame":
    import pandas as pd
    from SALib.analyze import morris

    parts = []
    for outcome, values in outcomes.items():
        found = morris.analyze(problem, points, values, seed=seed)
        part = pd.DataFrame({
            "outcome": outcome,
            "parameter": problem["names"],
            "effect": np.asarray(found["mu_star"]),
            "half_width": np.asarray(found["mu_star_conf"]),
            "direction": np.asarray(found["mu"]),
            "wobble": np.asarray(found["sigma"]),
        })  # fmt: skip
        parts.append(part.sort_values("effect", ascending=False))
    return pd.concat(parts, ignore_index=True)
