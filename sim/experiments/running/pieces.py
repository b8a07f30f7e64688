"""A study's rows, kept piece by piece in a folder beside its table, so that a run that was stopped goes on."""

import json
import re
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from functools import cached_property, partial
from hashlib import sha256
from pathlib import Path
from typing import Any

import numpy as np
from pydantic_core import to_json

from sim.base.errors import BadInput
from sim.experiments.running.crew import Crew, played
from sim.experiments.running.formats import Format, format_of
from sim.model.version import MODEL_VERSION
from sim.texts.folder_lock import folder_lock
from sim.texts.refusals import write_whole, written_whole
from sim.texts.words import say

__all__ = ["Pieces", "pieces_for"]

FOLDER = ".parts"  # after the table's name
STUDY = "study.json"
LOCK = ".running"
LEFT = re.compile(rf"\.[0-9a-f]{{16}}\.part|{re.escape(LOCK)}")  # by a run that was killed
OURS = re.compile(rf"\d{{6}}\.\w+|{LEFT.pattern}")
SHARES = 64  # pieces in a small study: enough for all processes to end together
MOST_PLAYED = 4_000  # worlds of a piece: some seconds of work, which is all that is lost when a run is stopped

Row = dict[str, Any]
Progress = Callable[[int, int], None]


@contextmanager
def pieces_for(table: Path, work: Callable[[Any], Row], items: Sequence[Any], *, worlds: int = 1) -> Iterator["Pieces"]:
    """Yield a study's pieces, those that an earlier run left among them; afterwards no empty folder is left.

    Args:
        table: where the table will stand, a .csv or .parquet file. work: a `partial` of a function of a module, which
            plays one item; all that it is given is part of what the study is. items: what is played.
        worlds: in how many worlds each item is played: of longer ones a piece has fewer.

    Raises:
        BadInput: the folder beside the table holds another study, or another run writes into it.
    """
    pieces = Pieces(table, work, items, worlds)
    pieces.begin()
    try:
        with folder_lock(pieces.folder, LOCK, "running.locked"):
            try:
                yield pieces
            finally:
                pieces.forget_if_empty()
    finally:
        with suppress(OSError):  # it holds pieces, or what others put there
            pieces.folder.rmdir()


