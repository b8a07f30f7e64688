"""Workers of a Dask cluster that is there: found, checked before they work, and missed when they are gone."""

import asyncio
import logging
import time
import warnings
from collections.abc import Iterator
from concurrent.futures import CancelledError
from contextlib import contextmanager, suppress
from functools import partial
from importlib.util import find_spec
from typing import TYPE_CHECKING

from sim.base.async_calls import result_of
from sim.base.errors import BadInput
from sim.experiments.running.crew import AHEAD, Crew, check_versions, versions
from sim.texts.words import say

if TYPE_CHECKING:
    from distributed import Client

__all__ = ["SCHEME", "on_cluster"]

SCHEME = "dask://"
COURSE = "sim"
ANSWER = 10.0  # seconds in which a scheduler must answer, and the first worker come
ALONE = 20.0  # seconds after which workers that are gone will not come back
FAREWELL = 5.0  # seconds in which the connection is closed


@contextmanager
def on_cluster(address: str) -> Iterator[Crew]:
    """Yield the workers of a Dask cluster; what was given out and not done is dropped at the end.

    Args:
        address: that of its scheduler, such as dask://10.0.0.5:8786.

    Raises:
        BadInput: Dask is not installed, nothing answers, what answers is no scheduler, it has no workers, they have
            other versions, or later: the scheduler goes, or all workers do.
    """
    if find_spec("distributed") is None:
        raise BadInput(say("running.no_dask", address=address))
    _be_quiet()
    client = _connected(address)
    try:
        with _lost_told(address):
            _check_workers(client, address)
            yield Crew(client.get_executor(), partial(_ahead, client), _ClusterWatch(client, address))
    finally:
        with suppress(Exception):  # whatever keeps it from closing, all that matters is on disk
            client.close(timeout=FAREWELL)


def _be_quiet() -> None:
    """Keep Dask from writing to the terminal: what matters is said in a sentence."""
    import distributed  # noqa: F401 - it sets levels when it is loaded, so it must be there before

    for name in ("distributed", "distributed.client"):
        logging.getLogger(name).setLevel(logging.CRITICAL + 1)


def _connected(address: str) -> "Client":
    from distributed import Client

    place = f"tcp://{address.removeprefix(SCHEME)}"
    try:
        kind = result_of(asyncio.wait_for(_kind(place), ANSWER))
    except ValueError:
        raise BadInput(say("running.no_address", address=address, such=f"{SCHEME}10.0.0.5:8786")) from None
    except Exception:  # noqa: BLE001 - what another program answers may be anything
        raise BadInput(say("running.no_scheduler", address=address)) from None
    if kind != "Scheduler":
        raise BadInput(say("running.not_scheduler", address=address, kind=kind))
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # versions are compared by us
        return Client(place, timeout=ANSWER, set_as_default=False)


async def _kind(place: str) -> str:
    """Return what answers there says that it is. A client alone would wait for ever where another program listens."""
    from distributed.comm import connect

    comm = await connect(place, timeout=ANSWER)
    try:
        await comm.write({"op": "identity", "reply": True})
        return str((await comm.read())["type"])
    finally:
        comm.abort()


def _check_workers(client: "Client", address: str) -> None:
    """Refuse a cluster without workers, and workers that lack the course or have another version of it."""
    try:
        client.wait_for_workers(1, timeout=ANSWER)
    except TimeoutError:
        raise BadInput(say("running.no_workers", address=address, worker=address.removeprefix(SCHEME))) from None
    for found in client.run(versions, on_error="return").values():
        if isinstance(found, Exception):
            raise BadInput(say("running.not_installed", address=address, why=found))
        check_versions(found)


def _ahead(client: "Client") -> int:
    return AHEAD * max(1, sum(client.nthreads().values()))


class _ClusterWatch:
    """Called while nothing comes: says so when no worker has been there for some time."""

    def __init__(self, client: "Client", address: str) -> None:
        self.client, self.address = client, address
        self.alone_since: float | None = None

    def __call__(self) -> None:
        if self.client.nthreads():
            self.alone_since = None
            return
        now = time.monotonic()
        self.alone_since = self.alone_since or now
        if now - self.alone_since >= ALONE:
            raise BadInput(say("running.workers_gone", address=self.address))


@contextmanager
def _lost_told(address: str) -> Iterator[None]:
    """Say in a sentence that the scheduler is gone, that a piece ended its workers, or that one lacks the course."""
    from distributed import KilledWorker

    try:
        yield
    except KilledWorker:
        raise BadInput(say("running.killed", address=address)) from None
    except (CancelledError, OSError):  # files are written by what turns such errors into sentences itself
        raise BadInput(say("running.scheduler_gone", address=address)) from None
    except ModuleNotFoundError as error:
        if error.name != COURSE:
            raise
        raise BadInput(say("running.not_installed", address=address, why=error)) from None
