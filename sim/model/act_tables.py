"""The tables of acts.toml: the words of each shipped act, and the numbers that it alone has."""

import tomllib
from functools import cache
from importlib.resources import files
from typing import Any


@cache
def act_tables() -> dict[str, dict[str, Any]]:
    """Return the table of each act, in the order in which lists offer them.

    >>> act_tables()["thank"]["title"]
    'Thank partners'
    """
    return tomllib.loads((files(__package__) / "acts.toml").read_text("utf-8"))
