"""Validation of files: an error is one line that names file, entry, field, value and what is allowed."""

from __future__ import annotations

import json
import re
from copy import deepcopy
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar, get_args

import numpy as np
from pydantic import BaseModel, ValidationError

from sim.base.errors import BadInput
from sim.model.data_faults import Faults, Location
from sim.model.meant import meant_name, nearest
from sim.model.put_right import put_right
from sim.texts.refusals import both, one_of
from sim.texts.words import Part, catalogue, many, say

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from sim.model.registry import Registry

__all__ = ["FoundProblem", "checked", "every_problem", "hint", "one_line", "shown"]

Model = TypeVar("Model", bound=BaseModel)

_LONGEST = 40
ROUNDS, MOST = 8, 200  # how often data are looked at again, and how many problems are told each time

_ONE, _NAMED, _ALONE = Part("kind"), Part("kind_named"), Part("kind_alone")
# Types that pydantic distinguishes and our messages do not
_TYPES = {"tuple": "list", "model": "table", "dict": "table", "model_attributes": "table"}
_KINDLESS = {"union_tag_invalid", "union_tag_not_found"}
_BROKEN = re.compile(r"(.+?)_(type|parsing|parsing_size|from_float)")


class _Place(NamedTuple):
    """Where in a file a problem is: the entry, its model and name, the field and the value, and its possible kinds."""

    entry: str
    model: type[BaseModel]
    called: str
    field: str
    value: Any
    kinds: Iterable[str] = ()


def checked(data: dict[str, Any], model: type[Model], name: str) -> Model:
    """Return the data as a model, without converting types: `weeks = "52"` is refused.

    Error messages count entries from 1.

    Raises:
        BadInput: the data are not valid; the message starts with `name`.

    >>> from sim.model.strategy import Strategy
    >>> acts = [{"act": "update", "week": 1, "every_weeks": 0}]
    >>> checked({"key": "a", "title": "A", "summary": "A", "source": "A", "acts": acts}, Strategy, "a")
    Traceback (most recent call last):
    sim.base.errors.BadInput: a: acts[1] (update): every_weeks is 0 but must be at least 0.2
    """
    try:
        # pydantic's strict rules for JSON suit TOML: a list is accepted as a tuple, text is not accepted as a number.
        return model.model_validate_json(json.dumps(data, default=_plain), strict=True)
    except ValidationError as error:
        raise BadInput(f"{name}: {_first_problem(error, data, model)}") from None
    except RecursionError:
        raise BadInput(f"{name}: {say('rule.nested')}") from None
    except TypeError:  # a key that JSON cannot hold
        raise BadInput(f"{name}: {say('rule.field_is_text')}") from None
    except ValueError:
        raise BadInput(f"{name}: {say('rule.out_of_range')}") from None


class FoundProblem(NamedTuple):
    """One problem of a file's data.

    Attributes:
        location: the path to it, entries counted from 0. told: in words: entry, field, value and what is allowed.
        rule: pydantic's name of the rule that is broken, or that of a `Fault`.
        model: of the entry. field, value: as the file has them. name: of whom a fault speaks.
        whole: the value of the field, where the problem is one of its entries.
    """

    location: Location
    told: str
    rule: str
    model: type[BaseModel]
    field: str
    value: Any
    name: str = ""
    whole: Any = None


def every_problem(data: dict[str, Any], model: type[BaseModel]) -> Iterator[FoundProblem]:
    """Yield all problems of a file's data at once: what hides another is put right in a copy, and looked at again.

    >>> from sim.model.strategy import Strategy
    >>> data = {"key": 1, "title": "A", "summary": "A", "source": "A", "acts": [{"act": "thank", "to": []}]}
    >>> [found.told for found in every_problem(data, Strategy)][1:]
    ['acts[1] (thank): an act needs exactly one of day, week or when; found none of them', \
"acts[1] (thank): to is empty; name a partner or write ['all']"]
    """
    copy, corrected = deepcopy(data), set[Location]()
    for _ in range(ROUNDS):
        try:
            model.model_validate_json(json.dumps(copy, default=_plain), strict=True)
        except ValidationError as error:
            told = error.errors(include_url=False)
            problems = [one for one in told[:MOST] if not _echo(one, copy)]
        else:
            return
        for found in (one for problem in problems for one in _found(problem, data, copy, model)):
            if not _follows(found, corrected, data):
                yield found
        # More than anybody reads at once, or something of the whole file, behind which nothing lies.
        if len(told) > MOST or any(not problem["loc"] for problem in problems):
            return
        corrected |= {_put_right(problem, copy, model) for problem in problems}


def _put_right(problem: Any, copy: dict[str, Any], model: type[BaseModel]) -> Location:
    place = _place(problem["loc"], copy, model)
    meant = meant_name(place.field, place.model.model_fields) if problem["type"] == "extra_forbidden" else None
    return put_right(problem, copy, place.kinds if problem["type"] in _KINDLESS else None, meant)


