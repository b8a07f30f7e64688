"""Serve the lessons as pages without code: Voila runs them, with our own templates and list."""

from __future__ import annotations

import logging
import shutil
import signal
from pathlib import Path
from typing import TYPE_CHECKING, Any

import tornado.ioloop
from jupyter_server.base.handlers import FileFindHandler
from jupyter_server.utils import url_path_join
from traitlets.config import Config
from voila.app import Voila
from voila.handler import BaseVoilaHandler
from voila.paths import collect_static_paths
from voila.shutdown_kernel_handler import VoilaShutdownKernelHandler
from voila.tornado.contentshandler import VoilaContentsHandler
from voila.tornado.kernel_websocket_handler import VoilaKernelWebsocketHandler

from sim.base.errors import BadInput
from sim.look import DRAWN
from sim.server.address import HOST, announce
from sim.server.backup_handler import Answers
from sim.server.class_board import BoardPage, ClassBoard, SentToBoard
from sim.server.handlers import Alive, Closed, ExerciseHandler, Index, LessonHandler, Missing, Script, Style
from sim.server.host_check import host_rule
from sim.server.kernel_socket import KernelSocket
from sim.server.voila_chunks import VERSION, VoilaChunks
from sim.texts.notebook_texts import translate_prose
from sim.texts.template_words import FOR_TEMPLATES
from sim.texts.words import say

if TYPE_CHECKING:
    from collections.abc import Iterable

    from tornado.routing import Rule

__all__ = ["Pages", "serve_pages"]

TEMPLATE = Path(__file__).parent / "template"
KERNEL = r"([-\w]+)"
KEY = r"([-\w]{12})"


def serve_pages(
    notebooks: Path,
    *,
    port: int,
    browser: bool,
    forget_after: int = 300,
    host_names: Iterable[str] = (),
    board: ClassBoard | None = None,
) -> None:
    """Serve the lessons until stopped.

    Args:
        notebooks: folder of the lessons.
        port: a free port.
        browser: whether to open the list of lessons.
        forget_after: seconds after which a kernel is ended if its page disappeared without notice.
        host_names: further host names that the server answers to.
        board: to which trainees may send their years; None = no board is open.
    """
    logging.getLogger("tornado").setLevel(logging.ERROR)
    pages = Pages(config=settings_for(notebooks.resolve(), port=port, browser=browser, forget_after=forget_after))
    pages.host_names, pages.board = tuple(host_names), board
    pages.initialize(argv=[])
    pages.start()


