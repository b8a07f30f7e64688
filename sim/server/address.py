"""Choose the address of the workshop, and print it."""

from __future__ import annotations

import socket
import threading
import webbrowser

from sim.base.errors import BadInput
from sim.texts.words import say

__all__ = ["HOST", "announce", "choose_port"]

# Only this machine: whoever can reach a notebook server can run any code on it.
HOST = "127.0.0.1"
FIRST_PORT = 8888
PORTS = 100
HIGHEST_PORT = 65535


def choose_port(port: int | None) -> int:
    """Return the requested port if it is free; without a request, the first free one from 8888.

    Raises:
        BadInput: the port is taken, forbidden or impossible, or none of a hundred is free.

    >>> choose_port(99999)
    Traceback (most recent call last):
    sim.base.errors.BadInput: port (= 99999) must be between 1 and 65535
    """
    if port is None:
        return _first_free(range(FIRST_PORT, FIRST_PORT + PORTS))
    if not 1 <= port <= HIGHEST_PORT:
        raise BadInput(say("serving.port_range", port=port, most=HIGHEST_PORT))
    if not _is_free(port):
        raise BadInput(say("serving.port_taken", port=port))
    return port


def _first_free(ports: range) -> int:
    for port in ports:
        if _is_free(port):
            return port
    raise BadInput(say("serving.no_port", first=ports[0], last=ports[-1]))


def _is_free(port: int) -> bool:
    with socket.socket() as attempt:
        # As servers do, so that a port that was closed a moment ago counts as free.
        attempt.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            attempt.bind((HOST, port))
        except OSError:
            return False
    return True


def announce(address: str, *, browser: bool) -> None:
    """Open the address in a browser, or say in one line where to go."""
    if browser:
        print(say("serving.opens", address=address), flush=True)  # noqa: T201 - an edge
        threading.Thread(target=webbrowser.open, args=(address,), daemon=True).start()
    else:
        print(say("serving.open", address=address), flush=True)  # noqa: T201 - an edge
