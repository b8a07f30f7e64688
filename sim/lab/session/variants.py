"""Variants of shipped cases that only lessons use."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sim.model.case import DAYS_A_WEEK
from sim.texts.words import say

if TYPE_CHECKING:
    from collections.abc import Callable

    from sim.model.case import Case, Event

__all__ = ["SECOND_WEEK", "VARIANTS", "second_breach"]

SECOND_WEEK = 24


def second_breach(case: Case) -> Case:
    """Return the case with the breach of its first day repeated in mid-year, as severe and for the same partners.

    Assumption: that it is as severe. The key stays, so that a strategy copied here can be loaded elsewhere.

    >>> from sim.catalogue import load_case
    >>> [event.day for event in second_breach(load_case("missed-deadline")).events if event.event == "breach"][-1]
    121
    """
    day = SECOND_WEEK * DAYS_A_WEEK + 1
    again = [_again(event, day) for event in case.events if event.event == "breach" and event.day == 0]
    title = say("variants.second_breach", title=case.title)
    return case.model_copy(update={"title": title, "events": (*case.events, *again)})


def _again(event: Event, day: int) -> Event:
    return event.model_copy(update={"day": day, "label": say("variants.again", label=event.label)})


VARIANTS: dict[str, Callable[[Case], Case]] = {"second-breach": second_breach}
