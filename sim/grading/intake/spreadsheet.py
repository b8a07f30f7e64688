"""Read tables that people edited in a spreadsheet, whatever it did to them: separators, encodings, order of columns."""

from __future__ import annotations

import codecs
import csv
import re
from dataclasses import dataclass
from io import StringIO
from typing import TYPE_CHECKING

from sim.base.errors import BadInput
from sim.texts.words import say

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

__all__ = [
    "FORMULA",
    "SEPARATORS",
    "SheetError",
    "SheetRow",
    "Table",
    "content_of",
    "number_in",
    "plain",
    "read_table",
    "table_of",
    "write_table",
]

LARGEST = 20_000_000  # bytes
MOST_TOLD = 5  # problems of one file
SEPARATORS = ",;\t"
# How a cell begins that a spreadsheet would calculate; the last four are the wide forms of = + - @.
FORMULA = ("=", "+", "-", "@", "\t", "\r", "|", "%", "\uff1d", "\uff0b", "\uff0d", "\uff20")
NUMBER = re.compile(r"(\d{1,6})(?:[.,](\d{1,6}))?")
TEXT_FORMULA = re.compile(r'="(.*)"', re.DOTALL)  # how a spreadsheet is told to keep leading zeros
BOMS = {codecs.BOM_UTF8: "utf-8-sig", codecs.BOM_UTF16_LE: "utf-16", codecs.BOM_UTF16_BE: "utf-16"}
WORKBOOKS = (b"PK\3\4", b"\xd0\xcf\x11\xe0")  # .xlsx and .ods; .xls


class SheetError(BadInput):
    """Sheets that cannot be used as they are; nothing of them was used. `lines` are the sentences that people read.

    Args:
        problems: one sentence for each: file, row, value, what to do.
    """

    def __init__(self, problems: Iterable[str]) -> None:
        self.problems = tuple(problems)
        more = len(self.problems) - MOST_TOLD
        self.lines = (*self.problems[:MOST_TOLD], *([say("sheet_read.more", count=more)] if more > 0 else []))
        super().__init__(" ".join(self.lines))


@dataclass(frozen=True)
class SheetRow:
    """One row of a table: its number in a spreadsheet, and its cells by the column's name in small letters."""

    row: int
    cells: dict[str, str]

    def __getitem__(self, column: str) -> str:
        return self.cells.get(column, "")


@dataclass(frozen=True, kw_only=True)
class Table:
    """A table as it stands in a file.

    Args:
        name: the file's name.
        rows: all rows, the header among them.
        header: the place of the header in `rows`.
        encoding, separator, line_end: how the file is written.
    """

    name: str
    rows: list[list[str]]
    header: int = 0
    encoding: str = "utf-8"
    separator: str = ","
    line_end: str = "\n"

    @property
    def columns(self) -> list[str]:
        """The names of the columns, as they are written."""
        return [name.strip() for name in self.rows[self.header]] if self.rows else []

    def lines(self) -> Iterator[SheetRow]:
        """Yield the rows below the header that are not empty."""
        names = [name.casefold() for name in self.columns]
        for row, cells in enumerate(self.rows[self.header + 1 :], self.header + 2):
            if any(cell.strip() for cell in cells):
                yield SheetRow(row, dict(zip(names, map(plain, cells), strict=False)))

    def lacks(self, columns: Iterable[str]) -> list[str]:
        """Return a sentence for each of these columns that is not there."""
        there = {name.casefold() for name in self.columns}
        known = ", ".join(name for name in self.columns if name) or "-"
        return [
            say("sheet_read.column", file=self.name, column=one, known=known) for one in columns if one not in there
        ]


def read_table(path: Path) -> Table:
    """Return the table in a file: UTF-8 or UTF-16, with or without a mark at its start, or Windows' western letters.

    Raises:
        SheetError: the file cannot be read, or is a workbook and no table.
    """
    return table_of(content_of(path), path.name)


def content_of(path: Path) -> bytes:
    """Return the content of a sheet's file, as far as a sheet may be large.

    Raises:
        SheetError: the file cannot be read.
    """
    try:
        with path.open("rb") as file:
            return file.read(LARGEST + 1)
    except (OSError, ValueError) as error:
        why = getattr(error, "strerror", None) or error
        raise SheetError([say("sheet_read.unreadable", file=path, why=why)]) from None


