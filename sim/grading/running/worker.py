"""The worker process, in which nbval runs one notebook after another.

Started by `sim.grading.running.run`. It reads lines of JSON, `{"notebook", "cell_seconds"}`, and answers each with one:
what the recorder found.
"""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path

import pytest

from sim.base.processes import skip_slow_import
from sim.grading.running.recorder import Recorder

__all__ = ["main"]

MOST_MEMORY = 4_000_000_000  # bytes for this process and for its kernel; enough for libraries that reserve a lot


def main() -> None:
    """Run notebooks until the input ends; pytest's own output is discarded."""
    answers = os.fdopen(os.dup(1), "w", encoding="utf-8")
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 1)
    os.dup2(nowhere, 2)
    _limit_memory()
    skip_slow_import()
    from sim.grading.running.kernel import keep_kernel, let_go  # with the notebook libraries

    keep_kernel()
    try:
        for line in sys.stdin:
            task = json.loads(line)
            answers.write(json.dumps(_run(Path(task["notebook"]), task["cell_seconds"])) + "\n")
            answers.flush()
    finally:
        let_go()


def _run(notebook: Path, cell_seconds: float) -> list[dict[str, object]]:
    recorder = Recorder()
    pytest.main(
        [
            *("--quiet", "--assert=plain", "-p", "nbval.plugin", "-p", "no:cacheprovider"),
            # The temporary folder above is shared and slow to list; the last two plugins collect garbage each time.
            *("--rootdir", str(notebook.parent), "--confcutdir", str(notebook.parent), "-c", os.devnull),
            *("-p", "no:unraisableexception", "-p", "no:threadexception"),
            *("--nbval-lax", "--nbval-current-env", "--nbval-cell-timeout", str(cell_seconds)),
            str(notebook),
        ],
        plugins=[recorder],
    )
    return recorder.seen


def _limit_memory() -> None:
    """Limit memory, where the system supports it, so that one answer cannot use up the machine's."""
    try:
        import resource
    except ImportError:  # Windows
        return
    _, hard = resource.getrlimit(resource.RLIMIT_AS)
    most = MOST_MEMORY if hard == resource.RLIM_INFINITY else min(MOST_MEMORY, hard)
    resource.setrlimit(resource.RLIMIT_AS, (most, hard))


if __name__ == "__main__":
    main()
