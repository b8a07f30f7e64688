"""In which line of a TOML file each value stands: the grammar of tree-sitter keeps places, which `tomllib` forgets."""

from __future__ import annotations

import tomllib
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tree_sitter import Node

    from sim.model.data_faults import Location

__all__ = ["line_of", "places"]

KEYS = ("bare_key", "quoted_key", "dotted_key")
ROWS = ("table", "table_array_element")


def places(text: str) -> dict[Location, int]:
    r"""Return the line, from 1, of each path in a text that is TOML; nothing where the grammar is not installed.

    It is compiled, and a browser's own Python has none.

    >>> found = places('key = "a"\n[[acts]]\nact = "thank"\n[[acts]]\nto = [\n"Ana"]')
    >>> found[("acts", 1)], found[("acts", 0, "act")], found[("acts", 1, "to", 0)]
    (4, 3, 6)
    """
    try:
        import tree_sitter_toml
        from tree_sitter import Language, Parser
    except ImportError:
        return {}
    root = Parser(Language(tree_sitter_toml.language())).parse(text.encode()).root_node
    found: dict[Location, int] = {}
    counts: dict[Location, int] = {}
    for node in root.named_children:
        if node.type in ROWS:
            where = _head(node, counts)
            for path in (where[:-1], where) if isinstance(where[-1], int) else (where,):
                found.setdefault(path, node.start_point.row + 1)
            for inner in node.named_children:
                found.update(_pair(inner, where))
        else:
            found.update(_pair(node, ()))
    return found


def line_of(location: Location, found: dict[Location, int]) -> int:
    """Return the line of a path, or of what it lies in; the first line for what is nowhere.

    >>> line_of(("acts", 0, "to"), {("acts", 0): 7}), line_of(("key",), {})
    (7, 1)
    """
    for length in range(len(location), 0, -1):
        if location[:length] in found:
            return found[location[:length]]
    return 1


def _head(node: Node, counts: dict[Location, int]) -> Location:
    """Return the path of a table; a table within a list of tables belongs to the last of them."""
    where: Location = ()
    names = _names(next(one for one in node.named_children if one.type in KEYS))
    for at, name in enumerate(names, 1):
        where = (*where, name)
        if at == len(names) and node.type == "table_array_element":
            counts[where] = counts.get(where, 0) + 1
        if where in counts:
            where = (*where, counts[where] - 1)
    return where


def _names(key: Node) -> list[str]:
    if key.type == "dotted_key":
        return [name for part in key.named_children for name in _names(part)]
    written = key.text.decode()
    return [written if key.type == "bare_key" else _plain(written)]


def _plain(quoted: str) -> str:
    return next(iter(tomllib.loads(f"{quoted} = 1")))


def _pair(node: Node, where: Location) -> Iterator[tuple[Location, int]]:
    """Yield the path and line of a field, and of all within its value."""
    if node.type != "pair":
        return
    key, *_, value = (one for one in node.named_children if one.type != "comment")
    path: Location = (*where, *_names(key))
    yield path, key.start_point.row + 1
    yield from _within(value, path)


def _within(value: Any, path: Location) -> Iterator[tuple[Location, int]]:
    if value.type == "inline_table":
        for pair in value.named_children:
            yield from _pair(pair, path)
    if value.type == "array":
        for at, one in enumerate(one for one in value.named_children if one.type != "comment"):
            yield (*path, at), one.start_point.row + 1
            yield from _within(one, (*path, at))
