"""How long the server of this page may stand idle before it stops, and where that limit comes from."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, NamedTuple

from sim.texts.words import say

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["Limit", "idle_limit"]

# Set by the administrator of a server that stops when idle.
VARIABLE = "MENDING_BRIDGES_IDLE_SECONDS"
# Binder's own guide for users says ten minutes. The Littlest JupyterHub has the same as its default; other hubs differ.
USUAL = 600
SHORTEST = 10


class Limit(NamedTuple):
    """Seconds of idle time after which the server stops, and a sentence on where the limit comes from."""

    seconds: int
    words: str


def idle_limit(environ: Mapping[str, str] | None = None) -> Limit | None:
    """Return this server's limit, None if there is none, as on the trainee's own computer.

    >>> idle_limit({"BINDER_LAUNCH_HOST": "https://mybinder.org/"}).words
    'This page runs on Binder, which stops a server after about 10 minutes without use.'
    >>> idle_limit({}) is None
    True
    """
    environ = os.environ if environ is None else environ
    given = environ.get(VARIABLE, "")
    if given.isdecimal() and int(given) >= SHORTEST:
        return _said(int(given), "set")
    if "BINDER_LAUNCH_HOST" in environ:
        return _said(USUAL, "binder")
    return _said(USUAL, "hub") if "JUPYTERHUB_USER" in environ else None


def _said(seconds: int, who: str) -> Limit:
    return Limit(seconds, say(f"keeper.limit_{who}", minutes=f"{seconds / 60:g}"))
