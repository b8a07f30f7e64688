"""What partners say in a played year: a line for each moment, from sim/narrative/lines.toml.

A line is said where its conditions hold, and they are on what the organisation could see. The most specific line is
said first; one that was said before waits until nothing else fits.
"""

import re
import tomllib
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from importlib.resources import files
from math import inf
from typing import TYPE_CHECKING, Any, NamedTuple
from zlib import crc32

from sim.experiments.year.readings import LOW_BELOW, word_of
from sim.model.acts import ACTS
from sim.model.frozen import DAYS_A_WEEK
from sim.model.ledger import CAUSES
from sim.narrative.phrasing import called, capital, cause_in_words, is_group, week_of
from sim.texts.data_files import in_language
from sim.texts.language import cache_by_language
from sim.texts.words import fill, say

if TYPE_CHECKING:
    from sim.experiments.year.visible import Moment
    from sim.model.case import Case, Commitment, Partner

__all__ = ["Mood", "PartnerLine", "Spoken", "agrees", "fitting", "holds", "known_at", "lines", "mood_of", "spoken"]

ANY = "any"  # the kind of lines for acts and events that have none of their own
FREE = frozenset({"group", "named"})  # conditions on how a line is put, which make it no more specific
# Likewise: they rule out what would be heard as being about what was answered.
RULES_OUT = (("later", False), ("replied", False))
NOTHING = "nothing"
WHOLE = -1  # no day: stands for the year
RANGE = re.compile(r"(\d+(?:\.\d+)?)(?:\+|-(\d+(?:\.\d+)?))")
RECENT = 4  # weeks for which a figure shows what it last said
UNASKED = {"asked": "asking", "complained": "complaining"}
GONE = frozenset({"left", "parted"})
WRONGS = frozenset({"breach", "decision", "guilt_proven", "promise_broken"})
WELCOME = frozenset({"promise_kept", "event_kept"})
BAD_WORD = frozenset({"complained", "left"})  # of another partner
# Beside which moods a line may stand. What is not here is an answer: it may stand beside all but that of who is gone.
BESIDE = (
    {kind: frozenset({"gone"}) for kind in GONE}
    | {kind: frozenset({mood}) for kind, mood in UNASKED.items()}
    | dict.fromkeys((*WRONGS, "deny"), frozenset({"unhappy"}))
    | dict.fromkeys(WELCOME, frozenset({"pleased", "calm"}))
    | dict.fromkeys(("promise_late", "promise_warned"), frozenset({"calm", "asking", "unhappy", "complaining"}))
)
BESIDE_TOLD = {
    "low": frozenset({"unhappy", "complaining"}),
    "middling": frozenset({"calm", "asking", "unhappy"}),
    "high": frozenset({"calm", "pleased"}),
}
ANSWERS_BESIDE = frozenset({"calm", "pleased", "asking", "complaining", "unhappy"})  # who is quiet is not quoted


Known = Mapping[str, Any]
"""What conditions are on, by name: the moment's facts, its act's options, and what `known_at` adds."""
Test = Callable[[Any], bool]


@dataclass(frozen=True)
class PartnerLine:
    """One thing that a partner may say.

    Attributes:
        key: never changes. kind: of the moment, or "any".
        when: what must hold. asserts: what its words state, which follows from `when`.
        text: the words, with slots.
    """

    key: str
    kind: str
    when: Mapping[str, Any]
    asserts: Mapping[str, Any]
    text: str

    @cached_property
    def specific(self) -> int:
        """How many conditions it has; each item of a list is one."""
        counted = (name for name, wanted in self.when.items() if name not in FREE and (name, wanted) not in RULES_OUT)
        return sum(len(_listed(self.when[name])) for name in counted)

    @cached_property
    def _tests(self) -> tuple[tuple[str, Test], ...]:
        return _tests_of(self.when)

    def fits(self, known: Known) -> bool:
        """Return whether all its conditions hold."""
        for name, test in self._tests:  # noqa: SIM110 - a long year asks this many thousand times
            if not test(known.get(name)):
                return False
        return True


