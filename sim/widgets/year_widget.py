"""The widget in which a year is played, week by week."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import traitlets

from sim.look import stylesheet
from sim.widgets.immediate_message import MessagingWidget
from sim.widgets.scripts import script

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["STYLE", "YearWidget"]

STYLE = stylesheet(*(Path(__file__).with_name(f"{name}.css") for name in ("widgets", "year")))


class YearWidget(MessagingWidget):
    """The page of a year that is played: it draws `screen` and gives each move of the player to `play`.

    `screen` is plain JSON with all words in it; `Screen` in year_screen.js says what it holds, and
    `drawYear(element, screen, send)` in year.js also draws it on a page without a kernel.

    A move that is meant for another place in the year than the one shown, or that came before, is ignored: the page
    sends again what it had not heard of when it was reloaded, and a second tab may be behind. A `place` must hold no
    "/": moves are not yet an answer.

    Args:
        play: called with each move, such as ``{"do": "next"}``; it sets `screen`.
        priced: called with a card as its form is set now, a move that is not made yet; it returns what `price` then
            holds beside a number of its own: the card's key, and its cost in words.

    >>> board = YearWidget(play=print, screen={"phase": "turn", "turn": {"number": 3}})
    >>> board.receive({"move": {"do": "next"}, "at": ["turn", 3], "id": "a"})
    {'do': 'next'}
    >>> board.receive({"move": {"do": "next"}, "at": ["turn", 3], "id": "a"})
    >>> board.receive({"move": {"do": "next"}, "at": ["turn", 2], "id": "b"})
    """

    _esm = script("year")
    _css = STYLE

    screen = traitlets.Dict().tag(sync=True)
    price = traitlets.Dict().tag(sync=True)

    def __init__(
        self,
        *,
        play: Callable[[dict[str, Any]], None],
        priced: Callable[[dict[str, Any]], dict[str, str]] = lambda _: {},
        **kwargs: Any,
    ) -> None:
        super().__init__(**kwargs)
        self._play, self._priced = play, priced
        self._received: set[str] = set()
        self._answered = 0  # so that a price which is the same as the last one still arrives

    def receive(self, sent: dict[str, Any]) -> None:
        """Play what the page sent: a move, the place that it is meant for, and its own id."""
        here = [self.screen.get("phase"), self.screen.get("turn", {}).get("number")]
        if sent["id"] in self._received or sent["at"] != here:
            return
        self._received.add(sent["id"])
        self._play(sent["move"])

    def tell_price(self, asked: dict[str, Any]) -> None:
        """Tell the page what a card would take as its form is set now."""
        self._answered += 1
        self.price = {"number": self._answered} | self._priced(asked)

    def _told(self, widget: object, told: dict[str, Any], buffers: object) -> None:
        if "sent" in told:
            self.receive(told["sent"])
        if "asked" in told:
            self.tell_price(told["asked"])
        super()._told(widget, told, buffers)
