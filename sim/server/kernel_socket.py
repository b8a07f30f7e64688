"""The websocket between a page and its kernel."""

from __future__ import annotations

import tornado.web
from voila.tornado.kernel_websocket_handler import VoilaKernelWebsocketHandler

__all__ = ["KernelSocket"]


class KernelSocket(VoilaKernelWebsocketHandler):
    """A websocket that is closed if the client disconnects during the handshake.

    Otherwise Jupyter's count of the kernel's connections would be one too low, or too high, and a kernel whose count
    is not 0 is never culled as idle.
    """

    made = gone = False
    connection = None

    async def pre_get(self) -> None:
        """Wait for the kernel, and continue only if the client is still connected."""
        await super().pre_get()
        if self.gone:
            raise tornado.web.Finish

    async def open(self, kernel_id: str) -> None:
        """Connect page and kernel."""
        self.made = True
        await super().open(kernel_id)

    def on_close(self) -> None:
        """Remember that the client disconnected, and close the channels that were opened for it."""
        self.gone = True
        if self.connection is None:
            return
        if not self.made:
            self.kernel_manager.notify_connect(self.kernel_id)  # closing the channels decreases the count
        super().on_close()
