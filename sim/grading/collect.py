"""Collect: a folder, files or a zip become files, each with its sender. Nothing is unpacked to disk."""

from __future__ import annotations

import re
import stat
from collections import defaultdict
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import datetime
from io import BytesIO
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING
from zipfile import BadZipFile, ZipFile, ZipInfo

from sim.errors import BadInput
from sim.grading.intake import LARGEST, Rejected
from sim.grading.senders import Sender, copy_number, from_file_name, from_platform, is_nobody, plain_name

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

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
        named: whether the sender's name was given for this person, rather than guessed from a lone file's name.
        file: the file's own path as it is shown.
        when: seconds since 1970, to two seconds, as zip files tell time.
        copy: which copy of the file its name says it is.
        read: returns its bytes, or raises Rejected.
    """

    sender: Sender
    named: bool
    file: str
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
    for place in places:
        if place.is_dir():
            yield from _from_folder(place)
        elif not place.is_file():
            shown = str(place) if str(place).isprintable() else repr(str(place))
            raise BadInput(f"{shown}: there is no such file or folder; name the folder or zip file of submissions")
        elif _is_archive(place):
            yield from _from_archive_file(place)
        else:
            # Of several files that are called alike, the folder tells whose each is.
            alike = len(places) > 1 and is_nobody(place.stem) and place.parent.name
            shown = Path(place.parent.name, place.name) if alike else Path(place.name)
            yield _one(shown, _when(place), lambda place=place: _bytes(place))


def _from_folder(folder: Path) -> Iterator[HandedIn]:
    try:
        names = sorted(path.name for path in folder.iterdir())
    except OSError as error:
        raise BadInput(f"{folder}: cannot be read ({error.strerror})") from None
    around = [name for name in names if not _is_beside(name)]
    if len(around) == 1 and _is_of_a_class(folder / around[0]):
        yield from _from_folder(folder / around[0])
        return
    for name in names:
        yield from _of_one(_below(folder / name, Path(name)), Path(name))


def _is_of_a_class(path: Path) -> bool:
    """Return whether this is a folder around several trainees' folders, and so nobody's."""
    if path.is_symlink() or not path.is_dir():
        return False
    with suppress(OSError):
        folders = [one.name for one in path.iterdir() if one.is_dir() and not one.is_symlink()]
        return sum(not (_is_beside(name) or is_nobody(name)) for name in folders) > 1
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
        yield _refused(shown, "This folder is empty: nothing was handed in.", of_folder=True)
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
    files = _files(archive)
    if not files:
        yield _refused(Path("empty.zip"), "The zip file is empty.")
    rooms: dict[str, _Room] = defaultdict(_Room)
    for parts, member in _named(files[:MOST_FILES]):
        path, room = Path(*parts), rooms[parts[0]]
        read = _member_reader(archive, member, room)
        if beyond := room.take():
            yield from [_refused(path.parent / "…", TOO_MANY)] if beyond == 1 else []
        elif _is_archive(path):
            yield from _inner_archive(path, read, room)
        else:
            yield _one(path, _zip_when(member), read)
    if len(files) > MOST_FILES:
        yield _refused(Path("…"), f"The zip file holds more than {MOST_FILES:,} files; the rest was not read.")


def _inner_archive(shown: Path, read: Callable[[], bytes], room: _Room) -> Iterator[HandedIn]:
    """Yield the files of an archive that a trainee made: it tells nothing about who it is from, so all are theirs."""
    outer = _one(shown, 0.0, read)
    for one in _inner_members(shown, read, room):
        yield replace(one, sender=outer.sender, named=outer.named)


def _inner_members(shown: Path, read: Callable[[], bytes], room: _Room) -> Iterator[HandedIn]:
    try:
        archive = ZipFile(BytesIO(read()))
        files = _named(_files(archive)[:MOST_FILES])
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
        for parts, member in files:
            path = shown.parent / parts[-1]
            if beyond := room.take():
                yield from [_refused(path, TOO_MANY)] if beyond == 1 else []
            elif _is_archive(path):
                yield _refused(path, IN_A_ZIP)
            else:
                yield _one(path, _zip_when(member), _member_reader(archive, member, room))


def _files(archive: ZipFile) -> list[ZipInfo]:
    # `is_dir` fails where a member has no name at all.
    return [member for member in archive.infolist() if not member.filename.endswith("/")]


def _of_a_class(named: list[tuple[list[str], ZipInfo]]) -> bool:
    """Return whether an archive holds several people's work, as a platform exports it."""
    return len({found[0] for parts, _ in named if (found := from_platform(parts[0]))}) > 1


def _named(members: list[ZipInfo]) -> list[tuple[list[str], ZipInfo]]:
    """Return members with their paths, in order; a folder around all trainees' folders is left out."""
    paths = [(_safe_parts(member.filename), member) for member in sorted(members, key=lambda one: one.filename)]
    named = [(parts, member) for parts, member in paths if not any(map(_is_beside, parts))]
    around = {parts[0] for parts, _ in named}
    folders = {parts[1] for parts, _ in named if len(parts) > 2}  # noqa: PLR2004 - class, trainee, file
    trainees = [folder for folder in folders if not is_nobody(folder)]  # an exercise's folder is no trainee's
    if len(around) == 1 and len(trainees) > 1:
        return [(parts[1:] or parts, member) for parts, member in named]
    return named


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


def _one(shown: Path, when: float, read: Callable[[], bytes]) -> HandedIn:
    """Return a file with its sender: told by the platform, else by its folder, else by its own name."""
    last = shown.name
    sender, named = Sender(name=from_file_name(Path(last).stem)), False
    if len(shown.parts) > 1:
        sender, named = Sender(name=plain_name(shown.parts[0])), True
    # Only the first part: what lies below it was named by the trainee.
    if found := from_platform(shown.parts[0]):
        (sender, rest), named = found, True
        last = rest if len(shown.parts) == 1 and rest else last
    return HandedIn(
        sender=sender, named=named, file=plain_name(last), when=when, copy=copy_number(Path(last).stem), read=read
    )


def _refused(shown: Path, why: str, *, of_folder: bool = False) -> HandedIn:
    def read() -> bytes:
        raise Rejected(why)

    # An empty folder is a trainee's; any other thing is judged by the folder that it lies in.
    one = _one(shown / "-" if of_folder else shown, 0.0, read)
    return replace(one, file=plain_name(shown.name))


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
