"""Save all answers and load them again, even when the server is gone, with a reminder before it stops."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import anywidget
import traitlets

from sim.base.errors import BadInput
from sim.lab.answers.idle_limit import idle_limit
from sim.texts.words import say
from sim.widgets.chart import CSS
from sim.widgets.scripts import joined

if TYPE_CHECKING:
    from collections.abc import Callable

    from sim.lab.answers.progress import Progress

__all__ = ["AnswerBackup"]

NAMES = (
    "download", "copy", "copied", "by_hand", "file", "paste", "load", "given", "remind", "later", "stopped", "nothing",
    "bring",
)  # fmt: skip
REMIND_AT = 0.65  # of the time that the server waits


class AnswerBackup(anywidget.AnyWidget):
    """All that the trainee made, held by the page too, so that nothing is lost with the server.

    Args:
        progress: whose answers these are.
        then: called when answers were loaded.

    >>> from sim.lab.answers.progress import Progress
    >>> progress = Progress()
    >>> backup = AnswerBackup(progress)
    >>> progress.keep("02_update_rhythm", {"chosen": "daily"})
    >>> "daily" in backup.file
    True
    """

    _esm = joined(Path(__file__).with_suffix(".js"))
    _css = CSS

    file = traitlets.Unicode(help="all answers as a file's text").tag(sync=True)
    text = traitlets.Unicode(help="all answers as a text to copy").tag(sync=True)
    said = traitlets.Unicode().tag(sync=True)
    words = traitlets.Dict().tag(sync=True)
    limit = traitlets.Unicode(help="a sentence on when the server stops, if it does").tag(sync=True)
    remind_after = traitlets.Float(0, help="seconds without use; 0 = never").tag(sync=True)

    def __init__(self, progress: Progress, *, then: Callable[[], None] | None = None) -> None:
        super().__init__(words={name: say(f"keeper.{name}") for name in NAMES})
        self._progress, self._then = progress, then
        limit = idle_limit()
        if limit is not None:
            self.limit, self.remind_after = limit.words, limit.seconds * REMIND_AT
        self._follow()
        progress.watchers.append(self._follow)
        self.on_msg(self._received)

    def take(self, text: str) -> None:
        """Load answers from a file's text or a copied text, and report the result on the page."""
        try:
            self.said = self._progress.take(text)
        except BadInput as error:
            self.said = str(error)
        else:
            if self._then is not None:
                self._then()

    def _look(self) -> None:
        """Take over what another page has saved, and say so."""
        self._progress.look()
        if self._progress.taken_in:
            self.said = ""
            self.said = say("progress.taken_in")

    def _follow(self) -> None:
        self.file = self._progress.as_file().decode()
        self.text = self._progress.as_text()

    def _received(self, _widget: object, message: Any, _buffers: object) -> None:
        if isinstance(message, dict) and message.get("look"):
            self._look()
            return
        text = message.get("text") if isinstance(message, dict) else None
        if not isinstance(text, str):
            return
        self.said = ""  # so that the same sentence is said again
        try:
            self.take(text)
        except Exception:  # noqa: BLE001 - a page shows a sentence, never a traceback
            self.said = say("bench.failed")
