"""What somebody meant who wrote a name that there is not: by its spelling, or by the words that texts use for it."""

from __future__ import annotations

import difflib
import re
from typing import TYPE_CHECKING, Any

from sim.texts.words import catalogue, say

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pydantic import BaseModel

    from sim.model.registry import Registry

__all__ = ["fitting_kind", "meant_name", "nearest"]

TEXTS = ("acts", "abouts", "options")  # parts of catalogues that say in words what names stand for
SHORTEST = 3  # letters of a word that tells something
LONGEST = 200  # letters of a word that are looked at
ALIKE = 0.6  # from 0 to 1: how much two words must have in common, as `difflib` counts it


def nearest(word: str, words: Iterable[str], alike: float = ALIKE) -> str | None:
    """Return the most similar of the words, or None if none is as much alike, from 0 to 1.

    >>> nearest("apologize", ["apologise", "listen"]), nearest("zzz", ["listen"])
    ('apologise', None)
    """
    return next(iter(difflib.get_close_matches(word[:LONGEST], list(words), n=1, cutoff=alike)), None)


def meant_name(given: object, names: Iterable[str]) -> str | None:
    """Return the one of the names that was meant: alike in spelling, or the only one that is said in these words.

    >>> meant_name("Apologize", ["apologise", "listen"]), meant_name("say sorry", ["listen", "apologise"])
    ('apologise', 'apologise')
    >>> meant_name("strike", ["breach", "kept"])
    """
    known, word = [*names], str(given)[:LONGEST].strip().lower()
    near = nearest(re.sub("[ -]", "_", word), known)
    asked = _words(word)
    said = [name for name in known if asked and asked <= _words(_said_of(name))]
    return near or (said[0] if len(said) == 1 else None)


def _words(text: str) -> set[str]:
    return {word for word in re.findall(r"\w+", text.lower()) if len(word) >= SHORTEST}


def _said_of(name: str) -> str:
    return " ".join(say(key) for key in (f"{part}.{name}" for part in TEXTS) if isinstance(catalogue().get(key), str))


def fitting_kind(row: dict[str, Any], kinds: Registry) -> type[BaseModel]:
    """Return of which kind an entry probably is whose own kind there is not: as it is named, or by its fields."""
    named = [row[key] for key in row if nearest(str(key).lower(), [kinds.field])]
    near = meant_name(named[0], kinds) if named else None
    return kinds[near] if near else max(kinds.values(), key=lambda kind: len(kind.model_fields.keys() & row.keys()))
