"""The course's Python as one file: what of `sim` runs in a browser, with the libraries that are Python alone."""

from __future__ import annotations

import io
import zipfile
from importlib.metadata import distribution
from pathlib import Path
from typing import TYPE_CHECKING

from sim.texts.language import current

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping

__all__ = ["packed"]

SIM = Path(__file__).parents[1]
LIBRARIES = (
    "anywidget", "comm", "ipywidgets", "jinja2", "markupsafe", "psygnal", "simpy", "tomli_w", "traitlets",
    "typing_extensions",
)  # fmt: skip
# Rooms that need a server, a terminal or files of a class; of the server, a page asks for its templates and the course.
LEFT_OUT = ("cli/", "grading/", "plots/", "server/", "static/scripts/")
KEPT = ("server/__init__.py", "server/course.py", "server/template/")
ENDINGS = frozenset({".py", ".toml", ".json", ".mo", ".css", ".js", ".html"})
LANGUAGES = "texts/languages/"
ANY_DAY = (2000, 1, 1, 0, 0, 0)  # the same course gives the same file


def packed(more: Mapping[str, bytes], *, without: Collection[str] = ()) -> bytes:
    """Return the course's Python as a zip file.

    Args:
        more: further files by their path in it. without: libraries that come from elsewhere.
    """
    elsewhere = {name.replace("-", "_") for name in without}
    files = dict(_course())
    for library in LIBRARIES:
        files |= {} if library in elsewhere else dict(_library(library))
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for name, content in sorted((files | dict(more)).items()):
            archive.writestr(zipfile.ZipInfo(name, ANY_DAY), content, zipfile.ZIP_DEFLATED)
    return file.getvalue()


def _course() -> Iterator[tuple[str, bytes]]:
    for path in sorted(SIM.rglob("*")):
        name = path.relative_to(SIM).as_posix()
        if name.startswith(LANGUAGES) and path.stem != current().name:
            continue  # a site speaks one language
        if path.suffix in ENDINGS and (name.startswith(KEPT) or not name.startswith(LEFT_OUT)):
            yield f"sim/{name}", path.read_bytes()


def _library(name: str) -> Iterator[tuple[str, bytes]]:
    """Return a library's modules, and its name and version; what is compiled for this computer has a twin in Python."""
    for path in distribution(name).files or ():
        wanted = path.suffix == ".py" or (path.name == "METADATA" and path.parent.suffix == ".dist-info")
        if wanted and ".." not in path.parts and not {"tests", "testing"} & set(path.parts):
            yield path.as_posix(), path.locate().read_bytes()
