"""The form of one's own case: it takes each change, keeps it, and tells what the form comes to."""

from __future__ import annotations

import json
from importlib.resources import files
from typing import TYPE_CHECKING, Any

import sim.catalogue
from sim.base.errors import BadInput
from sim.catalogue import case_keys, load_case
from sim.catalogue.case_code import from_code, holds_code
from sim.catalogue.check_file import checked_content
from sim.catalogue.everyday import choices
from sim.catalogue.loader import parse
from sim.lab.session.case_form import added, form_of, read_form, removed, sane
from sim.lab.session.form_fields import FIELDS, LISTS, MORE, TABLES, kind_of
from sim.lab.views.form_view import STEPS, sheet, title_of
from sim.model.case import Case
from sim.model.validation import checked
from sim.texts.data_files import in_language
from sim.texts.words import called, many, say
from sim.widgets.case_sheet import CaseSheet

if TYPE_CHECKING:
    from collections.abc import Callable

    from sim.catalogue.lenient_reading import Problem
    from sim.lab.session.case_form import Form, ReadForm

__all__ = ["CaseForm", "template"]

Move = dict[str, Any]
TEMPLATE = "our_situation"
MOST_SLIPS = 3  # of a file that are told


def template() -> Case:
    """Return the case that the form begins with, in the current language.

    >>> template().names
    ('People we are there for', 'Helpers', 'Funder')
    """
    file = files(sim.catalogue) / "templates" / f"{TEMPLATE}.toml"
    data = in_language(parse(file.read_bytes(), TEMPLATE), f"templates/{TEMPLATE}")
    # Whoever describes her own case names its people herself, so these begin with names of her language.
    for one in (*data["partners"], *data["commitments"]):
        one["name"] = called(one["name"])
    for tie in data["ties"]:
        tie["between"] = [called(name) for name in tie["between"]]
    return checked(data, Case, TEMPLATE)


