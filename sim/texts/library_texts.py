"""What libraries say to people of their own accord: found by its English, as a part of a catalogue holds it.

A text that a library has changed since is said as the library says it.
"""

import re
from collections.abc import Iterator
from functools import cache

from sim.texts.words import Part, catalogue, say

__all__ = ["in_our_words"]


def in_our_words(text: str, part: Part) -> str:
    """Return a library's text in the language that is spoken; what fills its slots may be the library's, too.

    >>> from sim.texts.language import speaking
    >>> with speaking("pseudo"):
    ...     in_our_words("Invalid value for '--jobs': Input should be less than or equal to 64", Part("typer"))
    "⟦Invalid value for ⟧'--jobs'⟦: ⟧⟦Input should be less than or equal to ⟧64"
    >>> in_our_words("Something new", Part("typer"))
    'Something new'
    """
    for name, pattern in _patterns(part.name):
        found = pattern.fullmatch(text)
        if found:
            facts = {slot: in_our_words(filled, part) for slot, filled in found.groupdict().items()}
            return say(f"{part.name}.{name}", **facts)
    return text


@cache
def _patterns(part: str) -> tuple[tuple[str, re.Pattern[str]], ...]:
    return tuple(_pairs(part))


def _pairs(part: str) -> Iterator[tuple[str, re.Pattern[str]]]:
    for name in Part(part):
        pieces = enumerate(re.split(r"{(\w+)}", catalogue()[f"{part}.{name}"]))
        yield name, re.compile("".join(f"(?P<{piece}>.+?)" if at % 2 else re.escape(piece) for at, piece in pieces))
