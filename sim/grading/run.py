"""Run: nbval, on one copy of a master, in a process of its own."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from typing import TYPE_CHECKING, Any

from sim.grading.recorder import RESULTS

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["run_nbval"]

CELL_SECONDS = 20
WALL_SECONDS = 120
KEPT_ENVIRONMENT = ("PATH", "LANG", "LC_ALL", "SYSTEMROOT", "TMPDIR", "PYTHONPATH")


def run_nbval(notebook: Path) -> list[dict[str, Any]]:
    """Return what became of each cell that has a role: `{"grade_id", "role", "status"}`.

    Status is passed, failed, skipped or unsure. The list is empty when the run broke off.
    """
    folder = notebook.parent
    results = folder / "results.json"
    environment = {name: os.environ[name] for name in KEPT_ENVIRONMENT if name in os.environ}
    environment |= {
        "HOME": str(folder),
        "MPLBACKEND": "agg",
        "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1",
        RESULTS: str(results),
    }
    try:
        subprocess.run(
            _command(notebook),
            cwd=folder,
            env=environment,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            timeout=WALL_SECONDS,
            check=False,  # a failing check is a verdict, not an error
        )
        return json.loads(results.read_text(encoding="utf-8"))
    except (subprocess.TimeoutExpired, OSError, ValueError):
        return []


def _command(notebook: Path) -> list[str]:
    plugins = ("nbval.plugin", "sim.grading.recorder", "no:cacheprovider")
    return [
        *(sys.executable, "-m", "pytest", "--quiet"),
        *(part for plugin in plugins for part in ("-p", plugin)),
        *("--rootdir", str(notebook.parent), "-c", os.devnull),
        *("--nbval-lax", "--nbval-current-env", "--nbval-cell-timeout", str(CELL_SECONDS)),
        str(notebook),
    ]