def table_of(content: bytes, name: str) -> Table:
    r"""Return the table in a file's content.

    >>> table_of(b"\xef\xbb\xbfname;points\r\nana;1,5\r\n", "a.csv").rows
    [['name', 'points'], ['ana', '1,5']]
    """
    if content.startswith(WORKBOOKS):
        raise SheetError([say("sheet_read.workbook", file=name)])
    if len(content) > LARGEST:
        raise SheetError([say("sheet_read.large", file=name, most=f"{LARGEST:,}")])
    text, encoding = _decoded(content)
    line_end = "\r\n" if "\r\n" in text else "\r" if "\r" in text and "\n" not in text else "\n"
    stated = re.match(r'"?sep=(.)"?\s*?(?:\r\n|\r|\n)', text, re.IGNORECASE)  # as Excel writes it above the header
    separator = stated[1] if stated else _separator(text)
    try:
        rows = list(csv.reader(StringIO(text, newline=""), delimiter=separator))
    except csv.Error as error:
        raise SheetError([say("sheet_read.broken", file=name, why=error)]) from None
    if not any(any(cell.strip() for cell in row) for row in rows):
        raise SheetError([say("sheet_read.empty", file=name)])
    header = next(at for at, row in enumerate(rows) if any(cell.strip() for cell in row) and not (stated and at == 0))
    return Table(name=name, rows=rows, header=header, encoding=encoding, separator=separator, line_end=line_end)


def write_table(table: Table) -> bytes:
    r"""Return a table's content, written as the file was that it came from.

    >>> write_table(table_of("a;b\r\n1;ü\r\n".encode("utf-16"), "a.csv")).decode("utf-16")
    'a;b\r\n1;ü\r\n'
    """
    text = StringIO(newline="")
    csv.writer(text, delimiter=table.separator, lineterminator=table.line_end).writerows(table.rows)
    return text.getvalue().encode(table.encoding, "replace")


def plain(cell: str) -> str:
    """Return a cell as it was before a spreadsheet: without what keeps it from being calculated, UTF-8 read as such.

    >>> plain("'=1+1"), plain('="007"'), plain(" ana "), plain("'ana"), plain("ZoÃ«"), plain("Zoë")
    ('=1+1', '007', 'ana', "'ana", 'Zoë', 'Zoë')
    """
    cell = _unmixed(cell.strip())
    if found := TEXT_FORMULA.fullmatch(cell):
        return found[1]
    return cell[1:] if cell.startswith("'") and cell[1:].lstrip().startswith(FORMULA) else cell


def number_in(cell: str) -> float | None:
    """Return the number in a cell, with a point or a comma; None if it is none or below 0.

    >>> number_in("1,5"), number_in("2"), number_in("1.000,5"), number_in("-1"), number_in("01. May")
    (1.5, 2.0, None, None, None)
    """
    found = NUMBER.fullmatch(cell.strip())
    return float(f"{found[1]}.{found[2] or 0}") if found else None


def _unmixed(cell: str) -> str:
    """Return a cell of which a spreadsheet took each byte for a letter, as Excel does where a file has no mark."""
    if cell.isascii():
        return cell
    try:
        return b"".join(letter.encode("latin-1" if "\x7f" < letter < "\xa0" else "cp1252") for letter in cell).decode()
    except UnicodeError:
        return cell


def _decoded(content: bytes) -> tuple[str, str]:
    for start, encoding in BOMS.items():
        if content.startswith(start):
            return content.decode(encoding, "replace"), encoding
    if content[1:2] == b"\0" or content[:1] == b"\0":  # UTF-16 that lost the mark at its start
        encoding = "utf-16-le" if content[1:2] == b"\0" else "utf-16-be"
        return content.decode(encoding, "replace"), encoding
    try:
        return content.decode("utf-8"), "utf-8"
    except UnicodeDecodeError:
        return content.decode("cp1252", "replace"), "cp1252"


def _separator(text: str) -> str:
    """Return what separates cells: what occurs most in the first line that is not empty, outside of quotes."""
    first = next((line for line in text.splitlines() if line.strip()), "")
    bare = re.sub(r'"[^"]*"', "", first)
    return max(SEPARATORS, key=bare.count)
