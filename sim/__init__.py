"""Mending Bridges: try ways of regaining trust and compare them under the same luck.

>>> import sim
>>> outcome = sim.simulate("missed-deadline", "recovery-plan", worlds=20)
>>> comparison = sim.compare("missed-deadline", ["silence", "recovery-plan"], worlds=20)
>>> comparison.ranked[0].strategy.title
'Developing a recovery plan'
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

from sim.base.errors import BadInput
from sim.catalogue import case_keys, load_case, load_strategy, strategy_keys
from sim.experiments.comparison import Comparison, compare
from sim.experiments.playthrough import Playthrough
from sim.experiments.simulate import simulate
from sim.model.case import Case
from sim.model.outcome import Interval, Outcome
from sim.model.parameters import Parameters
from sim.model.strategy import Strategy

if TYPE_CHECKING:
    from sim import plots
    from sim.experiments.fitting import fit
    from sim.experiments.robustness import robustness
    from sim.experiments.sensitivity import sensitivity
    from sim.experiments.sweep import grid, sweep

    __version__: str

__all__ = [
    "BadInput",
    "Case",
    "Comparison",
    "Interval",
    "Outcome",
    "Parameters",
    "Playthrough",
    "Strategy",
    "__version__",
    "case_keys",
    "compare",
    "fit",
    "grid",
    "load_case",
    "load_strategy",
    "plots",
    "robustness",
    "sensitivity",
    "simulate",
    "strategy_keys",
    "sweep",
]

# Loaded when they are first asked for, so that `import sim` stays light.
_LATER = {
    "fit": "sim.experiments.fitting",
    "grid": "sim.experiments.sweep",
    "robustness": "sim.experiments.robustness",
    "sensitivity": "sim.experiments.sensitivity",
    "sweep": "sim.experiments.sweep",
}


def __getattr__(name: str) -> Any:
    """Load a name that is not needed by everybody."""
    if name in _LATER:
        found = getattr(import_module(_LATER[name]), name)
    elif name == "plots":
        found = import_module("sim.plots")
    elif name == "__version__":
        from importlib.metadata import version

        found = version("mending-bridges")
    else:
        raise AttributeError(f"module 'sim' has no attribute {name!r}")
    globals()[name] = found
    return found


def __dir__() -> list[str]:
    """Return the public names, whether they are loaded or not."""
    return sorted({*globals(), *__all__})
