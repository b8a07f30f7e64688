"""Find what is worth telling in one world: each a `Highlight` with its weight, its week and its facts."""

from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

import numpy as np

from sim.model import ledger
from sim.model.acts import ACTS, Act
from sim.model.events import EVENTS, Event
from sim.model.frozen import DAYS_A_WEEK, Names
from sim.model.occurrences import act_of, owed_to
from sim.model.outcome import DiaryEntry, Outcome
from sim.narrative.phrasing import (
    NOTABLE,
    Facts,
    called,
    cause_in_words,
    consequence,
    level,
    ordinal,
    points,
    week_of,
)
from sim.texts.words import catalogue, listed, many, say, wordings

FIRST_OF_ITS_KIND = 2.0  # points added to the weight of the first act of each kind
HEAVY_SHARE = 0.75  # share of a slow cause's cost: its shortest run of weeks with that share is told
TOLD_ALONE = 2  # events of one kind on one day that get their own sentences; more share one
OWNING = ("acknowledge", "apologise", "review", "compensate")  # acts by which one answers for what went wrong
SLOW = (
    ledger.WAITING, ledger.MESSAGES, ledger.NO_ANSWER, ledger.NEEDS, ledger.LONG_DATES, ledger.PROMISES,
    ledger.APOLOGIES,
)  # fmt: skip


@dataclass(frozen=True)
class Highlight:
    """A moment that is worth telling.

    Attributes:
        day: when it happened. weeks: the first and last week that it is about.
        weight: points of trust that it moved, mean over partners; inf = always told.
        family: its kind, see ROOM.
        wording: the key of its sentence in stories.toml.
        felt: wordings of what it meant to a partner, where that depends on the kind of act.
    """

    day: int
    weeks: tuple[int, int]
    weight: float
    family: str
    wording: str
    facts: Facts
    felt: tuple[str, ...] = field(default=())


# Values of an outcome


def levels(outcome: Outcome) -> np.ndarray:
    """Return (weeks + 1, partners) trust in points of 100."""
    return 100 * outcome.trust[:, :, 0]


def moved_by(outcome: Outcome, cause: str) -> np.ndarray:
    """Return (weeks, partners) points of trust that one cause moved."""
    return 100 * outcome.moved[:, ledger.CAUSES.index(cause)]


def name_of(outcome: Outcome, partner: int) -> str:
    """Return the name of the partner with this index, as a sentence uses it."""
    return called(outcome.case.partners[partner])


def _change(outcome: Outcome, cause: str, week: int, partner: int) -> str:
    trust = levels(outcome)[:, partner]
    return consequence(trust[week], trust[week + 1], moved_by(outcome, cause)[week, partner])


def _consequence(outcome: Outcome, cause: str, week: int, partner: int) -> str:
    return say("change.trust", moved=_change(outcome, cause, week, partner))


def most_moved(values: np.ndarray, among: np.ndarray) -> int:
    """Return the partner with the largest absolute value.

    >>> most_moved(np.array([1.0, -5.0, 9.0]), np.array([True, True, False]))
    1
    """
    return int(np.where(among, np.abs(values), -1).argmax())


def heaviest_run(values: np.ndarray) -> tuple[int, int]:
    """Return the first and last week of the shortest run with most of the loss.

    >>> heaviest_run(np.array([0, 0, -4.0, -4.0, 0, -1.0]))
    (2, 3)
    """
    loss = np.concatenate([[0.0], np.cumsum(-np.minimum(values, 0))])
    enough = HEAVY_SHARE * loss[-1]
    runs = (
        (last - first, first, last)
        for first in range(len(values))
        for last in range(first, len(values))
        if loss[last + 1] - loss[first] >= enough
    )
    _, first, last = min(runs)
    return first, last


# Highlights


