"""Fill a trainee's answers, as data, into a copy of the master."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import nbformat

from sim.grading.authoring.cells import facts, role
from sim.grading.authoring.master import CANARY_OUTPUT

if TYPE_CHECKING:
    from pathlib import Path

    from sim.grading.authoring.master import Master

__all__ = ["fill_answers"]

# Forms and text are for people, and building them takes longer than checking an answer.
NEEDED = {"setup", "answer", "check", "canary"}


def fill_answers(answers: dict[str, Any], master: Master, into: Path) -> None:
    """Write a copy of the master with the trainee's answers, None for missing ones, and canaries that must fail.

    An answer is inserted as quoted JSON, so its text never becomes code.
    """
    notebook = nbformat.read(master.path, as_version=4)
    notebook.cells = [cell for cell in notebook.cells if role(cell) in NEEDED]
    for cell in notebook.cells:
        if role(cell) == "answer":
            names = master.answers[facts(cell)["grade_id"]]
            lines = [f"{name} = json.loads({json.dumps(answers.get(name))!r})" for name in names]
            cell.source = "\n".join(["import json", *lines])
        elif role(cell) == "canary":
            # Differs from whatever the master stores: a canary passes in the master itself.
            cell.outputs = [nbformat.v4.new_output("stream", text=CANARY_OUTPUT)]
            cell.execution_count = 1
            cell.metadata["tags"] = ["nbval-check-output"]
    nbformat.write(notebook, into)
