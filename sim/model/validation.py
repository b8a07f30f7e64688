"""Data that breaks a rule → one line that names file, entry, field, value and what is allowed."""

from __future__ import annotations

import difflib
import json
import re
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar

import numpy as np
from pydantic import BaseModel, ValidationError

from sim.base.errors import BadInput
from sim.model.acts import ACTS
from sim.model.case import Commitment, Partner, Tie
from sim.model.events import EVENTS

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = ["checked", "nearest", "one_line", "shown"]

Model = TypeVar("Model", bound=BaseModel)
Location = tuple[int | str, ...]

_ROWS = {"partners": Partner, "commitments": Commitment, "ties": Tie}
_KINDS = {"acts": ACTS, "events": EVENTS}
_LONGEST = 40

_ALLOWED = {
    "greater_than_equal": "but must be at least {ge:g}",
    "greater_than": "but must be more than {gt:g}",
    "less_than_equal": "but must be at most {le:g}",
    "less_than": "but must be less than {lt:g}",
    "finite_number": "but must be an ordinary number",
    "literal_error": "but must be {expected}",
    "string_too_short": "but must not be empty",
    "string_too_long": "but may have at most {max_length} characters",
    "too_short": "but must have at least {min_length} in it",
    "too_long": "but may have at most {max_length} in it",
} | {
    f"{kind}_{problem}": f"but must be {allowed}"
    for kind, allowed in {
        "float": "a number",
        "int": "a whole number",
        "string": "text in quotes",
        "bool": "true or false",
        "tuple": "a list in square brackets",
        "list": "a list in square brackets",
        "model": "a table",
        "dict": "a table",
        "model_attributes": "a table",
    }.items()
    for problem in ("type", "parsing", "parsing_size", "from_float")
}


class _Place(NamedTuple):
    """Where in the file a problem is: its entry, the kind of entry, the field and the value."""

    entry: str
    model: type[BaseModel]
    called: str
    field: str
    value: Any


def checked(data: dict[str, Any], model: type[Model], name: str) -> Model:
    """Return the data as a model; nothing is converted, so `weeks = "52"` is refused.

    Entries are counted from 1.

    Raises:
        BadInput: a rule is broken; `name` opens the line.

    >>> from sim.model.strategy import Strategy
    >>> acts = [{"act": "update", "week": 1, "every_weeks": 0}]
    >>> checked({"key": "a", "title": "A", "summary": "A", "source": "A", "acts": acts}, Strategy, "a")
    Traceback (most recent call last):
    sim.base.errors.BadInput: a: acts[1] (update): every_weeks is 0 but must be at least 0.2
    """
    try:
        # pydantic's strict rules for JSON fit TOML: a list for a tuple is right, text for a number is not.
        return model.model_validate_json(json.dumps(data, default=_plain), strict=True)
    except ValidationError as error:
        raise BadInput(f"{name}: {_first_problem(error, data, model)}") from None
    except RecursionError:
        raise BadInput(f"{name}: lists or tables are nested too deeply") from None
    except TypeError:  # JSON has no other names
        raise BadInput(f"{name}: the name of a field must be text") from None
    except ValueError:
        raise BadInput(f"{name}: holds a number that is out of range") from None


def one_line(error: ValidationError, fields: dict[str, Any], model: type[BaseModel]) -> str:
    """Return what is wrong with the fields of a model that is built in Python, as `checked` says it of a file.

    >>> from sim.model.acts import Update
    >>> Update(week=1, every_weeks=0)
    Traceback (most recent call last):
    sim.base.errors.BadInput: update: every_weeks is 0 but must be at least 0.2
    """
    name = _kind(model)
    key = next((fields[at] for at in ("key", "name", "label") if isinstance(fields.get(at), str)), "")
    data = {at: _as_in_a_file(value) for at, value in fields.items()}
    return f"{f'{name} {shown(key)}' if key else name}: {_first_problem(error, data, model)}"


def _kind(model: type[BaseModel], article: str = "") -> str:
    """Return what a model is called: a kind of act or event by its name in files, anything else by its own."""
    for kinds in _KINDS.values():
        field = model.model_fields.get(kinds.field)
        if field and field.default in kinds:
            return field.default
    return f"{article}{model.__name__.lower()}"


def _as_in_a_file(value: object) -> object:
    """Return a value of Python's as a file would hold it: a table for a model, a list for a tuple."""
    if isinstance(value, BaseModel):
        return value.model_dump()
    return [_as_in_a_file(one) for one in value] if isinstance(value, list | tuple) else value


def _plain(value: object) -> object:
    """Return a number or list of numpy's as Python's own; of all else, which no field can be, an empty table."""
    return value.tolist() if isinstance(value, np.generic | np.ndarray) else {}


def nearest(word: str, words: Iterable[str]) -> str | None:
    """Return the most similar of the words, or None if none is similar.

    >>> nearest("apologize", ["apologise", "listen"]), nearest("zzz", ["listen"])
    ('apologise', None)
    """
    return next(iter(difflib.get_close_matches(word[:200], list(words), n=1, cutoff=0.6)), None)


