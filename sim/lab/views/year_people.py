"""People and inbox of a played year's turn, as plain data: what partners said, and what else could be seen of them.

All of it is made from moments, which know nothing of trust. What partners say comes from sim/narrative/lines.py.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from zlib import crc32

from sim.experiments.year.leaving import OWN_REASONS
from sim.experiments.year.readings import SURVEY_ERROR
from sim.model.acts import ACTS
from sim.model.case import GROUPS
from sim.model.events import EVENTS as ALL_EVENTS
from sim.model.frozen import DAYS_A_WEEK
from sim.model.occurrences import part_of
from sim.model.parameters import Parameters
from sim.narrative.lines import UNASKED, WELCOME, agrees, mood_of
from sim.narrative.phrasing import is_group, week_of
from sim.texts.words import called, listed, many, named, say

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from sim.experiments.year.visible import Moment
    from sim.model.acts import Act
    from sim.model.case import Partner
    from sim.narrative.lines import Mood, Spoken

__all__ = [
    "Seen",
    "asked",
    "figures_of",
    "inbox",
    "last_words",
    "letter_text",
    "mood_in",
    "people",
    "promise_name",
    "week_said",
    "weeks_said",
]

# What is told first where a partner has several things to say in one turn; kinds that are not listed come last.
WEIGHTY = (
    "left", "parted", "complained", "told", "asked", "promise_broken", "apologise", "quiet", "breach", "decision",
    "guilt_proven", "promise_late", "neighbour", "event_kept", "promise_kept", "promise_warned",
)  # fmt: skip
IN_INBOX = {
    "left": "left", "parted": "left", "complained": "complaint", "asked": "question", "told": "answer",
    "quiet": "quiet", "neighbour": "word", "promise_broken": "promise", "promise_late": "promise",
    "promise_kept": "thanks", "promise_warned": "promise", "event_kept": "thanks",
}  # fmt: skip
OWED = ("promise_kept", "promise_late", "promise_broken")
EVENTS = ("breach", "decision", "guilt_proven", "event_kept")
PROMISES = ("promise_kept", "promise_late", "promise_broken", "promise_warned")
GONE = ("left", "parted")
NOT_IN_TIME = {"promise_broken": "last_missed", "promise_late": "last_late"}  # how a farewell names it
ALWAYS = ("complained", "told", "asked", "apologise")  # to these each word is a letter
FELT = ("asking", "complaining", "unhappy")  # moods beside which an answer of another week says so
PRESSING = WEIGHTY.index("complained")
FACTS = 4  # of a partner, at most
PARAMETERS = Parameters()


@dataclass(frozen=True)
class Seen:
    """What could be seen of a year so far.

    Attributes:
        spoken: moments in order of time, and what was said at each.
        since: weeks that had been played when the last turn began; what came later is news.
        week: weeks played.
    """

    spoken: tuple[Spoken, ...]
    since: int
    week: int

    @property
    def news(self) -> list[Spoken]:
        """What came in the last turn; before the first one, on the day of the incident."""
        return [one for one in self.spoken if one.moment.day > DAYS_A_WEEK * self.since or not self.week]

    @property
    def words(self) -> list[Spoken]:
        """What partners said in the last turn, without what was overtaken within it.

        Silence is over with the next word, and what was missed is told as late once it is there.
        """
        there = [one for one in self.news if one.text]
        last = {one.speaker: one.moment.day for one in there}
        here = {(one.moment.about, one.moment.partner) for one in there if one.moment.kind == "promise_late"}
        return [
            one
            for one in there
            if not (one.moment.kind == "quiet" and last.get(one.moment.partner, -1) >= one.moment.day)
            and not (one.moment.kind == "promise_broken" and (one.moment.about, one.moment.partner) in here)
        ]

    def of(self, name: str) -> list[Moment]:
        """All moments of one partner."""
        return [one.moment for one in self.spoken if one.moment.partner == name]


def week_said(day: int) -> str:
    """Return the week of a working day in words, as the course counts: week 0 is the first; day 0 lies before it.

    >>> week_said(0), week_said(6)
    ('at the start', 'week 1')
    """
    return say("year.week", week=week_of(day)) if day else say("year.week_zero")


def weeks_said(days: Sequence[int]) -> str:
    """Return in words from the first to the last week of some days.

    >>> weeks_said([8, 6]), weeks_said([8, 16])
    ('week 1', 'weeks 1 to 3')
    """
    first, last = min(days), max(days)
    if week_of(first) == week_of(last) or not first:
        return week_said(last)
    return say("year.weeks_from", first=week_of(first), last=week_of(last))


def promise_name(name: str, act: Act | None) -> str:
    """Return what a promise is called: as the case has it, or after the act that made it, and which one of several.

    >>> from sim.model.acts.plan import Plan
    >>> from sim.model.acts.propose import Propose
    >>> promise_name("Open day", None), promise_name("propose/46/0/0", Propose(day=46))
    ('Open day', 'Offer a change (week 9)')
    >>> promise_name("plan/46/0/1", Plan(day=46))
    'Share a plan with dates (week 9), 2 of 3'
    """
    if act is None:
        return called(name)
    made = len(act.promises(PARAMETERS, 1))
    facts = {"act": say(f"acts.{act.act}"), "week": week_of(int(name.split("/")[1]))}
    return say(f"year_due.of_act{'_part' * (made > 1)}", **facts, number=part_of(name) + 1, of=made)


# The inbox


def inbox(seen: Seen, promised: Sequence[dict[str, str]] = ()) -> list[dict[str, str]]:
    """Return the messages of the last turn: events and promises once, what partners said, and whose words are left out.

    What presses comes first: who left or complained.

    Args:
        promised: messages of what was promised anew.
    """
    chosen = _letters(seen)
    spoken = sorted(chosen, key=lambda one: (_weight(one), one.moment.day))
    letters = [
        _message(one.moment, IN_INBOX.get(one.moment.kind, "reply"), letter_text(seen, one), sender=_sender(one.moment))
        for one in spoken
    ]
    pressing = sum(_weight(one) <= PRESSING for one in spoken)
    happened = _happened([one.moment for one in seen.news])
    return [*letters[:pressing], *happened, *promised, *letters[pressing:], *_left_out(seen, chosen)]


def _left_out(seen: Seen, letters: Sequence[Spoken]) -> list[dict[str, str]]:
    """Return one message that counts, partner by partner, the words that are no letters; none where all are."""
    rest = [one for one in seen.words if one.speaker and one not in letters]
    if not rest:
        return []
    who = listed(
        many("year_inbox.said_by", number, name=name) for name, number in Counter(one.speaker for one in rest).items()
    )
    text = many("year_inbox.said_besides", len(rest), who=who)
    when = weeks_said([one.moment.day for one in rest])
    return [{"id": f"{rest[-1].moment.day}/besides", "from": "", "kind": "reply", "when": when, "text": text}]


def _sender(one: Moment) -> str:
    """Return who says what is said at a moment; silence is noticed by the organisation itself."""
    return "" if one.kind == "quiet" else one.partner


def _happened(news: Sequence[Moment]) -> Iterable[dict[str, str]]:
    """Yield events and promises, each once: what happened first, then promises, in order of time."""
    told: set[tuple[str, str]] = set()
    missed = {one.about: one.day for one in news if one.kind == "promise_broken"}
    late = {one.about for one in news if one.kind == "promise_late"}
    for one in sorted(news, key=lambda one: one.kind not in EVENTS):
        key = (one.kind, one.about)
        if one.kind in (*EVENTS, *PROMISES) and key not in told:
            told.add(key)
            kind, about = ("event", one.about) if one.kind in EVENTS else ("promise", promise_name(one.about, one.act))
            if one.act is not None and kind == "promise":
                about = say("year_inbox.for_whom", about=about, to=_whom(one.act))
            wording, facts = one.kind, {"about": about}
            if one.about in late and one.about in missed:
                if one.kind == "promise_broken":
                    continue
                if one.kind == "promise_late":
                    date = missed[one.about]
                    same = week_of(date) == week_of(one.day)
                    wording = "promise_late_that_week" if same else "promise_missed_and_late"
                    facts |= {"missed": week_of(date), "day": _weekday(one.day), "date": _weekday(date)}
            yield _message(one, kind, say(f"year_inbox.{wording}", **facts), sender="")


def _weekday(day: int) -> str:
    """Return what the day of the week is called on which a working day falls; a week begins with its first."""
    return say(f"weekdays.day_{(day - 1) % DAYS_A_WEEK + 1}")


def _whom(act: Act) -> str:
    """Return for whom an act was, as it was chosen: whoever has gone since, it stays the same."""
    if act.to == ("all",):
        return say("year_due.everybody")
    named = (say(f"editor.to_{one}") if one in GROUPS else one for one in act.to)
    return listed(
        one[:1].lower() + one[1:] if group in GROUPS else one for group, one in zip(act.to, named, strict=True)
    )


def _letters(seen: Seen) -> list[Spoken]:
    """Return the weightiest of what each partner said in the last turn, of equals the latest, and what must be told.

    That is every complaint and every answer about trust, for what is said later counts them all; every question; how
    each took an apology; and a word on each thing that an act promised and whose day came.
    """
    found: dict[str, Spoken] = {}
    for one in _by_weight(seen):
        found.setdefault(one.moment.partner, one)
    letters = [*found.values()]
    letters += [one for one in seen.words if one.moment.kind in ALWAYS and one not in letters]
    return [*letters, *_of_own_promises(seen, letters)]


def _of_own_promises(seen: Seen, letters: Sequence[Spoken]) -> list[Spoken]:
    """Return a word of one partner on each thing that an act promised and whose day came, where no letter has one."""
    told = {_promise(one) for one in letters}
    found = {_promise(one): one for one in seen.words if one.moment.kind in OWED and one.moment.act is not None}
    return [one for promise, one in found.items() if promise not in told]


def _promise(one: Spoken) -> tuple[str, str]:
    return one.moment.kind, one.moment.about


def _by_weight(seen: Seen) -> list[Spoken]:
    return sorted(seen.words, key=lambda one: (_weight(one), -one.moment.day))


def _weight(one: Spoken) -> int:
    kind = one.moment.kind
    return WEIGHTY.index(kind) if kind in WEIGHTY else len(WEIGHTY)


def _message(one: Moment, kind: str, text: str, *, sender: str) -> dict[str, str]:
    named = f"{one.day}/{one.kind}/{sender or one.about or one.partner}"
    return {"id": named, "from": sender, "kind": kind, "when": week_said(one.day), "text": text}


def asked(seen: Seen) -> list[Moment]:
    """Return all answers of partners who were asked for their trust, in order of time."""
    return [one.moment for one in seen.spoken if one.moment.kind == "told"]


def last_words(seen: Seen) -> list[dict[str, str]]:
    """Return what partners who went said last; at the end, why they went stands above it."""
    return [{"name": one.moment.partner, "text": one.text} for one in seen.spoken if one.moment.kind in GONE]


def letter_text(seen: Seen, one: Spoken) -> str:
    """Return what is said; who leaves names what was done to them last that anybody could see, and its week.

    Who goes for reasons of their own does not.
    """
    if one.moment.kind != "left" or one.moment.word == OWN_REASONS:
        return one.text
    wrongs = [was for was in seen.of(one.moment.partner) if _is_wrong(was)]
    if not wrongs:
        return one.text
    last = wrongs[-1]
    what = promise_name(last.about, last.act) if last.kind in NOT_IN_TIME else last.about.rstrip(" .")
    wording = NOT_IN_TIME.get(last.kind, "last_wrong")
    return f"{one.text} {say(f'year_inbox.{wording}', what=what, when=week_said(last.day))}"


def _is_wrong(one: Moment) -> bool:
    """Return whether something was done to a partner that it could see; a promise that came late, too."""
    return one.kind in NOT_IN_TIME or (one.kind in ALL_EVENTS and ALL_EVENTS[one.kind].affects)


# People


def people(partners: Sequence[Partner], seen: Seen, guesses: dict[str, int]) -> list[dict[str, Any]]:
    """Return the partners as figures: role, mood, what each said last, and what is known of each.

    Args:
        guesses: the player's last guess of each partner's trust, 0 to 100.
    """
    news = _by_weight(seen)
    return [
        _person(one, seen, [line for line in news if line.speaker == one.name], guesses.get(one.name))
        for one in partners
    ]


def _person(partner: Partner, seen: Seen, news: Sequence[Spoken], guess: int | None) -> dict[str, Any]:
    own = seen.of(partner.name)
    mood = mood_in(seen, partner.name)
    return {
        **named(partner.name),
        "role": partner.role,
        "figures": figures_of(partner),
        "mood": mood.key,
        "mood_said": str(mood),
        "says": _says(mood, news),
        "facts": _facts(own, seen.week),
        "guess": guess,
    }


def mood_in(seen: Seen, name: str) -> Mood:
    """Return a partner's mood at the end of the last turn; nobody is pleased beside a letter that is not."""
    own, week, since = seen.of(name), DAYS_A_WEEK * seen.week, DAYS_A_WEEK * seen.since
    mood = mood_of(own, week, since)
    letters = [one for one in _letters(seen) if one.speaker == name]
    if mood.key != "pleased" or all(agrees(mood, one.moment, one.line) for one in letters):
        return mood
    return mood_of([one for one in own if one.kind not in WELCOME], week, since)


