"""What a trainee has answered, in the trainee's own file: written whole or not at all, never lost in memory.

Several pages may keep answers in one file: each writes the fields that were changed on it, and takes in the others'.
"""

from __future__ import annotations

import errno
import json
import os
import re
import secrets
import time
from contextlib import contextmanager, suppress
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sim.base.errors import BadInput
from sim.base.files import replace_whole
from sim.lab.answers.backup_codec import as_text, from_text
from sim.lab.answers.first_guess import held
from sim.lab.answers.merging import merged
from sim.texts.words import say

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

__all__ = ["Progress", "home", "mine", "own_name"]

VERSION = 1
VARIABLE = "MENDING_BRIDGES_PSEUDONYM"  # set for the kernels of pages
MINE = "mine"  # the name on a trainee's own computer
NAME = re.compile(r"[a-z0-9]{4,40}")
MOST_BYTES = 2_000_000  # of the file
TRIES, PAUSE = 100, 0.01  # seconds; as long a page waits for another one that writes
Record = dict[str, Any]


def home() -> Path:
    """Return the folder of answers: MENDING_BRIDGES_HOME, else one in the user's own folder."""
    given = os.environ.get("MENDING_BRIDGES_HOME")
    return Path(given) if given else Path.home() / ".mending-bridges"


def own_name() -> str:
    """Return the reader's random name where one server serves many, else the name on one's own computer."""
    name = os.environ.get(VARIABLE, "")
    return name if NAME.fullmatch(name) else MINE


@cache
def mine() -> Progress:
    """Return the answers of the reader of this page: all its parts keep theirs in the same ones."""
    return Progress(name=own_name())


