"""The panel on luck: compare all strategies over any number of worlds, and two of them world by world."""

from __future__ import annotations

from functools import cached_property, lru_cache
from typing import TYPE_CHECKING, Any

import numpy as np
from ipywidgets import HBox, VBox

from sim.base.rounding import half_up
from sim.catalogue import load_case, load_strategy, strategy_keys
from sim.experiments.comparison import TOO_SMALL
from sim.experiments.simulate import simulate
from sim.lab.panels.panel_errors import show_errors
from sim.lab.session.simulation_cache import REFINED
from sim.lab.views.ranking_table import Ranked, ranking_data
from sim.model.outcome import Interval
from sim.model.parameters import Parameters
from sim.texts import words
from sim.texts.words import say
from sim.widgets.button_row import buttons
from sim.widgets.chart import Chart
from sim.widgets.choice import Choice
from sim.widgets.slider import Slider
from sim.widgets.text_blocks import TextBlocks

if TYPE_CHECKING:
    from collections.abc import Callable

    from sim.model.case import Case

__all__ = ["COUNTS", "MODELS", "Contest", "gap_of"]

COUNTS = (1, 2, 5, 10, 20, 50, 100, 200)
# Other parameters, within the ranges of docs/parameters.md or a little beyond them: alternatives, not a better model.
MODELS: dict[str, dict[str, float]] = {
    "shipped": {},
    "loss": {"loss_competence": 2.5},
    "memory": {"half_life_bad": 104},
    "waiting": {"waiting_factor": 0.5},
}
SAME, OWN = "same", "own"
FINE = 3  # decimals of a difference


def gap_of(one: np.ndarray, other: np.ndarray, *, paired: bool) -> Interval:
    """Return the mean difference of two strategies' (worlds,) trust with its 95 % half-width.

    Args:
        paired: compare world by world under the same luck, or else as two independent samples.

    >>> one, other = np.array([0.5, 0.7, 0.6]), np.array([0.4, 0.6, 0.5])
    >>> gap_of(one, other, paired=True).half_width < gap_of(one, other, paired=False).half_width
    True
    """
    if paired:
        return Interval.of(one - other)
    widths = [Interval.of(trust).half_width for trust in (one, other)]
    return Interval(float(one.mean() - other.mean()), float(np.hypot(*widths)))


