"""The widget in which somebody describes a case of her own, step by step."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import traitlets

from sim.look import stylesheet
from sim.widgets.immediate_message import MessagingWidget
from sim.widgets.scripts import script

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["CaseSheet"]

HERE = Path(__file__).parent
STYLE = stylesheet(HERE / "widgets.css", HERE / "case_sheet.css")


class CaseSheet(MessagingWidget):
    """A form in steps that open one after the other; it draws `screen` and gives each change to `play`.

    `screen` is plain JSON with all words in it; `Screen` in case_sheet.js says what it holds. `form` is what was
    answered, so that the page can put what the kernel has not heard of into a file of answers.

    Args:
        play: called with each move, such as ``{"do": "set", "id": "title", "value": "Ours"}``; it sets `screen`.

    >>> sheet = CaseSheet(play=print)
    >>> sheet.receive({"move": {"do": "back"}, "id": "a"})
    {'do': 'back'}
    >>> sheet.receive({"move": {"do": "back"}, "id": "a"})
    """

    _esm = script("case_sheet")
    _css = STYLE

    screen = traitlets.Dict().tag(sync=True)
    form = traitlets.Dict().tag(sync=True)

    def __init__(self, *, play: Callable[[dict[str, Any]], None], **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self._play = play
        self._received: set[str] = set()

    def receive(self, sent: dict[str, Any]) -> None:
        """Play what the page sent, unless it came before: a page sends again what it had not heard of."""
        if sent["id"] not in self._received:
            self._received.add(sent["id"])
            self._play(sent["move"])

    def _told(self, widget: object, told: dict[str, Any], buffers: object) -> None:
        if "sent" in told:
            self.receive(told["sent"])
            self.send({"heard": told["sent"]["id"]})
        super()._told(widget, told, buffers)
