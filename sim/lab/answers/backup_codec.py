"""All answers of a trainee as a text to copy, for those who cannot save a file."""

from __future__ import annotations

import re
from typing import Any

from sim.base.errors import BadInput
from sim.base.text_codec import ALL_ANSWERS, from_all_answers
from sim.base.text_codec import all_answers_text as as_text
from sim.texts.words import say

__all__ = ["HEAD", "as_text", "from_text"]

HEAD = f"MB{ALL_ANSWERS}"


def from_text(text: str) -> dict[str, Any] | None:
    """Return the answers in a text, None if it is not such a text.

    Raises:
        BadInput: it is incomplete, changed or too long.
    """
    if not re.search(rf"{HEAD}\s*-", text):
        return None
    lessons = from_all_answers(text)
    if not isinstance(lessons, dict) or not all(isinstance(record, dict) for record in lessons.values()):
        raise BadInput(say("progress.cut"))
    return lessons
