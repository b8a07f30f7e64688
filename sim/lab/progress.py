"""What a trainee has answered, in the trainee's own file: written whole or not at all, never lost in memory."""

from __future__ import annotations

import errno
import json
import os
import re
import secrets
from contextlib import suppress
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sim.errors import BadInput
from sim.lab.guess import held
from sim.lab.keepsake import as_text, from_text
from sim.lab.words import say

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["Progress", "home", "mine", "own_name"]

VERSION = 1
MINE = "mine"  # the name on a trainee's own computer
NAME = re.compile(r"[a-z0-9]{4,40}")
MOST = 2_000_000  # bytes
Record = dict[str, Any]


def home() -> Path:
    """Return the folder of answers: MENDING_BRIDGES_HOME, else one in the user's own folder."""
    given = os.environ.get("MENDING_BRIDGES_HOME")
    return Path(given) if given else Path.home() / ".mending-bridges"


def own_name() -> str:
    """Return the reader's random name where one server serves many, else the name on one's own computer."""
    name = os.environ.get("MENDING_BRIDGES_PSEUDONYM", "")
    return name if NAME.fullmatch(name) else MINE


@cache
def mine() -> Progress:
    """Return the answers of the reader of this page: all its parts keep theirs in the same ones."""
    return Progress(name=own_name())


class Progress:
    """Answers by lesson. `trouble` is a sentence while they cannot be saved, else ""; `watchers` are called on news.

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
            raise BadInput(f"name (= {name[:40]!r}) must be 4 to 40 small letters and digits")
        self.name = name
        answered, self.lessons = self.lessons, self._read()
        self.lessons |= answered
        for lesson, record in answered.items():
            self.keep(lesson, record)

    def keep(self, lesson: str, record: Record) -> None:
        """Keep a lesson's answers in memory, and save them; other lessons' answers in the file stay as they are."""
        self.lessons[lesson] = record
        self._save(lesson, record)
        for watcher in self.watchers:
            watcher()

    def _save(self, lesson: str, record: Record) -> None:
        if not self.name or not self._may_write:
            return
        try:
            saved = self._read_quietly() or {}
            content = _as_bytes(self.name, saved | self.lessons if self.trouble else saved | {lesson: record})
            self._write(content, self.path)
        except OSError as error:
            self.trouble = say(f"progress.{_why(error)}")
        else:
            self.trouble = ""

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
        saved = Progress(self._folder, self.name).lessons if self.name else {}
        kept = {name: held(self.lessons.get(name, {}), held(saved.get(name, {}), one)) for name, one in lessons.items()}
        self.lessons |= kept
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
        if lessons is not None:
            return lessons
        aside = self.path.with_suffix(f".{secrets.token_hex(3)}.unreadable")
        try:
            self.path.rename(aside)
            self.trouble = say("progress.unreadable", name=aside.name)
        except OSError:
            self.trouble, self._may_write = say("progress.unreadable_stays"), False
        return {}

    def _read_quietly(self) -> dict[str, Record] | None:
        try:
            with self.path.open(encoding="utf-8") as file:
                return _lessons(file.read(MOST + 1))
        except FileNotFoundError:
            return {}
        except UnicodeDecodeError:
            return None

    def _write(self, content: bytes, path: Path) -> None:
        self._folder.mkdir(parents=True, exist_ok=True)
        part = self._folder / f".{secrets.token_hex(8)}.part"
        try:
            with part.open("wb") as file:
                file.write(content)
                file.flush()
                os.fsync(file.fileno())
            part.replace(path)
        finally:
            with suppress(OSError):
                part.unlink(missing_ok=True)


def _as_bytes(name: str, lessons: dict[str, Record]) -> bytes:
    data = {"mending-bridges": VERSION, "name": name, "lessons": lessons}
    return json.dumps(data, ensure_ascii=False, indent=1).encode()


def _lessons(text: str) -> dict[str, Record] | None:
    """Return the answers in a file's text, None if it is not ours.

    Raises:
        BadInput: it is of a newer version.
    """
    try:
        data = json.loads(text) if len(text) <= MOST else None
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
