"""Asynchronous code that is called from code that is not."""

import asyncio

import pytest

from sim.base.async_calls import result_of


def test_a_result_comes_where_a_loop_runs_already():
    """As in a notebook."""

    async def inside():
        return result_of(asyncio.sleep(0, "done"))

    assert result_of(inside()) == "done"


def test_an_error_comes_as_it_is():
    """What is raised inside is raised outside."""

    async def fails():
        raise LookupError("no such thing")

    with pytest.raises(LookupError, match="no such thing"):
        result_of(fails())
