"""What a form leaves in the notebook itself: a record of the answers, beside what a trainee typed into it."""

from __future__ import annotations

import json
import os
from typing import Any

from IPython import get_ipython
from IPython.display import display, update_display

from sim.lab.progress import VARIABLE
from sim.lab.words import say

__all__ = ["MIME", "Recorded", "kept_words", "typed_answer"]

MIME = "application/vnd.mending-bridges.answers+json"


class Recorded:
    """A record in the output of every cell that shows it; a change reaches all of them. Outside notebooks it rests.

    >>> Recorded("x").show({"exercise": "ex02", "version": "1", "answers": {}})
    """

    def __init__(self, name: str) -> None:
        self._name = name

    def show(self, record: dict[str, Any]) -> None:
        """Leave the record in the output of the cell that runs."""
        if get_ipython() is not None:
            display({MIME: record}, raw=True, display_id=self._name)

    def change(self, record: dict[str, Any]) -> None:
        """Bring the record up to date wherever it stands."""
        if get_ipython() is not None:
            update_display({MIME: record}, raw=True, display_id=self._name)


def kept_words() -> str:
    """Return what to say of an answer that was kept: a notebook that is handed in must be saved, a page must not.

    >>> kept_words()
    'Kept.'
    """
    in_a_notebook = get_ipython() is not None and VARIABLE not in os.environ
    return say("exercise.saved_notebook" if in_a_notebook else "exercise.saved")


def typed_answer(name: str) -> Any:
    """Return what the trainee typed as `name = …` and ran, None if nothing or nothing that could be handed in.

    >>> typed_answer("q1") is None
    True
    """
    shell = get_ipython()
    typed = None if shell is None else shell.user_ns.get(name)
    try:
        return json.loads(json.dumps(typed, allow_nan=False))
    except (TypeError, ValueError, RecursionError):
        return None
