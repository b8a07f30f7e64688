"""What any room may have to refuse: a number that is none, and a place where no file can be written.

Each refusal is one clear line in the language that is spoken; all others stand where they arise.
"""

import os
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from operator import index
from pathlib import Path
from reprlib import Repr
from typing import BinaryIO

from sim.base.errors import BadInput
from sim.base.files import is_full, replaced_whole
from sim.texts.words import say

__all__ = ["both", "brief", "check_place", "one_of", "whole_number", "write_whole", "written_whole"]

_BRIEF = Repr()
_BRIEF.maxother = _BRIEF.maxstring = _BRIEF.maxlong = 40


def whole_number(name: str, value: object, *, least: int | None = None, most: int | None = None) -> int:
    """Return a whole number within its bounds; numpy's integers are whole numbers too, true and false are none.

    Raises:
        BadInput: no whole number, under `least`, or over `most`; `name` says whose value it is.

    >>> whole_number("worlds", 20, least=1)
    20
    >>> whole_number("worlds", 1.5)
    Traceback (most recent call last):
    sim.base.errors.BadInput: worlds (= 1.5) must be a whole number
    """
    try:
        number = None if isinstance(value, bool) else index(value)
    except TypeError:
        number = None
    if number is None:
        raise BadInput(say("refused.no_whole_number", name=name, value=brief(value)))
    if least is not None and number < least:
        key = "refused.under" if least else "refused.under_0"
        raise BadInput(say(key, name=name, value=brief(number), least=f"{least:,}"))
    if most is not None and number > most:
        raise BadInput(say("refused.over", name=name, value=brief(number), most=f"{most:,}"))
    return number


def brief(value: object) -> str:
    """Return a value as Python writes it, cut in the middle where that is long.

    >>> print(brief(1.5), brief("A" * 50))
    1.5 'AAAAAAAAAAAAAAAAA...AAAAAAAAAAAAAAAAAA'
    """
    try:
        return _BRIEF.repr(value)
    except ValueError:  # Python writes no number of thousands of digits
        return say("refused.endless_number")


def check_place(path: str | os.PathLike[str], *, what: str, endings: Sequence[str]) -> None:
    """Refuse a place where nothing can be written, before long work is done for it.

    Args:
        what: what is to be written: "table", "picture" or "handout". endings: those that its file may have.

    Raises:
        BadInput: another ending, a folder, or a folder that is not there or may not be written to.

    >>> check_place("table.xlsx", what="table", endings=(".csv", ".parquet"))
    Traceback (most recent call last):
    sim.base.errors.BadInput: table.xlsx: the file of a table must end in .csv or .parquet
    """
    name, path = os.fsdecode(path), Path(path)
    if path.suffix.lower() not in endings:
        raise BadInput(say(f"refused_ending.{what}", file=name, endings=one_of(endings)))
    if os.path.isdir(name):  # noqa: PTH112 - unlike Path.is_dir, it answers for names that no disk could hold
        raise BadInput(say("refused.is_folder", file=name))
    if not os.access(path.parent, os.W_OK):
        raise BadInput(say("refused.not_in_folder", file=name, folder=path.parent))


def one_of(words: Sequence[str]) -> str:
    """Return the words that are allowed, with "or" before the last.

    >>> one_of([".csv", ".parquet"]), one_of([".html"])
    ('.csv or .parquet', '.html')
    """
    *others, last = words
    return say("refused.one_of", others=", ".join(others), last=last) if others else last


def both(words: Iterable[str]) -> str:
    """Return words with "and" between them.

    >>> both(["day", "week"]), both([])
    ('day and week', '')
    """
    *before, last = [*words] or [""]
    return say("refused.both", one=both(before), other=last) if before else last


def write_whole(path: str | os.PathLike[str], content: bytes) -> None:
    """Write a file whole or not at all: what stood there before stays until all of the new is on disk.

    Raises:
        BadInput: the place cannot be written to.
    """
    with written_whole(path) as file:
        file.write(content)


@contextmanager
def written_whole(path: str | os.PathLike[str], beside: Path | None = None) -> Iterator[BinaryIO]:
    """Yield a file to write to piece by piece, which then takes the place of another whole, or not at all.

    Args:
        beside: a file of the same disk in whose folder it is written; None = the one that it replaces.

    Raises:
        BadInput: the place cannot be written to.
    """
    name, path = os.fsdecode(path), Path(path)
    try:
        with replaced_whole(path, beside) as file:
            yield file
    except BadInput:
        raise
    except (OSError, ValueError) as error:
        if is_full(error):
            raise BadInput(say("refused.disk_full", file=name)) from None
        why = getattr(error, "strerror", None) or error
        raise BadInput(say("refused.not_written", file=name, why=why)) from None
