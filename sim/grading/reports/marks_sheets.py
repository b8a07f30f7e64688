"""The two sheets in which a person marks: of written answers, and of points in place of the program's."""

from __future__ import annotations

from hashlib import sha256
from typing import TYPE_CHECKING, Any

from sim.grading.reports.grade_tables import as_csv
from sim.grading.reports.item_analysis import shares_by_question
from sim.grading.reports.report_pages import reflections

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from sim.grading.intake.results import Graded, PersonMark
    from sim.grading.reports.guide import Guide

__all__ = ["OVERRIDES", "REFLECTIONS", "letters_of_text", "marks_sheets", "question_named"]

REFLECTIONS, OVERRIDES = "reflections.csv", "overrides.csv"
WRITTEN = ("trainee", "number", "exercise", "question", "text", "max_points", "points", "note")
IN_PLACE = ("trainee", "number", "exercise", "question", "automatic", "max_points", "points", "reason")


def marks_sheets(
    graded: list[Graded], guide: Guide, kept: Iterable[PersonMark] = (), most: Mapping[str, float] | None = None
) -> dict[str, str]:
    """Return both sheets by the file's name, with all marks that were given; `kept` are marks of nobody in the class.

    Args:
        most: the highest points of written answers, by "exercise/question", where a person chose another number.
    """
    results = {(one.trainee, one.exercise): one for one in graded if one.status == "graded"}
    written = [
        _written(one, results[one["trainee"], one["exercise"]], guide, most or {})
        for one in sorted(reflections(graded, guide), key=lambda one: (one["exercise"], one["asked"].name))
    ]
    by_hand = [_in_place(one, name, guide) for one in graded if one.status == "graded" for name in _questions(one)]
    # Marks without a row of their own must not be lost: an answer that a later hand-in left out, or nobody's.
    given = [mark for one in graded for mark in one.marks] + [*kept]
    rows = {True: written, False: by_hand}
    for written_ones, into in rows.items():
        there = {
            (row["trainee"], row["exercise"], question_named(row["question"], row["exercise"], guide)) for row in into
        }
        into += [
            _row(mark, guide)
            for mark in given
            if mark.written == written_ones and (mark.trainee, mark.exercise, mark.question) not in there
        ]
    return {
        REFLECTIONS: as_csv(WRITTEN, [_only(row, WRITTEN) for row in written]),
        OVERRIDES: as_csv(IN_PLACE, [_only(row, IN_PLACE) for row in by_hand]),
    }


def question_named(cell: str, exercise: str, guide: Guide) -> str:
    """Return the name of the question that a sheet shows by its title, which begins with the name.

    >>> from sim.grading.reports.guide import guide_to
    >>> question_named("q4, One of your partners wants to hear …", "ex02", guide_to(["ex02"]))
    'q4'
    """
    by_title = {asked.title: asked.name for asked in guide.of(exercise)}
    return by_title.get(cell) or cell.partition(",")[0].strip().removeprefix(f"{exercise}-")


def letters_of_text(text: str) -> str:
    r"""Return eight letters that change with a text, whatever a spreadsheet did to its marks and spaces.

    >>> letters_of_text("Ask, first!") == letters_of_text("ask\n first"), letters_of_text(" ")
    (True, '')
    """
    bare = "".join(filter(str.isalnum, text)).casefold()
    digits = sha256(bare.encode("utf-8", "replace")).hexdigest()[:8]
    return "".join(chr(ord("a") + int(digit, 16)) for digit in digits) if bare else ""


def _written(one: dict[str, Any], result: Graded, guide: Guide, most: Mapping[str, float]) -> dict[str, Any]:
    asked = one["asked"]
    row = {"max_points": most.get(f"{one['exercise']}/{asked.name}", asked.most), "text": one["text"]}
    given = next((mark for mark in result.marks if mark.written and mark.question == asked.name), None)
    return (_row(given, guide) if given else {}) | _who(result, asked.title) | row


def _in_place(one: Graded, question: str, guide: Guide) -> dict[str, Any]:
    points, most = shares_by_question(one)[question]
    asked = guide.asked(one.exercise, question)
    given = next((mark for mark in one.marks if not mark.written and mark.question == asked.name), None)
    row = {"automatic": points, "max_points": most}
    return (_row(given, guide) if given else {}) | _who(one, asked.title) | row


def _questions(one: Graded) -> list[str]:
    return list(shares_by_question(one))


def _who(one: Graded, title: str) -> dict[str, Any]:
    return {"trainee": one.trainee, "number": one.sender.number, "exercise": one.exercise, "question": title}


def _row(mark: PersonMark, guide: Guide) -> dict[str, Any]:
    """Return what a mark says, whether its trainee handed something in or not."""
    title = guide.asked(mark.exercise, mark.question).title
    row = {name: getattr(mark, name) for name in ("trainee", "number", "exercise", "points", "max_points", "note")}
    return row | {"question": title, "reason": mark.note}


def _only(row: dict[str, Any], columns: tuple[str, ...]) -> dict[str, Any]:
    """Return a row's cells of these columns, whole numbers without a point."""
    return {name: _number(row.get(name)) for name in columns}


def _number(value: Any) -> Any:
    return f"{value:g}" if isinstance(value, float) else value
