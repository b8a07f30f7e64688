"""Mending Bridges: try ways of regaining trust and compare them under the same luck.

>>> import sim
>>> outcome = sim.simulate("missed-deadline", "recovery-plan", worlds=20)
>>> comparison = sim.compare("missed-deadline", ["silence", "recovery-plan"], worlds=20)
>>> comparison.ranked[0].strategy.title
'Developing a recovery plan'
"""

from sim.base.errors import BadInput
from sim.catalogue import case_keys, load_case, load_strategy, strategy_keys
from sim.experiments.comparison import Comparison, compare
from sim.experiments.playthrough import Playthrough
from sim.experiments.simulate import simulate
from sim.model.case import Case
from sim.model.outcome import Outcome
from sim.model.parameters import Parameters
from sim.model.strategy import Strategy

__all__ = [
    "BadInput",
    "Case",
    "Comparison",
    "Outcome",
    "Parameters",
    "Playthrough",
    "Strategy",
    "case_keys",
    "compare",
    "load_case",
    "load_strategy",
    "simulate",
    "strategy_keys",
]
