"""Open the workshop: JupyterLab with the pages without code beside it, at either of them."""

from __future__ import annotations

import json
import logging
import os
import secrets
import shutil
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from jupyterlab_server.workspaces_handler import WorkspacesManager
from traitlets.config import Config

from sim.server.address import HOST, announce
from sim.server.server_extension import PagesBesideLab

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sim.catalogue.lesson_files import LessonFile

__all__ = ["open_workshop"]

EXTENSIONS = Path(__file__).with_name("labextension")
SHARED = Path(__file__).with_name("server.json")
WORKSPACE = Path(__file__).with_name("workspace.json")
OVERRIDES = Path(__file__).with_name("overrides.json")


def open_workshop(
    notebooks: Path, first: LessonFile, *, port: int, browser: bool, lab: bool = False, host_names: Iterable[str] = ()
) -> None:
    """Serve the course's folder until stopped.

    Args:
        notebooks: folder of the lessons.
        first: the lesson at which JupyterLab opens.
        port: a free port.
        browser: whether to open a browser.
        lab: whether to open JupyterLab in place of the pages.
        host_names: further host names that the server answers to.
    """
    from jupyterlab.labapp import LabApp

    folder = notebooks.resolve()
    page = f"/lab/tree/{folder.name}/{first.file}"
    token = secrets.token_hex(16)
    with tempfile.TemporaryDirectory() as settings:
        _lay_out(Path(settings))
        # The settings folder is passed as an argument too, since JupyterLab reads it before the rest.
        arguments = [f"--LabApp.app_settings_dir={settings}", f"--LabApp.workspaces_dir={settings}", "--no-browser"]
        config = settings_for(folder.parent, port=port, token=token, page=page, host_names=host_names)
        server = LabApp.initialize_server(argv=arguments, config=config)
        pages = PagesBesideLab.put_into(server, folder, first)
        server.io_loop.add_callback(pages.kernel_manager.prepare)
        address = f"http://{HOST}:{port}{page if lab else pages.base_url}?token={token}"
        # Announce the address only once the loop runs and the server listens, so that a quick visitor is not refused.
        server.io_loop.add_callback(announce, address, browser=browser)
        try:
            server.start()
        finally:
            pages.stop()


def settings_for(folder: Path, *, port: int, token: str, page: str, host_names: Iterable[str] = ()) -> Config:
    """Return the server's settings.

    A notebook's kernel ends some minutes after its last page was closed, on Binder too.

    >>> settings_for(Path("course"), port=8890, token="abc", page="/lab").ServerApp.port
    8890
    """
    shared = json.loads(SHARED.read_text("utf-8"))
    return Config(
        {
            "ServerApp": {
                "allow_root": hasattr(os, "geteuid") and os.geteuid() == 0,
                "answer_yes": True,  # Ctrl-C stops without confirmation
                "ip": HOST,
                "jpserver_extensions": {"voila.server_extension": False},  # its own pages would show what is not ours
                "local_hostnames": ["localhost", *host_names],
                "log_level": logging.ERROR,
                "open_browser": False,
                "port": port,
                "port_retries": 0,
                "root_dir": str(folder),
            },
            "LabApp": {
                "default_url": page,
                "extra_labextensions_path": [str(EXTENSIONS)],
                "log_level": logging.ERROR,
            },
            "IdentityProvider": {"token": token},
            **{part: shared[part] for part in ("KernelProvisionerFactory", "MappingKernelManager")},
        }
    )


def _lay_out(settings: Path) -> None:
    """Write our settings where JupyterLab reads them: no news pop-ups, and every cell of a lesson in the page.

    The file browser is collapsed, since on a phone it would leave no room for the lesson.
    """
    with OVERRIDES.open("rb") as ours, (settings / "overrides.json").open("wb") as copy:
        shutil.copyfileobj(ours, copy)
    WorkspacesManager(str(settings)).save("default", WORKSPACE.read_text("utf-8"))
