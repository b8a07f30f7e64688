"""Collect: a folder, files or a zip become files, each with its sender. Nothing is unpacked to disk."""

from __future__ import annotations

import re
import stat
from collections import defaultdict
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import datetime
from io import BytesIO
from itertools import islice, takewhile
from pathlib import Path
from typing import TYPE_CHECKING
from zipfile import BadZipFile, ZipFile, ZipInfo

from sim.errors import BadInput
from sim.grading.intake import LARGEST, Rejected
from sim.grading.members import folders_of, member_name
from sim.grading.senders import Sender, copy_number, exercise_in, from_file_name, from_platform, is_nobody, plain_name

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

__all__ = ["HandedIn", "collect"]

MOST_FILES = 20_000  # in one archive
# Of one trainee in one archive: seven exercises, a few times over. What one hands in must not cost another's grade.
MOST_OF_ONE = 100
MOST_UNPACKED = 100_000_000  # bytes
LARGEST_INNER = 20_000_000  # bytes of a trainee's own archive
DEEPEST = 8  # folders below the one that was named
NEVER_ANSWERS = {"__macosx", "thumbs.db", "desktop.ini", ".ds_store", ".git", ".ipynb_checkpoints"}
ENDINGS = (".ipynb", ".json", ".txt")


TOO_MANY = f"These are more than {MOST_OF_ONE} files of one trainee; the rest was not read."
OF_A_CLASS = "This zip file holds several people's work. Name it on its own, and not the folder that it is in."
EMPTY_FOLDER = "This folder is empty: nothing was handed in. Ask for the file."
IN_A_ZIP = "This is a zip file inside a zip file. Hand in the notebook itself, or answers.json."


@dataclass
class _Room:
    """What one trainee's files in one archive have taken so far."""

    files: int = 0
    bytes: int = 0

    def take(self) -> int:
        """Count one file more, and return by how many there are too many."""
        self.files += 1
        return max(0, self.files - MOST_OF_ONE)


@dataclass(frozen=True, kw_only=True)
class HandedIn:
    """One file that was handed in, not yet read.

    Args:
        sender: whose it is.
        named: whether the path names the sender; else a name within the file may.
        file: the file's own name as it is shown.
        path: where it lies within the class, as it is shown where two files are called alike.
        when: seconds since 1970, to two seconds, as zip files tell time.
        copy: which copy of the file its name says it is.
        read: returns its bytes, or raises Rejected.
    """

    sender: Sender
    named: bool
    file: str
    path: str
    when: float
    copy: int
    read: Callable[[], bytes] = field(repr=False, compare=False)

    @property
    def order(self) -> tuple[int, float, int, str]:
        """What is greater for what was handed in later."""
        return (self.sender.later, self.when, self.copy, self.file)


def collect(places: list[Path]) -> Iterator[HandedIn]:
    """Yield every file in folders and archives, in the order of their names; each is read only when asked for.

    Raises:
        BadInput: a place that is not there or cannot be read.
    """
    several = sum(place.is_dir() or _is_archive(place) for place in places) > 1
    for place in places:
        section = place.stem if several and not is_nobody(place.stem) else ""
        yield from (_of_section(one, section) for one in _from_place(place, alone=len(places) == 1))


def _from_place(place: Path, *, alone: bool) -> Iterator[HandedIn]:
    if place.is_dir():
        yield from _from_folder(place)
    elif not place.is_file():
        shown = str(place) if str(place).isprintable() else repr(str(place))
        raise BadInput(f"{shown}: there is no such file or folder; name the folder or zip file of submissions")
    elif _is_archive(place):
        yield from _from_archive_file(place)
    else:
        # Of several files that are called alike, the folder tells whose each is.
        alike = not alone and not from_file_name(place.stem) and place.parent.name
        shown = Path(place.parent.name, place.name) if alike else Path(place.name)
        yield _one(shown, _when(place), lambda: _bytes(place))


def _of_section(one: HandedIn, section: str) -> HandedIn:
    """Return a file as one of a section; what a platform numbers is one person's in every section."""
    if not section or one.sender.platform:
        return one
    inner = one.sender.section
    return replace(one, sender=replace(one.sender, section=plain_name(f"{section}/{inner}" if inner else section)))


def _from_folder(folder: Path) -> Iterator[HandedIn]:
    try:
        names = sorted(path.name for path in folder.iterdir())
    except OSError as error:
        raise BadInput(f"{folder}: cannot be read ({error.strerror})") from None
    around = [name for name in names if not _is_beside(name)]
    if len(around) == 1 and _leads_to_a_class(folder / around[0]):
        yield from _from_folder(folder / around[0])
    elif len(around) > 1 and all(_is_of_a_class(folder / name, alone=True) for name in around):
        for name in around:
            yield from (_of_section(one, name) for one in _from_folder(folder / name))
    else:
        for shown in _naming_paths(folder, names):
            yield from _of_one(_below(folder / shown, shown), shown)