def settings_for(notebooks: Path, *, port: int, browser: bool, forget_after: int = 300, base_url: str = "/") -> Config:
    """Return Voila's settings.

    >>> settings_for(Path("notebooks"), port=8890, browser=False).Voila.port
    8890
    """
    return Config(
        {
            "Voila": {
                "base_url": base_url,
                "config_file_paths": [],
                "ip": HOST,
                "log_level": logging.ERROR,
                "open_browser": browser,
                "port": port,
                "root_dir": str(notebooks),
                "tornado_settings": {"static_path": str(TEMPLATE)},
            },
            "VoilaConfiguration": {
                "file_allowlist": [r".*\.(png|jpg|svg)"],
                "multi_kernel_manager_class": "sim.server.page_kernels.PageKernels",
                "prelaunch_hook": _place,
                "resources": {"say": say, "language": FOR_TEMPLATES["language"]},
                "template": TEMPLATE.name,
            },
            "VoilaExporter": {"template_file": "lesson.html", "exclude_anchor_links": True},
            "KernelProvisionerFactory": {"default_provisioner_name": "mending-bridges"},
            # A restarted kernel has none of the page's state, so the page should report that its kernel is lost.
            "KernelManager": {"autorestart": False},
            "MappingKernelManager": {
                "transport_encryption": "auto",
                "cull_connected": False,
                "cull_idle_timeout": forget_after,
                "cull_interval": max(1, forget_after // 10),
            },
        }
    )


def _place(page: LessonHandler, *, notebook: Any, cwd: str) -> None:  # noqa: ARG001 - Voila calls it so
    """Give the template a lesson's title, links and prose in the reader's language."""
    file = Path(page.request.path)
    notebook.metadata["page"] = page.place(file.name)
    translate_prose(file.stem, notebook)


class Pages(Voila):
    """Voila with our own template, list of lessons, addresses and kernels."""

    host_names: tuple[str, ...] = ()
    board: ClassBoard | None = None

    def setup_template_dirs(self) -> None:
        """Use the template beside this file."""
        self.template_paths = [str(TEMPLATE)]
        self.static_paths = collect_static_paths(["voila"], "base")

    def init_settings(self) -> dict[str, Any]:
        """Return Voila's settings; templates get their words from the catalogue, and what is sent is compressed."""
        settings = super().init_settings() | {"compress_response": True}
        settings["voila_jinja2_env"].globals |= {**FOR_TEMPLATES, **DRAWN, "voila_version": VERSION}
        return settings

    def init_handlers(self) -> list[Any]:
        """Return Voila's handlers, with our pages in place of its own."""
        places = {"notebooks": Path(self.root_dir)}
        lesson = {
            **places, "template_paths": self.template_paths, "config": self.config,
            "voila_configuration": self.voila_configuration,
        }  # fmt: skip
        ours = [
            (self._at(), Index, places),
            (self._at("lessons", "(.*)"), LessonHandler, lesson),
            (self._at("exercises", "(.*)"), ExerciseHandler, lesson),
            (self._at("mine", r"mending-bridges-answers\.(json|txt)"), Answers),
            (self._at("board"), SentToBoard, {"board": self.board}),
            (self._at("board", KEY), BoardPage, {"board": self.board}),
            (self._at("alive", KERNEL), Alive),
            (self._at("api/kernels", KERNEL, "channels"), KernelSocket),
            (self._at("voila/api/shutdown", KERNEL), Closed),
            (self._at("page", r"page\.css"), Style, {"file": TEMPLATE / "page.css"}),
            (self._at("page", r"(page|answers|cookies)\.js"), Script, {"folder": TEMPLATE}),
            (self._at("page", r"voila-chunks\.js"), VoilaChunks, {"folders": self.static_paths}),
            # Voila lets no browser keep any of these; here one keeps what has its version in its address.
            (self._at("voila/labextensions", "(.*)"), FileFindHandler, {"path": self.labextensions_path}),
        ]
        replaced = (BaseVoilaHandler, VoilaContentsHandler, VoilaKernelWebsocketHandler, VoilaShutdownKernelHandler)
        theirs = [rule for rule in super().init_handlers() if not issubclass(rule[1], replaced)]
        return [*self.first_rules(), *ours, *theirs, (".*", Missing)]

    def first_rules(self) -> list[Rule]:
        """Return the rules that come before all handlers."""
        return [host_rule(self.host_names)]

    def listen(self) -> None:
        """Listen, announce the address, and serve until stopped.

        Raises:
            KeyboardInterrupt: Ctrl-C, after everything is cleaned up.
        """
        try:
            self.app.listen(self.port, self.ip)
        except OSError:
            raise BadInput(say("serving.port_taken_now", port=self.port)) from None
        self.ioloop = tornado.ioloop.IOLoop.current()
        self.ioloop.add_callback(self.kernel_manager.prepare)
        interrupted = _on_ctrl_c(self.ioloop)
        address = f"http://{HOST}:{self.port}{self.base_url}"
        announce(address, browser=self.open_browser)
        if self.board:
            print(say("serving.board", address=f"{address}board/{self.board.key}"), flush=True)  # noqa: T201 - an edge
        try:
            self.ioloop.start()
        finally:
            self.stop()
        if interrupted:
            raise KeyboardInterrupt

    def stop(self) -> None:
        """End all kernels, in the loop that started them, and then remove the folder of their connection files."""
        self.ioloop.run_sync(self.kernel_manager.shutdown_all)
        shutil.rmtree(self.connection_dir, ignore_errors=True)

    def _at(self, *parts: str) -> str:
        return url_path_join(self.server_url, *parts)


def _on_ctrl_c(loop: tornado.ioloop.IOLoop) -> list[int]:
    """Make Ctrl-C stop a loop between two callbacks instead of within one; return the list that records it."""
    noted: list[int] = []

    def stop(number: int, _: Any) -> None:
        noted.append(number)
        loop.add_callback_from_signal(loop.stop)

    if callable(signal.getsignal(signal.SIGINT)):  # unless it is ignored, as under nohup
        signal.signal(signal.SIGINT, stop)
    return noted
