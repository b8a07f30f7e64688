"""The list of lessons, read from the metadata of their notebooks."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sim.base.errors import BadInput
from sim.texts.notebook_texts import fact_of
from sim.texts.words import say

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["LessonFile", "read_lessons"]

COURSE = "Mending Bridges"


@dataclass(frozen=True)
class LessonFile:
    """One lesson, as its notebook's metadata describe it.

    Attributes:
        name: file name without its ending.
        title: as the page is called.
        minutes: how long it takes, if the notebook says so.
        question: what it answers, if the notebook says so.

    >>> LessonFile("01_what_moves_trust", "What moves trust?", minutes=12).file
    '01_what_moves_trust.ipynb'
    """

    name: str
    title: str
    minutes: int | None = None
    question: str = ""

    @property
    def file(self) -> str:
        """The notebook's file name."""
        return f"{self.name}.ipynb"

    @property
    def short_title(self) -> str:
        """The title without the course's name before it.

        >>> LessonFile("00_start", "Mending Bridges: start here").short_title
        'Start here'
        """
        short = self.title.removeprefix(f"{COURSE}:").strip()
        return short[:1].upper() + short[1:]

    @property
    def page_title(self) -> str:
        """The title with the course's name, for the browser's tab.

        >>> LessonFile("05_luck", "Luck or strategy?").page_title
        'Luck or strategy? - Mending Bridges'
        """
        return self.title if COURSE in self.title else f"{self.title} - {COURSE}"


def read_lessons(folder: Path) -> tuple[LessonFile, ...]:
    """Return the lessons of a folder in the order of their names.

    Raises:
        BadInput: there is no such folder, no notebook in it, or one that cannot be read.

    >>> from pathlib import Path
    >>> read_lessons(Path("no such folder"))  # doctest: +ELLIPSIS
    Traceback (most recent call last):
    sim.base.errors.BadInput: there is no folder 'no such folder'; start in the course's folder, or ...
    """
    if not folder.is_dir():
        raise BadInput(say("refused_file.no_folder", folder=folder))
    lessons = tuple(_read(path) for path in sorted(folder.glob("*.ipynb")))
    if not lessons:
        raise BadInput(say("refused_file.no_lessons", folder=folder))
    return lessons


def _read(path: Path) -> LessonFile:
    try:
        metadata = json.loads(path.read_text(encoding="utf-8"))["metadata"]
        return _lesson(path.stem, metadata)
    except (ValueError, LookupError, TypeError, AttributeError):
        raise BadInput(say("refused_file.no_notebook", file=path)) from None


def _lesson(name: str, metadata: dict[str, Any]) -> LessonFile:
    """Return a lesson from its notebook's metadata; a missing title is made from the file's name.

    >>> _lesson("01_x", {"title": "Silence", "minutes": 12, "question": "What does it cost?"})
    LessonFile(name='01_x', title='Silence', minutes=12, question='What does it cost?')
    >>> _lesson("A_model_card", {}).title
    'A model card'
    """
    title = fact_of(name, "title", str(metadata.get("title", ""))) or name.replace("_", " ")
    minutes = metadata.get("minutes")
    question = fact_of(name, "question", str(metadata.get("question", "")))
    return LessonFile(name, title, int(minutes) if minutes else None, question)
