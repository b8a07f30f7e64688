"""The handout as one self-contained HTML page."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from markupsafe import Markup, escape

from sim.catalogue import load_case, taught_case_keys
from sim.handout.catalogue_pages import gist, moves, strategy_groups, whom
from sim.handout.phrase_pairs import pairs_by_lesson
from sim.handout.rendering import fill
from sim.lab.panels.plan_form import PARTS
from sim.lab.panels.questions import asked
from sim.lab.session.lesson_data import lesson_keys, load_lesson
from sim.model.version import version_told

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["handout"]

# One strategy keeps its Portuguese name, which screen readers should pronounce as Portuguese.
PORTUGUESE = re.compile("(Ouvir primeiro)")


def handout(notebooks: Path) -> str:
    """Return the handout as HTML.

    Args:
        notebooks: folder of the lessons, whose text has the phrases to say.

    Raises:
        BadInput: the folder is not there, or holds no such lessons.
    """
    return fill(
        "handout.html",
        {"gist": gist, "moves": moves, "whom": whom, "spoken": spoken},
        cases=[load_case(key) for key in taught_case_keys()],
        strategy_groups=strategy_groups(),
        asked=asked(),
        lessons={key: load_lesson(key) for key in lesson_keys()},
        pairs=pairs_by_lesson(notebooks),
        parts=PARTS,
        version=version_told(),
    )


def spoken(text: str) -> Markup:
    """Return a text with its Portuguese words marked as such.

    >>> str(spoken("Ouvir primeiro (listen first)"))
    '<span lang="pt">Ouvir primeiro</span> (listen first)'
    """
    return Markup(PORTUGUESE.sub(r'<span lang="pt">\1</span>', str(escape(text))))  # noqa: S704 - escaped just before
