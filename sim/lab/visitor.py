"""What the browser knows: a strategy that a link brought, and the random name of the visitor's answers."""

from __future__ import annotations

import anywidget
import traitlets

from sim.lab.picture import HERE

__all__ = ["Visitor"]


class Visitor(anywidget.AnyWidget):
    """Invisible. `seen` becomes true once a browser has told what it knows.

    >>> Visitor().pseudonym
    ''
    """

    _esm = HERE / "visitor.js"

    strategy = traitlets.Unicode().tag(sync=True)
    pseudonym = traitlets.Unicode().tag(sync=True)
    seen = traitlets.Bool(default_value=False).tag(sync=True)
