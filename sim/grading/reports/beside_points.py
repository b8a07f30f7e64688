"""What reports tell beside points: marks of persons, attempts, lateness, and who is on the list of the class."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

from sim.grading.intake.deadlines import zone_told
from sim.texts.words import many, say

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from sim.grading.intake.class_list import Matched, Person
    from sim.grading.intake.results import Attempt, Graded, Late, PersonMark
    from sim.grading.reports.guide import Guide
    from sim.texts.sentences import Told

__all__ = [
    "attempts_told",
    "beside_points",
    "late_told",
    "list_needs",
    "mark_of",
    "names_on_list",
    "override_told",
    "person_told",
    "unmarked",
]

HOUR, DAY = 3600, 86_400  # seconds


def mark_of(one: Graded, name: str, *, written: bool) -> PersonMark | None:
    """Return a person's mark for one question, or None."""
    return next((mark for mark in one.marks if mark.written == written and mark.question == name), None)


def override_told(mark: PersonMark) -> str:
    """Return what stands beside points that a person gave in place of the program's."""
    if mark.points is None:
        return mark.note
    return say("beside.override", points=f"{mark.points:g}", automatic=f"{mark.automatic:g}", reason=mark.note)


def late_told(one: Graded) -> str:
    """Return how late a hand-in came, and what is taken off; "" if it came in time."""
    if one.late is None:
        return ""
    if not one.late.share:
        return _how_late(one.late)
    facts = {"share": f"{100 * one.late.share:g}", "raw": f"{one.earned:g}", "points": f"{one.points:g}"}
    return say("beside.penalty", late=_how_late(one.late), **facts)


def attempts_told(one: Graded) -> list[str]:
    """Return a line for each attempt: its file, time and points, and whether it counts."""
    return [_attempt(attempt) for attempt in one.attempts]


def beside_points(graded: Iterable[Graded], guide: Guide) -> list[dict[str, Any]]:
    """Return one row for each result that a person marked, that came late, or that has several attempts."""
    rows = []
    for one in graded:
        told = [_mark(mark, one, guide) for mark in one.marks]
        told += [late] if (late := late_told(one)) else []
        told += attempts_told(one)
        if told and one.status == "graded":
            rows.append({"result": one, "told": told})
    return rows


def list_needs(listed: Matched | None) -> list[dict[str, Told]]:
    """Return a row of *Needs you* for each name that does not lead to one person on the list."""
    if listed is None:
        return []
    rows = [(name, _stranger(name, near)) for name, near in listed.strangers]
    rows += [
        (name, say("beside.unclear", name=name, people="; ".join(map(person_told, people))))
        for name, people in listed.unclear
    ]
    rows += [
        (person.name, say("beside.double", person=person_told(person), names=", ".join(names)))
        for person, names in listed.double
    ]
    return [{"trainee": name, "what": say("beside.list"), "why": why} for name, why in rows]


def unmarked(graded: Sequence[Graded]) -> int:
    """Return how many written answers count as 0, since others to their question have points."""
    given = ((one.exercise, mark) for one in graded for mark in one.marks)
    counting = {(exercise, mark.question) for exercise, mark in given if mark.written and mark.points is not None}
    return sum((one.exercise, name) in counting for one in graded for name in one.waits)


def names_on_list(listed: Matched | None) -> dict[str, str]:
    """Return the name on the class's list of each trainee who is called otherwise in the files."""
    return {who: person.name for who, person in listed.people.items() if person.name != who} if listed else {}


def person_told(person: Person) -> str:
    """Return a person on the list with what tells them apart.

    >>> from sim.grading.intake.class_list import Person
    >>> person_told(Person(row=3, name="Ana Lee", number="7", section="B")), person_told(Person(row=3, name="Ana Lee"))
    ('Ana Lee (7, B)', 'Ana Lee (row 3)')
    """
    facts = ", ".join(filter(None, (person.number, person.section, person.pseudonym)))
    return f"{person.name} ({facts or say('beside.row', row=person.row)})"


def _stranger(name: str, near: tuple[str, ...]) -> str:
    if near:
        return say("beside.stranger_near", name=name, near=", ".join(near))
    return say("beside.stranger", name=name)


def _mark(mark: PersonMark, one: Graded, guide: Guide) -> str:
    title = guide.asked(one.exercise, mark.question).title
    if not mark.written:
        return say("beside.mark", question=title, told=override_told(mark))
    most = "-" if mark.max_points is None else f"{mark.max_points:g}"
    points = "-" if mark.points is None else say("report.of", part=f"{mark.points:g}", whole=most)
    return say("beside.mark", question=title, told=" ".join(filter(None, (points, mark.note))))


def _how_late(late: Late) -> str:
    if not late.seconds:
        return say("beside.late_unknown")
    due, handed = (zone_told(datetime.fromisoformat(one)) for one in (late.due, late.handed))
    return say("beside.late", due=due, handed=handed, by=_duration(late.seconds))


def _duration(seconds: float) -> str:
    """Return a duration in days and hours, or in minutes below an hour.

    >>> _duration(2 * 86400 + 3 * 3600 + 5), _duration(90), _duration(3600), _duration(86400)
    ('2 days 3 hours', '2 minutes', '1 hour', '1 day')
    """
    if seconds < HOUR:
        return many("beside.minutes", -int(-seconds // 60))
    days, hours = int(seconds // DAY), int(seconds % DAY // HOUR)
    told = [many("beside.days", days)] if days else []
    return " ".join([*told, *([many("beside.hours", hours)] if hours else [])])


def _attempt(one: Attempt) -> str:
    known = one.points is not None
    points = (
        say("report.of", part=f"{one.points:g}", whole=f"{one.max_points:g}") if known else say("beside.not_checked")
    )
    handed = zone_told(datetime.fromisoformat(one.handed)) if one.handed else say("beside.unknown_time")
    told = [points, *([say("beside.late_too")] if one.late else [])]
    told += [say("beside.counts_partly" if one.partly else "beside.counts")] if one.counts else []
    return say("beside.attempt", file=one.file, handed=handed, points=", ".join(told))
