"""A page opened by a reader, known by a random pseudonym, so that each reader keeps their own progress."""

from __future__ import annotations

import re
import secrets
from contextvars import ContextVar
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from jupyter_server.base.handlers import JupyterHandler

__all__ = ["COOKIE", "CURRENT", "VARIABLE", "OpenedPage", "as_pseudonym", "remembered"]

COOKIE = "mending-bridges"
# The environment variable that tells a lesson's kernel whose progress it saves.
VARIABLE = "MENDING_BRIDGES_PSEUDONYM"
ALONE = "mine"
YEAR = 365 * 24 * 60 * 60  # in seconds


@dataclass
class OpenedPage:
    """The reader's pseudonym, set by the page, and the id of its kernel, set by the kernel manager."""

    pseudonym: str
    kernel_id: str = ""


CURRENT: ContextVar[OpenedPage | None] = ContextVar("opened_page", default=None)


def as_pseudonym(cookie: str | None) -> str:
    """Return the pseudonym in the browser's cookie, or a new one if it is not valid.

    It becomes part of a file's name, so only 32 hexadecimal digits are accepted.

    >>> as_pseudonym("0123456789abcdef0123456789abcdef")
    '0123456789abcdef0123456789abcdef'
    >>> len(as_pseudonym("../../etc/passwd"))
    32
    """
    if cookie and re.fullmatch("[0-9a-f]{32}", cookie):
        return cookie
    return secrets.token_hex(16)


def remembered(handler: JupyterHandler) -> str:
    """Return the reader's pseudonym, and store it in a cookie for a year.

    Where one server serves one reader, it is the name under which JupyterLab saves answers.
    """
    if handler.settings.get("one_reader"):
        return ALONE
    pseudonym = as_pseudonym(handler.get_cookie(COOKIE))
    # Counted from when it arrives: a date would have passed already where the reader's clock is wrong by years.
    handler.set_cookie(COOKIE, pseudonym, max_age=YEAR, httponly=True, samesite="Lax", path=handler.base_url)
    return pseudonym
