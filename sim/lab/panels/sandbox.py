"""The lab: choose a case, start from a strategy, change its acts, and see what becomes of trust under the same luck."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace
from functools import wraps
from time import monotonic
from typing import TYPE_CHECKING, Any

from ipywidgets import HBox, VBox

from sim.base.errors import BadInput
from sim.catalogue import case_keys, load_case, load_strategy, strategy_keys
from sim.lab.panels.sections import FREE_SECTIONS, LESSON_SECTIONS
from sim.lab.session.control_binding import ControlBinding
from sim.lab.session.controls import with_acts_for
from sim.lab.session.draft import NOTHING, Draft, start_from
from sim.lab.session.links import brought
from sim.lab.session.session import SandboxSession
from sim.lab.session.simulation_cache import QUICK, REFINED
from sim.lab.views import scores, text_alternative
from sim.lab.views.outcome_queries import trust_of
from sim.lab.views.trust_chart import View, trust_data
from sim.texts.words import say
from sim.widgets.button_row import buttons
from sim.widgets.chart import Chart
from sim.widgets.choice import Choice
from sim.widgets.text_blocks import TextBlocks

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from sim.lab.session.controls import Control
    from sim.lab.session.simulation_cache import SimulationCache
    from sim.model.case import Case
    from sim.model.outcome import Outcome
    from sim.model.strategy import Strategy

__all__ = ["Sandbox", "shielded"]

OWN = "own"  # in the list of starts: what came as text, or what a lesson brought along
TIME_TO_HEAR = 1.0  # seconds; chart.js says a change after 0.6 without another one
MOST_CONTROLS = 4


def shielded(method: Callable[..., None]) -> Callable[..., None]:
    """Turn what goes wrong in a panel into a plain sentence on it; the last good picture stays."""

    @wraps(method)
    def safely(self: Any, *args: Any, **kwargs: Any) -> None:
        try:
            method(self, *args, **kwargs)
        except BadInput as error:
            self.tell(str(error) if str(error).endswith(".") else say("bench.refused", why=f"{error}."))
        except Exception:  # noqa: BLE001 - a page shows a sentence, never a traceback
            self.tell(say("bench.failed"))

    return safely


class Sandbox(VBox):
    """The lab's panel.

    Args:
        case, start, baseline: objects or keys. Without `controls` the trainee chooses all three;
            a case that is given as an object stays.
        controls: at most four, those that a lesson is about.
        beside: without controls, what stands left of the picture; see the sections' names.
        below: what stands below the picture first.
        kept: what `state` returned before; a strategy that the page's address brings along comes on top of it.
        partner: whose trust the picture shows first; None = the mean of all.
        runs: the luck under which all is played; None = the lab's own.

    >>> bench = Sandbox(start="silence")
    >>> bench.do(bench.trial.draft.plus("thank"))
    >>> bench.headline
    'Mean trust over the season: 0.54. That is about the same as “Say nothing”. Staff hours: 271.'
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
            raise BadInput(f"controls (= {len(controls)}) may be at most {MOST_CONTROLS}")
        self.trial = SandboxSession(case, start, baseline=baseline, runs=runs)
        self.head, self.picture, self.board = TextBlocks(), Chart(), TextBlocks()
        self.knobs = [ControlBinding(control, on_move=self.move, on_rest=self.rest) for control in controls]
        self.watchers: list[Callable[[], None]] = []
        self.start: Choice | None = None
        # Case and strategy of the last refined answer, when that was, and those that were last heard of.
        self._last: tuple[str, Strategy] | None = None
        self._last_at = 0.0
        self._heard: tuple[str, Strategy] | None = None
        self._focus = None if partner is None else self.trial.case.names.index(partner)
        self._partner, self._view = self._focus, None
        self._may_move = isinstance(case, str) and not controls
        self._build(free=not controls, beside=beside, below=below)
        self.refresh()
        self.restore(kept)
        if self._may_move:
            self.open_link()

    @property
    def headline(self) -> str:
        """The sentence on top: what the strategy comes to."""
        return self.head.words

    @property
    def partner(self) -> int | None:
        """Whose trust is shown, by place; None = the mean of all."""
        return self._partner

    # What the page is made of

    def _build(self, *, free: bool, beside: str, below: str) -> None:
        self.view = Choice(label=say("bench.view"), kind="list")
        self.view.observe(self._look_at, "chosen")
        self._name_partners()
        sections = FREE_SECTIONS if free else LESSON_SECTIONS
        self.sections = {section.name: section(self) for section in sections}
        # On the free bench all acts stand beside the picture; in a lesson they are there on demand.
        self.beside = [self.sections[beside]] if free else []
        self.below = Choice(
            label=say("bench.below"), flow=True, chosen=[below],
            options=[(name, section.title) for name, section in self.sections.items() if section not in self.beside],
        )  # fmt: skip
        self.below.observe(lambda _: self._open(), "chosen")
        self.row = buttons(
            (say("bench.undo"), self.undo), (say("bench.reset"), self.reset), (say("bench.pin"), self.pin),
            (say("bench.unpin"), self.unpin),
        )  # fmt: skip
        controls = [*(self._starters() if free else []), *(knob.widget for knob in self.knobs)]
        left = VBox([*controls, self.row, self.board, *(section.box for section in self.beside)])
        right = VBox([self.view, self.picture])
        self.lower = VBox()
        top = HBox([left, right])
        for box, name in (
            (top, "mb-row"),
            (left, "mb-left"),
            (right, "mb-right"),
            (self, "mb-bench"),
            (self.head, "mb-head"),
        ):
            box.add_class(name)
        self.lower.add_class("mb-stack")
        self.children = [self.head, top, self.below, self.lower]

    def _starters(self) -> list[Choice]:
        strategies = [(key, load_strategy(key).title) for key in strategy_keys()]
        cases = [(key, load_case(key).title) for key in case_keys()]
        self.case = Choice(label=say("bench.case"), kind="list", options=cases, chosen=[self.trial.case.key])
        self.start = Choice(label=say("bench.start"), kind="list")
        self.baseline = Choice(
            label=say("bench.baseline"), kind="list", options=strategies, chosen=[self.trial.baseline.key]
        )
        self.case.observe(self._take_case, "chosen")
        self.start.observe(self._take_start, "chosen")
        self.baseline.observe(self._take_baseline, "chosen")
        self._name_start()
        return [*([self.case] if self._may_move else []), self.start, self.baseline]

    def _name_start(self) -> None:
        """Let the lists name the case and what the draft comes from, and say what these are about."""
        if self.start is None:
            return
        own = [(OWN, say("lines.own", title=self.trial.start.title))] if self._start_key == OWN else []
        shipped = [(key, load_strategy(key).title) for key in strategy_keys()]
        self.start.options = [(NOTHING, say("lines.nothing")), *own, *shipped]
        self.start.chosen = [self._start_key]
        self.start.hint = load_strategy(self._start_key).summary if self._start_key in strategy_keys() else ""
        self.case.hint = self.trial.case.summary

    @property
    def _start_key(self) -> str:
        """What the list of starts names: a shipped strategy, NOTHING, or OWN."""
        start = self.trial.start
        return start.base or (OWN if start.acts else NOTHING)

    def _name_partners(self) -> None:
        names = [(str(number), name) for number, name in enumerate(self.trial.case.names)]
        views = [(view.value, say(f"bench.{view.value}")) for view in View]
        self.view.options = [("all", say("bench.all")), *views, *names]
        self.view.chosen = ["all" if self._focus is None else str(self._focus)]

    # What a trainee does

    @shielded
    def move(self, write: Callable[[Draft], Draft], settled: bool = True) -> None:  # noqa: FBT001, FBT002 - a callback
        """Change the draft: a quick answer while the hand moves, the refined one when it rests."""
        worlds = REFINED if settled else QUICK
        try:
            draft = self._with_what_knobs_change(write(self.trial.draft))
            self.trial.change(self._named(draft), settled=settled, worlds=worlds)
        except Exception:
            self._show_knobs()
            raise
        self.tell("")
        self._draw(worlds)

    @shielded
    def rest(self) -> None:
        """Give the refined answer."""
        self.trial.settle()
        self._draw(REFINED)

    def do(self, draft: Draft) -> None:
        """Take a whole new draft."""
        self.move(lambda _: draft)

    @shielded
    def undo(self) -> None:
        """Take the last change back."""
        done = self.trial.undo()
        self._follow_case()
        self.tell(say("bench.undone" if done else "bench.nothing_to_undo"))
        self._draw(REFINED)

    @shielded
    def reset(self) -> None:
        """Go back to the start; undo brings the draft back."""
        self.trial.change(self.trial.start)
        self.tell(say("bench.started_again"))
        self._draw(REFINED)

    @shielded
    def pin(self) -> None:
        """Keep the strategy in the picture."""
        label = self.trial.pin(self.knobs[0].widget.in_words if self.knobs else "")
        self.tell(say("bench.pinned", label=label))
        self._draw(REFINED)

    @shielded
    def unpin(self) -> None:
        """Take all pins out of the picture."""
        self.trial.pins.clear()
        self.tell(say("bench.unpinned"))
        self._draw(REFINED)

    @shielded
    def open_link(self) -> None:
        """Load the strategy that the page's address brought along, if there is one."""
        loaded = brought(self.trial.case.key)
        # When the page is loaded anew, what was made of the link's strategy stays.
        if loaded is not None and self._start_of(loaded.strategy) != self.trial.start:
            self.load(loaded.strategy, loaded.case)

    @shielded
    def load(self, strategy: Strategy, case: str) -> None:
        """Take a strategy that came as text."""
        self.trial.begin(self._start_of(strategy), case=case if self._may_move else "")
        self._follow_case()
        same = case == self.trial.case.key
        told = {"title": strategy.title, "case": load_case(case).title}
        self.tell(say("bench.loaded" if same else "bench.loaded_case", **told))
        self._draw(REFINED)

    def tell(self, words: str) -> None:
        """Show a sentence, which is read aloud too, even if it is the same as before."""
        self.board.status = ""
        self.board.status = words

    @shielded
    def refresh(self) -> None:
        """Draw everything anew."""
        self._draw(REFINED)

    def _start_of(self, strategy: Strategy | str) -> Draft:
        return self._with_what_knobs_change(start_from(strategy))

    def _with_what_knobs_change(self, draft: Draft) -> Draft:
        return with_acts_for([knob.control for knob in self.knobs], draft, self.trial.first)

    # What a lesson keeps

    @property
    def state(self) -> dict[str, Any] | None:
        """The draft and the pins as plain data; None as long as nothing has been changed."""
        trial = self.trial
        if trial.draft == trial.start and trial.before is None and not trial.pins:
            return None
        return trial.as_data()

    def restore(self, state: Any) -> None:
        """Take a draft and pins that were kept; what cannot be read is left out."""
        try:
            draft = Draft.from_data(state)
        except BadInput:
            return
        if self.trial.bring_pins(state.get("pins")):
            self._say_nothing_of_this()
            self.refresh()
        if draft != self.trial.draft:
            self._say_nothing_of_this()
            with suppress(BadInput):
                self.trial.begin(self._kept_start(draft, state.get("start")), self._with_what_knobs_change(draft))
            self.refresh()

    def _kept_start(self, draft: Draft, kept: Any) -> Draft:
        """Return what a kept draft came from; older answers tell it by the draft's title alone."""
        with suppress(BadInput):
            return self._start_of(kept) if isinstance(kept, str) else Draft.from_data(kept)
        first = self.trial.first
        if self.start is None or draft.base == first.base != "":
            return first
        starts = [start_from(key) for key in (NOTHING, *strategy_keys())]
        named = (one for one in starts if draft.title in (one.title, say("lines.changed", title=one.title)))
        return next((one for one in starts if one.base == draft.base), None) or next(named, draft)

    def go_on_from(self, other: Sandbox) -> None:
        """Start where another bench stands."""
        draft = self._with_what_knobs_change(other.trial.draft)
        if (self.trial.draft.acts, self.trial.draft.off) != (draft.acts, draft.off):
            self.trial.start = self.trial.draft = draft
            self._say_nothing_of_this()
            self.refresh()

    # How it is shown

    def _named(self, draft: Draft) -> Draft:
        start = Draft.of(load_strategy(draft.base)) if draft.base in strategy_keys() else self.trial.start
        same = draft.played.acts == start.played.acts or _is_changed(start.title)
        title = start.title if same else say("lines.changed", title=start.title)
        return replace(draft, title=title[:80])

    def _draw(self, worlds: int) -> None:
        shown = self.trial.shown(worlds)
        before = self.trial.before if worlds == REFINED else None
        trust = None
        if before is not None and self._view is None:
            old = self.trial.outcome(before.played, worlds=worlds)
            trust = trust_of(old, self._partner).mean(axis=-1).round(4).tolist()
        data = trust_data(shown, partner=self._partner, view=self._view, before=trust)
        data["twin"]["change"] = self._change_to_say(shown[0].outcome) if worlds == REFINED else ""
        self.head.blocks = [{"say": scores.headline(shown, self._partner)}]
        self.picture.data = data
        self._open(worlds)
        if worlds == REFINED:
            self._name_start()
            self._show_knobs()
            for watcher in self.watchers:
                watcher()

    def _change_to_say(self, now: Outcome) -> str:
        """Return what has changed since the last refined answer, by undo too; "" if the strategy is the same."""
        here, last, at = (self.trial.case.key, self.trial.draft.played), self._last, monotonic()
        if last is None or last[0] != here[0]:
            self._heard = None
        elif at - self._last_at > TIME_TO_HEAR:  # what follows at once silences what was to be said before
            self._heard = last
        self._last, self._last_at = here, at
        heard = self._heard = self._heard or here
        if last is None or last[1].acts == here[1].acts or heard[1].acts == here[1].acts:
            return ""
        return text_alternative.of_change(now, self.trial.outcome(heard[1]), self._partner)

    def _say_nothing_of_this(self) -> None:
        """Let the next answer be shown without a word: the trainee has not changed anything."""
        self._last = None

    def _show_knobs(self) -> None:
        for knob in self.knobs:
            knob.show(self.trial.draft)

    @shielded
    def _open(self, worlds: int = REFINED) -> None:
        section = self.sections[self.below.value or "score"]
        for one in (section, *self.beside):
            if worlds == REFINED or one.follows_the_hand:
                one.show(worlds)
        if self.lower.children != (section.box,):
            self.lower.children = (section.box,)

    @shielded
    def _look_at(self, _change: object) -> None:
        chosen = self.view.value or "all"
        view = next((view for view in View if view.value == chosen), None)
        # The two sides are those of the partner whom the lab is about; each partner is everybody.
        partner = int(chosen) if chosen.isdigit() else self._focus if view is View.SIDES else None
        if (partner, view) != (self._partner, self._view):
            self._partner, self._view = partner, view
            self._draw(REFINED)

    @shielded
    def _take_case(self, _change: object) -> None:
        if self.case.value != self.trial.case.key:
            try:
                self.trial.move_to(self.case.value)
            finally:
                self.case.chosen = [self.trial.case.key]
        self._focus = self._partner = self._view = None
        self._name_partners()
        self._draw(REFINED)

    def _follow_case(self) -> None:
        """Let the list of cases name the one that is played."""
        if self._may_move:
            self.case.chosen = [self.trial.case.key]

    @shielded
    def _take_start(self, _change: object) -> None:
        if self.start.value in (None, self._start_key):
            return
        try:
            self.trial.begin(self._start_of(self.start.value))
        finally:
            self._name_start()
        self.tell("")
        self._draw(REFINED)

    @shielded
    def _take_baseline(self, _change: object) -> None:
        self.trial.baseline = load_strategy(self.baseline.value)
        self._draw(REFINED)


def _is_changed(title: str) -> bool:
    """Tell whether a title says already that something was changed."""
    before, _, after = say("lines.changed").partition("{title}")
    return title.startswith(before) and title.endswith(after)
