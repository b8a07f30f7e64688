"""Collect what was handed in from a folder, files or a zip, each file with its submitter."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field, replace
from functools import partial
from io import BytesIO
from typing import TYPE_CHECKING
from zipfile import BadZipFile, ZipFile

from sim.base.errors import BadInput
from sim.grading.intake.archives import MOST_FILES, in_archive
from sim.grading.intake.entries import MOST_OF_ONE, Room, is_archive, refused
from sim.grading.intake.folders import file_entry, in_folder
from sim.grading.intake.layout import in_sections, naming_part, of_a_class
from sim.grading.intake.person_folder import person_in
from sim.grading.intake.submission import SubmissionError
from sim.grading.intake.submitter import (
    Submitter,
    copy_number,
    from_file_name,
    from_platform,
    is_late,
    is_nobody,
    plain_name,
    stem_of,
)
from sim.texts.sentences import Sentence
from sim.texts.words import say

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from sim.grading.intake.entries import Entry
    from sim.texts.sentences import Told

__all__ = ["HandedIn", "collect"]


@dataclass(frozen=True, kw_only=True)
class HandedIn:
    """One file that was handed in, not yet read.

    Args:
        sender: the submitter.
        named: whether the path names the submitter; otherwise a name within the file may.
        file: the file's name, for display.
        path: its path within the class, shown where two files have the same name.
        when: seconds since 1970, to two seconds, as zip files tell time.
        copy: the number of the copy, according to the file's name.
        said_late: whether the platform marks it as late, as Canvas does in the file's name.
        given: whether somebody named the submitter, as in a `person_folder`.
        read: returns its bytes, or raises SubmissionError.
    """

    sender: Submitter
    named: bool
    file: str
    path: str
    when: float
    copy: int
    said_late: bool = False
    given: bool = False
    read: Callable[[], bytes] = field(repr=False, compare=False)

    @property
    def order(self) -> tuple[int, float, int, str]:
        """A sort key that is greater for a later hand-in."""
        return (self.sender.later, self.when, self.copy, self.file)


def collect(places: list[Path]) -> Iterator[HandedIn]:
    """Yield every file in folders and archives, in the order of their names; each is read only on demand.

    Raises:
        BadInput: a place that does not exist or cannot be read.
    """
    whose = {place: sender for place in places if (sender := person_in(place))}
    several = sum(place.is_dir() or is_archive(place.name) for place in places if place not in whose) > 1
    for place in places:
        if place in whose:
            yield from _of_person(place, whose[place])
            continue
        section = place.stem if several and not is_nobody(place.stem) else ""
        yield from (_of_section(one, section) for one in _from_place(place, alone=len(places) == 1))


def _from_place(place: Path, *, alone: bool) -> Iterator[HandedIn]:
    if place.is_dir():
        yield from _of_class(in_folder(place))
    elif not place.is_file():
        shown = str(place) if str(place).isprintable() else repr(str(place))
        raise BadInput(say("no_class.no_place", place=shown))
    elif is_archive(place.name):
        yield from _from_archive_file(place)
    else:
        # Where several files have the same name, their folders name the submitters.
        alike = not alone and not from_file_name(stem_of(place.name)) and place.parent.name
        yield _one(file_entry(place, (place.parent.name, place.name) if alike else (place.name,)), Room())


def _of_person(folder: Path, sender: Submitter) -> Iterator[HandedIn]:
    """Yield the files of one person, whatever they are called."""
    room = Room()
    for entry in in_folder(folder):
        for one in _within_room(replace(entry, parts=(folder.name, *entry.parts)), room, _files_in):
            yield replace(one, sender=sender, named=True, given=True)


def _of_section(one: HandedIn, section: str) -> HandedIn:
    """Return a file with its section, unless a platform's number identifies the person in every section."""
    if not section or one.sender.platform:
        return one
    inner = one.sender.section
    return replace(one, sender=replace(one.sender, section=plain_name(f"{section}/{inner}" if inner else section)))


def _from_archive_file(place: Path) -> Iterator[HandedIn]:
    """Yield the files of the archive that the facilitator named."""
    try:
        archive = ZipFile(place)
    except (BadZipFile, OSError, ValueError, NotImplementedError) as error:
        raise BadInput(say("no_class.no_zip", place=place, why=error)) from None
    with archive:
        yield from _of_class(in_archive(archive) or [refused(("empty.zip",), Sentence("not_graded.zip_empty"))])
        if len(archive.infolist()) > MOST_FILES:
            yield _refused(("…",), Sentence("not_graded.zip_many", most=f"{MOST_FILES:,}"))


