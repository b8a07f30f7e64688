"""The steps of a lesson, each a box of widgets on the shared record."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from ipywidgets import VBox

from sim.lab.panels.answer_backup import AnswerBackup
from sim.lab.panels.lesson_panels import panel_of
from sim.lab.panels.message import Message
from sim.lab.panels.panel_errors import show_errors
from sim.lab.panels.plan_form import Own, PlanForm
from sim.lab.session.simulation_cache import REFINED
from sim.lab.views.prediction_check import judge
from sim.texts.words import say
from sim.widgets.button_row import buttons
from sim.widgets.choice import Choice
from sim.widgets.text_blocks import TextBlocks
from sim.widgets.text_field import TextField

if TYPE_CHECKING:
    from collections.abc import Callable

    from sim.lab.pages.lesson_record import LessonRecord
    from sim.lab.panels.lesson_panels import Panel

__all__ = [
    "LessonStep",
    "MessageStep",
    "OneMoreStep",
    "PlanStep",
    "PlayStep",
    "PredictStep",
    "SeenStep",
    "TalkStep",
    "WhatHappenedStep",
]  # fmt: skip


class LessonStep:
    """One step.

    Args:
        record: the lesson's answers.
        status: the line below the guess, where errors are shown.
    """

    def __init__(self, record: LessonRecord, status: TextBlocks) -> None:
        self.record, self.status = record, status
        self.box = VBox()
        self.box.add_class("mb-stack")

    def tell(self, words: str) -> None:
        """Show a sentence below the guess; screen readers read it out."""
        self.status.status = words

    def show(self, names: set[str]) -> None:
        """Show answers that came from another page, if this step shows answers of these names."""

    def follow(self) -> None:
        """Show what depends on a recorded guess or on a first change."""


class PredictStep(LessonStep):
    """The question, the answers, and a reason: recorded before any picture appears.

    Args:
        then: called when a guess has been recorded.
    """

    def __init__(self, record: LessonRecord, status: TextBlocks, *, then: Callable[[], None]) -> None:
        super().__init__(record, status)
        self._then = then
        predict = record.lesson.predict
        options = [(choice.key, choice.words) for choice in predict.choices]
        self.guess = Choice(label=predict.question, options=options, place="guess", waits=True)
        self.reason = TextField(
            label=say("lesson.reason"), hint=say("lesson.reason_hint"), most=1_000, place="reason", waits=True
        )
        button = buttons((say("lesson.record"), self.record_guess))
        self.box.children = [self._top(), self.guess, self.reason, button, status]
        self.tell(record.progress.trouble)
        self._show_guess()

    def _top(self) -> TextBlocks:
        lesson = self.record.lesson
        return TextBlocks(
            blocks=[
                {"say": lesson.question},
                {"hint": say("lesson.minutes", minutes=lesson.minutes)},
                {"text": say("lesson.objectives")},
                {"list": list(lesson.objectives)},
            ]
        )

    @show_errors
    def record_guess(self) -> None:
        """Save the guess and its reason, so that the picture may appear."""
        if self.guess.value is None:
            self.tell(say("lesson.choose_first"))
            return
        # Read them first: saving may show another tab's guess in the form.
        self.record.guess(self.guess.value, self.reason.value.strip())
        self.guess.arrived()
        self.reason.arrived()
        self._show_guess()
        self._then()

    def show(self, names: set[str]) -> None:
        """Show the guess."""
        if names & {"chosen", "reason"}:
            self._show_guess()

    def _show_guess(self) -> None:
        record = self.record
        if not record.guessed:
            return
        latest = record.second or record.answers
        self.guess.chosen = [latest["chosen"]]
        self.reason.value = str(latest.get("reason", ""))
        self.tell(" ".join(filter(None, [record.guess_told(), record.said()])))


class PlayStep(LessonStep):
    """The sandbox with this lesson's controls, once a guess has been recorded.

    Args:
        changed: called when a change was saved.

    Attributes:
        panel: the sandbox or another panel; None as long as there is no guess.
    """

    name: ClassVar[str] = "play"

    def __init__(self, record: LessonRecord, status: TextBlocks, *, changed: Callable[[], None]) -> None:
        super().__init__(record, status)
        self._changed = changed
        self.panel: Panel | None = None
        self.above = TextBlocks(blocks=[{"hint": record.lesson.model}])
        self._say("lesson.guess_first")
        if record.guessed:
            self.open()

    @property
    def kept(self) -> Any:
        """The panel's saved state; None as long as nothing was changed."""
        return self.record.answers.get(f"draft_{self.name}")

    @property
    def may_open(self) -> bool:
        """Whether a guess is there and the panel is not."""
        return self.panel is None and self.record.guessed

    def wait(self) -> None:
        """Say that the panel is loading."""
        self._say("lesson.wait")

    def open(self) -> None:
        """Show the panel in its saved state."""
        self.panel = panel = panel_of(self.record.lesson, self.name)
        for number, binding in enumerate(getattr(panel, "bindings", [])):
            binding.widget.place = f"{self.name} {number}"
        self._restore()
        self._begin(panel)
        panel.watchers.append(self._keep_state)
        self._show_above()
        self.box.children = [self.above, panel]

    def show(self, names: set[str]) -> None:
        """Show the state that another tab has saved."""
        if self.panel is not None and f"draft_{self.name}" in names:
            self._restore()

    def _say(self, wording: str) -> None:
        self.box.children = [TextBlocks(blocks=[{"text": say(wording)}])]

    def _begin(self, panel: Panel) -> None:
        panel.open_link()

    def _show_above(self) -> None:
        """Show the text above the panel, which depends on its state."""

    def _restore(self) -> None:
        if self.kept is not None:
            self.panel.restore(self.kept)

    @show_errors
    def _keep_state(self) -> None:
        panel, record = self.panel, self.record
        state = panel.state
        if state != self.kept and not record.showing:
            record.keep(**{f"draft_{self.name}": state})
            self._changed()
            if said := record.said():
                panel.tell(said)
        self._show_above()


