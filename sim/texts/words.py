"""Every word of the lab's interface, from one catalogue (words.toml), ready to be put into another language."""

import tomllib
from functools import cache
from importlib.resources import files
from typing import Any

from sim.base.rounding import half_up

__all__ = ["many", "say", "table"]

MINUS = "\N{MINUS SIGN}"


@cache
def _catalogue() -> dict[str, Any]:
    return tomllib.loads((files(__package__) / "words.toml").read_text("utf-8"))


def say(name: str, /, **facts: object) -> str:
    """Return the words of this name, filled with facts.

    Raises:
        KeyError: there are no such words.

    >>> say("picture.weeks_after", week=3)
    '3 weeks after the breach'
    """
    part, _, key = name.partition(".")
    words = str(_catalogue()[part][key])
    return words.format(**facts) if facts else words


def many(name: str, number: int) -> str:
    """Return the words for one or for several of something.

    >>> many("picture.week", 1), many("picture.week", 4)
    ('1 week', '4 weeks')
    """
    return say(f"{name}_one" if number == 1 else f"{name}_many", number=number)


def table(name: str) -> dict[str, str]:
    """Return a whole part of the catalogue.

    >>> table("acts")["thank"]
    'Thank partners'
    """
    return dict(_catalogue()[name])


def trust(number: float) -> str:
    """Return trust as every page shows it: two decimals.

    >>> trust(0.5049), trust(-0.001)
    ('0.50', '0.00')
    """
    return f"{half_up(number, 2):.2f}"


def signed(number: float) -> str:
    """Return a change of trust with its sign.

    >>> signed(0.021), signed(0.001)
    ('+0.02', '0.00')
    """
    shown = trust(abs(number))
    return shown if shown == "0.00" else f"{'+' if number > 0 else MINUS}{shown}"
