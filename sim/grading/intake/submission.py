"""Parse the bytes of a hand-in into submissions, or raise SubmissionError with the reason."""

from __future__ import annotations

import codecs
import json
import re
from dataclasses import dataclass, field
from html import unescape
from itertools import pairwise
from typing import Any

from sim.base.text_codec import ALL_ANSWERS, HAND_IN, from_all_answers, from_hand_in
from sim.grading.authoring.cells import NAMESPACE
from sim.texts.sentences import Sentence, Told

__all__ = ["LARGEST", "NO_ANSWERS", "UNREADABLE_TEXT", "Submission", "SubmissionError", "take_in"]

LARGEST = 2_000_000  # bytes: enough for pasted pictures, too few for a film
MOST_CELLS = 1_000
MOST_EXERCISES = 100
FORMAT = 4
EXERCISE = re.compile(r"ex\d+")
NEITHER = Sentence("not_graded.neither")
OTHER_JSON = Sentence("not_graded.other_json")
HEADS = re.compile(rf"MB({HAND_IN}|{ALL_ANSWERS})\s*-")
MARKUP = re.compile(r"<[^<>]*>")
UNSEEN = re.compile("[\u00ad\u200b\u2060\ufeff]")  # characters that mail programs and web pages insert into long words
ANSWERS_KEPT = "mending-bridges"  # marks the file with all of a trainee's answers
OWN_COMPUTER = "mine"  # the name in it if nobody entered one
SHEET = "mending-bridges-answers"
SHEET_FORMAT = 1
RECORD = "application/vnd.mending-bridges.answers+json"

UNREADABLE_TEXT = Sentence("not_graded.text")
NO_ANSWERS = Sentence("not_graded.no_answers")


class SubmissionError(ValueError):
    """A submission that cannot be graded; `why` tells trainee and facilitator."""

    def __init__(self, why: Told) -> None:
        super().__init__(why)
        self.why = why


@dataclass(frozen=True, kw_only=True)
class Submission:
    """What was handed in for one exercise.

    Args:
        exercise: the exercise that the file names.
        version: the exercise's version that the file names.
        name: the pseudonym in the file, or "".
        cells: a notebook's cells.
        answers: the forms' answers, by name; None without forms.
        remarks: on how it was read.
        refused: why this exercise cannot be graded, or "".
    """

    exercise: str
    version: str = ""
    name: str = ""
    cells: tuple[dict[str, Any], ...] = ()
    answers: dict[str, Any] | None = field(default=None, hash=False)
    remarks: tuple[Told, ...] = ()
    refused: Told = ""


def take_in(content: bytes) -> tuple[Submission, ...]:
    """Read a notebook, or a sheet of answers as JSON or as text.

    Raises:
        SubmissionError: the file is too large, malformed, or not from an exercise.

    >>> take_in(b"")
    Traceback (most recent call last):
    sim.grading.intake.submission.SubmissionError: The file is empty. Save it again, ...
    """
    if len(content) > LARGEST:
        raise SubmissionError(Sentence("not_graded.too_large", most=f"{LARGEST:,}"))
    if not content.strip():
        raise SubmissionError(Sentence("not_graded.empty"))
    found = _data(_text(content))
    if not isinstance(found, dict):
        raise SubmissionError(OTHER_JSON)
    if "cells" in found or "nbformat" in found:
        return (_notebook(found),)
    return _kept(found) if ANSWERS_KEPT in found else _sheet(found)


def _text(content: bytes) -> str:
    utf_16 = content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    try:
        return content.decode("utf-16" if utf_16 else "utf-8-sig")
    except ValueError:
        raise SubmissionError(NEITHER) from None


def _data(text: str) -> Any:
    """Return the JSON value in a text: as plain JSON, as a text code, or within a web page."""
    if text.lstrip()[:1] in {"{", "["}:
        return _json(text)
    plain = UNSEEN.sub("", unescape(MARKUP.sub(" ", text)))
    head = HEADS.search(plain)
    if head is None:
        return _json(plain if plain.lstrip()[:1] == "{" else text)
    found = from_hand_in(plain) if head[1] == HAND_IN else _with_lessons(from_all_answers(plain))
    if found is None:
        raise SubmissionError(UNREADABLE_TEXT)
    return found


def _json(text: str) -> Any:
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        raise SubmissionError(NEITHER) from None


def _with_lessons(lessons: Any) -> dict[str, Any] | None:
    return None if lessons is None else {ANSWERS_KEPT: 1, "lessons": lessons}


