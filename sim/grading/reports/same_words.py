"""Written answers of different trainees that say nearly the same in the same words: a hint to talk, not a finding."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import combinations
from typing import TYPE_CHECKING, Any

from sim.base.rounding import TINY

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

__all__ = ["Alike", "same_words"]

ALIKE = 0.85  # of the words of two texts that are the same, in the same order
SHORT = 12  # words; fewer are alike by chance
RUN = 3  # words in a row that are looked for first
# Scripts without spaces between words (Thai to Lao, Japanese, Chinese): each letter counts as a word.
WORD = re.compile(r"[\u0e00-\u0eff\u3040-\u30ff\u3400-\u9fff]|[^\W_\u0e00-\u0eff\u3040-\u30ff\u3400-\u9fff]+")


@dataclass(frozen=True, kw_only=True)
class Alike:
    """Texts of two or more trainees on one question.

    Args:
        exercise: its exercise.
        asked: the question.
        texts: entries of `reflections`, in the order in which they were handed in.
        least: the least share of words that two of them were found to have in common, 0 to 1.
    """

    exercise: str
    asked: Any
    texts: tuple[dict[str, Any], ...]
    least: float


def same_words(written: Sequence[dict[str, Any]], given: Mapping[tuple[str, str], str] | None = None) -> list[Alike]:
    """Return groups of texts that share at least 85 % of their words in the same order, most alike first.

    Words that the question itself gives do not count, nor do texts with fewer than 12 words of their own, nor two texts
    of one trainee.

    Args:
        written: what was written: trainee, exercise, asked and text, as `reflections` gives it.
        given: words that stood in a question's field, by exercise and question.

    >>> from sim.grading.reports.guide import Asked
    >>> text = "We call each partner in the first week and say by when they hear from us again"
    >>> asked = Asked(name="q4", title="Say what you do")
    >>> several = [{"trainee": who, "exercise": "ex02", "asked": asked, "text": text} for who in ("Ana", "Bo")]
    >>> [([one["trainee"] for one in group.texts], group.least) for group in same_words(several)]
    [(['Ana', 'Bo'], 1.0)]
    """
    by_question: dict[tuple[str, str], list[dict[str, Any]]] = defaultdict(list)
    for one in written:
        by_question[one["exercise"], one["asked"].name].append(one)
    found = [
        Alike(exercise=key[0], asked=several[0]["asked"], texts=tuple(several[at] for at in places), least=least)
        for key, several in by_question.items()
        for places, least in _groups(_pairs(several, (given or {}).get(key, "")))
    ]
    return sorted(found, key=lambda group: (-group.least, -len(group.texts)))


def _pairs(several: Sequence[dict[str, Any]], given: str) -> dict[tuple[int, int], float]:
    """Return how much is alike, by the places of two texts."""
    own = [own_words(one["text"], f"{one['asked'].prompt} {given}") for one in several]
    found = {}
    for one, other in _sharing([words if len(words) >= SHORT else [] for words in own]):
        if several[one]["trainee"] != several[other]["trainee"]:
            share = SequenceMatcher(None, own[one], own[other], autojunk=False).ratio()
            if share >= ALIKE - TINY:
                found[one, other] = share
    return found


def _sharing(texts: Sequence[list[str]]) -> list[tuple[int, int]]:
    """Return the places of texts that have enough runs of words in common: all others need no comparison."""
    runs = [set(_runs(words)) for words in texts]
    having: dict[tuple[str, ...], list[int]] = defaultdict(list)
    for place, several in enumerate(runs):
        for run in several:
            having[run].append(place)
    shared = Counter(pair for places in having.values() for pair in combinations(places, 2))
    return sorted(pair for pair, count in shared.items() if count >= _fewest(*(len(runs[place]) for place in pair)))


def _fewest(one: int, other: int) -> float:
    """Return how many runs two texts with so many runs share at least if they are alike.

    Of their words, on average, a share of `ALIKE` is the same, and each of the others ends a row of these at most once.
    A row has two runs less than words.
    """
    words = (one + other) / 2 + RUN - 1
    rows = 2 * (1 - ALIKE) * words + 1
    return ALIKE * words - (RUN - 1) * rows


def _groups(pairs: Mapping[tuple[int, int], float]) -> Iterator[tuple[list[int], float]]:
    """Yield the places of texts that belong together, and the least share among them."""
    group_of: dict[int, set[int]] = {}
    for one, other in pairs:
        joined = group_of.get(one, {one}) | group_of.get(other, {other})
        group_of |= dict.fromkeys(joined, joined)
    for group in {min(group): group for group in group_of.values()}.values():
        yield sorted(group), min(share for (one, _), share in pairs.items() if one in group)


def own_words(text: str, given: str) -> list[str]:
    """Return a text's words in small letters, without runs of three words or more that the question gives.

    >>> own_words("What will you leave out? The weekly update!", "What will you leave out of your plan?")
    ['the', 'weekly', 'update']
    """
    words, known = _words(text), set(_runs(_words(given)))
    taken = {at + step for at, run in enumerate(_runs(words)) if run in known for step in range(RUN)}
    return [word for at, word in enumerate(words) if at not in taken]


def _words(text: str) -> list[str]:
    return WORD.findall(text.casefold())


def _runs(words: Sequence[str]) -> Iterator[tuple[str, ...]]:
    return zip(*(words[step:] for step in range(RUN)), strict=False)
