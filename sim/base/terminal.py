"""The terminal: tables for any width, and output that ends quietly when its reader is gone."""

from __future__ import annotations

import codecs
import io
import os
import sys
import textwrap
import unicodedata
from typing import TYPE_CHECKING

from rich.console import Console
from rich.table import Table
from rich.text import Text

if TYPE_CHECKING:
    from collections.abc import Buffer, Iterable, Sequence

__all__ = [
    "READER_GONE",
    "CannotWriteOutput",
    "console",
    "guard_output",
    "in_plain_letters",
    "print_line",
    "print_table",
]

# A pipe has no width of its own; a table must not be cut there.
PIPED_WIDTH = 150
PIPED_CELL = 60
BETWEEN = 3  # columns of the terminal that a line and two spaces take

READER_GONE = 141  # what a shell reports of any tool that a closed pipe ended (128 + SIGPIPE)


# What stands for signs that a terminal has not: those that texts and tables use. Other letters lose their accents.
PLAIN = {
    "\u00b1": "+/-", "\u2212": "-", "\u2013": "-", "\u2014": "-", "\u00d7": "x", "\u2026": "...", "\u2192": "->",
    "\u2018": "'", "\u2019": "'", "\u201c": '"', "\u201d": '"', "\u2265": ">=", "\u2264": "<=", "\u00b7": "-",
    "\u2022": "*", "\u00df": "ss", "\u2248": "about ", "\u25b2": "^", "\u25bc": "v", "\u25c6": "*",
}  # fmt: skip


def _plain_letters(error: UnicodeError) -> tuple[str, int]:
    """Give what stands for a sign that an encoding has not, "?" where nothing does."""
    told = error.object[error.start : error.end]
    bare = (PLAIN.get(sign) or unicodedata.normalize("NFKD", sign).encode("ascii", "ignore").decode() for sign in told)
    return "".join(plain or "?" for plain in bare), error.end


codecs.register_error("plain_letters", _plain_letters)


def in_plain_letters(text: str, encoding: str) -> str:
    """Return a text as an encoding can hold it.

    >>> in_plain_letters("“Olá” ± 3 ☃", "ascii"), in_plain_letters("± 3", "utf-8")
    ('"Ola" +/- 3 ?', '± 3')
    """
    return text.encode(encoding, "plain_letters").decode(encoding)


def guard_output() -> None:
    """End the command without a traceback when standard output or error cannot be written.

    A reader that closes the pipe, such as `head`, ends it quietly; a full disk gives one clear line.
    """
    for name, number in (("stdout", 1), ("stderr", 2)):
        stream = getattr(sys, name)
        if stream is None:  # closed by the caller
            setattr(sys, name, open(os.devnull, "w", encoding="utf-8"))  # noqa: PTH123, SIM115 - open to the end
        elif stream.isatty():
            stream.reconfigure(errors="plain_letters")  # a sign that it has not is no reason to stop
        else:
            raw = io.BufferedWriter(_Output(number, "w", closefd=False))
            through = name == "stderr"
            own = io.TextIOWrapper(raw, encoding=stream.encoding, errors="plain_letters", write_through=through)
            setattr(sys, name, own)


class CannotWriteOutput(ValueError):  # noqa: N818 - it says what happened
    """Standard output cannot be written, for the reason that the system gives."""


class _Output(io.FileIO):
    """A file, pipe or device that drops everything after its first failed write."""

    failed = False

    def write(self, data: Buffer) -> int:
        if self.failed:
            return memoryview(data).nbytes
        try:
            return super().write(data)
        except BrokenPipeError:
            self.failed = True
            sys.exit(READER_GONE)
        except OSError as error:
            self.failed = True
            raise CannotWriteOutput(error.strerror) from None


def console() -> Console:
    """Return a console as wide as the terminal, or wide enough for tables in a pipe."""
    return Console() if sys.stdout.isatty() else Console(width=PIPED_WIDTH)


def print_line(text: str, *, error: bool = False) -> None:
    """Print a line of prose: between words, in a terminal no wider than that or than COLUMNS; whole in a pipe.

    Args:
        error: whether it goes to standard error.
    """
    stream = sys.stderr if error else sys.stdout
    if stream.isatty():
        width = Console(file=stream).width
        text = textwrap.fill(text, width, break_long_words=False, break_on_hyphens=False)
    print(text, file=stream, flush=True)  # a closed pipe is found here, not at the end


def print_table(
    headings: Sequence[str],
    rows: Iterable[Sequence[str | Text]],
    *,
    title: str,
    caption: str,
    right: Iterable[str] = (),
    lines: bool = False,
) -> None:
    """Print a table without cutting anything: columns wrap, and rows become lists where not even words fit.

    Args:
        headings: one for each column; the first column says what a row is about.
        rows: their cells; nothing in them is markup.
        title, caption: what stands above and below.
        right: headings of the columns that are set to the right.
        lines: whether there is a line between rows.
    """
    cells = [[cell if isinstance(cell, Text) else Text(cell) for cell in row] for row in rows]
    encoding = getattr(sys.stdout, "encoding", None) or "utf-8"
    # Before columns are measured, since what stands for a sign may be longer.
    for cell in (cell for row in cells for cell in row):
        cell.plain = in_plain_letters(cell.plain, encoding)
    right = [in_plain_letters(heading, encoding) for heading in right]
    headings = [in_plain_letters(heading, encoding) for heading in headings]
    title, caption = in_plain_letters(title, encoding), in_plain_letters(caption, encoding)
    columns = [[Text(heading), *column] for heading, *column in zip(headings, *cells, strict=True)]
    least, most = ([max(map(measure, column)) for column in columns] for measure in (_longest_word, _longest_line))
    out, edges = console(), BETWEEN * len(columns) + 1
    if not sys.stdout.isatty():
        needed = (max(word, min(line, PIPED_CELL)) for word, line in zip(least, most, strict=True))
        out.width = max(out.width, sum(needed) + edges)
    room = out.width - edges
    if sum(least) > room:
        _print_lists(out, headings, cells, title=title, caption=caption)
        return
    table = Table(title=Text(title), caption=Text(caption), show_lines=lines)
    for heading, width in zip(headings, fitted(least, most, room), strict=True):
        table.add_column(Text(heading), justify="right" if heading in right else "left", width=width, overflow="fold")
    for row in cells:
        table.add_row(*row)
    out.print(table)


def fitted(least: Sequence[int], most: Sequence[int], room: int) -> list[int]:
    """Return column widths that fit: the widest shrink first, none below its minimum.

    >>> fitted([5, 5, 8], [30, 13, 8], 30)
    [11, 11, 8]
    """
    widths = list(most)
    while sum(widths) > room:
        widest = max(range(len(widths)), key=lambda place: (widths[place] > least[place], widths[place]))
        widths[widest] -= 1
    return widths


def _longest_word(text: Text) -> int:
    return max((Text(word).cell_len for word in text.plain.split()), default=0)


def _longest_line(text: Text) -> int:
    return max((line.cell_len for line in text.split("\n")), default=0)


def _print_lists(
    out: Console, headings: Sequence[str], rows: Iterable[Sequence[Text]], *, title: str, caption: str
) -> None:
    out.print(Text(title), "")
    for first, *others in rows:
        out.print(Text.assemble(first, style="bold"))
        for heading, cell in zip(headings[1:], others, strict=True):
            if cell.plain:
                out.print(Text(f"{heading}: ").append(cell))
        out.print()
    out.print(Text(caption))