class Pieces:
    """A study in pieces: each with a number, its place among the items, and a file once it was played."""

    def __init__(self, table: Path, work: Callable[[Any], Row], items: Sequence[Any], worlds: int) -> None:
        self.table, self.work, self.items = table, work, items
        self.size = max(1, min(MOST_PLAYED // worlds, -(-len(items) // SHARES)))
        self.form: Format = format_of(table)
        self.folder = table.with_name(table.name + FOLDER)
        self.count = -(-len(items) // self.size)
        self.done: set[int] = set()

    # What is there

    def begin(self) -> None:
        """Make the folder, or find the pieces that are there.

        Raises:
            BadInput: it holds something else, or cannot be made.
        """
        try:
            self.folder.mkdir(exist_ok=True)
            there = {path.name for path in self.folder.iterdir()}
        except OSError as error:
            raise BadInput(say("refused.folder", folder=self.folder, why=error.strerror or error)) from None
        self._check_study(there)
        self.done = {number for number in range(self.count) if self._is_whole(number)}

    def _check_study(self, there: set[str]) -> None:
        """Refuse pieces of another study, and what is no study; write down which one this is, if nothing is there."""
        place = self.folder / STUDY
        if STUDY not in there:
            if others := sorted(name for name in there if not LEFT.fullmatch(name)):
                raise BadInput(say("running.no_study", folder=self.folder, file=others[0]))
            write_whole(place, json.dumps(self._told, indent=2).encode())
        elif _read(place).get("study") != self.fingerprint:
            made = _read(place).get("model_version", "?")
            raise BadInput(
                say("running.other_study", folder=self.folder, table=self.table, made=made, own=MODEL_VERSION)
            )

    @property
    def _told(self) -> dict[str, object]:
        about = {"model_version": MODEL_VERSION, "rows": len(self.items), "pieces": self.count}
        return {"study": self.fingerprint, **about}

    @cached_property
    def fingerprint(self) -> str:
        """What names the study: a number made from the model's version and all that is played, to the last option."""
        func, given, named = _parts(self.work)
        digest = sha256(_plain([MODEL_VERSION, self.size, f"{func.__module__}.{func.__qualname__}", given, named]))
        for item in self.items:
            digest.update(_plain(item))
        return digest.hexdigest()

    def _file(self, number: int) -> Path:
        return self.folder / f"{number:06}{self.table.suffix.lower()}"

    def _items(self, number: int) -> list[Any]:
        return [*self.items[number * self.size : (number + 1) * self.size]]

    def _is_whole(self, number: int) -> bool:
        """Return whether a piece is there and can be read; one that a disk damaged is played anew."""
        try:
            return len(self.rows(number)) == len(self._items(number))
        except (OSError, ValueError, LookupError):
            return False

    def rows(self, number: int) -> list[Row]:
        """Return the rows of a piece that was played, as its kind of table reads them."""
        return self.form.unpack(self._file(number).read_bytes())

    # Playing

    def play(self, crew: Crew, progress: Progress | None = None) -> None:
        """Play what is not there yet, and keep each piece as soon as it comes.

        Args:
            progress: called with (rows done, rows of the study).

        Raises:
            BadInput: a piece cannot be written, or as `played`.
        """
        tell = progress or (lambda _done, _of: None)
        there = sum(len(self._items(number)) for number in self.done)
        tell(there, len(self.items))
        missing = ((number, self._items(number)) for number in range(self.count) if number not in self.done)
        for number, rows in played(self.work, missing, crew):
            write_whole(self._file(number), self.form.pack(rows))
            self.done.add(number)
            there += len(rows)
            tell(there, len(self.items))

    # The table

    def assemble(self, seen: Callable[[Row], None] = lambda _: None) -> None:
        """Write the table from all pieces, in order, and remove them.

        Args:
            seen: called with each row in order, as the table's kind reads it.

        Raises:
            BadInput: the table cannot be written; the pieces stay.
        """
        with written_whole(self.table, beside=self.folder / STUDY) as file:
            self.form.join(map(self._file, range(self.count)), file)
        for number in range(self.count):
            for row in self.rows(number):
                seen(row)
        self._clear()

    def _clear(self) -> None:
        """Remove the pieces, then the study: without it they would belong to nobody."""
        for path in [*self.folder.iterdir()]:
            if OURS.fullmatch(path.name) and path.name != LOCK:
                path.unlink(missing_ok=True)
        self.done = set()

    def forget_if_empty(self) -> None:
        """Remove the study if no piece of it is there."""
        if not any(self.folder.glob("[0-9]*")):
            (self.folder / STUDY).unlink(missing_ok=True)

    @property
    def kept_told(self) -> str:
        """What is kept for the next run, in a sentence; empty if nothing is."""
        if not self.done:
            return ""
        return say("running.kept", number=len(self.done), of=self.count, folder=self.folder)


def _parts(work: Callable[[Any], Row]) -> tuple[Callable[..., Row], tuple, dict[str, Any]]:
    return (work.func, work.args, work.keywords) if isinstance(work, partial) else (work, (), {})


def _plain(value: object) -> bytes:
    """Return any value that a study is made of as bytes, the same in every process.

    >>> _plain([range(3), {"a": np.float64(0.5)}])
    b'["range(0, 3)",{"a":0.5}]'
    """
    return to_json(value, fallback=_written, inf_nan_mode="constants")


def _written(value: object) -> object:
    if isinstance(value, range):
        return repr(value)
    if isinstance(value, np.generic | np.ndarray):
        return value.tolist()
    raise TypeError(f"{type(value).__name__} has no fixed form")


def _read(place: Path) -> dict[str, Any]:
    with suppress(OSError, ValueError):
        found = json.loads(place.read_text("utf-8"))
        return found if isinstance(found, dict) else {}
    return {}
