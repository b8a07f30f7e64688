"""A lesson's steps as widgets: predict, play, what happened, one knob more, talk, seen. One state for all cells."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ipywidgets import VBox

from sim.lab.answers.first_guess import seen, with_guess
from sim.lab.answers.progress import Progress, mine, own_name
from sim.lab.panels.answer_backup import AnswerBackup
from sim.lab.panels.choose import panel_of
from sim.lab.panels.message import Message
from sim.lab.panels.plan import Own, PlanForm
from sim.lab.panels.shielded import shielded
from sim.lab.session.lesson_data import load_lesson
from sim.lab.session.simulation_cache import REFINED, SimulationCache
from sim.lab.views.prediction_check import judge
from sim.texts.words import say
from sim.widgets.button_row import buttons
from sim.widgets.choice import Choice
from sim.widgets.text_blocks import TextBlocks
from sim.widgets.text_field import TextField

if TYPE_CHECKING:
    from collections.abc import Callable

    from sim.lab.panels.choose import Panel
    from sim.lab.session.lesson_data import Lesson

__all__ = ["LessonPage", "lesson"]

_OPEN: dict[str, LessonPage] = {}


def lesson(key: str) -> LessonPage:
    """Return the lesson of this key; every cell of a notebook gets the same one.

    Raises:
        BadInput: there is no such lesson.

    >>> lesson("02_update_rhythm") is lesson("02_update_rhythm")
    True
    """
    if key not in _OPEN:
        _OPEN[key] = LessonPage(key, progress=mine())
    return _OPEN[key]


class LessonPage:
    """What a trainee sees and does in one lesson. Each step's method returns its widget, always the same one.

    >>> page = LessonPage("02_update_rhythm", progress=Progress())
    >>> page.play().children[0].words
    'Make your guess first, in the part above. Then the picture appears here.'
    """

    def __init__(self, key: str, *, progress: Progress | None = None) -> None:
        self.key = key
        self.data: Lesson = load_lesson(key)
        self.progress = progress or Progress(name=own_name())
        self.runs = SimulationCache()
        self.record: dict[str, Any] = self.progress.lessons.get(key, {})
        self.status = TextBlocks()
        self._steps: dict[str, VBox] = {}
        self._panels: dict[str, Panel] = {}
        self._showing = False
        self.progress.follow(key, self._show_taken_in)

    # The steps

    def predict(self) -> VBox:
        """The question, the answers, and a reason: recorded before any picture appears."""
        return self._step("predict", self._build_predict)

    def play(self) -> VBox:
        """The lab with this lesson's controls, once a guess has been recorded."""
        return self._step("play", lambda box: self._build_gated(box, "play"))

    def what_happened(self) -> VBox:
        """The guess, whether it held, and why."""
        return self._step("what", self._build_what)

    def one_more(self) -> VBox:
        """The lab with one control more."""
        return self._step("more", lambda box: self._build_gated(box, "more"))

    def message(self) -> VBox:
        """A message built from parts."""
        return self._step("message", self._build_message)

    def plan(self) -> VBox:
        """One's own plan on one page."""
        return self._step("plan", self._build_plan)

    def talk(self) -> VBox:
        """Questions to talk about, with room for notes."""
        return self._step("talk", self._build_talk)

    def seen(self) -> VBox:
        """What the lesson has shown, and the trainee's answers to take home."""
        return self._step("seen", self._build_seen)

    def tell(self, words: str) -> None:
        """Show a sentence below the guess, which is read aloud too."""
        self.status.status = words

    def _step(self, name: str, build: Callable[[VBox], None]) -> VBox:
        if name not in self._steps:
            box = VBox()
            box.add_class("mb-stack")
            self._steps[name] = box
            build(box)
        return self._steps[name]

    # Predict

    def _build_predict(self, box: VBox) -> None:
        data = self.data
        top = TextBlocks(
            blocks=[
                {"say": data.question},
                {"hint": say("lesson.minutes", minutes=data.minutes)},
                {"text": say("lesson.objectives")},
                {"list": list(data.objectives)},
            ]
        )
        options = [(choice.key, choice.words) for choice in data.predict.choices]
        self.guess = Choice(label=data.predict.question, options=options, place="guess", waits=True)
        self.reason = TextField(
            label=say("lesson.reason"), hint=say("lesson.reason_hint"), most=1_000, place="reason", waits=True
        )
        record = buttons((say("lesson.record"), self.record_guess))
        box.children = [top, self.guess, self.reason, record, self.status]
        self.tell(self.progress.trouble)
        self._show_guess()

    @shielded
    def record_guess(self) -> None:
        """Keep the guess and its reason; the picture may appear."""
        if self.guess.value is None:
            self.tell(say("lesson.choose_first"))
            return
        chosen, reason = self.guess.value, self.reason.value.strip()
        self._catch_up()  # which may show another tab's guess in the form
        record = self.record if self.guessed else {name: at for name, at in self.record.items() if name != "chosen"}
        self._store(with_guess(record, chosen, reason))
        self.guess.arrived()
        self.reason.arrived()
        self._show_guess()
        self._open_gates()

    def _show_guess(self) -> None:
        if not self.guessed:
            return
        second = self._second
        latest = second or self.record
        self.guess.chosen = [latest["chosen"]]
        self.reason.value = str(latest.get("reason", ""))
        said = self._quoted("first" if seen(self.record) else "recorded")
        self.tell(say("lesson.second", first=said, choice=self._words_of(second["chosen"])) if second else said)
        self._add_trouble()

    @property
    def guessed(self) -> bool:
        """Whether a guess has been recorded."""
        return self._offers(self.record.get("chosen"))

    @property
    def _second(self) -> dict[str, Any]:
        """The try after the answer was seen, {} if there is none."""
        second = self.record.get("second")
        return second if isinstance(second, dict) and self._offers(second.get("chosen")) else {}

    def _offers(self, chosen: Any) -> bool:
        return any(choice.key == chosen for choice in self.data.predict.choices)

    def _words_of(self, chosen: str) -> str:
        return next(choice.words for choice in self.data.predict.choices if choice.key == chosen)

    def _quoted(self, wording: str) -> str:
        words = self._words_of(self.record["chosen"])
        reason = str(self.record.get("reason", "")).rstrip(" .")
        because = {"recorded": "recorded_reason", "first": "first_reason", "you_said": "you_said_because"}[wording]
        return say(f"lesson.{because if reason else wording}", choice=words, reason=reason)

    # Play, and one knob more

    def _build_gated(self, box: VBox, name: str) -> None:
        box.children = [TextBlocks(blocks=[{"text": say("lesson.guess_first")}])]
        if self.guessed:
            self._open_panel(box, name)

    def _open_panel(self, box: VBox, name: str) -> None:
        if name in self._panels:
            return
        panel = panel_of(self.data, name)
        self._panels[name] = panel
        for number, knob in enumerate(getattr(panel, "knobs", [])):
            knob.widget.place = f"{name} {number}"
        self._restore(panel, name)
        if name == "play":
            panel.open_link()
        else:
            self._go_on_from_play()
        panel.watchers.append(lambda: self._keep_state(name))
        above = TextBlocks(blocks=[{"hint": self.data.model}])
        if name == "more":
            panel.watchers.append(lambda: self._say_what_is_carried(above))
            self._say_what_is_carried(above)
        box.children = [above, panel]

    def _say_what_is_carried(self, above: TextBlocks) -> None:
        """Say below the task which settings of the first panel hold on, though their controls are not shown again."""
        panel = self._panels["more"]
        follows = self.record.get("draft_more") is None
        shown = [knob.control for knob in getattr(panel, "knobs", [])]
        places = [(one, one.read(panel.trial.draft)) for one in self.data.controls if one not in shown]
        settings = [say("lesson.set_to", label=one.label, value=one.said[at]) for one, at in places if at is not None]
        head = {"hint": say("lesson.carried" if follows else "lesson.kept_here")}
        way = {"hint": say("lesson.follows" if follows else "lesson.alone")}
        above.blocks = [{"text": self.data.one_more.text}, way, *([head, {"list": settings}] if settings else [])]

    def _restore(self, panel: Panel, name: str) -> None:
        saved = self.record.get(f"draft_{name}")
        if saved is not None:
            panel.restore(saved)

    def _go_on_from_play(self) -> None:
        """Let the last panel start where the first one stands, until something is changed there."""
        play, more = self._panels.get("play"), self._panels.get("more")
        if play and more and self.record.get("draft_more") is None:
            more.go_on_from(play)

    @shielded
    def _keep_state(self, name: str) -> None:
        panel, kept = self._panels[name], self.record.get(f"draft_{name}")
        state = panel.state
        if state != kept and not self._showing:
            self._keep(**{f"draft_{name}": state})
            self._go_on_from_play()
            self._tell_once_played()
            if said := self.progress.said(self.key):
                panel.tell(said)

    def _open_gates(self) -> None:
        shut = [name for name in ("play", "more") if name in self._steps and name not in self._panels]
        wait = [{"text": say("lesson.wait")}]
        for name in shut:
            self._steps[name].children = [TextBlocks(blocks=wait)]
        for name in shut:
            self._open_panel(self._steps[name], name)
        if "what" in self._steps:
            self._tell_what()
        if "seen" in self._steps:
            self._show_seen()

    # What happened

    def _build_what(self, box: VBox) -> None:
        self._what = TextBlocks()
        box.children = [self._what]
        self._tell_what()

    @property
    def played(self) -> bool:
        """Whether anything was ever changed in one of the panels."""
        return any(self.record.get(kept) for kept in ("told", "draft_play", "draft_more"))

    def _tell_once_played(self) -> None:
        """Tell what happened after the first change, and go on telling it when that is taken back."""
        if self.played and not self.record.get("told"):
            self._keep(told=True)
            if "what" in self._steps:
                self._tell_what()

    @shielded
    def _tell_what(self) -> None:
        if not (self.guessed and self.played):
            self._what.blocks = [{"text": say("lesson.play_first" if self.guessed else "lesson.guess_first_what")}]
            return
        verdict = judge(self.data, self.record["chosen"], self.runs)
        figure = say(f"score.{self.data.predict.decides.figure}").partition(" (")[0]
        table = {
            "caption": say("lesson.table", worlds=REFINED),
            "head": [say("lesson.answer"), figure],
            "rows": verdict.rows,
        }
        self._what.blocks = [
            {"text": self._quoted("you_said")},
            {"say": verdict.words},
            *self._second_judged(),
            {"text": verdict.found},
            {"table": table},
            *({"text": words} for words in self.data.why.text),
            {"hint": say("lesson.model")},
        ]

    def _second_judged(self) -> list[dict[str, str]]:
        if not self._second:
            return []
        chosen = self._second["chosen"]
        wording = "second_held" if judge(self.data, chosen, self.runs).held else "second_not_held"
        return [{"text": say(f"lesson.{wording}", choice=self._words_of(chosen))}]

    # Message and plan

    def _build_message(self, box: VBox) -> None:
        self._message = Message(
            self.data.message,
            self._kept("message"),
            place=f"{self.key}/message",
            keep=lambda said: self._written(message=said),
        )
        box.children = [self._message]

    def _build_plan(self, box: VBox) -> None:
        self._plan = PlanForm(self._kept("plan"), place=f"{self.key}/plan", keep=self._plan_written, own=self._own)
        self._first_start = self._plan.start.value
        box.children = [self._plan]

    def _kept(self, name: str) -> dict[str, Any]:
        kept = self.record.get(name)
        return kept if isinstance(kept, dict) else {}

    def _written(self, **answers: Any) -> str:
        if self._showing:
            return ""
        self._keep(**answers)
        return self.progress.said(self.key)

    def _plan_written(self, plan: dict[str, str]) -> str:
        """Keep the plan; a day of its start that nobody has touched here gives way to another page's."""
        if plan["start"] != self._first_start or self._showing:
            return self._written(plan=plan)
        said = self._written(plan=self._kept("plan") | {name: plan[name] for name in plan if name != "start"})
        if "start" not in self._kept("plan"):
            self._keep(plan=self._kept("plan") | {"start": plan["start"]})
        return said

    def _own(self) -> Own | None:
        """Return the strategy that the trainee built, from the last panel that was changed."""
        names = [name for name in ("more", "play") if name in self._panels]
        if not names:
            return None
        name = next((name for name in names if self._panels[name].state is not None), names[-1])
        draft = self._panels[name].trial.draft
        left_out = tuple(draft.acts[place] for place in sorted(draft.off))
        return Own(draft.played.acts, left_out, say(f"lesson.part_{name}"))

    # Talk, seen

    def _build_talk(self, box: VBox) -> None:
        self.notes: dict[str, TextField] = {}
        for talk in self.data.talk:
            field = TextField(
                label=talk.question, value=self._note(talk.key), rows=3, place=f"{self.key}/notes/{talk.key}"
            )
            field.observe(lambda _: self._keep_notes(), "value")
            self.notes[talk.key] = field
        self._talk_status = TextBlocks(blocks=[])
        box.children = [*self.notes.values(), self._talk_status]

    def _note(self, key: str) -> str:
        notes = self.record.get("notes")
        return str(notes.get(key, "")) if isinstance(notes, dict) else ""

    @shielded
    def _keep_notes(self) -> None:
        if self._showing:
            return
        self._keep(notes={key: field.value for key, field in self.notes.items()})
        self._talk_status.status = ""
        self._talk_status.status = self.progress.said(self.key, say("questions.kept"))

    def _build_seen(self, box: VBox) -> None:
        self._seen = TextBlocks()
        self._show_seen()
        done = buttons((say("lesson.done"), self.mark_done))
        self.keeper = AnswerBackup(self.progress, then=self._show_all)
        box.children = [self._seen, done, self.keeper]
        if self.record.get("done"):
            self._seen.status = say("lesson.done_said")

    def _show_seen(self) -> None:
        told = {"list": list(self.data.seen)} if self.guessed else {"text": say("lesson.guess_first_seen")}
        self._seen.blocks = [told]

    @shielded
    def mark_done(self) -> None:
        """Note that the lesson is done."""
        self._keep(done=True)
        self._seen.status = " ".join(filter(None, [say("lesson.done_said"), self.progress.said(self.key)]))

    # What is kept

    def _keep(self, **answers: Any) -> None:
        self._store(self.record | answers)

    def _store(self, record: dict[str, Any]) -> None:
        self.progress.keep(self.key, record)
        self.record = self.progress.lessons[self.key]

    def _catch_up(self) -> None:
        """Take in what another tab has kept meanwhile, so that a first guess whose answer was seen there stays."""
        self.progress.look()
        self.record = self.progress.lessons.get(self.key, self.record)

    def _show_all(self) -> None:
        """Show answers that came from a file."""
        self.record = self.progress.lessons.get(self.key, self.record)
        self._show({*self.record, *(f"draft_{name}" for name in self._panels), "chosen", "notes", "plan", "message"})

    def _show_taken_in(self, names: set[str]) -> None:
        """Show answers that another page has kept."""
        self.record = self.progress.lessons[self.key]
        self._show(names)

    def _show(self, names: set[str]) -> None:
        """Show what is kept under these names; showing it is no new answer."""
        self._showing = True
        try:
            self._show_kept(names)
        finally:
            self._showing = False

    def _show_kept(self, names: set[str]) -> None:
        if "predict" in self._steps and names & {"chosen", "reason"}:
            self._show_guess()
        for name in self._panels:
            if f"draft_{name}" in names:
                self._restore(self._panels[name], name)
        self._go_on_from_play()
        if self.guessed and names & {"chosen", "reason", "told"}:
            self._open_gates()
        if "notes" in names:
            for key, field in getattr(self, "notes", {}).items():
                field.value = self._note(key)
        if "plan" in names and "plan" in self._steps:
            self._plan.show(self._kept("plan"))
        if "message" in names and "message" in self._steps:
            self._message.show(self._kept("message"))
        if "seen" in self._steps and self.record.get("done"):
            self._seen.status = say("lesson.done_said")

    def _add_trouble(self) -> None:
        if said := self.progress.said(self.key):
            self.tell(f"{self.status.status} {said}")
