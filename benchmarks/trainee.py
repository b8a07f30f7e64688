"""A simulated trainee without a browser, who opens a lesson in a kernel and drags its slider.

The page's end of the messages is written anew from sim/widgets/slider.js and from how Jupyter's widgets send: one
message of a widget is in flight, what changes meanwhile is merged, so the newest value wins and the ones before are
not asked. What is told at rest, or chosen, goes at once.
"""

from __future__ import annotations

import asyncio
import json
import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from sim.lab.session.lesson_data import load_lesson
from sim.texts.words import say

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from jupyter_client.asynchronous import AsyncKernelClient

__all__ = ["LESSON", "PATIENCE", "Page", "Slider", "Trouble", "Waits", "cells_of", "drag", "open_lesson"]

LESSON = "02_update_rhythm"
DRAG, EVENTS = 2.0, 20  # seconds of a drag, and its slider events
REST = 0.22  # seconds without a move, after which slider.js calls the hand at rest
PATIENCE = 60.0  # seconds after which an answer counts as lost


class Trouble(Exception):  # noqa: N818 - it is what a person is told
    """What went wrong for one trainee, in words."""


@dataclass
class Sent:
    """A message on its way, when the hand did what it tells of, and when pictures came back for it."""

    moved: float | None = None
    rested: float | None = None
    drawn: list[float] = field(default_factory=list)
    done: asyncio.Event = field(default_factory=asyncio.Event)
    then: Callable[[], None] = lambda: None


@dataclass
class Waits:
    """Seconds that one trainee waited, by what for; and how often the hand moved."""

    ready: float = 0.0
    answered: list[float] = field(default_factory=list)
    last: list[float] = field(default_factory=list)
    refined: list[float] = field(default_factory=list)
    moves: int = 0


class Page:
    """What a page in the browser knows: the widgets that the kernel has opened, and what it still waits for."""

    def __init__(self, client: AsyncKernelClient) -> None:
        self.client = client
        self.widgets: dict[str, dict[str, Any]] = {}
        self._sent: dict[str, Sent] = {}

    async def listen(self) -> None:
        """Take in what the kernel says, without end."""
        while True:
            message = await self.client.get_iopub_msg(timeout=None)
            self.take(message["msg_type"], message["content"], message["parent_header"].get("msg_id", ""))

    def take(self, kind: str, content: dict[str, Any], parent: str) -> None:
        """Take in one message.

        Raises:
            Trouble: a cell failed.
        """
        if kind == "comm_open":
            self.widgets[content["comm_id"]] = content["data"].get("state", {})
        elif kind == "comm_msg" and content["data"].get("method") == "update":
            self._update(content["comm_id"], parent)
        elif kind == "error":
            raise Trouble(f"a cell failed with {content['ename']}")
        elif kind == "status" and content["execution_state"] == "idle" and parent in self._sent:
            sent = self._sent.pop(parent)
            sent.done.set()
            sent.then()

    def _update(self, widget: str, parent: str) -> None:
        if parent in self._sent and _kind(self.widgets.get(widget, {})) == "Bridges" and widget == self.picture:
            self._sent[parent].drawn.append(time.perf_counter())

    @property
    def picture(self) -> str:
        """The picture that the slider moves: the first one."""
        return next(self.all_of("Bridges"))

    def all_of(self, kind: str, **having: Any) -> Iterator[str]:
        """Yield the widgets of a kind that have these values, oldest first."""
        for widget, state in self.widgets.items():
            if _kind(state) == kind and having.items() <= {key: state.get(key) for key in having}.items():
                yield widget

    def the(self, kind: str, **having: Any) -> str:
        """Return the first of them.

        Raises:
            Trouble: there is none.
        """
        found = next(self.all_of(kind, **having), None)
        if found is None:
            raise Trouble(f"the lesson shows no {kind} with {having}")
        return found

    def post(self, kind: str, content: dict[str, Any], **moments: float) -> Sent:
        """Send a message."""
        message = self.client.session.msg(kind, content)
        sent = self._sent[message["header"]["msg_id"]] = Sent(**moments)
        self.client.shell_channel.send(message)
        return sent

    def change(self, widget: str, state: dict[str, Any], **moments: float) -> Sent:
        """Send a widget's new state."""
        data = {"method": "update", "state": state, "buffer_paths": []}
        return self.post("comm_msg", {"comm_id": widget, "data": data}, **moments)

    def tell(self, widget: str, state: dict[str, Any], **moments: float) -> Sent:
        """Tell what was done with a widget, held back by nothing, as sim/widgets/immediate_message.py takes it."""
        data = {"method": "custom", "content": state}
        return self.post("comm_msg", {"comm_id": widget, "data": data}, **moments)

    def click(self, button: str) -> Sent:
        """Click a button."""
        data = {"method": "custom", "content": {"event": "click"}}
        return self.post("comm_msg", {"comm_id": button, "data": data})

    def run(self, code: str) -> Sent:
        """Run a cell."""
        return self.post("execute_request", {"code": code, "silent": False, "store_history": True})


