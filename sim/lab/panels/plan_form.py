"""A form for the trainee's own plan: what, by when, for whom; saved, copied as text, or printed."""

from __future__ import annotations

from contextlib import suppress
from datetime import UTC, date, datetime, timedelta
from importlib.resources import files
from typing import TYPE_CHECKING, Any, NamedTuple

from ipywidgets import VBox

from sim.base.errors import BadInput
from sim.lab.panels.editor import repeat_words, when_of, with_whom
from sim.model.case import DAYS_A_WEEK
from sim.texts import words
from sim.texts.on_pages import FOR_TEMPLATES
from sim.texts.words import say
from sim.widgets.button_row import buttons
from sim.widgets.file_buttons import FileButtons
from sim.widgets.text_blocks import TextBlocks
from sim.widgets.text_field import TextField

if TYPE_CHECKING:
    from collections.abc import Callable

    from sim.model.acts import Act as Timed

__all__ = ["PARTS", "Own", "PlanForm", "acts_by_day", "as_day", "shift_days"]

PARTS = ("what", "say_it", "do", "dates", "leave", "ask", "within", "know")
MONTH = timedelta(days=30)
FAR = timedelta(days=731)
DAY = len("2026-03-02")
MOST_LETTERS = 2_000  # letters in one part, so that the plan fits on one page


def today() -> date:
    """Return today's date."""
    return datetime.now(UTC).astimezone().date()


def as_day(text: str) -> date:
    """Return the day that was typed.

    Raises:
        BadInput: it is not a day, or one too far away.

    >>> as_day("tomorrow")  # doctest: +ELLIPSIS
    Traceback (most recent call last):
    sim.base.errors.BadInput: “tomorrow” is no day. Write year, month and day, like ...
    """
    text = text.strip()
    try:
        day = date.fromisoformat(text)
    except ValueError:
        raise BadInput(say("plan.wrong_day", text=text[:40], today=today())) from None
    if abs(day - today()) > FAR:
        raise BadInput(say("plan.far_day", text=text))
    return day


def acts_by_day(acts: tuple[Timed, ...], start: date) -> str:
    """Return a line for each act, with the day on which it is first done, in order.

    >>> from sim.catalogue import load_strategy
    >>> print(acts_by_day(load_strategy("long-term").acts[2:4], date(2026, 3, 2)))
    2026-03-02: Listen, every 13 weeks
    2026-03-23: Share a plan with dates
    """
    names = words.table("acts")
    waiting = [with_whom(_waiting(act, names), act) for act in acts if act.when]
    dated = sorted((_first_day(act, start), place) for place, act in enumerate(acts) if not act.when)
    return "\n".join([*(with_whom(_dated(day, acts[place], names), acts[place]) for day, place in dated), *waiting])


def _waiting(act: Timed, names: dict[str, str]) -> str:
    return say("plan.when_it_happens", when=_upper(when_of(act)), act=names[act.act])


def _dated(day: date, act: Timed, names: dict[str, str]) -> str:
    if not act.every_weeks:
        return say("plan.by_day", day=day, act=names[act.act])
    return say("plan.by_day_again", day=day, act=names[act.act], again=repeat_words(act.every_weeks))


def _upper(text: str) -> str:
    return text[:1].upper() + text[1:]


def _first_day(act: Timed, start: date) -> date:
    """Return the calendar day of an act's first time; a working week has five days."""
    weeks, days = divmod(max(act.first_day, 1) - 1, DAYS_A_WEEK)
    return start + timedelta(weeks=weeks, days=days)


class Own(NamedTuple):
    """The trainee's strategy to take over: its acts, the acts left out, and the part of the page that it comes from."""

    acts: tuple[Timed, ...]
    left_out: tuple[Timed, ...] = ()
    part: str = ""


def shift_days(text: str, by: timedelta) -> tuple[str, int]:
    r"""Return the text with the day at the start of each line shifted, and how many lines have one.

    >>> shift_days("2026-03-02: Listen\nAsk Ana", timedelta(days=7))
    ('2026-03-09: Listen\nAsk Ana', 1)
    """
    lines, count = text.split("\n"), 0
    for place, line in enumerate(lines):
        with suppress(ValueError, OverflowError):  # text that only looks like a day stays
            day = date.fromisoformat(line[:DAY]) + by
            lines[place], count = f"{day}{line[DAY:]}", count + 1
    return "\n".join(lines), count


