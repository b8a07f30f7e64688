"""The state of a sandbox, without widgets: the draft, its baseline, the pins, and the steps to undo."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from sim.base.errors import BadInput
from sim.catalogue import load_case, load_strategy
from sim.catalogue.remarks import case_remarks, remarks
from sim.lab.session.controls import with_acts_for
from sim.lab.session.draft import Draft, start_from
from sim.lab.session.simulation_cache import REFINED, Shown, SimulationCache
from sim.texts.words import say

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sim.lab.session.controls import Control
    from sim.model.case import Case
    from sim.model.outcome import Outcome
    from sim.model.strategy import Strategy

__all__ = ["MOST_PINS", "SandboxSession"]

MOST_PINS = 4
MOST_STEPS = 200


class UndoStep(NamedTuple):
    """The state that undo restores; the case only if the step changed it.

    `restored` marks the step from the start to what was saved, which is no change that the trainee has just made.
    """

    draft: Draft
    start: Draft
    case: Case | None = None
    restored: bool = False


class SandboxSession:
    """A case, a draft, a baseline and the pins, all under the same luck.

    Attributes:
        controls: a lesson's controls; every draft has the acts that they change.

    >>> session = SandboxSession("missed-deadline", "silence", baseline="silence")
    >>> session.change(session.draft.plus("thank"))
    >>> session.undo(), session.undo()
    (True, False)
    """

    def __init__(
        self,
        case: Case | str,
        start: Strategy | Draft | str,
        *,
        baseline: Strategy | str = "silence",
        controls: Sequence[Control] = (),
        runs: SimulationCache | None = None,
    ) -> None:
        self.case = load_case(case)
        self.first = self.start = start if isinstance(start, Draft) else start_from(start)
        self.baseline = load_strategy(baseline)
        self.draft = self.start
        self.controls = tuple(controls)
        self.pins: list[Strategy] = []
        self.runs = runs or SimulationCache()
        self._steps: list[UndoStep] = []
        self._dragged_from: UndoStep | None = None
        self._undone: Draft | None = None  # what was there before the last step was undone, until the next change

    def fitted(self, draft: Draft) -> Draft:
        """Return the draft with missing acts of the controls added, left out."""
        return with_acts_for(self.controls, draft, self.first)

    def start_of(self, strategy: Strategy | str) -> Draft:
        """Return the draft to start from for a strategy."""
        return self.fitted(start_from(strategy))

    def change(self, draft: Draft, *, settled: bool = True, worlds: int = REFINED) -> None:
        """Replace the draft and simulate it in so many worlds; a whole drag is one step to undo.

        Raises:
            BadInput: the draft cannot be simulated in this case; the old one stays.
        """
        old = self.draft
        self.draft = draft
        try:
            self.outcome(draft.played, worlds=worlds)
        except Exception:
            self.draft = old
            raise
        if draft != old:
            self._undone = None
        if self._dragged_from is None and draft != old:
            self._dragged_from = UndoStep(old, self.start)
        if settled:
            self.settle()

    def begin(self, start: Draft, draft: Draft | None = None, *, case: str = "", restored: bool = False) -> None:
        """Set a new start and draft, and another case if one is named; all of it is one step to undo.

        Args:
            restored: whether this is what was saved before, so that no last change is told.

        Raises:
            BadInput: the draft or a pin cannot be simulated in this case; everything stays as it was.
        """
        self.settle()
        before = UndoStep(self.draft, self.start, self.case)
        self.draft, self.start, self.case = draft or start, start, load_case(case) if case else self.case
        self._play_or_go_back(before)
        before = before if before.case != self.case else before._replace(case=None)
        self._dragged_from, self._undone = before._replace(restored=restored), None
        self.settle()

    def _play_or_go_back(self, before: UndoStep) -> None:
        """Simulate everything that is shown; if that fails, restore the old state and raise."""
        try:
            for strategy in (self.draft.played, *self.pins):
                self.outcome(strategy, worlds=1)
        except Exception:
            self.draft, self.start, self.case = before[:3]
            raise

    def settle(self) -> None:
        """End a drag."""
        if self._dragged_from is not None and self._dragged_from[:2] != (self.draft, self.start):
            self._steps = [*self._steps[1 - MOST_STEPS :], self._dragged_from]
        self._dragged_from = None

    def undo(self) -> bool:
        """Undo one step; return whether there was one.

        Raises:
            BadInput: a pin cannot be simulated in the case that undo goes back to; everything stays as it is.
        """
        self.settle()
        if not self._steps:
            return False
        step, before = self._steps[-1], UndoStep(self.draft, self.start, self.case)
        self.draft, self.start, self.case = step.draft, step.start, step.case or self.case
        self._play_or_go_back(before)
        self._steps.pop()
        self._undone = before.draft if step.case is None else None
        return True

    @property
    def before(self) -> Draft | None:
        """The draft before the last change, which may be an undoing; None if that was in another case or visit."""
        if self._undone is not None:
            return self._undone
        step = self._last_step
        return step.draft if step and step.case is None and not step.restored else None

    @property
    def stepped(self) -> bool:
        """Whether there is a step to undo within this case."""
        step = self._last_step
        return step is not None and step.case is None

    @property
    def _last_step(self) -> UndoStep | None:
        return self._dragged_from or (self._steps[-1] if self._steps else None)

    def pin(self, title: str = "") -> str:
        """Keep the present strategy in every picture; return its label there.

        Args:
            title: a title to tell it from other pins; "" = the strategy's own.

        Raises:
            BadInput: it is pinned already, or there are too many pins.
        """
        played = self.draft.played
        if any(pin.acts == played.acts for pin in self.pins):
            raise BadInput(say("bench.pin_same"))
        if len(self.pins) >= MOST_PINS:
            raise BadInput(say("bench.pin_full", count=MOST_PINS))
        self.pins.append(played.model_copy(update={"title": title or played.title}))
        return self.labels[-1]

    @property
    def labels(self) -> list[str]:
        """The label of each pin."""
        return [say("lines.pin", number=number, title=pin.title) for number, pin in enumerate(self.pins, 1)]

    def shown(self, worlds: int) -> list[Shown]:
        """Return the draft, the baseline and the pins with their outcomes, all in the same worlds."""
        baseline = Shown(say("lines.quoted", title=self.baseline.title), self.outcome(self.baseline, worlds=worlds))
        pins = [
            Shown(label, self.outcome(pin, worlds=worlds)) for label, pin in zip(self.labels, self.pins, strict=True)
        ]
        return [Shown(say("lines.yours"), self.outcome(self.draft.played, worlds=worlds)), baseline, *pins]

    def outcome(self, strategy: Strategy, *, worlds: int = REFINED) -> Outcome:
        """Return the outcome of a strategy in this case."""
        return self.runs.outcome(self.case, strategy, worlds=worlds)

    @property
    def remarks(self) -> tuple[str, ...]:
        """What in the case and in the draft cannot happen, has no effect or makes no sense, a sentence each."""
        numbers = [place + 1 for place in range(len(self.draft.acts)) if place not in self.draft.off]
        return case_remarks(self.case) + remarks(self.draft.played, self.case, numbers=numbers)

    def move_to(self, case: str) -> None:
        """Change to another case, with the same strategy if it can be simulated there.

        Raises:
            BadInput: an act is addressed to a partner who is not in that case.
        """
        before, self.case = UndoStep(self.draft, self.start, self.case), load_case(case)
        self._play_or_go_back(before)