def _kind(state: dict[str, Any]) -> str:
    """Return what a widget is.

    >>> _kind({"_anywidget_id": "sim.widgets.chart.Chart"}), _kind({"_model_name": "ButtonModel"})
    ('Chart', 'Button')
    """
    name = state.get("_anywidget_id") or state.get("_model_name", "").removesuffix("Model")
    return name.rpartition(".")[2]


class Slider:
    """The page's end of a slider."""

    def __init__(self, page: Page, widget: str, waits: Waits) -> None:
        self._page, self._widget, self._waits = page, widget, waits
        self._state: dict[str, Any] = {}
        self._moments: dict[str, float] = {}
        self._rests = 0
        self._told: float | None = None
        self.sent: Sent | None = None
        self.rested: Sent | None = None

    def move(self, value: float) -> None:
        """Follow the hand."""
        self._waits.moves += 1
        self._change({"value": value}, moved=time.perf_counter())

    def rest(self) -> None:
        """Tell where the hand has come to rest; this overtakes a move that is held back, and brings its picture."""
        self._rests += 1
        told = {"value": self._state.get("value", self._told), "rested": self._rests}
        moments = {"rested": time.perf_counter()}
        if told["value"] != self._told:
            moments["moved"] = self._moments.pop("moved")
        self.rested = self._page.tell(self._widget, told, **moments)
        self.rested.then = lambda sent=self.rested: self._note(sent)

    def _change(self, state: dict[str, Any], **moments: float) -> None:
        self._state |= state
        self._moments |= moments
        if self.sent is None:
            self._send()

    def _send(self) -> None:
        if self._state["value"] == self._told and self._moments:
            # The hand has come back meanwhile to where the last answer, just drawn, shows it: no other will come.
            self._waits.answered.append(time.perf_counter() - self._moments.pop("moved"))
        self._told = self._state["value"]
        self.sent = self._page.change(self._widget, self._state, **self._moments)
        self.sent.then = self._landed
        self._state, self._moments = {}, {}

    def _landed(self) -> None:
        sent, self.sent = self.sent, None
        self._note(sent)
        if self._state:
            self._send()

    def _note(self, sent: Sent) -> None:
        """Note how long each picture was waited for; the first one answers a move, the next one the rest."""
        pictures = iter(sent.drawn)
        for began, waits in ((sent.moved, self._waits.answered), (sent.rested, self._waits.refined)):
            if began is not None:
                drawn = next(pictures, None)
                if drawn is None:
                    raise Trouble("a move brought no picture")
                waits.append(drawn - began)


async def settled(sent: Sent) -> None:
    """Wait until the kernel is done with a message."""
    try:
        await asyncio.wait_for(sent.done.wait(), PATIENCE)
    except TimeoutError:
        raise Trouble(f"no answer within {PATIENCE:.0f} s") from None


def cells_of(notebook: Path) -> list[str]:
    """Return a notebook's cells of code."""
    cells = json.loads(notebook.read_text(encoding="utf-8"))["cells"]
    return ["".join(cell["source"]) for cell in cells if cell["cell_type"] == "code"]


async def open_lesson(page: Page, cells: list[str]) -> None:
    """Run all cells, guess the first answer, and record it, so that the picture appears."""
    for sent in [page.run(code) for code in cells]:
        await settled(sent)
    predict = load_lesson(LESSON).predict
    guess = page.the("Choice", label=predict.question)
    await settled(page.tell(guess, {"chosen": [predict.choices[0].key]}))
    await settled(page.click(page.the("Button", description=say("lesson.record"))))


async def drag(page: Page, slider: Slider, waits: Waits, *, turn: int) -> None:
    """Choose what the updates say, then drag their rhythm there and back; wait for the refined answer.

    What is chosen changes with every turn, and the hand goes on from where it was, so an answer that is left over
    from the drag before fits nowhere.
    """
    rhythm, says = load_lesson(LESSON).controls[:2]
    choice = page.the("Choice", label=says.label)
    await settled(page.tell(choice, {"chosen": [str(turn % len(says.offered))]}))
    began, top = time.perf_counter(), len(rhythm.offered) - 1
    for number in range(EVENTS):
        await asyncio.sleep(began + number * DRAG / EVENTS - time.perf_counter())
        slider.move(abs((waits.moves + 1) % (2 * top) - top))
    await asyncio.sleep(REST)
    slider.rest()
    while slider.sent is not None:
        await settled(slider.sent)
    await settled(slider.rested)
    waits.last.append(waits.answered[-1])
