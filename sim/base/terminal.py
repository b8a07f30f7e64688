"""The terminal: tables for any width, and output that ends quietly when its reader is gone."""

from __future__ import annotations

import io
import os
import sys
from typing import TYPE_CHECKING

from rich.console import Console
from rich.table import Table
from rich.text import Text

if TYPE_CHECKING:
    from collections.abc import Buffer, Iterable, Sequence

__all__ = ["READER_GONE", "CannotWriteOutput", "console", "guard_output", "print_table"]

# A pipe has no width of its own; a table must not be cut there.
PIPED_WIDTH = 150
PIPED_CELL = 60
BETWEEN = 3  # columns of the terminal that a line and two spaces take

READER_GONE = 141  # what a shell reports of any tool that a closed pipe ended (128 + SIGPIPE)


def guard_output() -> None:
    """End the command without a traceback when standard output or error cannot be written.

    A reader that closes the pipe, such as `head`, ends it quietly; a full disk gives one clear line.
    """
    for name, number in (("stdout", 1), ("stderr", 2)):
        stream = getattr(sys, name)
        if stream is None:  # closed by the caller
            setattr(sys, name, open(os.devnull, "w", encoding="utf-8"))  # noqa: PTH123, SIM115 - open to the end
        elif stream.isatty():
            stream.reconfigure(errors="replace")  # a name that this console has no letters for is no reason to stop
        else:
            raw = io.BufferedWriter(_Output(number, "w", closefd=False))
            own = io.TextIOWrapper(raw, encoding=stream.encoding, errors="replace", write_through=name == "stderr")
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
