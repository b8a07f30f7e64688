"""`mend handout`: write the pages to print for a workshop."""

from pathlib import Path
from typing import Annotated

import typer

from sim.cli.cli_errors import one_clear_line
from sim.texts.refusals import check_place, write_whole
from sim.texts.words import say

__all__ = ["handout_command"]


def handout_command(
    *,
    out: Annotated[Path, typer.Option(help="option.handout")] = Path("handout.html"),
    notebooks: Annotated[Path, typer.Option(help="option.lessons")] = Path("notebooks"),
) -> None:
    """Write one page to print: cases, strategies, worksheets, words to say, and an empty plan."""
    with one_clear_line():
        check_place(out, what="handout", endings=(".html",))
        from sim.handout.page import handout

        write_whole(out, handout(notebooks).encode())
    typer.echo(say("done.handout", out=out))
