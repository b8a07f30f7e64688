"""Download all of a reader's answers from the server, and upload them again, without opening a lesson."""

from __future__ import annotations

import tornado.web

from sim.base.errors import BadInput
from sim.server.handlers import LanguageHandler
from sim.server.opened_page import remembered

__all__ = ["Answers"]

MOST_BYTES = 2_000_000  # bytes
FORBIDDEN, TOO_LARGE = 403, 413
TYPES = {"json": "application/json", "txt": "text/plain; charset=UTF-8"}


class Answers(LanguageHandler):
    """All of the reader's answers: GET returns a file (json) or a text to copy (txt), POST loads either."""

    async def get(self, ending: str) -> None:
        """Send the answers."""
        from sim.lab.answers.progress import Progress

        progress = Progress(name=remembered(self))
        self.set_header("Content-Type", TYPES[ending])
        self.set_header("Cache-Control", "no-store")
        if ending == "json":
            self.set_header("Content-Disposition", 'attachment; filename="mending-bridges-answers.json"')
        self.write(progress.as_file() if ending == "json" else progress.as_text())

    async def post(self, ending: str) -> None:
        """Load answers from a file's text or from a copied text, and answer with the result."""
        from sim.lab.answers.progress import Progress

        if len(self.request.body) > MOST_BYTES:
            raise tornado.web.HTTPError(TOO_LARGE)
        try:
            told = Progress(name=remembered(self)).take(self.request.body.decode("utf-8", "replace"))
        except BadInput as error:
            self.write({"good": False, "said": str(error), "ending": ending})
        else:
            self.write({"good": True, "said": told, "ending": ending})

    def check_xsrf_cookie(self) -> None:
        """Accept answers from our own pages only."""
        if not self.check_origin():
            raise tornado.web.HTTPError(FORBIDDEN)