def worth_telling(outcome: Outcome) -> Iterator[Highlight]:
    """Yield every highlight of the season, far more than fit in a story."""
    yield from _events(outcome)
    yield from _acts(outcome)
    yield from _verdicts(outcome)
    yield from _warnings(outcome)
    yield from _goings(outcome)
    yield from _partings(outcome)
    yield from _complaints(outcome)
    yield from _word_of_mouth(outcome)
    yield from _surveys(outcome)
    for cause in SLOW:
        yield from _slow(outcome, cause)


def _diary(outcome: Outcome, *kinds: str) -> Iterator[DiaryEntry]:
    """Yield the diary's entries of some kinds in its one world: `where` is (partners,), or () for a commitment."""
    for entry in outcome.diary or ():
        if entry.what in kinds:
            yield entry._replace(where=np.asarray(entry.where)[..., 0] > 0)


# Events of the case


def _events(outcome: Outcome) -> Iterator[Highlight]:
    by_day: dict[tuple[int, str], list[tuple[str, np.ndarray]]] = defaultdict(list)
    for entry in _diary(outcome, *EVENTS):
        if entry.where.ndim:
            by_day[entry.day, entry.what].append((entry.about, entry.where))
    for (day, what), found in by_day.items():
        ranked = sorted(found, key=lambda one: -_weight(_felt_by(outcome, day, what, one[1])))
        alone = [_event(outcome, day, what, label, hit) for label, hit in ranked[:TOLD_ALONE]]
        yield from alone
        if ranked[TOLD_ALONE:]:
            rest = _event(outcome, day, what, "", np.logical_or.reduce([hit for _, hit in ranked[TOLD_ALONE:]]))
            yield replace(rest, weight=min(rest.weight, alone[-1].weight))


def _event(outcome: Outcome, day: int, what: str, label: str, hit: np.ndarray) -> Highlight:
    """Return the beat of one event, or without a label of those of the same day and kind that are told together."""
    week, kind = week_of(day), EVENTS[what]
    facts = {"label": label.rstrip(" ."), "moved": _two_most(outcome, kind.cause, week, hit)}
    wording = _scripted(outcome, day, what, label).wording if label else "events too"
    return Highlight(day, (week, week), _weight(_felt_by(outcome, day, what, hit)), kind.family, wording, facts)


def _scripted(outcome: Outcome, day: int, what: str, label: str) -> Event:
    """Return the case's event of which the diary holds this."""
    sought = (day, what, label)
    return next(event for event in outcome.case.events if (event.day, event.event, event.label) == sought)


def _felt_by(outcome: Outcome, day: int, what: str, hit: np.ndarray) -> np.ndarray:
    return np.where(hit, moved_by(outcome, EVENTS[what].cause)[week_of(day)], 0)


def _weight(values: np.ndarray) -> float:
    """Return points moved, mean over partners; values: (partners,) or (weeks, partners)."""
    return float(np.abs(values).sum() / values.shape[-1])


def _two_most(outcome: Outcome, cause: str, week: int, hit: np.ndarray) -> str:
    """Return the change of the two partners whom an event moved most."""
    values = moved_by(outcome, cause)[week]
    one = most_moved(values, hit)
    rest = hit & (np.arange(len(hit)) != one) & (np.abs(values) >= NOTABLE)
    facts = {"who": name_of(outcome, one), "moved": _change(outcome, cause, week, one)}
    if not rest.any():
        return say("change.of", **facts)
    two = most_moved(values, rest)
    facts |= {"who_too": name_of(outcome, two), "moved_too": _change(outcome, cause, week, two)}
    return say("change.of_two", **facts)


# Acts


@dataclass(frozen=True)
class _Deed:
    """An act of the team, done once or several times in the same words."""

    kind: str
    act: Act
    text: str
    times: tuple[tuple[int, np.ndarray], ...]

    @property
    def weeks(self) -> list[int]:
        return [week_of(day) for day, _ in self.times]

    @property
    def reached(self) -> np.ndarray:
        """(partners,) bools: the partners that it reached in its first week."""
        return np.logical_or.reduce([hit for day, hit in self.times if week_of(day) == self.weeks[0]])


