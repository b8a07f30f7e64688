"""A form for each kind of question: its widget, and how an answer is read from it and shown in it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Protocol
from zlib import crc32

from ipywidgets import VBox

from sim.base.errors import BadInput
from sim.exercises import PUBLIC_SEEDS
from sim.exercises.judging import WORLDS
from sim.exercises.typed_answers import LONGEST_TEXT
from sim.experiments.simulate import simulate
from sim.experiments.year.year import Year
from sim.experiments.year.year_code import as_code
from sim.lab.panels.sandbox import Sandbox
from sim.lab.session.controls import Control, with_acts_for
from sim.lab.session.draft import Draft
from sim.lab.session.simulation_cache import Shown, SimulationCache
from sim.lab.session.strategy_code import as_strategy
from sim.lab.views.trust_chart import trust_data
from sim.texts.words import called, say
from sim.widgets.chart import Chart
from sim.widgets.choice import Choice
from sim.widgets.hours import HoursShare
from sim.widgets.ranking import Ranking
from sim.widgets.text_blocks import TextBlocks
from sim.widgets.text_field import TextField

if TYPE_CHECKING:
    from collections.abc import Callable

    from ipywidgets import Widget

    from sim.exercises import Question
    from sim.widgets.immediate_message import MessagingWidget

__all__ = ["Form", "form_of", "picture_of"]

SALT = "1"  # chosen so that no place on the page holds the right answer more often than others


class Form(Protocol):
    """The interface of a question's form.

    Attributes:
        widget: the form on the page.
        answer: any JSON value, None before anything was answered.
    """

    widget: Widget

    @property
    def answer(self) -> Any:
        """The current answer."""

    def stands_at(self, place: str) -> None:
        """Give the widget its `place`; see sim/widgets/immediate_message.py."""

    def show(self, answer: Any) -> None:
        """Show an answer; None, or one that does not fit, clears the form."""

    def when_changed(self, then: Callable[[], None]) -> None:
        """Call back whenever the answer may have changed."""


class WidgetForm:
    """A form of a single widget."""

    widget: MessagingWidget

    def stands_at(self, place: str) -> None:
        """Give the widget its place: its value is the answer."""
        self.widget.place = place


class OneForm(WidgetForm):
    """One of several answers; the answer is its key."""

    def __init__(self, question: Question) -> None:
        self.widget = Choice(label=question.question, options=_options(question), hint=question.hint)
        self.widget.add_class("mb-cards")

    @property
    def answer(self) -> str | None:
        """The key that was chosen."""
        return self.widget.value

    def show(self, answer: Any) -> None:
        """Choose this key."""
        self.widget.chosen = [answer] if isinstance(answer, str) else []

    def when_changed(self, then: Callable[[], None]) -> None:
        """Call back on every choice."""
        self.widget.observe(lambda _: then(), "chosen")


class SeveralForm(OneForm):
    """Any number of answers; the answer is a list of keys, in the order of the question."""

    def __init__(self, question: Question) -> None:
        super().__init__(question)
        self.widget.kind = "several"
        self.widget.hint = question.hint or say("exercise.several")

    @property
    def answer(self) -> list[str] | None:
        """The keys that are ticked."""
        return list(self.widget.chosen) or None

    def show(self, answer: Any) -> None:
        """Tick these keys."""
        self.widget.chosen = [key for key in answer if isinstance(key, str)] if isinstance(answer, list) else []


class OrderForm(WidgetForm):
    """Things in order; the answer is a list of keys, from first to last."""

    def __init__(self, question: Question) -> None:
        self.widget = Ranking(
            label=question.question, options=_options(question), hint=question.hint or say("exercise.order")
        )

    @property
    def answer(self) -> list[str] | None:
        """The keys from first to last."""
        return self.widget.value

    def show(self, answer: Any) -> None:
        """Put them in this order."""
        fits = isinstance(answer, list) and all(isinstance(key, str) for key in answer)
        self.widget.order = answer if fits else []

    def when_changed(self, then: Callable[[], None]) -> None:
        """Call back on every move."""
        self.widget.observe(lambda _: then(), "order")


class ShareForm(WidgetForm):
    """Hours shared out; the answer is hours by key."""

    def __init__(self, question: Question) -> None:
        self.widget = HoursShare(
            label=question.question, options=[(choice.key, choice.words) for choice in question.choices],
            total=question.total, step=question.step, hint=question.hint,
        )  # fmt: skip

    @property
    def answer(self) -> dict[str, float] | None:
        """Hours by key."""
        return self.widget.value

    def show(self, answer: Any) -> None:
        """Put these hours into the fields."""
        self.widget.given = answer if isinstance(answer, dict) else {}

    def when_changed(self, then: Callable[[], None]) -> None:
        """Call back when hours were typed."""
        self.widget.observe(lambda _: then(), "given")


class TextForm(WidgetForm):
    """A few sentences, which a person reads."""

    def __init__(self, question: Question) -> None:
        self.widget = TextField(
            label=question.question, hint=question.hint or say("exercise.person"), rows=5, most=LONGEST_TEXT
        )

    @property
    def answer(self) -> str | None:
        """The text."""
        return self.widget.value.strip() or None

    def show(self, answer: Any) -> None:
        """Put this text into the field."""
        self.widget.value = answer if isinstance(answer, str) else ""

    def when_changed(self, then: Callable[[], None]) -> None:
        """Call back when something was written."""
        self.widget.observe(lambda _: then(), "value")


class StrategyForm:
    """A strategy, built in a sandbox; the answer is {"acts": […]}."""

    def __init__(self, question: Question) -> None:
        controls = [Control.model_validate(control) for control in question.controls]
        start = Draft.of(as_strategy(say("exercise.plan"), [dict(act) for act in question.acts]))
        # The seeds of the open check, so that the page shows the figures that are judged.
        runs = SimulationCache(PUBLIC_SEEDS, WORLDS)
        self.sandbox = Sandbox(question.played_case, start, baseline=question.baseline, controls=controls, runs=runs)
        hints = [{"hint": words} for words in (question.hint, _which_trust(question)) if words]
        self.widget = VBox([TextBlocks(blocks=[{"say": question.question}, *hints]), self.sandbox])
        self.widget.add_class("mb-stack")
        self._start, self._controls = start, controls

    @property
    def answer(self) -> dict[str, Any] | None:
        """The strategy's acts as plain data; None before anything was changed."""
        acts = self.sandbox.session.draft.played.acts
        return None if acts == self._start.played.acts else {"acts": [_plain(act) for act in acts]}

    def show(self, answer: Any) -> None:
        """Load these acts into the sandbox; the other acts of its controls are left out, but kept."""
        rows = answer.get("acts") if isinstance(answer, dict) else None
        try:
            draft = self._start if rows is None else Draft.of(as_strategy(self._start.title, rows))
        except BadInput:
            draft = self._start
        self.sandbox.do(with_acts_for(self._controls, draft, self._start))
        self.sandbox.tell("")

    def when_changed(self, then: Callable[[], None]) -> None:
        """Call back whenever the sandbox has given its refined answer."""
        self.sandbox.watchers.append(then)

    def stands_at(self, place: str) -> None:
        """Give each control a place of its own: one control's value is not the answer yet."""
        for number, binding in enumerate(self.sandbox.bindings):
            binding.widget.place = f"{place} {number}".replace("/", " ")


