"""The language of a page: what its reader chose on a page before, else what the browser asks for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sim.server.opened_page import YEAR
from sim.texts.language import ENGLISH, current, known_as, language_names, speak

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tornado.web import RequestHandler

__all__ = ["speak_to_reader", "wished_for"]

COOKIE = "mending-bridges-language"
ASKED = "lang"  # in an address: ?lang=pt


def speak_to_reader(handler: RequestHandler) -> None:
    """Say all that this request answers in the reader's language, and remember a language that was just chosen.

    The address decides (`?lang=pt`), else what was chosen before, else what the browser asks for. A server that was
    started in another language than English says what it says in that one, unless the reader chose.
    """
    asked = known_as(handler.get_query_argument(ASKED, ""))
    if asked:
        path = getattr(handler, "base_url", "/")
        handler.set_cookie(COOKIE, asked, max_age=YEAR, samesite="Lax", path=path)
    chosen = asked or known_as(handler.get_cookie(COOKIE, ""))
    if chosen is None and current().name == ENGLISH:
        chosen = next(wished_for(handler.request.headers.get("Accept-Language", "")), None)
    if chosen:
        speak(chosen)


def wished_for(header: str) -> Iterator[str]:
    """Yield the languages that are there of those that a browser asks for, the dearest first.

    >>> list(wished_for("xx, en;q=0.5, de-AT;q=0.9"))
    ['en']
    >>> list(wished_for("")), list(wished_for(";;q=,"))
    ([], [])
    """
    wishes = [one.partition(";q=") for one in header.replace(" ", "").split(",")]
    for tag, _, _ in sorted(wishes, key=lambda wish: -_weight(wish[2])):
        if (name := known_as(tag)) in language_names():
            yield name


def _weight(text: str) -> float:
    try:
        return float(text or 1)
    except ValueError:
        return 0.0
