"""The kernels of pages: a spare one is handed out alive, or another one is."""

import asyncio
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime

import pytest

from sim.workshop.kernels import PageKernels

LONG_AGO = datetime(2020, 1, 1, tzinfo=UTC)
NOTHING = "pass"


class Watched(PageKernels):
    """Kernels of which something happens to the spare while it is handed out."""

    spare = None

    async def meanwhile(self, kernel_id):
        """Do nothing."""

    async def _does(self, kernel_id, code):
        if code != self.warm_up:
            self.spare = kernel_id
            await self.meanwhile(kernel_id)
        return await super()._does(kernel_id, code)


class Culled(Watched):
    """The host looks for idle kernels just then, and this one has waited for long."""

    async def meanwhile(self, kernel_id):
        """Look for idle kernels."""
        self.get_kernel(kernel_id).last_activity = LONG_AGO
        await self.cull_kernel_if_idle(kernel_id)


class Killed(Watched):
    """The spare's process ends just then."""

    async def meanwhile(self, kernel_id):
        """End the process."""
        kernel = self.get_kernel(kernel_id)
        await kernel.signal_kernel(9)
        await kernel.provisioner.wait()


async def handed_out(kind):
    """Return whether the spare was handed out, whether what was handed out lives, and how many kernels there are."""
    kernels = kind(warm_up=NOTHING, cull_idle_timeout=1, cull_interval=3600)
    try:
        kernels.prepare()
        given = await kernels.start_kernel(kernel_name="python3")
        return given == kernels.spare, await kernels.is_alive(given), len(kernels.list_kernel_ids())
    finally:
        await kernels.shutdown_all(now=True)


@pytest.mark.parametrize(("kind", "same"), [(Watched, True), (Culled, True), (Killed, False)])
def test_a_page_gets_a_kernel_that_lives(kind, same):
    """Idle kernels end, but not the one that a page waits for; where the spare has ended, a new one is started."""
    with ThreadPoolExecutor(1) as pool:
        assert pool.submit(asyncio.run, handed_out(kind)).result() == (same, True, 1)
