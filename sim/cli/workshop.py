"""`mend workshop`: open the course as pages without code, or in JupyterLab."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from sim.base.errors import BadInput
from sim.catalogue.lesson_files import read_lessons
from sim.cli.cli_errors import one_clear_line
from sim.server.address import choose_port
from sim.server.host_check import as_host_name
from sim.texts.words import say

if TYPE_CHECKING:
    from sim.server.class_board import ClassBoard

NOTEBOOKS = Path("notebooks")
CLASSES = Path("classes")
MASTERS = Path("exercises/masters")


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
    board: Annotated[bool, typer.Option("--board", help="option.class_board")] = False,
    facilitator: Annotated[bool, typer.Option("--facilitator", help="option.facilitator")] = False,
    classes: Annotated[Path, typer.Option(help="option.classes")] = CLASSES,
    masters: Annotated[Path, typer.Option(help="option.master_copies")] = MASTERS,
) -> None:
    """Open the workshop in your browser; Ctrl-C stops it."""
    from sim.server.browser import has_browser

    with one_clear_line():
        if board and not app:
            raise BadInput(say("serving.board_alone"))
        if facilitator and (app or lab or board):
            raise BadInput(say("serving.facilitator_alone"))
        names = [as_host_name(name) for name in host_name or ()]
        free, browser = choose_port(port), not no_browser and has_browser()
        if facilitator:
            from sim.grading import load_masters
            from sim.server.facilitator import serve_grading

            serve_grading(classes, load_masters(masters), port=free, browser=browser, host_names=names)
            return
        lessons = read_lessons(notebooks)
        if app:
            from sim.server.pages import serve_pages

            serve_pages(
                notebooks, port=free, browser=browser, host_names=names, board=_class_board() if board else None
            )
        else:
            from sim.server.jupyterlab import open_workshop

            open_workshop(notebooks, lessons[0], port=free, browser=browser, lab=lab, host_names=names)


def _class_board() -> "ClassBoard":
    """Return a board that is drawn as `mend board` draws one."""
    from sim.experiments.year.board import board_of
    from sim.experiments.year.class_codes import read_codes
    from sim.handout.board_page import board_page
    from sim.server.class_board import ClassBoard

    return ClassBoard(lambda codes: board_page(board_of(read_codes([("", codes)]))))
