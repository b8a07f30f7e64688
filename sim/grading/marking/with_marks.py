"""Put the marks of persons beside the program's points, and tell which marks fit nobody."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from typing import TYPE_CHECKING

from sim.grading.intake.class_list import nearest
from sim.grading.marking.mark_owner import Owners, contradicts
from sim.grading.reports.item_analysis import shares_by_question
from sim.grading.reports.marks_sheets import letters_of_text
from sim.grading.reports.report_pages import reflections
from sim.texts.sentences import Sentence

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sim.grading.intake.results import Graded, PersonMark
    from sim.grading.marking.markbook import Markbook
    from sim.grading.reports.guide import Guide

__all__ = ["told_of_kept", "with_marks"]

Key = tuple[str, str]


def with_marks(graded: list[Graded], book: Markbook, guide: Guide) -> tuple[list[Graded], list[PersonMark]]:
    """Return the results with the marks of persons, and the marks that fit no result.

    A question with written answers counts for a whole exercise as soon as one of its answers has points: whoever
    wrote nothing, or waits for a mark, has none of them yet.
    """
    found, kept = _fitted(graded, book.marks, guide)
    most = _marked_most(found, book, guide)
    texts: dict[Key, dict[str, str]] = defaultdict(dict)
    for one in reflections(graded, guide):
        texts[one["trainee"], one["exercise"]][one["asked"].name] = one["text"]
    return [
        _marked(one, found[key], most[one.exercise], texts[key])
        if one.status == "graded" and (key := (one.trainee, one.exercise))
        else one
        for one in graded
    ], kept


def told_of_kept(kept: Iterable[PersonMark], graded: list[Graded]) -> list[Sentence]:
    """Return what to say of each mark that fits nobody: the nearest names are offered, none is guessed."""
    people: dict[str, list[Graded]] = defaultdict(list)
    for one in graded:
        people[one.trainee].append(one)
    return [_told(mark, people) for mark in kept]


def _told(mark: PersonMark, people: dict[str, list[Graded]]) -> Sentence:
    points = "-" if mark.points is None else f"{mark.points:g}"
    facts = {"trainee": mark.trainee, "question": f"{mark.exercise} {mark.question}", "points": points}
    if own := people.get(mark.trainee):
        if contradicts(own[0], mark):
            return Sentence("marking.number_differs", number=mark.number, **facts)
        handed = mark.exercise in {one.exercise for one in own if one.status == "graded"}
        return Sentence("marking.no_such_answer" if handed else "marking.no_hand_in", **facts)
    near = nearest(mark.trainee, people)
    return (
        Sentence("marking.nobody_near", near=", ".join(near), **facts) if near else Sentence("marking.nobody", **facts)
    )


def _fitted(
    graded: list[Graded], marks: Iterable[PersonMark], guide: Guide
) -> tuple[dict[Key, dict[tuple[str, bool], PersonMark]], list[PersonMark]]:
    """Return marks by trainee and exercise, then by question and kind; and those that fit nothing."""
    results = {(one.trainee.casefold(), one.exercise): one for one in graded if one.status == "graded"}
    owners = Owners(graded)
    found: dict[Key, dict[tuple[str, bool], PersonMark]] = defaultdict(dict)
    kept = []
    for mark in marks:
        who = owners.of(mark)
        one = who and results.get((who.trainee.casefold(), mark.exercise))
        fits = one and _fits(one, mark, guide)
        if not fits:
            kept.append(mark)
            continue
        into = found[one.trainee, one.exercise]
        if one.trainee.casefold() == mark.trainee.casefold() or (mark.question, mark.written) not in into:
            into[mark.question, mark.written] = fits
    return found, kept


def _fits(one: Graded, mark: PersonMark, guide: Guide) -> PersonMark | None:
    """Return a mark as it stands beside the program's points, or None where there is no such question."""
    mark = replace(mark, trainee=one.trainee, number=one.sender.number)
    if mark.written:
        asked = guide.asked(one.exercise, mark.question)
        known = asked.rubric or f"{one.exercise}-{mark.question}" in one.texts or mark.question in one.texts
        return mark if known else None
    shares = {guide.asked(one.exercise, name).name: pair for name, pair in shares_by_question(one).items()}
    automatic, most = shares.get(mark.question, (0.0, -1.0))
    return replace(mark, automatic=automatic, max_points=most) if (mark.points or 0) <= most else None


def _marked_most(
    found: dict[Key, dict[tuple[str, bool], PersonMark]], book: Markbook, guide: Guide
) -> dict[str, dict[str, float]]:
    """Return the highest points of each written answer that is marked in this class, by exercise and question."""
    most: dict[str, dict[str, float]] = defaultdict(dict)
    for (_, exercise), marks in found.items():
        for mark in marks.values():
            if mark.written and mark.points is not None:
                stated = book.most.get(f"{exercise}/{mark.question}")
                most[exercise][mark.question] = stated or guide.asked(exercise, mark.question).most
    return most


def _marked(
    one: Graded, marks: dict[tuple[str, bool], PersonMark], most: dict[str, float], texts: dict[str, str]
) -> Graded:
    given = tuple(
        replace(mark, max_points=most.get(mark.question, mark.max_points)) if mark.written else mark
        for mark in marks.values()
    )
    have = {mark.question for mark in given if mark.written and mark.points is not None}
    changed = tuple(
        mark.question
        for mark in given
        if mark.written and mark.text and mark.text != letters_of_text(texts.get(mark.question, ""))
    )
    waits = tuple(name for name in texts if name not in have)
    return replace(one, marks=given, written_most=sum(most.values()), waits=waits, changed=changed)