def _deeds(outcome: Outcome) -> list[_Deed]:
    times: dict[str, list[tuple[int, np.ndarray]]] = defaultdict(list)
    acts: dict[str, Act] = {}
    for entry in _diary(outcome, *(name for name, kind in ACTS.items() if not kind.ends_work)):
        act = outcome.strategy.acts[int(entry.about)]
        text = act.deed()
        acts.setdefault(text, act)
        times[text].append((entry.day, entry.where))
    return [_Deed(act.act, act, text, tuple(times[text])) for text, act in acts.items()]


def _acts(outcome: Outcome) -> Iterator[Highlight]:
    deeds = _deeds(outcome)
    kinds = Counter(one.kind for one in deeds)
    for number, one in enumerate(deeds):
        alone = kinds[one.kind] == 1
        clear = alone or not any(
            one.weeks[0] in other.weeks for other in deeds if other.kind == one.kind and other is not one
        )
        values = moved_by(outcome, one.kind)
        weight = _weight(values) if alone else _weight(values[one.weeks[0]]) * clear
        facts, felt = _felt(outcome, one, alone=alone, clear=clear, turn=number)
        facts |= {"deed": one.text, "again": _again(one)}
        yield Highlight(one.times[0][0], (one.weeks[0],) * 2, weight + FIRST_OF_ITS_KIND, "act", "act", facts, felt)


def _again(one: _Deed) -> str:
    count, week = len(one.times), one.weeks[-1]
    if count == 1:
        return ""
    if count == 2:  # noqa: PLR2004 - once more
        return say("deeds.again_once", week=week)
    return say("deeds.again", count=count, times=say(f"repeats.{one.kind}"), week=week)


def _felt(outcome: Outcome, one: _Deed, *, alone: bool, clear: bool, turn: int) -> tuple[Facts, tuple[str, ...]]:
    """Return the facts and wordings of what a deed meant to a partner.

    `alone`: no other deed is of this kind, so all that the ledger holds of it is this deed's. `clear`: no other deed of
    this kind fell into its first week. `turn`: which partner is named where none was moved more than the others.
    """
    values = moved_by(outcome, one.kind)
    total, week = values.sum(axis=0), one.weeks[0]
    first = values[week] if clear else np.zeros(len(total))
    who = most_moved(total, np.ones(len(total), bool))
    if alone and len(set(one.weeks)) > 1 and abs(total[who]) >= max(1, 1.3 * np.abs(first).max()):
        facts = {"who": name_of(outcome, who), "points": points(total[who])}
        return facts, wordings("felt_in_all.gave" if total[who] > 0 else "felt_in_all.cost")
    who = most_moved(first, one.reached)
    if abs(first[who]) < NOTABLE:
        hit = one.reached & _addressed(outcome, ("affected",), DAYS_A_WEEK * (week + 1))
        named = np.flatnonzero(hit if hit.any() else one.reached)
        return {"who": name_of(outcome, named[turn % len(named)])}, _felt_words(
            f"felt_little.{one.act.felt_little}", "felt_little.else"
        )
    moved = _consequence(outcome, one.kind, week, who)
    return {"who": name_of(outcome, who), "moved": moved}, _much(one, int(np.sign(first[who])))


def _much(one: _Deed, sign: int) -> tuple[str, ...]:
    if sign > 0:
        return _felt_words(f"felt_well.{one.kind}", "felt_well.else")
    return _felt_words(f"felt_badly.{one.kind}", "felt_badly.else")


def _felt_words(key: str, otherwise: str) -> tuple[str, ...]:
    return wordings(key if key in catalogue() else otherwise)


# Commitments


