"""What the organisation could see: moments of one played year, partner by partner, and nothing of their trust.

The only things that depend on trust are readings, what partners answer when they are asked, and these carry an error;
and the reason that a partner gives who leaves.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from functools import cache
from itertools import groupby
from typing import TYPE_CHECKING

import numpy as np

from sim.experiments.year.leaving import reason_for_leaving
from sim.experiments.year.readings import call_reading, survey_reading, word_of
from sim.model.acts import ACTS, Act
from sim.model.events import EVENTS
from sim.model.frozen import DAYS_A_WEEK
from sim.model.occurrences import owed_to

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sim.experiments.year.year import Year
    from sim.model.case import Case
    from sim.model.outcome import DiaryEntry

__all__ = ["CLOSE", "NOTICED_AFTER", "QUIET_AFTER", "Facts", "Moment", "answers_complaint", "moments"]

RECENT = 4  # weeks in which messages are counted
QUIET_AFTER = 8  # weeks without a word of their own after which partners answer only what asks them
NOTICED_AFTER = 2  # weeks in which nothing at all was heard after which such silence is noticed
CLOSE = 0.5  # least strength of a tie by which word is passed on
PROMISES = {"kept": "promise_kept", "broken": "promise_broken", "late": "promise_late", "warned": "promise_warned"}
UNASKED = frozenset({"asked", "complained", "neighbour", "left", "parted"})  # words of a partner's own
GOOD_NEWS = ("results", "small_wins")  # of what an update says


@dataclass(frozen=True)
class Facts:
    """What the organisation knew of one partner just before a moment, all of it from what was done and said.

    Attributes:
        times: acts of this kind to this partner before.
        heard: listened to, called, surveyed or involved since the last wrong. listened: likewise, at any time before.
        replied: heard, or answered in any way, since the last complaint; before the first one, since the last wrong.
        owned: somebody acknowledged, apologised with responsibility or explained as own since the last wrong.
        denied: a denial came before, in this year.
        wrong: a breach or broken promise towards this partner is known, and nothing has answered it yet; a promise that
            has come after all is no such wrong any more.
        later: such a wrong is known, and an earlier one was answered. failure: its label or name, else "".
        affected: lived through a breach or broken promise.
        weeks_silent: weeks since the organisation last did anything that reached this partner, from the start if never.
        messages: updates that reached this partner in the last four weeks.
        kept, broken, late: promises to this partner so far.
        complained: times that this partner complained so far.
        weeks_quiet: weeks since anything was heard from this partner, from the start if never.
    """

    times: int = 0
    heard: bool = False
    listened: bool = False
    replied: bool = False
    owned: bool = False
    denied: bool = False
    wrong: bool = False
    later: bool = False
    failure: str = ""
    affected: bool = False
    weeks_silent: int = 0
    messages: int = 0
    kept: int = 0
    broken: int = 0
    late: int = 0
    complained: int = 0
    weeks_quiet: int = 0


@dataclass(frozen=True)
class Moment:
    """Something that the organisation did to one partner, or saw of one.

    Attributes:
        day: working day, 0 = the incident's.
        kind: of an act ("apologise", …: it took effect on this partner), of an event ("breach", "decision",
            "guilt_proven", "event_kept"), "promise_kept", "promise_broken", "promise_late", "promise_warned", "asked",
            "complained", "quiet", "left", "parted", "told" (a reading) or "neighbour" (word of another partner).
        partner: name.
        about: the event's label, the commitment's name, or the other partner's name; else "".
        facts: what was known just before.
        act: the act that took effect, that a promise came from, or that was answered by a reading.
        reading: for "told", 0 to 100, with its error; 20, 50 or 80 after a call, which stand for a word.
        word: for "told" after a call, "low", "middling" or "high"; for "neighbour", "complained", "left" or "good";
            for "left", why: a cause of the ledger, or "own" for reasons of their own.
        says: whether this partner said anything then.
    """

    day: int
    kind: str
    partner: str
    about: str
    facts: Facts
    act: Act | None = None
    reading: int | None = None
    word: str = ""
    says: bool = True


def moments(year: Year) -> tuple[Moment, ...]:
    """Return all moments of the weeks played so far, in order of time.

    >>> from sim.experiments.year.year import Year
    >>> first = moments(Year.begin("missed-deadline"))[0]
    >>> first.day, first.kind, first.partner
    (0, 'breach', "Patients' circle")
    """
    return tuple(_Watch(year).moments())


@dataclass
class _Known:
    """What is known of one partner, kept up as the diary is read."""

    acts: Counter[str] = field(default_factory=Counter)
    promises: Counter[str] = field(default_factory=Counter)
    heard: bool = False
    listened: bool = False
    replied: bool = False
    owned: bool = False
    denied: bool = False
    wrongs: list[str] = field(default_factory=list)  # that nothing has answered
    affected: bool = False
    answered: bool = False  # some wrong was
    reached: int = 0  # day
    updated: list[int] = field(default_factory=list)  # days
    complained: int = 0
    spoke: int = 0  # day on which this partner last spoke unasked, or answered a question
    spoken: bool = False
    heard_on: int = 0  # day on which anything was last heard from this partner
    noticed: bool = False  # that it has gone quiet
    here: bool = True

    def facts(self, day: int, kind: str) -> Facts:
        wrong = bool(self.wrongs)
        later = wrong and self.answered
        return Facts(
            times=self.acts[kind], heard=self.heard, listened=self.listened, replied=self.replied,
            owned=self.owned, denied=self.denied, wrong=wrong, later=later, failure=self.wrongs[-1] if later else "",
            affected=self.affected, weeks_silent=(day - self.reached) // DAYS_A_WEEK,
            messages=sum(one > day - RECENT * DAYS_A_WEEK for one in self.updated), kept=self.promises["kept"],
            broken=self.promises["broken"], late=self.promises["late"], complained=self.complained,
            weeks_quiet=(day - self.heard_on) // DAYS_A_WEEK,
        )  # fmt: skip

    def wronged(self, failure: str) -> None:
        self.wrongs.append(failure)
        self.affected = True
        self.heard = self.owned = False
        self.replied &= bool(self.complained)

    def complains(self) -> None:
        self.complained += 1
        self.replied = False

    def did(self, day: int, act: Act) -> None:
        self.acts[act.act] += 1
        self.reached = day
        if act.act == "update":
            self.updated.append(day)
        self.heard |= _hears(act)
        self.listened |= _hears(act)
        self.replied |= answers_complaint(act)
        self.owned |= _owns(act)
        self.denied |= act.act == "deny"
        if _answers(act):
            self.answered |= bool(self.wrongs)
            self.wrongs.clear()

    def promise(self, day: int, fate: str, name: str) -> None:
        if fate != "warned":
            self.promises[fate] += 1
        if fate == "broken":
            self.wronged(name)
        else:
            self.reached = day
        if fate in ("kept", "late"):
            self.wrongs = [one for one in self.wrongs if one != name]

    def says(self, day: int, kind: str, act: Act | None) -> bool:
        """Note that something may be said at a moment, and return whether it is.

        Who has said nothing unasked for long answers no news, words or deeds any more, but still says so when asked.
        """
        if kind == "quiet":
            self.noticed = True
            return True
        unasked = kind in UNASKED or kind == "told" or (act is not None and kind == act.act and _hears(act))
        if not unasked and self.has_withdrawn(day):
            return False
        self.heard_on, self.noticed = day, False
        if unasked:
            self.spoke, self.spoken = day, True
        return True

    def has_withdrawn(self, day: int) -> bool:
        return self.spoken and day - self.spoke >= QUIET_AFTER * DAYS_A_WEEK

    def goes_quiet(self, day: int) -> bool:
        """Return whether silence is noticed on this day."""
        silent = day - self.heard_on >= NOTICED_AFTER * DAYS_A_WEEK
        return self.here and self.has_withdrawn(day) and silent and not self.noticed


def _hears(act: Act) -> bool:
    """Return whether an act lets partners speak."""
    calls = act.act == "update" and "call" in getattr(act, "channels", ())
    return calls or act.act in ("listen", "survey", "involve")


def answers_complaint(act: Act) -> bool:
    """Return whether an act counts as an answer to a complaint: it lets partners speak, or answers what went wrong.

    >>> from sim.model.acts import ACTS
    >>> [key for key in ("listen", "apologise", "thank") if answers_complaint(ACTS[key](day=1))]
    ['listen', 'apologise']
    """
    return _hears(act) or _answers(act)


def _owns(act: Act) -> bool:
    """Return whether an act says that it was us."""
    if act.act == "apologise":
        return "responsibility" in getattr(act, "parts", ())
    return act.act == "acknowledge" or (act.act == "explain" and getattr(act, "cause", "") == "own")


ANSWERS = {"acknowledge", "apologise", "explain", "clarify", "deny", "propose", "plan", "compensate"}


def _answers(act: Act) -> bool:
    """Return whether an act answers a wrong, well or badly."""
    return (
        act.act in ANSWERS
        or (act.act == "review" and bool(getattr(act, "shared", False)))
        or (act.act == "update" and "reason" in getattr(act, "says", ()))
    )


class _Watch:
    """Reads the diary of the one world in order, and tells each moment with what was known just before."""

    def __init__(self, year: Year) -> None:
        self.case, self.number, self.outcome = year.case, year.number, year.outcome
        self.acts = self.outcome.strategy.acts
        self.known = {name: _Known() for name in self.case.names}
        self.passed_on: set[tuple[str, str, str]] = set()

    def moments(self) -> Iterator[Moment]:
        by_day = {day: list(entries) for day, entries in groupby(self.outcome.diary or (), lambda entry: entry.day)}
        ends = range(0, DAYS_A_WEEK * self.outcome.weeks + 1, DAYS_A_WEEK)
        for day in sorted({*by_day, *ends}):
            for entry in by_day.get(day, ()):
                yield from self._entry(entry)
            if day % DAYS_A_WEEK == 0:
                yield from self._silences(day)

    def _entry(self, entry: DiaryEntry) -> Iterator[Moment]:
        where = np.asarray(entry.where)[..., 0] > 0
        if not where.ndim:
            yield from self._promise(entry)
            return
        # Of several acts of one evening, some may come after the one that ended the work with a partner.
        there = zip(self.case.names, where, strict=True)
        names = [name for name, is_there in there if is_there and self.known[name].here]
        if entry.what in ACTS:
            yield from self._act(entry.day, self.acts[int(entry.about)], names)
        elif entry.what in EVENTS:
            yield from self._event(entry, names)
        else:
            yield from self._said(entry.day, entry.what, names)

    def _event(self, entry: DiaryEntry, names: list[str]) -> Iterator[Moment]:
        kind = "event_kept" if entry.what == "kept" else entry.what
        for name in names:
            yield self._moment(entry.day, kind, name, entry.about)
        if EVENTS[entry.what].affects:
            for name in names:
                self.known[name].wronged(entry.about)

    def _promise(self, entry: DiaryEntry) -> Iterator[Moment]:
        to, act = owed_to(entry.about, self.acts, self.case)
        for name in to:
            if self.known[name].here:
                yield self._moment(entry.day, PROMISES[entry.what], name, entry.about, act)
                self.known[name].promise(entry.day, entry.what, entry.about)

    def _act(self, day: int, act: Act, names: list[str]) -> Iterator[Moment]:
        for name in names:
            yield self._moment(day, "parted" if act.ends_work else act.act, name, "", act)
            self.known[name].did(day, act)
            yield from self._reading(day, act, name)
        if act.ends_work:
            self._went(names)
        if _is_good_news(act):
            for name in names:
                yield from self._passed_on(day, name, "good", unless=names)

    def _reading(self, day: int, act: Act, name: str) -> Iterator[Moment]:
        """Yield what the partner tells of its trust at the end of this week, if it was asked."""
        calls = act.act == "listen" and getattr(act, "channel", "") == "call"
        if not calls and act.act != "survey":
            return
        week = (day - 1) // DAYS_A_WEEK + 1
        trust = float(self.outcome.trust[week, self.case.names.index(name), 0])
        reading = (call_reading if calls else survey_reading)(trust, self.number, name, day)
        yield self._moment(day, "told", name, "", act, reading, word_of(reading) if calls else "")

    def _said(self, day: int, what: str, names: list[str]) -> Iterator[Moment]:
        """Yield that partners asked, complained or left."""
        for name in names:
            yield self._moment(day, what, name, word=self._reason(day, name) if what == "left" else "")
            if what == "complained":
                self.known[name].complains()
        if what == "left":
            self._went(names)
        if what in ("complained", "left"):
            for name in names:
                yield from self._passed_on(day, name, what)

    def _reason(self, day: int, name: str) -> str:
        """Return why a partner leaves: it says so itself, and it is what the end of the year tells."""
        return reason_for_leaving(self.outcome, self.case.names.index(name), (day - 1) // DAYS_A_WEEK)

    def _went(self, names: list[str]) -> None:
        for name in names:
            self.known[name].here = False

    def _passed_on(self, day: int, about: str, word: str, unless: list[str] | tuple[str, ...] = ()) -> Iterator[Moment]:
        """Yield that the closest partner who is there and did not hear it itself passes it on, once a year."""
        for other in _close_to(self.case, about):
            if self.known[other].here and other not in unless:
                if (other, about, word) not in self.passed_on:
                    self.passed_on.add((other, about, word))
                    yield self._moment(day, "neighbour", other, about, word=word)
                return

    def _silences(self, day: int) -> Iterator[Moment]:
        """Yield who has gone quiet, on the evening on which it is noticed."""
        for name, known in self.known.items():
            if known.goes_quiet(day):
                yield self._moment(day, "quiet", name)

    def _moment(
        self, day: int, kind: str, name: str, about: str = "", act: Act | None = None, reading: int | None = None,
        word: str = "",
    ) -> Moment:  # fmt: skip
        facts = self.known[name].facts(day, act.act if act and kind != "told" else kind)
        says = self.known[name].says(day, kind, act)
        return Moment(day, kind, name, about, facts, act, reading, word, says)


def _is_good_news(act: Act) -> bool:
    return act.act == "celebrate" or bool(set(getattr(act, "says", ())) & set(GOOD_NEWS))


@cache
def _ties(case: Case) -> dict[str, tuple[str, ...]]:
    """Return each partner's close neighbours, the closest first."""
    found: dict[str, list[tuple[float, str]]] = {name: [] for name in case.names}
    for tie in case.ties:
        if tie.strength >= CLOSE:
            one, other = tie.between
            found[one].append((-tie.strength, other))
            found[other].append((-tie.strength, one))
    return {name: tuple(other for _, other in sorted(near)) for name, near in found.items()}


def _close_to(case: Case, name: str) -> tuple[str, ...]:
    return _ties(case)[name]
