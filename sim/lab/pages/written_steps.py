"""The steps of a lesson in which trainees write: a message, a plan, and notes on what is talked about."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ipywidgets import VBox

from sim.lab.pages.lesson_step import LessonStep
from sim.lab.pages.message_played import MessagePlayed
from sim.lab.pages.year_page import YEARS, furthest_year
from sim.lab.panels.message import Message
from sim.lab.panels.panel_errors import show_errors
from sim.lab.panels.plan_form import Own, PlanForm
from sim.lab.session.year_session import acts_done
from sim.texts.words import say
from sim.widgets.text_blocks import TextBlocks
from sim.widgets.text_field import TextField

if TYPE_CHECKING:
    from sim.lab.pages.lesson_lab import LessonLab
    from sim.lab.pages.lesson_record import LessonRecord

__all__ = ["MessageStep", "PlanStep", "TalkStep"]


class MessageStep(LessonStep):
    """A message composed from parts, sent, and heard.

    Args:
        lab: the lesson's.
    """

    name = "message"

    def __init__(self, record: LessonRecord, status: TextBlocks, *, lab: LessonLab) -> None:
        super().__init__(record, status)
        self.form = Message(
            record.lesson.message, record.table("message"), place=f"{record.key}/message", keep=self._written,
            replies=record.lesson.replies, played=MessagePlayed(record, lab),
        )  # fmt: skip
        self.fill(self.form, self.way)

    def show(self, names: set[str]) -> None:
        """Show the message."""
        super().show(names)
        if "message" in names:
            self.form.show(self.record.table("message"))

    def _written(self, message: dict[str, Any]) -> str:
        if self.record.showing:
            return ""
        self.record.keep(message=message)
        return self.record.said()


class PlanStep(LessonStep):
    """One's own plan on one page.

    Args:
        lab: the lesson's.
    """

    name = "plan"

    def __init__(self, record: LessonRecord, status: TextBlocks, *, lab: LessonLab) -> None:
        super().__init__(record, status)
        self._lab = lab
        self.form = PlanForm(
            record.table("plan"), place=f"{record.key}/plan", keep=self._written, own=self._own, year=self._year
        )
        self._first_start = self.form.start.value
        self.fill(self.form)
        for name in YEARS:
            record.progress.follow(name, lambda _: self.form.show_sources())

    def show(self, names: set[str]) -> None:
        """Show the plan."""
        super().show(names)
        if "plan" in names:
            self.form.show(self.record.table("plan"))

    def follow(self) -> None:
        """Offer the acts of the strategy once the lab is open."""
        self.form.show_sources()

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
        """Return the strategy that the trainee built, None as long as there is no lab."""
        lab = self._lab
        if lab.panel is None:
            return None
        session = lab.panel.session
        draft = session.draft
        left_out = tuple(draft.acts[place] for place in sorted(draft.off))
        return Own(draft.played.acts, left_out, say(f"lesson.part_{lab.place}"), session.remarks)

    def _year(self) -> Own | None:
        """Return what the trainee did in the year that was played furthest."""
        year = furthest_year(self.record.progress)
        return year and Own(acts_done(year), part=say("plan.year", case=year.case.title, number=year.number))


class TalkStep(LessonStep):
    """Questions to talk about, with room for notes."""

    name = "talk"

    def __init__(self, record: LessonRecord, status: TextBlocks) -> None:
        super().__init__(record, status)
        self.notes: dict[str, TextField] = {}
        for talk in record.lesson.talk:
            field = TextField(
                label=talk.question, value=self._note(talk.key), rows=2, place=f"{record.key}/notes/{talk.key}"
            )
            field.observe(lambda _: self._keep(), "value")
            self.notes[talk.key] = field
        self.said = TextBlocks(blocks=[])
        fields = VBox([*self.notes.values()])
        fields.add_class("mb-side-by-side")
        self.fill(self.way, fields, self.said)

    def show(self, names: set[str]) -> None:
        """Show the notes."""
        super().show(names)
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
