"""Extract: read answers as data. Nothing that a trainee wrote is ever run."""

from __future__ import annotations

import ast
import json
import math
import warnings
from typing import TYPE_CHECKING, Any

from sim.grading.cells import facts, role, source

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sim.grading.intake import Submission
    from sim.grading.master import Master

__all__ = ["extract", "written"]

LONGEST = 10_000  # bytes of one answer
DEEPEST = 20  # lists within lists: no answer asked for has more than four


class _NotData(ValueError):  # noqa: N818 - private, and shorter than an error's name
    """An answer that is more than data."""


def extract(submission: Submission, master: Master) -> tuple[dict[str, Any], list[str]]:
    """Return the answers by name, and remarks on what could not be used.

    Only names that the master asks for are kept. A cell that lost its metadata still counts by the
    name it assigns; of several answers to one name the last in the file counts, with a remark. What
    is typed into a cell counts over what a form wrote.
    """
    remarks: list[str] = []
    answers = dict(_from_form(submission.answers or {}, master, remarks))
    typed: dict[str, Any] = {}
    for name, value in _typed(submission, master, remarks):
        if name in typed and typed[name] != value:
            remarks.append(f"{name} was answered more than once; the last answer counts.")
        typed[name] = value
    remarks += [
        f"{name}: the form holds another answer than the cell; what is typed in the cell counts."
        for name in typed
        if name in answers and answers[name] != typed[name]
    ]
    return answers | typed, remarks


def written(submission: Submission, master: Master) -> dict[str, str]:
    """Return the text of each cell in which the exercise asks for a few sentences, by the cell's id."""
    texts = {
        str(facts(cell).get("grade_id")): source(cell)[:LONGEST]
        for cell in submission.cells
        if role(cell) == "reflection" and cell.get("cell_type") == "markdown"
    }
    return {name: text for name, text in texts.items() if name in master.reflections}


def _typed(submission: Submission, master: Master, remarks: list[str]) -> Iterator[tuple[str, Any]]:
    for cell in submission.cells:
        if not _may_answer(cell, master):
            continue
        try:
            pairs = list(_read(source(cell)))
        except _NotData as error:
            if role(cell) == "answer":
                remarks.append(f"{_label(cell, master)}: {error}")
            continue
        yield from ((name, value) for name, value in pairs if name in master.names)


def _label(cell: dict[str, Any], master: Master) -> str:
    """Return the answer cell's own id, if it is one that the master knows: anything else is a trainee's text."""
    known = facts(cell).get("grade_id")
    return known if isinstance(known, str) and known in master.answers else "One answer"


def _may_answer(cell: dict[str, Any], master: Master) -> bool:
    if cell.get("cell_type") != "code":
        return False
    return role(cell) == "answer" or (
        # Copying, splitting or importing a cell can lose its metadata.
        role(cell) is None and any(name in source(cell) for name in master.names)
    )


def _from_form(answers: dict[str, Any], master: Master, remarks: list[str]) -> Iterator[tuple[str, Any]]:
    for name in master.names:
        if answers.get(name) is None:
            continue
        try:
            yield name, _plain(answers[name])
        except _NotData as error:
            remarks.append(f"{name}: {error}")


def _read(text: str) -> Iterator[tuple[str, Any]]:
    """Read `name = literal` lines; None stands for no answer and is left out."""
    if len(text.encode("utf-8", "replace")) > LONGEST:
        raise _NotData(f"The answer is longer than {LONGEST:,} bytes.")
    for statement in _statements(text):
        name, value = _assignment(statement)
        if value is not None:
            yield name, _plain(value)


def _statements(text: str) -> list[ast.stmt]:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # Python warns of odd backslashes; the trainee cannot see it
            return ast.parse(text).body
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        raise _NotData("The answer is not written as `name = value`.") from None


def _assignment(statement: ast.stmt) -> tuple[str, Any]:
    if not (
        isinstance(statement, ast.Assign) and len(statement.targets) == 1 and isinstance(statement.targets[0], ast.Name)
    ):
        raise _NotData("The answer is not written as `name = value`.")
    try:
        return statement.targets[0].id, ast.literal_eval(statement.value)
    except (ValueError, TypeError, SyntaxError, RecursionError, MemoryError):
        raise _NotData("The answer must be a plain value, such as 3 or 'text'.") from None


def _plain(value: Any) -> Any:
    """Return a value that is the same after a trip through JSON, at most LONGEST bytes long."""
    try:
        text = json.dumps(value, allow_nan=False)
        again = json.loads(text)
    except (TypeError, ValueError, RecursionError):
        raise _NotData("The answer must be a number, a text, yes or no, or a list.") from None
    if len(text) > LONGEST:
        raise _NotData(f"The answer is longer than {LONGEST:,} bytes.")
    _refuse_extremes(again, DEEPEST)
    return again


def _refuse_extremes(value: Any, room: int) -> None:
    """Refuse numbers that no float holds, and lists within lists within lists."""
    if room == 0:
        raise _NotData(f"The answer has more than {DEEPEST} lists within lists.")
    if isinstance(value, int | float) and not math.isfinite(_as_float(value)):
        raise _NotData("The number is too large.")
    inside = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    for one in inside:
        _refuse_extremes(one, room - 1)


def _as_float(number: float) -> float:
    try:
        return float(number)
    except OverflowError:
        return math.inf
