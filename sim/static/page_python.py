"""What a page's own Python does: run a lesson's cells, pass messages between widgets, and say what is to be kept.

It runs in the reader's browser, in a worker (scripts/worker.js). Nothing here knows a browser, so tests run it as well.
"""

from __future__ import annotations

import ast
import json
import logging
from typing import TYPE_CHECKING, Any

import comm
from comm.base_comm import BaseComm, CommManager
from traitlets.log import get_logger

from sim.base.errors import BadInput
from sim.texts.words import say

if TYPE_CHECKING:
    from collections.abc import Callable

    from sim.lab.answers.progress import Progress
    from sim.server.course import Standing

__all__ = ["PagePython", "connect"]


class PagePython:
    """A lesson's page: its cells share names, as in a notebook.

    Args:
        manager: passes messages to widgets.
        changed: called when answers have changed.
        progress: the reader's answers; None = those of this page's reader.

    >>> from sim.lab.answers.progress import Progress
    >>> page = PagePython(CommManager(), progress=Progress())
    >>> page.run("x = 1"), page.run("x")
    ('', '')
    """

    def __init__(
        self, manager: CommManager, changed: Callable[[], None] = bool, progress: Progress | None = None
    ) -> None:
        self._names: dict[str, Any] = {"__name__": "__main__"}
        self._manager = manager
        self._standing: Standing | None = None
        self.progress = progress or _mine()
        self.progress.watchers.append(changed)

    def run(self, source: str) -> str:
        """Run a cell; return the id of the widget that it shows, "" if it shows none."""
        tree = ast.parse(source)
        last = tree.body.pop() if tree.body and isinstance(tree.body[-1], ast.Expr) else None
        exec(compile(tree, "<page>", "exec"), self._names)  # noqa: S102 - the course's own cells
        if not isinstance(last, ast.Expr):
            return ""
        shown = eval(compile(ast.Expression(last.value), "<page>", "eval"), self._names)  # noqa: S307 - as above
        found = getattr(shown, "comm", None)
        return found.comm_id if found else ""

    def take(self, widget: str, data: str) -> None:
        """Pass a message from the page to its widget."""
        header = {"content": {"comm_id": widget, "data": json.loads(data)}, "buffers": [], "header": {}, "metadata": {}}
        self._manager.comm_msg(None, None, header)

    # Answers

    def settle(self, base: str, theirs: str) -> str:
        """Merge what another tab has stored into these answers; return what is to be stored now.

        Args:
            base: as this page last stored or saw it. theirs: as it is stored now; "" = nothing is.
        """
        from sim.lab.answers.merging import merged
        from sim.lab.answers.progress import as_bytes, lessons_in

        try:
            before, other = (lessons_in(text) or {} if text else {} for text in (base, theirs))
        except BadInput:  # a newer version of the course has written it
            self._put(theirs.encode())
            return theirs
        if theirs != base and other:
            lessons, _ = merged(before, self.progress.lessons, other)
            self._put(as_bytes(self.progress.name, lessons))
        return self.stored()

    def _put(self, file: bytes) -> None:
        """Take over what a file of answers would hold."""
        path = self.progress.path
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(file)
        self.progress.look()

    def stored(self) -> str:
        """Return the answers' file, "" if there is none yet."""
        path = self.progress.path
        return path.read_text("utf-8") if path.exists() else ""

    def unkept(self, why: str) -> str:
        """Note that the browser keeps nothing (`full` or `closed`), or that it does again (""); return the sentence."""
        self.progress.outside = say(f"static_script.keep_{why}") if why else ""
        return self.progress.outside

    def file(self) -> str:
        """Return all answers as a file's text."""
        return self.progress.as_file().decode()

    def text(self) -> str:
        """Return all answers as a text to copy."""
        return self.progress.as_text()

    def bring(self, text: str) -> str:
        """Load answers from a file's text or a copied one; return the sentence to show."""
        try:
            return self.progress.take(text)
        except BadInput as error:
            return str(error)

    # Pages that are made in the browser

    def home(self) -> str:
        """Return what stands on the home page now, "" if nothing on it has changed since this was asked last."""
        from sim.static.home_page import course_here, main_of_home

        standing = course_here().standing(self.progress.lessons)
        if standing == self._standing:
            return ""
        self._standing = standing
        return main_of_home(self.progress.lessons)

    def board(self, codes: str) -> str:
        """Return the page on which a class's years stand side by side, from their codes; "" if there is no year."""
        from sim.experiments.year.board import board_of
        from sim.experiments.year.class_codes import read_codes
        from sim.handout.board_page import board_page

        board = board_of(read_codes([("", codes)]))
        return board_page(board) if board.groups else ""


def _mine() -> Progress:
    from sim.lab.answers.progress import mine

    return mine()


def connect(tell: Callable[[str, str, str, list[bytes]], None]) -> CommManager:
    """Let all widgets send their messages to the page; return what passes messages to them.

    Args:
        tell: is told each message: its kind, the widget's id, the data as JSON, and buffers.
    """

    class ToPage(BaseComm):
        def publish_msg(
            self, msg_type: str, data: Any = None, metadata: Any = None, buffers: Any = None, **_more: Any
        ) -> None:
            del metadata
            tell(msg_type, self.comm_id, json.dumps(data or {}), [bytes(one) for one in buffers or ()])

    # ipywidgets logs what a widget's call raises, and traitlets drops it; a browser shows it in its console.
    get_logger().addHandler(logging.StreamHandler())
    manager = CommManager()
    comm.create_comm = ToPage
    comm.get_comm_manager = lambda: manager
    return manager