class YearForm:
    """A year that was played elsewhere; the answer is {"code": …, "lost": [names], "why": key}."""

    def __init__(self, question: Question) -> None:
        start = as_code(Year.begin(question.case, question.number))
        names = question.played_case.names
        self.code = TextField(
            label=say("exercise.year_code"), hint=say("exercise.year_code_hint"), rows=3, most=LONGEST_TEXT
        )
        self.lost = Choice(
            label=say("exercise.year_lost"), hint=say("exercise.year_lost_hint"), kind="several",
            options=[(name, called(name)) for name in names],
        )  # fmt: skip
        self.why = Choice(
            label=say("exercise.year_why"), hint=say("exercise.year_why_hint"), options=_options(question)
        )
        self.to_play = TextField(
            label=say("exercise.year_start"), hint=say("exercise.year_start_hint"), value=start, readonly=True,
            copy=say("exercise.year_copy"), copied=say("exercise.year_copied"), by_hand=say("plan.by_hand"),
        )  # fmt: skip
        hint = [{"hint": question.hint}] if question.hint else []
        asked = TextBlocks(blocks=[{"say": question.question}, *hint])
        self.widget = VBox([asked, self.to_play, self.code, self.lost, self.why])
        self.widget.add_class("mb-stack")

    @property
    def answer(self) -> dict[str, Any] | None:
        """The code, the partners who are ticked, and the reason, None before one was chosen."""
        answer = {"code": self.code.value.strip(), "lost": list(self.lost.chosen), "why": self.why.value}
        return answer if any(answer.values()) else None

    def show(self, answer: Any) -> None:
        """Put a code into its field, and choose partners and reason."""
        given = answer if isinstance(answer, dict) else {}
        code, lost, why = (given.get(part) for part in ("code", "lost", "why"))
        self.code.value = code if isinstance(code, str) else ""
        self.lost.chosen = [name for name in lost if isinstance(name, str)] if isinstance(lost, list) else []
        self.why.chosen = [why] if isinstance(why, str) else []

    def when_changed(self, then: Callable[[], None]) -> None:
        """Call back when a code was pasted, or something was chosen."""
        self.code.observe(lambda _: then(), "value")
        for choice in (self.lost, self.why):
            choice.observe(lambda _: then(), "chosen")

    def stands_at(self, place: str) -> None:
        """Give each part a place of its own: one part's value is not the answer yet."""
        for number, widget in enumerate((self.code, self.lost, self.why)):
            widget.place = f"{place} {number}".replace("/", " ")