def _naming_paths(folder: Path, names: list[str]) -> Iterator[Path]:
    """Yield the paths that name people: what lies in a class's folder, and in an exercise's folder within it."""
    for name in names:
        inside = folder / name
        if is_nobody(name) and inside.is_dir() and not inside.is_symlink() and any(inside.iterdir()):
            yield from (Path(name, one) for one in sorted(path.name for path in inside.iterdir()))
        else:
            yield Path(name)


def _leads_to_a_class(path: Path) -> bool:
    """Return whether this folder, or the one folder in it and so on, lies around a class."""
    for _ in range(DEEPEST):
        if _is_of_a_class(path):
            return True
        if path.is_symlink() or not path.is_dir() or from_platform(path.name):
            return False
        with suppress(OSError):
            inside = [one for one in path.iterdir() if not _is_beside(one.name)]
            if _names_people([one.name for one in inside if one.is_file()]):
                return True
            if len(inside) == 1:
                path = inside[0]
                continue
        return False
    return False


def _names_people(names: Iterable[str]) -> bool:
    """Return whether lone files are several people's, as their names say: "ana_ex01.ipynb" beside "bo_ex01.ipynb"."""
    stems = [Path(name).stem for name in names]
    return len({from_file_name(stem) for stem in stems if exercise_in(stem)} - {""}) > 1


def _is_of_a_class(path: Path, *, alone: bool = False) -> bool:
    """Return whether this is a folder around several trainees' folders, and so nobody's.

    Args:
        path: the folder.
        alone: whether it must hold nothing else: of several folders each may be one trainee's.
    """
    if path.is_symlink() or not path.is_dir() or from_platform(path.name) or is_nobody(path.name):
        return False
    with suppress(OSError):
        inside = [one for one in path.iterdir() if not _is_beside(one.name)]
        folders = [one.name for one in inside if one.is_dir() and not one.is_symlink()]
        enough = sum(not is_nobody(name) for name in folders) > 1
        return enough and not (alone and len(folders) < len(inside))
    return False


def _of_one(files: Iterator[HandedIn], shown: Path) -> Iterator[HandedIn]:
    """Yield no more files than one trainee may hand in."""
    yield from islice(files, MOST_OF_ONE)
    if next(files, None) is not None:
        yield _refused(shown / "…", TOO_MANY)


def _below(path: Path, shown: Path) -> Iterator[HandedIn]:
    """Yield the files at and below a path; whatever cannot be followed becomes a refusal."""
    if _is_beside(path.name):
        return
    try:
        kind = path.lstat().st_mode
        entries = sorted(one.name for one in path.iterdir()) if stat.S_ISDIR(kind) else []
    except (OSError, ValueError):
        yield _refused(shown, "This cannot be read.")
        return
    if stat.S_ISLNK(kind):
        yield _refused(shown, "This is a link to another place, not a file. Links are not followed.")
    elif stat.S_ISDIR(kind):
        yield from _folder_below(path, shown, entries)
    elif not stat.S_ISREG(kind):
        yield _refused(shown, "This is not a file.")
    elif _is_archive(path):
        yield from _inner_archive(shown, lambda: _bytes(path, LARGEST_INNER), _Room())
    else:
        yield _one(shown, _when(path), lambda: _bytes(path))


def _folder_below(path: Path, shown: Path, entries: list[str]) -> Iterator[HandedIn]:
    if path.name.lower().endswith(ENDINGS):
        yield _refused(shown, "This is a folder with a file's name. Hand in the file itself.")
    elif len(shown.parts) >= DEEPEST:
        yield _refused(shown, f"This folder is more than {DEEPEST} folders deep.")
    elif not any(not _is_beside(entry) for entry in entries):
        yield _refused(shown, EMPTY_FOLDER, of_folder=True)
    else:
        for entry in entries:
            yield from _below(path / entry, shown / entry)


def _from_archive_file(place: Path) -> Iterator[HandedIn]:
    """Yield the files of the archive that the facilitator named."""
    try:
        archive = ZipFile(place)
    except (BadZipFile, OSError, ValueError, NotImplementedError) as error:
        raise BadInput(f"{place}: is no zip file that can be read ({error}); download it again") from None
    with archive:
        yield from _members(archive)


def _members(archive: ZipFile) -> Iterator[HandedIn]:
    """Yield the files of the archive that the facilitator named; each trainee has room of their own in it."""
    members = _named(archive.infolist()[:MOST_FILES])
    if not members:
        yield _refused(Path("empty.zip"), "The zip file is empty. Download it again, or name the folder.")
    rooms: dict[str, _Room] = defaultdict(_Room)
    for member in members:
        yield from (_of_section(one, member.section) for one in _member(archive, member, rooms))
    if len(archive.infolist()) > MOST_FILES:
        yield _refused(Path("…"), f"The zip file holds more than {MOST_FILES:,} files; the rest was not read.")


