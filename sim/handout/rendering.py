"""Fill the templates of this folder: pages that are whole in themselves."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from jinja2 import Environment, PackageLoader, StrictUndefined

from sim.look import DRAWN, style_in
from sim.narrative.phrasing import week_of
from sim.texts.template_words import FOR_TEMPLATES

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from sim.model.case import Case, Commitment

__all__ = ["fill"]

TEMPLATES = Path(__file__).parent / "templates"


def fill(template: str, filters: Mapping[str, Callable[..., Any]] | None = None, **facts: Any) -> str:
    """Return a page.

    Args:
        template: its file's name. filters: what the template calls, by name.
    """
    pages = Environment(
        loader=PackageLoader(__package__, "templates"), autoescape=True, undefined=StrictUndefined,
        trim_blocks=True, lstrip_blocks=True,
    )  # fmt: skip
    pages.filters |= {"date_in_week": _date_in_week} | dict(filters or {})
    pages.globals |= {**FOR_TEMPLATES, **DRAWN, "style": style_in(TEMPLATES)}
    return pages.get_template(template).render(**facts)


def _date_in_week(case: Case, promise: Commitment) -> int:
    """Return the week in which a promise falls due, as stories count weeks."""
    return week_of(case.date_of(promise))