@dataclass(frozen=True)
class _Verdict:
    """How a promise ended: its result, its week, and its cause in the ledger."""

    day: int
    what: str
    name: str

    @property
    def week(self) -> int:
        return week_of(self.day)

    @property
    def cause(self) -> str:
        return {"kept": ledger.KEPT, "broken": ledger.BROKEN}.get(self.what.split(",")[0], ledger.LATE)


def _found(outcome: Outcome) -> list[_Verdict]:
    warned = {entry.about for entry in _diary(outcome, "warned")}
    missed = {one.name for one in outcome.case.commitments if one.missed}

    def what_became(what: str, name: str) -> str:
        if what == "kept" and name in missed:
            return "made good"
        return "broken, warned" if what == "broken" and name in warned else what

    return [
        _Verdict(entry.day, what_became(entry.what, entry.about), entry.about)
        for entry in _diary(outcome, "kept", "late", "broken")
        if not entry.where.ndim
    ]


def waiting_for(outcome: Outcome, name: str) -> np.ndarray:
    """Return (partners,) bools: the partners to whom a commitment of this name is owed."""
    to, _ = owed_to(name, outcome.strategy.acts, outcome.case)
    return np.array([one in to for one in outcome.case.names])


def _addressed(outcome: Outcome, to: Names, day: int) -> np.ndarray:
    addressed = outcome.case.addressed(to, day)
    return np.array([name in addressed for name in outcome.case.names])


def _verdicts(outcome: Outcome) -> Iterator[Highlight]:
    found = _found(outcome)
    together: dict[tuple[int, str], list[_Verdict]] = defaultdict(list)
    for one in found:
        together[one.week, one.what].append(one)
    for same in together.values():
        yield from _told(outcome, same)
    summaries = (("kept in all", ledger.KEPT, 3), ("broken in all", ledger.BROKEN, 3), ("late", ledger.LATE, 2))
    for family, cause, least in summaries:
        same = [one for one in found if one.cause == cause]
        if len(same) >= least:
            yield _in_all(outcome, same, family)


def _told(outcome: Outcome, same: list[_Verdict]) -> Iterator[Highlight]:
    """Yield what was kept, broken or late in one week, if it moved anybody."""
    one = same[0]
    values = moved_by(outcome, one.cause)[one.week]
    who = most_moved(values, np.logical_or.reduce([waiting_for(outcome, other.name) for other in same]))
    if abs(values[who]) < NOTABLE:
        return
    facts = {
        "thing": _things(outcome, [other.name for other in same]),
        "who": name_of(outcome, who),
        "moved": _consequence(outcome, one.cause, one.week, who),
    }
    family = "late" if one.cause == ledger.LATE else one.cause.split()[-1]
    yield Highlight(one.day, (one.week, one.week), _weight(values), family, one.what, facts)


def _things(outcome: Outcome, names: list[str]) -> str:
    first = promised(outcome, names[0])
    if len(names) == 1:
        return first
    return many("promises.and_more", len(names) - 1, thing=first)


def _in_all(outcome: Outcome, same: list[_Verdict], family: str) -> Highlight:
    values = moved_by(outcome, same[0].cause)
    first, last = same[0].week, same[-1].week
    total = values[first : last + 1].sum(axis=0)
    who = most_moved(total, np.ones(len(total), bool))
    facts = {"count": str(len(same)), "who": name_of(outcome, who), "points": points(total[who])}
    wording = "late in all" if family == "late" else family
    return Highlight(same[0].day, (first, last), _weight(values), family, wording, facts)


def promised(outcome: Outcome, name: str) -> str:
    """Return a promise in words: its name in the case, or which part of which act it is."""
    if any(one.name == name for one in outcome.case.commitments):
        return say("promises.of_case", name=name)
    act, day, part = act_of(name, outcome.strategy.acts, outcome.case)
    several = sum(1 for _ in _diary(outcome, act.act)) > 1
    return say(f"promises.{act.promised}{'_of' * several}", ordinal=ordinal(part), week=week_of(day))