def _plain(act: Any) -> dict[str, Any]:
    return act.model_dump(mode="json", exclude_defaults=True) | {"act": act.act}


def picture_of(question: Question) -> list[Chart]:
    """Return the picture that belongs to a question, if there is one.

    >>> from sim.exercises import load_exercise
    >>> [picture.text_alternative[:25] for picture in picture_of(load_exercise("ex01").question("q3"))]
    ['Trust over 52 weeks, aver']
    """
    if not question.picture:
        return []
    played = (simulate(question.case, key, seed=PUBLIC_SEEDS[0]) for key in question.picture)
    return [Chart(data=trust_data([Shown(one.strategy.title, one) for one in played]))]


def _which_trust(question: Question) -> str:
    """Return where a goal of trust is to be read, since the sandbox's headline tells another figure, partnership."""
    return say("exercise.goal_of_trust") if any(goal.figure == "season_trust" for goal in question.goals) else ""


def _options(question: Question) -> list[tuple[str, str]]:
    """Return the options in a fixed order that does not reveal the right one."""
    mixed = sorted(question.choices, key=lambda choice: crc32(f"{SALT}{question.question}{choice.key}".encode()))
    if question.kind == "order" and tuple(choice.key for choice in mixed) == question.order:
        mixed.reverse()
    return [(choice.key, choice.words) for choice in mixed]


FORMS: dict[str, Callable[[Any], Form]] = {
    "choice": OneForm, "several": SeveralForm, "order": OrderForm, "share": ShareForm, "plan": StrategyForm,
    "year": YearForm, "reflection": TextForm,
}  # fmt: skip


def form_of(question: Question) -> Form:
    """Return a new form for a question."""
    return FORMS[question.kind](question)
