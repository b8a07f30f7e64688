"""An act in words: which, when, how often and for whom."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sim.model.case import GROUPS
from sim.model.frozen import DAYS_A_WEEK, working_days
from sim.texts.words import many, say

if TYPE_CHECKING:
    from sim.model.acts import Act

__all__ = ["numbered", "repeat_words", "when_of", "with_whom"]


def numbered(act: Act, number: int) -> str:
    """Return an act's title with its number in the strategy, when it is done, how often, and for whom if not for all.

    >>> from sim.model.acts.thank import Thank
    >>> numbered(Thank(day=2, to=["affected"]), 3)
    '3. Thank partners, day 2 (for: those who were let down)'
    """
    return say("editor.item", number=number, act=say(f"acts.{act.act}"), when=_when_and_whom(act))


def _when_and_whom(act: Act) -> str:
    """Return when an act is done, how often, and for whom if not for all."""
    said = when_of(act)
    if act.every_weeks:
        said = say("editor.item_repeat", when=said, repeat=repeat_words(act.every_weeks))
    return with_whom(said, act)


def with_whom(said: str, act: Act) -> str:
    """Return a text with the act's addressees added, unless it is for all.

    >>> from sim.model.acts.listen import Listen
    >>> with_whom("Listen", Listen(week=0, to=["affected"])), with_whom("Listen", Listen(week=0))
    ('Listen (for: those who were let down)', 'Listen')
    """
    if act.to == ("all",):
        return said
    groups = (say(f"editor.to_{group}") for group in act.to if group in GROUPS)
    lowered = [group[:1].lower() + group[1:] for group in groups]
    return say("editor.item_to", said=said, to=", ".join([*lowered, *(one for one in act.to if one not in GROUPS)]))


def when_of(act: Act) -> str:
    """Return in words when an act is first done."""
    if act.when:
        return say(f"editor.when_{act.when}")
    if act.day is not None:
        return say("editor.when_day", day=act.day)
    return say("editor.when_week", week=act.week) if act.week else say("editor.when_week_zero")


def repeat_words(every: float) -> str:
    """Return in words how often an act is repeated; the season counts whole working days.

    >>> repeat_words(0.2), repeat_words(4), repeat_words(1.3), repeat_words(0)
    ('every working day', 'every 4 weeks', 'every 6 working days', 'only once')
    """
    if not every:
        return say("editor.repeat_once")
    weeks, days = divmod(working_days(every), DAYS_A_WEEK)
    if days:
        return many("editor.repeat_days", DAYS_A_WEEK * weeks + days)
    return many("editor.repeat_weeks", weeks)
