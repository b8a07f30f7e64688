"""Which language is spoken just now, and what a text is in it.

English is written in this course's TOML files. Another language is a gettext catalogue beside this file,
languages/<name>.po, compiled to <name>.mo; a text that it lacks is said in English. The language is asked for each
time that something is said, never while a module is loaded.
"""

import os
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache, wraps
from gettext import GNUTranslations, NullTranslations
from math import ceil
from pathlib import Path
from typing import ParamSpec, TypeVar

__all__ = ["ENGLISH", "LANGUAGES", "PSEUDO", "Language", "cache_by_language", "current", "language_names", "speaking"]

ENGLISH = "en"
PSEUDO = "pseudo"
"""English in brackets: what shows outside them does not come from a catalogue."""
VARIABLE = "MENDING_BRIDGES_LANG"
Given, Found = ParamSpec("Given"), TypeVar("Found")
LANGUAGES = Path(__file__).parent / "languages"


class _Brackets(NullTranslations):
    """English in brackets, which leave out what a text is filled with: that must bring its own, or be a name."""

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
        said: texts that were said before, by key; `sim.texts.words` fills it.
    """

    def __init__(self, name: str, translations: NullTranslations) -> None:
        self.name = name
        self.said: dict[str, str] = {}
        self._translations = translations

    @property
    def tag(self) -> str:
        """What browsers and screen readers call the language.

        >>> Language("pt_BR", NullTranslations()).tag, Language(PSEUDO, NullTranslations()).tag
        ('pt-BR', 'en')
        """
        return ENGLISH if self.name == PSEUDO else self.name.replace("_", "-")

    def text(self, key: str, english: str) -> str:
        """Return the text that English says so under this key.

        >>> with speaking(PSEUDO):
        ...     current().text("picture.title", "Trust over time")
        '⟦Trust over time⟧'
        """
        # To gettext, the empty text is the name of the catalogue's head.
        return self._translations.pgettext(key, english) if english else ""

    def counted(self, key: str, one: str, many: str, number: float) -> str:
        """Return the form for a number of things, by the language's own rule; a fraction is never one thing."""
        whole = int(number) if number == int(number) else max(2, ceil(number))
        return self._translations.npgettext(key, one, many, whole)


def language_names() -> tuple[str, ...]:
    """Return the languages that can be spoken: English, and those that have a catalogue.

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
    """Return the language of this process; one that is not there is English, so that a course always opens."""
    return _named(os.environ.get(VARIABLE, ENGLISH))


_SPOKEN: ContextVar[Language | None] = ContextVar("language", default=None)


def current() -> Language:
    """Return the language that is spoken here and now.

    >>> current().name
    'en'
    """
    return _SPOKEN.get() or _usual()


@contextmanager
def speaking(name: str) -> Iterator[None]:
    """Speak another language for a while, in this thread or task alone.

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
    """Remember what a function returns, for each language that it was asked in; arguments are hashable."""

    @cache
    def in_language(_language: str, *given: Given.args, **named: Given.kwargs) -> Found:
        return function(*given, **named)

    @wraps(function)
    def spoken(*given: Given.args, **named: Given.kwargs) -> Found:
        return in_language(current().name, *given, **named)

    return spoken
