"""Panels for notebooks: a control, and a picture that follows it."""

from sim.lab.bench import Bench
from sim.lab.rhythm import RhythmPanel

__all__ = ["Bench", "RhythmPanel"]
