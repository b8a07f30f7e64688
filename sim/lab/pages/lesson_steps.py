"""The steps of a lesson around a guess: to make it, what happened, and what was seen."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sim.lab.pages.alone_or_group_choice import COMPANY, alone_or_group_choice
from sim.lab.pages.drawn_guess import NAMES as DRAWN_NAMES
from sim.lab.pages.drawn_guess import drawn_guess
from sim.lab.pages.lesson_step import LessonStep
from sim.lab.panels.answer_backup import AnswerBackup
from sim.lab.panels.panel_errors import show_errors
from sim.lab.session.simulation_cache import REFINED
from sim.lab.views.claim_check import doubts_told
from sim.lab.views.prediction_check import judge
from sim.texts.sentences import first_sentences
from sim.texts.words import say
from sim.widgets.button_row import buttons
from sim.widgets.choice import Choice
from sim.widgets.side_by_side import in_halves, stacked
from sim.widgets.text_blocks import TextBlocks
from sim.widgets.text_field import TextField

if TYPE_CHECKING:
    from collections.abc import Callable

    from sim.lab.pages.lesson_record import LessonRecord

__all__ = ["PredictStep", "SeenStep", "WhatHappenedStep"]

STORY = 2  # sentences of the case that tell what happened before one is asked to guess


class PredictStep(LessonStep):
    """The question, the answers, and a reason: recorded before any picture appears.

    Args:
        then: called when a guess has been recorded.
    """

    name = "predict"

    def __init__(self, record: LessonRecord, status: TextBlocks, *, then: Callable[[], None]) -> None:
        super().__init__(record, status)
        self._then = then
        self.end.ready = False  # one goes on by recording a guess
        predict = record.lesson.predict
        options = [(choice.key, choice.words) for choice in predict.choices]
        self.guess = Choice(label=predict.question, options=options, place="guess", waits=True)
        self.guess.add_class("mb-cards")
        self.reason = TextField(
            label=say("lesson.reason"), hint=say("lesson.reason_hint"), most=1_000, place="reason", waits=True
        )
        button = buttons((say("lesson.record"), self.record_guess))
        self.company = alone_or_group_choice(record)
        self.line = drawn_guess(record)
        # Why comes last: it is about the drawing, too. With a drawing it stands below the guess, else beside it.
        drawing = [self.line.widget] if self.line else []
        guess = in_halves(stacked(self.guess, *drawing, stacked(self.reason, button, status)))
        if drawing:
            guess.add_class("mb-drawn-beside")
        self.fill(self._top(), stacked(self.company, self._facts()), self.way, guess)
        in_halves(self.box, across=self.box.children[2:])
        self.tell(record.progress.trouble)
        self._show_guess()

    def _is_open(self) -> bool:
        return self.record.guessed

    def _top(self) -> TextBlocks:
        lesson = self.record.lesson
        return TextBlocks(
            blocks=[
                {"text": say("lesson.story", story=first_sentences(lesson.played_case.summary, STORY))},
                {"say": lesson.question},
            ]
        )

    def _facts(self) -> TextBlocks:
        lesson = self.record.lesson
        minutes = lesson.minutes_from_guess
        return TextBlocks(
            blocks=[
                {"hint": say(f"lesson.{'minutes_from_here' if lesson.year_minutes else 'minutes'}", minutes=minutes)},
                {"fold": say("lesson.objectives"), "blocks": [{"list": list(lesson.objectives)}]},
            ]
        )

    @show_errors
    def record_guess(self) -> None:
        """Save the guess and its reason, so that the picture may appear."""
        if self.guess.value is None:
            self.tell(say("lesson.choose_first"))
            return
        # Read them first: saving may show another tab's guess in the form.
        self.record.guess(self.guess.value, self.reason.value.strip(), self.line.drawn if self.line else ())
        for one in filter(None, (self.guess, self.reason, self.line)):
            one.arrived()
        self._show_guess()
        self.end.go()
        self._then()

    def show(self, names: set[str]) -> None:
        """Show the guess, and whether one works alone."""
        super().show(names)
        if names & {"chosen", "reason", *DRAWN_NAMES}:
            self._show_guess()
        if COMPANY in names:
            self.company.chosen = [self.record.company]

    def _show_guess(self) -> None:
        record = self.record
        if self.line:
            self.line.show()
        if not record.guessed:
            return
        self.end.opened = True
        latest = record.second or record.answers
        self.guess.chosen = [latest["chosen"]]
        self.reason.value = str(latest.get("reason", ""))
        self.tell(" ".join(filter(None, [record.guess_told(), record.said()])))


class WhatHappenedStep(LessonStep):
    """The guess, whether it held, and why: when the trainee goes on to it, or asks for it.

    Args:
        then: called when it was opened.
        go_on: called when the reader goes on to the next part.
    """

    name = "what"

    def __init__(
        self, record: LessonRecord, status: TextBlocks, *, then: Callable[[], None], go_on: Callable[[], None]
    ) -> None:
        super().__init__(record, status)
        self._then = then
        self.told, self.why = TextBlocks(), TextBlocks()
        self.button = buttons((say("lesson.show_what"), self.ask))
        self.fill(self.button, self.told, self.why)
        in_halves(self.box, across=(self.button, self.end))
        self.end.observe(lambda _: go_on(), "opened")
        self.follow()

    @show_errors
    def ask(self) -> None:
        """Open the answer, or say what comes before it."""
        if self.record.open_answer():
            self._then()
        else:
            self.told.status = ""  # a screen reader would not read the same words twice
            self.told.status = self._waits()

    def _waits(self) -> str:
        record = self.record
        waits = "what_ready" if record.played else "play_first"
        return say(f"lesson.{waits}" if record.guessed else "lesson.guess_first_what")

    @show_errors
    def follow(self) -> None:
        """Show what happened, once the trainee has asked for it."""
        record = self.record
        self.end.ready = record.opened
        self.button.layout.display = "none" if record.opened else None
        if not record.opened:
            self.told.blocks, self.why.blocks = [{"text": self._waits()}], []
            return
        self.told.status = ""
        verdict = judge(record.lesson, record.answers["chosen"], record.runs)
        # Where answers are ranges, what was played is no answer.
        figures = "figures_played" if record.lesson.predict.decides.how == "between" else "figures"
        table = {"caption": say("lesson.table", worlds=REFINED), "head": verdict.head, "rows": verdict.rows}
        self.told.blocks = [
            {"text": record.quoted("you_said")},
            {"say": verdict.words},
            *self._second_judged(),
            {"text": verdict.found},
            {"fold": say(f"lesson.{figures}"), "blocks": [{"table": table}]},
            {"hint": say("lesson.model")},
        ]
        self.why.blocks = [{"text": words} for words in record.lesson.why.text]

    def _second_judged(self) -> list[dict[str, str]]:
        record = self.record
        if not record.second:
            return []
        chosen = record.second["chosen"]
        wording = "second_held" if judge(record.lesson, chosen, record.runs).held else "second_not_held"
        return [{"text": say(f"lesson.{wording}", choice=record.words_of(chosen))}]


class SeenStep(LessonStep):
    """What the lesson has shown, and the trainee's answers to save."""

    name = "seen"

    def __init__(self, record: LessonRecord, status: TextBlocks) -> None:
        super().__init__(record, status)
        self.told = TextBlocks()
        self.backup = AnswerBackup(record.progress, then=record.show_all)
        self.done = buttons((say("lesson.done"), self.mark_done))
        self.box.children = [self.told, stacked(self.done, self.backup)]
        in_halves(self.box)
        self.follow()
        self.show(set())

    def follow(self) -> None:
        """Show what the lesson has shown and how sure that is, once the trainee has asked what happened."""
        record = self.record
        if not record.opened:
            self.told.blocks = [{"text": say(f"lesson.{'what' if record.guessed else 'guess'}_first_seen")}]
            return
        doubts = doubts_told(record.key)
        told = (
            [{"fold": say("lesson.sure"), "blocks": [{"text": say("lesson.doubts")}, {"list": doubts}]}]
            if doubts
            else []
        )
        self.told.blocks = [{"list": list(record.lesson.seen)}, *told]

    def show(self, names: set[str]) -> None:
        """Show whether the lesson is done; a done lesson stays done."""
        super().show(names)
        if self.record.answers.get("done"):
            self.done.add_class("mb-pressed")
            self.told.status = self._done_said()

    @show_errors
    def mark_done(self) -> None:
        """Note that the lesson is done."""
        self.record.keep(done=True)
        self.done.add_class("mb-pressed")  # a disabled button would lose the focus
        self.told.status = " ".join(filter(None, [self._done_said(), self.record.said()]))

    def _done_said(self) -> str:
        """Return that the lesson is marked, and what of it has not been done."""
        still = self.record.still_open
        return " ".join(
            [say("lesson.done_said"), *([say("lesson.done_open", parts=", ".join(still))] if still else [])]
        )
