"""Markdown tables for the generated pages of docs/."""

from collections.abc import Iterable


def table(heads: Iterable[object], rows: Iterable[Iterable[object]]) -> str:
    """Return a table.

    >>> print(table(["a", "b"], [[1, 2]]))
    | a | b |
    | --- | --- |
    | 1 | 2 |
    <BLANKLINE>
    """
    heads = list(heads)
    lines = [heads, ["---"] * len(heads), *rows]
    return "".join(f"| {' | '.join(map(str, line))} |\n" for line in lines)
