"""The course as files, served from a folder below an address by a server that knows nothing of it."""

import subprocess
import sys
import threading
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from released import archive, with_stand_in

from .serving import ROOT

BELOW = "school/course"  # a host's folder, never its root


class Quiet(SimpleHTTPRequestHandler):
    """Serves files and says nothing."""

    extensions_map = {**SimpleHTTPRequestHandler.extensions_map, ".mjs": "text/javascript", ".wasm": "application/wasm"}  # noqa: RUF012 - as there

    def log_message(self, *_args):
        """Say nothing."""


@dataclass(frozen=True)
class Site:
    """A served site: its address, and its folder."""

    address: str
    folder: Path


def built(folder):
    """Write the site into a folder, with the stand-in for pydantic; skip where there is no Pyodide."""
    release = archive()
    (folder / "release").mkdir()
    command = [sys.executable, "-m", "sim.cli.main", "static", str(folder / "www" / BELOW)]
    command += ["--pyodide", str(with_stand_in(release, folder / "release"))]
    done = subprocess.run(command, capture_output=True, text=True, cwd=ROOT, check=False)
    assert done.returncode == 0, done.stderr
    return folder / "www"


@contextmanager
def served(folder):
    """Serve a folder that holds the site."""
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=folder)) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield Site(f"http://127.0.0.1:{server.server_port}/{BELOW}/", folder / BELOW)
        server.shutdown()
