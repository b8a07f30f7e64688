"""Work shared by several processes or threads, with results in the order of what was given."""

from collections.abc import Callable, Iterable
from concurrent.futures import Executor, as_completed
from typing import TypeVar

__all__ = ["Progress", "parallel_map"]

CHUNK = 5  # items in a chunk: enough to outweigh the cost of sending, few enough that no process waits long for another

Progress = Callable[[int, int], None]
Item = TypeVar("Item")
Result = TypeVar("Result")


def parallel_map(
    work: Callable[[Item], Result],
    items: Iterable[Item],
    *,
    executor: Executor | None = None,
    progress: Progress | None = None,
    chunk: int = CHUNK,
) -> list[Result]:
    """Return work(item) for each item, in the items' order, whichever process finishes first.

    Items are sent in chunks, so that a process draws random numbers once for several of them.

    Args:
        work: a function that can be pickled: defined in a module, or a `partial` of such a one.
        items: its arguments.
        executor: any `concurrent.futures` executor; None = this process.
        progress: called with (done, total).
        chunk: how many items are sent at once.

    >>> parallel_map(abs, [-3, 2, -1])
    [3, 2, 1]
    """
    every = list(items)
    tell = progress or (lambda _done, _of: None)
    if executor is None:
        results = []
        for item in every:
            results.append(work(item))
            tell(len(results), len(every))
        return results
    return _spread(work, [every[at : at + chunk] for at in range(0, len(every), chunk)], executor, tell)


def _spread(
    work: Callable[[Item], Result], chunks: list[list[Item]], executor: Executor, tell: Progress
) -> list[Result]:
    of = sum(map(len, chunks))
    places = {executor.submit(_each, work, chunk): place for place, chunk in enumerate(chunks)}
    results: list[list[Result]] = [[] for _ in chunks]
    try:
        for future in as_completed(places):
            results[places[future]] = future.result()
            tell(sum(map(len, results)), of)
    finally:
        # After an error or an interruption the remaining chunks are not needed.
        for future in places:
            future.cancel()
    return [result for chunk in results for result in chunk]


def _each(work: Callable[[Item], Result], chunk: list[Item]) -> list[Result]:
    return [work(item) for item in chunk]
