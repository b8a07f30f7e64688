"""Worker processes: quick to start, never left behind, and only the command itself handles Ctrl-C."""

from __future__ import annotations

import os
import signal
import sys
import threading
from concurrent.futures import Executor, ProcessPoolExecutor
from contextlib import contextmanager
from multiprocessing import active_children, get_context, parent_process
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["processes", "skip_slow_import"]

SLOW = "rfc3987_syntax"


def skip_slow_import() -> None:
    """Keep jsonschema from building its grammar of IRIs, which takes two thirds of the time to import Jupyter.

    It then believes that the package is missing and works without; no schema of Jupyter has an IRI. The fault:
    https://github.com/python-jsonschema/jsonschema/issues/1428 (tests/test_workarounds.py tells when it is gone).
    """
    sys.modules.setdefault(SLOW, None)  # type: ignore[arg-type] - Python's own way to say "not there"


@contextmanager
def processes(jobs: int) -> Iterator[Executor | None]:
    """Yield an executor with `jobs` worker processes; None for one job, which this process does itself.

    On Ctrl-C or any other error, unfinished work is dropped.
    """
    if jobs == 1:
        yield None
        return
    # Fresh processes: one that is copied while a progress bar runs may hang.
    pool = _Pool(jobs, mp_context=get_context("spawn"), initializer=_follow_parent)
    try:
        yield pool
    except BaseException:
        _drop(pool)
        raise
    pool.shutdown()


def _drop(pool: Executor) -> None:
    # Before Python 3.13 the pool's own thread prints a traceback where work was cancelled and its process is gone.
    told, threading.excepthook = threading.excepthook, lambda _: None
    try:
        for child in active_children():
            child.terminate()
        pool.shutdown(cancel_futures=True)
    finally:
        threading.excepthook = told


class _Pool(ProcessPoolExecutor):
    """A pool whose processes never receive Ctrl-C, not even while they import their modules."""

    def submit(self, /, *arguments: Any, **named: Any) -> Any:
        with _ctrl_c_later():
            return super().submit(*arguments, **named)


@contextmanager
def _ctrl_c_later() -> Iterator[None]:
    """Block Ctrl-C for a moment; a process that is started meanwhile never receives it."""
    if not hasattr(signal, "pthread_sigmask"):  # Windows; there the workers ignore it once they have started
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _follow_parent() -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    parent_process().join()
    os._exit(1)
