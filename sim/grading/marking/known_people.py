"""The people whom a file that came alone may belong to: offered by name, so that nobody has to type one."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING

from sim.base.errors import BadInput
from sim.grading.intake.class_list import key_of_name
from sim.grading.intake.submitter import Submitter, from_file_name, plain_name, stem_of
from sim.grading.marking.kept_list import listed_in
from sim.grading.marking.saved_results import load_results
from sim.grading.reports.beside_points import person_told

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from sim.grading.intake.class_list import Matched

__all__ = ["known_people", "named_in_file", "person_called"]


def known_people(folder: Path) -> dict[str, Submitter]:
    """Return who handed something in to a graded class and who else is on its list, by the name that reports show."""
    with suppress(BadInput):
        graded = load_results(folder)
        found = {one.trainee: one.sender for one in graded}
        return {**_on_list(listed_in(folder, graded)), **found}
    return {}


def person_called(name: str, people: Mapping[str, Submitter]) -> tuple[str, Submitter]:
    """Return the name that reports show and the person of this name: one of those, or somebody new.

    >>> ana = Submitter(name="Ana Lee", number="7", platform="Moodle")
    >>> [(name, one.number) for name, one in (person_called(name, {"Ana Lee": ana}) for name in ("lee, ana", "Bo"))]
    [('Ana Lee', '7'), ('Bo', '')]
    """
    new = plain_name(name)
    found = [one for one in people.items() if key_of_name(one[0]) == key_of_name(new)]
    return found[0] if found else (new, Submitter(name=new))


def named_in_file(file: str, people: Mapping[str, Submitter]) -> str:
    """Return whom a file's name names, spelled as among those people if they are there; "" if it names nobody.

    >>> known = {"Ana Lee": Submitter(name="Ana Lee")}
    >>> [named_in_file(file, known) for file in ("ana_lee_ex05 (1).ipynb", "Bo ex02.json", "ex03.txt")]
    ['Ana Lee', 'Bo', '']
    """
    name = from_file_name(stem_of(file)).replace("_", " ")
    return next((known for known in people if key_of_name(known) == key_of_name(name)), name)


def _on_list(listed: Matched | None) -> dict[str, Submitter]:
    if listed is None:
        return {}
    names = [person.name for person in listed.nothing]
    return {
        person_told(person) if names.count(person.name) > 1 else person.name: Submitter(
            name=person.name, number=person.number if names.count(person.name) > 1 else ""
        )
        for person in listed.nothing
    }
