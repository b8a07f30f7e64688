"""The home page, from the server's own template: when the site is built, and in a browser when answers change."""

from __future__ import annotations

import json
import re
from dataclasses import asdict
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Any

from jinja2 import Environment, FileSystemLoader

from sim.catalogue.lesson_files import LessonFile
from sim.look import DRAWN
from sim.server.course import Course
from sim.texts.template_words import FOR_TEMPLATES

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = [
    "COURSE_FILE",
    "TEMPLATES",
    "as_data",
    "as_page",
    "course_here",
    "from_data",
    "home_page",
    "main_of_home",
    "names_of_templates",
]

TEMPLATES = Path(str(files("sim.server"))) / "template"
OWN = Path(__file__).parent / "templates"
COURSE_FILE = "sim/static/course.json"  # within the packed course: a browser has no folder of notebooks
LINK = re.compile(r'(<a\b[^>]*\bhref="[^":]*)\.ipynb(?=["#?])')
MAIN = re.compile(r"<main\b[^>]*>(.*)</main>", re.DOTALL)


def names_of_templates() -> dict[str, Any]:
    """Return what the server's templates may ask for where there is no server."""
    return {**FOR_TEMPLATES, **DRAWN, "without_server": True}


def as_page(html: str) -> str:
    """Return a page whose links to notebooks lead to the pages made of them.

    >>> as_page('<a class="x" href="03_promises.ipynb#Play">.ipynb</a>')
    '<a class="x" href="03_promises.html#Play">.ipynb</a>'
    """
    return LINK.sub(r"\1.html", html)


def as_data(course: Course) -> str:
    """Return the course's lists as JSON."""
    return json.dumps(
        [[asdict(one) for one in ones] for ones in (course.lessons, course.exercises)], ensure_ascii=False
    )


def from_data(text: str) -> Course:
    """Return the course of such a text.

    >>> from_data('[[{"name": "01_x", "title": "Silence"}], []]').lessons[0].file
    '01_x.ipynb'
    """
    lessons, exercises = (tuple(LessonFile(**one) for one in ones) for ones in json.loads(text))
    return Course(lessons, exercises)


def home_page(course: Course, kept: Mapping[str, Any], *, base_url: str = "./") -> str:
    """Return the list of lessons for a reader.

    Args:
        kept: what is kept of the reader, by lesson. base_url: where the site begins, seen from the page.
    """
    lessons = [(lesson, course.practice_of(lesson)) for lesson in course.lessons]
    facts = {"base_url": base_url, "lessons": lessons, "standing": course.standing(kept), "lab": None}
    return as_page(_templates().get_template("lessons.html").render(**facts))


def board_form(*, base_url: str = "./") -> str:
    """Return the page that takes a class's codes."""
    return _templates().get_template("board.html").render(base_url=base_url)


def _templates() -> Environment:
    pages = Environment(loader=FileSystemLoader([TEMPLATES, OWN]))  # noqa: S701 - they escape what needs it, as on the server
    pages.globals |= names_of_templates()
    return pages


def course_here() -> Course:
    """Return the course that this was packed with, in a browser."""
    return from_data(Path(__file__).with_name("course.json").read_text("utf-8"))


def main_of_home(kept: Mapping[str, Any]) -> str:
    """Return what stands in the home page's main part, in a browser."""
    found = MAIN.search(home_page(course_here(), kept))
    return found[1] if found else ""
