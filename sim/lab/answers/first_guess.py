"""The rule of the first guess: once recorded it stays, and a later guess is a second try.

A guess is an answer with its reason and, where a lesson asks for one, a line that was drawn. As soon as a guess is
recorded, the page shows a picture. So what comes later was made after that.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["DRAWN", "DRAWN_AGAIN", "held", "seen", "with_guess"]

FIRST = ("chosen", "reason")
SECOND = "second"
DRAWN, DRAWN_AGAIN = "drawn", "drawn_again"
PLAYED = ("told", "tried", "draft_play", "draft_more", DRAWN)  # if a record has any of these, a result was shown


def seen(record: dict[str, Any]) -> bool:
    """Return whether a record holds a guess whose result has been shown.

    >>> seen({"chosen": "daily"}), seen({"chosen": "daily", "told": True})
    (False, True)
    """
    return bool(record.get("chosen")) and any(record.get(name) for name in PLAYED)


def with_guess(record: dict[str, Any], chosen: str, reason: str, drawn: Sequence[int] = ()) -> dict[str, Any]:
    """Return a record with one more guess: as the first one or, if there is one, as the second try.

    A first reason that was left empty may be added to the same answer.

    Args:
        record: a lesson's answers.
        chosen, reason: the answer's key, and why.
        drawn: (weeks + 1) trust, 0 to 100; empty = no line was drawn.

    >>> with_guess({"chosen": "daily"}, "weekly", "Now I see")["second"]
    {'chosen': 'weekly', 'reason': 'Now I see'}
    >>> with_guess({"chosen": "daily", "drawn": [70, 60]}, "daily", "", [70, 41])
    {'chosen': 'daily', 'drawn': [70, 60], 'drawn_again': [70, 41], 'reason': ''}
    """
    guess = {"chosen": chosen, "reason": reason}
    if not record.get("chosen"):
        return record | guess | ({DRAWN: list(drawn)} if drawn else {})
    if drawn and list(drawn) != record.get(DRAWN):
        record = record | {DRAWN_AGAIN: list(drawn)}
    if chosen != record["chosen"]:
        return record | {SECOND: guess}
    same = {name: value for name, value in record.items() if name != SECOND}
    return same | {"reason": same.get("reason") or reason}


def held(known: dict[str, Any], newer: dict[str, Any]) -> dict[str, Any]:
    """Return another page's record with this page's first guess, if its result was shown here.

    A different guess in it becomes the second try.

    >>> held({"chosen": "daily", "told": True}, {"chosen": "weekly", "notes": {}})
    {'second': {'chosen': 'weekly'}, 'chosen': 'daily', 'notes': {}, 'told': True}
    """
    if not seen(known):
        return newer
    first = {name: known[name] for name in (*FIRST, DRAWN) if name in known}
    other = {name: newer[name] for name in FIRST if name in newer}
    tried = {name: known[name] for name in (SECOND, DRAWN_AGAIN) if name in known}
    tried |= {SECOND: other} if newer.get("chosen") not in (None, known["chosen"]) else {}
    tried |= {DRAWN_AGAIN: newer[DRAWN]} if newer.get(DRAWN) not in (None, known.get(DRAWN)) else {}
    rest = {name: value for name, value in newer.items() if name not in (*FIRST, DRAWN)}
    opened = {"told": True} if known.get("told") else {}
    return tried | first | rest | opened
