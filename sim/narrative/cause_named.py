"""What one cause did to one partner, with the events named that make up most of it: never “what went wrong” alone."""

from functools import reduce

import numpy as np

from sim.model.ledger import NO_ANSWER
from sim.model.outcome import Outcome
from sim.narrative.cause_rows import cause_called, cause_rows, points_in, weeks_together
from sim.narrative.highlight_parts import heaviest_run, moved_by
from sim.narrative.what_moved import BY_NAME, OVER_TIME, entries_of, happened, run_of, unanswered, weeks_of
from sim.texts.words import say

__all__ = ["cause_named"]

NAMED = 2  # weeks that are named at most
MOST_OF_IT = 0.5  # share of what a cause did that the named weeks must make up
LEAST_NAMED = 0.15  # share below which a week is not named beside a heavier one


def cause_named(outcome: Outcome, who: int, cause: str, *, brief: bool = False) -> str:
    """Return what a cause did to a partner as a phrase that names what did most of it, or counts what there was.

    Args:
        outcome: of one world, with its diary. who: index of the partner; of who went, all until then is meant.
        brief: without the points of a part, where those of the whole stand beside it.

    >>> from sim.experiments.simulate import simulate
    >>> outcome = simulate("missed-deadline", "silence", worlds=1, seed=1, by_world=True)
    >>> cause_named(outcome, outcome.case.names.index("Hospital liaison"), "what happened")
    'what went wrong (week 0: “The hospital had waited for the reply, and decided without it”)'
    """
    values = moved_by(outcome, cause)[: weeks_together(outcome, who), who]
    helped = bool(values.sum() > 0)
    cause_said = cause_called(cause, helped=helped)
    if cause in OVER_TIME:
        what = _over_time(outcome, who, cause, values if not helped else -values)
    else:
        what = _events(outcome, who, cause, values if helped else -values, brief=brief)
    return say("what_moved.cause", cause=cause_said, what=what) if what else cause_said


def _over_time(outcome: Outcome, who: int, cause: str, values: np.ndarray) -> str:
    """Return in which weeks a cause did most, and which wrong it was that had no full answer; values below 0."""
    when = run_of(values)
    what = unanswered(outcome, who, heaviest_run(values)[0]) if cause == NO_ANSWER else ""
    return say("what_moved.unanswered", what=what, when=when) if what else when


def _events(outcome: Outcome, who: int, cause: str, values: np.ndarray, *, brief: bool) -> str:
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
        return _heaviest(outcome, who, cause, values, there, brief=brief) or say("what_moved.of_them", number=number)
    return weeks_of(sorted(there)) if number == len(there) else say("what_moved.times", number=number)


def _heaviest(outcome: Outcome, who: int, cause: str, values: np.ndarray, weeks: list[int], *, brief: bool) -> str:
    """Return what happened in the one or two heaviest of some weeks, "" where these do not make up most."""
    whole = np.maximum(values, 0).sum()
    first = sorted(week for week in weeks[:NAMED] if values[week] >= LEAST_NAMED * whole)
    if not first or values[first].sum() < MOST_OF_IT * whole:
        return ""
    told = reduce(
        lambda one, other: say("what_moved.also", one=one, other=other),
        (happened(outcome, who, cause, week) for week in first),
    )
    part, whole_of_it = _points(outcome, who, cause, first), abs(points_in(outcome, who, cause))
    return _of_it(told, None if brief and part != whole_of_it else part, whole_of_it)


def _points(outcome: Outcome, who: int, cause: str, weeks: list[int]) -> int | None:
    """Return the points of some weeks, as the rows of their cause have them; None where these have no such rows."""
    rows = [one for one in cause_rows(outcome, who, cause) if {*one.weeks} <= {*weeks}]
    covered = {week for one in rows for week in one.weeks}
    return abs(sum(one.points for one in rows)) if covered == {*weeks} else None


def _of_it(told: str, points: int | None, whole: int) -> str:
    """Return what happened, with its points where they are not all that its cause did."""
    if points == whole:
        return told
    if points is None or points > whole:
        return say("what_moved.most", what=told)
    return say("what_moved.part", points=points, what=told)
