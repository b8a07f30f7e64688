"""`mend board`: lay the years that a class has played side by side, as one page to project."""

from __future__ import annotations

import codecs
import sys
from pathlib import Path
from typing import Annotated

import typer

from sim.base.errors import BadInput
from sim.cli.cli_errors import one_clear_line
from sim.texts.refusals import check_place, write_whole
from sim.texts.words import many, say

__all__ = ["board_command", "text_of"]

PASTED = Path("-")
LARGEST = 5_000_000  # bytes: a hundred times what a large class sends


def board_command(
    files: Annotated[list[Path], typer.Argument(help="option.codes")],
    *,
    save: Annotated[Path, typer.Option(help="option.board")] = Path("board.html"),
) -> None:
    """Lay the years that a class has played side by side, from their codes, as one page to project in the debrief."""
    with one_clear_line():
        check_place(save, what="board", endings=(".html",))
        # The source is told only where there are several.
        texts = [(path.name if len(files) > 1 else "", text_of(path)) for path in files]
        from sim.experiments.year.board import board_of
        from sim.experiments.year.class_codes import read_codes
        from sim.handout.board_page import board_page

        board = board_of(read_codes(texts))
        for one in board.left_out:
            typer.echo(say("board_place.told", place=one.place, why=one.why))
        if not board.groups:
            raise BadInput(say("refused_board.no_years"))
        write_whole(save, board_page(board).encode())
    typer.echo(many("done.board", board.count, out=save, left_out=len(board.left_out)))


def text_of(path: Path) -> str:
    """Return the text of a file, or what is pasted; letters that cannot be read do not keep codes from being read.

    Raises:
        BadInput: there is no such file, or it is no text.
    """
    content = _pasted() if path == PASTED else _content(path)
    if len(content) > LARGEST:
        raise BadInput(say("refused_file.too_large", file=path, most=f"{LARGEST:,}"))
    utf_16 = content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    text = content.decode("utf-16" if utf_16 else "utf-8-sig", errors="replace")
    if "\0" in text:
        raise BadInput(say("refused_file.no_text", file=path))
    return text


def _pasted() -> bytes:
    if sys.stdin is None:  # closed by whoever started the command
        return b""
    if sys.stdin.isatty():
        typer.echo(say("done.paste"), err=True)
    return sys.stdin.buffer.read(LARGEST + 1)


def _content(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            return file.read(LARGEST + 1)
    except FileNotFoundError:
        raise BadInput(say("refused_file.no_file", file=path)) from None
    except IsADirectoryError:
        raise BadInput(say("refused_board.folder", file=path)) from None
    except OSError as error:
        raise BadInput(say("refused_file.unreadable", file=path, why=error.strerror or error)) from None
    except ValueError:
        raise BadInput(say("refused_file.no_name", file=path)) from None
