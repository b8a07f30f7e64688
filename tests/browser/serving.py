"""Servers of the course, started as a facilitator starts them."""

import os
import socket
import subprocess
import sys
import tempfile
import time
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

import psutil

ROOT = Path(__file__).resolve().parents[2]
PATIENCE = 60
FORGETFUL = """
import sys
from pathlib import Path
from sim.server.pages import serve_pages
serve_pages(Path(sys.argv[1]), port=int(sys.argv[2]), browser=False, forget_after=10)
"""


@dataclass(frozen=True)
class Server:
    """A running server and its address."""

    address: str
    process: subprocess.Popen

    def kernels(self):
        """Return the processes of its kernels by the beginning of their id, as a system monitor names them."""
        found = {}
        for child in psutil.Process(self.process.pid).children(recursive=True):
            with suppress(psutil.NoSuchProcess):  # it may end, or be a zombie, while it is looked at
                if child.name().startswith("kernel ") and child.status() != psutil.STATUS_ZOMBIE:
                    found[child.name().removeprefix("kernel ")] = child
        return found

    def kernels_settle(self, *, at_least=0, at_most, within=15):
        """Wait until there are so many kernels; return how many there are."""
        until = time.monotonic() + within
        while not at_least <= len(self.kernels()) <= at_most and time.monotonic() < until:
            time.sleep(0.1)
        return len(self.kernels())

    @contextmanager
    def held(self):
        """Suspend all kernels for a while."""
        kernels = list(self.kernels().values())
        _each(kernels, psutil.Process.suspend)
        try:
            yield
        finally:
            _each(kernels, psutil.Process.resume)


def _each(processes, act):
    """Apply a function to each process that still exists."""
    for process in processes:
        with suppress(psutil.NoSuchProcess):
            act(process)


def free_port():
    """Return a free port."""
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return found.getsockname()[1]


@contextmanager
def workshop(*options, notebooks=ROOT / "notebooks", port=None):
    """Run `mend workshop` on this port, or a free one, until the test is done."""
    command = [sys.executable, "-m", "sim.cli.main", "workshop", "--no-browser", "--notebooks", str(notebooks)]
    with running([*command, "--port", str(port or free_port()), *options]) as server:
        yield server


@contextmanager
def forgetful_pages(notebooks):
    """Serve pages whose kernels end ten seconds after the page disappeared without notice."""
    with running([sys.executable, "-c", FORGETFUL, str(notebooks), str(free_port())]) as server:
        yield server


@contextmanager
def running(command):
    """Run a server that prints its address, and nothing before it, and stop it."""
    with tempfile.TemporaryDirectory() as progress, tempfile.TemporaryFile("w+") as noise:
        environment = {**os.environ, "MENDING_BRIDGES_HOME": progress}
        process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=noise, text=True, cwd=ROOT, env=environment)
        try:
            said = process.stdout.readline()
            noise.seek(0)
            heard = noise.read()
            assert ": http://" in said, f"no address but {said!r} and {heard!r}"
            assert heard == ""
            yield Server(said.split(": ", 1)[1].strip(), process)
        finally:
            stop(process)


def stop(process):
    """End a server and all processes that it started."""
    children = psutil.Process(process.pid).children(recursive=True) if process.poll() is None else []
    process.terminate()
    try:
        process.wait(15)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
    process.stdout.close()
    for child in psutil.wait_procs(children, timeout=5)[1]:
        child.kill()
