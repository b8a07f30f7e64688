"""In a browser's page there is no IPython: what widgets ask of it says that nobody is there."""

from __future__ import annotations

import sys
from types import ModuleType
from typing import Any

__all__ = ["install"]

MODULES = ("IPython", "IPython.core", "IPython.core.interactiveshell", "IPython.display")


def install() -> None:
    """Let `import IPython` give what ipywidgets and the course ask for, before either is imported.

    IPython and what it needs would be a third of all that a page loads, and none of it would be called.
    """
    made = {name: ModuleType(name) for name in MODULES}
    for name, module in made.items():
        module.__path__ = []  # type: ignore[attr-defined]
        parent, _, own = name.rpartition(".")
        if parent:
            setattr(made[parent], own, module)
    made["IPython"].get_ipython = _nobody  # type: ignore[attr-defined]
    made["IPython.core.interactiveshell"].InteractiveShell = type("InteractiveShell", (), {})  # type: ignore[attr-defined]
    for name in ("display", "update_display", "clear_output"):
        setattr(made["IPython.display"], name, _nobody)
    sys.modules.update(made)


def _nobody(*_asked: Any, **_named: Any) -> None:
    """Return nothing: there is no shell, and nothing that it could show."""
