"""Make a trainee's notebook from its master, without the answers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import nbformat

from sim.grading.authoring.cells import assigned_names, role
from sim.grading.authoring.master import load_masters

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["release_all"]

HIDDEN = {"check", "canary", "setup"}


def release_all(masters: Path, into: Path) -> list[Path]:
    """Write a trainee's copy of every master and return the paths, in order.

    Raises:
        ValueError: a master that cannot be used.
        OSError: the folder cannot be written to.
    """
    written = []
    for master in load_masters(masters).values():
        notebook = nbformat.read(master.path, as_version=4)
        notebook.cells = [_blank(cell) for cell in notebook.cells if role(cell) not in HIDDEN]
        into.mkdir(parents=True, exist_ok=True)
        nbformat.write(notebook, into / master.path.name)
        written.append(into / master.path.name)
    return written


def _blank(cell: Any) -> Any:
    """Return the cell without output and, if it is an answer, without its value."""
    if role(cell) == "answer":
        cell.source = "\n".join(f"{name} = None" for name in assigned_names(cell.source))
    if cell.cell_type == "code":
        cell.outputs, cell.execution_count = [], None
    return cell
