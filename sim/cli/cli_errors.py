"""Errors on the command line: one clear sentence instead of a traceback."""

from __future__ import annotations

from concurrent.futures import BrokenExecutor
from contextlib import contextmanager
from typing import TYPE_CHECKING, NoReturn

import typer

from sim.base.terminal import CannotWriteOutput, print_line
from sim.texts.words import say

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["Stopped", "one_clear_line", "tell"]


class Stopped(Exception):  # noqa: N818 - it says what happened
    """Ctrl-C, and what is kept of the work; a `KeyboardInterrupt` would lose its words on the way to the end."""


@contextmanager
def one_clear_line() -> Iterator[None]:
    """Turn wrong input, or an error of the system, into one line and exit code 2."""
    try:
        yield
    except ModuleNotFoundError as error:
        _refuse(say("ended.missing", name=error.name))
    except (BrokenExecutor, MemoryError):
        _refuse(say("ended.no_memory"))
    except CannotWriteOutput as error:
        _refuse(say("ended.output", why=error))
    except (ValueError, OSError) as error:
        _refuse(str(error))


def tell(words: str) -> None:
    """Say how the command ended, in one line on standard error."""
    print_line(f"mend: {' '.join(words.split())}", error=True)


def _refuse(words: str) -> NoReturn:
    tell(words)
    raise typer.Exit(2) from None
