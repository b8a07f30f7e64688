"""The kernels of pages: a page gets the spare kernel if it is alive, else a new one."""

from contextlib import asynccontextmanager
from datetime import UTC, datetime

import pytest
from traitlets.config import Config

from sim.base.async_calls import result_of
from sim.server.page_kernels import PageKernels

LONG_AGO = datetime(2020, 1, 1, tzinfo=UTC)
AS_THE_PAGES = Config({"KernelManager": {"autorestart": False}})
NOTHING = "pass"


class Watched(PageKernels):
    """A kernel manager in which something happens to the spare while a page takes it."""

    spare = None

    async def meanwhile(self, kernel_id):
        """Do nothing."""

    async def _execute_silently(self, kernel_id, code):
        if code != self.warm_up:
            self.spare = kernel_id
            await self.meanwhile(kernel_id)
        return await super()._execute_silently(kernel_id, code)


class Culled(Watched):
    """Idle kernels are culled while the spare, idle for long, is being taken."""

    async def meanwhile(self, kernel_id):
        """Look for idle kernels."""
        self.get_kernel(kernel_id).last_activity = LONG_AGO
        await self.cull_kernel_if_idle(kernel_id)


class Killed(Watched):
    """The spare's process ends while it is being taken."""

    async def meanwhile(self, kernel_id):
        """End the process."""
        kernel = self.get_kernel(kernel_id)
        await kernel.signal_kernel(9)
        await kernel.provisioner.wait()


@asynccontextmanager
async def running(kind=PageKernels):
    """Keep kernels that are idle after a second, and end them all."""
    kernels = kind(warm_up=NOTHING, cull_idle_timeout=1, cull_interval=3600, config=AS_THE_PAGES)
    try:
        yield kernels
    finally:
        await kernels.shutdown_all(now=True)


async def handed_out(kind):
    """Return whether the spare was handed out, whether what was handed out lives, and how many kernels there are."""
    async with running(kind) as kernels:
        kernels.prepare()
        given = await kernels.start_kernel(kernel_name="python3")
        return given == kernels.spare, await kernels.is_alive(given), len(kernels.list_kernel_ids())


@pytest.mark.slow
@pytest.mark.parametrize(("kind", "same"), [(Watched, True), (Culled, True), (Killed, False)])
def test_a_page_gets_a_kernel_that_lives(kind, same):
    """A spare that a page is taking is not culled; if it has ended, a new kernel is started."""
    assert result_of(handed_out(kind)) == (same, True, 1)


async def left(*, ended):
    """Return how many kernels are left after culling, while a page is connected."""
    async with running() as kernels:
        kernel_id = await kernels.start_kernel(kernel_name="python3")
        kernel = kernels.get_kernel(kernel_id)
        await kernel.ready
        kernels.notify_connect(kernel_id)
        if ended:
            await kernel.signal_kernel(9)
            await kernel.provisioner.wait()
        kernel.execution_state, kernel.last_activity = "busy", LONG_AGO
        await kernels.cull_kernel_if_idle(kernel_id)
        return len(kernels.list_kernel_ids())


@pytest.mark.slow
@pytest.mark.parametrize(("ended", "kept"), [(False, 1), (True, 0)])
def test_a_kernel_that_has_ended_is_forgotten(ended, kept):
    """A kernel that has ended is removed, even if it was busy and its page is still open."""
    assert result_of(left(ended=ended)) == kept
