"""`mend workshop`: open the course as pages without code, or in JupyterLab."""

from pathlib import Path
from typing import Annotated

import typer

from sim.catalogue.lesson_files import read_lessons
from sim.cli.cli_errors import one_clear_line
from sim.server.address import choose_port
from sim.server.host_check import as_host_name

NOTEBOOKS = Path("notebooks")


def workshop_command(
    *,
    app: Annotated[bool, typer.Option("--app", help="option.app")] = False,
    lab: Annotated[bool, typer.Option("--lab", help="option.lab")] = False,
    port: Annotated[int | None, typer.Option(help="option.port")] = None,
    no_browser: Annotated[bool, typer.Option("--no-browser", help="option.no_browser")] = False,
    notebooks: Annotated[Path, typer.Option(help="option.lessons")] = NOTEBOOKS,
    host_name: Annotated[
        list[str] | None,
        typer.Option(
            envvar="MENDING_BRIDGES_HOST_NAMES",
            help="option.host_name",
        ),
    ] = None,
) -> None:
    """Open the workshop in your browser; Ctrl-C stops it."""
    from sim.server.browser import has_browser

    with one_clear_line():
        lessons = read_lessons(notebooks)
        names = [as_host_name(name) for name in host_name or ()]
        free, browser = choose_port(port), not no_browser and has_browser()
        if app:
            from sim.server.pages import serve_pages

            serve_pages(notebooks, port=free, browser=browser, host_names=names)
        else:
            from sim.server.jupyterlab import open_workshop

            open_workshop(notebooks, lessons[0], port=free, browser=browser, lab=lab, host_names=names)
