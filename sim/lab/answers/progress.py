"""A trainee's progress file: saved whole or not at all, and kept in memory while it cannot be saved.

Several pages may share a file: each saves the fields that were changed on it, and takes over those of the others.
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

__all__ = ["Progress", "as_bytes", "home", "lessons_in", "mine", "own_name"]

VERSION = 1
VARIABLE = "MENDING_BRIDGES_PSEUDONYM"  # set for the kernels of pages
MINE = "mine"  # the name on a trainee's own computer
NAME = re.compile(r"[a-z0-9]{4,40}")
MOST_BYTES = 2_000_000  # of the file
TRIES, PAUSE = 100, 0.01  # seconds that a page waits while another one saves
Record = dict[str, Any]


def home() -> Path:
    """Return the folder of answers: MENDING_BRIDGES_HOME, else one in the user's home folder."""
    given = os.environ.get("MENDING_BRIDGES_HOME")
    return Path(given) if given else Path.home() / ".mending-bridges"


def own_name() -> str:
    """Return the reader's pseudonym where one server serves many, else the name for one's own computer."""
    name = os.environ.get(VARIABLE, "")
    return name if NAME.fullmatch(name) else MINE


@cache
def mine() -> Progress:
    """Return the progress of this page's reader, shared by all parts of the page."""
    return Progress(name=own_name())


class Progress:
    """Answers by lesson. `trouble` is a sentence while they cannot be saved, else ""; `watchers` are called on changes.

    `outside` is a sentence while whoever keeps the folder, such as a browser, cannot, else "".
    `taken_in` holds the lessons for which the last save or look took over changes of another page.

    Args:
        name: a pseudonym; "" = answers are kept in memory only, until `called`.

    >>> progress = Progress(Path(os.devnull, "no folder"), "mine")
    >>> progress.keep("02_update_rhythm", {"chosen": "daily"})
    >>> progress.lessons["02_update_rhythm"]["chosen"], progress.trouble != ""
    ('daily', True)
    """

    def __init__(self, folder: Path | None = None, name: str = "") -> None:
        self._folder = folder or home()
        self.name = ""
        self.lessons: dict[str, Record] = {}
        self.trouble = self.outside = ""
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
        """Set the name and load the answers saved under it; answers given before that are kept.

        Raises:
            BadInput: a file cannot have this name.
        """
        if not NAME.fullmatch(name):
            raise BadInput(say("lab_rules.name", name=name[:40]))
        self.name = name
        self._saved = self._read()
        self.lessons, _ = merged({}, self.lessons, self._saved)
        if self.lessons != self._saved:
            self._save()

    def keep(self, lesson: str, record: Record) -> None:
        """Keep a lesson's answers in memory and save them; changes of another page are taken over."""
        self.lessons[lesson] = json.loads(json.dumps(record))  # as the file will have it, to be compared with it
        self._save()

    def look(self) -> None:
        """Take over what other pages have saved since."""
        if self.name and self._may_write:
            with suppress(OSError, BadInput):
                self._tell(self._take_in())

    def follow(self, lesson: str, then: Callable[[set[str]], None]) -> None:
        """Call back when answers of a lesson were taken over from another page, with the names of what has changed."""
        self._followers.append((lesson, then))

    def said(self, lesson: str, kept: str = "") -> str:
        """Return the sentence after a save: the trouble, or `kept` and a note if answers came from another page."""
        taken_in = say("progress.taken_in") if lesson in self.taken_in else ""
        return self.trouble or self.outside or " ".join(filter(None, [kept, taken_in]))

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
            self._write(as_bytes(self.name, self.lessons), self.path)
            self._saved = dict(self.lessons)

    def _take_in(self) -> set[tuple[str, ...]]:
        """Take over what the file has and this page has not; a missing or unreadable file changes nothing."""
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
        """Lock the folder against other pages, where the system can; wait only briefly for one that hangs."""
        with suppress(OSError):
            self._folder.mkdir(parents=True, exist_ok=True)
        lock = _locked(self._folder)
        try:
            yield
        finally:
            if lock is not None:
                os.close(lock)

    def write_beside(self, name: str, content: bytes) -> None:
        """Write another file into the folder of answers; on a shared server its name begins with the reader's.

        >>> Progress(Path(os.devnull, "no folder"), "mine").write_beside("answers.json", b"{}")
        """
        if self.name and self._may_write:
            try:
                self._write(content, self._folder / (name if self.name == MINE else f"{self.name}-{name}"))
            except OSError as error:
                self.trouble = say(f"progress.{_why(error)}")

    def as_file(self) -> bytes:
        """Return all answers as a file to download."""
        return as_bytes(self.name or MINE, self.lessons)

    def as_text(self) -> str:
        """Return all answers as a text to copy."""
        return as_text(self.lessons)

    def take(self, text: str) -> str:
        """Load answers from a downloaded file or a copied text; return the sentence to show.

        Raises:
            BadInput: it is not such a file or text, or of a newer version; nothing has changed.
        """
        lessons = from_text(text) or lessons_in(text)
        if lessons is None:
            raise BadInput(say("progress.not_ours"))
        self.look()
        kept = {name: held(self.lessons.get(name, {}), one) for name, one in lessons.items()}
        for lesson, record in kept.items():
            self.keep(lesson, record)
        stays = any(record.get("chosen") != lessons[name].get("chosen") for name, record in kept.items())
        return self.trouble or say("progress.loaded_but" if stays else "progress.loaded")

    def _read(self) -> dict[str, Record]:
        """Return the saved answers; a file that cannot be read is renamed, so that it is not overwritten."""
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
                return lessons_in(file.read(MOST_BYTES + 1))
        except FileNotFoundError:
            return {}
        except UnicodeDecodeError:
            return None

    def _write(self, content: bytes, path: Path) -> None:
        self._folder.mkdir(parents=True, exist_ok=True)
        replace_whole(path, content)


def _locked(folder: Path) -> int | None:
    """Return a lock on a folder, None on Windows or after a second of waiting."""
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


def as_bytes(name: str, lessons: dict[str, Record]) -> bytes:
    """Return answers as a file's content."""
    data = {"mending-bridges": VERSION, "name": name, "lessons": lessons}
    return json.dumps(data, ensure_ascii=False, indent=1).encode()


def lessons_in(text: str) -> dict[str, Record] | None:
    """Return the answers in a file's text, None if it is not a progress file.

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
