"""Kernels for pages: one ready ahead of time, none left behind."""

from __future__ import annotations

import asyncio
import os
from contextlib import suppress
from typing import Any

from jupyter_server.services.kernels.kernelmanager import AsyncMappingKernelManager
from traitlets import Float, Unicode

from sim.server.opened_page import CURRENT, VARIABLE
from sim.texts.language import VARIABLE as LANGUAGE
from sim.texts.language import current

__all__ = ["PageKernels"]

# What the spare kernel is told when a page takes it.
SETTLE = """
import os
from sim.texts.language import look_again
os.environ.update({!r})
look_again()
del os, look_again
"""


class PageKernels(AsyncMappingKernelManager):
    """Hand each page a kernel that has already imported the lab.

    Most of the time until a lesson is ready goes into starting Python and importing. So one spare
    kernel waits, and another is started some seconds after it was taken. It counts as one of the two
    kernels that may be left when all pages are closed but one.
    """

    warm_up = Unicode("import sim.lab", config=True, help="What the spare kernel runs while it waits.")
    pause = Float(3.0, config=True, help="Seconds before the next spare, so that the page comes first.")

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self._spare: asyncio.Task[str | None] | None = None
        self._arriving: asyncio.Task[str] | None = None  # the spare's process
        self._unseen: set[str] = set()  # the spare, and those on their way to a page
        self._wanted = asyncio.Event()

    def prepare(self, pause: float = 0.0) -> None:
        """Start the spare kernel if there is none."""
        if self._spare is None:
            self._wanted.clear()
            self._spare = asyncio.ensure_future(self._start_spare(pause))

    async def start_kernel(self, *, kernel_id: str | None = None, path: str | None = None, **kwargs: Any) -> str:
        """Return a kernel for a page: the spare one where it will do, else a new one."""
        opened = CURRENT.get()
        about = {LANGUAGE: current().name, **({VARIABLE: opened.pseudonym} if opened else {})}
        kwargs["env"] = {**kwargs.get("env", os.environ), **about}
        taken = await self._take_spare(kwargs["env"]) if kernel_id is None and not path else None
        if taken is None:
            taken = await super().start_kernel(kernel_id=kernel_id, path=path, **kwargs)
        if opened:
            opened.kernel_id = taken
        return taken

    async def is_alive(self, kernel_id: str) -> bool:
        """Return whether the kernel is there and its process runs."""
        return kernel_id in self and await self.get_kernel(kernel_id).is_alive()

    async def close(self, kernel_id: str) -> None:
        """End the kernel of a page that was closed; that it has ended already is no fault."""
        if kernel_id in self and kernel_id not in self._unseen:
            await self.shutdown_kernel(kernel_id, now=True)

    async def shutdown_all(self, now: bool = True) -> None:  # noqa: FBT001, FBT002 - as Jupyter calls it
        """End all kernels at once, unasked; one that is on its way can be ended only once it has arrived."""
        if self._spare is not None:
            self._spare.cancel()
        arriving = [self._arriving] if self._arriving else []
        await asyncio.gather(*arriving, *self._pending_kernels.values(), return_exceptions=True)
        await super().shutdown_all(now=now)

    async def cull_kernel_if_idle(self, kernel_id: str) -> None:
        """End a kernel that no page asks for, but not one that no page can ask for yet; forget one that has ended."""
        if not await self.is_alive(kernel_id):
            await self.close(kernel_id)
        elif kernel_id not in self._unseen:
            await super().cull_kernel_if_idle(kernel_id)

    async def _start_spare(self, pause: float) -> str | None:
        with suppress(TimeoutError):
            await asyncio.wait_for(self._wanted.wait(), pause)
        self._arriving = asyncio.ensure_future(super().start_kernel(kernel_name="python3", path=""))
        kernel_id = await asyncio.shield(self._arriving)  # half a kernel could not be ended
        self._unseen.add(kernel_id)
        return kernel_id if await self._execute_silently(kernel_id, self.warm_up) else None

    async def _take_spare(self, env: dict[str, str]) -> str | None:
        """Return the spare as a page's own, waiting for it while it warms up; None if there is none that answers."""
        if self._spare is None:
            return None
        spare, self._spare = self._spare, None
        self._wanted.set()
        try:
            kernel_id = await spare
        finally:
            self.prepare(self.pause)
        if kernel_id is None or not await self._execute_silently(kernel_id, SETTLE.format(_env_diff(env))):
            return None
        self._unseen.discard(kernel_id)
        return kernel_id

    async def _execute_silently(self, kernel_id: str, code: str) -> bool:
        """Let a kernel run a line of ours, unseen; one that has ended or fails is not kept."""
        client = self.get_kernel(kernel_id).client()
        client.start_channels()
        try:
            await client.wait_for_ready(timeout=60)
            said = await client.execute_interactive(code, silent=True, store_history=False, timeout=60)
            done = said["content"]["status"] == "ok"
        except (OSError, RuntimeError):
            done = False
        finally:
            client.stop_channels()
        if not done:
            self._unseen.discard(kernel_id)
            await self.close(kernel_id)
        return done


def _env_diff(env: dict[str, str]) -> dict[str, str]:
    """Return what differs from the environment that the spare kernel was started in.

    >>> _env_diff({**os.environ, "QUERY_STRING": "strategy=silence"})
    {'QUERY_STRING': 'strategy=silence'}
    """
    return {str(name): value for name, value in env.items() if os.environ.get(name) != value}
