"""Open the workshop in JupyterLab."""

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

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sim.catalogue.lesson_files import LessonFile

__all__ = ["open_jupyterlab"]

SHARED = Path(__file__).with_name("server.json")
WORKSPACE = Path(__file__).with_name("workspace.json")
OVERRIDES = Path(__file__).with_name("overrides.json")


def open_jupyterlab(
    notebooks: Path, first: LessonFile, *, port: int, browser: bool, host_names: Iterable[str] = ()
) -> None:
    """Serve the course's folder until stopped, opened at its first lesson."""
    from jupyterlab.labapp import LabApp

    page = f"/lab/tree/{notebooks.resolve().name}/{first.file}"
    token = secrets.token_hex(16)
    with tempfile.TemporaryDirectory() as settings:
        _lay_out(Path(settings))
        # The settings folder is passed as an argument too, since JupyterLab reads it before the rest.
        arguments = [f"--LabApp.app_settings_dir={settings}", f"--LabApp.workspaces_dir={settings}", "--no-browser"]
        config = settings_for(notebooks.resolve().parent, port=port, token=token, page=page, host_names=host_names)
        server = LabApp.initialize_server(argv=arguments, config=config)
        # Announce the address only once the loop runs and the port is taken, so that an early visitor gets in.
        server.io_loop.add_callback(announce, f"http://{HOST}:{port}{page}?token={token}", browser=browser)
        server.start()


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
                "answer_yes": True,  # Ctrl-C stops without asking
                "ip": HOST,
                "jpserver_extensions": {"voila.server_extension": False},  # `--app` has its own
                "local_hostnames": ["localhost", *host_names],
                "log_level": logging.ERROR,
                "open_browser": False,
                "port": port,
                "port_retries": 0,
                "root_dir": str(folder),
            },
            "LabApp": {"default_url": page, "log_level": logging.ERROR},
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
