"""The questions before the first lesson and again after the last: how sure trainees feel, and one case."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from ipywidgets import VBox

from sim.lab.answers.progress import Progress, mine, own_name
from sim.lab.panels.panel_errors import show_errors
from sim.texts.data_files import in_language
from sim.texts.language import cache_by_language
from sim.texts.words import many, say
from sim.widgets.button_row import buttons
from sim.widgets.choice import Choice
from sim.widgets.text_blocks import TextBlocks
from sim.widgets.text_field import TextField

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["Questions", "questions"]

KEY = "questions"  # in the trainee's file, beside the lessons
BEFORE, NOW, BACK = "before", "now", "back"  # the ratings: at the start, at the end, and the start as seen from the end
AFTER_YEAR = "after_year"  # the rating of two statements when the first year is over
BRIEF = ("own", "listen")  # the statements that are rated around the first year, too


@cache_by_language
def asked() -> dict[str, Any]:
    """Return the questions as data: scale, statements and the case.

    >>> len(asked()["scale"]), len(asked()["statements"])
    (5, 6)
    """
    return in_language(tomllib.loads((files(__package__) / "questions.toml").read_text("utf-8")), "questions")


@cache
def questions() -> Questions:
    """Return the questions' widgets, the same ones for every cell of a notebook.

    >>> questions() is questions()
    True
    """
    return Questions(mine())


class Questions:
    """The questions' widgets. Answers are voluntary, and saved at once in the trainee's own file.

    >>> page = Questions(Progress())
    >>> page.before().children[1].label
    'Today I could say plainly what went wrong, before anybody asks'
    """

    def __init__(self, progress: Progress | None = None) -> None:
        self.progress = progress or Progress(name=own_name())
        self.status = {name: TextBlocks() for name in (BEFORE, NOW, BACK, AFTER_YEAR, "case")}
        self._shows: list[Callable[[], None]] = []
        self._showing = False
        self.progress.follow(KEY, lambda _: self._show_kept())

    @property
    def record(self) -> dict[str, Any]:
        """The answers so far."""
        return self.progress.lessons.get(KEY, {})

    # How sure trainees feel

    def before(self) -> VBox:
        """The statements, to be rated at the start."""
        return self._rating(BEFORE)

    def now(self) -> VBox:
        """The same statements at the end."""
        return self._rating(NOW)

    def looking_back(self) -> VBox:
        """The start as seen from the end, and then what has changed."""
        box = self._rating(BACK)
        self.difference = TextBlocks()
        box.children = [*box.children, buttons((say("questions.show"), self.show_difference)), self.difference]
        return box

    def brief(self, when: str = BEFORE) -> VBox:
        """Two of the statements, a tap for each, before the first year; or AFTER_YEAR, when it is over."""
        low, *_, high = asked()["scale"]
        scale = [(str(number), str(number)) for number in range(1, len(asked()["scale"]) + 1)]
        choices = [self._rated(one, when, scale) for one in asked()["statements"] if one["key"] in BRIEF]
        ends = say(f"questions.brief_{when}", low=low, high=high, most=len(scale))
        box = _stack(TextBlocks(blocks=[{"hint": ends}]), *choices, self.status[when])
        box.add_class("mb-brief")
        return box

    def _rating(self, when: str) -> VBox:
        scale = [(str(number), words) for number, words in enumerate(asked()["scale"], 1)]
        choices = [self._rated(statement, when, scale) for statement in asked()["statements"]]
        return _stack(TextBlocks(blocks=[{"say": say(f"questions.{when}")}]), *choices, self.status[when])

    def _rated(self, statement: dict[str, str], when: str, scale: list[tuple[str, str]]) -> Choice:
        """Return the choice by which a statement is rated."""
        key = statement["key"]
        choice = Choice(
            label=say(f"questions.stem_{when}", statement=statement["words"]),
            options=scale,
            flow=True,
            chosen=[self._kept(when).get(key, "")],
            place=f"{KEY}/{when}/{key}",
        )
        choice.observe(lambda _: self._rate(when, key, choice.value), "chosen")
        self._shows.append(lambda: _choose(choice, self._kept(when).get(key)))
        return choice

    def _kept(self, name: str) -> dict[str, str]:
        """Return the saved texts under a name; other values are left out."""
        kept = self.record.get(name)
        pairs = kept.items() if isinstance(kept, dict) else ()
        return {key: value for key, value in pairs if isinstance(value, str)}

    def _rate(self, when: str, key: str, value: str | None) -> None:
        if value is not None:
            self._keep(self.status[when], {when: self._kept(when) | {key: value}})

    @show_errors
    def show_difference(self) -> None:
        """Show the three ratings of each statement, and what the difference may mean."""
        ratings = {when: self._kept(when) for when in (BEFORE, NOW, BACK)}
        rows = [
            [statement["words"], *(_said(ratings[when].get(statement["key"])) for when in ratings)]
            for statement in asked()["statements"]
            if any(statement["key"] in rated for rated in ratings.values())
        ]
        head = [say("questions.statement"), *(say(f"questions.head_{when}") for when in ratings)]
        table = {"caption": say("questions.table"), "head": head, "rows": rows, "wordy": True}
        self.difference.blocks = [
            *([{"table": table}] if rows else []),
            *({"text": words} for words in _compared(ratings)),
            {"hint": say("questions.feeling")},
        ]
        self.tell(say("questions.shown", statements=many("questions.statements", len(rows))) if rows else "")

    def tell(self, words: str) -> None:
        """Show a sentence; screen readers read it out."""
        self.difference.status = words

    # One case

    def case(self, when: str = BEFORE) -> VBox:
        """The case, with fields for what to do first and why; `when` is before or now.

        At the end the first answer is quoted after the case has been answered again.
        """
        case, kept = asked()["case"], self._kept(f"case_{when}")
        options = [(choice["key"], choice["words"]) for choice in case["choices"]]
        first = Choice(
            label=case["question"], options=options, chosen=[kept.get("first", "")], place=f"{KEY}/case_{when}/first"
        )
        then = TextField(
            label=say("questions.then"),
            hint=say("questions.then_hint"),
            value=kept.get("then", ""),
            rows=3,
            most=2_000,
            place=f"{KEY}/case_{when}/then",
        )
        told = TextBlocks()

        def keep(_change: object) -> None:
            answer = {"first": first.value or "", "then": then.value.strip()}
            self._keep(self.status["case"], {f"case_{when}": answer})
            told.blocks = self._quoted() if when == NOW else []

        first.observe(keep, "chosen")
        then.observe(keep, "value")
        if when == NOW and kept:
            told.blocks = self._quoted()

        def show() -> None:
            now = self._kept(f"case_{when}")
            _choose(first, now.get("first"))
            then.value = now.get("then", "")

        self._shows.append(show)
        story = TextBlocks(blocks=[{"head": case["title"]}, *({"text": text} for text in case["text"])])
        return _stack(story, first, then, told, self.status["case"])

    def _quoted(self) -> list[dict[str, Any]]:
        before, now = self._kept("case_before"), self._kept("case_now")
        words = {choice["key"]: choice["words"] for choice in asked()["case"]["choices"]}
        if before.get("first") not in words:
            return [{"text": say("questions.no_before")}]
        same = before["first"] == now.get("first")
        quoted = say("questions.case_same" if same else "questions.case_other", before=words[before["first"]])
        then = [{"text": say("questions.case_then", then=before["then"])}] if before.get("then") else []
        return [{"say": quoted}, *then, {"hint": say("questions.no_key")}]

    # What is kept

    def _keep(self, status: TextBlocks, answers: dict[str, Any]) -> None:
        if self._showing:
            return
        self.progress.keep(KEY, self.record | answers)
        status.status = ""  # a screen reader would not read the same word twice
        status.status = self.progress.said(KEY, say("questions.kept"))

    def _show_kept(self) -> None:
        """Show answers that another page has saved, without saving them again."""
        self._showing = True
        try:
            for show in self._shows:
                show()
        finally:
            self._showing = False


def _choose(choice: Choice, key: str | None) -> None:
    choice.chosen = [key] if key else []


def _stack(*widgets: Any) -> VBox:
    box = VBox(widgets)
    box.add_class("mb-stack")
    return box


def _said(rating: str | None) -> str:
    scale = asked()["scale"]
    return (
        scale[int(rating) - 1]
        if rating in {str(number) for number in range(1, len(scale) + 1)}
        else say("questions.left_out")
    )


def _compared(ratings: dict[str, dict[str, str]]) -> list[str]:
    """Return sentences on the mean difference between now and the start, as rated then and as seen now."""
    told = []
    for when in (BEFORE, BACK):
        both = [key for key in ratings[NOW] if key in ratings[when]]
        if both:
            gap = sum(int(ratings[NOW][key]) - int(ratings[when][key]) for key in both) / len(both)
            change = "same" if abs(gap) < 0.1 else "up" if gap > 0 else "down"  # noqa: PLR2004 - under a tenth of a step
            facts = {"by": f"{abs(gap):.1f}", "statements": many("questions.statements", len(both))}
            told.append(say(f"questions.gap_{when}_{change}", **facts))
    return told or [say("questions.nothing")]
