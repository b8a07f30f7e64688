"""How rows are kept in pieces, and how pieces become one table: CSV and Parquet, each the same bytes every time."""

import csv
from collections.abc import Iterable, Iterator, Sequence
from importlib.util import find_spec
from io import BytesIO, StringIO
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO, Protocol

from sim.base.errors import BadInput
from sim.texts.words import say

if TYPE_CHECKING:
    import pyarrow as pa

__all__ = ["ENDINGS", "Format", "format_of"]

Row = dict[str, Any]
TOGETHER = 20  # pieces in one part of a Parquet file, of which readers load whole parts


class Format(Protocol):
    """A kind of table."""

    def pack(self, rows: Sequence[Row]) -> bytes:
        """Return a piece: some rows with the same columns."""

    def unpack(self, piece: bytes) -> list[Row]:
        """Return the rows of a piece, as this kind of table reads them.

        Raises:
            ValueError: the piece is damaged.
        """

    def join(self, pieces: Iterable[Path], file: BinaryIO) -> None:
        """Write pieces as one table, of which only a few are in memory at once."""


class Csv:
    """Comma-separated values in UTF-8; what is missing is empty."""

    def pack(self, rows: Sequence[Row]) -> bytes:
        r"""Return rows below their heads.

        >>> Csv().pack([{"key": "a, b", "weeks": None, "trust": 0.1}])
        b'key,weeks,trust\n"a, b",,0.1\n'
        """
        text = StringIO(newline="")
        writer = csv.DictWriter(text, [*rows[0]], lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
        return text.getvalue().encode()

    def unpack(self, piece: bytes) -> list[Row]:
        """Return rows as texts."""
        return [*csv.DictReader(StringIO(piece.decode(), newline=""), strict=True)]

    def join(self, pieces: Iterable[Path], file: BinaryIO) -> None:
        """Write the heads once, then the rows of all pieces."""
        heads = b""
        for path in pieces:
            found, _, rows = path.read_bytes().partition(b"\n")
            if not heads:
                heads = found
                file.write(heads + b"\n")
            _check_heads(heads, found, path)
            file.write(rows)


class Parquet:
    """Parquet; a column has one type, found from all of its pieces."""

    def pack(self, rows: Sequence[Row]) -> bytes:
        """Return rows as a Parquet file of their own."""
        import pyarrow as pa
        import pyarrow.parquet as pq

        content = BytesIO()
        pq.write_table(pa.table({name: _column([row[name] for row in rows]) for name in rows[0]}), content)
        return content.getvalue()

    def unpack(self, piece: bytes) -> list[Row]:
        """Return rows with numbers as such."""
        import pyarrow.parquet as pq

        return pq.read_table(BytesIO(piece)).to_pylist()

    def join(self, pieces: Iterable[Path], file: BinaryIO) -> None:
        """Write pieces a few at a time, in the types that hold the values of all."""
        import pyarrow as pa
        import pyarrow.parquet as pq

        paths = [*pieces]
        schema = _schema(paths)
        with pq.ParquetWriter(file, schema) as writer:
            for some in _batched(paths, TOGETHER):
                writer.write_table(pa.concat_tables(pq.read_table(path).cast(schema) for path in some))


def _column(values: list[Any]) -> "pa.Array":
    import pyarrow as pa

    try:
        return pa.array(values)
    except (pa.ArrowInvalid, pa.ArrowTypeError):  # texts beside numbers, as an axis may have
        return pa.array([None if value is None else str(value) for value in values])


def _schema(paths: Sequence[Path]) -> "pa.Schema":
    import pyarrow as pa
    import pyarrow.parquet as pq

    first = pq.read_schema(paths[0]).names
    kinds: dict[str, set[pa.DataType]] = {name: set() for name in first}
    for path in paths:
        schema = pq.read_schema(path)
        _check_heads(first, schema.names, path)
        for field in schema:
            kinds[field.name].add(field.type)
    return pa.schema([(name, _common(found)) for name, found in kinds.items()])


def _common(kinds: "set[pa.DataType]") -> "pa.DataType":
    """Return the type that holds the values of all these."""
    import pyarrow as pa

    known = kinds - {pa.null()}
    if not known or known == {pa.int64(), pa.float64()}:
        return pa.float64()
    return known.pop() if len(known) == 1 else pa.string()


def _check_heads(first: object, found: object, path: Path) -> None:
    if first != found:
        raise BadInput(say("running.other_columns", file=path, folder=path.parent))


def _batched(paths: Iterable[Path], number: int) -> Iterator[list[Path]]:
    rest = iter(paths)
    while some := [*islice(rest, number)]:
        yield some


FORMATS: dict[str, Format] = {".csv": Csv(), ".parquet": Parquet()}
ENDINGS = (*FORMATS,)


def format_of(path: Path) -> Format:
    """Return the kind of a table by its file's ending, one of ENDINGS.

    Raises:
        BadInput: Parquet without pyarrow.
    """
    if path.suffix.lower() == ".parquet" and find_spec("pyarrow") is None:
        raise BadInput(say("refused.no_parquet", file=path))
    return FORMATS[path.suffix.lower()]