def _warnings(outcome: Outcome) -> Iterator[Highlight]:
    found = list(_diary(outcome, "warned"))
    if not found:
        return
    day, name = found[0].day, found[0].about
    who = int(np.flatnonzero(waiting_for(outcome, name))[0])
    facts = {"thing": promised(outcome, name), "who": name_of(outcome, who), "count": str(len(found))}
    weeks = week_of(day), week_of(found[-1].day)
    wording = "warned" if len(found) == 1 else "warned in all"
    yield Highlight(day, weeks, 0.5 + 0.1 * len(found), "warned", wording, facts)


# Departures


def _goings(outcome: Outcome) -> Iterator[Highlight]:
    gone = outcome.gone_week[:, 0]
    leaving = sorted((int(gone[who]), int(who)) for who in np.flatnonzero(outcome.left[:, 0]))
    told = len(wordings("sentences.left"))
    for week, who in leaving[:told]:
        yield _going(outcome, week, who)
    if leaving[told:]:
        weeks = [week for week, _ in leaving[told:]]
        rest = [who for _, who in leaving[told:]]
        cause, _ = worst_cause(outcome.moved[:, :, rest].sum(axis=(0, 2)))
        facts = {"who": listed(name_of(outcome, who) for who in rest), "cause": cause}
        yield Highlight(DAYS_A_WEEK * (weeks[0] + 1), (weeks[0], weeks[-1]), np.inf, "gone", "left too", facts)


def worst_cause(moved: np.ndarray) -> tuple[str, float]:
    """Return the cause that cost most, in words, and its points; moved: (causes,) trust.

    >>> worst_cause(np.array([-0.02 if cause == "waiting" else 0 for cause in ledger.CAUSES]))
    ('waiting without knowing', -2.0)
    """
    worst = int(moved.argmin())
    return cause_in_words(ledger.CAUSES[worst], helped=False), float(100 * moved[worst])


def worst_of_ours(moved: np.ndarray) -> tuple[str, float]:
    """Return which of the team's acts cost most, or that it left what went wrong unanswered, in words, and its points.

    Args:
        moved: (causes,) trust.

    >>> worst_of_ours(np.array([-0.02 if cause == "no answer" else 0 for cause in ledger.CAUSES]))[1]
    -2.0
    """
    ours = [cause in ACTS or cause == ledger.NO_ANSWER for cause in ledger.CAUSES]
    return worst_cause(np.where(ours, moved, 0))


def _going(outcome: Outcome, week: int, who: int) -> Highlight:
    moved = outcome.moved[: week + 1, :, who].sum(axis=0)
    cause, cost = worst_cause(moved)
    second, more = worst_of_ours(moved)
    facts = {
        "who": name_of(outcome, who),
        "level": level(levels(outcome)[week + 1, who]),
        "cause": cause,
        "points": points(cost),
        "second": second,
        "more": points(more),
    }
    wording = "left" if cost <= -NOTABLE else "left without cause"
    if wording == "left" and moved.argmin() == ledger.CAUSES.index(ledger.EVENT) and more <= -NOTABLE:
        wording = "left over it and more"
    return Highlight(DAYS_A_WEEK * (week + 1), (week, week), np.inf, "gone", wording, facts)


def _partings(outcome: Outcome) -> Iterator[Highlight]:
    for entry in _diary(outcome, *(name for name, kind in ACTS.items() if kind.ends_work)):
        week, hit = week_of(entry.day), entry.where
        others = np.where(hit, 0, moved_by(outcome, entry.what)[week])
        other = most_moved(others, ~hit)
        facts = {
            "who": listed(name_of(outcome, who) for who in np.flatnonzero(hit)),
            "other": name_of(outcome, other),
            "moved": _consequence(outcome, entry.what, week, other),
        }
        wording = "parted, felt" if abs(others[other]) >= NOTABLE else "parted"
        yield Highlight(entry.day, (week, week), np.inf, "gone", wording, facts)


