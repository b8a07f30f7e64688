"""The panel on luck: compare all strategies over any number of worlds, and two of them world by world."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal

from ipywidgets import HBox, VBox

from sim.catalogue import load_case, load_strategy, strategy_keys
from sim.lab.panels.panel_errors import show_errors
from sim.lab.session.contest_settings import COUNTS, INDEPENDENT, MODELS, PAIRED, SHIPPED, ContestSettings
from sim.lab.views.contest_view import contest_view
from sim.texts.words import say
from sim.widgets.button_row import buttons
from sim.widgets.chart import Chart
from sim.widgets.choice import Choice
from sim.widgets.slider import Slider
from sim.widgets.text_blocks import TextBlocks

if TYPE_CHECKING:
    from collections.abc import Callable

    from sim.lab.views.contest_view import ContestView
    from sim.model.case import Case

__all__ = ["Contest"]


class Contest(VBox):
    """The panel of lesson 05.

    Args:
        case: object or key.
        one, other: keys of the two strategies that are compared in detail at first.

    >>> contest = Contest("missed-deadline", "long-term", "collaborate")
    >>> contest.worlds.value = 0
    >>> contest.headline
    'First in this 1 possible year: “Seven short answers in one”, with partnership 55 of 100.'
    """

    def __init__(self, case: Case | str, one: str, other: str) -> None:
        super().__init__()
        self.case = load_case(case)
        self.watchers: list[Callable[[], None]] = []
        self.seed = 0
        self._untouched = ContestSettings(one, other)
        self._doubt = False  # whether the model's numbers can be changed, too
        self._busy = False
        self._make_controls()
        self._lay_out()
        self.refresh()

    # What the page is made of

    def _make_controls(self) -> None:
        self.worlds = Slider(
            label=say("contest.worlds"),
            hint=say("contest.worlds_hint"),
            high=len(COUNTS) - 1,
            words=list(map(str, COUNTS)),
        )
        at_first, titles = self._untouched, [(key, load_strategy(key).title) for key in strategy_keys()]
        self.one = Choice(label=say("contest.one"), kind="list", options=titles, chosen=[at_first.one])
        self.other = Choice(label=say("contest.other"), kind="list", options=titles, chosen=[at_first.other])
        self.pairing = Choice(label=say("contest.luck"), options=_said(PAIRED, INDEPENDENT), chosen=[PAIRED])
        self.model = Choice(label=say("contest.model"), options=_said(*MODELS), chosen=[SHIPPED])
        for choice in (self.one, self.other, self.pairing, self.model):
            choice.observe(self._changed, "chosen")
        self.worlds.observe(self._changed, "value")

    def _lay_out(self) -> None:
        self.head, self.next, self.said, self.pair = (TextBlocks() for _ in range(4))
        self.picture = Chart()
        self.head.add_class("mb-steady")
        row = buttons((say("contest.other_luck"), self.other_luck))
        heading = TextBlocks(blocks=[{"head": say("contest.compare")}])
        self.model.layout.display = "none"
        pair = [heading, self.one, self.other, self.pairing, self.pair]
        left = VBox([self.model, self.worlds, row, self.said, self.next, *pair])
        right = VBox([self.picture])
        top = HBox([left, right])
        for box, name in (
            (top, "mb-row"), (left, "mb-left"), (right, "mb-right"), (self, "mb-sandbox"), (self.head, "mb-head"),
        ):  # fmt: skip
            box.add_class(name)
        self.children = [self.head, top]

    @property
    def headline(self) -> str:
        """The sentence on top: which strategy is first."""
        return self.head.words

    @property
    def settings(self) -> ContestSettings:
        """What is set now."""
        return ContestSettings(
            one=self.one.value,
            other=self.other.value,
            worlds=COUNTS[round(self.worlds.value)],
            seed=self.seed,
            pairing=self.pairing.value or PAIRED,
            model=self.model.value or SHIPPED,
        )

    # What a trainee does

    @show_errors
    def other_luck(self) -> None:
        """Draw another set of worlds for all strategies."""
        self.seed += 1
        self.tell(say("lesson.wait"))
        shown = self._draw()
        self.tell(say("contest.luck_said", number=self.seed + 1, first=shown.first))

    def tell(self, words: str) -> None:
        """Show a sentence; screen readers read it out."""
        self.said.status = words

    def _changed(self, change: dict[str, Any]) -> None:
        if not self._busy:
            self.tell(say("lesson.wait") if change["owner"] is self.model else "")
            self.refresh("pair" if change["owner"] in (self.one, self.other, self.pairing) else "first")

    @show_errors
    def refresh(self, change: Literal["first", "pair", ""] = "") -> None:
        """Draw everything anew; change: what screen readers read out, as `contest_view` takes it."""
        self._draw(change)

    def _draw(self, change: Literal["first", "pair", ""] = "") -> ContestView:
        shown = contest_view(self.case, self.settings, doubt=self._doubt, change=change)
        if self.said.status == say("lesson.wait"):
            self.tell("")
        self.head.blocks = [{"say": shown.headline}]
        self.next.blocks = [{"hint": sentence} for sentence in shown.below]
        self.pair.blocks = shown.pair
        self.picture.data = shown.chart
        for watcher in self.watchers:
            watcher()
        return shown

    # What is kept

    @property
    def state(self) -> dict[str, Any] | None:
        """The settings; None as long as nothing was changed."""
        return None if self.settings == self._untouched else self.settings.saved

    def restore(self, state: Any) -> None:
        """Restore saved settings; those that cannot be read stay as they are."""
        if isinstance(state, dict):
            self._set(self.settings.with_saved(state))

    def open_link(self) -> None:
        """Ignore the page's address: this panel compares shipped strategies."""

    def doubt_the_model(self) -> None:
        """Let the model's numbers be changed, too."""
        self._doubt, self.model.layout.display = True, None
        self.refresh()

    def _set(self, settings: ContestSettings) -> None:
        self._busy = True
        self.seed, self.worlds.value = settings.seed, COUNTS.index(settings.worlds)
        self.one.chosen, self.other.chosen = [settings.one], [settings.other]
        self.pairing.chosen, self.model.chosen = [settings.pairing], [settings.model]
        self._busy = False
        self.refresh()


def _said(*keys: str) -> list[tuple[str, str]]:
    """Return the options of a choice."""
    return [(key, say(f"contest.{key}")) for key in keys]
