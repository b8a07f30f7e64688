"""Phrases to say and phrases to avoid, read from the text of the lessons."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, NamedTuple

from sim.base.errors import BadInput
from sim.catalogue.lesson_files import read_lessons
from sim.texts import words
from sim.texts.notebook_texts import translate_prose

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["Pair", "pairs", "pairs_by_lesson"]

PAIR = r"^(?:- )?\*\*(?P<act>[^*]+?)\.?\*\* {say} (?P<say>.+?) {avoid} (?P<avoid>.+)$"


class Pair(NamedTuple):
    """An act, a phrase to say and a phrase to avoid."""

    act: str
    say: str
    avoid: str


def pairs(prose: str) -> list[Pair]:
    """Return the pairs in a lesson's text, in order.

    >>> pairs("- **A no.** Say: “I cannot promise that.” Not: “I will see.”")
    [Pair(act='A no', say='“I cannot promise that.”', avoid='“I will see.”')]
    """
    marks = {name: re.escape(words.say(f"phrase_pair.{name}")) for name in ("say", "avoid")}
    return [Pair(**found.groupdict()) for found in re.finditer(PAIR.format(**marks), prose, re.MULTILINE)]


def pairs_by_lesson(notebooks: Path) -> dict[str, list[Pair]]:
    """Return the pairs of each lesson that has any, by the lesson's title.

    Raises:
        BadInput: there is no such folder, a lesson in it cannot be read, or none has such pairs.
    """
    found = {lesson.title: pairs(_prose(notebooks / lesson.file)) for lesson in read_lessons(notebooks)}
    found = {title: phrases for title, phrases in found.items() if phrases}
    if not found:
        raise BadInput(words.say("refused_file.no_lines", folder=notebooks))
    return found


def _prose(path: Path) -> str:
    try:
        notebook = json.loads(path.read_text(encoding="utf-8"))
        translate_prose(path.stem, notebook)
        return "\n".join("".join(cell["source"]) for cell in notebook["cells"] if cell["cell_type"] == "markdown")
    except (LookupError, TypeError):
        raise BadInput(words.say("refused_file.no_notebook", file=path)) from None