def shown(value: object) -> str:
    """Return a value as a person would recognise it, short and in one line.

    >>> [shown(value) for value in ("Ana", True, 0.2, [], [1, 2], {})]
    ["'Ana'", 'true', '0.2', 'an empty list', 'a list of 2', 'a table']
    >>> shown("a very long text that goes on and on and on")
    "'a very long text that goes on and on an…'"
    """
    match value:
        case bool():
            return str(value).lower()
        case str():
            return repr(value if len(value) <= _LONGEST else value[: _LONGEST - 1] + "…")
        case []:
            return "an empty list"
        case list():
            return f"a list of {len(value)}"
        case dict():
            return "a table"
    text = str(value)
    return text if len(text) <= _LONGEST else text[: _LONGEST - 1] + "…"


def _first_problem(error: ValidationError, data: dict[str, Any], model: type[BaseModel]) -> str:
    problems = [p for p in error.errors(include_url=False) if not _echo(p, data)]
    # A misspelt field comes first: it explains why the field it should have been is missing.
    first = min(problems, key=lambda problem: problem["type"] != "extra_forbidden")
    line = _problem(first, _place(first["loc"], data, model))
    more = len(problems) - 1
    return f"{line} (and {more} more)" if more else line


def _echo(problem: Any, data: dict[str, Any]) -> bool:
    """Tell whether a list is called too short only because its entries were refused."""
    if problem["type"] != "too_short":
        return False
    value = _value(problem["loc"], data)
    return isinstance(value, list) and len(value) >= problem["ctx"]["min_length"]


def _place(location: Location, data: dict[str, Any], model: type[BaseModel]) -> _Place:
    entry, called, value, path = "", _kind(model, article="a "), data, location
    if len(path) > 1 and path[0] in {*_ROWS, *_KINDS}:
        value = data[path[0]][path[1]]
        label = _label(value)
        entry = f"{path[0]}[{path[1] + 1}]{f' ({label})' if label else ''}: "
        model, called, path = _row(path, value)
    return _Place(entry, model, called, _field(path), _value(path, value))


def _row(path: Location, value: object) -> tuple[type[BaseModel], str, Location]:
    """Return an entry's model and name, and the path within it."""
    if path[0] in _ROWS:
        return _ROWS[path[0]], f"a {_ROWS[path[0]].__name__.lower()}", path[2:]
    kinds = _KINDS[path[0]]
    kind = kinds.named(value.get(kinds.field)) if isinstance(value, dict) else None
    return (kind, _kind(kind), path[2:]) if kind else (BaseModel, f"an {kinds.field}", path[2:])


def _label(row: object) -> str:
    if not isinstance(row, dict):
        return ""
    if isinstance(row.get("between"), list):
        names = [name for name in row["between"] if isinstance(name, str)]
        return " and ".join(shown(name)[1:-1] for name in names[:2])
    name = next((row[key] for key in ("act", "name", "label", "event") if key in row), None)
    return shown(name)[1:-1] if isinstance(name, str) else ""


def _field(path: Location) -> str:
    steps = (f"[{step + 1}]" if isinstance(step, int) else f".{step[:_LONGEST]}" for step in path)
    return "".join(steps).removeprefix(".")


def _value(path: Location, value: Any) -> object:
    for step in path:
        try:
            value = value[step]
        except (KeyError, IndexError, TypeError):
            return None
    return value


def _problem(problem: Any, place: _Place) -> str:
    """Return one problem in plain words: pydantic's kind of problem → what is allowed."""
    kind, about = problem["type"], problem.get("ctx", {})
    match kind:
        case "value_error":
            line = str(about["error"])
        case "missing":
            line = f"{place.field} is missing"
        case "extra_forbidden":
            line = _no_field(place)
        case "union_tag_not_found":
            line = f"{_tag(about)} is missing; it must be one of {', '.join(_tags(about))}"
        case "union_tag_invalid":
            line = f"{_tag(about)} is {shown(place.value[_tag(about)])}{_one_of(about['tag'], _tags(about))}"
        case "json_invalid":  # depth is all that JSON refuses in data from TOML
            line = "lists or tables are nested too deeply"
        case _:
            line = f"{place.field or 'this entry'} is {shown(place.value)}{_rule(problem, place)}"
    return place.entry + line


def _tag(about: dict[str, str]) -> str:
    """Return the field that names an entry's kind."""
    return about["discriminator"].strip("'")


def _tags(about: dict[str, str]) -> Iterable[str]:
    """Return the kinds that the entry may be of."""
    return next(kinds for kinds in _KINDS.values() if kinds.field == _tag(about))


def _rule(problem: Any, place: _Place) -> str:
    kind, about = problem["type"], problem.get("ctx", {})
    if kind == "literal_error" and isinstance(place.value, str):
        return _one_of(place.value, re.findall(r"'(\w+)'", about["expected"]))
    return f" {_ALLOWED[kind].format(**about)}" if kind in _ALLOWED else f": {problem['msg']}"


def _one_of(found: str, allowed: Iterable[str]) -> str:
    near = nearest(found, allowed)
    hint = f" (did you mean {near}?)" if near else ""
    return f" but must be one of {', '.join(allowed)}{hint}"


def _no_field(place: _Place) -> str:
    name = place.field.rpartition(".")[2]
    near = nearest(name, place.model.model_fields)
    hint = f"did you mean {near}? " if near else ""
    fields = ", ".join(place.model.model_fields)
    return f"{name} = {shown(place.value)} is not a field of {place.called}; {hint}fields are {fields}"
