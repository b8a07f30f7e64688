"""The current language, and texts translated into it.

English is written in this course's TOML files. Another language is a gettext catalogue beside this file,
languages/<name>.po, compiled to <name>.mo; a missing text is shown in English. The language is looked up each time a
text is needed, never while a module is imported.
"""

import os
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache, cached_property, wraps
from gettext import GNUTranslations, NullTranslations
from math import ceil
from pathlib import Path
from typing import ParamSpec, TypeVar

from sim.texts.numerals import ENGLISH_MARKS, Marks

__all__ = [
    "ENGLISH", "LANGUAGES", "PSEUDO", "VARIABLE", "Language", "cache_by_language", "current", "known_as",
    "language_names", "look_again", "speak", "speaking",
]  # fmt: skip

ENGLISH = "en"
PSEUDO = "pseudo"
"""English in brackets: what shows outside them does not come from a catalogue."""
VARIABLE = "MENDING_BRIDGES_LANG"
Given, Found = ParamSpec("Given"), TypeVar("Found")
LANGUAGES = Path(__file__).parent / "languages"


class _Brackets(NullTranslations):
    """English in brackets; values that fill a text stay outside, since they bring their own or are names."""

    def pgettext(self, context: str, message: str) -> str:
        return _bracketed(super().pgettext(context, message))

    def npgettext(self, context: str, msgid1: str, msgid2: str, n: int) -> str:
        return _bracketed(super().npgettext(context, msgid1, msgid2, n))


def _bracketed(text: str) -> str:
    """Put brackets around a text.

    >>> _bracketed("After {number} weeks")
    '⟦After ⟧{number}⟦ weeks⟧'
    """
    outside = re.sub("({[^{}]*})", r"⟧\1⟦", text)
    return f"⟦{outside}⟧".replace("⟦⟧", "")


class Language:
    """One language.

    Attributes:
        name: "en", or that of a catalogue.
        said: texts that were looked up before, by key; `sim.texts.words` fills it.
    """

    def __init__(self, name: str, translations: NullTranslations) -> None:
        self.name = name
        self.said: dict[str, str] = {}
        self._translations = translations

    @property
    def translated(self) -> bool:
        """Whether it has a catalogue, in which names and numbers are written otherwise than in English."""
        return self.name not in {ENGLISH, PSEUDO}

    @cached_property
    def marks(self) -> Marks:
        """What stands before the decimals of a number, and between its thousands.

        >>> current().marks
        Marks(decimal='.', thousands=',')
        """
        if not self.translated:
            return ENGLISH_MARKS
        return Marks(*(self.text(f"language.{name}", getattr(ENGLISH_MARKS, name)) for name in Marks._fields))

    @property
    def tag(self) -> str:
        """What browsers and screen readers call the language.

        >>> Language("pt_BR", NullTranslations()).tag, Language(PSEUDO, NullTranslations()).tag
        ('pt-BR', 'en')
        """
        return ENGLISH if self.name == PSEUDO else self.name.replace("_", "-")

    def text(self, key: str, english: str) -> str:
        """Return the translation of an English text under this key.

        >>> with speaking(PSEUDO):
        ...     current().text("picture.title", "Trust over time")
        '⟦Trust over time⟧'
        """
        # To gettext, the empty text is the name of the catalogue's head.
        return self._translations.pgettext(key, english) if english else ""

    def counted(self, key: str, one: str, many: str, number: float) -> str:
        """Return the plural form for a number, by the language's own rule; a fraction is never singular."""
        whole = int(number) if number == int(number) else max(2, ceil(number))
        return self._translations.npgettext(key, one, many, whole)


def language_names() -> tuple[str, ...]:
    """Return the available languages: English, and those that have a catalogue.

    >>> language_names()[0]
    'en'
    """
    return (ENGLISH, *sorted(file.stem for file in LANGUAGES.glob("*.mo")))


@cache
def _named(name: str) -> Language:
    if name == PSEUDO:
        return Language(name, _Brackets())
    if name in language_names()[1:]:
        return Language(name, GNUTranslations((LANGUAGES / f"{name}.mo").open("rb")))
    return Language(ENGLISH, NullTranslations())


@cache
def _usual() -> Language:
    """Return the language of this process; English if it is unknown, so that the course always opens."""
    return _named(known_as(os.environ.get(VARIABLE, "")) or ENGLISH)


def look_again() -> None:
    """Ask anew which languages there are and which is this process's: a kernel is told after it was started."""
    _named.cache_clear()
    _usual.cache_clear()


def known_as(tag: str) -> str | None:
    """Return the name of the language that somebody asks for by its tag, or None if it is not there.

    A language stands for its regions, and a region for its language: who asks for Portuguese gets that of Brazil.

    >>> known_as("en-GB"), known_as("EN"), known_as("tlh"), known_as("")
    ('en', 'en', None, None)
    """
    wanted = tag.strip().replace("-", "_").lower()
    if not wanted:
        return None
    names = {name.lower(): name for name in (*language_names(), PSEUDO)}
    alike = (name for low, name in names.items() if low.partition("_")[0] == wanted.partition("_")[0])
    return names.get(wanted) or next(alike, None)


_SPOKEN: ContextVar[Language | None] = ContextVar("language", default=None)


def current() -> Language:
    """Return the current language.

    >>> current().name
    'en'
    """
    return _SPOKEN.get() or _usual()


def speak(name: str) -> None:
    """Use another language from here on, in this thread or task only."""
    _SPOKEN.set(_named(name))


@contextmanager
def speaking(name: str) -> Iterator[None]:
    """Use another language within this block, in this thread or task only.

    >>> with speaking("pseudo"):
    ...     current().name
    'pseudo'
    """
    before = _SPOKEN.set(_named(name))
    try:
        yield
    finally:
        _SPOKEN.reset(before)


def cache_by_language(function: Callable[Given, Found]) -> Callable[Given, Found]:
    """Cache what a function returns, for each language; its arguments must be hashable."""

    @cache
    def in_language(_language: str, *given: Given.args, **named: Given.kwargs) -> Found:
        return function(*given, **named)

    @wraps(function)
    def spoken(*given: Given.args, **named: Given.kwargs) -> Found:
        return in_language(current().name, *given, **named)

    return spoken
