"""The end of a part of a page: what follows is folded away until the reader goes on."""

from __future__ import annotations

from pathlib import Path

import traitlets

from sim.look import stylesheet
from sim.widgets.immediate_message import MessagingWidget
from sim.widgets.scripts import script

__all__ = ["GoOn"]

STYLE = stylesheet(*(Path(__file__).with_name(f"{name}.css") for name in ("widgets", "go_on")))


class GoOn(MessagingWidget):
    """A button that unfolds the next part of the page, brings it into view and gives it the focus.

    Without its script, and in print, nothing is folded away. `words` has a slot {part} for the next part's heading, and
    is `plain` where there is none. As long as it is not `ready`, `wait` takes the button's place. `moved` grows when
    the reader has gone on by another button, and the focus should follow; `back`, when it should go up here.

    >>> end = GoOn(words="Next: {part}", plain="Go on", wait="Make your guess first.", ready=False)
    >>> end.go()
    >>> end.opened, end.moved
    (True, 1)
    """

    _esm = script("go_on")
    _css = STYLE

    words = traitlets.Unicode("{part}").tag(sync=True)
    plain = traitlets.Unicode().tag(sync=True)
    wait = traitlets.Unicode().tag(sync=True)
    ready = traitlets.Bool(True).tag(sync=True)  # noqa: FBT003 - a trait's default
    opened = traitlets.Bool(False).tag(sync=True)  # noqa: FBT003 - a trait's default
    moved = traitlets.Int(0).tag(sync=True)
    back = traitlets.Int(0).tag(sync=True)

    def go(self) -> None:
        """Unfold what follows, and let the focus go there."""
        if not self.opened:
            self.opened = True
            self.moved += 1
