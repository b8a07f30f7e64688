"""The smallest change: which single change to what was done would have kept a partner, or prevented a dip of trust?

It is judged by 200 other years, not by the luck of the year that was played. Most changes do nothing for this partner:
a few years tell that, so that only the best are judged in all of them.
"""

from dataclasses import dataclass
from functools import lru_cache
from typing import Literal, NamedTuple

import numpy as np

from sim.experiments.year.changed_plans import Change, Season, play_each
from sim.experiments.year.ending import OTHER_YEARS, YearToEnd
from sim.experiments.year.ideas import between, ideas
from sim.model.case import Case
from sim.model.measures import UNITS
from sim.model.outcome import Interval, Outcome
from sim.model.strategy import Strategy

__all__ = ["Ask", "FoundChange", "SmallestChange", "asks", "smallest_change"]

# Years of other luck than those in which the best are judged, so that none is there because they suit it.
FIRST_YEARS = range(OTHER_YEARS.stop, OTHER_YEARS.stop + 16)  # for each change
NEXT_YEARS = range(FIRST_YEARS.stop, FIRST_YEARS.stop + 39)  # for the better ones
BETTER_ONES, BEST_ONES = 20, 8
NEAREST = 6  # of the better ones, whose neighbours in time are tried too
MOST_OF_A_KIND = 2  # of the best ones
HIGHER = 0.03  # of trust: what counts as prevented dip
LEAST_DIP = 0.03  # of trust: a fall by less is no dip, unless there is no other
MOST_DIPS = 4
LOOK_ON = 8  # weeks after the one asked about, until which changes are screened; the best are judged at the year's end
ALIKE = UNITS["share"].too_small  # shares of years that differ by less are alike, and such a gain is not worth telling


class Ask(NamedTuple):
    """What can be asked about: a partner who left, or a dip of a partner's trust.

    Attributes:
        week: the last week with this partner, or the one after which trust was lowest.
        since: the week after which trust was highest, from the first on. high, low: trust at the end of both, 0 to 100.
    """

    kind: Literal["left", "dip"]
    partner: str
    week: int
    since: int
    high: float
    low: float

    @property
    def fall(self) -> float:
        """Points of 100 that trust had lost by then."""
        return self.high - self.low

    @property
    def id(self) -> str:
        """Its name among those of its year, such as "left/12/Funder"."""
        return f"{self.kind}/{self.week}/{self.partner}"


@dataclass(frozen=True)
class FoundChange:
    """A change that helps.

    Attributes:
        change: what would be done otherwise.
        years: of the 200, in how many the partner stays, or trust is higher by more than 3 points of 100.
        without: the same without the change: 0 for a dip.
        hours: what it costs more, in staff hours for acts, mean over the years; below 0 = less.
        gain: mean over years of what changes (1 = stays instead of leaving; or trust), with its 95 % interval.
    """

    change: Change
    years: int
    without: int
    hours: float
    gain: Interval

    @property
    def is_real(self) -> bool:
        """Whether it is no chance, and large enough to speak of: its paired 95 % interval is above zero."""
        return self.gain.mean > self.gain.half_width and self.years - self.without >= ALIKE * len(OTHER_YEARS)


@dataclass(frozen=True)
class SmallestChange:
    """The answer to a question.

    Attributes:
        of: in how many years the best were judged. tried: how many changes were tried in all.
        without: in how many of these years the partner stays without any change; 0 for a dip.
        found: those that help, best first; none if none does.
    """

    ask: Ask
    of: int
    tried: int
    without: int
    found: tuple[FoundChange, ...]


def asks(outcome: Outcome) -> tuple[Ask, ...]:
    """Return what can be asked about a year: each partner that left, in order of time, then the deepest dips.

    There is always something to ask about.

    Args:
        outcome: of one world.
    """
    left = np.flatnonzero(outcome.left[:, 0])
    gone = sorted(
        (_ask(outcome, "left", who, int(outcome.gone_week[who, 0])) for who in left), key=lambda one: one.week
    )
    stayed = np.flatnonzero(outcome.gone_week[:, 0] < 0)
    dips = sorted((_ask(outcome, "dip", who, _lowest(outcome, who)) for who in stayed), key=lambda one: -one.fall)
    deep = [one for one in dips if one.fall >= 100 * LEAST_DIP]
    return (*gone, *(deep or dips[: not gone])[:MOST_DIPS])


def _ask(outcome: Outcome, kind: Literal["left", "dip"], who: int, week: int) -> Ask:
    trust = 100 * outcome.trust[1 : week + 2, who, 0]
    since = int(trust.argmax())
    return Ask(kind, outcome.case.names[who], week, since, float(trust[since]), float(trust[-1]))


