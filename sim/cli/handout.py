"""`mend handout`: write the pages to print for a workshop."""

from pathlib import Path
from typing import Annotated

import typer

from sim.base.files import check_place, write_whole
from sim.cli.cli_errors import one_clear_line

__all__ = ["handout_command"]


def handout_command(
    *,
    out: Annotated[Path, typer.Option(help="The handout: a file that ends in .html.")] = Path("handout.html"),
    notebooks: Annotated[Path, typer.Option(help="Folder of the lessons.")] = Path("notebooks"),
) -> None:
    """Write one page to print: cases, strategies, worksheets, words to say, and an empty plan."""
    with one_clear_line():
        check_place(out, what="a handout", endings=(".html",))
        from sim.handout.page import handout

        write_whole(out, handout(notebooks).encode())
    typer.echo(f"{out}: open it in a browser and print it (A4)")
