"""A year as somebody plays it: what is chosen for this turn, the first try of a branch, and a year that was sent."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass, field
from itertools import takewhile
from typing import TYPE_CHECKING, Any

from sim.base.errors import BadInput
from sim.catalogue import case_code, case_keys, load_case
from sim.experiments.year.year import Year
from sim.experiments.year.year_code import as_code, case_of, from_code
from sim.lab.session import strategy_code
from sim.model.frozen import DAYS_A_WEEK
from sim.texts.words import say

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sim.model.acts import Act
    from sim.model.case import Case

__all__ = ["FIRST_CASE", "YearSession", "acts_done", "year_from"]

FIRST_CASE = "missed-deadline"
MOST_EARLIER = 20  # years that are kept when others take their place; the oldest goes
YEARS = ("sent", "first", "year")
GUESSES = (1 / 6, 1 / 2, 5 / 6)  # shares of the year after which the player is asked for a guess


@dataclass
class YearSession:
    """What somebody has played, and chosen for the turn that is not sent yet.

    Attributes:
        case: key of the case to begin with. year: None before it has begun.
        hand: acts chosen for this turn. stops: places of standing orders that end with this turn.
        asking: the player pressed *next* and is asked for a guess before the turn is played.
        first: the first try, when this is a branch of it. sent: a year that somebody else has sent.
        earlier: years that others took the place of, last first, each with its `first` and `sent`, as codes.
        own: cases of somebody's own that may be played here, by their keys.

    >>> session = YearSession()
    >>> session.begin(FIRST_CASE)
    >>> session.go_on()
    >>> session.year.week > 0
    True
    """

    case: str = FIRST_CASE
    year: Year | None = None
    hand: list[Act] = field(default_factory=list)
    stops: list[int] = field(default_factory=list)
    asking: bool = False
    first: Year | None = None
    sent: Year | None = None
    earlier: list[dict[str, str]] = field(default_factory=list)
    own: dict[str, Case] = field(default_factory=dict)

    def case_named(self, key: str) -> Case:
        """Return a shipped case, or one of somebody's own, by its key."""
        return self.own.get(key) or load_case(key)

    def read(self, code: str) -> Year:
        """Return the year in a code.

        Raises:
            BadInput: it cannot be read, or was played in a case that is not here.
        """
        return from_code(code, self.own.get(case_of(code)) if self.own else None)

    @property
    def phase(self) -> str:
        """What the screen shows: "begin", "turn", "guess" or "end"."""
        if self.year is None:
            return "begin"
        return "end" if self.year.over else "guess" if self.asking else "turn"

    @property
    def guess_due(self) -> bool:
        """Whether a guess is asked for before the next turn."""
        year = self.played
        reached = sum(year.week >= share * year.case.weeks for share in GUESSES)
        return not year.over and reached > len(year.guesses)

    @property
    def played(self) -> Year:
        """The year.

        Raises:
            BadInput: it has not begun.
        """
        if self.year is None:
            raise BadInput(say("year.not_begun"))
        return self.year

    # Moves

    def begin(self, case: str, number: int = 1) -> None:
        """Begin a year; one that was sent is begun as it was."""
        sent = self.sent
        self._put_aside()
        number = sent.number if sent and sent.case.key == case else number
        self._at(Year.begin(self.case_named(case), number))
        self.case, self.first = case, None

    def choose(self, act: Act) -> None:
        """Choose an act for this turn.

        Raises:
            BadInput: it cannot be sent now.
        """
        self.hand = [*self.played.accepted([*self.hand, act])]

    def take_back(self, number: int) -> Act:
        """Take back one of the chosen acts, and return it.

        Raises:
            BadInput: there is none of this number.
        """
        if number not in range(len(self.hand)):
            raise BadInput(say("year.unknown"))
        return self.hand.pop(number)

    def stop(self, place: int) -> bool:
        """Let a standing order end now, or go on after all; return whether it ends.

        Raises:
            BadInput: nothing goes on at this place.
        """
        if place not in range(len(self.played.strategy.acts)):
            raise BadInput(say("year.unknown"))
        if place in self.stops:
            self.stops.remove(place)
        else:
            self.stops.append(place)
        return place in self.stops

    def go_on(self) -> None:
        """Play the turn, or ask for a guess first."""
        if self.guess_due and not self.asking:
            self.asking = True
            return
        self._at(self.played.send(self.hand, self.stops))

    def guess(self, trust: Mapping[str, float]) -> None:
        """Keep a guess, and play the turn."""
        self.year = self.played.guess(trust)
        self.go_on()

    def back_to(self, turn: int) -> None:
        """Go back to a turn; the first try that was played to its end is kept, and a further one is put aside."""
        year = self.played
        branch = year.back_to(turn)
        if self.first and year.over:
            self._put_aside()
        self.first = self.first or (year if year.over else None)
        self._at(branch)

    @property
    def proposed(self) -> tuple[Act, ...]:
        """What the first try sent for the weeks of this turn and the branch has not, by day and not by turn.

        Turns of a branch may end in other weeks than those of the first try.
        """
        if self.first is None or self.year is None or self.year.over:
            return ()
        week, there = self.year.week, [*self.year.strategy.acts, *self.hand]
        days = range(DAYS_A_WEEK * week + 1, DAYS_A_WEEK * (week + self.year.ahead) + 1)
        played_alike = takewhile(lambda pair: pair[0] == pair[1], zip(self.first.turns, self.year.turns, strict=False))
        acts = (act for turn in self.first.turns[len(list(played_alike)) :] for act in turn.acts)
        return tuple(act for act in acts if act.first_day in days and act not in there)

    def take_up_proposed(self) -> None:
        """Choose once more what the first try sent in this turn.

        Raises:
            BadInput: there is nothing of it that can be sent now.
        """
        if not self.proposed:
            raise BadInput(say("year.unknown"))
        self.hand = [*self.played.accepted([*self.hand, *self.proposed])]

    def to_end(self) -> None:
        """Show the finished year again that a branch went back from; the branch is put aside.

        Raises:
            BadInput: there is none.
        """
        if self.first is None:
            raise BadInput(say("year.unknown"))
        finished = self.first
        self.first = None
        self._put_aside()
        self._at(finished)

    def again(self) -> None:
        """Begin another year of the same case, with other luck; the one before is put aside."""
        year = self.played
        self._put_aside()
        self.first = self.sent = None
        self._at(Year.begin(year.case, year.number + 1))

    def load(self, code: str, only: str | None = None) -> None:
        """Take a year that somebody has sent: it is begun anew, theirs is shown at the end, and one's own put aside.

        Args:
            only: key of the only case that is played here; None = any.

        Raises:
            BadInput: the code cannot be read, or is of another case; what was played stays.
        """
        sent = self.read(code)
        if only and sent.case.key != only:
            raise BadInput(say("year.other_case", case=sent.case.title, here=self.case_named(only).title))
        self._put_aside()
        self.sent, self.first = sent, None
        self.case = sent.case.key
        self._at(Year.begin(sent.case, sent.number))

    def reopen(self, number: int) -> None:
        """Open one of the earlier years again; the one that it takes the place of is put aside.

        Raises:
            BadInput: there is none of this number, or it cannot be read; nothing changes.
        """
        if number not in range(len(self.earlier)):
            raise BadInput(say("year.unknown"))
        years = {name: self.read(code) for name, code in self.earlier[number].items()}
        del self.earlier[number]
        self._put_aside()
        self.first, self.sent = years.get("first"), years.get("sent")
        self.case = years["year"].case.key
        self._at(years["year"])

    def was_sent(self, year: Year) -> bool:
        """Whether a year that somebody has sent was opened before."""
        codes = [one["sent"] for one in self.earlier if "sent" in one]
        return year == self.sent or as_code(year) in codes

    def _put_aside(self) -> None:
        """Keep the year that another one takes the place of, unless nothing of it was played."""
        if self.year and self.year.turns:
            self.earlier = [self._years(), *self.earlier][:MOST_EARLIER]

    def _at(self, year: Year) -> None:
        self.year, self.asking = year, False
        self.hand, self.stops = [], []

    # What is kept

    @property
    def code(self) -> str:
        """The year as a code, "" before it has begun."""
        return as_code(self.year) if self.year else ""

    @property
    def strategy_code(self) -> str:
        """The acts that were sent, as a code for the lab."""
        year = self.played
        return strategy_code.as_code(say("year.strategy_title"), acts_done(year), year.case.key)

    def as_data(self) -> dict[str, Any]:
        """Return what was played as plain data; the turn that is not sent yet is left out."""
        earlier = {"earlier": [dict(one) for one in self.earlier]} if self.earlier else {}
        own = self._own_in_use()
        return {"case": self.case} | self._years() | earlier | ({"own": own} if own else {})

    def _own_in_use(self) -> dict[str, str]:
        """Return the codes of all cases of somebody's own that a year was played in."""
        if not self.own:
            return {}
        codes = [self._years(), *self.earlier]
        used = {case_of(code) for years in codes for code in years.values()}
        return {key: case_code.as_code(case) for key, case in self.own.items() if key in used}

    def _years(self) -> dict[str, str]:
        years = {name: getattr(self, name) for name in YEARS}
        return {name: as_code(year) for name, year in years.items() if year}

    def restore(self, kept: Any) -> str:
        """Restore what was kept; return a sentence if a year in it cannot be read, which stays among the earlier ones.

        >>> YearSession().restore({"year": "MBY1-no"}) != ""
        True
        """
        kept = kept if isinstance(kept, dict) else {}
        self.own |= {key: case for key, case in _own_cases(kept.get("own")).items() if key not in self.own}
        if kept.get("case") in (*case_keys(), *self.own):
            self.case = kept["case"]
        codes, trouble = _codes(kept), ""
        self.earlier = _earlier(kept.get("earlier"))
        for name in YEARS:
            setattr(self, name, None)
            try:
                setattr(self, name, self.read(codes[name]) if name in codes else None)
            except BadInput as error:
                trouble = say("year.not_kept", why=str(error))
        if self.year is None and "year" in codes:
            self.earlier = [codes, *self.earlier][:MOST_EARLIER]
        self.hand, self.stops, self.asking = [], [], False
        return trouble


def _codes(kept: dict[str, Any]) -> dict[str, str]:
    return {name: kept[name] for name in YEARS if isinstance(kept.get(name), str)}


def _own_cases(kept: Any) -> dict[str, Case]:
    """Return the cases of somebody's own in what was kept; those that cannot be read are left out."""
    cases = {}
    for key, code in kept.items() if isinstance(kept, dict) else ():
        with suppress(BadInput):
            cases[key] = case_code.from_code(str(code))
    return cases


def _earlier(kept: Any) -> list[dict[str, str]]:
    """Return the earlier years in what was kept; what is no year at all is left out."""
    found = [_codes(one) for one in kept if isinstance(one, dict)] if isinstance(kept, list) else []
    return [one for one in found if "year" in one][:MOST_EARLIER]


def acts_done(year: Year) -> tuple[Act, ...]:
    """Return the acts that were sent; orders that were stopped before they began are left out."""
    return tuple(act for act in year.strategy.acts if act.first_day <= act.last_day(year.case.days))


def year_from(kept: Any) -> Year | None:
    """Return the year in what was kept, None if there is none or it cannot be read."""
    session = YearSession()
    session.restore(kept)
    return session.year
