"""A panel to compose a message from ready-made lines, send it, hear three replies, and then change seats."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Protocol

from ipywidgets import VBox

from sim.lab.panels.message_faces import MessageFaces
from sim.lab.panels.panel_errors import show_errors
from sim.lab.session.message_acts import DENIES, OWNS, WEEKS, acts_of, denied_after
from sim.texts.words import say
from sim.widgets.button_row import buttons
from sim.widgets.choice import Choice
from sim.widgets.side_by_side import in_halves, stacked
from sim.widgets.text_blocks import TextBlocks
from sim.widgets.text_field import TextField

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from sim.lab.session.lesson_data import Line, MessagePart, Reply
    from sim.model.acts import Act

__all__ = ["Message", "Played", "Sent"]

OWN, WHEN, SENT, STAY, BELIEVE = "own", "when", "sent", "stay", "believe"  # keys beside those of the parts
MOST_LETTERS = 3_000
MOST_SENT = 10
SEATS = ("stay", "wait", "go")
HEARD = ("fact", "impact", "belittle", OWNS, "regret", "explanation", "repair", "forgiveness", DENIES)

Sent = dict[str, str]
"""A message as it was sent: the number of the line by part, and "when" with the week."""


class Played(Protocol):
    """What the model does with a message."""

    def put(self, acts: Sequence[Act]) -> list[str]:
        """Put a message into the lab, and return what to say of it."""

    def stayed(self, acts: Sequence[Act], partner: str) -> str:
        """Return in how many years this partner stays with this message; "" as long as that may not be told."""


class Message(VBox):
    """The parts with their lines, a listener who hears each, and what comes of a message once it is sent.

    Args:
        parts: a lesson's parts of a message.
        kept: the saved state: part → number of the line, own → text, when, sent, stay, believe.
        keep: called with the new state; returns a sentence if it cannot be saved.
        replies: who replies; the first one listens while lines are chosen. Without them nothing can be sent.
        played: what the model does with a message.
        place: its path among all answers.
    """

    def __init__(
        self,
        parts: Sequence[MessagePart],
        kept: dict[str, Any],
        *,
        keep: Callable[[dict[str, Any]], str],
        replies: Sequence[Reply] = (),
        played: Played | None = None,
        place: str = "message",
    ) -> None:
        super().__init__()
        self._parts, self._keep, self._place = parts, keep, place
        self._replies, self._played = replies, played
        self._sent: list[Sent] = []
        self._showing = False
        self.choices = {part.key: self._choice(part) for part in parts}
        self.told = TextBlocks()
        self.own = TextField(
            label=say("message.own"), hint=say("message.own_hint"), rows=4, most=MOST_LETTERS, place=f"{place}/{OWN}",
            copy=say("message.copy"), copied=say("plan.copied"), by_hand=say("plan.by_hand"),
        )  # fmt: skip
        self._make_sending()
        self.show(kept)
        for key, choice in self.choices.items():
            choice.observe(lambda _, key=key: self._changed(key), "chosen")
        for widget, trait in (
            (self.own, "value"),
            (self.when, "chosen"),
            (self.stay, "chosen"),
            (self.believe, "value"),
        ):
            widget.observe(lambda _: self._changed(), trait)
        take = buttons((say("message.take"), self.take))
        # The listener stays in sight within this box, and goes with it.
        composing = VBox([self.listener, *self.choices.values(), stacked(self.when, self.send_row)])
        composing.add_class("mb-stack")
        composing.add_class("mb-message")
        sending = [composing, self.sent_said, self.faces, self.after]
        writing = in_halves(stacked(self.own, stacked(take, self.told)))
        self.children = [*(sending if replies else self.choices.values()), writing]
        self.add_class("mb-stack")

    def _choice(self, part: MessagePart) -> Choice:
        lines = [(str(number), line.words) for number, line in enumerate(part.lines)]
        return Choice(label=part.label, options=lines, place=f"{self._place}/{part.key}")

    def _make_sending(self) -> None:
        place = self._place
        self.listener, self.faces = MessageFaces(stays=True), MessageFaces()
        self.when = Choice(
            label=say("message.when"), flow=True, place=f"{place}/{WHEN}", chosen=["0"],
            options=[(str(week), say(f"message.when_{week}")) for week in WEEKS],
        )  # fmt: skip
        self.when.chosen = ["0"]
        self.send_row = buttons((say("message.send"), self.send))
        self.sent_said, self.seats = TextBlocks(), TextBlocks()
        self.stay = Choice(
            label=say("message.stay"), options=[(key, say(f"message.stay_{key}")) for key in SEATS],
            place=f"{place}/{STAY}",
        )  # fmt: skip
        self.believe = TextField(
            label=say("message.believe"),
            hint=say("message.believe_hint"),
            rows=2,
            most=1_000,
            place=f"{place}/{BELIEVE}",
        )
        self.after = VBox()
        self.after.add_class("mb-stack")

    def show(self, kept: dict[str, Any]) -> None:
        """Show a saved state; what cannot be read is left out."""
        self._showing = True
        try:
            for key, choice in self.choices.items():
                choice.chosen = [kept[key]] if isinstance(kept.get(key), str) else []
            self.own.value = _text(kept.get(OWN))
            self.when.chosen = [_text(kept.get(WHEN))] if kept.get(WHEN) else ["0"]
            self.stay.chosen = [_text(kept.get(STAY))]
            self.believe.value = _text(kept.get(BELIEVE))
            sent = kept.get(SENT)
            self._sent = [one for one in map(self._readable, sent) if one] if isinstance(sent, list) else []
        finally:
            self._showing = False
        self._tell()
        self._listen()
        self._show_sent()

    def _readable(self, sent: Any) -> Sent:
        """Return a saved message without what cannot be read of it; {} if nothing is left."""
        sent = sent if isinstance(sent, dict) else {}
        lines = {part.key: at for part in self._parts if (at := sent.get(part.key)) in _numbers(part)}
        week = sent.get(WHEN)
        return lines and lines | {WHEN: week if week in map(str, WEEKS) else "0"}

    # Composing

    @property
    def chosen(self) -> Sent:
        """The lines that are chosen: part → number."""
        return {key: choice.value for key, choice in self.choices.items() if choice.value is not None}

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
        self.told.status = say("message.taken", field=say("message.own"))

    def _changed(self, part: str = "") -> None:
        if self._showing:
            return
        self._tell()
        self._listen(part)
        self._show_stay()
        self.told.status = self._save()

    def _save(self) -> str:
        state: dict[str, Any] = self.chosen | {OWN: self.own.value}
        later = {STAY: self.stay.value, BELIEVE: self.believe.value, SENT: self._sent}
        week = {} if self.when.value in (None, "0") else {WHEN: self.when.value}
        return self._keep(state | week | {name: value for name, value in later.items() if value})

    def _tell(self) -> None:
        """Show below each part how the chosen line affects a listener."""
        for part in self._parts:
            choice = self.choices[part.key]
            choice.hint = "" if choice.value is None else part.lines[int(choice.value)].said

    def _listen(self, part: str = "") -> None:
        """Let the listener answer the line that was chosen last, or the last part's at first."""
        if not self._replies or (part and self.choices[part].value is None):
            return
        chosen = [one.key for one in self._parts if self.choices[one.key].value is not None]
        if not part and self.listener.people and chosen:
            return
        heard = part or (chosen[-1] if chosen else "")
        line = self._line(heard, self.chosen) if heard else None
        mood, answer = (line.mood, line.answer or line.said) if line else ("quiet", say("message.listens"))
        self.listener.tell([(self._replies[0].partner, mood, answer)])

    def _line(self, key: str, sent: Sent) -> Line:
        part = next(part for part in self._parts if part.key == key)
        return part.lines[int(sent[key])]

    # Sending

    @show_errors
    def send(self) -> None:
        """Send the chosen lines: partners reply, and the lab plays the message."""
        if not self.chosen:
            self.tell(say("message.choose_first"))
            return
        message = self.chosen | {WHEN: self.when.value or "0"}
        if message != (self._sent[-1] if self._sent else None):
            self._sent = [*self._sent, message][-MOST_SENT:]
            self.stay.chosen = []
        trouble = self._save()
        said = self._played.put(self._acts) if self._played else []
        self._show_sent(said)
        self.tell(trouble or say("message.sent"))
        self.faces.asked += 1

    def tell(self, words: str) -> None:
        """Show a sentence below the button; screen readers read it out even if it is the same as before."""
        self.sent_said.status = ""
        self.sent_said.status = words

    def _does(self, sent: Sent) -> frozenset[str]:
        return frozenset(one for key in sent if key != WHEN for one in self._line(key, sent).does)

    @property
    def _owned(self) -> Sent | None:
        """The last message before the last one that owned the fault; None if there is none."""
        return next((one for one in reversed(self._sent[:-1]) if OWNS in self._does(one)), None)

    @property
    def _denied_after_owning(self) -> bool:
        return bool(self._sent) and DENIES in self._does(self._sent[-1]) and self._owned is not None

    @property
    def _acts(self) -> list[Act]:
        """What the last message is to the model; one that denies comes after the one that owned up."""
        last = self._sent[-1]
        week = int(last[WHEN])
        if self._denied_after_owning:
            owned = self._owned
            return denied_after(acts_of(self._does(owned), int(owned[WHEN])), week)
        return acts_of(self._does(last), week)

    def _show_sent(self, said: Sequence[str] = ()) -> None:
        """Show the replies to the last message, what was asked about it, and the other seat."""
        if not (self._sent and self._replies):
            self.faces.tell(())
            self.sent_said.blocks, self.after.children = [], ()
            return
        does = self._does(self._sent[-1])
        lines = [(reply.partner, reply.line(does)) for reply in self._replies]
        self.faces.tell((partner, line.mood, line.words) for partner, line in lines)
        heard = [say(f"message.heard_{one}") for one in HEARD if one in does]
        what = say("message.heard", what=", ".join(heard)) if heard else say("message.heard_nothing")
        self.sent_said.blocks = [{"text": one} for one in (what, *said)]
        self._show_stay()
        asked = [self._asked(), self.believe] if self._denied_after_owning else []
        self.after.children = [*asked, self.seats, self.stay]

    def _asked(self) -> TextBlocks:
        """Return the question about a denial that follows owning up, with both lines."""
        before, now = (self._saying(one, does) for one, does in ((self._owned, OWNS), (self._sent[-1], DENIES)))
        return TextBlocks(blocks=[{"text": say("message.denied", before=before, now=now)}])

    def _saying(self, sent: Sent, does: str) -> str:
        return next(line.words for key in sent if key != WHEN and does in (line := self._line(key, sent)).does)

    def _show_stay(self) -> None:
        """Show the message as the partner gets it and, once the trainee has answered, what the model's partner does."""
        if not (self._sent and self._replies):
            return
        last, partner = self._sent[-1], self._replies[0].partner
        letter = " ".join(self._line(part.key, last).words for part in self._parts if part.key in last)
        self.seats.blocks = [
            {"head": say("message.seats")},
            {"text": say("message.seat", partner=partner, when=say(f"message.when_{last[WHEN]}").lower())},
            {"say": say("message.letter", letter=letter)},
        ]
        self.stay.hint = (self._played.stayed(self._acts, partner) if self._played else "") if self.stay.value else ""


def _numbers(part: MessagePart) -> list[str]:
    return [str(number) for number in range(len(part.lines))]


def _text(value: Any) -> str:
    return value if isinstance(value, str) else ""
