"""Grading: fill answers into master notebooks, run these with nbval, and report the results.

Trainees supply data, never code or expected outputs.
"""

from importlib import import_module
from typing import Any

# The notebook libraries take two seconds to load; neither a check in a kernel nor `mend --help` should wait for them.
_HOMES = {
    "grade_all": "running.batch",
    "grade_class": "marking.class_folder",
    "mark_class": "marking.class_folder",
    "fill_class": "marking.class_folder",
    "beats_silence": "authoring.checks",
    "checker": "authoring.checks",
    "verdict": "authoring.checks",
    "within": "authoring.checks",
    "load_masters": "authoring.master",
    "run_masters": "authoring.master",
    "release_all": "authoring.release",
    "write_masters": "authoring.write_masters",
    "write_report": "reports.report",
}

__all__ = list(_HOMES)


def __getattr__(name: str) -> Any:
    """Import a public name from its module when it is first used."""
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)
