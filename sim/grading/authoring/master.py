"""Master notebooks: each exercise with its answers, its checks and their stored outputs."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import nbformat
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError

from sim.grading.authoring.cells import NAMESPACE, assigned_names, facts, role, source
from sim.texts.words import say

__all__ = ["Check", "Master", "load_masters", "run_masters"]

COMPARED = "nbval-check-output"
CANARY_OUTPUT = "canary: this output is wrong on purpose\n"


@dataclass(frozen=True, kw_only=True)
class Check:
    """One graded check: its id, its question, its points and the advice when it fails."""

    grade_id: str
    question: str
    points: float
    on_fail: str


@dataclass(frozen=True, kw_only=True)
class Master:
    """One exercise: its file, its name and version, what may be answered and what is checked.

    Args:
        path: its file.
        exercise: its name.
        version: the exercise's version.
        answers: the names that each answer cell assigns, by the cell's id.
        checks: the checks, in order.
        canaries: ids of cells whose stored output is wrong on purpose.
        setups: ids of the setup cells.
        reflections: the original text of each cell in which a trainee writes sentences, by the cell's id.
    """

    path: Path
    exercise: str
    version: str
    answers: dict[str, tuple[str, ...]]
    checks: tuple[Check, ...]
    canaries: frozenset[str]
    setups: frozenset[str]
    reflections: dict[str, str] = field(default_factory=dict, hash=False)

    @property
    def max_points(self) -> float:
        """The maximum of points."""
        return sum(check.points for check in self.checks)

    @property
    def names(self) -> dict[str, str]:
        """The answer cell's id for each name that a trainee may assign."""
        return {name: cell for cell, names in self.answers.items() for name in names}


def load_masters(folder: Path) -> dict[str, Master]:
    """Return the masters in a folder, by exercise.

    Raises:
        ValueError: there is no master, or one that could let wrong answers pass.
    """
    masters = [_load(path) for path in sorted(Path(folder).glob("*.ipynb"))]
    if not masters:
        raise ValueError(say("masters.none", folder=str(folder)))
    return {master.exercise: master for master in masters}


def run_masters(folder: Path) -> None:
    """Run every master again and store its outputs, against which answers are compared.

    Raises:
        ValueError: a check of a master's own answers does not pass.
    """
    for path in sorted(Path(folder).glob("*.ipynb")):
        notebook = nbformat.read(path, as_version=4)
        client = NotebookClient(
            notebook,
            timeout=60,
            record_timing=False,
            kernel_name="python3",
            coalesce_streams=True,
            store_widget_state=False,
            extra_arguments=["--log-level=ERROR"],  # a facilitator does not need the kernel's connection log
        )
        try:
            client.execute()
        except CellExecutionError as error:
            raise ValueError(say("masters.failed", file=path.name, error=error.ename, why=error.evalue)) from None
        # The kernel's metadata and the forms' outputs differ from run to run.
        notebook.metadata.pop("language_info", None)
        for cell in notebook.cells:
            if role(cell) == "form":
                cell.outputs = []
        nbformat.write(notebook, path)
        _load(path)


def _load(path: Path) -> Master:
    try:
        return _read(path)
    except KeyError as missing:
        raise ValueError(say("masters.lacks", file=path.name, name=missing)) from None


def _read(path: Path) -> Master:
    notebook = nbformat.read(path, as_version=4)
    about = notebook.metadata.get(NAMESPACE, {})
    cells = [cell for cell in notebook.cells if role(cell)]
    for cell in cells:
        _refuse_unchecked(path, cell)
    return Master(
        path=path,
        exercise=about["exercise"],
        version=about["version"],
        answers={_id(cell): tuple(assigned_names(source(cell))) for cell in cells if role(cell) == "answer"},
        checks=tuple(_check(cell) for cell in cells if role(cell) == "check"),
        canaries=_ids(cells, "canary"),
        setups=_ids(cells, "setup"),
        reflections={_id(cell): source(cell) for cell in cells if role(cell) == "reflection"},
    )


def _refuse_unchecked(path: Path, cell: dict[str, Any]) -> None:
    """Reject a graded cell whose output nbval would not compare."""
    if role(cell) not in {"check", "canary"}:
        return
    stored = "".join(output.get("text", "") for output in cell["outputs"])
    # A canary passes here; only a copy with a trainee's answers has a wrong output stored.
    wanted = stored if role(cell) == "canary" and stored != CANARY_OUTPUT else f"{_id(cell)} PASS\n"
    if not cell["execution_count"] or stored != wanted:
        raise ValueError(say("masters.output", file=path.name, cell=_id(cell), stored=stored, wanted=wanted))
    if COMPARED not in cell["metadata"].get("tags", []):
        raise ValueError(say("masters.tag", file=path.name, cell=_id(cell), tag=COMPARED))


def _check(cell: dict[str, Any]) -> Check:
    known = facts(cell)
    return Check(
        grade_id=known["grade_id"],
        question=known["question"],
        points=known["points"],
        on_fail=known["on_fail"],
    )


def _id(cell: dict[str, Any]) -> str:
    return facts(cell)["grade_id"]


def _ids(cells: list[dict[str, Any]], wanted: str) -> frozenset[str]:
    return frozenset(_id(cell) for cell in cells if role(cell) == wanted)
