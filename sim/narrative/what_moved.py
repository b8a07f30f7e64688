"""By which events, acts and weeks a cause moved one partner, in words."""

from collections.abc import Iterator, Sequence

import numpy as np

from sim.model import ledger
from sim.model.events import EVENTS
from sim.model.frozen import DAYS_A_WEEK
from sim.model.outcome import DiaryEntry, Outcome
from sim.narrative.highlight_parts import SLOW, heaviest_run, moved_by
from sim.narrative.highlights import promised, waiting_for
from sim.narrative.phrasing import week_of
from sim.texts.words import listed, many, say

__all__ = ["BY_NAME", "OVER_TIME", "VERDICTS", "entries_of", "happened", "run_of", "unanswered", "weeks_of"]

VERDICTS = {ledger.KEPT: "kept", ledger.BROKEN: "broken", ledger.LATE: "late"}  # in the diary, and in stories
LISTED = 3  # weeks of acts that are listed; more are counted
BY_NAME = (*VERDICTS, ledger.EVENT, ledger.GUILT)  # causes whose single events have names
OVER_TIME = (*SLOW, ledger.GOSSIP)  # causes that are told by the weeks in which they did most


def run_of(values: np.ndarray) -> str:
    """Return the weeks in which most of a slow loss fell; values: (weeks,) below 0."""
    first, last = heaviest_run(values)
    return say(f"what_moved.{'week' if first == last else 'weeks'}", first=first, last=last, week=first)


def weeks_of(weeks: Sequence[int]) -> str:
    """Return in which weeks something was done, or how often and from when to when where there are many.

    >>> weeks_of([3]), weeks_of([1, 6]), weeks_of([0, 4, 8, 12])
    ('week 3', 'weeks 1 and 6', '4 times, weeks 0 to 12')
    """
    if len(weeks) > LISTED:
        return say("what_moved.times_from", number=len(weeks), first=weeks[0], last=weeks[-1])
    return say(f"what_moved.{'in_weeks' if weeks[1:] else 'week'}", week=weeks[0], weeks=listed(map(str, weeks)))


def happened(outcome: Outcome, who: int, cause: str, week: int) -> str:
    """Return what happened to a partner in a week by a cause of `BY_NAME`, "" where the diary holds nothing."""
    abouts = list(dict.fromkeys(one.about for one in entries_of(outcome, cause, week, who)))
    if not abouts:
        return ""
    thing = promised(outcome, abouts[0]) if cause in VERDICTS else say("what_moved.event", label=abouts[0].rstrip(" ."))
    if abouts[1:]:
        thing = many("what_moved.and_more", len(abouts) - 1, thing=thing)
    return say("what_moved.thing", thing=thing, week=week)


def unanswered(outcome: Outcome, who: int, week: int) -> str:
    """Return which wrong had no full answer in a week: the last that this partner lived through; "" without any.

    A missed promise is none: partners wait for an answer only to what happened to them.
    """
    hurt = moved_by(outcome, ledger.EVENT)[: week + 1, who] < 0
    told = (happened(outcome, who, ledger.EVENT, one) for one in np.flatnonzero(hurt)[::-1].tolist())
    return next(filter(None, told), "")


def entries_of(outcome: Outcome, cause: str, week: int, who: int) -> list[DiaryEntry]:
    """Return what the diary holds of a cause in a week and towards a partner; of a survey's end it holds nothing."""
    if cause == ledger.FOLLOW_UP:
        return [DiaryEntry(DAYS_A_WEEK * week + 1, cause, "", np.ones((len(outcome.case.names), 1), bool))]
    return [one for one in _in_week(outcome, cause, week) if _concerns(outcome, one, who)]


def _in_week(outcome: Outcome, cause: str, week: int) -> Iterator[DiaryEntry]:
    kinds = {name for name, kind in EVENTS.items() if kind.cause == cause} or {VERDICTS.get(cause, cause)}
    return (one for one in outcome.diary or () if one.what in kinds and week_of(one.day) == week)


def _concerns(outcome: Outcome, entry: DiaryEntry, who: int) -> bool:
    where = np.asarray(entry.where)[..., 0] > 0
    return bool(where[who]) if where.ndim else bool(where) and bool(waiting_for(outcome, entry.about)[who])
