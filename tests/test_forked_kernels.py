"""Kernels that are forked from a process with the lab imported: like others, and ready at once."""

import json
import os
import signal
import socket
import sys
from contextlib import asynccontextmanager
from pathlib import Path

import psutil
import pytest
from jupyter_client.manager import AsyncKernelManager

from sim.base.async_calls import result_of
from sim.server import fork_process, fork_provisioner, jupyterlab, pages
from sim.server.fork_provisioner import ForkedProvisioner

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(sys.platform != "linux", reason="kernels are forked on Linux alone"),
]


@pytest.fixture
def forks(monkeypatch):
    """Return a process of this test's own to fork from, which it may end."""
    forks = fork_provisioner.Forks()
    monkeypatch.setattr(fork_provisioner, "FORKS", forks)
    yield forks
    forks.close()


@asynccontextmanager
async def kernel(**settings):
    """Start a kernel, and end it."""
    manager = AsyncKernelManager(transport_encryption="auto")
    manager.provisioner = ForkedProvisioner(kernel_id="one", kernel_spec=manager.kernel_spec, parent=manager)
    await manager.start_kernel(**settings)
    client = manager.client()
    client.start_channels()
    try:
        await client.wait_for_ready(timeout=60)
        yield manager, client
    finally:
        client.stop_channels()
        await manager.shutdown_kernel(now=True)


async def answer(client, expression):
    """Return what a kernel makes of an expression, as JSON would."""
    reply = await client.execute_interactive(
        "import json", user_expressions={"it": f"json.dumps({expression})"}, timeout=60
    )
    return json.loads(eval(reply["content"]["user_expressions"]["it"]["data"]["text/plain"]))  # noqa: S307 - a string


def test_a_forked_kernel_has_the_lab_and_its_own_place(forks, tmp_path):  # noqa: ARG001 - ended after the test
    """It has imported the lab before anybody asked, and has the folder and the environment it was started with."""

    async def told():
        async with kernel(cwd=str(tmp_path), env={**os.environ, "COLOUR": "green"}) as (_, client):
            ready = await answer(client, "'sim.lab' in __import__('sys').modules")
            return ready, await answer(client, "[__import__('os').getcwd(), __import__('os').environ['COLOUR']]")

    assert result_of(told()) == (True, [str(tmp_path), "green"])


def test_a_forked_kernel_tells_of_all_widgets_at_once(forks):  # noqa: ARG001
    """A page asks once for the state of all widgets; a kernel that cannot answer is asked for each of them."""

    async def told():
        async with kernel() as (_, client):
            return await answer(client, "sorted(get_ipython().kernel.comm_manager.targets)")

    assert result_of(told()) == ["jupyter.widget", "jupyter.widget.control"]


def test_a_forked_kernel_has_read_the_texts(forks):  # noqa: ARG001
    """Texts are read once for all kernels, before any of them starts."""

    async def told():
        async with kernel() as (_, client):
            return await answer(client, "__import__('sim.texts.words').texts.words.catalogue.cache_info().currsize")

    assert result_of(told()) == 1


def test_a_forked_kernel_is_interrupted_and_goes_on(forks):  # noqa: ARG001
    """An interrupt ends what it does, not the kernel."""

    async def told():
        async with kernel() as (manager, client):
            # An error with `stop_on_error` would have the next request thrown away, if it comes soon enough.
            client.execute("import time; print('begun'); time.sleep(60)", stop_on_error=False)
            while (await client.get_iopub_msg(timeout=60))["msg_type"] != "stream":
                pass
            await manager.interrupt_kernel()
            said = (await client.get_shell_msg(timeout=60))["content"]
            return said["ename"], await answer(client, "1 + 1")

    assert result_of(told()) == ("KeyboardInterrupt", 2)


