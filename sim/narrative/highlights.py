"""Find what is worth telling in one world: each a `Highlight` with its weight, its week and its facts."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np

from sim.model import ledger
from sim.model.acts import ACTS
from sim.model.events import EVENTS, Event
from sim.model.frozen import DAYS_A_WEEK
from sim.model.occurrences import act_of, owed_to
from sim.model.outcome import Outcome
from sim.narrative.act_highlights import act_highlights
from sim.narrative.highlight_parts import (
    SLOW,
    Highlight,
    change_in,
    change_told,
    diary_of,
    heaviest_run,
    levels,
    most_moved,
    moved_by,
    name_of,
    weight_of,
)
from sim.narrative.phrasing import (
    NOTABLE,
    cause_in_words,
    level,
    ordinal,
    points,
    week_of,
)
from sim.texts.words import listed, many, say, wordings

TOLD_ALONE = 2  # events of one kind on one day that get their own sentences; more share one
HAPPENED = 100.0  # points added to the weight of what happens in a case, so that only departures come before it
OWNING = ("acknowledge", "apologise", "review", "compensate")  # acts by which one answers for what went wrong


# Highlights


def worth_telling(outcome: Outcome) -> Iterator[Highlight]:
    """Yield every highlight of the season, far more than fit in a story."""
    yield from _events(outcome)
    yield from act_highlights(outcome)
    yield from _verdicts(outcome)
    yield from _warnings(outcome)
    yield from _goings(outcome)
    yield from _partings(outcome)
    yield from _complaints(outcome)
    yield from _word_of_mouth(outcome)
    yield from _surveys(outcome)
    for cause in SLOW:
        yield from _slow(outcome, cause)


# Events of the case


def _events(outcome: Outcome) -> Iterator[Highlight]:
    by_day: dict[tuple[int, str], list[tuple[str, np.ndarray]]] = defaultdict(list)
    for entry in diary_of(outcome, *EVENTS):
        if entry.where.ndim:
            by_day[entry.day, entry.what].append((entry.about, entry.where))
    for (day, what), found in by_day.items():
        ranked = sorted(found, key=lambda one: -weight_of(_felt_by(outcome, day, what, one[1])))
        alone = [_event(outcome, day, what, label, hit) for label, hit in ranked[:TOLD_ALONE]]
        yield from alone
        if ranked[TOLD_ALONE:]:
            rest = _event(outcome, day, what, "", np.logical_or.reduce([hit for _, hit in ranked[TOLD_ALONE:]]))
            yield replace(rest, weight=min(rest.weight, alone[-1].weight) - HAPPENED)


def _event(outcome: Outcome, day: int, what: str, label: str, hit: np.ndarray) -> Highlight:
    """Return the beat of one event, or without a label of those of the same day and kind that are told together."""
    week, kind = week_of(day), EVENTS[what]
    facts = {"label": label.rstrip(" ."), "moved": _two_most(outcome, kind.cause, week, hit)}
    wording = _scripted(outcome, day, what, label).wording if label else "events too"
    weight = HAPPENED + weight_of(_felt_by(outcome, day, what, hit))
    return Highlight(day, (week, week), weight, kind.family, wording, facts)


def _scripted(outcome: Outcome, day: int, what: str, label: str) -> Event:
    """Return the case's event of which the diary holds this."""
    sought = (day, what, label)
    return next(event for event in outcome.case.events if (event.day, event.event, event.label) == sought)


def _felt_by(outcome: Outcome, day: int, what: str, hit: np.ndarray) -> np.ndarray:
    return np.where(hit, moved_by(outcome, EVENTS[what].cause)[week_of(day)], 0)


def _two_most(outcome: Outcome, cause: str, week: int, hit: np.ndarray) -> str:
    """Return the change of the two partners whom an event moved most."""
    values = moved_by(outcome, cause)[week]
    one = most_moved(values, hit)
    rest = hit & (np.arange(len(hit)) != one) & (np.abs(values) >= NOTABLE)
    facts = {"who": name_of(outcome, one), "moved": change_in(outcome, cause, week, one)}
    if not rest.any():
        return say("change.of", **facts)
    two = most_moved(values, rest)
    facts |= {"who_too": name_of(outcome, two), "moved_too": change_in(outcome, cause, week, two)}
    return say("change.of_two", **facts)


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
    warned = {entry.about for entry in diary_of(outcome, "warned")}
    missed = {one.name for one in outcome.case.commitments if one.missed}

    def what_became(what: str, name: str) -> str:
        if what == "kept" and name in missed:
            return "made good"
        return "broken, warned" if what == "broken" and name in warned else what

    return [
        _Verdict(entry.day, what_became(entry.what, entry.about), entry.about)
        for entry in diary_of(outcome, "kept", "late", "broken")
        if not entry.where.ndim
    ]


