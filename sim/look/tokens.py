"""Read the tokens, colours and sizes by name, and put them before the stylesheets that use them."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

__all__ = ["stylesheet", "tokens"]

TOKENS = Path(__file__).with_name("tokens.css")
SCHEMES = ("light", "dark")
COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
FIRST_BLOCK = re.compile(r":root \{(.*?)\n\}", re.DOTALL)
TOKEN = re.compile(r"(--mb-[\w-]+):\s*([^;]+);")
BOTH = re.compile(r"light-dark\((#\w+), (#\w+)\)")
LIGHT = r"\1"
NAME = re.compile(r"var\((--mb-[\w-]+)\)")


@cache
def stylesheet(*files: Path) -> str:
    """Return the tokens and then these stylesheets as one text, without comments and indents.

    A lesson's page gets it once for each kind of widget, so nothing is sent that a browser does not read. What it
    needs comes with it, so that a widget looks the same where no page of ours is around it.

    Args:
        files: stylesheets that use the tokens.

    >>> ":root{" in stylesheet().replace(" ", ""), "/*" in stylesheet()
    (True, False)
    """
    texts = [TOKENS.read_text("utf-8"), _for_old_browsers(), *(file.read_text("utf-8") for file in files)]
    lines = [line.strip() for line in COMMENT.sub("", "\n".join(texts)).splitlines()]
    return "\n".join(line for line in lines if line) + "\n"


def _for_old_browsers() -> str:
    """Return the light colours for browsers of before 2024, which know no `light-dark`."""
    light = [f"{name}:{BOTH.sub(LIGHT, value)};" for name, value in _written().items() if BOTH.search(value)]
    return f"@supports not (color: light-dark(red, red)) {{ :root {{{''.join(light)}}} }}"


def _written() -> dict[str, str]:
    found = FIRST_BLOCK.search(COMMENT.sub("", TOKENS.read_text("utf-8")))
    return dict(TOKEN.findall(found[1])) if found else {}


@cache
def tokens(scheme: str = "light") -> dict[str, str]:
    """Return every token's value by its name without `--mb-`, as a reader of this scheme sees it.

    Args:
        scheme: "light" or "dark".

    >>> tokens()["line-0"] == tokens()["yours"] != tokens("dark")["yours"]
    True
    """
    of_scheme = rf"\{SCHEMES.index(scheme) + 1}"
    values = {name: BOTH.sub(of_scheme, value) for name, value in _written().items()}
    return {name.removeprefix("--mb-"): _resolved(value, values) for name, value in values.items()}


def _resolved(value: str, values: dict[str, str]) -> str:
    while found := NAME.search(value):
        value = value.replace(found[0], values[found[1]])
    return value
