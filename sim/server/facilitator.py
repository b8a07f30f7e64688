"""`mend workshop --facilitator`: serve the pages on which a class is graded."""

from __future__ import annotations

import asyncio
import logging
import secrets
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from sim.base.errors import BadInput
from sim.server.address import HOST, announce
from sim.server.class_jobs import ClassJobs
from sim.server.class_work import ClassWork
from sim.server.grading_pages import grading_application
from sim.texts.words import say

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from sim.grading.authoring.master import Master

__all__ = ["serve_grading"]


def serve_grading(
    root: Path, masters: dict[str, Master], *, port: int, browser: bool, host_names: Iterable[str] = ()
) -> None:
    """Serve the facilitator's pages until stopped.

    Args:
        root: the folder with a folder for each class.
        masters: the masters, by exercise.
        port: a free port.
        browser: whether to open a browser.
        host_names: further host names that the server answers to.

    Raises:
        BadInput: the port was taken just now.
    """
    logging.getLogger("tornado").setLevel(logging.ERROR)
    root = root.resolve()
    jobs = ClassJobs(root)
    password = secrets.token_urlsafe(9)
    application = grading_application(root, jobs, ClassWork(masters), password=password, host_names=host_names)

    async def serve() -> None:
        try:
            application.listen(port, HOST)
        except OSError:
            raise BadInput(say("serving.port_taken_now", port=port)) from None
        entrance = f"http://{HOST}:{port}/sign-in?{urlencode({'password': password})}"
        announce(entrance, browser=browser)
        print(say("serving.password", password=password, root=root), flush=True)  # noqa: T201 - an edge
        await asyncio.Event().wait()

    try:
        asyncio.run(serve())
    finally:
        jobs.close()
