"""Call asynchronous code from code that is not, wherever that runs."""

from __future__ import annotations

import asyncio
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Any, TypeVar

if TYPE_CHECKING:
    from collections.abc import Coroutine

__all__ = ["result_of"]

Result = TypeVar("Result")


def result_of(coroutine: Coroutine[Any, Any, Result]) -> Result:
    """Return a coroutine's result; it runs in a thread of its own, since a notebook has a running loop already.

    Raises:
        Exception: whatever the coroutine raises.

    >>> result_of(asyncio.sleep(0, "done"))
    'done'
    """
    with ThreadPoolExecutor(1) as thread:
        return thread.submit(asyncio.run, coroutine).result()
