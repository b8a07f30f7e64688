"""Lessons and exercises as pages, from the server's own templates; a panel's place is filled by the page's Python."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING, Any

import nbformat
from traitlets.config import Config
from voila.exporter import VoilaExporter

from sim.base.async_calls import result_of
from sim.static.home_page import TEMPLATES, as_page, names_of_templates
from sim.texts.notebook_texts import translate_prose
from sim.texts.template_words import FOR_TEMPLATES
from sim.texts.words import say

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Mapping
    from pathlib import Path

__all__ = ["cells_of", "lesson_page"]

WIDGET = "application/vnd.jupyter.widget-view+json"
UP = "../"  # lessons and exercises lie in folders of their own


def cells_of(notebook: Path) -> list[str]:
    """Return the sources of a notebook's cells that hold code."""
    return [cell.source for cell in nbformat.read(notebook, as_version=4).cells if cell.cell_type == "code"]


def lesson_page(notebook: Path, place: Mapping[str, Any], page: Mapping[str, Any], planks: list[str]) -> str:
    """Return a lesson or an exercise as a page.

    Args:
        place: its title, and links to the pages around it. page: what its script is told. planks: the drawn bridge.
    """
    nb = nbformat.read(notebook, as_version=4)
    nb.metadata["page"] = place
    translate_prose(notebook.stem, nb)
    settings = {"VoilaExporter": {"template_file": "lesson.html", "exclude_anchor_links": True}}
    exporter = VoilaExporter(template_paths=[str(TEMPLATES)], config=Config(settings), contents_manager=None)
    exporter.environment.globals |= names_of_templates()
    top = exporter.environment.get_template("top.html")
    facts = {"base_url": UP, "title": place["title"], "lesson": True, "planks": planks}
    return as_page(result_of(_written(exporter, top.render_async(**facts), nb, page)))


async def _written(exporter: VoilaExporter, top: Any, nb: Any, page: Mapping[str, Any]) -> str:
    context = {"kernel_start": _no_kernel, "cell_generator": _cells, "main_js": None}
    parts = [await top]
    resources = {"base_url": UP, "say": say, "language": FOR_TEMPLATES["language"]}
    async for html, _ in exporter.generate_from_notebook_node(
        nb, resources=resources, extra_context=context, page_config=dict(page)
    ):
        parts.append(html)
    return "".join(parts)


async def _no_kernel(_nb: Any) -> str:
    return ""


async def _cells(nb: Any, _kernel: str) -> AsyncIterator[Any]:
    """Give each cell with what stands in its place until its code has run: a panel, if it shows something."""
    code = 0
    for cell in nb.cells:
        if cell.cell_type == "code":
            shows = isinstance(next(iter(ast.parse(cell.source).body[::-1]), None), ast.Expr)
            cell.outputs = [_place(code)] if shows else []
            code += 1
        yield cell


def _place(number: int) -> Any:
    return nbformat.v4.new_output("display_data", data={WIDGET: {"cell": number}})