def _member(archive: ZipFile, member: Member, rooms: dict[str, _Room]) -> Iterator[HandedIn]:
    path, room = Path(*member.parts), rooms["/".join([member.section, *member.parts[: _naming(member.parts) + 1]])]
    read = _member_reader(archive, member.info, room)
    if beyond := room.take():
        yield from [_refused(path.parent / "…", TOO_MANY)] if beyond == 1 else []
    elif member.is_folder:
        yield _refused(path, EMPTY_FOLDER, of_folder=True)
    elif _is_archive(path):
        yield from _inner_archive(path, read, room)
    else:
        yield _one(path, _zip_when(member.info), read)


def _inner_archive(shown: Path, read: Callable[[], bytes], room: _Room) -> Iterator[HandedIn]:
    """Yield the files of an archive that a trainee made: it tells nothing about who it is from, so all are theirs."""
    outer = _one(shown, 0.0, read)
    for one in _inner_members(shown, read, room):
        yield replace(one, sender=outer.sender, named=outer.named)


def _inner_members(shown: Path, read: Callable[[], bytes], room: _Room) -> Iterator[HandedIn]:
    try:
        archive = ZipFile(BytesIO(read()))
        files = [member for member in _named(archive.infolist()[:MOST_FILES], inner=True) if not member.is_folder]
    except Rejected as why:
        yield _refused(shown, str(why))
        return
    except Exception:  # noqa: BLE001 - zipfile fails in many ways on a broken archive
        yield _refused(shown, "The zip file is broken. Hand in the notebook itself, or answers.json.")
        return
    with archive:
        if not files or _of_a_class(files):
            yield _refused(shown, OF_A_CLASS if files else "The zip file is empty.")
            return
        for member in files:
            path = shown.parent / member.parts[-1]
            if beyond := room.take():
                yield from [_refused(path, TOO_MANY)] if beyond == 1 else []
            elif _is_archive(path):
                yield _refused(path, IN_A_ZIP)
            else:
                yield _one(path, _zip_when(member.info), _member_reader(archive, member.info, room))


def _of_a_class(files: list[Member]) -> bool:
    """Return whether an archive holds several people's work, as a platform exports it."""
    return len({found[0] for file in files if (found := from_platform(file.parts[0]))}) > 1


@dataclass(frozen=True, kw_only=True)
class Member:
    """A file, or an empty folder, in an archive.

    Args:
        parts: its path, without what is around a class or a section.
        info: what the archive says of it.
        is_folder: whether it is an empty folder.
        section: the section that it lies in, or "".
    """

    parts: list[str]
    info: ZipInfo
    is_folder: bool = False
    section: str = ""


def _named(infos: list[ZipInfo], *, inner: bool = False) -> list[Member]:
    """Return what an archive holds, in order; folders around a class, and around its sections, name nobody.

    Args:
        infos: what the archive lists.
        inner: whether a trainee made it: then its folders tell nothing.
    """
    names = {info: member_name(info).replace("\\", "/") for info in infos}
    full = folders_of(names.values())
    found = [
        Member(parts=_safe_parts(name), info=info, is_folder=name.endswith("/"))
        for info, name in sorted(names.items(), key=lambda one: one[1])
        if not (name.endswith("/") and name.strip("/") in full)
    ]
    found = [member for member in found if not any(map(_is_beside, member.parts))]
    return found if inner else _within_sections(_within_class(found))


def _within_class(members: list[Member]) -> list[Member]:
    """Return members without a folder around all trainees' folders."""
    levels = zip(*(member.parts[:-1] for member in members), strict=False)
    around = sum(1 for _ in takewhile(lambda parts: len(set(parts)) == 1, levels))
    inside = [replace(member, parts=member.parts[around - 1 :]) for member in members] if around else []
    lone = [member.parts[-1] for member in inside if len(member.parts) == 2]  # noqa: PLR2004 - class, file
    if len(_people_below(inside)) > 1 or _names_people(lone):
        return [replace(member, parts=member.parts[1:]) for member in inside]
    return members


def _within_sections(members: list[Member]) -> list[Member]:
    """Return members below their sections, if every first folder holds nothing but several trainees' folders."""
    sections: dict[str, list[Member]] = defaultdict(list)
    for member in members:
        sections[member.parts[0]].append(member)
    whole = all(
        len(_people_below(several)) > 1
        and not (from_platform(name) or is_nobody(name))
        and all(map(_lies_deep, several))
        for name, several in sections.items()
    )
    if len(sections) < 2 or not whole:  # noqa: PLR2004 - one section is a folder around a class
        return members
    return [replace(member, parts=member.parts[1:], section=member.parts[0]) for member in members]