def _lowest(outcome: Outcome, who: int) -> int:
    """Return the week by which trust had fallen farthest below its highest since the first week."""
    trust = outcome.trust[1:, who, 0]
    return int((np.maximum.accumulate(trust) - trust).argmax())


def smallest_change(year: YearToEnd, ask: Ask) -> SmallestChange:
    """Look for the single change that would have kept a partner or prevented a dip, and that asks least.

    Ranked by how many more of 200 other years end well with it, alike within 2 of 100, then by hours.

    >>> from sim.experiments.year.ending import PlayedStrategy
    >>> year = PlayedStrategy("missed-deadline", "silence", 1)
    >>> answer = smallest_change(year, asks(year.outcome)[0])
    >>> answer.tried > 90, answer.found[0].years > answer.found[0].without
    (True, True)
    """
    return _searched(year.case, year.strategy, year.number, ask)


@lru_cache(maxsize=32)
def _searched(case: Case, strategy: Strategy, number: int, ask: Ask) -> SmallestChange:
    before = ask.week + 1  # weeks in which something could be done about it
    search = _Search(case, strategy, number, ask)
    first = search.ranked(ideas(case, strategy, ask.partner, before), FIRST_YEARS)
    near = [one for change in first[:NEAREST] for one in between(change, before)]
    second = search.ranked([*first[:BETTER_ONES], *near], NEXT_YEARS)
    without, found = search.judged(_mixed(second))
    return SmallestChange(ask, len(OTHER_YEARS), len({*first, *near}), without, found)


def _mixed(changes: list[Change]) -> list[Change]:
    """Return the first ones, at most so many of a kind, so that there is something to choose from."""
    chosen: list[Change] = []
    for change in changes:
        alike = sum(_kind(one) == _kind(change) for one in chosen)
        if len(chosen) < BEST_ONES and alike < MOST_OF_A_KIND:
            chosen.append(change)
    return chosen


def _kind(change: Change) -> tuple[object, ...]:
    return (bool(change.left_out), *(act.act for act in change.added))


class _Search(NamedTuple):
    """Plays changes and judges them by the partner asked about."""

    case: Case
    strategy: Strategy
    number: int
    ask: Ask

    def _played(self, changes: list[Change], years: range, weeks: int) -> tuple[Season, list[Season]]:
        """Return the season as it was, and with each change, for so many weeks."""
        last = self.ask.week + 1 if self.ask.kind == "dip" else min(weeks, self.case.weeks)
        each = [Change(), *changes]
        was, *others = play_each(self.case, self.strategy, each, worlds=years, seed=self.number, until=last)
        return was, others

    @property
    def _who(self) -> int:
        return self.case.names.index(self.ask.partner)

    def _well(self, season: Season) -> np.ndarray:
        """Return (years,) how well each ended: 1 = the partner stayed; or trust at the dip, 0 if there is none left."""
        there = season.gone_week[self._who] < 0
        return there.astype(float) if self.ask.kind == "left" else season.trust[-1, self._who] * there

    def _hope(self, was: Season, now: Season) -> float:
        """Return what few years tell of a change: departures are rare in them, and trust tells how near they are."""
        more_trust = (now.trust - was.trust)[:, self._who].mean()
        return float((self._well(now) - self._well(was)).mean() + more_trust)

    def ranked(self, changes: list[Change], years: range) -> list[Change]:
        """Return the changes, most promising first."""
        changes = list(dict.fromkeys(changes))
        was, others = self._played(changes, years, self.ask.week + 1 + LOOK_ON)
        hopes = [self._hope(was, now) for now in others]
        return [changes[place] for place in sorted(range(len(changes)), key=lambda place: -hopes[place])]

    def judged(self, changes: list[Change]) -> tuple[int, tuple[FoundChange, ...]]:
        """Return in how many years all is well without a change, and the changes whose effect is real, best first."""
        was, others = self._played(changes, OTHER_YEARS, self.case.weeks)
        without = self._years(was, was)
        found = [self._found(change, was, now, without) for change, now in zip(changes, others, strict=True)]
        return without, tuple(sorted((one for one in found if one.is_real), key=_rank))

    def _found(self, change: Change, was: Season, now: Season, without: int) -> FoundChange:
        gain = Interval.of(self._well(now) - self._well(was))
        return FoundChange(change, self._years(was, now), without, float((now.hours - was.hours).mean()), gain)

    def _years(self, was: Season, now: Season) -> int:
        """Return in how many years all is well: the partner stays, or trust is noticeably higher at the dip."""
        well = self._well(now)
        return int((well > 0 if self.ask.kind == "left" else well - self._well(was) > HIGHER).sum())


def _rank(one: FoundChange) -> tuple[float, ...]:
    more = (one.years - one.without) / len(OTHER_YEARS)
    return -round(more / ALIKE), one.hours, -more
