"""What a page that is projected may say of people: nothing that stands for fewer than three."""

from __future__ import annotations

from sim.texts.words import say

__all__ = ["FEWEST_TOGETHER", "enough", "how_many"]

FEWEST_TOGETHER = 3  # an Assumption: of two, each knows the other


def enough(count: int, of: int) -> bool:
    """Return whether a number of people, and what it leaves of all, stand for nobody in particular.

    >>> enough(3, 6), enough(2, 6), enough(5, 6), enough(6, 6)
    (True, False, False, True)
    """
    return count >= FEWEST_TOGETHER and (of == count or of - count >= FEWEST_TOGETHER)


def how_many(count: int, of: int) -> str:
    """Return in words how many of all people; one or two are not counted, nor are one or two who are missing.

    >>> how_many(4, 9), how_many(2, 9), how_many(8, 9), how_many(9, 9)
    ('4 of 9', 'fewer than 3', 'nearly all of 9', 'all 9')
    """
    if count < FEWEST_TOGETHER:
        return say("anonymous.few", fewest=FEWEST_TOGETHER)
    if count == of:
        return say("anonymous.all", of=of)
    return say("anonymous.some" if enough(count, of) else "anonymous.nearly_all", count=count, of=of)
