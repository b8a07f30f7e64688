"""A row of buttons."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ipywidgets import Button, HBox

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["buttons"]


def buttons(*named: tuple[str, Callable[[], None]]) -> HBox:
    """Return a row of buttons, each given as its label and its action.

    >>> [button.description for button in buttons(("Undo", lambda: None)).children]
    ['Undo']
    """
    row = []
    for words, act in named:
        button = Button(description=words)
        button.on_click(lambda _, act=act: act())
        row.append(button)
    box = HBox(row)
    box.add_class("mb-buttons")
    return box
