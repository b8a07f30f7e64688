"""The sandbox's lists: which case, what to start from, what to compare with, whose trust to show."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sim.catalogue import case_keys, load_case, load_strategy, strategy_keys
from sim.lab.panels.panel_errors import show_errors
from sim.lab.session.draft import NOTHING
from sim.lab.views.trust_chart import View
from sim.texts.words import called, say
from sim.widgets.choice import Choice

if TYPE_CHECKING:
    from sim.lab.panels.sandbox import Sandbox

__all__ = ["NoStarts", "Starts", "WhoseTrust"]

OWN = "own"  # in the list of starts: a strategy from a text or a lesson


class NoStarts:
    """No lists, for a lesson's sandbox: the lesson has chosen."""

    case = start = baseline = None
    widgets: tuple[Choice, ...] = ()

    def show(self) -> None:
        """Show nothing."""

    def show_case(self) -> None:
        """Show nothing."""


class Starts:
    """The lists of cases, of strategies to start from, and of baselines.

    Args:
        sandbox: whose lists these are.
        may_move: whether the trainee may choose another case.
    """

    def __init__(self, sandbox: Sandbox, *, may_move: bool) -> None:
        self.sandbox, self._may_move = sandbox, may_move
        strategies = [(key, load_strategy(key).title) for key in strategy_keys()]
        cases = [(key, load_case(key).title) for key in case_keys()]
        session = sandbox.session
        self.case = Choice(label=say("bench.case"), kind="list", options=cases, chosen=[session.case.key])
        self.start = Choice(label=say("bench.start"), kind="list")
        self.baseline = Choice(
            label=say("bench.baseline"), kind="list", options=strategies, chosen=[session.baseline.key]
        )
        self.case.observe(lambda _: self._take_case(), "chosen")
        self.start.observe(lambda _: self._take_start(), "chosen")
        self.baseline.observe(lambda _: self._take_baseline(), "chosen")
        self.widgets = (*([self.case] if may_move else []), self.start, self.baseline)
        self.show()

    def show(self) -> None:
        """Select case and start in the lists, and show their summaries."""
        session, key = self.sandbox.session, self._key
        own = [(OWN, say("lines.own", title=session.start.title))] if key == OWN else []
        shipped = [(one, load_strategy(one).title) for one in strategy_keys()]
        self.start.options = [(NOTHING, say("lines.nothing")), *own, *shipped]
        self.start.chosen = [key]
        self.start.hint = load_strategy(key).summary if key in strategy_keys() else ""
        self.case.hint = session.case.summary

    def show_case(self) -> None:
        """Select the session's case in its list."""
        if self._may_move:
            self.case.chosen = [self.sandbox.session.case.key]

    def tell(self, words: str) -> None:
        """Show a sentence on the sandbox."""
        self.sandbox.tell(words)

    @property
    def _key(self) -> str:
        """The key in the list of starts: a shipped strategy, NOTHING, or OWN."""
        start = self.sandbox.session.start
        return start.base or (OWN if start.acts else NOTHING)

    @show_errors
    def _take_case(self) -> None:
        session = self.sandbox.session
        if self.case.value != session.case.key:
            try:
                session.move_to(self.case.value)
            finally:
                self.case.chosen = [session.case.key]
        self.sandbox.whose.follow_case()
        self.sandbox.refresh()

    @show_errors
    def _take_start(self) -> None:
        if self.start.value in (None, self._key):
            return
        session = self.sandbox.session
        try:
            session.begin(session.start_of(self.start.value))
        finally:
            self.show()
        self.tell("")
        self.sandbox.refresh()

    @show_errors
    def _take_baseline(self) -> None:
        self.sandbox.session.baseline = load_strategy(self.baseline.value)
        self.sandbox.refresh()


class WhoseTrust:
    """The list of whose trust the picture shows.

    Args:
        sandbox: the one in which it stands.
        partner: name of the partner that the lesson is about; None = the mean of all.

    Attributes:
        partner: index of the partner whose trust is shown; None = the mean of all.
        lines: what the picture's lines show; None = one for each strategy.
    """

    def __init__(self, sandbox: Sandbox, partner: str | None) -> None:
        self.sandbox = sandbox
        self._focus = None if partner is None else sandbox.session.case.names.index(partner)
        self.partner: int | None = self._focus
        self.lines: View | None = None
        self.choice = Choice(label=say("bench.view"), kind="list")
        self.choice.observe(lambda _: self._look_at(), "chosen")
        self._name_partners()

    def follow_case(self) -> None:
        """Show the mean of all, and list the partners of the session's case."""
        self._focus = self.partner = self.lines = None
        self._name_partners()

    def tell(self, words: str) -> None:
        """Show a sentence on the sandbox."""
        self.sandbox.tell(words)

    def _name_partners(self) -> None:
        names = [(str(number), called(name)) for number, name in enumerate(self.sandbox.session.case.names)]
        views = [(view.value, say(f"bench.{view.value}")) for view in View]
        self.choice.options = [("all", say("bench.all")), *views, *names]
        self.choice.chosen = ["all" if self._focus is None else str(self._focus)]

    @show_errors
    def _look_at(self) -> None:
        chosen = self.choice.value or "all"
        lines = next((view for view in View if view.value == chosen), None)
        # The two facets are shown for the chosen partner; the view of each partner shows all.
        partner = int(chosen) if chosen.isdigit() else self._focus if lines is View.SIDES else None
        if (partner, lines) != (self.partner, self.lines):
            self.partner, self.lines = partner, lines
            self.sandbox.refresh()
