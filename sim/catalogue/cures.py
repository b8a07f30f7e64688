"""What to do about a problem of a case or a strategy: a line to write, or a few words."""

from __future__ import annotations

import datetime as dt
import re
from typing import TYPE_CHECKING, Any

from sim.catalogue.field_rules import HEADS, TABLES, allowed, rules_of, written
from sim.catalogue.typed_lines import NO, UNITS, YES
from sim.model.acts import ACTS
from sim.model.case import GROUPS
from sim.model.events import EVENTS, Event
from sim.model.meant import meant_name, nearest
from sim.texts.words import say

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pydantic import BaseModel

    from sim.model.validation import FoundProblem

__all__ = ["cure_of", "cure_of_unread"]

FAULTS = ("twice", "group", "to_itself", "nobody", "one_timing", "since", "until")
ABOUT = r"(?:about|ca\.?|~|[<>€$£])?"
NUMBER = re.compile(rf"{ABOUT}\s*(-?\d+(?:[.,]\d+)?)\s*(%?)\s*{UNITS}?", re.IGNORECASE)
TEN, PERCENT, LARGEST = 10, 100, 10**15
TWO = 2  # between whom a tie is
# A line to add where a field is missing.
SAMPLES = {
    "key": "my-own", "title": "What it is called", "summary": "What happened, in brief.", "source": "Assumption",
    "hours_per_day": 6.0, "name": "What it is called", "role": "Who they are", "hours": 20.0, "weeks": 4.0,
    "event": "breach", "act": "listen", "between": ["One partner", "Another"],
}  # fmt: skip


def cure_of(found: FoundProblem, names: Sequence[str]) -> str:
    """Return what to do about a problem.

    Args:
        found: the problem. names: of the partners in the same file.
    """
    field = found.field.partition("[")[0].partition(".")[0]
    rules = _rules(found.model)
    if found.rule in FAULTS:
        return say(f"cure.{found.rule}", **({"name": found.name} if found.rule in {"twice", "group"} else {}))
    if found.rule == "no_partner":
        return _partner(found, names)
    if found.rule == "extra_forbidden":
        return _unknown(found, field, rules)
    if found.rule in {"missing", "union_tag_not_found"}:
        return _missing(found, names)
    if found.rule in CURES:
        return CURES[found.rule](found, rules.get(field, {}))
    value = found.value if found.whole is None else found.whole
    return _value(field, value, rules[field], names) if field in rules else _part(found.location[0])


def cure_of_unread(field: str, found: FoundProblem) -> str:
    """Return what to do about a field that could not be read, so that a problem says it is not there."""
    rule = _rules(found.model).get(field)
    return say("cure.value", allowed=allowed(field, rule)) if rule else cure_of(found, ())


def _part(name: object) -> str:
    return say("cure.table", head=f"[[{name}]]")


def _rules(model: type[BaseModel]) -> dict[str, Any]:
    """Return the rules of a model's fields; none of an entry whose kind is not known."""
    known = (*TABLES.values(), *ACTS.values(), *EVENTS.values())
    if model not in known:
        return {}
    return rules_of(Event) if issubclass(model, Event) else rules_of(model)


def _unknown(found: FoundProblem, field: str, rules: dict[str, Any]) -> str:
    near = meant_name(field, rules)
    return say("cure.near", near=f"{near} = {_shown(found.value)}") if near else say("cure.unknown")


def _shown(value: Any) -> str:
    text = written(value) if isinstance(value, str | int | float | list) else "…"
    return text if len(text) <= 40 else "…"  # noqa: PLR2004 - as much as a line bears


def _partner(found: FoundProblem, names: Sequence[str]) -> str:
    """Return the whole list with those names in it that were meant; the first that is not known decides."""
    if found.name.strip().lower() in GROUPS:
        return say("cure.near", near=f'{found.field} = ["{found.name.strip().lower()}"]')
    meant = [name if name in names else _name_meant(name, names) for name in found.whole]
    if not all(meant):
        return say("cure.no_partner")
    return say("cure.near", near=f"{found.field} = {written([*dict.fromkeys(meant)])}")