def holds(conditions: Mapping[str, Any], known: Known) -> bool:
    """Return whether conditions hold, such as those that a line asserts.

    >>> holds({"broken": "2+", "parts": "not repair"}, {"broken": 3, "parts": ("regret",)})
    True
    >>> [holds({"broken": "2-3"}, {"broken": number}) for number in (1, 2, 3, 4)]
    [False, True, True, False]
    >>> holds({"share": "1+"}, {"broken": 3}), holds({"says": "nothing"}, {"says": ()})
    (False, True)
    """
    return all(test(known.get(name)) for name, test in _tests_of(conditions))


def _tests_of(conditions: Mapping[str, Any]) -> tuple[tuple[str, Test], ...]:
    return tuple((name, _test(one)) for name, wanted in conditions.items() for one in _listed(wanted))


def _listed(wanted: Any) -> list[Any]:
    return wanted if isinstance(wanted, list) else [wanted]


def _test(wanted: Any) -> Test:
    """Return what tells whether a value is as a condition wants it; None is that of what is not there."""
    if not isinstance(wanted, str):
        return lambda value: value == wanted
    if found := RANGE.fullmatch(wanted):
        low, high = (inf if end is None else float(end) for end in found.groups())
        return lambda value: value is not None and low <= value <= high
    word = wanted.removeprefix("not ")
    if word != wanted:
        return lambda value: value is not None and word not in _words(value)
    return lambda value: word in _words(value)


def _words(value: Any) -> tuple[Any, ...]:
    return (value or (NOTHING,)) if isinstance(value, tuple) else (value,)


@cache_by_language
def lines() -> Mapping[str, tuple[PartnerLine, ...]]:
    """Return all lines by the kind of moment.

    >>> lines()["update"][0].text
    'Received and read.'
    """
    data = in_language(tomllib.loads((files(__package__) / "lines.toml").read_text("utf-8")), "partner_lines")
    return {
        kind: tuple(
            PartnerLine(row["key"], kind, row.get("when", {}), row.get("asserts", {}), row["text"]) for row in rows
        )
        for kind, rows in data.items()
    }


def known_at(moment: "Moment", partner: "Partner", owed: str = "", owes: str = NOTHING) -> dict[str, Any]:
    """Return what conditions and slots are filled from.

    Args:
        moment: in which something is said. partner: who says it.
        owed: a promise to the partner that is not here yet, or "". owes: "open", "overdue" or "nothing".
    """
    options = dict(moment.act) if moment.act else {}
    return options | vars(moment.facts) | {
        "group": is_group(partner), "named": bool(moment.about) and not moment.act, "owes": owes,
        "reading": moment.reading, "word": moment.word, "about": owed or moment.about, "who": called(partner),
        "quiet": moment.facts.weeks_quiet,
        "caused": moment.kind == "left" and moment.word in CAUSES,
    }  # fmt: skip


class Spoken(NamedTuple):
    """What was said at a moment: which line, and its words."""

    moment: "Moment"
    line: PartnerLine
    text: str

    @property
    def speaker(self) -> str:
        """Who says it; "" where somebody's silence is told."""
        return "" if self.moment.kind == "quiet" else self.moment.partner


def spoken(moments: Iterable["Moment"], case: "Case", number: int, ends: Iterable[int] = ()) -> tuple[Spoken, ...]:
    """Return what is said at each moment of a year, in the current language.

    What is said at one moment depends on those before it alone, so a year that goes on does not change its words.

    Args:
        moments: of the year, in order of time. case: the whole one. number: of the year; it decides among equal lines.
        ends: weeks with which turns ended: within one, no line is said twice where there is another.
    """
    speaker = _Speaker(case, number, ends)
    return tuple(speaker.say(moment) for moment in moments)


