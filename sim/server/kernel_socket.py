"""The websocket between a page and its kernel."""

from __future__ import annotations

import tornado.web
from voila.tornado.kernel_websocket_handler import VoilaKernelWebsocketHandler

__all__ = ["KernelSocket"]


class KernelSocket(VoilaKernelWebsocketHandler):
    """A socket that knows whether its page is still there.

    A page may go while its socket is being made. Jupyter then counts it down though it was not counted, or up though it
    is gone, and a kernel whose pages are not 0 is never ended as idle.
    """

    made = gone = False
    connection = None

    async def pre_get(self) -> None:
        """Wait for the kernel, and go on only if the page has waited too."""
        await super().pre_get()
        if self.gone:
            raise tornado.web.Finish

    async def open(self, kernel_id: str) -> None:
        """Connect page and kernel."""
        self.made = True
        await super().open(kernel_id)

    def on_close(self) -> None:
        """Note that the page has gone, and let go of what was made for it."""
        self.gone = True
        if self.connection is None:
            return
        if not self.made:
            self.kernel_manager.notify_connect(self.kernel_id)  # what closes it, and lets go of it, counts it down
        super().on_close()