class CaseForm(CaseSheet):
    """A form in which a case is described.

    Args:
        kept: what `state` returned before. keep: called with the state after each change; it returns a sentence if it
            could not be saved, else "". look: called before each move, so that what another tab has answered is there.

    Attributes:
        answers: the form. reading: the case that it comes to, or why it comes to none. watchers: called on each change.

    >>> form = CaseForm()
    >>> form.play({"do": "set", "id": "p1.name", "value": "Readers"})
    >>> form.reading.case.names
    ('Readers', 'Helpers', 'Funder')
    """

    def __init__(
        self,
        kept: Any = None,
        *,
        keep: Callable[[dict[str, Any]], str] = lambda _: "",
        look: Callable[[], None] = lambda: None,
        **how: Any,
    ) -> None:
        self._keep, self._look = keep, look
        self.watchers: list[Callable[[], None]] = []
        self._take(kept)
        super().__init__(play=self.play, screen=self._drawn(""), form=self.answers, **how)

    @property
    def state(self) -> dict[str, Any]:
        """What was answered, and what stood there before, as plain data; empty as long as nothing was changed."""
        aside = {"aside": self.before} if self.before else {}
        return {"form": self.answers} | aside if self.changed else {}

    @property
    def changed(self) -> bool:
        """Whether somebody has answered anything."""
        return self.answers | {"step": ""} != self._first | {"step": ""} or bool(self.before)

    def restore(self, kept: Any) -> None:
        """Show what another tab has answered."""
        if kept != self.state:
            self._take(kept)
            self._show(say("your_case.other_tab"))

    def play(self, move: Move) -> None:
        """Take a change; one that cannot be taken changes nothing, and a sentence says why."""
        self._look()
        was = self.state
        try:
            said = self._do(move)
        except BadInput as error:
            said = str(error)
        self._show(said)
        if self.state != was and (trouble := self._keep(self.state)):
            self.tell(trouble)

    def tell(self, words: str) -> None:
        """Show a sentence below the form; screen readers read it out."""
        self.screen = self.screen | {"status": words}

    def open_case(self, case: Case, said: str) -> None:
        """Let a case take the form's place, and keep what stood there."""
        self._put(form_of(case))
        self._show(said)
        if trouble := self._keep(self.state):
            self.tell(trouble)

    def _take(self, kept: Any) -> None:
        kept = kept if isinstance(kept, dict) else {}
        self._first = _begun(template())
        self.answers: Form = sane(kept.get("form")) or self._first
        self.before: Form = sane(kept.get("aside"))
        self.reading: ReadForm = read_form(self.answers)

    def _do(self, move: Move) -> str:
        """Make a move, and return what is read out."""
        match move:
            case {"do": "set", "id": str(name), "value": value}:
                return self._set(name, value)
            case {"do": "add", "key": str(key)} if key[:1] in LISTS and key.isalnum():
                return self._add(key)
            case {"do": "remove", "key": str(key)} if key[:1] in LISTS:
                return self._remove(key)
            case {"do": "step", "step": str(step)} if step in {one.key for one in STEPS}:
                self.answers = self.answers | {"step": step}
                return self.screen["status"]
        return self._replaced(move)

    def _replaced(self, move: Move) -> str:
        """Let another form take this one's place, and return what is read out."""
        match move:
            case {"do": "open", "text": str(text)}:
                return self._open(text, str(move.get("name") or ""))
            case {"do": "begin", "from": str(key)} if key in ("", *case_keys()):
                case = load_case(key) if key else template()
                self._put(_begun(case) | ({"title": case.title} if key else {}))
                return say("your_case.opened", title=case.title)
            case {"do": "back"} if self.before:
                self._put(self.before)
                return say("your_case.brought_back")
        raise BadInput(say("year.unknown"))

    def _put(self, form: Form) -> None:
        self.answers, self.before = form, self.answers

    def _set(self, name: str, value: Any) -> str:
        key, _, field = name.rpartition(".")
        kind = key[:1]
        if field not in (*FIELDS.get(kind, ()), *MORE.get(kind, ())) or (key and f"{key}.at" not in self.answers):
            return ""  # of a part that another tab has taken out
        value = _as_answer(kind, field, value)
        form = {one: kept for one, kept in self.answers.items() if one != name}
        self.answers = self.answers if value is None else form | sane({name: value})
        return ""

    def _add(self, key: str) -> str:
        form = added(self.answers, key)
        if form is self.answers:
            return "" if f"{key}.at" in form else say("your_case.full")
        self.answers = form
        return say("your_case.added", title=title_of(form, key))

    def _remove(self, key: str) -> str:
        form = removed(self.answers, key)
        if form == self.answers:
            return ""
        title = title_of(self.answers, key)
        self._put(form)
        return say("your_case.removed", title=title)

    def _open(self, text: str, name: str) -> str:
        case = from_code(text) if holds_code(text) else _in_file(text, name)
        self._put(form_of(case))
        return say("your_case.opened", title=case.title)

    def _drawn(self, said: str) -> dict[str, Any]:
        return sheet(self.answers, self.reading, before=bool(self.before), said=said)

    def _show(self, said: str) -> None:
        self.reading = read_form(self.answers)
        self.screen, self.form = self._drawn(said), self.answers
        for watcher in self.watchers:
            watcher()


def _begun(case: Case) -> Form:
    """Return the form that begins with a case: its title, its story and its source are not hers."""
    return {name: value for name, value in form_of(case).items() if name not in {"key", "title", "summary", "source"}}


def _as_answer(kind: str, field: str, value: Any) -> Any:
    """Return what the form keeps for what the page sent: a choice as the case has it, a text as it was typed.

    None stands for the choice of a number that a file brought, which stays.
    """
    match kind_of(TABLES[kind], field):
        case "pick":
            offered = choices(TABLES[kind], field).values()
            return next((one for one in offered if json.dumps(one) == value), None)
        case "list" if field == "weekday":
            return int(value) if str(value).isdecimal() else None
    return value


def _in_file(text: str, name: str) -> Case:
    """Return the case in a file's text.

    Raises:
        BadInput: it holds none; the first slips are told with their lines.
    """
    read = checked_content(text.encode(), name or say("your_case_page.text"))
    if isinstance(read.found, Case):
        return read.found
    if read.found is not None:
        raise BadInput(say("your_case.not_opened", why=say("your_case.is_strategy")))
    told = [_slip_told(one) for one in read.problems[:MOST_SLIPS]]
    why = many("your_case.slips", len(read.problems), told=" ".join(told))
    raise BadInput(say("your_case.not_opened", why=why))


def _slip_told(slip: Problem) -> str:
    where = "slip" if slip.line else "slip_somewhere"
    return say(f"your_case.{where}", line=slip.line, told=slip.told, cure=slip.cure)
