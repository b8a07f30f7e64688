"""A second implementation of the model, from docs/model.md alone: one world at a time, plain floats and loops.

It is slow and plain on purpose. The engine must agree with it to 1e-9, world by world. Each file is a chapter of
docs/model.md; it reads the data classes of cases, strategies and parameters, and the luck, and nothing else of `sim`.
"""

from reference.names import CAUSES, HOURS, KINDS
from reference.outcome import ReferenceOutcome
from reference.season import simulate_world

__all__ = ["CAUSES", "HOURS", "KINDS", "ReferenceOutcome", "simulate_world"]
