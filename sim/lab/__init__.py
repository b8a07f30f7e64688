"""Panels for notebooks: the lab, and lessons made of it."""

from sim.lab.bench import Bench
from sim.lab.lesson import lesson

__all__ = ["Bench", "lesson"]
