"""The record of answers that a form writes into the notebook, and the answers that a trainee typed there."""

from __future__ import annotations

import os
from contextlib import suppress
from typing import Any, NamedTuple

from IPython import get_ipython
from IPython.display import display, update_display

from sim.exercises.typed_answers import NotData, as_data, read_cells, shortened
from sim.lab.answers.progress import VARIABLE
from sim.texts.words import say

__all__ = ["MIME", "NotebookRecord", "Typed", "in_a_notebook", "saved_sentence", "typed_answer"]

MIME = "application/vnd.mending-bridges.answers+json"


class NotebookRecord:
    """A record in the output of every cell that shows it; a change updates all. Outside notebooks it does nothing.

    >>> NotebookRecord("x").show({"exercise": "ex02", "version": "1", "answers": {}})
    """

    def __init__(self, name: str) -> None:
        self._name = name

    def show(self, record: dict[str, Any]) -> None:
        """Write the record into the output of the running cell."""
        if get_ipython() is not None:
            display({MIME: record}, raw=True, display_id=self._name)

    def change(self, record: dict[str, Any]) -> None:
        """Update the record in all outputs."""
        if get_ipython() is not None:
            update_display({MIME: record}, raw=True, display_id=self._name)


def in_a_notebook() -> bool:
    """Return whether this is JupyterLab, where cells can be edited and the notebook must be saved, and not a page."""
    return get_ipython() is not None and VARIABLE not in os.environ


def saved_sentence() -> str:
    """Return the sentence on a saved answer: a notebook must be saved before it is handed in, a page need not.

    >>> saved_sentence()
    'Kept.'
    """
    return say("exercise.saved_notebook" if in_a_notebook() else "exercise.saved")


class Typed(NamedTuple):
    """What a trainee typed as `name = …` and ran.

    Attributes:
        value: as grading will read it, None if there is none.
        trouble: why it cannot be graded, or "".
    """

    value: Any = None
    trouble: str = ""


def typed_answer(name: str) -> Typed:
    """Return an answer that was typed, read from the cells that ran in the same way as by grading.

    >>> typed_answer("q1")
    Typed(value=None, trouble='')
    """
    shell = get_ipython()
    held = None if shell is None else shell.user_ns.get(name)
    if held is None:
        return Typed()
    reading = read_cells(map(str, shell.history_manager.input_hist_raw), {name})
    with suppress(NotData):
        held = as_data(held)
        held = shortened(held)[0] if isinstance(held, str) else held
        if held is not None and reading.values.get(name) == held:
            return Typed(value=held)
    return Typed(trouble=say("exercise.not_data", name=name))
