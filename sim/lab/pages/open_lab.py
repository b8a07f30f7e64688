"""The open lab: every case, strategy and act, saved with the trainee's other answers."""

from __future__ import annotations

from typing import Any

from sim.catalogue import case_keys
from sim.lab.answers.progress import Progress, mine
from sim.lab.panels.panel_errors import show_errors
from sim.lab.panels.sandbox import Sandbox
from sim.lab.session.session_data import as_data

__all__ = ["OpenLab", "open_lab"]

NAME = "B_open_lab"  # in the trainee's file, beside the lessons


class OpenLab(Sandbox):
    """The sandbox with all choices, saved with the trainee's other answers.

    >>> lab = OpenLab(Progress())
    >>> lab.case.chosen = ["criticised-outreach"]
    >>> OpenLab(lab.progress).case.value
    'criticised-outreach'
    """

    def __init__(self, progress: Progress) -> None:
        self.progress = progress
        kept: Any = progress.lessons.get(NAME)
        kept = kept if isinstance(kept, dict) else {}
        case = {"case": kept["case"]} if kept.get("case") in case_keys() else {}
        super().__init__(**case, kept=kept.get("draft"))
        self.watchers.append(self._keep)

    @show_errors
    def _keep(self) -> None:
        made = {"case": self.session.case.key, "draft": as_data(self.session)}
        if made != self.progress.lessons.get(NAME):
            self.progress.keep(NAME, made)
            if said := self.progress.said(NAME):
                self.tell(said)


def open_lab() -> OpenLab:
    """Return the open lab of this page's reader.

    >>> open_lab().case.options[0][1]
    'Missed deadline'
    """
    return OpenLab(mine())
