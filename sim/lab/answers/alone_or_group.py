"""Whether a trainee works alone or in a group: chosen once, and saved beside the lessons."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sim.lab.answers.progress import Progress

__all__ = ["ALONE", "COMPANY", "GROUP", "alone_or_group"]

COMPANY = "company"  # in the trainee's file, beside the lessons
ALONE, GROUP = "alone", "group"


def alone_or_group(progress: Progress) -> str:
    """Return ALONE or GROUP; alone as long as nothing was chosen.

    >>> from sim.lab.answers.progress import Progress
    >>> alone_or_group(Progress())
    'alone'
    """
    kept = progress.lessons.get(COMPANY)
    return GROUP if isinstance(kept, dict) and kept.get("with") == GROUP else ALONE
