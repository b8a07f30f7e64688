"""Bugs of other packages that the course works around; if a test here fails, a workaround can be removed."""

# ruff: noqa: SLF001 - what is held here is how others' insides behave

import asyncio
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path
from queue import Empty
from types import SimpleNamespace

import pytest
from jupyter_server.services.kernels.kernelmanager import AsyncMappingKernelManager
from jupyter_server.services.kernels.websocket import KernelWebsocketHandler
from nbval.kernel import RunningKernel
from tornado.web import HTTPError

from sim.base.async_calls import result_of


@pytest.mark.slow
def test_jsonschema_builds_a_grammar_when_it_is_imported():
    """Without `skip_slow_import` (sim/base/processes.py): https://github.com/python-jsonschema/jsonschema/issues/1428."""
    code = "import sys, jsonschema; print('rfc3987_syntax.syntax_helpers' in sys.modules)"
    said = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert said.stdout == "True\n"


def test_textstat_imports_what_setuptools_dropped():
    """Without the pins of textstat and setuptools in pyproject.toml: it could not be imported."""
    source = Path(find_spec("textstat").submodule_search_locations[0], "textstat.py").read_text(encoding="utf-8")
    assert "import pkg_resources" in source


def test_voila_has_warnings_to_programmers_printed():
    """Without the filter in sim/server/server_extension.py: three of them stood before the workshop's address."""
    source = Path(find_spec("voila").origin).read_text(encoding="utf-8")
    assert 'warnings.filterwarnings("default", category=DeprecationWarning, module="traitlets")' in source


def test_a_part_that_came_late_is_called_missing():
    """Without sim/server/template/late_widgets.js: after two seconds a part that has come meanwhile is given up."""
    scripts = Path(sys.prefix, "share/jupyter/labextensions/@jupyter-widgets/jupyterlab-manager/static").glob("*.js")
    (source,) = (text for text in (path.read_text("utf-8") for path in scripts) if "widget model not found" in text)
    loop = source[: source.index("widget model not found")].rpartition("async get_model")[2]
    assert "Date.now()-" in loop
    assert "<2e3" in loop


def test_a_page_that_goes_before_it_was_counted_is_counted_down():
    """Without `KernelSocket` (sim/server/kernel_socket.py): its kernel's pages are -1, so it never ends as idle."""
    kernels = AsyncMappingKernelManager()
    kernels._kernel_connections["one"] = 0
    socket = SimpleNamespace(connection=SimpleNamespace(disconnect=lambda: kernels.notify_disconnect("one")))
    KernelWebsocketHandler.on_close(socket)
    assert kernels._kernel_connections == {"one": -1}


def test_a_kernel_on_its_way_cannot_be_ended():
    """Without `PageKernels.shutdown_all` (sim/server/page_kernels.py): Ctrl-C while one starts is a 404."""

    async def ended_at_once():
        kernels = AsyncMappingKernelManager()
        kernels._pending_kernels["one"] = asyncio.get_running_loop().create_future()
        await kernels.shutdown_all()

    with pytest.raises(HTTPError, match="Kernel does not exist"):
        result_of(ended_at_once())


class Ended(RunningKernel):
    """A stand-in for a kernel whose process has ended."""

    def __init__(self):
        self.kc = SimpleNamespace(get_shell_msg=self.nothing)

    def nothing(self, timeout):  # noqa: ARG002 - nbval names it
        """Raise Empty, as if no message came in time."""
        raise Empty

    def is_alive(self):
        """Return False."""
        return False


def test_nbval_takes_a_kernel_that_has_ended_for_a_slow_one():
    """Without `KeptKernel.get_message` (sim/grading/running/kernel.py): it is waited for to the cell's limit."""
    with pytest.raises(Empty):
        Ended().await_reply("one", timeout=20)
