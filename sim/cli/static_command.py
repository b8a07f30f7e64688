"""`mend static`: write the course as files for any static host."""

from pathlib import Path
from typing import Annotated

import typer

from sim.cli.cli_errors import one_clear_line
from sim.texts.words import say

__all__ = ["static_command"]


def static_command(
    out: Annotated[Path, typer.Argument(help="option.static_out")],
    *,
    pyodide: Annotated[Path, typer.Option(envvar="MENDING_BRIDGES_PYODIDE", help="option.pyodide")],
    notebooks: Annotated[Path, typer.Option(help="option.lessons")] = Path("notebooks"),
) -> None:
    """Write the whole course as files for any static host: it then runs in the reader's browser, offline too."""
    with one_clear_line():
        from sim.static.folder import check_folder, write_folder
        from sim.static.pyodide import opened
        from sim.static.site import site_files

        check_folder(out)
        files = site_files(opened(pyodide), notebooks)
        write_folder(out, files)
    size = sum(map(len, files.values())) / 1e6
    typer.echo(say("static.written", path=out, files=len(files), size=f"{size:.0f}"))
