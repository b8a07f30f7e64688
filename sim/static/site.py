"""Write the whole course into a folder that any static host can serve."""

from __future__ import annotations

import json
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sim.look import stylesheet
from sim.server.course import Course
from sim.static.drawn_first import drawn_first
from sim.static.home_page import COURSE_FILE, TEMPLATES, as_data, board_form, home_page
from sim.static.lesson_pages import cells_of, lesson_page
from sim.static.packed import packed
from sim.texts.language import current
from sim.widgets.scripts import joined

if TYPE_CHECKING:
    from sim.catalogue.lesson_files import LessonFile
    from sim.static.pyodide import Pyodide

__all__ = ["site_files"]

SCRIPTS = Path(__file__).parent / "scripts"
LESSONS, EXERCISES = "lessons", "exercises"
PAGE = ("page", "board", "worker")
Files = dict[str, bytes]


def site_files(pyodide: Pyodide, notebooks: Path) -> Files:
    """Return the files of the site by their paths.

    Args:
        pyodide: the release of which it takes Python. notebooks: the lessons' folder, with `exercises` beside it.

    Raises:
        BadInput: the lessons cannot be read.
    """
    course = Course.read(notebooks)
    pages = _pages(course, notebooks)
    drawn = drawn_first({one.name: cells_of(path) for _, one, path in pages})
    widgets = json.dumps(drawn["shared"], ensure_ascii=False).encode()
    python = _python(pyodide, course)
    files = {**python, **_shared(), f"page/widgets-{_mark(widgets)}.json": widgets}
    facts = {**_facts(pyodide, python), "widgets": f"page/widgets-{_mark(widgets)}.json"}
    for folder, lesson, path in pages:
        told = {**facts, "lesson": lesson.name, "cells": cells_of(path), "drawn": drawn["pages"][lesson.name]}
        around = course.around_lesson if folder == LESSONS else course.around_exercise
        page = lesson_page(path, around(lesson.file), told, course.standing({}).planks)
        files[f"{folder}/{lesson.name}.html"] = page.encode()
    files["index.html"] = _with_facts(home_page(course, {}), facts).encode()
    files["board.html"] = _with_facts(board_form(), facts).encode()
    return {**files, "sw.js": _service_worker(files)}


def _pages(course: Course, notebooks: Path) -> list[tuple[str, LessonFile, Path]]:
    """Return each page's folder on the site, its lesson or exercise, and its notebook."""
    exercises = notebooks.resolve().parent / EXERCISES
    lessons = [(LESSONS, one, notebooks / one.file) for one in course.lessons]
    return lessons + [(EXERCISES, one, exercises / one.file) for one in course.exercises]


def _python(pyodide: Pyodide, course: Course) -> Files:
    """Return what a page's Python is made of, in places that change with their content."""
    release = f"python-{pyodide.version}-{_mark(b''.join(pyodide.files.values()))}"
    own = packed({COURSE_FILE: as_data(course).encode()}, without=pyodide.packages)
    runtime = {f"{release}/{name}": content for name, content in pyodide.files.items()}
    return {**runtime, f"course-{_mark(own)}.zip": own}


def _mark(content: bytes) -> str:
    return sha256(content).hexdigest()[:12]


def _shared() -> Files:
    """Return stylesheet and scripts."""
    files = {f"page/{name}.js": joined(SCRIPTS / f"{name}.js").encode() for name in PAGE}
    # The list of lessons is the server's; what it asks of the server, the page's own Python answers.
    instead = {TEMPLATES / "request.js": SCRIPTS / "request.js"}
    files["page/answers.js"] = joined(SCRIPTS / "home.js", instead).encode()
    return files | {"page/page.css": stylesheet(TEMPLATES / "page.css", SCRIPTS / "boxes.css").encode()}


def _facts(pyodide: Pyodide, python: Files) -> dict[str, Any]:
    """Return what every page's script is told."""
    return {
        "release": next(iter(python)).partition("/")[0],
        "packages": pyodide.packages,
        "language": current().name,
        "course": next(name for name in python if name.endswith(".zip") and "/" not in name),
        "sizes": {name: len(content) for name, content in python.items()},
    }


def _with_facts(home: str, facts: dict[str, Any]) -> str:
    """Tell the home page's script what a lesson's is told."""
    told = json.dumps({**facts, "baseUrl": "./"}).replace("<", r"\u003c")
    return home.replace("</head>", f'<script id="jupyter-config-data" type="application/json">{told}</script>\n</head>')


def _service_worker(files: Files) -> bytes:
    marks = {name: [_mark(content), len(content)] for name, content in files.items()}
    script = joined(SCRIPTS / "service_worker.js")
    return f"self.FILES = {json.dumps(marks)};\n{script}".encode()