def _kept(content: dict[str, Any]) -> tuple[Submission, ...]:
    """Read the file of all of a trainee's answers, including those to lessons."""
    lessons = content.get("lessons")
    lessons = lessons if isinstance(lessons, dict) else {}
    called = lessons.get("hand-in")
    name = (called.get("name") if isinstance(called, dict) else "") or content.get("name")
    answered = {key: part for key, part in lessons.items() if EXERCISE.fullmatch(key)}
    return _sheet({SHEET: SHEET_FORMAT, "name": "" if name == OWN_COMPUTER else name, "exercises": answered})


def _notebook(content: dict[str, Any]) -> Submission:
    # Validate only what is read: a missing id or an odd output is no reason to refuse answers.
    if "nbformat" in content and content["nbformat"] != FORMAT:
        found = _short(content["nbformat"])
        raise SubmissionError(Sentence("not_graded.notebook_format", found=found, wanted=FORMAT))
    cells, metadata = content.get("cells"), content.get("metadata")
    if not (isinstance(cells, list) and all(isinstance(cell, dict) for cell in cells)):
        raise SubmissionError(Sentence("not_graded.no_notebook"))
    if len(cells) > MOST_CELLS:
        raise SubmissionError(Sentence("not_graded.many_cells", most=f"{MOST_CELLS:,}"))
    about = metadata.get(NAMESPACE) if isinstance(metadata, dict) else None
    exercise, version = _about(about)
    answers, remarks = _newest(_records(cells, exercise, version))
    return Submission(exercise=exercise, version=version, cells=tuple(cells), answers=answers, remarks=remarks)


def _records(cells: list[dict[str, Any]], exercise: str, version: str) -> list[tuple[int, dict[str, Any]]]:
    """Return the records of answers in the notebook's outputs, each with its number of changes."""
    found = []
    for cell in cells:
        outputs = cell.get("outputs")
        for output in outputs if isinstance(outputs, list) else []:
            data = output.get("data") if isinstance(output, dict) else None
            record = data.get(RECORD) if isinstance(data, dict) else None
            if not isinstance(record, dict) or (record.get("exercise"), record.get("version")) != (exercise, version):
                continue
            if isinstance(record.get("answers"), dict):
                found.append((_count(record.get("count")), record["answers"]))
    return found


def _count(value: Any) -> int:
    return value if isinstance(value, int) else 0


def _newest(records: list[tuple[int, dict[str, Any]]]) -> tuple[dict[str, Any] | None, tuple[Sentence, ...]]:
    """Return the answers of the record with the most changes; without counts, of the last in the file."""
    if not records:
        return None, ()
    _, answers = max(enumerate(records), key=lambda one: (one[1][0], one[0]))[1]
    differ = any(one != other for (_, one), (_, other) in pairwise(records))
    return answers, (Sentence("noted.records"),) if differ else ()


def _sheet(content: dict[str, Any]) -> tuple[Submission, ...]:
    exercises, name = content.get("exercises"), content.get("name")
    if SHEET not in content or not isinstance(exercises, dict):
        raise SubmissionError(OTHER_JSON)
    if content[SHEET] != SHEET_FORMAT or isinstance(content[SHEET], bool):
        found = _short(content[SHEET])
        raise SubmissionError(Sentence("not_graded.answers_format", found=found, wanted=SHEET_FORMAT))
    if not exercises:
        raise SubmissionError(NO_ANSWERS)
    if len(exercises) > MOST_EXERCISES:
        raise SubmissionError(Sentence("not_graded.many_exercises", most=MOST_EXERCISES))
    name = name if isinstance(name, str) else ""
    return tuple(_part(exercise, part, name) for exercise, part in exercises.items())


def _part(exercise: str, part: Any, name: str) -> Submission:
    """Return one exercise of a sheet; a malformed one does not affect the others."""
    part = part if isinstance(part, dict) else {}
    version, answers = part.get("version"), part.get("answers")
    if not (isinstance(version, str) and isinstance(answers, dict)):
        return Submission(exercise=exercise, name=name, refused=Sentence("not_graded.not_of_exercise"))
    return Submission(exercise=exercise, version=version, name=name, answers=answers)


def _about(found: Any) -> tuple[str, str]:
    """Return the exercise and version in a notebook's metadata."""
    about = found if isinstance(found, dict) else {}
    exercise, version = about.get("exercise"), about.get("version")
    if not (isinstance(exercise, str) and isinstance(version, str)):
        raise SubmissionError(Sentence("not_graded.which_exercise"))
    return exercise, version


def _short(value: Any) -> Told:
    return ascii(value)[:20] if isinstance(value, int | float | str | None) else Sentence("not_graded.unknown_kind")
