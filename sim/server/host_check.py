"""Answer only requests to this server's host names, so that no other site can reach it."""

from __future__ import annotations

import ipaddress
import re
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import tornado.web
from tornado.routing import Matcher, Rule

from sim.base.errors import BadInput
from sim.texts.words import say

if TYPE_CHECKING:
    from collections.abc import Iterable

    from tornado.httputil import HTTPServerRequest

__all__ = ["as_host_name", "host_rule"]

NAME = re.compile(r"[a-z0-9]([a-z0-9.-]*[a-z0-9])?")
FORBIDDEN = 403


def as_host_name(text: str) -> str:
    """Return a host name as the check compares it.

    Raises:
        BadInput: it is not just a host name.

    >>> as_host_name("Trust.example.org")
    'trust.example.org'
    >>> as_host_name("https://trust.example.org/")
    Traceback (most recent call last):
    sim.base.errors.BadInput: host name (= 'https://trust.example.org/') must be a name alone, like trust.example.org
    """
    name = text.strip().lower()
    if not NAME.fullmatch(name):
        raise BadInput(say("serving.host_name", name=text[:80]))
    return name


def host_rule(host_names: Iterable[str] = ()) -> Rule:
    """Return the rule that comes before all others: it rejects requests for foreign hosts.

    Jupyter has such a check too, but not for static files, and its error does not say what to do.
    """
    return Rule(_Foreign(frozenset(host_names)), _Refused)


class _Foreign(Matcher):
    """Matches a request for a foreign host, or from a page of one."""

    def __init__(self, names: frozenset[str]) -> None:
        self._names = names

    def match(self, request: HTTPServerRequest) -> dict[str, object] | None:
        """Return the handler's (empty) arguments for a request to reject, None for one to accept."""
        host, origin = request.host.lower(), request.headers.get("Origin", "").lower()
        return None if self._may_be_asked(host) and (not origin or self._may_ask(origin, host)) else {}

    def _may_be_asked(self, host: str) -> bool:
        """Return whether the requested host is this machine or one of the given names; any port will do.

        >>> [_Foreign(frozenset())._may_be_asked(host) for host in ("localhost:1", "[::1]:8888", "evil.example")]
        [True, True, False]
        """
        name = _name(f"//{host}")
        return name == "localhost" or name in self._names or _is_loopback(name)

    def _may_ask(self, origin: str, host: str) -> bool:
        """Return whether the requesting page is ours: same host and port or, behind a proxy, a given name.

        >>> [_Foreign(frozenset())._may_ask(origin, "localhost:88") for origin in ("http://localhost:88", "null")]
        [True, False]
        """
        return origin.partition("://")[2] == host or _name(origin) in self._names


def _name(address: str) -> str:
    try:
        return urlsplit(address).hostname or ""
    except ValueError:
        return ""


def _is_loopback(name: str) -> bool:
    try:
        return ipaddress.ip_address(name).is_loopback
    except ValueError:
        return False


class _Refused(tornado.web.RequestHandler):
    """Answers any address with one sentence. It is plain text, since a page's style sheet would be rejected too."""

    def prepare(self) -> None:
        """Send status and sentence."""
        self.set_status(FORBIDDEN)
        self.set_header("Content-Type", "text/plain; charset=UTF-8")
        self.finish(say("serving.foreign") + "\n")
