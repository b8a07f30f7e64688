"""The form in which somebody describes a case of her own, as plain data: from a case, and back to one.

A form is flat, since two tabs may change it (docs/decisions/0007): each field has a name of its own, such as "title" or
"p3.trust". A part is there if it has a place among the others of its kind ("p3.at"). A choice holds what the case has,
and a number what was typed. What is left out, or empty, has its usual value.
"""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING, Any, NamedTuple

from sim.catalogue.everyday import has_choices, usual
from sim.lab.session.form_fields import FIELDS, LISTS, MORE, MOST, TABLES, number_in
from sim.model.case import Case
from sim.model.frozen import DAYS_A_WEEK, EVERYONE
from sim.model.toml_text import as_table
from sim.model.validation import every_problem
from sim.texts.words import catalogue, say

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["Form", "ReadForm", "added", "form_of", "names_in", "parts_of", "read_form", "removable", "removed", "sane"]

Form = dict[str, Any]
DIGITS = 10  # of hours a day that are kept: a fifth of what was typed
LONGEST_KEY = 60
WHOLE = ("key", "source", "title", "summary", "organisation", "buffer")  # of the whole case, as its file has them
LARGEST = 1e9  # of any number in a form


class ReadForm(NamedTuple):
    """What a form comes to.

    Attributes:
        case: None where the model cannot play it. problems: a sentence for each field to blame, by its name.
    """

    case: Case | None
    problems: dict[str, str]


def parts_of(form: Form, kind: str) -> list[str]:
    """Return the keys of all parts of a kind ("p", "e", "c" or "t"), in their order.

    >>> parts_of({"p2.at": 0, "p1.at": 1, "e1.at": 0}, "p")
    ['p2', 'p1']
    """
    found = {name.removesuffix(".at"): at for name, at in form.items() if name.endswith(".at") and name[0] == kind}
    return sorted((key for key, at in found.items() if isinstance(at, int | float)), key=lambda key: (found[key], key))


def added(form: Form, key: str) -> Form:
    """Return a form with one more part, the last of its kind; the same form if it has this part, or has no room.

    Args:
        key: the letter of its kind, and what no other part has.

    >>> added({"p1.at": 0}, "px")["px.at"]
    1
    """
    there = parts_of(form, key[0])
    if key in there or len(there) >= MOST[key[0]]:
        return form
    return form | {f"{key}.at": form[f"{there[-1]}.at"] + 1 if there else 0}


def removed(form: Form, key: str) -> Form:
    """Return a form without a part; the last partner stays, since a case needs one.

    >>> removed({"p1.at": 0, "p2.at": 1, "p2.name": "Helpers"}, "p2")
    {'p1.at': 0}
    """
    if not removable(form, key):
        return form
    return {name: value for name, value in form.items() if not name.startswith(f"{key}.")}


def removable(form: Form, key: str) -> bool:
    """Return whether a part can be taken out: all but the last partner.

    >>> removable({"p1.at": 0}, "p1"), removable({"p1.at": 0}, "e1")
    (False, True)
    """
    return key[0] != "p" or parts_of(form, "p") != [key]


def names_in(form: Form) -> dict[str, str]:
    """Return the name of each partner by its key; one without a name is numbered.

    >>> names_in({"p1.at": 0, "p2.at": 1, "p2.name": " Helpers "})
    {'p1': 'Partner 1', 'p2': 'Helpers'}
    """
    keys = parts_of(form, "p")
    return {key: _text(form, f"{key}.name") or say("your_case.no_name", number=at) for at, key in enumerate(keys, 1)}


def sane(kept: Any) -> Form:
    """Return what is a form in what was kept or sent; what no page writes is left out.

    >>> sane({"title": "Ours", "p1.at": 0, "p1.to": ["p2", 3], "e1.weekday": 9, "weeks": float("nan"), 5: "x"})
    {'title': 'Ours', 'p1.at': 0}
    """
    if not isinstance(kept, dict):
        return {}
    return {name: value for name, value in kept.items() if isinstance(name, str) and _is_answer(name, value)}