def waiting_for(outcome: Outcome, name: str) -> np.ndarray:
    """Return (partners,) bools: the partners to whom a commitment of this name is owed."""
    to, _ = owed_to(name, outcome.strategy.acts, outcome.case)
    return np.array([one in to for one in outcome.case.names])


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
        "moved": change_told(outcome, one.cause, one.week, who),
    }
    family = "late" if one.cause == ledger.LATE else one.cause.split()[-1]
    yield Highlight(one.day, (one.week, one.week), weight_of(values), family, one.what, facts)


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
    return Highlight(same[0].day, (first, last), weight_of(values), family, wording, facts)


def promised(outcome: Outcome, name: str) -> str:
    """Return a promise in words: its name in the case, or which part of which act it is."""
    if any(one.name == name for one in outcome.case.commitments):
        return say("promises.of_case", name=name)
    act, day, part = act_of(name, outcome.strategy.acts, outcome.case)
    several = sum(1 for _ in diary_of(outcome, act.act)) > 1
    return say(f"promises.{act.promised}{'_of' * several}", ordinal=ordinal(part), week=week_of(day))


def _warnings(outcome: Outcome) -> Iterator[Highlight]:
    found = list(diary_of(outcome, "warned"))
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
    for entry in diary_of(outcome, *(name for name, kind in ACTS.items() if kind.ends_work)):
        week, hit = week_of(entry.day), entry.where
        others = np.where(hit, 0, moved_by(outcome, entry.what)[week])
        other = most_moved(others, ~hit)
        facts = {
            "who": listed(name_of(outcome, who) for who in np.flatnonzero(hit)),
            "other": name_of(outcome, other),
            "moved": change_told(outcome, entry.what, week, other),
        }
        wording = "parted, felt" if abs(others[other]) >= NOTABLE else "parted"
        yield Highlight(entry.day, (week, week), np.inf, "gone", wording, facts)


# Slow changes


def _complaints(outcome: Outcome) -> Iterator[Highlight]:
    found = list(diary_of(outcome, "complained"))
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
            "moved": change_told(outcome, ledger.GOSSIP, week, who),
        }
        wording = f"{ledger.GOSSIP}, {'good' if by > 0 else 'bad'}"
        yield Highlight(DAYS_A_WEEK * (week + 1), (week, week), weight_of(values[week]), "heard", wording, facts)


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
        facts = {"who": name_of(outcome, who), "moved": change_told(outcome, ledger.FOLLOW_UP, week, who)}
        wording = f"{ledger.FOLLOW_UP}, {'good' if values[week, who] > 0 else 'bad'}"
        yield Highlight(DAYS_A_WEEK * (week + 1), (week, week), weight_of(values), "survey", wording, facts)


def _slow(outcome: Outcome, cause: str) -> Iterator[Highlight]:
    values = moved_by(outcome, cause)
    who = int(values.sum(axis=0).argmin())
    if values[:, who].sum() > -1:
        return
    first, last = heaviest_run(values[:, who])
    facts = {"who": name_of(outcome, who), "points": points(values[first : last + 1, who].sum())}
    wording = f"{cause}, in part" if cause == ledger.NO_ANSWER and answered(outcome, who, last) else cause
    yield Highlight(DAYS_A_WEEK * first + 1, (first, last), weight_of(values) / 2, "slow", wording, facts)


def answered(outcome: Outcome, who: int, last: int) -> bool:
    """Return whether somebody owned up to a partner by the end of a week: then a rest is left without an answer."""
    acts = outcome.strategy.acts
    return any(
        entry.where[who] and week_of(entry.day) <= last and getattr(acts[int(entry.about)], "owns", True)
        for entry in diary_of(outcome, *OWNING)
    )
