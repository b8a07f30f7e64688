"""Intake: a file that someone handed in becomes a submission, or a reason why not."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import nbformat

from sim.grading.cells import NAMESPACE

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["Rejected", "Submission", "take_in"]

LARGEST = 2_000_000  # bytes: pictures pasted into prompts fit, a film does not


class Rejected(ValueError):  # noqa: N818 - it names what happened to the file, not our mistake
    """A submission that cannot be graded; the text says why, for trainee and facilitator."""


@dataclass(frozen=True, kw_only=True)
class Submission:
    """What was handed in: the exercise, its version, and a notebook's cells or a form's answers."""

    exercise: str
    version: str
    cells: tuple[dict[str, Any], ...] = ()
    answers: dict[str, Any] | None = None


def take_in(path: Path) -> Submission:
    """Read a notebook, or the answers that a form wrote as JSON.

    Raises:
        Rejected: the file is too large, unreadable, malformed or of no exercise.
    """
    if not path.is_file():
        raise Rejected("This is not a file.")
    if path.stat().st_size > LARGEST:
        raise Rejected(f"The file is larger than {LARGEST:,} bytes.")
    content = _read_json(path)
    if not isinstance(content, dict):
        raise Rejected("The file holds JSON, but no notebook and no answers.")
    if "cells" in content or "nbformat" in content:
        return _notebook(content)
    return _form(content)


def _read_json(path: Path) -> Any:
    try:
        return json.loads(path.read_bytes().decode("utf-8-sig"))
    except OSError as error:
        raise Rejected(f"The file cannot be read: {error.strerror}.") from None
    except (ValueError, RecursionError):
        raise Rejected("The file is not JSON, so it is neither notebook nor answers.") from None


def _notebook(content: dict[str, Any]) -> Submission:
    try:
        nbformat.validate(content, relax_add_props=True)
    except Exception:  # noqa: BLE001 - nbformat fails in many ways on what is no notebook
        raise Rejected("The file is not a valid notebook.") from None
    if content["nbformat"] != nbformat.current_nbformat:
        raise Rejected(f"The notebook has format {content['nbformat']}, not 4.")
    exercise, version = _about(content["metadata"].get(NAMESPACE))
    return Submission(exercise=exercise, version=version, cells=tuple(content["cells"]))


def _form(content: dict[str, Any]) -> Submission:
    exercise, version = _about(content)
    answers = content.get("answers")
    if not isinstance(answers, dict):
        raise Rejected("The file holds JSON, but no notebook and no answers.")
    return Submission(exercise=exercise, version=version, answers=answers)


def _about(found: Any) -> tuple[str, str]:
    """Return the exercise and version that a file says it belongs to."""
    about = found if isinstance(found, dict) else {}
    exercise, version = about.get("exercise"), about.get("version")
    if not (isinstance(exercise, str) and isinstance(version, str)):
        raise Rejected("The file does not say which exercise, and which version, it answers.")
    return exercise, version