def _says(mood: Mood, news: Sequence[Spoken]) -> str:
    """Return what gave a mood, else the weightiest that may stand beside it; with its week where the mood is older."""
    fitting = [one for one in news if agrees(mood, one.moment, one.line)]
    gave = [one for one in fitting if UNASKED.get(one.moment.kind) == mood.key]
    line = next(iter(gave or fitting), None)
    if line is None:
        return ""
    is_older = mood.key in FELT and week_of(line.moment.day) != mood.week
    return say("year.said_in", week=week_of(line.moment.day), text=line.text) if is_older else line.text


def figures_of(partner: Partner) -> int:
    """Return how many figures stand for a partner: two or three for a group, by its name."""
    return 2 + crc32(partner.name.encode()) % 2 if is_group(partner) else 1


def _facts(own: Sequence[Moment], week: int) -> list[str]:
    """Return what is known of a partner, the most telling first."""
    known = (_told(own), _promises(own), _complaints(own), _silence(own, week), _unasked(own))
    return [text for text in known if text][:FACTS]


def _told(own: Sequence[Moment]) -> str:
    last = next((one for one in reversed(own) if one.kind == "told"), None)
    if last is None:
        return ""
    week = week_of(last.day)
    if last.word:
        return say(f"year_facts.told_{last.word}", week=week)
    return say("year_facts.told", week=week, reading=last.reading, error=SURVEY_ERROR)