def _follows(found: FoundProblem, corrected: set[Location], data: dict[str, Any]) -> bool:
    """Tell whether a problem is there only because another field was refused, or is called otherwise."""
    if found.rule == "no_partner" and any(
        place[0] == "partners" and place[2:] in {(), ("name",)} for place in corrected
    ):
        return True  # whom it names may be the one whose name could not be read
    if found.rule in {"missing", "union_tag_not_found"} and _misspelt(found, data):
        return True
    return any(found.location[:length] in corrected for length in range(len(found.location) + 1))


def _misspelt(found: FoundProblem, data: dict[str, Any]) -> bool:
    """Tell whether a field that is missing is there under a name that is nearly right."""
    at = found.location if found.rule == "union_tag_not_found" else found.location[:-1]
    row, known = _value(at, data), {*found.model.model_fields, found.field}
    return isinstance(row, dict) and any(meant_name(key, known) == found.field for key in row.keys() - known)


def _found(problem: Any, data: dict[str, Any], copy: dict[str, Any], model: type[BaseModel]) -> Iterator[FoundProblem]:
    """Yield what one error of pydantic's tells; that of a whole entry may tell several things."""
    place = _place(problem["loc"], data, model, copy)
    error = problem.get("ctx", {}).get("error")
    if isinstance(error, Faults):
        for fault in error.found:
            yield _problem_at(
                (*problem["loc"], *fault.place), fault.rule, place.entry + fault.told, data, model, fault.name
            )
    elif problem["type"] in _KINDLESS:
        kind = _tag(problem["ctx"])
        at = problem["loc"] if problem["type"] == "union_tag_not_found" else (*problem["loc"], kind)
        told = _problem(problem, place)
        yield FoundProblem(at, told, problem["type"], place.model, kind, place.value.get(kind))
    else:
        yield _problem_at(problem["loc"], problem["type"], _problem(problem, place), data, model, copy=copy)


def _problem_at(
    at: Location, rule: str, told: str, data: dict[str, Any], model: type[BaseModel], name: str = "", copy: Any = None
) -> FoundProblem:
    place = _place(at, data, model, copy)
    depth = next((depth for depth, step in enumerate(at) if depth != 1 and isinstance(step, int)), len(at))
    return FoundProblem(at, told, rule, place.model, place.field, place.value, name, _value(at[:depth], data))


def one_line(error: ValidationError, fields: dict[str, Any], model: type[BaseModel]) -> str:
    """Return the error of a constructor call in one line, in the same words as `checked` for a file.

    >>> from sim.model.acts.update import Update
    >>> Update(week=1, every_weeks=0)
    Traceback (most recent call last):
    sim.base.errors.BadInput: update: every_weeks is 0 but must be at least 0.2
    """
    key = next((fields[at] for at in ("key", "name", "label") if isinstance(fields.get(at), str)), "")
    data = {at: _as_in_a_file(value) for at, value in fields.items()}
    kind = _called(model)
    name = _NAMED.get(kind, f"{kind} {{name}}").format(name=shown(key)) if key else _ALONE.get(kind, kind)
    return f"{name}: {_first_problem(error, data, model)}"


def _called(model: type[BaseModel]) -> str:
    """Return a model's name in files: the kind of an act or event, otherwise the class's name in lower case."""
    return _kind_named(model) or model.__name__.lower()


def _kind_named(model: type[BaseModel]) -> str:
    """Return the name of a kind of act or event, or ""."""
    field = model.model_fields.get(getattr(model, "kind_field", ""))
    return field.default if field and isinstance(field.default, str) else ""


def _kind(model: type[BaseModel]) -> str:
    """Return the name of a model's entry within a sentence."""
    name = _called(model)
    return _kind_named(model) or _ONE.get(name, f"a {name}")


def _entries(model: type[BaseModel], field: str) -> type[BaseModel] | Registry | None:
    """Return of what a list of entries consists, as the model declares it: entries of one kind, or of several."""
    declared = model.model_fields.get(field)
    first = next(iter(get_args(declared.annotation)), None) if declared else None
    if isinstance(first, type) and issubclass(first, BaseModel):
        return first
    return next((mark for mark in getattr(first, "__metadata__", ()) if hasattr(mark, "named")), None)


def _as_in_a_file(value: object) -> object:
    """Return a Python value as it would be in a file: a dict for a model, a list for a tuple."""
    if isinstance(value, BaseModel):
        return value.model_dump()
    return [_as_in_a_file(one) for one in value] if isinstance(value, list | tuple) else value


def _plain(value: object) -> object:
    """Return a NumPy number or array as Python's; anything else, which no field can hold, becomes an empty dict."""
    return value.tolist() if isinstance(value, np.generic | np.ndarray) else {}