def _name_meant(given: str, names: Sequence[str]) -> str | None:
    lowered = given.strip().lower()
    return next((name for name in names if name.lower() == lowered), None) or nearest(given, names)


def _missing(found: FoundProblem, names: Sequence[str]) -> str:
    name = found.field.partition("[")[0]
    if name in HEADS:
        return _part(name)
    sample = names[:TWO] if name == "between" and len(names) >= TWO else SAMPLES.get(name, 1)
    return say("cure.add", line=f"{name} = {written(sample)}")


def _kind(found: FoundProblem, _: object) -> str:
    kinds = ACTS if found.location[0] == "acts" else EVENTS
    near = meant_name(found.value, kinds)
    return say("cure.near", near=f"{kinds.field} = {written(near)}") if near else say("cure.one_of_these")


def _too_long(_: FoundProblem, rule: dict[str, Any]) -> str:
    return say("cure.fewer", most=rule.get("maxItems", TWO))


# What to do by pydantic's name of the rule that is broken; all others are about a value.
CURES = {
    "union_tag_invalid": _kind,
    "string_too_long": lambda *_: say("cure.shorter"),
    "too_long": _too_long,
}


def _value(field: str, value: Any, rule: dict[str, Any], names: Sequence[str]) -> str:
    """Return what to write in place of a value: what was probably meant, or what may stand there."""
    if field in HEADS and not isinstance(value, str):
        return _part(field)
    if isinstance(value, dt.date | dt.time):
        return say("cure.day_of_date") if field == "day" else say("cure.value", allowed=allowed(field, rule))
    meant = _meant(value, rule)
    if isinstance(meant, list) and "enum" not in rule.get("items", {}):  # the two ends of a tie have none
        meant = [one if one in GROUPS else _name_meant(one, names) or one for one in meant]
        meant = None if "" in meant else meant
    if meant is not None and _fits(meant, rule):
        return say("cure.near", near=f"{field} = {written(meant)}")
    return say("cure.value", allowed=allowed(field, rule))


def _meant(value: Any, rule: dict[str, Any]) -> Any:
    match rule.get("type"):
        case "array":
            return _list_meant(value, rule)
        case "boolean":
            return _truth_meant(value)
        case "string":
            return _word_meant(value, rule)
    return _number_meant(value, rule)


def _list_meant(value: Any, rule: dict[str, Any]) -> Any:
    parts = [part.strip() for part in re.split(r"[,;+]", value)] if isinstance(value, str) else value
    known = rule.get("items", {}).get("enum")
    if not isinstance(parts, list) or not all(isinstance(part, str) for part in parts):
        return None
    if known:
        near = [part if part in known else meant_name(part, known) for part in parts]
        return [*dict.fromkeys(near)] if all(near) and near else None
    return [part.lower() if part.lower() in GROUPS else part for part in parts]


def _truth_meant(value: Any) -> bool | None:
    word = str(value).strip().lower()
    return True if word in {*YES, "1"} else False if word in {*NO, "0"} else None


def _word_meant(value: Any, rule: dict[str, Any]) -> Any:
    if "enum" in rule:
        return meant_name(value, rule["enum"])
    return str(value) if isinstance(value, int | float) and not isinstance(value, bool) else None


def _number_meant(value: Any, rule: dict[str, Any]) -> float | int | None:
    if isinstance(value, bool):
        return None
    if isinstance(value, int | float):
        number, share = value, False
    else:
        found = NUMBER.fullmatch(value.strip()) if isinstance(value, str) else None
        if not found:
            return None
        number, share = float(found[1].replace(",", ".")), bool(found[2])
    if not -LARGEST < number < LARGEST:  # nor is it none, as nan
        return None
    if share or (rule.get("maximum", PERCENT) <= 1 and TEN < number <= PERCENT):  # up to 10 it may be a scale of ten
        number = number / PERCENT
    number = round(number, 6)
    return round(number) if number == int(number) or rule.get("type") == "integer" else number


def _fits(value: Any, rule: dict[str, Any]) -> bool:
    if isinstance(value, bool | str | list):
        return bool(value) or value is False
    low, high = rule.get("minimum", rule.get("exclusiveMinimum", value)), rule.get("maximum", value)
    return low <= value <= high and value != rule.get("exclusiveMinimum")
