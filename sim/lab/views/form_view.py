"""The form of one's own case as plain data for case_sheet.js: steps, their fields, and the numbers behind the words."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, NamedTuple

from sim.catalogue import case_keys, load_case
from sim.catalogue.everyday import choices, usual, word_of
from sim.catalogue.implausible import week_of_day
from sim.catalogue.personal import looks_personal
from sim.lab.session.case_form import names_in, parts_of, removable
from sim.lab.session.form_fields import FIELDS, LONGEST, MORE, MOST, TABLES, kind_of, number_in
from sim.model.case import Partner
from sim.model.frozen import DAYS_A_WEEK, working_days
from sim.texts.language import cache_by_language
from sim.texts.words import listed, many, say, table, trust

if TYPE_CHECKING:
    from sim.lab.session.case_form import Form, ReadForm

__all__ = ["STEPS", "sheet", "title_of"]


class Step(NamedTuple):
    """A step of the form: its name, what it asks of the whole case, and of which parts there may be several."""

    key: str
    fields: tuple[str, ...]
    parts: str


STEPS = (
    Step("people", ("title", "organisation", "summary"), "p"),
    Step("wrong", (), "e"),
    Step("promises", ("buffer",), "c"),
    Step("time", ("week_hours", "weeks"), ""),
    Step("talk", (), "t"),
)
# What each kind of event is asked of; all else changes nothing with it.
OF_EVENT = {
    "breach": {"weight", "guilt", "lost", "character", "form", "lie", "misunderstood"}, "kept": {"weight", "exceeded"},
    "decision": {"weight"}, "guilt_proven": set(),
}  # fmt: skip
ALWAYS = {"label", "to", "week", "weekday", "event"}
NAMED = 3  # parts that are named in a step's summary
OWN = "own"  # the option for a number that a file brought and no word stands for


def sheet(form: Form, reading: ReadForm, *, before: bool = False, said: str = "") -> dict[str, Any]:
    """Return the form as its page draws it.

    Args:
        form: what was answered. reading: what it comes to. before: whether another form can be brought back.
        said: what is read out.

    >>> from sim.lab.session.case_form import ReadForm
    >>> drawn = sheet({"p1.at": 0, "p1.name": "Readers"}, ReadForm(None, {}))
    >>> drawn["steps"][0]["said"], drawn["steps"][0]["parts"][1]["fields"][0]
    ('Readers', {'id': 'p1.name', 'of': 'partner.name', 'value': 'Readers'})
    """
    drawing = _Drawing(form, reading)
    beginnings = [["", say("your_case.template")], *([key, load_case(key).title] for key in case_keys())]
    opened = form.get("step", STEPS[0].key)
    return {
        "steps": [drawing.step(at, step) for at, step in enumerate(STEPS)],
        "opened": opened,
        "kinds": _kinds(),
        "people": [*names_in(form).items()],
        "beginnings": beginnings,
        "before": before,
        "words": table("your_case_page"),
        "status": said,
    }


@cache_by_language
def _kinds() -> dict[str, dict[str, Any]]:
    """Return of each field how it is asked for: its kind, label, hint, and what can be chosen."""
    asked = [(TABLES[kind], field) for kind in TABLES for field in (*FIELDS[kind], *MORE[kind])]
    return {f"{of}.{field}": _kind(of, field) for of, field in asked}


def _kind(of: str, field: str) -> dict[str, Any]:
    words = table(f"own_form.{of}.{field}")
    kind = {"kind": kind_of(of, field), "label": words["label"], "hint": words.get("hint", "")}
    if kind["kind"] == "pick":
        kind["options"] = [[json.dumps(value), words[word]] for word, value in choices(of, field).items()]
        kind["usual"] = json.dumps(usual(of, field))
    elif field == "weekday":
        kind["options"] = [[str(day), words[f"day_{day}"]] for day in range(1, DAYS_A_WEEK + 1)]
        kind["usual"] = "1"
    elif field in {"one", "other"}:
        kind["options"] = "people"
    return kind | ({"most": LONGEST[field]} if field in LONGEST else {})


def title_of(form: Form, key: str) -> str:
    """Return what a part is called.

    >>> title_of({"p1.at": 0, "p1.name": "Readers"}, "p1"), title_of({"e1.at": 0}, "e1")
    ('Readers', 'Event 1')
    """
    if key[0] == "p":
        return names_in(form)[key]
    names = names_in(form)
    asked = form.get(f"{key}.{'label' if key[0] == 'e' else 'name'}")
    title = asked.strip() if isinstance(asked, str) else ""
    if key[0] == "t":
        both = [names.get(str(form.get(f"{key}.{end}"))) for end in ("one", "other")]
        title = listed(both) if all(both) else ""
    number = parts_of(form, key[0]).index(key) + 1
    return title or say(f"own_form.{TABLES[key[0]]}.nameless", number=number)


class _Drawing:
    """One drawing of a form."""

    def __init__(self, form: Form, reading: ReadForm) -> None:
        self.form, self.problems = form, reading.problems

    def step(self, at: int, step: Step) -> dict[str, Any]:
        kind, keys = step.parts, parts_of(self.form, step.parts or "-")
        several = [self.part(key) for key in keys]
        follower = STEPS[at + 1].key if at + 1 < len(STEPS) else ""
        return {
            "key": step.key,
            "title": say("your_case.step", number=at + 1, title=say(f"your_case_steps.{step.key}")),
            "said": self.summary(step, keys),
            "intro": say(f"your_case_steps.{step.key}_intro"),
            "parts": [*([self.general(step)] if step.fields else []), *several],
            "several": kind and say(f"own_form.{TABLES[kind]}.add"),
            "add": kind if kind and len(keys) < MOST[kind] else "",
            "next": follower and say("your_case.next", title=say(f"your_case_steps.{follower}")),
            "follower": follower,
        }

    def summary(self, step: Step, keys: list[str]) -> str:
        """Return in a line what a step has."""
        if step.key == "time":
            hours, weeks = (number_in(self.form.get(name, ""), f"case.{name}")[0] for name in step.fields)
            return say("your_case.time_said", hours=f"{hours:g}", weeks=weeks)
        if step.parts == "t":
            return many("your_case.pairs", len(keys)) if keys else say("your_case.no_pairs")
        names = [title_of(self.form, key) for key in keys]
        further = len(names) - NAMED
        told = [*names[:NAMED], *([many("implausible.others", further)] if further > 0 else [])]
        return listed(told) if told else say(f"your_case.no_{step.key}")

    def general(self, step: Step) -> dict[str, Any]:
        """Return what a step asks of the whole case."""
        fields = [self.field("", field) for field in step.fields]
        numbers = self.numbers("", step.fields)
        return {"key": "", "title": "", "said": "", "fields": fields, "more": [], "numbers": numbers}

    def part(self, key: str) -> dict[str, Any]:
        first, more = (self._asked(key, fields) for fields in (FIELDS[key[0]], MORE[key[0]]))
        return {
            "key": key,
            "title": title_of(self.form, key),
            "said": self.follows(key),
            "fields": [self.field(key, field) for field in first],
            "more": [self.field(key, field) for field in more],
            "remove": removable(self.form, key),
            "numbers": self.numbers(key, (*first, *more)),
        }

    def _asked(self, key: str, fields: tuple[str, ...]) -> tuple[str, ...]:
        """Return the fields of a part that change something."""
        if key[0] != "e":
            return fields
        kind = self.form.get(f"{key}.event", "breach")
        wanted = ALWAYS | OF_EVENT.get(str(kind), set())
        at_once = number_in(self.form.get(f"{key}.week", ""), "event.week")[0] == 0
        return tuple(field for field in fields if field in wanted and not (field == "weekday" and at_once))

    def follows(self, key: str) -> str:
        """Return what follows from a part's answers: where trust starts, when a date is."""
        match key[0]:
            case "p":
                return say("your_case.starts", trust=trust(self._partner(key).start_trust))
            case "c":
                return self._date(key)
        return ""

    def _partner(self, key: str) -> Partner:
        asked = {field: self.value(key, field) for field in ("trust", "track_record", "steadiness")}
        fits = {field: float(value) for field, value in asked.items() if isinstance(value, int | float)}
        return Partner.model_construct(**{field: usual("partner", field) for field in asked} | fits)

    def _date(self, key: str) -> str:
        if self.form.get(f"{key}.missed"):
            return say("your_case.date_missed")
        starts, weeks = (self._number(key, name) for name in ("starts", "weeks"))
        day = DAYS_A_WEEK * (starts - 1) + working_days(weeks * self._room)
        return say("your_case.date", week=week_of_day(day))

    @property
    def _room(self) -> float:
        room = self.value("", "buffer")
        return room if isinstance(room, int | float) else usual("case", "buffer")

    def _number(self, key: str, field: str) -> float:
        return number_in(self.form.get(f"{key}.{field}", ""), f"commitment.{field}")[0]

    def value(self, key: str, field: str) -> Any:
        """Return what was answered, or what is usual."""
        name = f"{key}.{field}" if key else field
        return self.form.get(name, usual(TABLES[key[:1]], field))

    def field(self, key: str, field: str) -> dict[str, Any]:
        """Return a field with its answer, what is wrong with it, and what is remarked."""
        name, of = f"{key}.{field}" if key else field, TABLES[key[:1]]
        drawn = {"id": name, "of": f"{of}.{field}", "value": self._shown(name, of, field)}
        if kind_of(of, field) == "pick" and not word_of(of, field, self.value(key, field)):
            drawn["own"] = [OWN, say("your_case.own_value", value=self.value(key, field))]
        if name in self.problems:
            drawn["wrong"] = self.problems[name]
        remark = self._remark(name, of, field)
        return drawn | ({"note": remark} if remark else {})

    def _shown(self, name: str, of: str, field: str) -> Any:
        value = self.form.get(name)
        match kind_of(of, field):
            case "pick":
                word = word_of(of, field, usual(of, field) if value is None else value)
                return json.dumps(choices(of, field)[word]) if word else OWN
            case "ticks":
                return value if isinstance(value, list) else []
            case "list" if field == "weekday":
                return str(value or 1)
        return "" if value is None else f"{value:.12g}" if isinstance(value, float) else str(value)

    def _remark(self, name: str, of: str, field: str) -> str:
        """Return a remark where somebody may have written down a person."""
        value = self.form.get(name)
        if kind_of(of, field) not in {"text", "long"} or not isinstance(value, str):
            return ""
        seen = looks_personal(value)
        return say(f"your_case_personal.{seen}") if seen else ""

    def numbers(self, key: str, fields: tuple[str, ...]) -> list[list[str]]:
        """Return the numbers behind a part's words: what was asked, what was chosen, and the model's field."""
        of = TABLES[key[:1]]
        chosen = [(field, self.value(key, field)) for field in fields if kind_of(of, field) == "pick"]
        rows = [[_label(of, field), _said(of, field, value), _written(field, value)] for field, value in chosen]
        return [*rows, *([self._start_row(key)] if of == "partner" else [])]

    def _start_row(self, key: str) -> list[str]:
        one = self._partner(key)
        facts = {"steadiness": one.steadiness, "trust": one.trust, "record": one.track_record}
        how = say("your_case.start_how", **{name: f"{value:g}" for name, value in facts.items()})
        return [say("your_case.start_row"), say("your_case.of_100", trust=trust(one.start_trust)), how]


def _written(field: str, value: Any) -> str:
    return f"{field} = {json.dumps(value)}"


def _label(of: str, field: str) -> str:
    return say(f"own_form.{of}.{field}.label")


def _said(of: str, field: str, value: Any) -> str:
    word = word_of(of, field, value)
    return say(f"own_form.{of}.{field}.{word}") if word else say("your_case.own_value", value=value)
