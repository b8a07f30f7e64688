"""Faces of those who hear a message: how each looks, and what each answers."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import anywidget
import traitlets

from sim.texts.words import named, say, table
from sim.widgets.guess_line import ANSWERING
from sim.widgets.scripts import joined
from sim.widgets.year_widget import STYLE

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = ["MessageFaces"]


class MessageFaces(anywidget.AnyWidget):
    """Partners as figures, each with a mood in words and what it says; a change is read aloud.

    `people` is a list of {"name", "mood", "mood_said", "says"}; `stays` keeps a single face in sight while the page is
    scrolled. `asked` grows when the reader has asked for the answers: they are brought into view and get the focus.

    >>> faces = MessageFaces()
    >>> faces.tell([("Clinic team", "asking", "Who was in charge?")])
    >>> faces.words
    'Clinic team asks: “Who was in charge?”'
    """

    _esm = joined(Path(__file__).with_suffix(".js"))
    _css = STYLE + ANSWERING

    people = traitlets.List(traitlets.Dict()).tag(sync=True)
    stays = traitlets.Bool(default_value=False).tag(sync=True)
    asked = traitlets.Int(0).tag(sync=True)

    def tell(self, said: Iterable[tuple[str, str, str]]) -> None:
        """Show these partners, each as name, mood and what it says."""
        moods = table("message_moods")
        self.people = [
            {**named(name), "mood": mood, "mood_said": moods[mood], "says": words} for name, mood, words in said
        ]

    @property
    def words(self) -> str:
        """What the faces say, line by line."""
        lines = (say("message.face", name=one["name"], mood=one["mood_said"], words=one["says"]) for one in self.people)
        return "\n".join(lines)