def _is_answer(name: str, value: Any) -> bool:
    if name.endswith(".weekday"):
        return value in range(1, DAYS_A_WEEK + 1)
    if isinstance(value, list):
        return all(isinstance(one, str) for one in value)
    return isinstance(value, str) or (isinstance(value, int | float) and abs(value) < LARGEST)


def _text(form: Form, name: str) -> str:
    value = form.get(name)
    return value.strip() if isinstance(value, str) else ""


# From a case


def form_of(case: Case) -> Form:
    """Return a case as a form; what has its usual value is left out.

    >>> from sim.catalogue import load_case
    >>> form = form_of(load_case("missed-deliveries"))
    >>> form["p1.name"], form["e4.week"], form["e4.weekday"], read_form(form).case == load_case("missed-deliveries")
    ('Families on the list', 15, 3, True)
    """
    data = as_table(case)
    keys = {one.name: f"p{at}" for at, one in enumerate(case.partners, 1)}
    form: Form = {name: data[name] for name in WHOLE if name in data}
    form |= {"week_hours": _five_times(case.hours_per_day), "weeks": case.weeks}
    for kind, name in LISTS.items():
        for at, row in enumerate(data.get(name, ())):
            form |= {f"{kind}{at + 1}.{field}": value for field, value in {"at": at, **_asked(kind, row, keys)}.items()}
    return form


def _five_times(hours: float) -> float:
    week = round(DAYS_A_WEEK * hours, DIGITS)
    return round(week) if week == round(week) else week