class OneMoreStep(PlayStep):
    """The sandbox with one more control; it follows the first one until something is changed here.

    Args:
        first: returns the step with the first sandbox, None as long as it is not on the page.
    """

    name = "more"

    def __init__(
        self,
        record: LessonRecord,
        status: TextBlocks,
        *,
        changed: Callable[[], None],
        first: Callable[[], PlayStep | None],
    ) -> None:
        self._first = first
        super().__init__(record, status, changed=changed)

    def go_on_from_first(self) -> None:
        """Take over the first sandbox's draft, if there is one and nothing was changed here."""
        first = self._first()
        if first and first.panel and self.panel and self.kept is None:
            self.panel.go_on_from(first.panel)

    def _begin(self, panel: Panel) -> None:  # noqa: ARG002 - the first panel takes the link
        self.go_on_from_first()

    def _show_above(self) -> None:
        """Show below the task which settings of the first sandbox still apply, as their controls are not shown."""
        lesson, follows = self.record.lesson, self.kept is None
        shown = [binding.control for binding in getattr(self.panel, "bindings", [])]
        places = [(one, one.read(self.panel.session.draft)) for one in lesson.controls if one not in shown]
        settings = [say("lesson.set_to", label=one.label, value=one.said[at]) for one, at in places if at is not None]
        head = {"hint": say("lesson.carried" if follows else "lesson.kept_here")}
        way = {"hint": say("lesson.follows" if follows else "lesson.alone")}
        self.above.blocks = [{"text": lesson.one_more.text}, way, *([head, {"list": settings}] if settings else [])]


class WhatHappenedStep(LessonStep):
    """The guess, whether it held, and why."""

    def __init__(self, record: LessonRecord, status: TextBlocks) -> None:
        super().__init__(record, status)
        self.told = TextBlocks()
        self.box.children = [self.told]
        self.follow()

    @show_errors
    def follow(self) -> None:
        """Show what happened, once there is a guess and something was changed."""
        record = self.record
        if not (record.guessed and record.played):
            self.told.blocks = [{"text": say("lesson.play_first" if record.guessed else "lesson.guess_first_what")}]
            return
        verdict = judge(record.lesson, record.answers["chosen"], record.runs)
        figure = say(f"score.{record.lesson.predict.decides.figure}").partition(" (")[0]
        table = {
            "caption": say("lesson.table", worlds=REFINED),
            "head": [say("lesson.answer"), figure],
            "rows": verdict.rows,
        }
        self.told.blocks = [
            {"text": record.quoted("you_said")},
            {"say": verdict.words},
            *self._second_judged(),
            {"text": verdict.found},
            {"table": table},
            *({"text": words} for words in record.lesson.why.text),
            {"hint": say("lesson.model")},
        ]

    def _second_judged(self) -> list[dict[str, str]]:
        record = self.record
        if not record.second:
            return []
        chosen = record.second["chosen"]
        wording = "second_held" if judge(record.lesson, chosen, record.runs).held else "second_not_held"
        return [{"text": say(f"lesson.{wording}", choice=record.words_of(chosen))}]


