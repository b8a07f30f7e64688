"""The list of a class: who has handed in nothing, and who is not on it. Names are offered and never guessed."""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from dataclasses import dataclass
from difflib import get_close_matches
from typing import TYPE_CHECKING

from sim.grading.intake.spreadsheet import SheetError
from sim.texts.words import say

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from sim.grading.intake.results import Graded
    from sim.grading.intake.spreadsheet import SheetRow, Table
    from sim.grading.intake.submitter import Submitter

__all__ = [
    "FIRST",
    "LAST",
    "NAMES",
    "NUMBERS",
    "SECTIONS",
    "Matched",
    "Person",
    "is_canvas",
    "is_moodle",
    "key_of_name",
    "match",
    "nearest",
    "people_in",
    "person_of",
    "rows_of_people",
]

NEAREST, ALIKE = 3, 0.6  # how many names are offered, and from which likeness on, 0 to 1
NAMES = ("name", "full name", "student", "trainee")
FIRST, LAST = ("first name", "firstname", "given name"), ("last name", "lastname", "surname", "family name")
NUMBERS = ("number", "id number", "sis user id", "student number")
SECTIONS = ("section", "groups", "group", "class")
CANVAS_TEST = "student, test"  # whom Canvas adds for the teacher's own trials


@dataclass(frozen=True, kw_only=True)
class Person:
    """One person on the list of a class.

    Args:
        row: the row in the list, as a spreadsheet counts.
        name: as the list has it.
        number: the school's number, or "".
        section: the class, if there are several, or "".
        pseudonym: the name under which they hand in, or "".
        canvas: Canvas's own number for this person, or "".
        moodle: the number in Moodle's `Identifier`, which is another in each assignment, or "".
        login: Canvas's `SIS Login ID`, or "".
    """

    row: int
    name: str
    number: str = ""
    section: str = ""
    pseudonym: str = ""
    canvas: str = ""
    moodle: str = ""
    login: str = ""


@dataclass(frozen=True, kw_only=True)
class Matched:
    """A class beside its list.

    Args:
        people: the person on the list, by trainee.
        size: how many people are on the list.
        nothing: people who handed in nothing.
        strangers: trainees who are not on the list, each with the nearest names on it.
        unclear: trainees whose name fits several people, each with these.
        double: people to whom several trainees' names belong, each with these; none of them is in `people`.
    """

    people: dict[str, Person]
    size: int = 0
    nothing: tuple[Person, ...] = ()
    strangers: tuple[tuple[str, tuple[str, ...]], ...] = ()
    unclear: tuple[tuple[str, tuple[Person, ...]], ...] = ()
    double: tuple[tuple[Person, tuple[str, ...]], ...] = ()


def is_canvas(table: Table) -> bool:
    """Return whether a table is an export of Canvas's gradebook."""
    columns = {name.casefold() for name in table.columns}
    return {"id", "section"} <= columns and bool({"student", "lastname"} & columns)


def is_moodle(table: Table) -> bool:
    """Return whether a table is a grading worksheet of Moodle's."""
    return {"identifier", "grade", "last modified (grade)"} <= {name.casefold() for name in table.columns}


def people_in(table: Table) -> list[Person]:
    r"""Return the people on a list: a plain one, or an export of Canvas or Moodle as it is.

    Raises:
        SheetError: no column of names, nobody on it, or somebody twice.

    >>> from sim.grading.intake.spreadsheet import table_of
    >>> [person] = people_in(table_of(b"First name,Last name,ID number\nAna,Lee,007\n", "participants.csv"))
    >>> person.name, person.number
    ('Ana Lee', '007')
    """
    people = list(rows_of_people(table))
    if problems := _twice(table, people):
        raise SheetError(problems)
    return people


def rows_of_people(table: Table) -> dict[Person, SheetRow]:
    """Return the people in a table, each with the row that names them.

    Raises:
        SheetError: no column of names, or nobody.
    """
    columns = {name.casefold() for name in table.columns}
    if not columns & {*NAMES} and not (columns & {*FIRST} and columns & {*LAST}):
        known = ", ".join(filter(None, table.columns)) or "-"
        raise SheetError([say("class_list.no_names", file=table.name, known=known)])
    canvas = is_canvas(table)
    people = {person: line for line in table.lines() if (person := person_of(line, canvas=canvas))}
    if not people:
        raise SheetError([say("class_list.nobody", file=table.name)])
    return people


def person_of(line: SheetRow, *, canvas: bool) -> Person | None:
    """Return the person in a row of a list; None for a row that is no person's."""
    name = _first(line, NAMES) or " ".join(filter(None, (_first(line, FIRST), _first(line, LAST))))
    if not name or (canvas and (name.casefold() == CANVAS_TEST or not line["id"])):
        return None
    return Person(
        row=line.row,
        name=name,
        number=_first(line, NUMBERS),
        section=_first(line, SECTIONS),
        pseudonym=line["pseudonym"],
        canvas=line["id"] if canvas else "",
        moodle="".join(re.findall(r"\d+$", line["identifier"])),
        login=line["sis login id"],
    )