def _asked(kind: str, row: dict[str, Any], keys: dict[str, str]) -> Form:
    """Return a row of a case's file as the form asks for it."""
    asked = {name: value for name, value in row.items() if name not in {"to", "day", "starts", "between"}}
    if row.get("to", ["all"]) != ["all"]:
        asked["to"] = [keys[name] for name in row["to"]]
    if "day" in row:
        asked |= {"week": -(-row["day"] // DAYS_A_WEEK), "weekday": (row["day"] - 1) % DAYS_A_WEEK + 1}
    if kind == "c":
        asked["starts"] = row.get("starts", 0) + 1
    if kind == "t":
        asked |= dict(zip(("one", "other"), (keys[name] for name in row["between"]), strict=True))
    return asked


# To a case


def read_form(form: Form) -> ReadForm:
    """Return the case that a form describes, or a sentence for each field because of which it cannot be played.

    >>> read_form({"p1.at": 0, "p1.name": "Readers", "weeks": "two"}).problems
    {'weeks': '“two” is no number. Write it in digits, such as 12.'}
    """
    reader = _FormReader(form)
    data = reader.data()
    found = reader.problems | {name: told for name, told in reader.broken_rules(data) if name not in reader.problems}
    return ReadForm(None if found else Case.model_validate(data), found)


class _FormReader:
    """One reading of a form."""

    def __init__(self, form: Form) -> None:
        self.form, self.problems = form, dict[str, str]()
        self.names = names_in(form)
        self.ties = [key for key in parts_of(form, "t") if self._tied(key)]
        self.keys = {kind: parts_of(form, kind) for kind in LISTS} | {"t": self.ties}

    def data(self) -> dict[str, Any]:
        """Return the case as the plain data of its file."""
        form, title = self.form, _text(self.form, "title") or say("your_case.no_title")
        return {
            "key": _text(form, "key") or _slug(title),
            "title": title,
            "summary": _text(form, "summary") or self._what_happened(),
            "source": _text(form, "source") or "Assumption",
            "hours_per_day": round(self._number("", "week_hours") / DAYS_A_WEEK, DIGITS),
            "weeks": self._number("", "weeks"),
            **self._chosen(""),
            "partners": [self._partner(key) for key in self.keys["p"]],
            "commitments": [self._commitment(key) for key in self.keys["c"]],
            "events": [self._event(key) for key in self.keys["e"]],
            "ties": [self._tie(key) for key in self.ties],
        }

    def broken_rules(self, data: dict[str, Any]) -> Iterator[tuple[str, str]]:
        """Yield the field to blame and a sentence for each rule of the model that the data break."""
        for found in every_problem(data, Case):
            list_of, *path = found.location or ("",)
            kind = next((kind for kind, name in LISTS.items() if name == list_of), "")
            field = {"between": "other"}.get(str(path[1]), str(path[1])) if kind and len(path) > 1 else str(list_of)
            name = f"{self.keys[kind][path[0]]}.{field}" if kind and path else field
            wording = f"your_case_wrong.{found.rule}"
            yield name, say(wording, name=found.name) if wording in catalogue() else found.told

    def _what_happened(self) -> str:
        labels = [_text(self.form, f"{key}.label") for key in self.keys["e"]]
        return say("your_case.summary", what="; ".join(filter(None, labels)) or say("your_case.nothing_said"))

    def _partner(self, key: str) -> dict[str, Any]:
        role = _text(self.form, f"{key}.role") or say("your_case.no_role")
        return {"name": self.names[key], "role": role, **self._chosen(key)}

    def _event(self, key: str) -> dict[str, Any]:
        label = _text(self.form, f"{key}.label")
        week, weekday = self._number(key, "week"), self.form.get(f"{key}.weekday", 1)
        day = DAYS_A_WEEK * (week - 1) + weekday if week else 0
        told = {"label": label} if label else {}
        return {"event": usual("event", "event"), "day": day, "to": self._to(key), **told, **self._chosen(key)}

    def _commitment(self, key: str) -> dict[str, Any]:
        name = _text(self.form, f"{key}.name")
        return {
            "name": name or say("your_case.no_promise", number=self.keys["c"].index(key) + 1),
            "to": self._to(key),
            "hours": self._number(key, "hours"),
            "starts": self._number(key, "starts") - 1,
            "weeks": self._number(key, "weeks"),
            **self._chosen(key),
        }

    def _tie(self, key: str) -> dict[str, Any]:
        return {"between": [self.names[end] for end in self._ends(key)], **self._chosen(key)}

    def _tied(self, key: str) -> bool:
        """Return whether both ends of a tie are chosen, and still partners."""
        return all(end in self.names for end in self._ends(key))

    def _ends(self, key: str) -> list[str]:
        return [str(self.form.get(f"{key}.{end}")) for end in ("one", "other")]

    def _to(self, key: str) -> list[str]:
        """Return the names of those whom a part is for; an empty list stands for all, whoever they are."""
        chosen = self.form.get(f"{key}.to")
        if not isinstance(chosen, list) or not chosen:
            return [*EVERYONE]
        return [self.names[one] for one in chosen if one in self.names]

    def _chosen(self, key: str) -> dict[str, Any]:
        """Return the choices of a part that are not the usual ones."""
        kind = key[:1]
        fields = [field for field in (*FIELDS[kind], *MORE[kind]) if has_choices(TABLES[kind], field)]
        values = {field: self.form.get(f"{key}.{field}" if key else field) for field in fields}
        return {field: value for field, value in values.items() if value is not None}

    def _number(self, key: str, field: str) -> float:
        name = f"{key}.{field}" if key else field
        number, wrong = number_in(self.form.get(name, ""), f"{TABLES[key[:1]]}.{field}")
        if wrong:
            self.problems[name] = wrong
        return number


def _slug(title: str) -> str:
    """Return a title as a short name for files.

    >>> _slug("Our café, closed!")
    'our-cafe-closed'
    """
    plain = unicodedata.normalize("NFKD", title).encode("ascii", "ignore").decode().lower()
    return "-".join(re.findall(r"[a-z0-9]+", plain))[:LONGEST_KEY].strip("-") or "own-case"