# Slow changes


def _complaints(outcome: Outcome) -> Iterator[Highlight]:
    found = list(_diary(outcome, "complained"))
    if not found:
        return
    each = np.sum([entry.where for entry in found], axis=0)
    who, count = int(each.argmax()), int(each.sum())
    weeks = found[0].day // DAYS_A_WEEK, found[-1].day // DAYS_A_WEEK
    facts = {"who": name_of(outcome, who), "count": str(count), "times": str(each[who])}
    several = np.count_nonzero(each) > 1
    if not several:
        facts["count"] = many("phrases.times", count)
    yield Highlight(
        found[0].day, weeks, 0.5 + 0.05 * count, "complaints", "complaints" if several else "complained", facts
    )


def _word_of_mouth(outcome: Outcome) -> Iterator[Highlight]:
    values = moved_by(outcome, ledger.GOSSIP)
    week, who = (int(place) for place in np.unravel_index(np.abs(values).argmax(), values.shape))
    by = values[week, who]
    source = news_source(outcome, week, who, by)
    if abs(by) >= 1 and source is not None:
        facts = {
            "who": name_of(outcome, who),
            "source": name_of(outcome, source),
            "moved": _consequence(outcome, ledger.GOSSIP, week, who),
        }
        wording = f"{ledger.GOSSIP}, {'good' if by > 0 else 'bad'}"
        yield Highlight(DAYS_A_WEEK * (week + 1), (week, week), _weight(values[week]), "heard", wording, facts)


def news_source(outcome: Outcome, week: int, who: int, own: float) -> int | None:
    """Return the partner with most news of this kind, weighted by the strength of the tie."""
    names = outcome.case.names
    lived_through = dict.fromkeys((ledger.KEPT, ledger.BROKEN, ledger.LATE, *(kind.cause for kind in EVENTS.values())))
    news = np.sign(own) * sum(moved_by(outcome, cause)[week] for cause in lived_through)
    told = np.zeros(len(names))
    for tie in outcome.case.ties:
        if names[who] in tie.between:
            other = next(name for name in tie.between if name != names[who])
            told[names.index(other)] = tie.strength
    told = told * np.maximum(news, 0)
    return int(told.argmax()) if told.max() > 0 else None


def _surveys(outcome: Outcome) -> Iterator[Highlight]:
    values = moved_by(outcome, ledger.FOLLOW_UP)
    week, who = (int(place) for place in np.unravel_index(np.abs(values).argmax(), values.shape))
    if abs(values[week, who]) >= NOTABLE:
        facts = {"who": name_of(outcome, who), "moved": _consequence(outcome, ledger.FOLLOW_UP, week, who)}
        wording = f"{ledger.FOLLOW_UP}, {'good' if values[week, who] > 0 else 'bad'}"
        yield Highlight(DAYS_A_WEEK * (week + 1), (week, week), _weight(values), "survey", wording, facts)


def _slow(outcome: Outcome, cause: str) -> Iterator[Highlight]:
    values = moved_by(outcome, cause)
    who = int(values.sum(axis=0).argmin())
    if values[:, who].sum() > -1:
        return
    first, last = heaviest_run(values[:, who])
    facts = {"who": name_of(outcome, who), "points": points(values[first : last + 1, who].sum())}
    wording = f"{cause}, in part" if cause == ledger.NO_ANSWER and answered(outcome, who, last) else cause
    yield Highlight(DAYS_A_WEEK * first + 1, (first, last), _weight(values) / 2, "slow", wording, facts)


def answered(outcome: Outcome, who: int, last: int) -> bool:
    """Return whether somebody owned up to a partner by the end of a week: then a rest is left without an answer."""
    acts = outcome.strategy.acts
    return any(
        entry.where[who] and week_of(entry.day) <= last and getattr(acts[int(entry.about)], "owns", True)
        for entry in _diary(outcome, *OWNING)
    )
