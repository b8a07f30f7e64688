"""Request handlers of the pages: the list of lessons, a lesson or exercise, and whether its kernel is alive."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import tornado.iostream
import tornado.web
from jupyter_server.base.handlers import JupyterHandler
from jupyter_server.services.contents.largefilemanager import LargeFileManager
from voila.handler import VoilaHandler

from sim.look import stylesheet
from sim.server.course import Course
from sim.server.opened_page import CURRENT, OpenedPage, remembered
from sim.server.published import elsewhere
from sim.server.reader_language import speak_to_reader
from sim.texts.words import say
from sim.widgets.scripts import joined

if TYPE_CHECKING:
    from pathlib import Path

    from jupyter_server.services.contents.manager import ContentsManager

    from sim.catalogue.lesson_files import LessonFile

__all__ = [
    "Alive", "Closed", "ExerciseHandler", "Index", "LanguageHandler", "LessonHandler", "Missing", "Script", "Style",
]  # fmt: skip

FORBIDDEN, NOT_FOUND = 403, 404
WRONG = {FORBIDDEN: "not_here", NOT_FOUND: "no_page"}


class LanguageHandler(JupyterHandler):
    """Base of all handlers that say something: in the reader's language."""

    async def prepare(self) -> None:
        """Choose the language."""
        speak_to_reader(self)
        await super().prepare()


class Page(LanguageHandler):
    """Base of the pages' handlers: render a template, or an error as a sentence."""

    def show(self, template: str, **values: Any) -> None:
        """Write one of our templates."""
        page = self.settings["voila_jinja2_env"].get_template(template)
        self.write(page.render(base_url=self.base_url, **values))

    def write_error(self, status_code: int, **_kwargs: Any) -> None:
        """Show an error as a sentence, never as a traceback."""
        self.set_header("Content-Type", "text/html; charset=UTF-8")
        self.show("missing.html", sentence=self.sentence(status_code))

    def sentence(self, status_code: int) -> str:
        """Return what to tell the reader."""
        return say(f"site_missing.{WRONG.get(status_code, 'trouble')}")


class Index(Page):
    """The list of lessons."""

    def initialize(self, notebooks: Path) -> None:
        """Store the lessons' folder."""
        self.notebooks = notebooks

    async def get(self) -> None:
        """List the current lessons, each with its exercise, and start a spare kernel."""
        self.kernel_manager.prepare()
        course = Course.read(self.notebooks)
        lessons = [(lesson, course.practice_of(lesson)) for lesson in course.lessons]
        standing = course.standing(_kept_of(remembered(self)))
        self.show("lessons.html", lessons=lessons, standing=standing, lab=self.settings.get("lab"), files=elsewhere())


def _kept_of(pseudonym: str) -> dict[str, Any]:
    """Return what is kept of a reader, by lesson."""
    from sim.lab.answers.progress import Progress

    return Progress(name=pseudonym).lessons


class LessonHandler(Page, VoilaHandler):
    """A lesson, run afresh each time that it is opened."""

    def initialize(self, notebooks: Path, **kwargs: Any) -> None:
        """Store the lessons' folder; Voila gets the other arguments."""
        super().initialize(**kwargs)
        self.notebooks = notebooks

    @property
    def course(self) -> Course:
        """The course as it is now."""
        return Course.read(self.notebooks)

    def offered(self) -> tuple[LessonFile, ...]:
        """Return the lessons that can be opened."""
        return self.course.lessons

    def place(self, file: str) -> dict[str, Any]:
        """Return the page's title and links."""
        return self.course.around_lesson(file)

    async def get(self, path: str) -> None:
        """Send the lesson in parts: its top at once, the rest as Voila renders it."""
        titles = {lesson.file: lesson.page_title for lesson in self.offered()}
        if path not in titles:
            raise tornado.web.HTTPError(NOT_FOUND)
        # A cached page would name a kernel that has ended.
        self.set_header("Cache-Control", "no-store")
        opened = self.note_reader()
        planks = self.course.standing(_kept_of(opened.pseudonym)).planks
        self.show("top.html", title=titles[path], lesson=True, planks=planks)
        if not await self.send_all(path):
            await self.kernel_manager.close(opened.kernel_id)

    def note_reader(self) -> OpenedPage:
        """Give the browser a pseudonym, and tell the kernel manager who opened the page."""
        opened = OpenedPage(remembered(self))
        CURRENT.set(opened)
        return opened

    async def send_all(self, path: str) -> bool:
        """Send the rest of the page; return whether the client is still connected."""
        got = await self.send()
        try:
            async for html in self.get_generator(path=path):
                self.write(html)
                got = got and await self.send()
        except Exception:
            # The top is sent already, so no error page can follow: page.js notices the missing end and says so.
            self.log.exception("lesson %s could not be made", path)
            return False
        return got

    async def send(self) -> bool:
        """Flush what was written; return whether the client is still connected."""
        try:
            await self.flush()
        except tornado.iostream.StreamClosedError:
            return False
        return True


class ExerciseHandler(LessonHandler):
    """An exercise, from its own folder beside the lessons."""

    @property
    def contents_manager(self) -> ContentsManager:
        """The contents manager of the exercises' folder."""
        return LargeFileManager(root_dir=str(self.course.exercises_folder))

    def offered(self) -> tuple[LessonFile, ...]:
        """Return the exercises."""
        return self.course.exercises

    def place(self, file: str) -> dict[str, Any]:
        """Return the exercise's title, and links to its lesson and to the next one."""
        return self.course.around_exercise(file)


class Script(tornado.web.RequestHandler):
    """A script of our pages, joined with the scripts that it imports."""

    def initialize(self, folder: Path) -> None:
        """Store the scripts' folder."""
        self.folder = folder

    def get(self, name: str) -> None:
        """Send it as one module."""
        self.set_header("Content-Type", "text/javascript; charset=utf-8")
        self.write(joined(self.folder / f"{name}.js"))


class Style(tornado.web.RequestHandler):
    """The pages' stylesheet, with the tokens that it uses."""

    def initialize(self, file: Path) -> None:
        """Store the stylesheet's path."""
        self.file = file

    def get(self) -> None:
        """Send it."""
        self.set_header("Content-Type", "text/css; charset=utf-8")
        self.write(stylesheet(self.file))


class Missing(Page):
    """Any unknown address."""

    async def get(self) -> None:
        """Answer with 404 and a sentence."""
        raise tornado.web.HTTPError(NOT_FOUND)


class Alive(JupyterHandler):
    """Tells a page whether its kernel still runs."""

    async def get(self, kernel_id: str) -> None:
        """Answer with a status only: 204 yes, 404 no."""
        self.set_status(204 if await self.kernel_manager.is_alive(kernel_id) else NOT_FOUND)


class Closed(JupyterHandler):
    """Receives the message that a page was closed."""

    def check_xsrf_cookie(self) -> None:
        """Accept the kernel's id, which no other site can know, in place of a token."""

    async def post(self, kernel_id: str) -> None:
        """End its kernel."""
        await self.kernel_manager.close(kernel_id)
        self.set_status(204)
