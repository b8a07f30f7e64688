"""Run nbval on one notebook after another, in a worker process that is replaced when it fails."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import threading
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any, Self

from sim.grading.running.fill_answers import fill_answers

if TYPE_CHECKING:
    from types import TracebackType

    from sim.grading.authoring.master import Master

__all__ = ["Ran", "Runner"]

CELL_SECONDS = 20
START_SECONDS = 60  # to start on a cold disk and a busy machine; not part of a submission's time
KEPT_ENVIRONMENT = ("PATH", "LANG", "LC_ALL", "SYSTEMROOT", "TMPDIR", "TEMP", "PYTHONPATH", "MENDING_BRIDGES_LANG")
MOST_NOTEBOOKS = 100  # notebooks until the process is replaced, which bounds memory


@dataclass(frozen=True, kw_only=True)
class Ran:
    """The result of each cell that has a role; whether the run took too long, or was stopped from outside."""

    seen: list[dict[str, Any]]
    late: bool = False
    stopped: bool = False


class Runner:
    """One worker process, with a temporary folder for all its files.

    Args:
        seconds: how long one submission may take.

    Use it as a context manager, and from one thread at a time.
    """

    def __init__(self, *, seconds: float = 60) -> None:
        self.seconds = seconds
        self._folder = TemporaryDirectory(prefix="grading-", ignore_cleanup_errors=True)
        self._process: subprocess.Popen[str] | None = None
        self._done = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._end()
        self._folder.cleanup()

    def run(self, answers: dict[str, Any], master: Master) -> Ran:
        """Return what nbval finds when it runs the master with a trainee's answers filled in.

        A run that was stopped from outside is tried once more: on a busy machine another program may take the port
        of a kernel that is about to start, or memory may be short for a moment.
        """
        with TemporaryDirectory(dir=self._folder.name, ignore_cleanup_errors=True) as folder:
            notebook = Path(folder) / "exercise.ipynb"
            fill_answers(answers, master, notebook)
            ran = self._ask(notebook)
            return self._ask(notebook) if ran.stopped else ran

    def _ask(self, notebook: Path) -> Ran:
        fresh = self._process is None
        process = self._process = self._process or self._start()
        # The timer kills the process, which ends the wait for its output; this works on every system.
        ended = threading.Event()
        timer = threading.Timer(self.seconds + fresh * START_SECONDS, lambda: (ended.set(), _kill(process)))
        timer.start()
        try:
            task = {"notebook": str(notebook), "cell_seconds": min(CELL_SECONDS, self.seconds)}
            process.stdin.write(json.dumps(task) + "\n")
            process.stdin.flush()
            seen = json.loads(process.stdout.readline())
        except (OSError, ValueError):
            seen = []
        finally:
            timer.cancel()
        found = {one["status"] for one in seen}
        self._done += 1
        if not found or found & {"unsure", "ended"} or self._done >= MOST_NOTEBOOKS:
            self._end()
        late = ended.is_set() or "unsure" in found
        return Ran(seen=seen, late=late, stopped=not late and (not found or "ended" in found))

    def _start(self) -> subprocess.Popen[str]:
        self._done = 0
        environment = {name: os.environ[name] for name in KEPT_ENVIRONMENT if name in os.environ}
        environment |= {
            "HOME": self._folder.name,
            "MENDING_BRIDGES_HOME": self._folder.name,
            "MPLBACKEND": "agg",
            "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1",
            # Several workers run at once, so none may use all cores for arithmetic.
            "OMP_NUM_THREADS": "1",
            "OPENBLAS_NUM_THREADS": "1",
        }
        return subprocess.Popen(
            [sys.executable, "-m", "sim.grading.running.worker"],
            cwd=self._folder.name,
            env=environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
            encoding="utf-8",
            start_new_session=True,
        )

    def _end(self) -> None:
        process, self._process = self._process, None
        if process is None:
            return
        with suppress(OSError, ValueError):
            process.stdin.close()
        try:
            process.wait(timeout=10)
        except subprocess.TimeoutExpired:
            _kill(process)
            process.wait()
        process.stdout.close()


def _kill(process: subprocess.Popen[str]) -> None:
    """End a worker and, where the system has process groups, its kernel; elsewhere a kernel ends itself."""
    with suppress(OSError):
        if hasattr(os, "killpg"):
            os.killpg(process.pid, signal.SIGKILL)
        else:
            process.kill()
