"""A panel to compose a message from ready-made lines, with a comment on each line."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ipywidgets import VBox

from sim.texts.words import say
from sim.widgets.button_row import buttons
from sim.widgets.choice import Choice
from sim.widgets.text_blocks import TextBlocks
from sim.widgets.text_field import TextField

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from sim.lab.session.lesson_data import MessagePart

__all__ = ["Message"]

OWN = "own"  # the key of the trainee's own words
MOST_LETTERS = 3_000


class Message(VBox):
    """The parts with their lines, comments on the chosen lines, and the message in the trainee's own words.

    Args:
        parts: a lesson's parts of a message.
        kept: the saved state: part → number of the line, own → text.
        keep: called with the new state; returns a sentence if it cannot be saved.
        place: its path among all answers.
    """

    def __init__(
        self,
        parts: Sequence[MessagePart],
        kept: dict[str, Any],
        *,
        keep: Callable[[dict[str, str]], str],
        place: str = "message",
    ) -> None:
        super().__init__()
        self._parts, self._keep, self._place = parts, keep, place
        self.choices = {part.key: self._choice(part) for part in parts}
        self.told = TextBlocks()
        self.own = TextField(
            label=say("message.own"), hint=say("message.own_hint"), rows=6, most=MOST_LETTERS, place=f"{place}/{OWN}",
            copy=say("message.copy"), copied=say("plan.copied"), by_hand=say("plan.by_hand"),
        )  # fmt: skip
        self.show(kept)
        for choice in self.choices.values():
            choice.observe(lambda _: self._changed(), "chosen")
        self.own.observe(lambda _: self._changed(), "value")
        take = buttons((say("message.take"), self.take))
        self.children = [*self.choices.values(), self.told, take, self.own]
        self.add_class("mb-stack")

    def _choice(self, part: MessagePart) -> Choice:
        lines = [(str(number), line.words) for number, line in enumerate(part.lines)]
        return Choice(label=part.label, options=lines, place=f"{self._place}/{part.key}")

    def show(self, kept: dict[str, Any]) -> None:
        """Show a saved state; what cannot be read is left out."""
        for key, choice in self.choices.items():
            choice.chosen = [kept[key]] if isinstance(kept.get(key), str) else []
        self.own.value = kept[OWN] if isinstance(kept.get(OWN), str) else ""
        self._tell()

    def take(self) -> None:
        """Add the chosen lines to the trainee's own words, below what is written already."""
        lines = [choice.in_words for choice in self.choices.values() if choice.value is not None]
        if not lines:
            self.told.status = say("message.choose_first")
            return
        together = " ".join(lines)
        written = self.own.value.strip()
        if together not in written:
            self.own.value = "\n\n".join(filter(None, [written, together]))
        self.told.status = say("message.taken")

    def _changed(self) -> None:
        self._tell()
        chosen = {key: choice.value for key, choice in self.choices.items() if choice.value is not None}
        self.told.status = self._keep(chosen | {OWN: self.own.value})

    def _tell(self) -> None:
        """Show below each part how the chosen line affects a listener."""
        for part in self._parts:
            choice = self.choices[part.key]
            choice.hint = "" if choice.value is None else part.lines[int(choice.value)].said
