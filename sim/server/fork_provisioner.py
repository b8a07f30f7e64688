"""Kernels that are forked from a process with the lab imported, where the system allows it."""

from __future__ import annotations

import asyncio
import json
import os
import select
import signal
import socket
import subprocess
import sys
import threading
from contextlib import suppress
from pathlib import Path
from typing import Any

from jupyter_client.provisioning import LocalProvisioner

from sim.server.fork_process import REFUSED

__all__ = ["ForkedProvisioner"]

# How ipykernel's own specification starts a kernel; the flag only spares the debugger a warning.
FLAG = "-Xfrozen_modules=off"
LAUNCHER = [sys.executable, "-m", "ipykernel_launcher"]


class ForkedProvisioner(LocalProvisioner):
    """Start Python kernels by a fork; all else, and other systems than Linux, as Jupyter does.

    macOS forbids much in a forked process, and Windows cannot fork.
    """

    async def launch_kernel(self, cmd: list[str], **kwargs: Any) -> Any:
        """Start the kernel."""
        plain = [word for word in cmd if word != FLAG]
        forked = plain[:3] == LAUNCHER and await FORKS.start(plain[3:], kwargs.get("env"), kwargs.get("cwd"))
        if not forked:
            return await super().launch_kernel(cmd, **kwargs)
        self.process, self.pid, self.pgid = forked, forked.pid, forked.pid
        self.cwd = kwargs.get("cwd", Path.cwd())
        return self.connection_info


class ForkedProcess:
    """A process of which we are not the parent, with what Jupyter asks of a `subprocess.Popen`."""

    stdin = stdout = stderr = None

    def __init__(self, pid: int) -> None:
        self.pid = pid
        self._handle = os.pidfd_open(pid)  # unlike a number it never comes to mean another process

    def __del__(self) -> None:
        os.close(self._handle)

    def poll(self) -> int | None:
        """Return None while it runs, else 0: how it ended is told to its parent alone."""
        return self.wait(0)

    def wait(self, timeout: float | None = None) -> int | None:
        """Wait for its end."""
        return 0 if select.select([self._handle], [], [], timeout)[0] else None

    def send_signal(self, number: int) -> None:
        """Send it a signal, unless it has ended."""
        with suppress(ProcessLookupError):
            signal.pidfd_send_signal(self._handle, number)

    def kill(self) -> None:
        """End it at once."""
        self.send_signal(signal.SIGKILL)

    def terminate(self) -> None:
        """Ask it to end."""
        self.send_signal(signal.SIGTERM)


class Forks:
    """The process from which this server's kernels are forked; it starts with the first kernel."""

    def __init__(self) -> None:
        self._asking = threading.Lock()
        self._process: subprocess.Popen[bytes] | None = None
        self._requests: Any = None
        self._possible = sys.platform == "linux" and hasattr(os, "pidfd_open")

    async def start(self, arguments: list[str], env: dict[str, str] | None, cwd: str | None) -> ForkedProcess | None:
        """Return a new kernel; None where none can be forked."""
        request = json.dumps({"arguments": arguments, "env": dict(env or os.environ), "cwd": cwd and str(cwd)})
        return await asyncio.to_thread(self._fork, request) if self._possible else None

    def _fork(self, request: str) -> ForkedProcess | None:
        process = self._ask(request)
        if process in (None, REFUSED):
            return None
        try:
            return ForkedProcess(process)
        except OSError:  # it has ended already, or cannot be watched; the other kernels are none the worse
            with suppress(ProcessLookupError):
                os.kill(process, signal.SIGKILL)
            return None

    def _ask(self, request: str) -> int | None:
        """Return the number of the forked process; None if the process to fork from has ended."""
        with self._asking:
            try:
                if self._process is None:
                    self._begin()
                self._requests.write(f"{request}\n")
                self._requests.flush()
                return int(self._requests.readline())
            except (OSError, ValueError):  # the next kernel tries a new one
                self.close()
                return None

    def _begin(self) -> None:
        ours, theirs = socket.socketpair()
        with ours, theirs:
            handle = theirs.fileno()
            command = [sys.executable, FLAG, "-m", "sim.server.fork_process", str(handle)]
            self._process = subprocess.Popen(
                command, stdin=subprocess.DEVNULL, pass_fds=[handle], start_new_session=True
            )
            self._requests = ours.makefile("rw")

    def close(self) -> None:
        """End the process, and with it all kernels that were forked from it."""
        if self._process:
            with suppress(OSError):
                self._requests.close()
            self._process.wait()
            self._process = None


FORKS = Forks()
