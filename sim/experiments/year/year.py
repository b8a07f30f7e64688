"""A year that is played turn by turn: immutable, each step returns a new one."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from sim.base.errors import BadInput
from sim.catalogue import load_case
from sim.experiments.playthrough import continued
from sim.experiments.simulate import check_names, checked_seed, play_weeks
from sim.experiments.year.turns import LONGEST, Turn, ends_turn, longest
from sim.model.acts import Act
from sim.model.case import Case
from sim.model.outcome import Outcome
from sim.model.strategy import MOST_ACTS, Strategy
from sim.texts.refusals import whole_number
from sim.texts.words import say

__all__ = ["Guess", "Year"]

FULL = 100  # points of trust


@dataclass(frozen=True)
class Guess:
    """What the player thought that partners' trust was.

    Attributes:
        week: weeks played by then. trust: by partner's name, whole numbers from 0 to 100.
    """

    week: int
    trust: Mapping[str, int]


@dataclass(frozen=True)
class Year:
    """One year of one world, as far as it was played.

    The same case, number and turns give the same year. Going on simulates the weeks played again, which stay
    identical, and then further ones until something needs a decision.

    Attributes:
        case: the situation. number: which year, the seed of the one world that is played.
        turns: what was sent so far. guesses: what the player guessed so far.

    >>> year = Year.begin("missed-deadline", 7)
    >>> year.week, year.over
    (0, False)
    >>> year = year.send([{"act": "acknowledge", "day": 1}])
    >>> year.week, [act.act for act in year.strategy.acts], year.back_to(1).week
    (2, ['acknowledge'], 0)
    """

    case: Case
    number: int
    turns: tuple[Turn, ...] = ()
    guesses: tuple[Guess, ...] = ()

    @classmethod
    def begin(cls, case: Case | str, number: int = 1) -> "Year":
        """Return a year of which nothing was played but the evening of the incident.

        Raises:
            BadInput: no such case, or the number is not a whole one from 0 on.
        """
        return cls(load_case(case), checked_seed(number))

    @property
    def week(self) -> int:
        """Weeks played so far, 0 at first."""
        return self.turns[-1].week if self.turns else 0

    @property
    def over(self) -> bool:
        """Whether the whole year was played."""
        return self.week >= self.case.weeks

    @property
    def gone(self) -> frozenset[str]:
        """The names of partners who have gone, by agreement or without one."""
        return frozenset(self.gone_weeks)

    @property
    def gone_weeks(self) -> dict[str, int]:
        """The week in which each partner went who has gone."""
        weeks = zip(self.case.names, self.outcome.gone_week[:, 0].tolist(), strict=True)
        return {name: week for name, week in weeks if week >= 0}

    @property
    def ahead(self) -> int:
        """The most weeks that the next turn may take; 0 when the year is over."""
        return longest(self.week, len(self.turns), self.case.weeks)

    @cached_property
    def strategy(self) -> Strategy:
        """All acts sent, in the order in which they were sent, and orders that were stopped with `until` set."""
        acts: list[Act] = []
        week = 0
        for turn in self.turns:
            for place in turn.stopped:
                acts[place] = _stopped(acts[place], week)
            acts += turn.acts
            week = turn.week
        return _nothing_sent().model_copy(update={"acts": tuple(acts)})

    @cached_property
    def outcome(self) -> Outcome:
        """The outcome of the weeks played so far, of one world, with its diary.

        Its diary also holds what partners asked on the last evening.
        """
        return play_weeks(self.case, self.strategy, seed=self.number, ended=lambda week, _: week >= self.week)

    @cached_property
    def before(self) -> "Year | None":
        """The year as it stood before its last turn, None if no turn was played."""
        return self.back_to(len(self.turns)) if self.turns else None

    def send(self, acts: Iterable[Act | dict], stop: Sequence[int] = ()) -> "Year":
        """Send acts, stop standing orders, and play until something needs a decision.

        Args:
            acts: acts that start from now on. stop: places in `strategy.acts` of orders that end now.

        Raises:
            BadInput: the year is over, an act would start in a week already played, there is nothing to stop at a
                place, or it would be more acts than a strategy may have. This year stays as it is.
        """
        week = self.week
        sent = self._with(acts, stop, week)
        outcome = play_weeks(
            self.case, sent.strategy, seed=self.number,
            ended=lambda played, diary: ends_turn(played, week, len(self.turns), self.case.weeks, diary),
        )  # fmt: skip
        year = replace(sent, turns=(*self.turns, replace(sent.turns[-1], week=outcome.weeks)))
        # Where `cached_property` keeps them: one simulation a turn.
        year.__dict__.update(outcome=outcome, before=self)
        return year

    def send_again(self, acts: Iterable[Act | dict], stop: Sequence[int], week: int) -> "Year":
        """Send what was sent before in a turn that ended with this week, without deciding anew when it ends.

        Raises:
            BadInput: as `send`, or no turn can end with this week.
        """
        last = min(self.week + LONGEST, self.case.weeks)
        if not self.week < whole_number("week", week) <= last:
            raise BadInput(say("refused.between", name="week", value=week, least=self.week + 1, most=last))
        return self._with(acts, stop, week)

    def accepted(self, acts: Iterable[Act | dict], stop: Sequence[int] = ()) -> tuple[Act, ...]:
        """Return acts as they would be sent now, without sending them.

        Raises:
            BadInput: as `send`.

        >>> Year.begin("missed-deadline").accepted([{"act": "thank", "day": 2}])[0].first_day
        2
        """
        return self._with(acts, stop, self.week).turns[-1].acts

    def _with(self, acts: Iterable[Act | dict], stop: Sequence[int], week: int) -> "Year":
        """Return the year with one more turn, which ends with this week."""
        if self.over:
            raise BadInput(say("refused_year.over"))
        before = len(self.strategy.acts)
        stopped = tuple(dict.fromkeys(whole_number("stop", one, least=0) for one in stop))
        for place in stopped:
            if place >= before:
                raise BadInput(say("refused_year.stop", place=place, sent=before))
        sent = continued(self.strategy, acts, self.week)
        if len(sent.acts) > MOST_ACTS:
            raise BadInput(say("refused_year.full", number=len(sent.acts), most=MOST_ACTS))
        check_names(self.case, sent)
        return replace(self, turns=(*self.turns, Turn(sent.acts[before:], stopped, week)))

    def guess(self, trust: Mapping[str, float]) -> "Year":
        """Keep what the player guesses of partners' trust now, 0 to 100; a second guess of the same week replaces it.

        Raises:
            BadInput: no such partner, or not a number from 0 to 100.
        """
        kept = tuple(one for one in self.guesses if one.week != self.week)
        return replace(
            self, guesses=(*kept, Guess(self.week, {name: self._guessed(name, trust[name]) for name in trust}))
        )

    def _guessed(self, name: str, value: float) -> int:
        if name not in self.case.names:
            raise BadInput(say("refused_year.no_partner", name=repr(name), partners=", ".join(self.case.names)))
        if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value <= FULL:
            raise BadInput(say("refused_year.guess", name=name, value=repr(value)))
        return round(value)

    def back_to(self, turn: int) -> "Year":
        """Return the year as it stood before a turn, counted from 1: a branch begins there.

        Raises:
            BadInput: that turn was not played.
        """
        most = len(self.turns) + 1
        turn = whole_number("turn", turn)
        if not 1 <= turn <= most:
            raise BadInput(say("refused.between", name="turn", value=turn, least=1, most=most))
        turns = self.turns[: turn - 1]
        week = turns[-1].week if turns else 0
        return replace(self, turns=turns, guesses=tuple(one for one in self.guesses if one.week <= week))


def _nothing_sent() -> Strategy:
    told = {name: say(f"played_year.{name}") for name in ("title", "summary", "source")}
    return Strategy(key="played-year", **told)


def _stopped(act: Act, week: int) -> Act:
    """Return an order that ends after `week` weeks; one that has not begun never does."""
    last = week - 1 if act.until is None else min(act.until, week - 1)
    return act.model_copy(update={"until": last})
