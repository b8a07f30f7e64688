"""An exercise as a page of forms: answers are saved, checked by the open checks, and handed in."""

from __future__ import annotations

import json
import time
from typing import TYPE_CHECKING, Any

from ipywidgets import VBox

from sim.base.text_codec import hand_in_text
from sim.exercises import judge, load_exercise
from sim.lab.answers.notebook_record import NotebookRecord, Typed, in_a_notebook, saved_sentence, typed_answer
from sim.lab.answers.progress import Progress, mine, own_name
from sim.lab.pages.forms import form_of, picture_of
from sim.lab.panels.answer_backup import AnswerBackup
from sim.lab.panels.panel_errors import show_errors
from sim.texts.words import say
from sim.widgets.button_row import buttons
from sim.widgets.file_buttons import FileButtons
from sim.widgets.text_blocks import TextBlocks
from sim.widgets.text_field import TextField

if TYPE_CHECKING:
    from sim.exercises import Exercise, Finding
    from sim.lab.pages.forms import Form

__all__ = ["ExercisePage", "exercise"]

SHEET, SHEET_FORMAT = "mending-bridges-answers", 1
PLAYED = {"plan", "share"}
HAND_IN = "hand-in"  # in the trainee's file, beside lessons and exercises: the name for handing in
_OPEN: dict[str, ExercisePage] = {}


def exercise(key: str) -> ExercisePage:
    """Return the page of this exercise, the same one for every cell of a notebook.

    Raises:
        BadInput: there is no such exercise.

    >>> exercise("ex02") is exercise("ex02")
    True
    """
    if key not in _OPEN:
        _OPEN[key] = ExercisePage(key, progress=mine())
    return _OPEN[key]


