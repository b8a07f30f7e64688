"""Text on a page: headings, sentences, lists and tables, from plain data."""

from __future__ import annotations

from typing import Any

import anywidget
import traitlets

from sim.widgets.chart import CSS
from sim.widgets.scripts import script

__all__ = ["TextBlocks"]


class TextBlocks(anywidget.AnyWidget):
    r"""Blocks of words, and a `status` line that is read aloud when it changes.

    A block is one of {"head": …}, {"text": …, "lang": …}, {"say": …, "short": …} (weighty; the short one is seen in its
    place where a phone's picture is small), {"hint": …}, {"list": […]}, {"steps": […]},
    {"table": {"caption", "head", "rows", "wordy"}}, where a wordy table sets its cells to the left, or
    {"fold": …, "blocks": […]}, blocks that are folded away under a line that opens them. `live` blocks are read aloud
    as a whole when they change, as politely as the status.

    >>> TextBlocks(blocks=[{"head": "You have seen"}, {"list": ["Less can be more."]}]).words
    'You have seen\nLess can be more.'
    """

    _esm = script("text_blocks")
    _css = CSS

    blocks = traitlets.List(traitlets.Dict()).tag(sync=True)
    status = traitlets.Unicode().tag(sync=True)
    live = traitlets.Bool(False).tag(sync=True)  # noqa: FBT003 - a trait's default

    @property
    def words(self) -> str:
        """All the text that it shows, line by line."""
        lines: list[str] = []
        for block in self.blocks:
            lines += _lines(block)
        return "\n".join([*lines, *([self.status] if self.status else [])])


def _lines(block: dict[str, Any]) -> list[str]:
    if "fold" in block:
        return [block["fold"], *(line for one in block["blocks"] for line in _lines(one))]
    if "table" in block:
        table = block["table"]
        return [table["caption"], " | ".join(table["head"]), *(" | ".join(row) for row in table["rows"])]
    for name in ("list", "steps"):
        if name in block:
            return list(block[name])
    return [next(block[name] for name in ("head", "text", "say", "hint") if name in block)]
