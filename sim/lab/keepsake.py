"""All that a trainee made, as a text to copy: for whoever cannot keep a file."""

from __future__ import annotations

import re
from typing import Any

from sim.errors import BadInput
from sim.lab.words import say
from sim.packing import packed, unpacked, whole_in

__all__ = ["HEAD", "as_text", "from_text"]

VERSION = "A1"
HEAD = f"MB{VERSION}"
MOST_LETTERS = 200_000
MOST_BYTES = 2_000_000
# Changing a letter of it needs a new version.
_USUAL = (
    b'"ex07":"ex06":"ex05":"ex04":"ex03":"ex02":{"version":"1","answers":{"q1":"q2":"q3":"q4":"q5":'
    b'"00_start"07_your_plan"06_many_partners"05_luck_or_strategy"04_when_things_go_wrong"03_promises"01_what_moves_trust"'
    b'"draft_play":"draft_more":{"title":"Your strategy","acts":[{"off":[],"base":"","names":"fact","channel":"forum"'
    b'"chosen":"reason":"notes":{"felt":"what":"next":"done":true},"02_update_rhythm":{"every_weeks":2.0,'
    b'"says":["progress","date"],"channels":["email"],"act":"update","week":0,"to":[]'
)


def as_text(lessons: dict[str, Any]) -> str:
    """Return answers by lesson as a text.

    >>> from_text("Mine: " + as_text({"02_update_rhythm": {"chosen": "daily"}}))
    {'02_update_rhythm': {'chosen': 'daily'}}
    """
    return f"{HEAD}-{packed(lessons, VERSION, usual=_USUAL)}"


def from_text(text: str) -> dict[str, Any] | None:
    """Return the answers in a text, None if it is no such text at all.

    Raises:
        BadInput: it is cut, changed or too long.
    """
    if not re.search(rf"{HEAD}\s*-", text):
        return None
    body = whole_in(text, HEAD, VERSION) if len(text) <= MOST_LETTERS else None
    lessons = None if body is None else unpacked(body, most=MOST_BYTES, usual=_USUAL)
    if not isinstance(lessons, dict) or not all(isinstance(record, dict) for record in lessons.values()):
        raise BadInput(say("progress.cut"))
    return lessons