def _promises(own: Sequence[Moment]) -> str:
    """Return how many promises were kept, and how many were not in time, each once, whether or not they came later."""
    of = {kind: {one.about for one in own if one.kind == f"promise_{kind}"} for kind in ("kept", "late", "broken")}
    came, past = len(of["late"]), len(of["late"] | of["broken"])
    wording = "not_in_time" if not came else "all_late" if came == past else "some_late"
    kept = [many("year_facts.kept", len(of["kept"]))] if of["kept"] else []
    return ", ".join([*kept, *([many(f"year_facts.{wording}", past, came=came)] if past else [])])


def _complaints(own: Sequence[Moment]) -> str:
    count = sum(one.kind == "complained" for one in own)
    return many("year_facts.complained", count) if count else ""


def _silence(own: Sequence[Moment], week: int) -> str:
    """Return for how long the organisation has done nothing that reached this partner."""
    reached = [one.day for one in own if one.kind in ACTS or one.kind in ("promise_kept", "promise_late")]
    if not reached:
        return say("year_facts.never") if week else ""
    weeks = week - week_of(reached[-1])
    return many("year_facts.silent", weeks) if weeks > 1 else ""


def _unasked(own: Sequence[Moment]) -> str:
    """Return when a partner who asked or complained did so last: what it only answers is another thing."""
    days = [one.day for one in own if one.kind in ("asked", "complained")]
    return say("year_facts.unasked", week=week_of(days[-1])) if days else ""
