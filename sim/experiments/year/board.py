"""A class's years side by side: how guesses spread, who stayed for how many hours, and which year surprises most."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations
from statistics import mean, median
from typing import TYPE_CHECKING

from sim.base.errors import BadInput
from sim.experiments.year.class_codes import ClassCodes, LeftOut
from sim.experiments.year.ending import ending, rivals

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from sim.experiments.year.class_codes import SentYear
    from sim.experiments.year.ending import Ending, Rival
    from sim.experiments.year.year import Guess
    from sim.model.case import Case

__all__ = ["MOMENTS", "Board", "ClassYear", "Group", "Spread", "board_of"]

MOMENTS = 3  # how often a player is asked for a guess
NEAREST = 5  # years whose hours say what was to be expected
ALIKE = 0.15  # two years took about as many hours if the fewer are at most this share fewer


@dataclass(frozen=True)
class ClassYear:
    """One year of a class, with the veil lifted.

    Attributes:
        name: a pseudonym, or where its code stands.
        ended: who stayed, true lines and hours. guesses: at most three, in order of time.
        expected: the headline, 0 to 100, of the five years nearest to it in hours, on average.
    """

    name: str
    ended: Ending
    guesses: tuple[Guess, ...]
    expected: float

    @property
    def stayed(self) -> int:
        """How many partners were still there at the end."""
        return len(self.ended.stayed)

    @property
    def gone(self) -> dict[str, int]:
        """The last week with each partner who left or with whom the ways parted."""
        return self.ended.left | self.ended.parted

    def gaps(self, moment: int) -> dict[str, float]:
        """Return by partner how far a guess was off, in points of 100; above 0 where it was too high."""
        if moment >= len(self.guesses):
            return {}
        one = self.guesses[moment]
        return {name: value - self.ended.lines[name][one.week] for name, value in one.trust.items()}

    @property
    def guesses_off(self) -> float | None:
        """By how many points of 100 guesses were off, each taken for itself, on average; None without any."""
        return mean(map(abs, self._all_gaps)) if self._all_gaps else None

    @property
    def beyond_guesses(self) -> float | None:
        """By how many points trust was higher than guessed, on average, below 0 for lower; None without guesses."""
        return -mean(self._all_gaps) if self._all_gaps else None

    @property
    def beyond_hours(self) -> float:
        """How many points more the headline has than its hours suggest; below 0 for fewer."""
        return self.ended.headline - self.expected

    @property
    def surprise(self) -> float:
        """How surprising this year is, 0 to 100: how far it lies from what its hours, or its guesses, suggest."""
        return max(abs(self.beyond_hours), abs(self.beyond_guesses or 0))

    @property
    def _all_gaps(self) -> list[float]:
        return [gap for moment in range(MOMENTS) for gap in self.gaps(moment).values()]


@dataclass(frozen=True)
class Spread:
    """How the guesses of a class spread.

    Attributes:
        moment: 0 for the first time that guesses were asked for. weeks: the earliest and the latest of it.
        values: guesses from low to high.
    """

    partner: str
    moment: int
    weeks: tuple[int, int]
    values: tuple[int, ...]

    @property
    def middle(self) -> float:
        """The guess in the middle: as many are lower as are higher."""
        return median(self.values)


@dataclass(frozen=True)
class Group:
    """The years of one case and number: the same luck.

    Attributes:
        years: the most surprising first. rivals: what documented strategies reach in this very year.
    """

    case: Case
    number: int
    years: tuple[ClassYear, ...]
    rivals: tuple[Rival, ...]

    @property
    def spreads(self) -> tuple[Spread, ...]:
        """How guesses spread, by partner and moment; without those that nobody made."""
        return tuple(
            one for name in self.case.names for moment in range(MOMENTS) if (one := self._spread(name, moment))
        )

    def _spread(self, name: str, moment: int) -> Spread | None:
        made = [year.guesses[moment] for year in self.years if len(year.guesses) > moment]
        made = [one for one in made if name in one.trust]
        weeks = [one.week for one in made]
        values = sorted(one.trust[name] for one in made)
        return Spread(name, moment, (min(weeks), max(weeks)), tuple(values)) if made else None

    @property
    def most_divided(self) -> tuple[str, int] | None:
        """The partner whom about half of the class lost, and how many did; None if nobody lost anybody."""
        lost = {name: sum(name in year.gone for year in self.years) for name in self.case.names}
        half = len(self.years) / 2
        found = min((name for name in lost if lost[name]), default=None, key=lambda name: abs(lost[name] - half))
        return None if found is None else (found, lost[found])

    @property
    def furthest_guess(self) -> tuple[str, int, float] | None:
        """Where the class was furthest off: partner, moment, and points of 100 on average, above 0 where too high."""
        found: dict[tuple[str, int], list[float]] = {}
        for year in self.years:
            for moment in range(MOMENTS):
                for name, gap in year.gaps(moment).items():
                    found.setdefault((name, moment), []).append(gap)
        means = {place: mean(gaps) for place, gaps in found.items()}
        if not means:
            return None
        name, moment = max(means, key=lambda place: abs(means[place]))
        return name, moment, means[name, moment]

    @property
    def same_hours(self) -> tuple[ClassYear, ClassYear] | None:
        """Two years of about as many hours whose headlines differ most, the higher first; None if there are none."""
        pairs = filter(_alike, combinations(sorted(self.years, key=lambda year: -year.ended.headline), 2))
        return max(pairs, default=None, key=lambda pair: pair[0].ended.headline - pair[1].ended.headline)


def _alike(pair: tuple[ClassYear, ClassYear]) -> bool:
    few, much = sorted(year.ended.used for year in pair)
    return few >= (1 - ALIKE) * much


@dataclass(frozen=True)
class Board:
    """What a class played: the largest group first, and the codes that are not shown."""

    groups: tuple[Group, ...]
    left_out: tuple[LeftOut, ...]

    @property
    def count(self) -> int:
        """How many years are shown."""
        return sum(len(group.years) for group in self.groups)


def board_of(codes: ClassCodes) -> Board:
    """Return the board of what a class has sent; each year and each documented strategy is played once.

    >>> board_of(ClassCodes((), ())).groups
    ()
    """
    left_out = list(codes.left_out)
    together: dict[tuple[str, int], list[tuple[SentYear, Ending]]] = {}
    for one in codes.years:
        try:
            together.setdefault((one.year.case.key, one.year.number), []).append((one, ending(one.year)))
        except BadInput as error:  # what a made-up code asks for may be read and yet not be played
            left_out.append(LeftOut(one.place, str(error)))
    groups = [_group(played) for played in together.values() if played]
    return Board(tuple(sorted(groups, key=lambda group: -len(group.years))), tuple(left_out))


def _group(played: Sequence[tuple[SentYear, Ending]]) -> Group:
    first = played[0][0].year
    others = rivals(first)
    documented = [(one.hours, one.headline) for one in others]
    ends = [(ended.used, ended.headline) for _, ended in played]
    years = [
        ClassYear(
            sent.name, ended, _in_time(sent.year.guesses),
            _expected(ended.used, [*documented, *ends[:place], *ends[place + 1 :]]),
        )
        for place, (sent, ended) in enumerate(played)
    ]  # fmt: skip
    return Group(first.case, first.number, tuple(sorted(years, key=lambda year: -year.surprise)), others)


def _in_time(guesses: Iterable[Guess]) -> tuple[Guess, ...]:
    return tuple(sorted(guesses, key=lambda one: one.week)[:MOMENTS])


def _expected(hours: float, others: Iterable[tuple[float, float]]) -> float:
    """Return the headline, on average, of the years nearest in hours."""
    nearest = sorted(others, key=lambda one: abs(one[0] - hours))[:NEAREST]
    return mean(headline for _, headline in nearest)
