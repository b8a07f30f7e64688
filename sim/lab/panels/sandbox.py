"""The sandbox: choose a case, start from a strategy, change it, and see what becomes of trust."""

from __future__ import annotations

from time import monotonic
from typing import TYPE_CHECKING, Any

from ipywidgets import HBox, VBox

from sim.base.errors import BadInput
from sim.catalogue import load_case
from sim.lab.panels.panel_errors import show_errors
from sim.lab.panels.sandbox_lists import NoStarts, Starts, WhoseTrust
from sim.lab.panels.sections import Sections
from sim.lab.session.announcements import Announcements
from sim.lab.session.control_binding import ControlBinding
from sim.lab.session.draft import titled
from sim.lab.session.session import SandboxSession
from sim.lab.session.session_data import changed_data, restore
from sim.lab.session.simulation_cache import QUICK, REFINED
from sim.lab.session.strategy_from_url import strategy_from_url
from sim.lab.views.panel_view import Looking, parts, view
from sim.texts.words import say
from sim.widgets.bridge_scene import Bridges
from sim.widgets.button_row import buttons
from sim.widgets.chart import Chart
from sim.widgets.text_blocks import TextBlocks

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from sim.lab.session.controls import Control
    from sim.lab.session.draft import Draft
    from sim.lab.session.simulation_cache import SimulationCache
    from sim.model.case import Case
    from sim.model.strategy import Strategy

__all__ = ["Sandbox"]

MOST_CONTROLS = 5


