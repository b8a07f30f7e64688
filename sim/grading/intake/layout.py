"""Find out how a class's folders are laid out: wrapper folders, sections, and folders named after people."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from itertools import takewhile
from typing import TYPE_CHECKING

from sim.grading.intake.entries import ENDINGS
from sim.grading.intake.submitter import exercise_in, from_file_name, from_platform, is_nobody, stem_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from sim.grading.intake.entries import Entry

__all__ = ["in_sections", "naming_part", "of_a_class"]


def in_sections(entries: list[Entry]) -> list[Entry]:
    """Return entries without the wrapper folders around a class, each with its section.

    Several top-level folders are sections if each holds only folders, of several trainees.
    """
    entries = _within_class(entries)
    sections: dict[str, list[Entry]] = defaultdict(list)
    for entry in entries:
        sections[entry.parts[0]].append(entry)
    if len(sections) < 2 or not all(_is_section(name, several) for name, several in sections.items()):  # noqa: PLR2004
        return entries
    return [
        replace(entry, section=f"{name}/{entry.section}" if entry.section else name)
        for name, several in sections.items()
        for entry in in_sections([_below_first(entry) for entry in several])
    ]


def naming_part(parts: Sequence[str]) -> int:
    """Return the index of the path's part that names the submitter: the first that is not named after an exercise.

    >>> naming_part(("ex01", "ana", "week 1", "ex01.ipynb")), naming_part(("ex01.ipynb",))
    (1, 0)
    """
    return next((at for at, part in enumerate(parts[:-1]) if not is_nobody(part)), len(parts) - 1)


def of_a_class(entries: list[Entry], *, lone: bool) -> bool:
    """Return whether an archive holds several people's work, as from a platform or a facilitator.

    Args:
        lone: whether only the archive's own name can name a submitter. Then several folders with answers in files of
            one name, or files that name several people, are a class; otherwise one person arranged them so.
    """
    if len({found[0] for entry in entries if (found := from_platform(entry.parts[0]))}) > 1:
        return True
    if not lone:
        return False
    people: dict[str, set[str]] = defaultdict(set)
    inside = _within_class(entries)
    for entry in inside:
        named = entry.parts[naming_part(entry.parts)]
        if len(entry.parts) > 1 and entry.parts[-1].lower().endswith(ENDINGS) and from_file_name(named):
            people[entry.parts[-1].lower()].add(named)
    return any(len(names) > 1 for names in people.values()) or _name_people(
        entry.parts[0] for entry in inside if len(entry.parts) == 1
    )


def _within_class(entries: list[Entry]) -> list[Entry]:
    """Return entries without wrapper folders around all trainees' folders, or around all lone files."""
    levels = zip(*(entry.parts if entry.is_folder else entry.parts[:-1] for entry in entries), strict=False)
    around = sum(1 for _ in takewhile(lambda names: len(set(names)) == 1 and not from_platform(names[0]), levels))
    if not around:
        return entries
    inside = [replace(entry, parts=entry.parts[around - 1 :]) for entry in entries]
    lone = [entry.parts[1] for entry in inside if len(entry.parts) == 2 and not entry.is_folder]  # noqa: PLR2004
    if len(_people_below(inside)) > 1 or _name_people(lone):
        return [_below_first(entry) for entry in inside]
    return entries


def _is_section(name: str, entries: list[Entry]) -> bool:
    folders_only = all(map(_lies_deep, entries))
    return folders_only and not (from_platform(name) or is_nobody(name)) and len(_people_below(entries)) > 1


def _below_first(entry: Entry) -> Entry:
    return replace(entry, parts=entry.parts[1:])


def _lies_deep(entry: Entry) -> bool:
    return len(entry.parts) + entry.is_folder > 2  # noqa: PLR2004 - class, trainee, file


def _people_below(entries: list[Entry]) -> set[str]:
    """Return the second-level folders that may be trainees'; an exercise's folder is not."""
    return {entry.parts[1] for entry in entries if _lies_deep(entry) and not is_nobody(entry.parts[1])}


def _name_people(names: Iterable[str]) -> bool:
    """Return whether lone files name several people, such as "ana_ex01.ipynb" beside "bo_ex01.ipynb"."""
    stems = [stem_of(name) for name in names]
    return len({from_file_name(stem) for stem in stems if exercise_in(stem)} - {""}) > 1
