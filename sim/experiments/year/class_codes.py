"""The codes of a class in pasted text: each year with its pseudonym and its line, and what is wrong with the others."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from sim.base.errors import BadInput
from sim.base.text_codec import LETTERS
from sim.experiments.year.year_code import MOST_LETTERS, as_code, from_code
from sim.texts.words import say

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from sim.experiments.year.year import Year

__all__ = ["MOST_YEARS", "ClassCodes", "LeftOut", "Place", "SentYear", "read_codes"]

MOST_YEARS = 200  # a page with more is too long to look at, and takes minutes to make
LONGEST_NAME = 24
HEAD = re.compile(rf"(?<![{LETTERS}])MB[A-Z]?\d{{1,4}}\s*-")
WHOLE = re.compile(rf"MB\w+\s*-[\s{LETTERS}]+-(?:\s*[{LETTERS}]){{6}}")
# One word before a colon, after what a chat puts in brackets. A name of two words may be a real one.
NAME = re.compile(rf"\s*(?:\[[^\]]*\]\s*)?([^\s:]{{1,{LONGEST_NAME}}})\s*:(?=\s|MB)")
LOOSE = re.compile(rf"[{LETTERS}-]{{40,}}(?:\n[{LETTERS}-]+)*")  # as long as no word is
QUOTED = re.compile(r"^[ \t]*(?:>[ \t]?)+", re.MULTILINE)  # before each line of a mail that is answered
# What chats and word processors put into a text: characters without a width, and other dashes.
TIDIED = dict.fromkeys(map(ord, "\u200b\u200c\u200d\u2060\ufeff\u00ad")) | dict.fromkeys(
    map(ord, "\u2010\u2011\u2012\u2013\u2212"), "-"
)


class Place(NamedTuple):
    """Where something stands: what the text is called, "" for the only one, and the line from 1 on.

    >>> str(Place("", 7)), str(Place("class.txt", 7))
    ('line 7', 'class.txt, line 7')
    """

    source: str
    line: int

    def __str__(self) -> str:
        key = "board_place.line_of" if self.source else "board_place.line"
        return say(key, **({"file": self.source} if self.source else {}), line=self.line)


@dataclass(frozen=True)
class SentYear:
    """A year that somebody of the class has sent; `name` is a pseudonym, or the line of a year without one."""

    name: str
    year: Year
    place: Place


@dataclass(frozen=True)
class LeftOut:
    """A code that is not shown, and why in one sentence."""

    place: Place
    why: str


@dataclass(frozen=True)
class ClassCodes:
    """What a class has sent, in the order in which it stands, each year once; no two have the same name."""

    years: tuple[SentYear, ...]
    left_out: tuple[LeftOut, ...]


def read_codes(texts: Iterable[tuple[str, str]]) -> ClassCodes:
    r"""Return the years in texts; words around codes are ignored, and a bad code keeps no other from being read.

    Args:
        texts: what each is called ("" for the only one), and the text itself.

    >>> found = read_codes([("", "Dear all\notter: MBY1-cut")])
    >>> found.years, str(found.left_out[0].place), found.left_out[0].why
    ((), 'line 2', 'This code is cut or changed. Copy it again, from its first letter to its last.')
    """
    years: dict[str, SentYear] = {}
    left_out: list[LeftOut] = []
    for name, place, piece in (one for source, text in texts for one in _pieces(source, _tidied(text))):
        try:
            year = _whole_year(piece)
        except BadInput as error:
            left_out.append(LeftOut(place, str(error)))
            continue
        code = as_code(year)  # two texts may hold one year
        if code in years:
            left_out.append(LeftOut(place, say("board_left_out.same", place=years[code].place)))
        elif len(years) == MOST_YEARS:
            left_out.append(LeftOut(place, say("board_left_out.full", most=MOST_YEARS)))
        else:
            years[code] = SentYear(name or str(place), year, place)
    return ClassCodes(_told_apart(years.values()), tuple(left_out))


def _tidied(text: str) -> str:
    return QUOTED.sub("", text.replace("\r\n", "\n").replace("\r", "\n").translate(TIDIED))


def _pieces(source: str, text: str) -> Iterator[tuple[str, Place, str]]:
    """Yield pseudonym, place and text of each code, and of what looks like a part of one."""
    heads = [*HEAD.finditer(text), None]
    yield from _loose(source, text, 0, heads[0].start() if heads[0] else len(text))
    ends = 0
    for head, following in pairwise(heads):
        begins, line = head.start(), text.rfind("\n", 0, head.start()) + 1
        named = NAME.match(text, line, begins + len("MB")) if line >= ends else None
        ends = len(text) if following is None else _before(text, begins, following.start())
        yield _name(named), Place(source, text.count("\n", 0, begins) + 1), text[begins:ends][:MOST_LETTERS]
        if code := WHOLE.match(text, begins, ends):
            yield from _loose(source, text, code.end(), ends)


def _before(text: str, begins: int, following: int) -> int:
    """Return where a code's text ends: words before the next code on a line of its own belong to that one."""
    line = text.rfind("\n", begins, following)
    return following if line < 0 else line


def _loose(source: str, text: str, begins: int, ends: int) -> Iterator[tuple[str, Place, str]]:
    """Yield what has no head and is no word."""
    for found in LOOSE.finditer(text, begins, ends):
        if all(re.search(kind, found[0]) for kind in ("[a-z]", "[A-Z]", r"\d")):
            yield "", Place(source, text.count("\n", 0, found.start()) + 1), found[0]


def _name(named: re.Match[str] | None) -> str:
    name = named[1] if named else ""
    return name if name.isprintable() and re.search(r"[^\W_]", name) else ""


def _whole_year(piece: str) -> Year:
    """Return the year in a piece of text.

    Raises:
        BadInput: it cannot be read or played, or it is not over.
    """
    if not HEAD.match(piece):
        raise BadInput(say("board_left_out.no_head"))
    year = from_code(piece)
    if not year.over:
        raise BadInput(say("board_left_out.not_over", week=year.week, weeks=year.case.weeks))
    return year


def _told_apart(years: Iterable[SentYear]) -> tuple[SentYear, ...]:
    """Number what has one name."""
    count: Counter[str] = Counter()
    found = []
    for one in years:
        count[one.name] += 1
        number = count[one.name]
        found.append(one if number == 1 else replace(one, name=say("board_place.again", name=one.name, number=number)))
    return tuple(found)
