"""Fill the templates of this folder: pages that are whole in themselves."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined

from sim.look import DRAWN, style_in
from sim.model.version import version_told
from sim.texts.template_words import FOR_TEMPLATES
from sim.texts.words import numerals, say, trust

__all__ = ["fill", "names"]

TEMPLATES = Path(__file__).parent / "templates"
MANY_NAMES = 3


def fill(template: str, **words: Any) -> str:
    """Return a page as HTML.

    Args:
        template: its file's name.
        words: what the template is filled with.
    """
    # A lone surrogate cannot be encoded; a replacement character can.
    return _pages().get_template(template).render(**words).encode("utf-8", "replace").decode("utf-8")


@cache  # texts are looked up when a page is filled, so that one set of templates serves every language
def _pages() -> Environment:
    loader = PackageLoader(__package__, "templates")
    pages = Environment(loader=loader, autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)
    pages.filters |= {"trust": trust, "number": _number, "share": _share, "names": names}
    pages.globals |= {**FOR_TEMPLATES, **DRAWN, "model": version_told, "style": style_in(TEMPLATES)}
    return pages


def _number(number: float) -> str:
    return numerals(f"{number:g}")


def _share(share: float) -> str:
    return say("report.percent", number=f"{100 * share:.0f}")


def names(who: tuple[str, ...]) -> str:
    """Return a few names, and how many more there are.

    >>> names(("Ana", "Bo", "Cy", "Di"))
    'Ana, Bo, Cy and 1 more'
    """
    more = len(who) - MANY_NAMES
    first = ", ".join(who[:MANY_NAMES])
    return say("report.names_more", names=first, count=more) if more > 0 else first
