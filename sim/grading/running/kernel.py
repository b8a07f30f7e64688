"""A kernel that nbval uses for one notebook after another.

Starting a kernel and importing the model takes longer than checking an answer. Only the master's own
cells run in it, and its names are cleared after each notebook; a kernel that does not answer at once is replaced.
"""

from __future__ import annotations

import os
from contextlib import suppress
from queue import Empty
from time import monotonic
from typing import Any

import nbval.plugin
from nbval.kernel import RunningKernel

__all__ = ["keep_kernel", "let_go"]

LOOK_EVERY = 1  # seconds between checks whether a silent kernel still runs
PATIENCE = 5  # seconds in which an idle kernel clears its names
MOST_NOTEBOOKS = 100  # bounds the memory that libraries keep
# IPython collects garbage when it clears names. The libraries' objects stay, so the collector leaves them out: with
# them, it took a quarter of a kernel's time.
CLEAR = '%reset -f\n__import__("gc").freeze()'

_kept: list[KeptKernel] = []


class KeptKernel(RunningKernel):
    """A kernel that is kept after the notebook for which it was started."""

    def __init__(self, kernel_name: str, cwd: str | None = None, startup_timeout: int = 60) -> None:
        super().__init__(kernel_name, cwd=cwd, startup_timeout=startup_timeout)
        self.used = 0

    def get_message(self, stream: str, timeout: float | None = None) -> dict[str, Any]:
        """Return the next message of a stream; nbval alone would wait for an ended kernel as long as for a slow one.

        Raises:
            Empty: none came in time.
            RuntimeError: the kernel has ended, so no message will come.
        """
        # nbval's own method formats each message for a log that nobody keeps.
        read = self.kc.get_iopub_msg if stream == "iopub" else self.kc.get_shell_msg
        end = None if timeout is None else monotonic() + timeout
        while True:
            left = LOOK_EVERY if end is None else min(LOOK_EVERY, max(0, end - monotonic()))
            try:
                return read(timeout=left)
            except Empty:
                if not self.is_alive():
                    raise RuntimeError("the kernel has ended") from None
                if end is not None and monotonic() >= end:
                    raise

    def stop(self) -> None:
        """Clear all names for the next notebook; end the kernel if it cannot."""
        self.used += 1
        if self.used < MOST_NOTEBOOKS and self._clears():
            _kept[:] = [self]
        else:
            _kept.clear()
            super().stop()

    def _clears(self) -> bool:
        try:
            asked = self.execute_cell_input(CLEAR, allow_stdin=False)
            self.await_reply(asked, timeout=PATIENCE)
            self.await_idle(asked, PATIENCE)
        except (Empty, RuntimeError, OSError):
            return False
        return True


def keep_kernel() -> None:
    """Make nbval, in this process, use a kept kernel instead of starting one."""
    nbval.plugin.RunningKernel = _lend


def let_go() -> None:
    """End the kept kernel."""
    while _kept:
        with suppress(OSError, RuntimeError):
            RunningKernel.stop(_kept.pop())


def _lend(kernel_name: str, cwd: str | None = None, startup_timeout: int = 60) -> KeptKernel:
    if _kept and _kept[0].is_alive():
        return _kept.pop()
    # A notebook's folder is deleted after its run; the kernel's must stay.
    return KeptKernel(kernel_name, cwd=os.path.dirname(cwd or "") or None, startup_timeout=startup_timeout)  # noqa: PTH120
