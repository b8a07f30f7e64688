"""A form for the trainee's own plan: what, by when, for whom; saved, copied as text, or printed."""

from __future__ import annotations

from contextlib import suppress
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from ipywidgets import VBox

from sim.base.errors import BadInput
from sim.catalogue.act_words import with_whom
from sim.lab.views.plan_lines import acts_by_day, today
from sim.look import DRAWN, style_in
from sim.model.version import version_told
from sim.texts import words
from sim.texts.template_words import FOR_TEMPLATES
from sim.texts.words import many, say
from sim.widgets.button_row import buttons
from sim.widgets.file_buttons import FileButtons
from sim.widgets.side_by_side import in_halves, stacked
from sim.widgets.text_blocks import TextBlocks
from sim.widgets.text_field import TextField

if TYPE_CHECKING:
    from collections.abc import Callable

    from sim.model.acts import Act as Timed

__all__ = ["PARTS", "Own", "PlanForm", "as_day", "shift_days"]

HERE = Path(__file__).parent
PARTS = ("what", "say_it", "do", "dates", "leave", "ask", "within", "know")
MONTH = timedelta(days=30)
FAR = timedelta(days=731)
DAY = len("2026-03-02")
MOST_LETTERS = 2_000  # letters in one part, so that the plan fits on one page


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


def _made_with() -> str:
    return f"{say('plan.made_with')} {version_told()}."


class Own(NamedTuple):
    """What a trainee has built or played, to be taken over.

    Attributes:
        acts, left_out: what is done, and what is kept for later.
        part: the part of the page that it comes from, or the year.
        remarks: sentences on what in it cannot happen, has no effect or makes no sense.
    """

    acts: tuple[Timed, ...]
    left_out: tuple[Timed, ...] = ()
    part: str = ""
    remarks: tuple[str, ...] = ()


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
        year: returns what was done in a year that the trainee has played, None if there is none.

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
        year: Callable[[], Own | None] = lambda: None,
        place: str = "plan",
    ) -> None:
        super().__init__()
        self._keep, self._own, self._year = keep, own, year
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
            label=say("plan.to_copy"), readonly=True, rows=4, copy=say("plan.copy"), copied=say("plan.copied"),
            by_hand=say("plan.by_hand"),
        )  # fmt: skip
        self.file = FileButtons(label=say("plan.download"), print_label=say("plan.print"), make=self.page)
        fill = buttons((say("plan.fill"), self.fill), (say("plan.fill_year"), self.fill_year))
        self.from_own, self.from_year = fill.children
        self.start_said, self.filled, self.sources_said = TextBlocks(), TextBlocks(), TextBlocks()
        self._day: date | None = None
        self._move_days()
        self.start.observe(lambda _: self._move_days(), "value")
        for field in (self.start, *self.fields.values()):
            field.observe(lambda _: self._written(), "value")
        top = in_halves(stacked(stacked(self.start, self.start_said), stacked(fill, self.sources_said, self.filled)))
        fields = VBox([*self.fields.values()])
        fields.add_class("mb-side-by-side")
        self.children = [top, fields, self.status, in_halves(stacked(self.text, self.file))]
        self.add_class("mb-stack")
        self.show_sources()
        self._show()

    def show_sources(self) -> None:
        """Dim the button for a strategy, or for a played year, as long as there is none, and say why."""
        no_own, no_year = self._own() is None, self._year() is None
        self.from_own.disabled, self.from_year.disabled = no_own, no_year
        reasons = (("plan.open_first", no_own), ("plan.no_year", no_year))
        self.sources_said.blocks = [{"hint": say(why)} for why, none in reasons if none]

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
        self.filled.status = say("plan.open_first") if own is None else self._take_over(own, say("plan.filled_none"))

    def fill_year(self) -> None:
        """Add what the trainee did in a played year below what is written already."""
        own = self._year()
        self.filled.status = say("plan.no_year") if own is None else self._take_over(own, say("plan.year_none"))

    def _take_over(self, own: Own, nothing: str) -> str:
        """Add a line for each act, and return the sentence to show."""
        try:
            lines = acts_by_day(own.acts, as_day(self.start.value))
        except BadInput as error:
            return str(error)
        too_many = self._add("do", lines.splitlines())
        self._add("leave", [with_whom(words.table("acts")[act.act], act) for act in own.left_out])
        told = many("plan.filled", len(own.acts), part=own.part) if own.acts else nothing
        return f"{told} {many('plan.too_many', too_many)}" if too_many else told

    def _add(self, name: str, lines: list[str]) -> int:
        """Add lines that are not there yet, as many as fit on the page; return how many do not."""
        written = self.fields[name].value.rstrip().splitlines()
        new = [line for line in dict.fromkeys(lines) if line not in written]
        fitting = len(new)
        while fitting and len("\n".join([*written, *new[:fitting]])) > MOST_LETTERS:
            fitting -= 1
        self.fields[name].value = "\n".join([*written, *new[:fitting]])
        return len(new) - fitting

    def _move_days(self) -> None:
        """Shift the days of the acts when the plan's start changes."""
        try:
            day = as_day(self.start.value)
        except BadInput as error:
            self.start_said.status = str(error)
            return
        do, old, self._day = self.fields["do"], self._day, day
        do.value, count = shift_days(do.value, day - old) if old else (do.value, 0)
        self.start_said.status = many("plan.moved", count) if count and day != old else ""

    def _written(self) -> None:
        written = {"start": self.start.value} | {name: field.value for name, field in self.fields.items()}
        self.status.status = self._keep(written)
        self.show_sources()  # saving takes in what another tab has played
        self._show()

    # The page to print

    def _first_day(self) -> date:
        """Return the day on which the plan starts; today where what is written is no day."""
        try:
            return as_day(self.start.value)
        except BadInput:
            return today()

    def _head(self) -> dict[str, str]:
        start = self._first_day()
        facts = {"title": say("plan.title"), "starts": say("plan.starts", day=start)}
        return facts | {"look_again": say("plan.look_again", day=start + MONTH)}

    def _parts(self) -> list[tuple[str, str]]:
        parts = [(say(f"plan.{name}"), self.fields[name].value.strip()) for name in PARTS]
        remarks = self._remarks()
        return [*parts, (say("plan.remarks"), "\n".join(remarks))] if remarks else parts

    def _remarks(self) -> tuple[str, ...]:
        """Return the remarks on the trainee's strategy, if any of its acts is written in the plan."""
        own = self._own()
        if own is None or not own.remarks:
            return ()
        acts = acts_by_day(own.acts, self._first_day()).splitlines()
        return own.remarks if {*acts} & {*self.fields["do"].value.splitlines()} else ()

    def _show(self) -> None:
        head = self._head()
        top = f"{head['title']}\n{head['starts']}. {head['look_again']}."
        parts = (f"{label}\n{text}" for label, text in self._parts() if text)
        self.text.value = "\n\n".join([top, *parts, _made_with()])

    def page(self) -> tuple[str, str, bytes]:
        """Return the plan as a page to print: name, type, bytes."""
        from jinja2 import Environment

        pages = Environment(autoescape=True)
        pages.globals |= {**FOR_TEMPLATES, **DRAWN, "style": style_in(HERE)}
        template = pages.from_string((HERE / "plan.html").read_text("utf-8"))
        page = template.render(parts=self._parts(), made_with=_made_with(), **self._head())
        return "our-plan.html", "text/html", page.encode()