def match(graded: Iterable[Graded], people: list[Person]) -> Matched:
    """Return who of a class is who on its list.

    A platform's own number says who it is; else the pseudonym or the name, in either order of its parts; among people
    of one name the number and the section decide.
    """
    found: dict[str, Person] = {}
    strangers, unclear = [], []
    for trainee, sender in {one.trainee: one.sender for one in graded}.items():
        fits = _fits(sender, people)
        if len(fits) == 1:
            found[trainee] = fits[0]
        elif fits:
            unclear.append((trainee, tuple(fits)))
        else:
            strangers.append((trainee, tuple(nearest(sender.name, [person.name for person in people]))))
    whose: dict[Person, list[str]] = defaultdict(list)
    for trainee, person in found.items():
        whose[person].append(trainee)
    seen = {*whose, *(person for _, several in unclear for person in several)}
    return Matched(
        people={names[0]: person for person, names in whose.items() if len(names) == 1},
        size=len(people),
        nothing=tuple(person for person in people if person not in seen),
        strangers=tuple(strangers),
        unclear=tuple(unclear),
        double=tuple((person, tuple(names)) for person, names in whose.items() if len(names) > 1),
    )


def nearest(name: str, names: Iterable[str]) -> list[str]:
    """Return the names that are most like one, at most three.

    >>> nearest("Anna Lee", ["Bo Ré", "Lee, Ana", "Di"])
    ['Lee, Ana']
    """
    by_key = {" ".join(sorted(key_of_name(one).split())): one for one in names}
    found = get_close_matches(" ".join(sorted(key_of_name(name).split())), by_key, n=NEAREST, cutoff=ALIKE)
    return [by_key[key] for key in found]


def _first(line: SheetRow, names: Iterable[str]) -> str:
    return next((line[name] for name in names if line[name]), "")


def key_of_name(name: str) -> str:
    """Return a name as it is compared: "Lee, Ana" is Ana Lee, and case does not count.

    >>> key_of_name("Lee,  Ana"), key_of_name("ana LEE")
    ('ana lee', 'ana lee')
    """
    last, comma, first = unicodedata.normalize("NFC", name).partition(",")
    return " ".join((f"{first} {last}" if comma else name).split()).casefold()


def _letters(name: str) -> str:
    """Return a name as Canvas writes it into a file's name: last name first, without spaces.

    >>> _letters("Lee, Ana"), _letters("Ana Lee")
    ('leeana', 'leeana')
    """
    if "," not in name:
        *first, last = name.split() or [""]
        name = f"{last} {' '.join(first)}"
    return re.sub(r"\W|_", "", name).casefold()


def _fits(sender: Submitter, people: list[Person]) -> list[Person]:
    """Return the people whom a hand-in may belong to, by the first rule that any fits."""
    rules: list[Callable[[Person], bool]] = [
        lambda person: sender.platform == "Canvas" and bool(sender.number) and person.canvas == sender.number,
        lambda person: sender.platform == "Moodle" and bool(sender.number) and person.moodle == sender.number,
        lambda person: bool(person.pseudonym) and key_of_name(person.pseudonym) == key_of_name(sender.name),
        lambda person: key_of_name(person.name) == key_of_name(sender.name),
        # With groups, Moodle writes "Group 2-Ana Lee".
        lambda person: (
            sender.platform == "Moodle" and key_of_name(sender.name).endswith(f"-{key_of_name(person.name)}")
        ),
        lambda person: sender.platform == "Canvas" and _letters(person.name) == sender.name.casefold(),
    ]
    found = next((fits for rule in rules if (fits := [person for person in people if rule(person)])), [])
    return found if len(found) < 2 else _told_apart(sender, found)  # noqa: PLR2004


def _told_apart(sender: Submitter, found: list[Person]) -> list[Person]:
    """Return which of several people of one name a hand-in belongs to, by number, then by section."""
    by_number = [person for person in found if sender.number and person.number.lstrip("0") == sender.number.lstrip("0")]
    by_section = [
        person for person in found if sender.section and key_of_name(person.section) == key_of_name(sender.section)
    ]
    return by_number or by_section or found


def _twice(table: Table, people: list[Person]) -> list[str]:
    """Return a sentence for each number or pseudonym that two rows give."""
    problems = []
    for kind in ("number", "pseudonym"):
        first: dict[str, Person] = {}
        for person in people:
            value = getattr(person, kind).casefold()
            other = first.setdefault(value, person)
            if value and other is not person:
                facts = {"file": table.name, "row": other.row, "other_row": person.row, "value": getattr(person, kind)}
                problems.append(say(f"class_list.{kind}_twice", one=other.name, other=person.name, **facts))
    return problems
