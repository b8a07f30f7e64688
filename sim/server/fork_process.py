"""The process from which kernels are forked: `python -m sim.server.fork_process SOCKET`.

It has imported and read what every kernel needs, so a kernel starts without either, and shares that memory with the
others. It reads one request a line, {"arguments", "env", "cwd"}, and answers with the kernel's process number, or with
REFUSED where the system allows no more processes. When the server closes the socket it ends, and so do its kernels,
which watch their parent.
"""

from __future__ import annotations

import gc
import importlib
import json
import os
import signal
import socket
import sys
from contextlib import suppress
from pathlib import Path

REFUSED = -1  # in place of a process number
# What a kernel imports on its way to the first answer.
PRELOADED = (
    "ipykernel.kernelapp", "ipykernel.debugger", "debugpy.server.api", "psutil", "sqlite3",
    "tornado.platform.asyncio", "IPython.core.completerlib", "IPython.extensions.storemagic", "numpy.random", "sim.lab",
)  # fmt: skip


def main(descriptor: int) -> None:
    """Fork a kernel for each request; in a forked process, run the kernel instead.

    Args:
        descriptor: of a connected socket.
    """
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C at the server's terminal
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # no kernel stays behind as a zombie
    for module in PRELOADED:
        importlib.import_module(module)
    read_ahead()
    receive_widgets()
    # Objects that the collector never visits again stay in the memory that all kernels share.
    gc.collect()
    gc.freeze()
    with socket.socket(fileno=descriptor) as server, server.makefile() as requests:
        while (request := requests.readline()) and (process := _fork()):
            server.sendall(b"%d\n" % process)
    if request:
        run_kernel(**json.loads(request))


def read_ahead() -> None:
    """Read the files that every lesson reads: texts, what partners say, and cases."""
    from sim.catalogue import case_keys, load_case
    from sim.narrative.lines import lines
    from sim.texts.words import catalogue

    catalogue()
    lines()
    for key in case_keys():
        load_case(key)


def receive_widgets() -> None:
    """Let a page ask for the state of all widgets at once, with one message instead of one for each.

    ipywidgets does so while it is imported, but only within a kernel, and none is here yet.
    """
    from ipywidgets import register_comm_target

    register_comm_target()


def _fork() -> int:
    """Return the new process's number, 0 within it, or REFUSED: kernels that run already must not end."""
    try:
        return os.fork()
    except OSError:
        return REFUSED


def run_kernel(arguments: list[str], env: dict[str, str], cwd: str | None) -> None:
    """Be a kernel: as the process that `python -m ipykernel_launcher` starts."""
    from ipykernel.kernelapp import launch_new_instance

    from sim.texts.language import look_again

    with suppress(OSError):  # what `ps` and `top` show, which allow 15 characters
        Path("/proc/self/comm").write_text(f"kernel {Path(arguments[-1]).stem.removeprefix('kernel-')}"[:15])
    os.setsid()  # a kernel is interrupted with all that it has started
    signal.signal(signal.SIGINT, signal.default_int_handler)
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    os.environ.clear()
    os.environ.update(env)
    look_again()
    os.chdir(cwd or ".")
    sys.argv[1:] = [*arguments, f"--IPKernelApp.parent_handle={os.getppid()}"]
    launch_new_instance()


if __name__ == "__main__":
    if sys.path[0] in ("", os.getcwd()):  # noqa: PTH109 - a string, as in sys.path
        del sys.path[0]  # as ipykernel_launcher does: no file beside a notebook takes a library's place
    main(int(sys.argv[1]))