def _lies_deep(member: Member) -> bool:
    return len(member.parts) + member.is_folder > 2  # noqa: PLR2004 - class, trainee, file


def _people_below(members: list[Member]) -> set[str]:
    """Return the second folders that may be trainees': an exercise's folder is nobody's."""
    return {member.parts[1] for member in members if _lies_deep(member) and not is_nobody(member.parts[1])}


def _member_reader(archive: ZipFile, member: ZipInfo, room: _Room) -> Callable[[], bytes]:
    most = LARGEST_INNER if member.filename.lower().endswith(".zip") else LARGEST

    def read() -> bytes:
        # What a member says of its size may be a lie, so bytes are counted as they come.
        if room.bytes > MOST_UNPACKED:
            raise Rejected(f"This trainee's files unpack to more than {MOST_UNPACKED:,} bytes; the rest was not read.")
        try:
            with archive.open(member) as stream:
                content = stream.read(most + 1)
        except Exception:  # noqa: BLE001 - encrypted, truncated, an unknown method: zipfile fails in many ways
            raise Rejected("This file cannot be read from the zip file: it is damaged or has a password.") from None
        room.bytes += len(content)
        return _not_too_large(content, most)

    return read


def _bytes(path: Path, most: int = LARGEST) -> bytes:
    try:
        with path.open("rb") as stream:
            return _not_too_large(stream.read(most + 1), most)
    except OSError as error:
        raise Rejected(f"The file cannot be read: {error.strerror}.") from None


def _not_too_large(content: bytes, most: int) -> bytes:
    if len(content) > most:
        raise Rejected(f"The file is larger than {most:,} bytes.")
    return content


def _naming(parts: list[str] | tuple[str, ...]) -> int:
    """Return which part of a path names the sender: the first that is not an exercise's folder."""
    return next((at for at, part in enumerate(parts[:-1]) if not is_nobody(part)), len(parts) - 1)


def _one(shown: Path, when: float, read: Callable[[], bytes]) -> HandedIn:
    """Return a file with its sender: told by the platform, else by its folder, else by its own name."""
    parts = shown.parts[_naming(shown.parts) :]
    first, last = parts[0], shown.name
    if found := from_platform(first):
        sender, rest = found
        last = rest if len(parts) == 1 and rest else last
        named = True
    elif len(parts) > 1:
        sender, named = Sender(name=plain_name(first), spelled=first), True
    else:
        name = from_file_name(Path(last).stem)
        # Where nothing names anybody, each file is somebody else's.
        sender = Sender(name=name or plain_name(Path(last).stem), spelled="" if name else str(shown))
        named = bool(name)
    # Only the naming part: what lies below it was named by the trainee.
    return HandedIn(
        sender=sender, named=named, file=plain_name(last), path=_shown(shown), when=when,
        copy=copy_number(Path(last).stem), read=read,
    )  # fmt: skip


def _shown(path: Path) -> str:
    return "/".join(plain_name(part) for part in path.parts[-3:])


def _refused(shown: Path, why: str, *, of_folder: bool = False) -> HandedIn:
    def read() -> bytes:
        raise Rejected(why)

    # An empty folder is a trainee's; any other thing is judged by the folder that it lies in.
    one = _one(shown / "-" if of_folder else shown, 0.0, read)
    return replace(one, file=plain_name(shown.name), path=_shown(shown))


def _is_beside(name: str) -> bool:
    """Return whether a name is one that systems leave beside people's files."""
    low = name.lower()
    return low in NEVER_ANSWERS or low.startswith("._") or (low.startswith(".") and not low.endswith(ENDINGS))


def _safe_parts(name: str) -> list[str]:
    r"""Return a member's path without steps out of the archive.

    >>> _safe_parts("../../etc/passwd"), _safe_parts(r"C:\\a\\b.json"), _safe_parts("/")
    (['etc', 'passwd'], ['a', 'b.json'], ['nameless'])
    """
    parts = [part for part in re.split(r"[/\\]+", name.replace("\0", "")) if part not in {"", ".", ".."}]
    first, *rest = [part for part in parts if not re.fullmatch(r"[A-Za-z]:", part)] or ["nameless"]
    return [first, *rest[1 - DEEPEST :]]  # the first part tells whose it is


def _is_archive(path: Path) -> bool:
    return path.name.lower().endswith(".zip")


def _when(path: Path) -> float:
    with suppress(OSError, ValueError):
        return path.stat().st_mtime // 2 * 2
    return 0.0


def _zip_when(member: ZipInfo) -> float:
    with suppress(ValueError, OverflowError, OSError, TypeError):
        return datetime(*member.date_time).timestamp()  # noqa: DTZ001 - zip files tell local time
    return 0.0
