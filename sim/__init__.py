"""Mending Bridges: try ways of regaining trust and compare them."""

from sim.thin import Plan, Season, compare, simulate

__all__ = ["Plan", "Season", "compare", "simulate"]
