"""The role of a notebook's cell, from its metadata `mending_bridges`."""

from __future__ import annotations

import ast
from typing import Any

__all__ = ["NAMESPACE", "ROLES", "assigned_names", "facts", "role", "source"]

NAMESPACE = "mending_bridges"
ROLES = ("setup", "prompt", "answer", "check", "canary", "reflection", "form")


def facts(cell: dict[str, Any]) -> dict[str, Any]:
    """Return the course's metadata of a cell; empty if there is none or it is malformed.

    >>> facts({"metadata": {"mending_bridges": {"role": "answer"}}})
    {'role': 'answer'}
    >>> facts({"metadata": {"mending_bridges": "answer"}})
    {}
    """
    metadata = cell.get("metadata")
    found = metadata.get(NAMESPACE) if isinstance(metadata, dict) else None
    return found if isinstance(found, dict) else {}


def role(cell: dict[str, Any]) -> str | None:
    """Return the cell's role, or None if it has no known role.

    >>> role({"metadata": {"mending_bridges": {"role": "judge"}}}) is None
    True
    """
    name = facts(cell).get("role")
    return name if isinstance(name, str) and name in ROLES else None


def source(cell: dict[str, Any]) -> str:
    r"""Return the cell's text, which the file format stores as one string or a list of lines.

    >>> source({"source": ["a = 1\n", "b = 2"]})
    'a = 1\nb = 2'
    """
    text = cell.get("source", "")
    return "".join(map(str, text)) if isinstance(text, list) else str(text)


def assigned_names(text: str) -> list[str]:
    r"""Return the names assigned in code of plain assignments, in order.

    Raises:
        SyntaxError: the text is not Python.

    >>> assigned_names("weeks = 2\nwhy = 'calm'")
    ['weeks', 'why']
    """
    return [
        target.id
        for statement in ast.parse(text).body
        if isinstance(statement, ast.Assign)
        for target in statement.targets
        if isinstance(target, ast.Name)
    ]