class _Speaker:
    """Chooses lines in order of time, and remembers which were said and what is owed."""

    def __init__(self, case: "Case", number: int, ends: Iterable[int]) -> None:
        self.case, self.number = case, number
        self.ends = [DAYS_A_WEEK * week for week in ends]  # last days of turns
        self.partners = {partner.name: partner for partner in case.partners}
        # How often each line was said: by partner, by the last day of a turn, or by the day where there are no turns.
        self.said: dict[str | int, dict[str, int]] = defaultdict(dict)
        self.late: set[str] = set()
        self.done: set[str] = set()

    def say(self, moment: "Moment") -> Spoken:
        """Return what is said now; no words from who says nothing."""
        if not moment.says:
            self._note(moment)
            return Spoken(moment, PartnerLine("", moment.kind, {}, {}, ""), "")
        known = known_at(moment, self.partners[moment.partner], *self._owed(moment))
        line = self._chosen(fitting(moment.kind, known), moment)
        for said in self._counts(moment):
            said[line.key] = said.get(line.key, 0) + 1
        self._note(moment)
        neighbour = self.partners.get(known["about"])
        cause = cause_in_words(moment.word, helped=False) if known["caused"] else ""
        slots = (
            known
            | {"cause": cause}
            | {"weeks": moment.facts.weeks_silent, "failure": _named(moment.facts.failure)}
            | ({"about": called(neighbour)} if neighbour else {})
        )
        return Spoken(moment, line, capital(fill(line.text, slots)))

    def _counts(self, moment: "Moment") -> tuple[dict[str, int], ...]:
        """Return how often lines were said by this partner, in this turn or on this day, and in the whole year."""
        return self.said[moment.partner], self.said[self._turn(moment.day)], self.said[WHOLE]

    def _turn(self, day: int) -> int:
        at = bisect_left(self.ends, day)
        return self.ends[at] if at < len(self.ends) else day

    def _chosen(self, fit: list[PartnerLine], moment: "Moment") -> PartnerLine:
        """Return the line that was said least in this turn, then least by this partner, then the most specific.

        Without turns a partner's own lines come first: it is not heard twice with one while it has others.
        """
        by_partner, now, in_year = (said.get for said in self._counts(moment))
        ranks = []
        for line in fit:
            own, here = by_partner(line.key, 0), now(line.key, 0)
            ranks.append((*((here, own) if self.ends else (own, here)), -line.specific, in_year(line.key, 0)))
        best = min(ranks)
        equal = [line for line, rank in zip(fit, ranks, strict=True) if rank == best]
        place = f"{self.number}/{moment.partner}/{moment.day}"
        return min(equal, key=lambda line: crc32(f"{place}/{line.key}".encode()))

    def _owed(self, moment: "Moment") -> tuple[str, str]:
        """Return a promise that a partner who asks or complains has not got, overdue ones first, and how it stands."""
        if moment.kind in UNASKED:
            owed = [one for one in self.case.commitments if self._is_owed(one, moment)]
            overdue = [one for one in owed if one.missed or one.name in self.late]
            for one in overdue or owed:
                return one.name, "overdue" if overdue else "open"
        return "", NOTHING

    def _is_owed(self, one: "Commitment", moment: "Moment") -> bool:
        begun = one.missed or moment.day > DAYS_A_WEEK * one.starts
        return begun and one.name not in self.done and moment.partner in self.case.addressed(one.to)

    def _note(self, moment: "Moment") -> None:
        if moment.kind == "promise_broken":
            self.late.add(moment.about)
        elif moment.kind in {"promise_kept", "promise_late"}:
            self.done.add(moment.about)


def _named(failure: str) -> str:
    """Return what a failure is called: an event's label, a promise's name, or that of the act that promised."""
    act, _, rest = failure.partition("/")
    return say(f"acts.{act}") if rest and act in ACTS else failure


def fitting(kind: str, known: Known) -> list[PartnerLine]:
    """Return the lines for a kind of moment whose conditions hold."""
    there = lines()
    return [line for line in there.get(kind, there[ANY]) if line.fits(known)]


