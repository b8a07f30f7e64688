"""The rule of the first guess: once the result has been seen it stays, and a later guess is a second try."""

from __future__ import annotations

from typing import Any

__all__ = ["held", "seen", "with_guess"]

FIRST = ("chosen", "reason")
SECOND = "second"
PLAYED = ("told", "draft_play", "draft_more")  # if a record has any of these, the result was shown


def seen(record: dict[str, Any]) -> bool:
    """Return whether a record holds a guess whose result has been shown.

    >>> seen({"chosen": "daily"}), seen({"chosen": "daily", "told": True})
    (False, True)
    """
    return bool(record.get("chosen")) and any(record.get(name) for name in PLAYED)


def with_guess(record: dict[str, Any], chosen: str, reason: str) -> dict[str, Any]:
    """Return a record with one more guess: as the first one or, after the result, as the second try.

    >>> with_guess({"chosen": "daily", "told": True}, "weekly", "Now I see")["second"]
    {'chosen': 'weekly', 'reason': 'Now I see'}
    """
    guess = {"chosen": chosen, "reason": reason}
    if not seen(record):
        return record | guess
    if chosen == record["chosen"]:
        return {name: value for name, value in record.items() if name != SECOND}
    return record | {SECOND: guess}


def held(known: dict[str, Any], newer: dict[str, Any]) -> dict[str, Any]:
    """Return another page's record with this page's first guess, if its result was shown here.

    A different guess in it becomes the second try.

    >>> held({"chosen": "daily", "told": True}, {"chosen": "weekly", "notes": {}})
    {'second': {'chosen': 'weekly'}, 'chosen': 'daily', 'notes': {}, 'told': True}
    """
    if not seen(known):
        return newer
    first = {name: known[name] for name in FIRST if name in known}
    other = {name: newer[name] for name in FIRST if name in newer}
    tried = {SECOND: known[SECOND]} if SECOND in known else {}
    tried |= {SECOND: other} if newer.get("chosen") not in (None, known["chosen"]) else {}
    rest = {name: value for name, value in newer.items() if name not in FIRST}
    return tried | first | rest | {"told": True}