def test_two_forked_kernels_share_nothing(forks):  # noqa: ARG001
    """What one of them sets, and the luck that it draws, is not the other's."""

    async def told():
        async with kernel() as (_, one), kernel() as (_, other):
            await answer(one, "setattr(__import__('sim'), 'told', 'a secret')")
            secret = await answer(other, "hasattr(__import__('sim'), 'told')")
            return secret, *[await answer(each, "__import__('random').random()") for each in (one, other)]

    secret, first, second = result_of(told())
    assert not secret
    assert first != second


def test_a_forked_kernel_is_restarted(forks):  # noqa: ARG001
    """After a restart, as from JupyterLab's menu, it is another process that knows nothing of before."""

    async def told():
        async with kernel() as (manager, client):
            before = manager.provisioner.pid
            await answer(client, "setattr(__import__('sim'), 'told', 'a secret')")
            await manager.restart_kernel(now=True)
            await client.wait_for_ready(timeout=60)
            return manager.provisioner.pid != before, await answer(client, "hasattr(__import__('sim'), 'told')")

    assert result_of(told()) == (True, False)


def missing(_):
    """Say that there is no such process, as for a kernel that ended at once."""
    raise ProcessLookupError


def test_a_kernel_that_cannot_be_watched_ends_no_other(forks, monkeypatch):  # noqa: ARG001
    """If one kernel ends while it starts, it is started as Jupyter does; the kernels of others go on."""

    async def told():
        async with kernel() as (_, others):
            with monkeypatch.context() as patch:
                patch.setattr(fork_provisioner, "ForkedProcess", missing)
                async with kernel() as (plain, client):
                    parent = psutil.Process(plain.provisioner.pid).ppid()
                    return parent, await answer(client, "1 + 1"), await answer(others, "2 + 2")

    assert result_of(told()) == (os.getpid(), 2, 4)


def test_a_refused_fork_is_an_answer(monkeypatch):
    """Where the system allows no more processes, the process to fork from says so and stays."""

    def refuse():
        raise BlockingIOError

    monkeypatch.setattr(os, "fork", refuse)
    monkeypatch.setattr(fork_process, "PRELOADED", ())
    monkeypatch.setattr(signal, "signal", lambda *_: None)  # of the test's own process
    ours, theirs = socket.socketpair()
    with ours, ours.makefile("rw") as asking:
        asking.write("{}\n{}\n")
        asking.flush()
        ours.shutdown(socket.SHUT_WR)
        fork_process.main(theirs.detach())
        assert asking.read().split() == [str(fork_process.REFUSED)] * 2


@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGTERM])
def test_without_the_process_to_fork_from_a_kernel_starts_as_before(forks, number):  # noqa: ARG001
    """Its end is its kernels' end; the next kernel is started by Jupyter alone, the one after that is forked."""

    async def told():
        async with kernel() as (manager, _):
            origin = psutil.Process(manager.provisioner.pid).parent()
            origin.send_signal(number)
            origin.wait(60)
            await manager.provisioner.wait()
        async with kernel() as (plain, client), kernel() as (forked, _):
            parents = [psutil.Process(each.provisioner.pid).ppid() == os.getpid() for each in (plain, forked)]
            return parents, await answer(client, "1 + 1")

    assert result_of(told()) == ([True, False], 2)


def test_forked_kernels_end_with_the_server(forks):
    """A server that ends lets go of the process to fork from, which ends with its kernels."""

    async def told():
        async with kernel() as (manager, _):
            forked = psutil.Process(manager.provisioner.pid)
            forks.close()
            await manager.provisioner.wait()
            return forked.is_running() and forked.status() != psutil.STATUS_ZOMBIE

    assert not result_of(told())


def test_every_server_of_the_course_forks_its_kernels():
    """JupyterLab's settings, which Binder takes too, and those of the pages name the same way to start a kernel."""
    wanted = json.loads(jupyterlab.SHARED.read_text("utf-8"))["KernelProvisionerFactory"]
    lab = jupyterlab.settings_for(Path(), port=1, token="", page="")
    assert lab.KernelProvisionerFactory == wanted == {"default_provisioner_name": "mending-bridges"}
    assert pages.settings_for(Path(), port=1, browser=False).KernelProvisionerFactory == wanted