class Progress:
    """Answers by lesson. `trouble` is a sentence while they cannot be saved, else ""; `watchers` are called on news.

    `taken_in` holds the lessons of which the last save, or look, took in what another page had written.

    Args:
        name: a random pseudonym; "" = answers are kept in memory only, until `called`.

    >>> progress = Progress(Path(os.devnull, "no folder"), "mine")
    >>> progress.keep("02_update_rhythm", {"chosen": "daily"})
    >>> progress.lessons["02_update_rhythm"]["chosen"], progress.trouble != ""
    ('daily', True)
    """

    def __init__(self, folder: Path | None = None, name: str = "") -> None:
        self._folder = folder or home()
        self.name = ""
        self.lessons: dict[str, Record] = {}
        self.trouble = ""
        self.watchers: list[Callable[[], None]] = []
        self.taken_in: set[str] = set()
        self._followers: list[tuple[str, Callable[[set[str]], None]]] = []
        self._saved: dict[str, Record] = {}  # as the file was when it was last read or written
        self._may_write = True
        if name:
            self.called(name)

    @property
    def path(self) -> Path:
        """The trainee's file."""
        return self._folder / f"{self.name}.json"

    def called(self, name: str) -> None:
        """Take a name, and the answers that are saved under it; what was answered before it was known stays.

        Raises:
            BadInput: this is no name that a file may have.
        """
        if not NAME.fullmatch(name):
            raise BadInput(say("lab_rules.name", name=name[:40]))
        self.name = name
        self._saved = self._read()
        self.lessons, _ = merged({}, self.lessons, self._saved)
        if self.lessons != self._saved:
            self._save()

    def keep(self, lesson: str, record: Record) -> None:
        """Keep a lesson's answers in memory, and save them; what another page has changed meanwhile is taken in."""
        self.lessons[lesson] = json.loads(json.dumps(record))  # as the file will have it, to be compared with it
        self._save()

    def look(self) -> None:
        """Take in what other pages have saved since."""
        if self.name and self._may_write:
            with suppress(OSError, BadInput):
                self._tell(self._take_in())

    def follow(self, lesson: str, then: Callable[[set[str]], None]) -> None:
        """Call back once answers of a lesson were taken in from another page, with the names of what has changed."""
        self._followers.append((lesson, then))

    def said(self, lesson: str, kept: str = "") -> str:
        """Return what to say of a lesson after a save: the trouble, or `kept` and that answers came from elsewhere."""
        taken_in = say("progress.taken_in") if lesson in self.taken_in else ""
        return self.trouble or " ".join(filter(None, [kept, taken_in]))

    def _save(self) -> None:
        taken: set[tuple[str, ...]] = set()
        if self.name and self._may_write:
            self.trouble = ""
            try:
                with self._alone():
                    taken = self._take_in()
                    self._write_all()
            except OSError as error:
                self.trouble = say(f"progress.{_why(error)}")
            except BadInput:
                self.trouble, self._may_write = say("progress.newer"), False
        self._tell(taken)

    def _write_all(self) -> None:
        if self._may_write:
            self._write(_as_bytes(self.name, self.lessons), self.path)
            self._saved = dict(self.lessons)

    def _take_in(self) -> set[tuple[str, ...]]:
        """Take in what the file has and this page has not; a file that is gone or cannot be read has no news."""
        saved = self._read_quietly()
        if saved is None:
            self._put_aside()
        if not saved:
            self._saved = {}
            return set()
        self.lessons, taken = merged(self._saved, self.lessons, saved)
        self._saved = saved
        return taken

    def _tell(self, taken: set[tuple[str, ...]]) -> None:
        self.taken_in = {lesson for lesson, *_ in taken}
        for lesson, then in self._followers:
            if lesson in self.taken_in:
                then({name for at, name, *_ in taken if at == lesson})
        for watcher in self.watchers:
            watcher()

    @contextmanager
    def _alone(self) -> Iterator[None]:
        """Keep other pages from writing meanwhile, where the system can; one that hangs is not waited for long."""
        with suppress(OSError):
            self._folder.mkdir(parents=True, exist_ok=True)
        lock = _locked(self._folder)
        try:
            yield
        finally:
            if lock is not None:
                os.close(lock)

    def write_beside(self, name: str, content: bytes) -> None:
        """Write one more file into the folder of answers; on a shared server it begins with the reader's name.

        >>> Progress(Path(os.devnull, "no folder"), "mine").write_beside("answers.json", b"{}")
        """
        if self.name and self._may_write:
            try:
                self._write(content, self._folder / (name if self.name == MINE else f"{self.name}-{name}"))
            except OSError as error:
                self.trouble = say(f"progress.{_why(error)}")

    def as_file(self) -> bytes:
        """Return all answers as a file to take home."""
        return _as_bytes(self.name or MINE, self.lessons)

    def as_text(self) -> str:
        """Return all answers as a text to copy."""
        return as_text(self.lessons)

    def take(self, text: str) -> str:
        """Take answers from a file that was downloaded, or from a text that was copied; return what to tell.

        Raises:
            BadInput: it is no such file or text, or a newer one; nothing has changed.
        """
        lessons = from_text(text) or _lessons(text)
        if lessons is None:
            raise BadInput(say("progress.not_ours"))
        self.look()
        kept = {name: held(self.lessons.get(name, {}), one) for name, one in lessons.items()}
        for lesson, record in kept.items():
            self.keep(lesson, record)
        stays = any(record.get("chosen") != lessons[name].get("chosen") for name, record in kept.items())
        return self.trouble or say("progress.loaded_but" if stays else "progress.loaded")

    def _read(self) -> dict[str, Record]:
        """Return the saved answers; put a file aside that cannot be read, so that it is not overwritten."""
        try:
            if not self.path.exists():
                return {}
            lessons = self._read_quietly()
        except BadInput:
            self.trouble, self._may_write = say("progress.newer"), False
            return {}
        except OSError:
            lessons = None
        if lessons is None:
            self._put_aside()
        return lessons or {}

    def _put_aside(self) -> None:
        aside = self.path.with_suffix(f".{secrets.token_hex(3)}.unreadable")
        try:
            self.path.rename(aside)
            self.trouble = say("progress.unreadable", name=aside.name)
        except OSError:
            self.trouble, self._may_write = say("progress.unreadable_stays"), False

    def _read_quietly(self) -> dict[str, Record] | None:
        try:
            with self.path.open(encoding="utf-8") as file:
                return _lessons(file.read(MOST_BYTES + 1))
        except FileNotFoundError:
            return {}
        except UnicodeDecodeError:
            return None

    def _write(self, content: bytes, path: Path) -> None:
        self._folder.mkdir(parents=True, exist_ok=True)
        replace_whole(path, content)


def _locked(folder: Path) -> int | None:
    """Return a hold on a folder, None where that is not to be had: on Windows, or after a second of waiting."""
    try:
        import fcntl

        hold = os.open(folder, os.O_RDONLY)
    except (ImportError, OSError):
        return None
    for _ in range(TRIES):
        try:
            fcntl.flock(hold, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            time.sleep(PAUSE)
        except OSError:
            break
        else:
            return hold
    os.close(hold)
    return None


def _as_bytes(name: str, lessons: dict[str, Record]) -> bytes:
    data = {"mending-bridges": VERSION, "name": name, "lessons": lessons}
    return json.dumps(data, ensure_ascii=False, indent=1).encode()


def _lessons(text: str) -> dict[str, Record] | None:
    """Return the answers in a file's text, None if it is not ours.

    Raises:
        BadInput: it is of a newer version.
    """
    try:
        data = json.loads(text) if len(text) <= MOST_BYTES else None
    except (ValueError, RecursionError):
        return None
    version = data.get("mending-bridges") if isinstance(data, dict) else None
    if not isinstance(version, int):
        return None
    if version > VERSION:
        raise BadInput(say("progress.too_new"))
    lessons = data.get("lessons")
    ours = isinstance(lessons, dict) and all(isinstance(record, dict) for record in lessons.values())
    return lessons if ours else None


def _why(error: OSError) -> str:
    if error.errno in {errno.ENOSPC, errno.EDQUOT}:
        return "full"
    return "closed" if error.errno in {errno.EACCES, errno.EPERM, errno.EROFS} else "else"
