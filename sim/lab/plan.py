"""One's own plan on one page: what, by when, for whom; kept, copied as text, and printed."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from ipywidgets import VBox

from sim.errors import BadInput
from sim.lab import words
from sim.lab.editor import repeat_words, when_of, with_whom
from sim.lab.field import Field
from sim.lab.filer import Filer
from sim.lab.pressed import buttons
from sim.lab.sheet import Sheet
from sim.lab.words import say
from sim.scenario import DAYS_A_WEEK

if TYPE_CHECKING:
    from collections.abc import Callable

    from sim.strategy import Timed

__all__ = ["PARTS", "Plan", "acts_by_day", "as_day"]

PARTS = ("what", "say_it", "do", "dates", "leave", "ask", "within", "know")
MONTH = timedelta(days=30)
FAR = timedelta(days=731)
MOST = 2_000  # letters in one part: the page stays one page


def today() -> date:
    """Return today's date."""
    return datetime.now(UTC).astimezone().date()


def as_day(text: str) -> date:
    """Return the day that somebody wrote.

    Raises:
        BadInput: this is no day, or one far away.

    >>> as_day("tomorrow")  # doctest: +ELLIPSIS
    Traceback (most recent call last):
    sim.errors.BadInput: “tomorrow” is no day. Write year, month and day, like ...
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


class Plan(VBox):
    """The page.

    Args:
        kept: what was written before.
        keep: called with what is written now; returns a sentence if it cannot be saved.
        acts: returns the acts of the trainee's strategy, None as long as there is none to take over.

    >>> plan = Plan({}, keep=lambda written: "", acts=lambda: None)
    >>> plan.fields["within"].value = "Call the three homes."
    >>> "Call the three homes." in plan.text.value
    True
    """

    def __init__(
        self,
        kept: dict[str, Any],
        *,
        keep: Callable[[dict[str, str]], str],
        acts: Callable[[], tuple[Timed, ...] | None],
    ) -> None:
        super().__init__()
        self._keep, self._acts = keep, acts
        day = kept.get("start") if isinstance(kept.get("start"), str) else today().isoformat()
        self.start = Field(
            label=say("plan.start"), hint=say("plan.start_hint", today=today()), value=day, rows=1, most=20
        )
        self.fields = {name: self._field(name, kept) for name in PARTS}
        self.status = Sheet()
        self.text = Field(
            label=say("plan.to_copy"), readonly=True, rows=6, copy=say("plan.copy"), copied=say("plan.copied"),
            by_hand=say("plan.by_hand"),
        )  # fmt: skip
        self.file = Filer(label=say("plan.print"), make=self.page)
        fill = buttons((say("plan.fill"), self.fill))
        self.filled = Sheet()
        for field in (self.start, *self.fields.values()):
            field.observe(lambda _: self._written(), "value")
        self.children = [self.start, fill, self.filled, *self.fields.values(), self.status, self.text, self.file]
        self.add_class("mb-stack")
        self._show()

    def _field(self, name: str, kept: dict[str, Any]) -> Field:
        value = kept.get(name) if isinstance(kept.get(name), str) else ""
        hint = say("plan.what_hint") if name == "what" else ""
        return Field(label=say(f"plan.{name}"), hint=hint, value=value[:MOST], rows=5 if name == "do" else 2, most=MOST)

    def show(self, kept: dict[str, Any]) -> None:
        """Show what was kept elsewhere."""
        for name, field in (("start", self.start), *self.fields.items()):
            if isinstance(kept.get(name), str):
                field.value = kept[name]

    # What a trainee does

    def fill(self) -> None:
        """Take over the acts of the trainee's strategy, below what is written already."""
        acts = self._acts()
        if acts is None:
            self.filled.status = say("plan.open_first")
            return
        try:
            lines = acts_by_day(acts, as_day(self.start.value))
        except BadInput as error:
            self.filled.status = str(error)
            return
        written = self.fields["do"].value.rstrip()
        new = [line for line in lines.splitlines() if line not in written.splitlines()]
        self.fields["do"].value = "\n".join(filter(None, [written, *new]))[:MOST]
        self.filled.status = say("plan.filled", count=len(acts)) if acts else say("plan.filled_none")

    def _written(self) -> None:
        written = {"start": self.start.value} | {name: field.value for name, field in self.fields.items()}
        trouble = self._keep(written)
        self._show()
        self.status.status = trouble or self._day_trouble()

    def _day_trouble(self) -> str:
        try:
            as_day(self.start.value)
        except BadInput as error:
            return str(error)
        return ""

    # How it is handed on

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

        template = Environment(autoescape=True).from_string((files(__package__) / "plan.html").read_text("utf-8"))
        page = template.render(parts=self._parts(), made_with=say("plan.made_with"), **self._head())
        return "our-plan.html", "text/html", page.encode()
