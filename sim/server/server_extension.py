"""The Jupyter server extension that serves the pages beside JupyterLab, as on Binder or a hub.

Jupyter finds this module by the name that `server.json` gives it.
"""

from __future__ import annotations

import atexit
import shutil
import warnings
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self

from jupyter_server.utils import url_path_join
from tornado.routing import PathMatches, Rule
from voila.configuration import VoilaConfiguration

from sim.base.errors import BadInput
from sim.catalogue.lesson_files import LessonFile, read_lessons
from sim.look import stylesheet
from sim.server.course import Course
from sim.server.pages import Pages, settings_for
from sim.texts.words import say, table

if TYPE_CHECKING:
    from jupyter_server.serverapp import ServerApp

__all__ = ["FOLDER", "PLACE", "PagesBesideLab"]

# On import, Voila has traitlets' warnings to programmers printed, with which who starts the workshop can do nothing.
warnings.filterwarnings("ignore", category=DeprecationWarning, module="traitlets")

PLACE = "course"  # the pages' address below the server's own
FOLDER = "notebooks"  # the lessons' folder below the server's own
EXERCISES = "exercises"
ROW = Path(__file__).with_name("labextension") / "lab_start.css"
# The server's settings for login and allowed hosts.
DOOR = (
    "identity_provider", "authorizer", "cookie_secret", "login_url", "allow_remote_access", "local_hostnames",
    "allow_origin", "allow_origin_pat", "allow_credentials",
)  # fmt: skip


def _jupyter_server_extension_points() -> list[dict[str, str]]:
    """Tell Jupyter what to load."""
    return [{"module": __name__}]


def _load_jupyter_server_extension(server: ServerApp) -> None:
    """Serve the pages too, unless the server was started in a folder without the course."""
    notebooks = Path(server.root_dir) / FOLDER
    try:
        first = read_lessons(notebooks)[0]
    except BadInput as error:
        server.log.warning("%s", say("serving.no_pages", why=error))
    else:
        PagesBesideLab.put_into(server, notebooks, first)


class PagesBesideLab(Pages):
    """The pages within a running server, behind its login: whoever may open JupyterLab may read them."""

    server: Any = None
    lab = ""

    @classmethod
    def put_into(cls, server: ServerApp, notebooks: Path, first: LessonFile) -> Self:
        """Add the pages to a server, with a link to JupyterLab at the first lesson."""
        base_url = url_path_join(server.base_url, PLACE, "/")
        pages = cls(config=settings_for(notebooks, port=server.port, browser=False, base_url=base_url))
        pages.server = server
        pages.lab = url_path_join(server.base_url, "lab", "tree", notebooks.name, first.file)
        pages.voila_configuration = VoilaConfiguration(parent=pages)
        pages.setup_template_dirs()
        pages.start()
        pages.tell_lab(Course.read(notebooks), notebooks.name)
        return pages

    def tell_lab(self, course: Course, folder: str) -> None:
        """Tell our part of JupyterLab, lab_start.js, which notebooks have pages, and what to say above them."""
        pages = {f"{folder}/{lesson.file}": f"lessons/{lesson.file}" for lesson in course.lessons}
        pages |= {f"{EXERCISES}/{exercise.file}": f"exercises/{exercise.file}" for exercise in course.exercises}
        told = {"pages": self.base_url, "notebooks": pages, "words": {**table("lab_script"), "css": stylesheet(ROW)}}
        self.server.web_app.settings.setdefault("page_config_data", {})["mendingBridges"] = told

    def init_settings(self) -> dict[str, Any]:
        """Return Voila's settings with the server's own login; its one reader has the same answers in JupyterLab."""
        given = self.server.web_app.settings
        return {
            **super().init_settings(),
            **{name: given[name] for name in DOOR if name in given},
            "lab": self.lab,
            "one_reader": True,
        }

    def first_rules(self) -> list[Rule]:
        """Return no rule: a hub's server decides which hosts it answers to, by Jupyter's own check."""
        return []

    def stop(self) -> None:
        """End all kernels of pages, once the server's loop has stopped."""
        self.ioloop = self.server.io_loop
        super().stop()

    def listen(self) -> None:
        """Add the pages' handlers below their address; all other addresses stay the server's."""
        # A login at the pages' address is valid for JupyterLab as well.
        self.server.identity_provider.cookie_options.setdefault("path", self.server.base_url)
        self.server.web_app.default_router.rules.insert(0, Rule(PathMatches(f"{self.base_url}.*"), self.app))
        atexit.register(shutil.rmtree, self.connection_dir, ignore_errors=True)