class ExercisePage:
    """One exercise. `ask` gives a question's form, `hand_in` the end of the page.

    >>> page = ExercisePage("ex02", progress=Progress())
    >>> page.answers
    {}
    """

    def __init__(self, key: str, *, progress: Progress | None = None) -> None:
        self.key = key
        self.data: Exercise = load_exercise(key)
        self.progress = progress or Progress(name=own_name())
        self.forms: dict[str, Form] = {}
        self.told: dict[str, TextBlocks] = {}
        self._boxes: dict[str, VBox] = {}
        self._before: dict[str, Any] | None = None
        self._showing = False
        self._notebook_record = NotebookRecord(f"mending-bridges-{key}")
        self.progress.follow(key, lambda _: self._show_changed())
        self.progress.follow(HAND_IN, lambda _: self._show_name())

    @property
    def answers(self) -> dict[str, Any]:
        """The answers so far, by question."""
        kept = self.progress.lessons.get(self.key, {}).get("answers")
        return dict(kept) if isinstance(kept, dict) else {}

    # Questions

    def ask(self, name: str) -> VBox:
        """A question's form, and its check."""
        if name not in self._boxes:
            self._boxes[name] = self._build(name)
        self._notebook_record.show(self._record())
        return self._boxes[name]

    def _build(self, name: str) -> VBox:
        question = self.data.question(name)
        form, told = form_of(question), TextBlocks()
        form.stands_at(f"{self.key}/answers/{name}")
        self.forms[name], self.told[name] = form, told
        self._show(name)
        form.when_changed(lambda: self._changed(name))
        check = buttons((say("exercise.check"), lambda: self.check(name)))
        rubric = TextBlocks(blocks=[{"hint": say("exercise.rubric")}, {"list": list(question.rubric)}])
        return _stack(*picture_of(question), form.widget, rubric if question.kind == "reflection" else check, told)

    def _show(self, name: str) -> None:
        self._showing = True
        try:
            self.forms[name].show(self.answers.get(name))
        finally:
            self._showing = False

    def _changed(self, name: str) -> None:
        if self._showing:
            return
        answer, answers = self.forms[name].answer, self.answers
        if answer == answers.get(name):
            return
        answers.pop(name, None)
        if answer is not None:
            answers[name] = answer
        self._keep(answers)
        self.told[name].blocks = []
        self.told[name].status = self.progress.said(self.key, saved_sentence())

    # Checks

    @show_errors
    def check(self, name: str) -> None:
        """Show the open checks' feedback on an answer."""
        typed = typed_answer(name)
        answer = self.forms[name].answer if typed.value is None else typed.value
        if answer is None:
            self.told[name].status = typed.trouble or say("exercise.nothing")
            return
        findings = judge(self.data, name, answer)
        self.told[name].blocks = self._found(name, findings, typed)
        self.told[name].status = self._points(findings)

    def _found(self, name: str, findings: tuple[Finding, ...], typed: Typed) -> list[dict[str, Any]]:
        played = self.data.question(name).kind in PLAYED
        thoughts = dict.fromkeys(one.misconception for one in findings if not one.good and one.misconception)
        return [
            *([{"text": typed.trouble or say("exercise.typed")}] if typed != Typed() else []),
            {"list": [say("exercise.good" if one.good else "exercise.not_yet", words=one.words) for one in findings]},
            *_thoughts(list(thoughts)),
            {"hint": say("exercise.open_luck" if played else "exercise.checked")},
        ]

    def _points(self, findings: tuple[Finding, ...]) -> str:
        given = sum(one.points for one in findings if one.good)
        return say("exercise.points", points=f"{given:g}", most=f"{sum(one.points for one in findings):g}")

    def tell(self, words: str) -> None:
        """Show a sentence at the end of the page; screen readers read it out."""
        self._end.status = words

    # Hand in

    def hand_in(self) -> VBox:
        """The end of the page: what is still open, all checks, the answers to hand in, and a new start."""
        if HAND_IN not in self._boxes:
            self._boxes[HAND_IN] = self._build_end()
        self._notebook_record.show(self._record())
        return self._boxes[HAND_IN]

    def _build_end(self) -> VBox:
        self._end, self._state = TextBlocks(), TextBlocks()
        self._name = TextField(
            label=say("exercise.name"), hint=say("exercise.name_hint"), rows=1, most=80, place=f"{HAND_IN}/name"
        )
        self._name.value = self._pseudonym(or_else="")
        self._name.observe(lambda _: self._call(), "value")
        self._text = TextField(
            label=say("exercise.as_text"), hint=say("exercise.as_text_hint"), readonly=True, rows=3,
            copy=say("exercise.copy"), copied=say("plan.copied"), by_hand=say("plan.by_hand"),
        )  # fmt: skip
        give = FileButtons(label=say("exercise.download"), make=self.answers_file)
        again = buttons((say("exercise.start_over"), self.start_over), (say("exercise.bring_back"), self.bring_back))
        backup = AnswerBackup(self.progress, then=self._show_all)
        mine_all = TextBlocks(blocks=[{"head": say("exercise.everything")}, {"hint": say("exercise.everything_hint")}])
        self._tell_state()
        check = buttons((say("exercise.check_all"), self.check_all))
        return _stack(
            self._state, check, self._name, TextBlocks(blocks=_download_hints()), give, self._text,
            again, self._end, mine_all, backup,
        )  # fmt: skip

    @show_errors
    def check_all(self) -> None:
        """Check every question that has an answer and a form on this page."""
        for name in self.forms:
            if self.data.question(name).kind != "reflection":
                self.check(name)
            elif trouble := typed_answer(name).trouble:
                self.told[name].status = trouble
        self._tell_state()
        self.tell(say("exercise.checked_all"))

    @show_errors
    def start_over(self) -> None:
        """Clear this exercise; `bring_back` undoes it."""
        self.progress.look()  # answers from another page are cleared, and brought back, too
        self._before = self.answers
        self._keep({})
        self._show_all()
        self.tell(say("exercise.started_over"))

    @show_errors
    def bring_back(self) -> None:
        """Restore the answers from before `start_over`."""
        if self._before is None:
            self.tell(say("exercise.nothing_back"))
            return
        self._keep(self.answers | self._before)
        self._before = None
        self._show_all()
        self.tell(say("exercise.brought_back"))

    def answers_file(self) -> tuple[str, str, bytes]:
        """Return the answers to all exercises as the file to hand in."""
        return "answers.json", "application/json", self._sheet_bytes()

    def sheet(self) -> dict[str, Any]:
        """Return all answers, typed ones too, as plain data, with the name for handing in."""
        answered = {key: kept for key, kept in self.progress.lessons.items() if key.startswith("ex")}
        typed = {one.name: typed_answer(one.name).value for one in self.data.questions}
        typed = {name: value for name, value in typed.items() if value is not None}
        if typed:
            answered[self.key] = {"version": self.data.version, "answers": self.answers | typed}
        return {SHEET: SHEET_FORMAT, "name": self._pseudonym(or_else=self.progress.name), "exercises": answered}

    def _sheet_bytes(self) -> bytes:
        return json.dumps(self.sheet(), ensure_ascii=False, indent=1).encode()

    def _pseudonym(self, *, or_else: str) -> str:
        return str(self.progress.lessons.get(HAND_IN, {}).get("name") or or_else)

    def _show_name(self) -> None:
        if HAND_IN in self._boxes:
            self._name.value = self._pseudonym(or_else="")

    def _call(self) -> None:
        if self._name.value.strip() == self._pseudonym(or_else=""):
            return
        self.progress.keep(HAND_IN, {"name": self._name.value.strip()})
        self._tell_state()

    def _tell_state(self) -> None:
        if HAND_IN not in self._boxes and not hasattr(self, "_state"):
            return
        numbers = {question.name: at for at, question in enumerate(self.data.questions, 1)}
        left = [str(number) for name, number in numbers.items() if name not in self.answers]
        done, count = len(numbers) - len(left), len(numbers)
        said = say("exercise.state", done=done, count=count) if left else say("exercise.state_all", count=count)
        more = [{"text": say("exercise.open", open=", ".join(left))}] if left else []
        self._state.blocks = [{"say": said}, *more]
        self._text.value = hand_in_text(self.sheet())

    # What is kept

    def _record(self) -> dict[str, Any]:
        return {"exercise": self.key, "version": self.data.version, "answers": self.answers, "count": self._count()}

    def _count(self) -> int:
        """Return a number that grows with each change, also across kernels and computers."""
        count = self.progress.lessons.get(self.key, {}).get("count")
        return count if isinstance(count, int) else 0

    def _keep(self, answers: dict[str, Any]) -> None:
        count = max(self._count() + 1, time.time_ns() // 1_000_000)
        self.progress.keep(self.key, {"version": self.data.version, "answers": answers, "count": count})
        self.progress.write_beside("answers.json", self._sheet_bytes())
        self._notebook_record.change(self._record())
        self._tell_state()

    def _show_changed(self) -> None:
        """Show answers that another page has saved, each in its form."""
        for name, form in self.forms.items():
            if form.answer != self.answers.get(name):
                self._show(name)
                self.told[name].blocks = []
        self._notebook_record.change(self._record())
        self._tell_state()

    def _show_all(self) -> None:
        for name, told in self.told.items():
            self._show(name)
            told.blocks, told.status = [], ""
        self._notebook_record.change(self._record())
        self._tell_state()


def _download_hints() -> list[dict[str, str]]:
    hints = ["exercise.download_hint", *(["exercise.download_typed"] if in_a_notebook() else [])]
    return [{"hint": say(hint)} for hint in hints]


def _thoughts(thoughts: list[str]) -> list[dict[str, Any]]:
    """Return the misconceptions behind a wrong answer, to think over."""
    if len(thoughts) > 1:
        return [{"text": say("exercise.thoughts")}, {"list": thoughts}]
    return [{"text": say("exercise.thought", thought=thought)} for thought in thoughts]


def _stack(*widgets: Any) -> VBox:
    box = VBox(widgets)
    box.add_class("mb-stack")
    return box
