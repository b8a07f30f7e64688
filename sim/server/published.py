"""Where the course is published as files, so that pages of a full or slow server can say so."""

from __future__ import annotations

import os
import re
from importlib.metadata import PackageNotFoundError, metadata
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["SITE", "elsewhere", "site_of"]

SITE = re.compile(r"https://[\w.-]+\.github\.io/[\w.-]+/")
REPOSITORY = re.compile(r"https://github\.com/([\w.-]+/[\w.-]+?)/?")
NOBODY = "OWNER"  # stands in pyproject.toml until the course has a public home


def site_of(name: str) -> str:
    """Return where GitHub publishes the pages of a repository.

    >>> site_of("somebody/mending-bridges")
    'https://somebody.github.io/mending-bridges/'
    """
    owner, course = name.split("/")
    return f"https://{owner}.github.io/{course}/"


def elsewhere(environ: Mapping[str, str] | None = None) -> str:
    """Return where the course can be opened without a server, "" unless this is Binder and somebody has published it.

    >>> elsewhere({})
    ''
    """
    environ = os.environ if environ is None else environ
    found = REPOSITORY.fullmatch(_repository()) if "BINDER_LAUNCH_HOST" in environ else None
    return site_of(found[1]) if found and not found[1].startswith(f"{NOBODY}/") else ""


def _repository() -> str:
    try:
        urls = metadata("mending-bridges").get_all("Project-URL") or []
    except PackageNotFoundError:
        return ""
    return next((url.partition(", ")[2] for url in urls if url.startswith("Repository,")), "")