def _of_class(entries: list[Entry]) -> Iterator[HandedIn]:
    """Yield a class's files; size limits apply to each trainee."""
    rooms: dict[tuple[str, ...], Room] = defaultdict(Room)
    for entry in in_sections(entries):
        room = rooms[entry.section, *entry.parts[: naming_part(entry.parts) + 1]]
        yield from (_of_section(one, entry.section) for one in _within_room(entry, room, _files_in))


def _within_room(entry: Entry, room: Room, then: Callable[[Entry, Room], Iterator[HandedIn]]) -> Iterator[HandedIn]:
    """Yield the files of one entry, as far as its trainee's limits allow."""
    beyond = room.take()
    if not beyond:
        yield from then(entry, room)
    elif beyond == 1:
        yield _refused((*entry.parts[:-1], "…"), Sentence("not_graded.many_files", most=MOST_OF_ONE))


def _files_in(entry: Entry, room: Room) -> Iterator[HandedIn]:
    if entry.is_folder:
        # An empty folder belongs to a trainee; for anything else, the folder that contains it decides.
        empty = _refused((*entry.parts, "-"), Sentence("not_graded.folder_empty"))
        yield replace(empty, file=plain_name(entry.parts[-1]), path=_shown(entry.path))
    elif is_archive(entry.parts[-1]):
        yield from _inner_archive(entry, room)
    else:
        yield _one(entry, room)


def _inner_archive(entry: Entry, room: Room) -> Iterator[HandedIn]:
    """Yield the files of a trainee's own archive; all are theirs, whatever its folders are called."""
    outer = _one(entry, room)
    for one in _inner_members(entry, room):
        yield replace(one, sender=outer.sender, named=outer.named)


def _inner_members(entry: Entry, room: Room) -> Iterator[HandedIn]:
    try:
        archive = ZipFile(BytesIO(entry.read(room)))
        files = [one for one in in_archive(archive) if not one.is_folder]
    except SubmissionError as why:
        yield _refused(entry.parts, why.why)
        return
    except Exception:  # noqa: BLE001 - zipfile fails in many ways on a broken archive
        yield _refused(entry.parts, Sentence("not_graded.zip_broken"))
        return
    with archive:
        if not files or of_a_class(files, lone=_is_lone(entry)):
            name = "not_graded.zip_of_class" if files else "not_graded.zip_empty_inside"
            yield _refused(entry.parts, Sentence(name))
            return
        for one in files:
            within = replace(one, parts=(*entry.parts[:-1], one.parts[-1]))
            yield from _within_room(within, room, _file_of_inner)


def _is_lone(entry: Entry) -> bool:
    """Return whether only the file's own name can name the submitter."""
    return naming_part(entry.parts) == len(entry.parts) - 1 and from_platform(entry.parts[-1]) is None


def _file_of_inner(entry: Entry, room: Room) -> Iterator[HandedIn]:
    yield (
        _refused(entry.parts, Sentence("not_graded.zip_in_zip")) if is_archive(entry.parts[-1]) else _one(entry, room)
    )


def _one(entry: Entry, room: Room) -> HandedIn:
    """Return a file with its submitter: named by the platform, else by its folder, else by its own name."""
    parts = entry.parts[naming_part(entry.parts) :]
    first, last = parts[0], entry.parts[-1]
    if found := from_platform(first):
        sender, rest = found
        last = rest if len(parts) == 1 and rest else last
        named = True
    elif len(parts) > 1:
        sender, named = Submitter(name=plain_name(first), spelled=first), True
    else:
        name = from_file_name(stem_of(last))
        # Where nothing names a person, each file counts as another person's.
        sender = Submitter(name=name or plain_name(stem_of(last)), spelled="" if name else str(entry.path))
        named = bool(name)
    # Only the part that names the submitter; the parts below it were named by the trainee.
    return HandedIn(
        sender=sender, named=named, file=plain_name(last), path=_shown(entry.path), when=entry.when,
        copy=copy_number(stem_of(last)), said_late=sender.platform == "Canvas" and is_late(first),
        read=partial(entry.read, room),
    )  # fmt: skip


def _shown(path: Path) -> str:
    return "/".join(plain_name(part) for part in path.parts[-3:])


def _refused(parts: tuple[str, ...], why: Told) -> HandedIn:
    return replace(_one(refused(parts, why), Room()), file=plain_name(parts[-1]))
