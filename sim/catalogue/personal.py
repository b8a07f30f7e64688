"""What looks like a person's name, e-mail address or telephone number where a role should stand. It is a guess."""

from __future__ import annotations

import re
from functools import cache
from importlib.resources import files

from sim.catalogue.loader import parse

__all__ = ["looks_personal"]

E_MAIL = re.compile(r"[^\s@]+@[^\s@]+\.\w{2,}")
PHONE = re.compile(r"\+?\(?\d[\d\s()/.-]{5,}\d")
LEAST_DIGITS = 7
TITLES = r"\b(?:mr|mrs|ms|miss|mx|dr|prof|sr|sra|herr|frau|mme|señor|señora|dona)\b\.?\s+\w"
TITLE = re.compile(TITLES, re.IGNORECASE)
WORD = re.compile(r"[^\W\d_]+(?:[-'\u2019][^\W\d_]+)*")


def looks_personal(text: str) -> str:
    """Return what a text looks like: "email", "phone", "name", or "" for a role.

    >>> [looks_personal(text) for text in ("Readers", "Maria Silva", "ana@example.org", "+351 912 345 678", "Dr. Osei")]
    ['', 'name', 'email', 'phone', 'name']
    """
    if E_MAIL.search(text):
        return "email"
    if any(sum(sign.isdigit() for sign in found) >= LEAST_DIGITS for found in PHONE.findall(text)):
        return "phone"
    return "name" if TITLE.search(text) or _begins_with_a_name(text) else ""


def _begins_with_a_name(text: str) -> bool:
    """Return whether a text is a given name, alone or before a word in capitals: “Ana”, “Ana Silva”, “Ana S.”."""
    found = WORD.findall(text)
    if not found or not found[0][0].isupper() or found[0].lower() not in _given_names():
        return False
    alone = len(found) == 1
    return alone or found[1][0].isupper()


@cache
def _given_names() -> frozenset[str]:
    file = files(__package__) / "given_names.toml"
    return frozenset(parse(file.read_bytes(), "given_names")["names"].split())
