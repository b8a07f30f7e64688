"""The fields of the form in which somebody describes a case of her own, and how a typed number is read."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, Any, NamedTuple

from sim.catalogue.everyday import has_choices
from sim.catalogue.field_rules import rules_of
from sim.model.case import Case, Commitment
from sim.model.events import Event
from sim.model.frozen import DAYS_A_WEEK
from sim.texts.words import say

if TYPE_CHECKING:
    from pydantic import BaseModel

__all__ = ["FIELDS", "LISTS", "LONGEST", "MORE", "MOST", "TABLES", "Number", "kind_of", "number_in", "number_of"]

# The parts of a case of which there may be several: the letter with which their keys begin, the list of the case, the
# table in `everyday.toml`.
LISTS = {"p": "partners", "e": "events", "c": "commitments", "t": "ties"}
TABLES = {"": "case", "p": "partner", "e": "event", "c": "commitment", "t": "tie"}
MOST = {"p": 50, "e": 200, "c": 200, "t": 200}
# What is asked at once, in this order, and what opens below it.
FIELDS = {
    "": ("title", "summary", "organisation", "week_hours", "weeks", "buffer"),
    "p": ("name", "role", "competence_weight", "trust", "track_record"),
    "e": ("label", "to", "week", "weekday", "weight", "guilt", "character", "lost"),
    "c": ("name", "to", "hours", "starts", "weeks", "missed"),
    "t": ("one", "other", "strength"),
}
MORE = {
    "": (),
    "p": ("patience", "needs_information", "message_limit", "steadiness", "fit", "spread"),
    "e": ("event", "form", "lie", "misunderstood", "exceeded"),
    "c": ("weight", "character"),
    "t": (),
}
LONGEST = {"name": 80, "label": 2_000, "role": 2_000, "title": 120, "summary": 2_000}
KINDS = {"to": "ticks"} | dict.fromkeys(("weekday", "one", "other"), "list")
KINDS |= dict.fromkeys(("summary", "label", "role"), "long")
TYPED = re.compile(r"(\d+(?:[.,]\d+)?)\s*(?:[^\W\d_]+\.?\s*){0,3}")  # with a unit behind it, as “40 hours”
THOUSANDS = re.compile(r"\b\d{1,3}(?:[\s,.'\u2019\u00a0\u202f]\d{3})+\b")


class Number(NamedTuple):
    """What a number of the form may be, in its own unit.

    Attributes:
        least, most: bounds. above: `least` itself is too small. whole: no fraction.
        usual: what an empty field stands for.
    """

    least: float
    most: float
    above: bool
    whole: bool
    usual: float


def _number(model: type[BaseModel], field: str, *, usual: float, times: float = 1, plus: int = 0) -> Number:
    rule = rules_of(model)[field]
    above = "exclusiveMinimum" in rule
    least, most = rule["exclusiveMinimum" if above else "minimum"], rule["maximum"]
    return Number(least * times + plus, most * times + plus, above, rule["type"] == "integer", usual)


def number_of(name: str) -> Number | None:
    """Return what the number of a field may be; None for a field that is no number.

    Args:
        name: table and field, such as "commitment.hours".

    >>> number_of("case.weeks")
    Number(least=4, most=156, above=False, whole=True, usual=52)
    """
    return _numbers().get(name)


@cache
def _numbers() -> dict[str, Number]:
    return {
        "case.week_hours": _number(Case, "hours_per_day", usual=20, times=DAYS_A_WEEK),
        "case.weeks": _number(Case, "weeks", usual=52),
        "event.week": _number(Event, "day", usual=0, times=1 / DAYS_A_WEEK),
        "commitment.hours": _number(Commitment, "hours", usual=20),
        "commitment.weeks": _number(Commitment, "weeks", usual=4),
        "commitment.starts": _number(Commitment, "starts", usual=1, plus=1),
    }


def kind_of(table: str, field: str) -> str:
    """Return how a field is asked for: "pick", "list", "ticks", "number", "long" or "text".

    >>> kind_of("partner", "trust"), kind_of("case", "weeks"), kind_of("tie", "one"), kind_of("event", "label")
    ('pick', 'number', 'list', 'long')
    """
    if has_choices(table, field):
        return "pick"
    return KINDS.get(field) or ("number" if number_of(f"{table}.{field}") else "text")


def number_in(typed: Any, name: str) -> tuple[float, str]:
    """Return the number that somebody typed, and a sentence if it cannot be taken, "" if it can.

    Args:
        typed: a number, or text; an empty one stands for what is usual. name: table and field.

    >>> number_in("37,5 hours", "commitment.hours"), number_in("", "case.weeks")
    ((37.5, ''), (52, ''))
    >>> number_in("3", "case.weeks")[1]
    'Write a whole number from 4 to 156.'
    """
    rule = number_of(name)
    if isinstance(typed, str):
        if not typed.strip():
            return rule.usual, ""
        number = _read(typed)
    else:
        number = typed
    if number is None:
        return rule.usual, say("your_case_wrong.number", value=_short(typed))
    fits = rule.least <= number <= rule.most and not (rule.above and number == rule.least)
    if not fits or (rule.whole and number != round(number)):
        return rule.usual, _range(rule, name, number)
    return (round(number) if rule.whole else number), ""


def _range(rule: Number, name: str, number: float) -> str:
    if name == "case.week_hours" and number <= 0:
        return say("your_case_wrong.no_hours")
    kind = "above" if rule.above else "whole" if rule.whole else "from"
    return say(f"your_case_wrong.{kind}", least=f"{rule.least:,g}", most=f"{rule.most:,g}")


def _read(typed: str) -> float | None:
    plain = THOUSANDS.sub(lambda found: re.sub(r"\D", "", found[0]), typed.strip())
    found = TYPED.fullmatch(plain.removeprefix("+"))
    return float(found[1].replace(",", ".")) if found else None


def _short(typed: Any) -> str:
    text = str(typed)
    return text if len(text) <= LONGEST["name"] else f"{text[: LONGEST['name'] - 1]}…"
