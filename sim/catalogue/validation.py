"""Validation: see `sim.model.validation`, which cases and acts that are built in Python need too."""

from sim.model.validation import checked, nearest, shown

__all__ = ["checked", "nearest", "shown"]
