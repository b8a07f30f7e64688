"""Everyday choices for the fields of a case: words in place of numbers, with the number behind each.

The numbers stand in `everyday.toml`, the words in sim/texts/your_case.toml under the same names.
"""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from typing import Any

from sim.catalogue.field_rules import rules_of
from sim.catalogue.loader import parse
from sim.model.case import Case, Commitment, Partner, Tie
from sim.model.events import EVENTS

__all__ = ["choices", "has_choices", "usual", "word_of"]

MODELS = {"case": Case, "partner": Partner, "commitment": Commitment, "tie": Tie}


@cache
def _table() -> dict[str, dict[str, dict[str, Any]]]:
    return parse((files(__package__) / "everyday.toml").read_bytes(), "everyday")


def choices(table: str, field: str) -> dict[str, Any]:
    """Return what each word of a field stands for, in order.

    Args:
        table: "case", "partner", "event", "commitment" or "tie". field: of that table.

    >>> choices("tie", "strength")
    {'now_and_then': 0.3, 'often': 0.6, 'all': 1.0}
    """
    return dict(_table()[table][field])


def has_choices(table: str, field: str) -> bool:
    """Return whether a field is said in words.

    >>> has_choices("partner", "trust"), has_choices("partner", "name")
    (True, False)
    """
    return field in _table().get(table, {})


def word_of(table: str, field: str, value: Any) -> str:
    """Return the word for a value, "" for one that a file brought and no word stands for.

    >>> word_of("tie", "strength", 0.6), word_of("tie", "strength", 0.61)
    ('often', '')
    """
    found = (word for word, one in choices(table, field).items() if one == value)
    return next(found, "")


def usual(table: str, field: str) -> Any:
    """Return what the model takes where a field is left out; of an event without a kind, that of a breach.

    >>> usual("partner", "trust"), usual("event", "event")
    (0.6, 'breach')
    """
    if (table, field) == ("event", "event"):
        return "breach"
    model = EVENTS["breach"] if table == "event" else MODELS[table]
    return rules_of(model)[field].get("default")