def hint(word: str, words: Iterable[str]) -> str:
    """Return a hint for an unknown name: the most similar known one, or the list of all.

    >>> hint("silense", ["silence", "flood"]), hint("zzz", ["silence", "flood"])
    ("did you mean 'silence'?", 'there are silence, flood')
    """
    known = list(words)
    near = nearest(word, known)
    return say("refused_key.near", near=repr(near)) if near else say("refused_key.there_are", names=", ".join(known))


def shown(value: object) -> str:
    """Return a value in a form that a person recognises, short and on one line.

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
            return say("shown.empty_list")
        case list():
            return many("shown.list", len(value))
        case dict():
            return say("shown.table")
    text = str(value)
    return text if len(text) <= _LONGEST else text[: _LONGEST - 1] + "…"


def _first_problem(error: ValidationError, data: dict[str, Any], model: type[BaseModel]) -> str:
    problems = [p for p in error.errors(include_url=False) if not _echo(p, data)]
    # An unknown field is reported first: if it is a misspelling, it explains why another field is missing.
    first = min(problems, key=lambda problem: problem["type"] != "extra_forbidden")
    line = _problem(first, _place(first["loc"], data, model))
    more = len(problems) - 1
    return say("rule.and_more", problem=line, number=more) if more else line


def _echo(problem: Any, data: dict[str, Any]) -> bool:
    """Tell whether a list is reported as too short only because its entries are invalid."""
    if problem["type"] != "too_short":
        return False
    value = _value(problem["loc"], data)
    return isinstance(value, list) and len(value) >= problem["ctx"]["min_length"]


def _place(
    location: Location, data: dict[str, Any], model: type[BaseModel], copy: dict[str, Any] | None = None
) -> _Place:
    """Return where a problem is; `copy` has the kind of an entry whose own is unknown."""
    entries = _entries(model, location[0]) if len(location) > 1 else None
    if entries is None:
        return _Place("", model, _kind(model), _field(location), _value(location, data))
    value, path = data[location[0]][location[1]], location[2:]
    label = _label(value)
    entry = f"{location[0]}[{location[1] + 1}]{f' ({label})' if label else ''}: "
    if isinstance(entries, type):
        return _Place(entry, entries, _kind(entries), _field(path), _value(path, value))
    kind = _kind_of(value, entries)
    called = _kind(kind) if kind else _ONE[entries.field]
    kind = kind or _kind_of(_value(location[:2], copy), entries)
    return _Place(entry, kind or BaseModel, called, _field(path), _value(path, value), entries)


def _kind_of(row: object, kinds: Registry) -> type[BaseModel] | None:
    return kinds.named(row.get(kinds.field)) if isinstance(row, dict) else None


def _label(row: object) -> str:
    if not isinstance(row, dict):
        return ""
    if isinstance(row.get("between"), list):
        names = [name for name in row["between"] if isinstance(name, str)]
        return both(shown(name)[1:-1] for name in names[:2])
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
    """Return pydantic's error as our message, which says what is allowed."""
    kind, about = problem["type"], problem.get("ctx", {})
    match kind:
        case "value_error":
            line = str(about["error"])
        case "missing":
            line = say("rule.missing", field=place.field)
        case "extra_forbidden":
            line = _no_field(place)
        case "union_tag_not_found":
            line = say("rule.kind_missing", field=_tag(about), names=", ".join(place.kinds))
        case "union_tag_invalid":
            line = _one_of(_tag(about), place.value[_tag(about)], about["tag"], place.kinds)
        case "json_invalid":  # data from TOML can only be nested too deeply
            line = say("rule.nested")
        case _:
            line = _rule(problem, place)
    return place.entry + line


def _tag(about: dict[str, str]) -> str:
    """Return the field that names an entry's kind."""
    return about["discriminator"].strip("'")


def _rule(problem: Any, place: _Place) -> str:
    kind, about = problem["type"], problem.get("ctx", {})
    field, value = place.field or say("rule.this_entry"), place.value
    if kind == "literal_error" and isinstance(value, str):
        return _one_of(field, value, value, re.findall(r"'(\w+)'", about["expected"]))
    if kind == "literal_error":
        about = {"expected": one_of(re.findall(r"'\w+'", about["expected"]))}
    broken = _BROKEN.fullmatch(kind)
    rule = f"rule.{_TYPES.get(broken[1], broken[1]) if broken else kind}"
    if rule in catalogue():
        return say(rule, field=field, value=shown(value), **about)
    return say("rule.other", field=field, value=shown(value), why=problem["msg"])


def _one_of(field: str, value: object, found: str, allowed: Iterable[str]) -> str:
    near, told = meant_name(found, allowed), {"field": field, "value": shown(value), "names": ", ".join(allowed)}
    return say("rule.one_of_near", near=near, **told) if near else say("rule.one_of", **told)


def _no_field(place: _Place) -> str:
    name, fields = place.field.rpartition(".")[2], place.model.model_fields
    near = meant_name(name, fields)
    told = {"field": name, "value": shown(place.value), "kind": place.called, "names": ", ".join(fields)}
    return say("rule.no_field_near", near=near, **told) if near else say("rule.no_field", **told)
