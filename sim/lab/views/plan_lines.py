"""Acts as lines of a one-page plan, each with its calendar day."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING

from sim.catalogue.act_words import repeat_words, when_of, with_whom
from sim.model.case import DAYS_A_WEEK
from sim.texts import words
from sim.texts.words import say

if TYPE_CHECKING:
    from sim.model.acts import Act as Timed

__all__ = ["acts_by_day", "today"]


def today() -> date:
    """Return today's date."""
    return datetime.now(UTC).astimezone().date()


def acts_by_day(acts: tuple[Timed, ...], start: date) -> str:
    """Return a line for each act, with the day on which it is first done, in order.

    >>> from sim.catalogue import load_strategy
    >>> print(acts_by_day(load_strategy("long-term").acts[2:4], date(2026, 3, 2)))
    2026-03-02: Listen, every 13 weeks
    2026-03-23: Share a plan with dates
    """
    names = words.table("acts")
    waiting = [with_whom(_waiting(act, names), act) for act in acts if act.when]
    dated = sorted((_first_day(act, start), place) for place, act in enumerate(acts) if not act.when)
    return "\n".join([*(with_whom(_dated(day, acts[place], names), acts[place]) for day, place in dated), *waiting])


def _waiting(act: Timed, names: dict[str, str]) -> str:
    return say("plan.when_it_happens", when=_upper(when_of(act)), act=names[act.act])


def _dated(day: date, act: Timed, names: dict[str, str]) -> str:
    if not act.every_weeks:
        return say("plan.by_day", day=day, act=names[act.act])
    return say("plan.by_day_again", day=day, act=names[act.act], again=repeat_words(act.every_weeks))


def _upper(text: str) -> str:
    return text[:1].upper() + text[1:]


def _first_day(act: Timed, start: date) -> date:
    """Return the calendar day of an act's first time; a working week has five days."""
    weeks, days = divmod(max(act.first_day, 1) - 1, DAYS_A_WEEK)
    return start + timedelta(weeks=weeks, days=days)
