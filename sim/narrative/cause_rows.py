"""What each cause did to one partner, in whole points: the one place for every text and table that tells it.

The rows of a cause add up to the points of the cause, and those of all causes to the change of trust that is shown, so
that no part disagrees with its whole.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from sim.base.rounding import adding_up
from sim.model.acts import ACTS
from sim.model.ledger import CAUSES
from sim.model.outcome import Outcome
from sim.narrative.highlight_parts import levels, moved_by
from sim.narrative.phrasing import NOTABLE, capital, cause_in_words, level
from sim.narrative.what_moved import BY_NAME, OVER_TIME, entries_of, happened, run_of, weeks_of
from sim.texts.words import say

__all__ = ["CauseRow", "cause_called", "cause_points", "cause_rows", "points_in", "weeks_together", "whole"]

BY_NAME_FROM = 1.5  # points from which on a promise or an event has a line of its own


class CauseRow(NamedTuple):
    """One act, promise or event, several small ones, or a slow cause as a whole: in words, its weeks, whole points."""

    what: str
    weeks: tuple[int, ...]
    points: int


@dataclass(frozen=True)
class _Part:
    """Something that a cause did: in words, how often, in which weeks, and the points that it moved."""

    what: str
    times: int
    weeks: tuple[int, ...]
    moved: float


def cause_called(cause: str, *, helped: bool) -> str:
    """Return what the end of a year calls a cause: an act that helped as on its card, all else as a story names it.

    >>> cause_called("update", helped=True), cause_called("waiting", helped=False)
    ('“Send updates”', 'waiting without knowing')
    """
    if cause in ACTS and helped:
        return say("year_hours.quoted", name=say(f"acts.{cause}"))
    return cause_in_words(cause, helped=helped)


def whole(moved: float) -> int:
    """Return points as they are shown.

    >>> whole(-2.6), whole(0.3)
    (-3, 0)
    """
    return int(level(abs(moved))) * (1 if moved > 0 else -1)


def weeks_together(outcome: Outcome, who: int) -> int:
    """Return for how many weeks a partner was there: all, or up to the one in which it went."""
    gone = int(outcome.gone_week[who, 0])
    return outcome.weeks if gone < 0 else gone + 1


def cause_points(outcome: Outcome, who: int) -> dict[str, int]:
    """Return the whole points of each cause, which make trust at the end out of trust at first, both as they are shown.

    Args:
        outcome: of one world, whose ledger is that world's. who: index of the partner; of who went, all until then.

    >>> from sim.experiments.simulate import simulate
    >>> outcome = simulate("missed-deadline", "silence", worlds=1, seed=1, by_world=True)
    >>> found = cause_points(outcome, outcome.case.names.index("Clinic team"))
    >>> found["waiting"], sum(found.values())
    (-16, -15)
    """
    weeks = weeks_together(outcome, who)
    first, last = (int(level(one)) for one in levels(outcome)[[0, weeks], who])
    moved = (100 * outcome.moved[:weeks, :, who]).sum(axis=0).tolist()
    return dict(zip(CAUSES, adding_up(moved, last - first), strict=True))


def points_in(outcome: Outcome, who: int, cause: str, weeks: tuple[int, int] | None = None) -> int:
    """Return the whole points that a cause moved from a first to a last week, or in all: those of its row, if any.

    Args:
        outcome: of one world, with its diary. who: index of the partner.

    >>> from sim.experiments.simulate import simulate
    >>> outcome = simulate("missed-deadline", "silence", worlds=1, seed=1, by_world=True)
    >>> points_in(outcome, 0, "waiting"), points_in(outcome, 0, "waiting", (0, 3))
    (-20, -3)
    """
    if weeks is None:
        return cause_points(outcome, who)[cause]
    values = moved_by(outcome, cause)[: weeks_together(outcome, who), who]
    first, last = weeks
    same = [one.points for one in cause_rows(outcome, who, cause) if one.weeks == tuple(range(first, last + 1))]
    return same[0] if len(same) == 1 else whole(values[first : last + 1].sum())


def cause_rows(outcome: Outcome, who: int, cause: str) -> list[CauseRow]:
    """Return what a cause did by name, with all parts that did little as one; points add up to those of the cause."""
    parts = _told(cause, list(_parts(outcome, who, cause)))
    shown = adding_up([one.moved for one in parts], cause_points(outcome, who)[cause])
    return [CauseRow(one.what, one.weeks, points) for one, points in zip(parts, shown, strict=True) if points]


def _told(cause: str, parts: list[_Part]) -> list[_Part]:
    """Return parts with those that did little as one."""
    least = NOTABLE if cause in ACTS else BY_NAME_FROM
    small = [one for one in parts if abs(one.moved) < least]
    if len(small) < 2:  # noqa: PLR2004 - one alone needs no sum
        return parts
    together = _together(cause, small, all_of_it=len(small) == len(parts))
    return [*(one for one in parts if one not in small), together]


def _together(cause: str, small: Sequence[_Part], *, all_of_it: bool) -> _Part:
    """Return several parts as one, which counts them."""
    moved, number = sum(one.moved for one in small), sum(one.times for one in small)
    name = _called(cause, moved)
    of_them = _with(name, say("what_moved.of_them", number=number))
    what = of_them if all_of_it else say("account.more", what=name, number=number)
    return _Part(what, number, tuple(sorted(week for one in small for week in one.weeks)), moved)


def _parts(outcome: Outcome, who: int, cause: str) -> Iterator[_Part]:
    """Yield each act, each week of a promise or an event, or all that a slow cause did."""
    values = moved_by(outcome, cause)[: weeks_together(outcome, who), who]
    if cause in ACTS:
        yield from _acts(outcome, who, cause, values)
    elif cause in BY_NAME:
        for week in np.flatnonzero(values).tolist():
            what = happened(outcome, who, cause, week)
            yield _Part(_with(_called(cause, values[week]), what), 1, (week,), values[week])
    elif values.any():
        moved = values.sum()
        when = run_of(values * -np.sign(moved)) if cause in OVER_TIME else ""
        yield _Part(_with(_called(cause, moved), when), 1, tuple(np.flatnonzero(values).tolist()), moved)


def _acts(outcome: Outcome, who: int, cause: str, values: np.ndarray) -> Iterator[_Part]:
    """Yield each act of a kind with the weeks in which it was done; acts of one kind in one week as one."""
    found: dict[tuple[str, ...], list[int]] = defaultdict(list)
    for week in np.flatnonzero(values).tolist():
        found[tuple(sorted({one.about for one in entries_of(outcome, cause, week, who)}))].append(week)
    for places, weeks in found.items():
        times = len(weeks) * max(1, len(places))
        yield _Part(_with(say(f"acts.{cause}"), weeks_of(weeks)), times, tuple(weeks), values[weeks].sum())


def _called(cause: str, moved: float) -> str:
    """Return what a cause is called: an act as on its card."""
    return say(f"acts.{cause}") if cause in ACTS else capital(cause_in_words(cause, helped=moved > 0))


def _with(cause: str, what: str) -> str:
    return say("what_moved.cause", cause=cause, what=what) if what else cause
