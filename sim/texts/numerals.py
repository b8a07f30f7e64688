"""Numbers within texts, with the decimal mark of the language."""

import re
from collections.abc import Mapping
from string import Formatter
from typing import Any, NamedTuple

__all__ = ["ENGLISH_MARKS", "Marks", "filled", "in_numerals"]

# A text that is nothing but numbers and what joins or counts them, such as "58.3 ± 0.8", "1,200" or "20%".
NUMBERS = re.compile(r"[\d.,%+()±\N{MINUS SIGN}\N{EN DASH}\s-]*\d[\d.,%+()±\N{MINUS SIGN}\N{EN DASH}\s-]*")
NO_NUMBER = re.compile(r"\.\d+\.|\d-\d")  # a version or a date
# Numbers that have another language's marks already: what is filled with them may itself fill a text.
WRITTEN = re.compile(r"\d,\d{1,2}(?!\d)|\d\.\d{3}(?!\d)")


class Marks(NamedTuple):
    """What stands before the decimals of a number, and between its thousands."""

    decimal: str
    thousands: str


ENGLISH_MARKS = Marks(".", ",")


def in_numerals(text: str, marks: Marks) -> str:
    """Return a text of numbers, as English writes them, with other marks; any other text stays as it is.

    >>> german = Marks(",", ".")
    >>> in_numerals("1,200.5 ± 0.8", german), in_numerals("0.11.2", german), in_numerals("Week 2.5", german)
    ('1.200,5 ± 0,8', '0.11.2', 'Week 2.5')
    >>> in_numerals("+17,3", german), in_numerals("1.200", german)
    ('+17,3', '1.200')
    """
    if marks == ENGLISH_MARKS or not NUMBERS.fullmatch(text) or NO_NUMBER.search(text) or WRITTEN.search(text):
        return text
    return text.translate({ord("."): marks.decimal, ord(","): marks.thousands})


def filled(words: str, facts: Mapping[str, object], marks: Marks) -> str:
    """Return a text with its slots filled, each number in it with these marks.

    >>> filled("{hours:.1f} of {all} hours", {"hours": 2.5, "all": "1,000"}, Marks(",", "."))
    '2,5 of 1.000 hours'
    """
    return _Filler(marks).vformat(words, (), facts)


class _Filler(Formatter):
    def __init__(self, marks: Marks) -> None:
        self.marks = marks

    def format_field(self, value: Any, format_spec: str) -> str:
        return in_numerals(super().format_field(value, format_spec), self.marks)
