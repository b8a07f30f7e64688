"""Who plays: this process, several of this machine, or the workers of a cluster; pieces come back as they are done."""

from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, Executor, Future, wait
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.metadata import version
from itertools import islice
from typing import Any, TypeVar

import numpy as np

from sim.base.errors import BadInput
from sim.base.processes import processes
from sim.model.version import MODEL_VERSION
from sim.texts.words import say

__all__ = ["AHEAD", "Crew", "Versions", "local", "played", "versions"]

AHEAD = 3  # pieces for each who plays: one that is played and two that wait, so that nobody waits for work
QUIET = 5.0  # seconds without a result after which it is asked whether anybody is left

Item = TypeVar("Item")
Result = TypeVar("Result")
Work = Callable[[Item], Result]
Versions = tuple[str, str, str]


@dataclass(frozen=True)
class Crew:
    """Those who play.

    Attributes:
        executor: any `concurrent.futures` executor; None = this process.
        ahead: returns how many pieces may be out at once: all that is in memory.
        watch: called when nothing has come for some seconds; raises BadInput if nobody is left to play.
    """

    executor: Executor | None = None
    ahead: Callable[[], int] = lambda: AHEAD
    watch: Callable[[], None] = lambda: None


@contextmanager
def local(jobs: int = 1) -> Iterator[Crew]:
    """Yield so many processes of this machine, this one alone for 1."""
    with processes(jobs) as executor:
        yield Crew(executor, lambda: AHEAD * jobs)


def played(work: Work, pieces: Iterable[tuple[int, list]], crew: Crew) -> Iterator[tuple[int, list[Any]]]:
    """Yield the number and the results of each piece as soon as it is done, whichever that is.

    Args:
        work: a function that can be pickled. pieces: of each its number and its items.

    Raises:
        BadInput: somebody has other versions than this process, or nobody is left to play.

    >>> [*played(abs, [(0, [-3, 2]), (1, [-1])], Crew())]
    [(0, [3, 2]), (1, [1])]
    """
    if crew.executor is None:
        for number, items in pieces:
            yield number, [work(item) for item in items]
    else:
        yield from _shared(work, iter(pieces), crew, crew.executor)


def _shared(
    work: Work, pieces: Iterator[tuple[int, list]], crew: Crew, executor: Executor
) -> Iterator[tuple[int, list[Any]]]:
    out: dict[Future, int] = {}
    try:
        while True:
            for number, items in islice(pieces, max(0, crew.ahead() - len(out))):
                out[executor.submit(play_piece, work, items)] = number
            if not out:
                return
            done, _ = wait(out, timeout=QUIET, return_when=FIRST_COMPLETED)
            if not done:
                crew.watch()
            for future in done:
                yield out.pop(future), _checked(*future.result())
    finally:
        for future in out:
            future.cancel()


def play_piece(work: Work, items: list) -> tuple[Versions, list[Any]]:
    """Play the items of a piece, wherever this runs; return with which versions, and the results."""
    return versions(), [work(item) for item in items]


def _checked(theirs: Versions, results: list[Any]) -> list[Any]:
    check_versions(theirs)
    return results


def versions() -> Versions:
    """Return on what figures depend to the last digit: the versions of the course, its model and numpy.

    >>> versions()[1] == str(MODEL_VERSION)
    True
    """
    return version("mending-bridges"), str(MODEL_VERSION), np.__version__


def check_versions(theirs: Versions) -> None:
    """Refuse results of another version.

    >>> check_versions(("0.0.1", "1", "1.26.0"))
    Traceback (most recent call last):
    sim.base.errors.BadInput: a worker has mend 0.0.1, model version 1, numpy 1.26.0; here are ...
    """
    if tuple(theirs) != versions():
        raise BadInput(say("running.other_version", theirs=_told(theirs), ours=_told(versions())))


def _told(found: Versions) -> str:
    return say("running.versions", course=found[0], model=found[1], numpy=found[2])
