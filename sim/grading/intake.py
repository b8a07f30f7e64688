"""Intake: bytes that someone handed in become submissions, or a reason why not."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import Any

from sim.grading.cells import NAMESPACE
from sim.packing import HAND_IN, from_hand_in

__all__ = ["LARGEST", "Rejected", "Submission", "take_in"]

LARGEST = 2_000_000  # bytes: pictures pasted into prompts fit, a film does not
MOST_LETTERS = 200_000  # of a text to copy
MOST_CELLS = 1_000
MOST_EXERCISES = 100
FORMAT = 4
HEAD = f"MB{HAND_IN}-"
SHEET = "mending-bridges-answers"
SHEET_FORMAT = 1
RECORD = "application/vnd.mending-bridges.answers+json"


class Rejected(ValueError):  # noqa: N818 - it names what happened to the file, not our mistake
    """A submission that cannot be graded; the text says why, for trainee and facilitator."""


@dataclass(frozen=True, kw_only=True)
class Submission:
    """What was handed in for one exercise.

    Args:
        exercise: which, as the file says.
        version: the exercise's version, as the file says.
        name: the pseudonym that the file gives, or "".
        cells: a notebook's cells.
        answers: what a form wrote, by name; None if no form did.
        refused: why this exercise cannot be graded, or "".
    """

    exercise: str
    version: str = ""
    name: str = ""
    cells: tuple[dict[str, Any], ...] = ()
    answers: dict[str, Any] | None = field(default=None, hash=False)
    refused: str = ""


def take_in(content: bytes) -> tuple[Submission, ...]:
    """Read a notebook, or the sheet of answers that the forms wrote as JSON.

    Raises:
        Rejected: the bytes are too many, malformed or of no exercise.

    >>> take_in(b'{"cells": 3}')
    Traceback (most recent call last):
    sim.grading.intake.Rejected: The file is not a valid notebook.
    """
    if len(content) > LARGEST:
        raise Rejected(f"The file is larger than {LARGEST:,} bytes.")
    if not content.strip():
        raise Rejected("The file is empty.")
    found = _json(content)
    if not isinstance(found, dict):
        raise Rejected("The file holds JSON, but no notebook and no answers.")
    if "cells" in found or "nbformat" in found:
        return (_notebook(found),)
    return _sheet(found)


def _from_text(text: str) -> Any:
    """Read the sheet from the text that a form gives to copy, as it came in a message."""
    found = from_hand_in(text) if len(text) <= MOST_LETTERS else None
    if found is None:
        raise Rejected("The text of answers is cut, changed or too long. Copy it again, or hand in answers.json.")
    return found


def _json(content: bytes) -> Any:
    try:
        text = content.decode("utf-8-sig")
        if HEAD not in text or text.lstrip()[:1] in "{[":
            return json.loads(text)
    except (ValueError, RecursionError):
        raise Rejected("The file is not JSON, so it is neither notebook nor answers.") from None
    return _from_text(text)


def _notebook(content: dict[str, Any]) -> Submission:
    # Only what is read here must be right: a missing id or a strange output is no reason to refuse answers.
    if "nbformat" in content and content["nbformat"] != FORMAT:
        raise Rejected(f"The notebook has format {_short(content['nbformat'])}, not {FORMAT}.")
    cells, metadata = content.get("cells"), content.get("metadata")
    if not (isinstance(cells, list) and all(isinstance(cell, dict) for cell in cells)):
        raise Rejected("The file is not a valid notebook.")
    if len(cells) > MOST_CELLS:
        raise Rejected(f"The notebook has more than {MOST_CELLS:,} cells.")
    about = metadata.get(NAMESPACE) if isinstance(metadata, dict) else None
    exercise, version = _about(about)
    return Submission(exercise=exercise, version=version, cells=tuple(cells), answers=_record(cells, exercise, version))


def _record(cells: list[dict[str, Any]], exercise: str, version: str) -> dict[str, Any] | None:
    """Return the last answers that a form left in the notebook's outputs."""
    last = None
    for cell in cells:
        outputs = cell.get("outputs")
        for output in outputs if isinstance(outputs, list) else []:
            data = output.get("data") if isinstance(output, dict) else None
            record = data.get(RECORD) if isinstance(data, dict) else None
            if isinstance(record, dict) and (record.get("exercise"), record.get("version")) == (exercise, version):
                last = record.get("answers")
    return last if isinstance(last, dict) else None


def _sheet(content: dict[str, Any]) -> tuple[Submission, ...]:
    exercises, name = content.get("exercises"), content.get("name")
    if SHEET not in content or not isinstance(exercises, dict):
        raise Rejected("The file holds JSON, but no notebook and no answers.")
    if content[SHEET] != SHEET_FORMAT or isinstance(content[SHEET], bool):
        raise Rejected(f"The answers have format {_short(content[SHEET])}, not {SHEET_FORMAT}. Save them again.")
    if not exercises:
        raise Rejected("The file holds no answers yet.")
    if len(exercises) > MOST_EXERCISES:
        raise Rejected(f"The file answers more than {MOST_EXERCISES} exercises.")
    name = name if isinstance(name, str) else ""
    return tuple(_part(exercise, part, name) for exercise, part in exercises.items())


def _part(exercise: str, part: Any, name: str) -> Submission:
    """Return one exercise of a sheet; a broken one does not spoil the others."""
    part = part if isinstance(part, dict) else {}
    version, answers = part.get("version"), part.get("answers")
    if not (isinstance(version, str) and isinstance(answers, dict)):
        return Submission(exercise=exercise, name=name, refused="The file does not hold answers to this exercise.")
    return Submission(exercise=exercise, version=version, name=name, answers=answers)


def _about(found: Any) -> tuple[str, str]:
    """Return the exercise and version that a notebook says it belongs to."""
    about = found if isinstance(found, dict) else {}
    exercise, version = about.get("exercise"), about.get("version")
    if not (isinstance(exercise, str) and isinstance(version, str)):
        raise Rejected("The file does not say which exercise, and which version, it answers.")
    return exercise, version


def _short(value: Any) -> str:
    return ascii(value)[:20] if isinstance(value, int | float | str | None) else "of an unknown kind"
