"""Boxes whose parts stand side by side where there is room, and below each other elsewhere."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ipywidgets import VBox

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ipywidgets import DOMWidget, Widget

__all__ = ["in_halves", "stacked", "whole"]


def stacked(*widgets: Widget) -> VBox:
    """Return a box with these widgets below each other.

    >>> stacked(VBox(), VBox()).children
    (VBox(), VBox())
    """
    box = VBox([*widgets])
    box.add_class("mb-stack")
    return box


def in_halves(box: VBox, *, across: Sequence[DOMWidget] = ()) -> VBox:
    """Let the box set its parts in two columns; those that go across take the whole width. go_on.css does it.

    >>> in_halves(stacked(VBox(), VBox()))._dom_classes
    ('mb-stack', 'mb-halves')
    """
    box.add_class("mb-halves")
    for one in across:
        whole(one)
    return box


def whole(widget: DOMWidget) -> DOMWidget:
    """Let a part of a box in halves take its whole width."""
    return widget.add_class("mb-whole")
