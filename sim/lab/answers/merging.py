"""Merge the answers of two tabs field by field (docs/decisions/0007-two-pages-one-file.md)."""

from __future__ import annotations

from typing import Any

__all__ = ["merged"]

# Tables with a field for each question, note or part. Everything else in a lesson's record is one field: half of a
# draft from here and half from there would be neither's.
PARTED = {
    "answers", "notes", "plan", "message", "before", "now", "back", "after_year", "case_before", "case_now", "form",
}  # fmt: skip
EMPTY: tuple[Any, ...] = (None, "", [], {})
LESSON = 1  # the length of a lesson's path

Place = tuple[str, ...]


def merged(
    base: dict[str, Any], ours: dict[str, Any], theirs: dict[str, Any], place: Place = ()
) -> tuple[dict[str, Any], set[Place]]:
    """Return the merged answers, and the paths of fields that were taken from `theirs`.

    Args:
        base: answers by lesson before both changed them.
        ours: the answers here. A change made here wins.
        theirs: the answers in the file. A change made only there is taken.
        place: the path of these answers within all.

    >>> ours, theirs = {"notes": {"felt": "lost"}}, {"notes": {"next": "ask"}, "done": True}
    >>> merged({}, {"01": ours}, {"01": theirs})[0]
    {'01': {'notes': {'felt': 'lost', 'next': 'ask'}, 'done': True}}
    """
    result, taken = {}, set()
    for name in [*ours, *(name for name in theirs if name not in ours)]:
        here = (*place, name)
        old, own, other = base.get(name), ours.get(name), theirs.get(name)
        if _has_parts(here) and all(one is None or isinstance(one, dict) for one in (old, own, other)):
            result[name], more = merged(old or {}, own or {}, other or {}, here)
            taken |= more
        elif not _same(own, old):
            result |= {name: own} if name in ours else {}
        else:
            result |= {name: other} if name in theirs else {}
            taken |= set() if _same(own, other) else {here}
    return result, taken


def _has_parts(place: Place) -> bool:
    return len(place) == LESSON or (len(place) == LESSON + 1 and place[-1] in PARTED)


def _same(one: Any, other: Any) -> bool:
    """Return whether two answers are the same; an empty field equals a missing one."""
    return one == other or (one in EMPTY and other in EMPTY)
