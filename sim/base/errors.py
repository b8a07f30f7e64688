"""The one error whose message is written for the person who gave the input, and the commonest reason for it."""

from operator import index
from reprlib import Repr

__all__ = ["HIGHEST", "BadInput", "brief", "whole_number"]

HIGHEST = 2**63 - 1
"""The highest seed and the highest number of a world: what a column of a table can hold."""

_BRIEF = Repr()
_BRIEF.maxother = _BRIEF.maxstring = _BRIEF.maxlong = 40


class BadInput(ValueError):  # noqa: N818 - it says what was bad, as a person would
    r"""Refuse what a person gave us, in a single line that says what, where and what is allowed.

    Whatever the message quotes, it stays one line: line breaks become spaces and other characters
    that cannot be printed are escaped.

    >>> print(BadInput("mine.toml: two\nlines and a bell\a"))
    mine.toml: two lines and a bell\x07
    """

    def __init__(self, message: str) -> None:
        words = " ".join(message.split())
        super().__init__("".join(c if c.isprintable() else ascii(c)[1:-1] for c in words))


def whole_number(name: str, value: object, *, least: int | None = None, most: int | None = None) -> int:
    """Return a whole number within its bounds; numpy's integers are whole numbers too, true and false are none.

    Raises:
        BadInput: no whole number, under `least`, or over `most`; `name` says whose value it is.

    >>> whole_number("worlds", 20, least=1)
    20
    >>> whole_number("worlds", 1.5)
    Traceback (most recent call last):
    sim.base.errors.BadInput: worlds (= 1.5) must be a whole number
    """
    try:
        number = None if isinstance(value, bool) else index(value)
    except TypeError:
        number = None
    if number is None:
        raise BadInput(f"{name} (= {brief(value)}) must be a whole number")
    if least is not None and number < least:
        raise BadInput(f"{name} (= {brief(number)}) must be {f'at least {least:,}' if least else '0 or more'}")
    if most is not None and number > most:
        raise BadInput(f"{name} (= {brief(number)}) must be at most {most:,}")
    return number


def brief(value: object) -> str:
    """Return a value as Python writes it, cut in the middle where that is long.

    >>> print(brief(1.5), brief("A" * 50))
    1.5 'AAAAAAAAAAAAAAAAA...AAAAAAAAAAAAAAAAAA'
    """
    try:
        return _BRIEF.repr(value)
    except ValueError:  # Python writes no number of thousands of digits
        return "a number of thousands of digits"
