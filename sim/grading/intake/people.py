"""Tell apart people with similar names, so that nobody's answers replace another's."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from typing import TYPE_CHECKING

from sim.texts.sentences import Sentence

if TYPE_CHECKING:
    from sim.grading.intake.results import Read
    from sim.grading.intake.submitter import Submitter
    from sim.texts.sentences import Told

__all__ = ["called", "told_apart"]


def told_apart(read: list[Read]) -> list[Read]:
    """Return results in which no two people have the same name.

    The platform's number tells them apart, else the section, else the spelling of the folder's name. A file whose
    person somebody named belongs to the only one of that name. Files with the same name inside count as one person's,
    as long as no answer is lost by that.
    """
    read = _by_names_inside(_as_given(read))
    several: dict[str, dict[Submitter, list[Read]]] = defaultdict(lambda: defaultdict(list))
    for one in read:
        several[one.graded.sender.name][_person(one.graded.sender)].append(one)
    taken: set[str] = set()
    named: dict[int, Read] = {}
    for people in several.values():
        for one, label, asks in _labelled(_without_doubles(people), taken):
            taken.add(label)
            named[id(one)] = replace(one, graded=replace(one.graded, trainee=label, asks=_both(one.graded.asks, asks)))
    return [named[id(one)] for one in read]


def called(one: Read, others: list[Read]) -> str:
    """Return a file's name, with its folder if another file has the same name."""
    alike = {other.handed.path for other in others if other.handed.file == one.handed.file}
    return one.handed.file if len(alike | {one.handed.path}) == 1 else one.handed.path


def _both(one: Told, other: Told) -> Told:
    return Sentence("noted.both", one=one, other=other) if one and other else one or other


def _person(sender: Submitter) -> Submitter:
    return replace(sender, later=0, section="" if sender.number else sender.section)


def _as_given(read: list[Read]) -> list[Read]:
    """Return results in which files whose person somebody named belong to the only other person of that name."""
    own: dict[str, set[Submitter]] = defaultdict(set)
    for one in read:
        if not one.handed.given:
            own[one.graded.sender.name.casefold()].add(_person(one.graded.sender))

    def theirs(one: Read) -> Read:
        sender = one.graded.sender
        others = own[sender.name.casefold()] if one.handed.given else set()
        if len(others) != 1 or (sender.number and _person(sender) not in others):
            return one
        return replace(one, graded=replace(one.graded, sender=next(iter(others))))

    return [theirs(one) for one in read]


def _without_doubles(people: dict[Submitter, list[Read]]) -> dict[Submitter, list[Read]]:
    """Treat a lone file with a person's name, and the only folder of that name in its section, as the same person's."""
    found: dict[Submitter, list[Read]] = {}
    for person, several in sorted(people.items(), key=lambda one: (one[0].section, one[0].number, one[0].spelled)):
        folders = [other for other in people if other.spelled and replace(other, spelled="") == person]
        found.setdefault(folders[0] if len(folders) == 1 else person, []).extend(several)
    return found


def _labelled(people: dict[Submitter, list[Read]], taken: set[str]) -> list[tuple[Read, str, Told]]:
    """Return each result with its person's display name, and what to ask the facilitator."""
    found = []
    sections = {person.section for person in people}
    for person, several in people.items():
        label: str = person.name
        asks: Told = ""
        if len(people) > 1 and person.number:
            label = f"{person.name} ({person.number})"
        elif len(sections) > 1 and person.section:
            label = f"{person.name} ({person.section})"
        alike = [other for other in people if (other.number, other.section) == (person.number, person.section)]
        if len(alike) > 1:
            asks = Sentence("noted.spelled", number=len(alike), name=person.name)
        label = _free(label, taken | {name for _, name, _ in found})
        found += [(one, label, asks) for one in several]
    return found


def _free(label: str, taken: set[str]) -> str:
    """Return a name that is not taken.

    >>> _free("ana", set()), _free("ana", {"ana", "ana (2)"})
    ('ana', 'ana (3)')
    """
    number, free = 1, label
    while free in taken:
        number += 1
        free = f"{label} ({number})"
    return free


def _by_names_inside(read: list[Read]) -> list[Read]:
    """Give files different names if the name is only inside the files and one would replace another."""
    by_path = {(one.graded.sender.section, one.graded.sender.name) for one in read if not one.inside}
    inside: dict[tuple[str, str], list[Read]] = defaultdict(list)
    for one in read:
        if one.inside:
            inside[one.graded.sender.section, one.graded.sender.name].append(one)
    unsure = {key for key, several in inside.items() if key in by_path or _differ(several)}

    def apart(one: Read) -> Read:
        sender = one.graded.sender
        if not one.inside or (sender.section, sender.name) not in unsure:
            return one
        several = inside[sender.section, sender.name]
        own = replace(sender, name=f"{sender.name} ({called(one, several)})")
        files = ", ".join(sorted({called(other, several) for other in several}))
        asks = Sentence("noted.inside", name=sender.name, files=files)
        return replace(one, graded=replace(one.graded, sender=own, asks=asks))

    return [apart(one) for one in read]


def _differ(several: list[Read]) -> bool:
    """Return whether two files answer the same exercise differently."""
    first: dict[str, Read] = {}
    for one in several:
        other = first.setdefault(one.graded.exercise, one)
        if other.handed.path != one.handed.path and other.graded.answers != one.graded.answers:
            return True
    return False