class Mood(NamedTuple):
    """How a figure is shown: calm, pleased, asking, unhappy, complaining, quiet or gone, and the week since when."""

    key: str
    week: int = 0

    def __str__(self) -> str:
        """Return it in words.

        >>> str(Mood("quiet", 3))
        'quiet since week 3'
        """
        return say(f"moods.{self.key}", week=self.week)


def mood_of(moments: Iterable["Moment"], day: int, news: int | None = None) -> Mood:
    """Return a partner's mood on a day, as far as the organisation could see it.

    Args:
        moments: of this partner, in order of time. day: the last one that was played.
        news: the day after which all is news, so that a mood since then still shows; by default the last one.

    >>> mood_of((), 20)
    Mood(key='calm', week=0)
    """
    mood, shown, low, complaint = Mood("calm"), day, False, None
    for moment in moments:
        low = (moment.reading or 0) < LOW_BELOW if moment.kind == "told" else low
        changed = _mood_after(moment)
        if changed and changed.key == "complaining" and news is not None and moment.day > news:
            complaint = changed
        if changed and changed.key == "asking":  # who complained in what is news does not look as if it only asked
            changed = complaint or changed
        # Who says nothing shows nothing; any word ends a silence.
        if moment.says and (changed or mood.key == "quiet"):
            mood, shown = changed or Mood("calm"), moment.day
    is_new = news is not None and shown > news
    lasts = is_new or mood.key in {"quiet", "gone"} or day - shown < RECENT * DAYS_A_WEEK
    unsaid = low and mood.key == "pleased"  # a kept promise, of somebody who said that there is little trust
    return mood if lasts and not unsaid else Mood("calm")


def _mood_after(moment: "Moment") -> Mood | None:
    """Return the mood that a moment shows, None if it shows none."""
    week, kind = week_of(moment.day), moment.kind
    if kind in GONE:
        return Mood("gone", week)
    if kind == "quiet":
        return Mood("quiet", week_of(moment.day - DAYS_A_WEEK * moment.facts.weeks_quiet))
    if kind in UNASKED:
        return Mood(UNASKED[kind], week)
    if kind in WELCOME and not moment.facts.wrong:
        return Mood("pleased", week)
    if kind == "told":
        return {"low": Mood("unhappy", week), "high": Mood("calm")}.get(_told(moment))
    return Mood("unhappy", week) if kind in WRONGS or (kind == "deny" and moment.facts.affected) else None


def _told(moment: "Moment") -> str:
    """Return what was told when asked, in a word."""
    return moment.word or word_of(moment.reading or 0)


def _is_sour(line: PartnerLine) -> bool:
    """Return whether a line states that something went wrong, or that nobody asked or answered."""
    well = {"broken": 0, "late": 0, "complained": 0, "denied": False, "wrong": False, "heard": True, "replied": True}
    return any(name in line.asserts and not holds({name: line.asserts[name]}, well) for name in well)


def agrees(mood: Mood, moment: "Moment", line: PartnerLine | None = None) -> bool:
    """Return whether what is said at a moment may stand beside a mood.

    Args:
        line: what is said; beside who is pleased none stands that speaks of what went wrong, but in thanks, nor word
            of others who complained or left.

    >>> from sim.experiments.year.visible import Facts, Moment
    >>> well = Moment(3, "told", "Ana", "", Facts(), reading=80, word="high")
    >>> agrees(Mood("calm"), well), agrees(Mood("complaining", 0), well), agrees(Mood("quiet", 0), well)
    (True, False, False)
    """
    if moment.kind == "told":
        return mood.key in BESIDE_TOLD[_told(moment)]
    if mood.key == "pleased" and moment.kind == "neighbour" and moment.word in BAD_WORD:
        return False
    if mood.key == "pleased" and moment.kind not in WELCOME and line is not None and _is_sour(line):
        return False
    return mood.key in BESIDE.get(moment.kind, ANSWERS_BESIDE)