class Contest(VBox):
    """The panel of lesson 05.

    Args:
        case: object or key.
        one, other: keys of the two strategies that are compared in detail at first.
        doubt: whether the model's parameters can be changed too.

    >>> contest = Contest("missed-deadline", "recovery-plan", "involve-patients")
    >>> contest.worlds.value = 0
    >>> contest.headline
    'First in this 1 world: “Take it at face value”, with trust 0.64.'
    """

    def __init__(self, case: Case | str, one: str, other: str, *, doubt: bool = False) -> None:
        super().__init__()
        self.case = load_case(case)
        self.watchers: list[Callable[[], None]] = []
        self.draw = 0
        self._start = (one, other)
        self._doubt = doubt
        self._busy = False
        self._build()
        self.refresh()

    # What the page is made of

    def _build(self) -> None:
        titles = [(key, load_strategy(key).title) for key in strategy_keys()]
        one, other = self._start
        self.head, self.next, self.said, self.picture, self.pair = (
            TextBlocks(),
            TextBlocks(),
            TextBlocks(),
            Chart(),
            TextBlocks(),
        )
        self.head.add_class("mb-steady")
        self.worlds = Slider(
            label=say("contest.worlds"),
            hint=say("contest.worlds_hint"),
            high=len(COUNTS) - 1,
            words=list(map(str, COUNTS)),
        )
        self.one = Choice(label=say("contest.one"), kind="list", options=titles, chosen=[one])
        self.other = Choice(label=say("contest.other"), kind="list", options=titles, chosen=[other])
        lucks = [(name, say(f"contest.{name}")) for name in (SAME, OWN)]
        self.luck = Choice(label=say("contest.luck"), options=lucks, chosen=[SAME])
        numbers = [(name, say(f"contest.{name}")) for name in MODELS]
        self.model = Choice(label=say("contest.model"), options=numbers, chosen=["shipped"])
        for choice in (self.one, self.other, self.luck, self.model):
            choice.observe(self._changed, "chosen")
        self.worlds.observe(self._changed, "value")
        row = buttons((say("contest.other_luck"), self.other_luck))
        heading = TextBlocks(blocks=[{"head": say("contest.compare")}])
        models = [self.model] if self._doubt else []
        pair = [heading, self.one, self.other, self.luck, self.pair]
        left = VBox([*models, self.worlds, row, self.said, self.next, *pair])
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
    def count(self) -> int:
        """The number of worlds."""
        return COUNTS[round(self.worlds.value)]

    # What a trainee does

    @show_errors
    def other_luck(self) -> None:
        """Draw another set of worlds for all strategies."""
        self.draw += 1
        self.tell(say("lesson.wait"))
        self.refresh()
        self.tell(say("contest.luck_said", number=self.draw + 1, first=self._ranked()[0].label))

    def tell(self, words: str) -> None:
        """Show a sentence; screen readers read it out."""
        self.said.status = words

    def _changed(self, change: dict[str, Any]) -> None:
        if not self._busy:
            self.tell(say("lesson.wait") if change["owner"] is self.model else "")
            self.refresh("pair" if change["owner"] in (self.one, self.other, self.luck) else "first")

    @show_errors
    def refresh(self, read: str = "") -> None:
        """Draw everything anew.

        Args:
            read: what screen readers read out: who is "first", the sentence on the "pair", or nothing.
        """
        rows = self._ranked()
        first, second = rows[:2]
        warned = self._warned(rows)
        if self.said.status == say("lesson.wait"):
            self.tell("")
        # The difference of what is seen.
        by = words.trust(half_up(first.trust.mean(), 2) - half_up(second.trust.mean(), 2))
        wording = "contest.first_one" if self.count == 1 else "contest.first"
        facts = {"first": first.label, "trust": words.trust(first.trust.mean())}
        self.head.blocks = [{"say": say(wording, worlds=self.count, **facts)}]
        by = say("score.tiny") if by == words.trust(0) else by
        below = [say("contest.second", second=second.label, by=by), *warned]
        self.next.blocks = [{"hint": sentence} for sentence in below]
        marked = [choice.in_words for choice in (self.one, self.other)]
        self.pair.blocks = self._pair_told()
        told = " ".join([self.headline, *warned])
        change = {"first": told, "pair": next(iter(self.pair.blocks[0].values()))}.get(read, "")
        self.picture.data = ranking_data(rows, marked=marked, change=change)
        for watcher in self.watchers:
            watcher()

    # What is kept

    @property
    def state(self) -> dict[str, Any] | None:
        """The settings; None as long as nothing was changed."""
        state = self._state()
        return None if state == self._untouched else state

    def _state(self) -> dict[str, Any]:
        choices = {name: getattr(self, name).value for name in ("one", "other", "luck", "model")}
        return {"worlds": self.count, "draw": self.draw} | choices

    @cached_property
    def _untouched(self) -> dict[str, Any]:
        one, other = self._start
        return {"worlds": COUNTS[0], "draw": 0, "one": one, "other": other, "luck": SAME, "model": "shipped"}

    def restore(self, state: Any) -> None:
        """Restore saved settings; those that cannot be read stay as they are."""
        if not isinstance(state, dict):
            return
        self._busy = True
        if state.get("worlds") in COUNTS:
            self.worlds.value = COUNTS.index(state["worlds"])
        if isinstance(state.get("draw"), int) and 0 <= state["draw"] < REFINED:
            self.draw = state["draw"]
        for name in ("one", "other", "luck", "model"):
            choice = getattr(self, name)
            if any(state.get(name) == key for key, _ in choice.options):
                choice.chosen = [state[name]]
        self._busy = False
        self.refresh()

    def open_link(self) -> None:
        """Ignore the page's address: this panel compares shipped strategies."""

    def go_on_from(self, other: Contest) -> None:
        """Take over another contest's settings, except the model's parameters."""
        state = other._state() | {"model": self.model.value}
        self._untouched = state  # what was taken over is not a change of the trainee's
        self.restore(state)

    # What is played

    def _trust_of(self, key: str, draw: int) -> np.ndarray:
        """Return (count,) season trust of one strategy under the chosen parameters and set of worlds."""
        return _season_trust(self.case, key, self.model.value or "shipped", draw)[: self.count]

    def _ranked(self) -> list[Ranked]:
        rows = [Ranked.of(load_strategy(key), self._trust_of(key, self.draw)) for key in strategy_keys()]
        return sorted(rows, key=lambda row: -row.trust.mean())

    def _pair_told(self) -> list[dict[str, Any]]:
        (one_key, one_title), (other_key, other_title) = ((c.value, c.in_words) for c in (self.one, self.other))
        paired = self.luck.value != OWN
        if one_key == other_key and paired:
            return [{"text": say("contest.same_one")}]
        one = self._trust_of(one_key, self.draw)
        # For independent samples the other strategy is simulated in the next set of worlds.
        others = {True: self._trust_of(other_key, self.draw), False: self._trust_of(other_key, self.draw + 1)}
        other, facts = others[paired], {"one": one_title, "other": other_title}
        if self.count == 1:
            return [{"say": say("contest.pair_one", a=words.trust(one[0]), b=words.trust(other[0]), **facts)}]
        gap = gap_of(one, other, paired=paired)
        wording, average = ("pair_lower", "by_lower") if gap.mean < 0 else ("pair", "by")
        counts = {"higher": int((one > other).sum()), "lower": int((one < other).sum()), "worlds": self.count}
        elsewhere = gap_of(one, others[not paired], paired=not paired)
        return [
            {"say": say(f"contest.{wording}", **facts, **counts)},
            {"text": _judged(gap)},
            {"text": say(f"contest.{average}", by=_fine(abs(gap.mean)), half=_fine(gap.half_width))},
            {"text": say("contest.spread", **facts, **_ends("one", one), **_ends("other", other))},
            {"hint": say("contest.unfair" if paired else "contest.fair", half=_fine(elsewhere.half_width))},
        ]

    def _warned(self, rows: list[Ranked]) -> list[str]:
        """Return a note on the rank of the best foil, where the model's parameters can be changed."""
        if not self._doubt:
            return []
        place, foil = next((place, row.label) for place, row in enumerate(rows, 1) if row.kind == "foil")
        return [say("contest.warned", foil=foil, place=place, count=len(rows))]


@lru_cache(maxsize=1_000)
def _season_trust(case: Case, key: str, model: str, draw: int) -> np.ndarray:
    """Return season trust in all worlds, cached: both panels of a lesson and each step of the slider need the same."""
    played = simulate(case, key, worlds=COUNTS[-1], seed=draw, parameters=Parameters(**MODELS[model]))
    return played.season_trust


def _judged(gap: Interval) -> str:
    if half_up(abs(gap.mean), FINE) <= half_up(gap.half_width, FINE):  # judge the rounded difference that is shown
        return say("contest.unsure")
    small = half_up(abs(gap.mean), FINE) < TOO_SMALL
    return say("contest.small", least=words.trust(TOO_SMALL)) if small else say("contest.clear")


def _ends(name: str, trust: np.ndarray) -> dict[str, str]:
    return {f"{name}_low": words.trust(trust.min()), f"{name}_high": words.trust(trust.max())}


def _fine(number: float) -> str:
    """Return a difference with three decimals: between good plans it is often below a hundredth."""
    return f"{half_up(number, FINE):.{FINE}f}"