class Sandbox(VBox):
    """The panel on which a strategy is made and tried.

    Args:
        case, start, baseline: objects or keys. Without `controls` the trainee can choose all three;
            a case given as an object is fixed.
        controls: a lesson's controls, at most five.
        beside: without controls, the section left of the picture, by name.
        below: the section that is open below the picture at first.
        kept: a saved `state`; a strategy in the page's address is loaded on top of it.
        partner: whose trust the picture shows first; None = the mean of all.
        runs: the cache that simulates everything; None = the lab's own.

    >>> sandbox = Sandbox(start="silence")
    >>> sandbox.do(sandbox.session.draft.plus("thank"))
    >>> sandbox.headline.split(". ")[1]
    'Partnership is about the same as with “Say nothing”'
    """

    def __init__(
        self,
        case: Case | str = "missed-deadline",
        start: Strategy | Draft | str = "silence",
        *,
        baseline: Strategy | str = "silence",
        controls: Sequence[Control] = (),
        partner: str | None = None,
        beside: str = "acts",
        below: str = "score",
        kept: Any = None,
        runs: SimulationCache | None = None,
    ) -> None:
        super().__init__()
        if len(controls) > MOST_CONTROLS:
            raise BadInput(say("control_rules.most", number=len(controls), most=MOST_CONTROLS))
        self.session = SandboxSession(case, start, baseline=baseline, controls=controls, runs=runs)
        self._may_move = isinstance(case, str) and not controls
        self._worlds = REFINED  # of what is shown
        self._announcements = Announcements()
        self.head, self.people, self.picture, self.board = TextBlocks(), Bridges(), Chart(), TextBlocks()
        self.remarks = TextBlocks(live=True)
        self.bindings = [ControlBinding(one, on_move=self.move, on_rest=self.rest, beside=controls) for one in controls]
        self.watchers: list[Callable[[], None]] = []
        self.whose = WhoseTrust(self, partner)
        self.view = self.whose.choice
        self.starts = NoStarts() if controls else Starts(self, may_move=self._may_move)
        self.case, self.start, self.baseline = self.starts.case, self.starts.start, self.starts.baseline
        self._sections = Sections(self, free=not controls, beside=beside, below=below, opened=self._open)
        self.sections, self.below, self.lower = self._sections.named, self._sections.choice, self._sections.box
        self._lay_out()
        self.refresh()
        self.restore(kept)
        if self._may_move:
            self.open_link()

    def _lay_out(self) -> None:
        self.row = buttons(
            (say("bench.undo"), self.undo), (say("bench.reset"), self.reset), (say("bench.pin"), self.pin),
            (say("bench.unpin"), self.unpin),
        )  # fmt: skip
        controls = [*self.starts.widgets, *(binding.widget for binding in self.bindings)]
        beside = [self._sections.side] if self._sections.beside else []
        left = VBox([*controls, self.row, self.board, *beside, self.remarks])
        self.curve = VBox([self.view, self.picture])
        right = VBox([self.people, self.curve])
        self._flip()
        self.people.observe(lambda _: self._flip(drawn=True), "curve")
        top = HBox([left, right])
        for box, name in (
            (top, "mb-row"), (left, "mb-left"), (right, "mb-right"), (self, "mb-sandbox"), (self.head, "mb-head"),
        ):  # fmt: skip
            box.add_class(name)
        self.children = [self.head, top, self.below, self.lower]

    @property
    def headline(self) -> str:
        """The sentence on top: the strategy's result."""
        return self.head.blocks[0]["say"]

    # What a trainee does

    @show_errors
    def move(self, write: Callable[[Draft], Draft], settled: bool = True) -> None:  # noqa: FBT001, FBT002 - a callback
        """Change the draft, with a quick answer during a drag and the refined one after it."""
        worlds, session = REFINED if settled else QUICK, self.session
        try:
            draft = session.fitted(write(session.draft))
            session.change(titled(draft, session.start), settled=settled, worlds=worlds)
        except Exception:
            self._show_controls()
            raise
        self.tell("")
        self._draw(worlds)

    @show_errors
    def rest(self) -> None:
        """Give the refined answer, after a drag."""
        self.session.settle()
        self._draw(REFINED)

    def do(self, draft: Draft) -> None:
        """Replace the draft."""
        self.move(lambda _: draft)

    @show_errors
    def undo(self) -> None:
        """Undo the last change."""
        done = self.session.undo()
        self.starts.show_case()
        self.tell(say("bench.undone" if done else "bench.nothing_to_undo"))
        self._draw(REFINED)

    @show_errors
    def reset(self) -> None:
        """Go back to the start; undo brings the draft back."""
        self.session.change(self.session.start)
        self.tell(say("bench.started_again"))
        self._draw(REFINED)

    @show_errors
    def pin(self) -> None:
        """Keep the strategy in the picture."""
        label = self.session.pin(self.bindings[0].widget.in_words if self.bindings else "")
        self.tell(say("bench.pinned", label=label))
        self._draw(REFINED)

    @show_errors
    def unpin(self) -> None:
        """Take all pins out of the picture."""
        self.session.pins.clear()
        self.tell(say("bench.unpinned"))
        self._draw(REFINED)

    @show_errors
    def open_link(self) -> None:
        """Load the strategy in the page's address, if there is one."""
        loaded = strategy_from_url(self.session.case.key)
        # When the page is reloaded, changes to the link's strategy stay.
        if loaded is not None and self.session.start_of(loaded.strategy) != self.session.start:
            self.load(loaded.strategy, loaded.case, loaded.remark)

    @show_errors
    def load(self, strategy: Strategy, case: str, remark: str = "") -> None:
        """Load a strategy that came as text; a remark on it is told as well."""
        session = self.session
        session.begin(session.start_of(strategy), case=case if self._may_move else "")
        self.starts.show_case()
        here = case == session.case.key  # which may be no shipped one
        told = {"title": strategy.title, "case": (session.case if here else load_case(case)).title}
        said = say("bench.loaded" if here else "bench.loaded_case", **told)
        self.tell(f"{said} {remark}".rstrip())
        self._draw(REFINED)

    def tell(self, words: str) -> None:
        """Show a sentence; screen readers read it out even if it is the same as before."""
        self.board.status = ""
        self.board.status = words

    # What a lesson keeps

    @property
    def state(self) -> dict[str, Any] | None:
        """The draft and the pins as plain data; None as long as nothing has been changed."""
        return changed_data(self.session)

    def restore(self, state: Any) -> None:
        """Restore a saved draft and pins; what cannot be read is left out."""
        if restore(self.session, state):
            self._announcements.forget()
            self.refresh()

    def go_on_from(self, other: Sandbox) -> None:
        """Take over another sandbox's draft."""
        draft = self.session.fitted(other.session.draft)
        if (self.session.draft.acts, self.session.draft.off) != (draft.acts, draft.off):
            self.session.start = self.session.draft = draft
            self._announcements.forget()
            self.refresh()

    # How it is shown

    def put_beside(self, name: str) -> None:
        """Let this section stand beside the picture, in the place of the one that was there."""
        below = self.below.value
        self._sections.put_beside(name)
        if below == name:
            self.below.chosen = ["score"]
        self.refresh()

    @show_errors
    def refresh(self) -> None:
        """Draw everything again."""
        self._draw(REFINED)

    def _draw(self, worlds: int) -> None:
        session, change_from, self._worlds = self.session, None, worlds
        if worlds == REFINED:
            change_from = self._announcements.change_from(session.case.key, session.draft.played, monotonic())
        seen = view(session, self._looking, worlds=worlds, change_from=change_from)
        first = [] if worlds == REFINED else [{"hint": say("headline.first_answer", worlds=worlds, all=REFINED)}]
        self.head.blocks = [{"say": seen.headline, "short": seen.short}, *first]
        self.people.data = seen.bridges
        if seen.chart is not None:
            self.picture.data = seen.chart
        self._sections.show(seen.parts, settled=worlds == REFINED)
        if worlds == REFINED:
            self._remark(seen.remarks)
            self.starts.show()
            self._show_controls()
            for watcher in self.watchers:
                watcher()

    def _remark(self, blocks: list[dict[str, Any]]) -> None:
        """Show remarks below the controls; on a phone, far above the acts that are open below, with these instead."""
        near = self.below.value == "acts"
        self.remarks.blocks = blocks
        self.sections["acts"].remarks.blocks = blocks if near else []
        (self.remarks.add_class if near else self.remarks.remove_class)("mb-far-from-acts")

    def _show_controls(self) -> None:
        for binding in self.bindings:
            binding.show(self.session.draft)

    @property
    def _looking(self) -> Looking:
        looking = Looking(self.whose.partner, self.whose.lines, self._sections.parts, self._sections.world)
        return looking._replace(curve=self.people.curve)

    def _flip(self, *, drawn: bool = False) -> None:
        """Show or hide the curve, as the trainee asked; once there is a picture, bring it up to date."""
        self.curve.layout.display = "" if self.people.curve else "none"
        if drawn and self.people.curve:
            self._draw(self._worlds)

    @show_errors
    def _open(self) -> None:
        self._sections.show(parts(self.session, self._looking), settled=True)
        self._remark(self.remarks.blocks)
