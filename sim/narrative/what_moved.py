"""What one cause did to one partner, with the events named that make up most of it: never “what went wrong” alone."""

from collections.abc import Iterator, Sequence
from functools import reduce

import numpy as np

from sim.model import ledger
from sim.model.events import EVENTS
from sim.model.frozen import DAYS_A_WEEK
from sim.model.outcome import DiaryEntry, Outcome
from sim.narrative.highlights import SLOW, heaviest_run, moved_by, promised, waiting_for
from sim.narrative.phrasing import cause_in_words, week_of
from sim.texts.words import listed, many, say

__all__ = ["BY_NAME", "OVER_TIME", "VERDICTS", "cause_named", "entries_of", "happened", "run_of", "weeks_of"]

VERDICTS = {ledger.KEPT: "kept", ledger.BROKEN: "broken", ledger.LATE: "late"}  # in the diary, and in stories
NAMED = 2  # weeks that are named at most
LISTED = 3  # weeks of acts that are listed; more are counted
MOST_OF_IT = 0.5  # share of what a cause did that the named weeks must make up
LEAST_NAMED = 0.15  # share below which a week is not named beside a heavier one
ALL_OF_IT = 0.9  # share from which on they are told as all of it
BY_NAME = (*VERDICTS, ledger.EVENT, ledger.GUILT)  # causes whose single events have names
OVER_TIME = (*SLOW, ledger.GOSSIP)  # causes that are told by the weeks in which they did most


def cause_named(outcome: Outcome, who: int, cause: str, weeks: int) -> str:
    """Return what a cause did to a partner as a phrase that names what did most of it, or counts what there was.

    Args:
        outcome: of one world, with its diary. who: index of the partner. weeks: so many from the first on are meant.

    >>> from sim.experiments.simulate import simulate
    >>> outcome = simulate("missed-deadline", "silence", worlds=1, seed=1, by_world=True)
    >>> cause_named(outcome, outcome.case.names.index("Hospital liaison"), ledger.EVENT, 5)
    'what went wrong (week 0: “The hospital had waited for the reply, and decided without it”)'
    """
    values = moved_by(outcome, cause)[:weeks, who]
    helped = bool(values.sum() > 0)
    cause_said = cause_in_words(cause, helped=helped)
    if cause in OVER_TIME:
        what = run_of(values if not helped else -values)
    else:
        what = _events(outcome, who, cause, values if helped else -values)
    return say("what_moved.cause", cause=cause_said, what=what) if what else cause_said


def run_of(values: np.ndarray) -> str:
    """Return the weeks in which most of a slow loss fell; values: (weeks,) below 0."""
    first, last = heaviest_run(values)
    return say(f"what_moved.{'week' if first == last else 'weeks'}", first=first, last=last, week=first)


def _events(outcome: Outcome, who: int, cause: str, values: np.ndarray) -> str:
    """Return the one or two weeks that make up most, by their events, or how many there were.

    Args:
        values: (weeks,) points that the cause moved the way that it did in all, above 0.
    """
    there = [int(week) for week in np.argsort(-values, kind="stable") if values[week] > 0]
    there = [week for week in there if entries_of(outcome, cause, week, who)]
    number = sum(len(entries_of(outcome, cause, week, who)) for week in there)
    if not number:
        return ""
    if cause in BY_NAME:
        return _heaviest(outcome, who, cause, values, there) or say("what_moved.of_them", number=number)
    return weeks_of(sorted(there)) if number == len(there) else say("what_moved.times", number=number)


def weeks_of(weeks: Sequence[int]) -> str:
    """Return in which weeks something was done, or how often and from when to when where there are many.

    >>> weeks_of([3]), weeks_of([1, 6]), weeks_of([0, 4, 8, 12])
    ('week 3', 'weeks 1 and 6', '4 times, weeks 0 to 12')
    """
    if len(weeks) > LISTED:
        return say("what_moved.times_from", number=len(weeks), first=weeks[0], last=weeks[-1])
    return say(f"what_moved.{'in_weeks' if weeks[1:] else 'week'}", week=weeks[0], weeks=listed(map(str, weeks)))


def _heaviest(outcome: Outcome, who: int, cause: str, values: np.ndarray, weeks: list[int]) -> str:
    """Return what happened in the one or two heaviest of some weeks, "" where these do not make up most."""
    whole = np.maximum(values, 0).sum()
    first = sorted(week for week in weeks[:NAMED] if values[week] >= LEAST_NAMED * whole)
    share = values[first].sum() / whole if first else 0
    if share < MOST_OF_IT:
        return ""
    told = reduce(
        lambda one, other: say("what_moved.also", one=one, other=other),
        (happened(outcome, who, cause, week) for week in first),
    )
    return told if share >= ALL_OF_IT else say("what_moved.most", what=told)


def happened(outcome: Outcome, who: int, cause: str, week: int) -> str:
    """Return what happened to a partner in a week by a cause of `BY_NAME`, "" where the diary holds nothing."""
    abouts = list(dict.fromkeys(one.about for one in entries_of(outcome, cause, week, who)))
    if not abouts:
        return ""
    thing = promised(outcome, abouts[0]) if cause in VERDICTS else say("what_moved.event", label=abouts[0].rstrip(" ."))
    if abouts[1:]:
        thing = many("what_moved.and_more", len(abouts) - 1, thing=thing)
    return say("what_moved.thing", thing=thing, week=week)


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
