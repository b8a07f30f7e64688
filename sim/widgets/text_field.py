"""A text field with its label."""

from __future__ import annotations

from typing import Any

import traitlets

from sim.texts.words import say
from sim.widgets.chart import CSS
from sim.widgets.immediate_message import MessagingWidget
from sim.widgets.scripts import script

__all__ = ["TextField"]

MOST_LETTERS = 20_000  # characters


class TextField(MessagingWidget):
    """A labelled text field; what is typed is sent after a short pause.

    Of a longer text the page sends the first `most` characters, says so, and still shows all of it.
    With `copy` it has a button that copies its text, with `link` one that copies a link to this page with the text,
    under the name `link_name`.

    >>> TextField(label="Your notes", value="Ask first").value
    'Ask first'
    """

    _esm = script("text_field")
    _css = CSS

    label = traitlets.Unicode().tag(sync=True)
    hint = traitlets.Unicode().tag(sync=True)
    value = traitlets.Unicode().tag(sync=True, echo_update=False)
    rows = traitlets.Int(2).tag(sync=True)
    most = traitlets.Int(MOST_LETTERS).tag(sync=True)
    readonly = traitlets.Bool(default_value=False).tag(sync=True)
    copy = traitlets.Unicode().tag(sync=True)
    copied = traitlets.Unicode().tag(sync=True)
    by_hand = traitlets.Unicode().tag(sync=True)
    link = traitlets.Unicode().tag(sync=True)
    link_name = traitlets.Unicode("strategy").tag(sync=True)
    words = traitlets.Dict().tag(sync=True)
    link_copied = traitlets.Unicode().tag(sync=True)

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(words={"over": say("field.over")}, **kwargs)
