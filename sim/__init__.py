"""Mending Bridges: try ways of regaining trust and compare them under the same luck.

>>> import sim
>>> outcome = sim.simulate("missed-deadline", "recovery-plan", worlds=20)
>>> comparison = sim.compare("missed-deadline", ["silence", "recovery-plan"], worlds=20)
>>> comparison.ranked[0].strategy.title
'Developing a recovery plan'
"""

from sim.catalogue import case_keys, load_case, load_strategy, strategy_keys
from sim.comparison import Comparison, compare
from sim.errors import BadInput
from sim.outcome import Outcome
from sim.parameters import Parameters
from sim.playthrough import Playthrough
from sim.scenario import Case
from sim.simulate import simulate
from sim.strategy import Strategy

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
