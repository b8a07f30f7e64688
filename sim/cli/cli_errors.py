"""Errors on the command line: one clear sentence instead of a traceback."""

from __future__ import annotations

from concurrent.futures import BrokenExecutor
from contextlib import contextmanager
from typing import TYPE_CHECKING

import typer

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["one_clear_line"]

NO_MEMORY = "a process was stopped from outside, or memory ran out; ask for fewer --worlds, --draws or --jobs"


@contextmanager
def one_clear_line() -> Iterator[None]:
    """Turn what a user got wrong, or what the system refused, into one line and exit code 2."""
    try:
        yield
    except ModuleNotFoundError as error:
        typer.echo(f"mend: this needs {error.name}, which is not here; install it: pip install {error.name}", err=True)
        raise typer.Exit(2) from None
    except (BrokenExecutor, MemoryError):
        typer.echo(f"mend: {NO_MEMORY}", err=True)
        raise typer.Exit(2) from None
    except (ValueError, OSError) as error:
        typer.echo(f"mend: {' '.join(str(error).split())}", err=True)
        raise typer.Exit(2) from None
