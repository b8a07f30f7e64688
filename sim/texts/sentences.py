"""Sentences that are kept as data, and said in whatever language is spoken when they are shown."""

import re
from typing import Any

from sim.texts.language import current
from sim.texts.words import catalogue, many, say

__all__ = ["Sentence", "Stored", "Told", "ended", "first_sentences", "said"]

AROUND = ("“”", "«»", "()", "⟦⟧")  # pairs in which a whole text may stand


class Sentence:
    """A text of the catalogue with what it is filled with; `str` says it. Two of them are equal if they say the same.

    Args:
        name: the text's key; one that depends on a number takes it as the fact `number`.
        facts: what it is filled with; a sentence among them is said with it.

    >>> from sim.texts.language import speaking
    >>> told = Sentence("guide.after_weeks", number=2)
    >>> str(told), told == Sentence("guide.after_weeks", number=2)
    ('after 2 weeks', True)
    >>> with speaking("pseudo"):
    ...     str(told)
    '⟦after ⟧2⟦ weeks⟧'
    """

    def __init__(self, name: str, /, **facts: Any) -> None:
        self.name = name
        self.facts = facts

    def __str__(self) -> str:
        if isinstance(catalogue()[self.name], dict):
            return many(self.name, self.facts["number"], **self.facts)
        return say(self.name, **self.facts)

    def __repr__(self) -> str:
        return f"Sentence({', '.join([repr(self.name), *(f'{key}={value!r}' for key, value in self.facts.items())])})"

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Sentence) and (self.name, self.facts) == (other.name, other.facts)

    def __hash__(self) -> int:
        return hash((self.name, *self.facts.items()))


class Stored:
    """A text that a file holds in English, with the key of its translation; `str` says it, or gives it as it is.

    >>> str(Stored("Look again.", key="exercises/ex01.questions.q1.advice"))
    'Look again.'
    """

    def __init__(self, english: str, *, key: str) -> None:
        self.english = english
        self.key = key

    def __str__(self) -> str:
        return current().text(self.key, self.english)

    def __repr__(self) -> str:
        return f"Stored({self.english!r}, key={self.key!r})"

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Stored) and (self.english, self.key) == (other.english, other.key)

    def __hash__(self) -> int:
        return hash((self.english, self.key))


Told = str | Sentence | Stored
"""What is said of something: a sentence, or words that are given as they are; "" is nothing."""


def said(*told: Told) -> str:
    """Return sentences in a row, in the language that is spoken; what is empty is left out.

    >>> said("Kept.", "", Sentence("judging.choose"))
    'Kept. Choose one of the answers.'
    """
    return " ".join(str(one) for one in told if one)


def first_sentences(text: str, count: int) -> str:
    """Return the first sentences of a text.

    >>> first_sentences("It came late. They waited! What now? We ask.", 2)
    'It came late. They waited!'
    >>> first_sentences("⟦It came late. They waited.⟧", 1)  # what stands around a whole text stays around its part
    '⟦It came late.⟧'
    """
    sentences = re.split(r"(?<=[.!?])\s+", text.strip())
    end = text.strip()[-1:] if text.strip()[:1] + text.strip()[-1:] in AROUND and sentences[count:] else ""
    return " ".join(sentences[:count]) + end


def ended(text: str) -> str:
    """Return a text with a point at its end, unless another mark ends it.

    >>> ended("Both"), ended("Can they do it?")
    ('Both.', 'Can they do it?')
    """
    return text if re.search(r"[.!?…][”»)]?$", text) else f"{text}."
