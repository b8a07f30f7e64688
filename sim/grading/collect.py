"""Collect: a folder, files or a zip become files, each with its sender. Nothing is unpacked to disk."""

from __future__ import annotations

import re
import stat
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import datetime
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING
from zipfile import BadZipFile, ZipFile, ZipInfo

from sim.errors import BadInput
from sim.grading.intake import LARGEST, Rejected
from sim.grading.senders import Sender, copy_number, from_file_name, from_platform, plain_name

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

__all__ = ["HandedIn", "collect"]

MOST_FILES = 20_000  # in one archive
MOST_UNPACKED = 2_000_000_000  # bytes of one archive: 300 trainees with 7 exercises need a tenth
LARGEST_INNER = 20_000_000  # bytes of a trainee's own archive
DEEPEST = 8  # folders below the one that was named
NEVER_ANSWERS = {"__macosx", "thumbs.db", "desktop.ini", ".ds_store", ".git", ".ipynb_checkpoints"}
ENDINGS = (".ipynb", ".json", ".txt")


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
            yield _one(Path(place.name), _when(place), lambda place=place: _bytes(place))


def _from_folder(folder: Path) -> Iterator[HandedIn]:
    try:
        names = sorted(path.name for path in folder.iterdir())
    except OSError as error:
        raise BadInput(f"{folder}: cannot be read ({error.strerror})") from None
    for name in names:
        yield from _below(folder / name, Path(name))


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
        yield from _inner_archive(shown, lambda: _bytes(path, LARGEST_INNER))
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
        yield from _members(archive, Path())


def _inner_archive(shown: Path, read: Callable[[], bytes]) -> Iterator[HandedIn]:
    """Yield the files of an archive that a trainee made."""
    try:
        archive = ZipFile(BytesIO(read()))
    except Rejected as why:
        yield _refused(shown, str(why))
    except Exception:  # noqa: BLE001 - zipfile fails in many ways on a broken archive
        yield _refused(shown, "The zip file is broken. Hand in the notebook itself, or answers.json.")
    else:
        with archive:
            yield from _members(archive, shown, inner=True)


def _members(archive: ZipFile, shown: Path, *, inner: bool = False) -> Iterator[HandedIn]:
    # `is_dir` fails where a member has no name at all.
    files = [member for member in archive.infolist() if not member.filename.endswith("/")]
    if not files:
        yield _refused(shown if inner else Path("empty.zip"), "The zip file is empty.")
    room = [MOST_UNPACKED]
    for parts, member in _named(files[:MOST_FILES]):
        if any(_is_beside(part) for part in parts):
            continue
        # A trainee's own archive tells nothing about who it is from.
        path = shown.parent / parts[-1] if inner else Path(*parts)
        read = _member_reader(archive, member, room)
        if parts[-1].lower().endswith(".zip"):
            yield from _no_deeper(path) if inner else _inner_archive(path, read)
        else:
            yield _one(path, _zip_when(member), read)
    if len(files) > MOST_FILES:
        yield _refused(shown / "…", f"The zip file holds more than {MOST_FILES:,} files; the rest was not read.")


def _named(members: list[ZipInfo]) -> list[tuple[list[str], ZipInfo]]:
    """Return members with their paths, in order; a folder around all trainees' folders is left out."""
    named = [(_safe_parts(member.filename), member) for member in sorted(members, key=lambda one: one.filename)]
    deep = [parts for parts, _ in named if not any(map(_is_beside, parts))]
    around = {parts[0] for parts in deep}
    trainees = {parts[1] for parts in deep if len(parts) > 2}  # noqa: PLR2004 - class, trainee, file
    if len(around) == 1 and len(trainees) > 1 and all(len(parts) > 2 for parts in deep):  # noqa: PLR2004
        return [(parts[1:] if parts[0] in around and parts[1:] else parts, member) for parts, member in named]
    return named


def _no_deeper(path: Path) -> Iterator[HandedIn]:
    yield _refused(path, "This is a zip file inside a zip file. Hand in the notebook itself, or answers.json.")


def _member_reader(archive: ZipFile, member: ZipInfo, room: list[int]) -> Callable[[], bytes]:
    most = LARGEST_INNER if member.filename.lower().endswith(".zip") else LARGEST

    def read() -> bytes:
        # What a member says of its size may be a lie, so bytes are counted as they come.
        if room[0] <= 0:
            raise Rejected("The zip file unpacks to more than any class hands in; the rest was not read.")
        try:
            with archive.open(member) as stream:
                content = stream.read(most + 1)
        except Exception:  # noqa: BLE001 - encrypted, truncated, an unknown method: zipfile fails in many ways
            raise Rejected("This file cannot be read from the zip file: it is damaged or has a password.") from None
        room[0] -= len(content)
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
    for part in shown.parts:
        if found := from_platform(part):
            (sender, rest), named = found, True
            last = rest if part == shown.name and rest else last
            break
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
    return [part for part in parts if not re.fullmatch(r"[A-Za-z]:", part)][-DEEPEST:] or ["nameless"]


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
