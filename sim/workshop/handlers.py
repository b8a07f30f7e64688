"""What the pages' server answers: the list of lessons, a lesson, and whether its kernel lives."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import tornado.iostream
import tornado.web
from jupyter_server.base.handlers import JupyterHandler
from voila.handler import VoilaHandler

from sim.workshop.lessons import Lesson, read_lessons
from sim.workshop.visit import COOKIE, CURRENT, Visit, as_pseudonym

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["Alive", "Closed", "Index", "LessonPage", "Missing", "place_in_course"]

NOT_FOUND = 404
EXERCISE = "Exercises are filled in as notebooks. Start the course with 'make course', and open this one there."
NO_PAGE = "There is no such page. The list of lessons has all that there are."
TROUBLE = "This page could not be made. Reload it; if that does not help, go back to the list of lessons."


class Page(JupyterHandler):
    """A page of ours, or the sentence that stands in for it."""

    def show(self, template: str, **values: Any) -> None:
        """Write a template of ours."""
        page = self.settings["voila_jinja2_env"].get_template(template)
        self.write(page.render(base_url=self.base_url, **values))

    def write_error(self, status_code: int, **_kwargs: Any) -> None:
        """Say in a sentence what is wrong, never how the program puts it."""
        self.set_header("Content-Type", "text/html; charset=UTF-8")
        self.show("missing.html", sentence=self.sentence(status_code))

    def sentence(self, status_code: int) -> str:
        """Return what to tell the reader."""
        if status_code != NOT_FOUND:
            return TROUBLE
        return EXERCISE if self.request.path.startswith(f"{self.base_url}exercises/") else NO_PAGE


class Index(Page):
    """The list of lessons."""

    def initialize(self, notebooks: Path) -> None:
        """Keep where the lessons are."""
        self.notebooks = notebooks

    async def get(self) -> None:
        """List the lessons as they are now."""
        self.show("lessons.html", lessons=read_lessons(self.notebooks))


class LessonPage(Page, VoilaHandler):
    """A lesson, run anew for whoever opens it."""

    def initialize(self, notebooks: Path, **kwargs: Any) -> None:
        """Keep where the lessons are; the rest is Voila's."""
        super().initialize(**kwargs)
        self.notebooks = notebooks

    async def get(self, path: str) -> None:
        """Send the lesson piece by piece: its top at once, the rest as it is made."""
        lessons = {lesson.file: lesson for lesson in read_lessons(self.notebooks)}
        if path not in lessons:
            raise tornado.web.HTTPError(NOT_FOUND)
        visit = self.note_visit()
        self.show("top.html", title=lessons[path].page_title, lesson=True)
        if not await self.send_all(path):
            await self.kernel_manager.close(visit.kernel_id)

    def note_visit(self) -> Visit:
        """Give the browser a pseudonym, and tell the manager of kernels who reads."""
        visit = Visit(as_pseudonym(self.get_cookie(COOKIE)))
        self.set_cookie(COOKIE, visit.pseudonym, expires_days=365, httponly=True, samesite="Lax", path=self.base_url)
        CURRENT.set(visit)
        return visit

    async def send_all(self, path: str) -> bool:
        """Send what is below the top; return whether the reader has got all of it."""
        got = await self.send()
        try:
            async for html in self.get_generator(path=path):
                self.write(html)
                got = got and await self.send()
        except Exception:
            # The top is sent, so no other page can be: page.js finds the end missing and says so.
            self.log.exception("lesson %s could not be made", path)
            return False
        return got

    async def send(self) -> bool:
        """Send what was written; return whether anyone is still there."""
        try:
            await self.flush()
        except tornado.iostream.StreamClosedError:
            return False
        return True


def place_in_course(lessons: tuple[Lesson, ...], file: str) -> dict[str, Any]:
    """Return a lesson's title and the links to the lessons before and after it.

    >>> first, second = Lesson("00_start", "Start"), Lesson("01_x", "Silence")
    >>> place_in_course((first, second), "00_start.ipynb")["after"]
    {'file': '01_x.ipynb', 'title': 'Silence'}
    """
    links = [None, *({"file": lesson.file, "title": lesson.short_title} for lesson in lessons), None]
    here = [lesson.file for lesson in lessons].index(file)
    return {"title": lessons[here].page_title, "before": links[here], "after": links[here + 2]}


class Missing(Page):
    """Whatever else is asked for."""

    async def get(self) -> None:
        """Say so."""
        raise tornado.web.HTTPError(NOT_FOUND)


class Alive(JupyterHandler):
    """Tells a page whether its kernel still runs."""

    async def get(self, kernel_id: str) -> None:
        """Answer with a status alone: 204 yes, 404 no."""
        self.set_status(204 if await self.kernel_manager.is_alive(kernel_id) else NOT_FOUND)


class Closed(JupyterHandler):
    """Hears from a page that it was closed."""

    def check_xsrf_cookie(self) -> None:
        """Take the kernel's id, which no other site can know, for proof enough."""

    async def post(self, kernel_id: str) -> None:
        """End its kernel."""
        await self.kernel_manager.close(kernel_id)
        self.set_status(204)
