"""Links that open the course on Binder, all made from the repository's address in `pyproject.toml`."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path
from typing import Annotated
from urllib.parse import unquote

import typer

from sim.base.errors import BadInput
from sim.cli.cli_errors import one_clear_line
from sim.server.published import SITE, site_of
from sim.texts.words import say

__all__ = ["launches", "links_command", "relinked", "repository"]

LAUNCH = re.compile(r"https://mybinder\.org/v2/gh/([\w.-]+/[\w.-]+)/HEAD\?urlpath=([\w./%-]*)")
NAME = re.compile(r"https://github\.com/([\w.-]+/[\w.-]+?)/?")
COURSE = Path()


def repository(pyproject: str) -> str:
    """Return the repository's owner and name from the text of `pyproject.toml`.

    Raises:
        BadInput: `Repository` is missing or not on GitHub.

    >>> repository('project.urls.Repository = "https://github.com/somebody/mending-bridges"')
    'somebody/mending-bridges'
    """
    given = tomllib.loads(pyproject).get("project", {}).get("urls", {}).get("Repository", "")
    found = NAME.fullmatch(given)
    if not found:
        raise BadInput(say("refused.repository", value=repr(given)))
    return found[1]


def launches(text: str) -> list[str]:
    """Return the path in the course that each Binder link opens.

    >>> launches("[list]: https://mybinder.org/v2/gh/a/b/HEAD?urlpath=course%2F")
    ['course/']
    """
    return [unquote(found[2]) for found in LAUNCH.finditer(text)]


def relinked(text: str, name: str) -> str:
    """Return the text with every link to Binder, and to the course as files, pointing to this repository.

    >>> relinked("https://mybinder.org/v2/gh/a/b/HEAD?urlpath=lab", "somebody/course")
    'https://mybinder.org/v2/gh/somebody/course/HEAD?urlpath=lab'
    """
    launched = LAUNCH.sub(lambda found: found[0].replace(f"/gh/{found[1]}/", f"/gh/{name}/"), text)
    return SITE.sub(site_of(name), launched)


def links_command(course: Annotated[Path, typer.Argument(help="option.course")] = COURSE) -> None:
    """Let the links to Binder follow the repository's name in pyproject.toml; run it after you change that."""
    with one_clear_line():
        name = repository((course / "pyproject.toml").read_text("utf-8"))
        for path in [course / "README.md", *sorted((course / "docs").rglob("*.md"))]:
            text = path.read_text("utf-8")
            if relinked(text, name) != text:
                path.write_text(relinked(text, name), "utf-8")
                typer.echo(say("done.written", out=path))
