"""Long studies on the command line: played by processes or a cluster, kept in pieces, told when they are stopped."""

from __future__ import annotations

from concurrent.futures import BrokenExecutor
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import typer

from sim.base.errors import BadInput
from sim.cli.cli_errors import Stopped
from sim.cli.comparison_tables import watched
from sim.experiments.running.crew import Crew, local
from sim.experiments.running.dask_cluster import SCHEME, on_cluster
from sim.experiments.running.pieces import Pieces, pieces_for
from sim.model.validation import shown
from sim.texts.words import say

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from contextlib import AbstractContextManager
    from pathlib import Path

    from sim.experiments.running.pieces import Row

__all__ = ["Best", "check_executor", "write_in_pieces"]


class Best:
    """The row of a table with the highest value in a column.

    >>> best = Best("trust")
    >>> best.see({"title": "A", "trust": "0.5"})
    >>> best.see({"title": "B", "trust": "0.25"})
    >>> best.title, best.value
    ('A', 0.5)
    """

    def __init__(self, column: str) -> None:
        self.column, self.title, self.value = column, "", float("-inf")

    def see(self, row: Row) -> None:
        """Remember a row if it is the best so far; the first of equals stays."""
        value = float(row[self.column])
        if value > self.value:
            self.title, self.value = str(row["title"]), value


def check_executor(executor: str, *, jobs: int) -> None:
    """Refuse what is no address of a cluster, or processes of this machine beside a cluster.

    >>> check_executor("ray://somewhere", jobs=1)
    Traceback (most recent call last):
    sim.base.errors.BadInput: executor is 'ray://somewhere' but must be dask://HOST:PORT, ...
    """
    if executor and not executor.startswith(SCHEME):
        raise BadInput(say("running.executor", value=shown(executor)))
    if executor and jobs > 1:
        raise BadInput(say("running.executor_and_jobs"))


def write_in_pieces(
    table: Path,
    play: Callable[[Any], Row],
    items: Sequence[Any],
    *,
    worlds: int,
    jobs: int,
    executor: str,
    seen: Callable[[Row], None],
) -> None:
    """Play a study and write its table, or go on with one that was stopped.

    Args:
        table, play, items, worlds: as in `pieces_for`. jobs: processes of this machine. executor: a cluster's address,
            or "". seen: called with each row, in order.

    Raises:
        BadInput: as `Pieces`; it says what is kept.
    """
    with pieces_for(table, play, items, worlds=worlds) as pieces, _kept_told(pieces):
        if pieces.done:
            told = say("running.goes_on", table=table, number=len(pieces.done), of=pieces.count)
            typer.echo(told, err=True)
        if len(pieces.done) < pieces.count:
            with _crew(executor, jobs) as crew, watched() as progress:
                pieces.play(crew, progress)
        pieces.assemble(seen)


def _crew(executor: str, jobs: int) -> AbstractContextManager[Crew]:
    return on_cluster(executor) if executor else local(jobs)


@contextmanager
def _kept_told(pieces: Pieces) -> Iterator[None]:
    """Say what is kept, beside what ended the run."""
    try:
        yield
    except KeyboardInterrupt:
        if not pieces.done:
            raise
        raise Stopped(pieces.kept_told) from None
    except BadInput as error:
        raise BadInput(_with_kept(error, pieces)) from None
    except (BrokenExecutor, MemoryError):
        raise BadInput(_with_kept(say("ended.no_memory"), pieces)) from None


def _with_kept(why: object, pieces: Pieces) -> str:
    return say("running.and_kept", why=why, kept=pieces.kept_told) if pieces.done else str(why)