class MessageStep(LessonStep):
    """A message composed from parts."""

    def __init__(self, record: LessonRecord, status: TextBlocks) -> None:
        super().__init__(record, status)
        self.form = Message(
            record.lesson.message, record.table("message"), place=f"{record.key}/message", keep=self._written
        )
        self.box.children = [self.form]

    def show(self, names: set[str]) -> None:
        """Show the message."""
        if "message" in names:
            self.form.show(self.record.table("message"))

    def _written(self, message: dict[str, str]) -> str:
        if self.record.showing:
            return ""
        self.record.keep(message=message)
        return self.record.said()


class PlanStep(LessonStep):
    """One's own plan on one page.

    Args:
        panels: returns the labs on the page, the last one first.
    """

    def __init__(self, record: LessonRecord, status: TextBlocks, *, panels: Callable[[], list[PlayStep]]) -> None:
        super().__init__(record, status)
        self._panels = panels
        self.form = PlanForm(record.table("plan"), place=f"{record.key}/plan", keep=self._written, own=self._own)
        self._first_start = self.form.start.value
        self.box.children = [self.form]

    def show(self, names: set[str]) -> None:
        """Show the plan."""
        if "plan" in names:
            self.form.show(self.record.table("plan"))

    def _written(self, plan: dict[str, str]) -> str:
        """Save the plan; a start date that was not changed here gives way to another page's."""
        record = self.record
        if record.showing:
            return ""
        if plan["start"] != self._first_start:
            record.keep(plan=plan)
            return record.said()
        record.keep(plan=record.table("plan") | {name: plan[name] for name in plan if name != "start"})
        said = record.said()
        if "start" not in record.table("plan"):
            record.keep(plan=record.table("plan") | {"start": plan["start"]})
        return said

    def _own(self) -> Own | None:
        """Return the strategy that the trainee built, from the last panel that was changed."""
        steps = self._panels()
        if not steps:
            return None
        step = next((step for step in steps if step.panel.state is not None), steps[-1])
        draft = step.panel.session.draft
        left_out = tuple(draft.acts[place] for place in sorted(draft.off))
        return Own(draft.played.acts, left_out, say(f"lesson.part_{step.name}"))


class TalkStep(LessonStep):
    """Questions to talk about, with room for notes."""

    def __init__(self, record: LessonRecord, status: TextBlocks) -> None:
        super().__init__(record, status)
        self.notes: dict[str, TextField] = {}
        for talk in record.lesson.talk:
            field = TextField(
                label=talk.question, value=self._note(talk.key), rows=3, place=f"{record.key}/notes/{talk.key}"
            )
            field.observe(lambda _: self._keep(), "value")
            self.notes[talk.key] = field
        self.said = TextBlocks(blocks=[])
        self.box.children = [*self.notes.values(), self.said]

    def show(self, names: set[str]) -> None:
        """Show the notes."""
        if "notes" in names:
            for key, field in self.notes.items():
                field.value = self._note(key)

    def _note(self, key: str) -> str:
        return str(self.record.table("notes").get(key, ""))

    @show_errors
    def _keep(self) -> None:
        if self.record.showing:
            return
        self.record.keep(notes={key: field.value for key, field in self.notes.items()})
        self.said.status = ""  # a screen reader would not read the same words twice
        self.said.status = self.record.said(say("questions.kept"))


class SeenStep(LessonStep):
    """What the lesson has shown, and the trainee's answers to save."""

    def __init__(self, record: LessonRecord, status: TextBlocks) -> None:
        super().__init__(record, status)
        self.told = TextBlocks()
        self.backup = AnswerBackup(record.progress, then=record.show_all)
        self.box.children = [self.told, buttons((say("lesson.done"), self.mark_done)), self.backup]
        self.follow()
        self.show(set())

    def follow(self) -> None:
        """Show what the lesson has shown, once there is a guess."""
        record = self.record
        seen = {"list": list(record.lesson.seen)} if record.guessed else {"text": say("lesson.guess_first_seen")}
        self.told.blocks = [seen]

    def show(self, names: set[str]) -> None:  # noqa: ARG002 - a done lesson stays done
        """Show whether the lesson is done."""
        if self.record.answers.get("done"):
            self.told.status = say("lesson.done_said")

    @show_errors
    def mark_done(self) -> None:
        """Note that the lesson is done."""
        self.record.keep(done=True)
        self.told.status = " ".join(filter(None, [say("lesson.done_said"), self.record.said()]))
