"""The board of a class: trainees' pages send the codes of their years here, and the leader's lays them side by side.

Codes hold no names and are kept in memory alone. Only who knows the key in the address sees the board.
"""

from __future__ import annotations

import asyncio
import secrets
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import tornado.web

from sim.base.errors import BadInput
from sim.experiments.year.class_codes import MOST_YEARS
from sim.experiments.year.year_code import as_code, from_code
from sim.server.handlers import LanguageHandler, Page
from sim.texts.words import many, say

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["BoardPage", "ClassBoard", "SentToBoard"]

MOST_BYTES = 50_000
FORBIDDEN, NOT_FOUND, TOO_LARGE = 403, 404, 413


@dataclass
class ClassBoard:
    """The years that a class has sent.

    Args:
        draw: makes the page from codes, one a line.

    Attributes:
        key: what the leader's address ends in. codes: each once, in the order in which they came.

    >>> from sim.experiments.year.year import Year
    >>> board = ClassBoard(draw=str.upper)
    >>> board.take(as_code(Year.begin("missed-deadline")))
    Traceback (most recent call last):
    sim.base.errors.BadInput: This year is not over yet. Play it to its end, then send it.
    """

    draw: Callable[[str], str]
    key: str = field(default_factory=lambda: secrets.token_urlsafe(9))
    codes: dict[str, None] = field(default_factory=dict)

    def take(self, text: str) -> str:
        """Keep a year, and return the sentence for who sent it; one that was sent before is kept once.

        Raises:
            BadInput: it cannot be read, it is not over, or there are too many.
        """
        year = from_code(text)
        if not year.over:
            raise BadInput(say("class_board.not_over"))
        code = as_code(year)
        if code not in self.codes and len(self.codes) >= MOST_YEARS:
            raise BadInput(say("class_board.full", most=MOST_YEARS))
        self.codes[code] = None
        return many("class_board.sent", len(self.codes))

    def page(self) -> str:
        """Return the page with all years side by side."""
        return self.draw("\n".join(self.codes))


class BoardPage(Page):
    """The leader's page."""

    def initialize(self, board: ClassBoard | None) -> None:
        """Store the board, None where none is open."""
        self.board = board

    async def get(self, key: str) -> None:
        """Show the years that have come so far, or that none has; load it again to see more."""
        board = self.board
        if board is None or not secrets.compare_digest(key.encode(), board.key.encode()):
            raise tornado.web.HTTPError(NOT_FOUND)
        self.set_header("Cache-Control", "no-store")
        if not board.codes:
            self.show("missing.html", sentence=say("class_board.empty"))
            return
        # In a thread of its own: other years are played for it, which takes seconds.
        self.write(await asyncio.to_thread(board.page))


class SentToBoard(LanguageHandler):
    """Takes a year: GET tells whether a board is open, POST takes a code."""

    def initialize(self, board: ClassBoard | None) -> None:
        """Store the board, None where none is open."""
        self.board = board

    async def get(self) -> None:
        """Answer whether a board is open."""
        self.write({"open": self.board is not None})

    async def post(self) -> None:
        """Take a code, and answer with a sentence."""
        if self.board is None:
            raise tornado.web.HTTPError(NOT_FOUND)
        if len(self.request.body) > MOST_BYTES:
            raise tornado.web.HTTPError(TOO_LARGE)
        said: dict[str, Any]
        try:
            said = {"good": True, "said": self.board.take(self.request.body.decode("utf-8", "replace"))}
        except BadInput as error:
            said = {"good": False, "said": str(error)}
        self.write(said)

    def check_xsrf_cookie(self) -> None:
        """Accept years from our own pages only."""
        if not self.check_origin():
            raise tornado.web.HTTPError(FORBIDDEN)