class PlanForm(VBox):
    """The form of the plan.

    Args:
        kept: the saved texts.
        keep: called with the texts; returns a sentence if they cannot be saved.
        place: its path among all answers.
        own: returns the trainee's strategy, None as long as there is none to take over.

    >>> plan = PlanForm({}, keep=lambda written: "", own=lambda: None)
    >>> plan.fields["within"].value = "Call the three homes."
    >>> "Call the three homes." in plan.text.value
    True
    """

    def __init__(
        self,
        kept: dict[str, Any],
        *,
        keep: Callable[[dict[str, str]], str],
        own: Callable[[], Own | None],
        place: str = "plan",
    ) -> None:
        super().__init__()
        self._keep, self._own = keep, own
        day = kept.get("start") if isinstance(kept.get("start"), str) else today().isoformat()
        self.start = TextField(
            label=say("plan.start"),
            hint=say("plan.start_hint", today=today()),
            value=day,
            rows=1,
            most=20,
            place=f"{place}/start",
        )
        self.fields = {name: self._field(name, kept, place) for name in PARTS}
        self.status = TextBlocks()
        self.text = TextField(
            label=say("plan.to_copy"), readonly=True, rows=6, copy=say("plan.copy"), copied=say("plan.copied"),
            by_hand=say("plan.by_hand"),
        )  # fmt: skip
        self.file = FileButtons(label=say("plan.print"), make=self.page)
        fill = buttons((say("plan.fill"), self.fill))
        self.start_said, self.filled = TextBlocks(), TextBlocks()
        self._day: date | None = None
        self._move_days()
        self.start.observe(lambda _: self._move_days(), "value")
        for field in (self.start, *self.fields.values()):
            field.observe(lambda _: self._written(), "value")
        top = [self.start, self.start_said, fill, self.filled]
        self.children = [*top, *self.fields.values(), self.status, self.text, self.file]
        self.add_class("mb-stack")
        self._show()

    def _field(self, name: str, kept: dict[str, Any], place: str) -> TextField:
        value = kept.get(name) if isinstance(kept.get(name), str) else ""
        hint = say("plan.what_hint") if name == "what" else ""
        return TextField(
            label=say(f"plan.{name}"),
            hint=hint,
            value=value,
            rows=5 if name == "do" else 2,
            most=MOST_LETTERS,
            place=f"{place}/{name}",
        )

    def show(self, kept: dict[str, Any]) -> None:
        """Show texts that another page has saved; missing ones are shown as empty."""
        self._day = None  # saved texts have their own days
        if isinstance(kept.get("start"), str):
            self.start.value = kept["start"]
        for name, field in self.fields.items():
            field.value = kept[name] if isinstance(kept.get(name), str) else ""

    # What a trainee does

    def fill(self) -> None:
        """Add the trainee's strategy below what is written already: its acts, and those left out."""
        own = self._own()
        if own is None:
            self.filled.status = say("plan.open_first")
            return
        try:
            lines = acts_by_day(own.acts, as_day(self.start.value))
        except BadInput as error:
            self.filled.status = str(error)
            return
        self._add("do", lines.splitlines())
        self._add("leave", [with_whom(words.table("acts")[act.act], act) for act in own.left_out])
        told = say("plan.filled", count=len(own.acts), part=own.part) if own.acts else say("plan.filled_none")
        self.filled.status = told

    def _add(self, name: str, lines: list[str]) -> None:
        """Add lines that are not there yet."""
        written = self.fields[name].value.rstrip()
        new = [line for line in lines if line not in written.splitlines()]
        self.fields[name].value = "\n".join(filter(None, [written, *new]))

    def _move_days(self) -> None:
        """Shift the days of the acts when the plan's start changes."""
        try:
            day = as_day(self.start.value)
        except BadInput as error:
            self.start_said.status = str(error)
            return
        do, old, self._day = self.fields["do"], self._day, day
        do.value, count = shift_days(do.value, day - old) if old else (do.value, 0)
        self.start_said.status = say("plan.moved", count=count) if count and day != old else ""

    def _written(self) -> None:
        written = {"start": self.start.value} | {name: field.value for name, field in self.fields.items()}
        self.status.status = self._keep(written)
        self._show()

    # The page to print

    def _head(self) -> dict[str, str]:
        try:
            start = as_day(self.start.value)
        except BadInput:
            start = today()
        facts = {"title": say("plan.title"), "starts": say("plan.starts", day=start)}
        return facts | {"look_again": say("plan.look_again", day=start + MONTH)}

    def _parts(self) -> list[tuple[str, str]]:
        return [(say(f"plan.{name}"), self.fields[name].value.strip()) for name in PARTS]

    def _show(self) -> None:
        head = self._head()
        top = f"{head['title']}\n{head['starts']}. {head['look_again']}."
        self.text.value = "\n\n".join([top, *(f"{label}\n{text}" for label, text in self._parts() if text)])

    def page(self) -> tuple[str, str, bytes]:
        """Return the plan as a page to print: name, type, bytes."""
        from jinja2 import Environment

        pages = Environment(autoescape=True)
        pages.globals |= FOR_TEMPLATES
        template = pages.from_string((files(__package__) / "plan.html").read_text("utf-8"))
        page = template.render(parts=self._parts(), made_with=say("plan.made_with"), **self._head())
        return "our-plan.html", "text/html", page.encode()
