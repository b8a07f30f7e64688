"""Turning points of one year: weeks in which what was done, or left undone, moved one partner, and what followed.

They are found in the ledger of one world and told in the words of its story: cause, person, consequence.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np

from sim.experiments.year.leaving import OWN_REASONS, reason_for_leaving
from sim.experiments.year.turns import Turn
from sim.model import ledger
from sim.model.acts import ACTS
from sim.model.outcome import DiaryEntry, Outcome
from sim.narrative.cause_named import cause_named
from sim.narrative.cause_rows import points_in
from sim.narrative.highlight_parts import SLOW, heaviest_run, levels, moved_by, name_of
from sim.narrative.highlights import answered, news_source, promised
from sim.narrative.main_causes import lost
from sim.narrative.phrasing import NOTABLE, Facts, cause_in_words, change, dates, level, points, sentence, week_of
from sim.narrative.what_moved import VERDICTS, entries_of, unanswered
from sim.texts.words import catalogue, fill, many, say, wordings

__all__ = ["TurningPoint", "in_words", "title", "turn_of", "turning_points"]

MOST = 3
FOLLOWS = 13  # weeks within which a departure is told as what followed
SOON = 4  # weeks within which a complaint is
LATER = 6  # weeks after which trust is told where nothing else followed
APART = 2  # weeks between the beginnings of two turning points, if there are such
NOTED = 2  # points of trust below which something is a turning point only where nothing else is
MOST_OF_IT = 0.5  # share of what its cause did that a turning point must hold to tell why somebody left
LEAVING_COUNTS = 2  # times what moved a partner who left after it
OTHERS_DOING = 0.5  # weight of what the case brings, and of a slow loss, which nobody decided in one week


EVENTS_CAUSES = (ledger.EVENT, ledger.GUILT)
NEWS = (*VERDICTS, *EVENTS_CAUSES)  # what partners pass on


@dataclass(frozen=True)
class TurningPoint:
    """What moved one partner in one week, or slowly in several.

    Attributes:
        weeks: the first and the last. partner: name. cause: of the ledger. moved: points of 100, below 0 = lost.
        gone_week: in which the partner left, if soon after; complained_week: likewise; else None.
        told: the partner who heard of it, with the points that this moved; or None.
        in_all: somebody left with nothing in one week or slowly that did it: the cause is that of all weeks before.
    """

    weeks: tuple[int, int]
    partner: str
    cause: str
    moved: float
    gone_week: int | None = None
    complained_week: int | None = None
    told: tuple[str, float] | None = None
    in_all: bool = False


def turn_of(turns: Sequence[Turn], week: int) -> int:
    """Return the number of the turn, from 1, in which this week was played: the one to go back to.

    >>> turns = [Turn((), (), week) for week in (2, 6, 12)]
    >>> turn_of(turns, 0), turn_of(turns, 2), turn_of(turns, 11)
    (1, 2, 3)
    """
    return 1 + sum(turn.week <= week for turn in turns[:-1])


# Finding them


def turning_points(outcome: Outcome) -> tuple[TurningPoint, ...]:
    """Return the turning points of a year, in order of time: what made each partner leave who left, and at least three.

    Beside departures they are of different partners and weeks, if there are such.

    Args:
        outcome: of one world, with its diary.

    >>> from sim.experiments.simulate import simulate
    >>> found = turning_points(simulate("missed-deadline", "q-and-a", worlds=1, seed=1, by_world=True))
    >>> len(found), len({one.partner for one in found})
    (3, 3)
    """
    left = list(_candidates(outcome))
    chosen = list(_departures(outcome, left))
    left = [one for one in left if all(one.partner != other.partner or one.weeks != other.weeks for other in chosen)]
    while left and len(chosen) < MOST:
        best = max(left, key=lambda one: (abs(one.moved) >= NOTED, _news(one, chosen), _weight(one)))
        left.remove(best)
        chosen.append(best)
    return tuple(_with_what_followed(outcome, one) for one in sorted(chosen, key=lambda one: one.weeks))


def _departures(outcome: Outcome, candidates: Sequence[TurningPoint]) -> Iterator[TurningPoint]:
    """Yield for each partner who left when its reason for leaving weighed most; what came soon before it goes first."""
    for who in np.flatnonzero(outcome.left[:, 0]).tolist():
        name, gone = outcome.case.names[who], int(outcome.gone_week[who, 0])
        reason = reason_for_leaving(outcome, who, gone)
        own = [one for one in candidates if one.partner == name and one.moved < 0 and one.weeks[0] <= gone]
        own = [one for one in own or _slight(outcome, who, gone) if one.cause == reason]
        soon = [one for one in own if one.gone_week is not None]
        found = max(soon or own, default=None, key=_weight)
        yield replace(found, gone_week=gone) if found else _in_all(outcome, who, gone)


def _in_all(outcome: Outcome, who: int, gone: int) -> TurningPoint:
    """Return a departure that no week explains, with the cause that weighed most over all weeks before it."""
    moved = 100 * outcome.moved[: gone + 1, :, who].sum(axis=0)
    worst = int(moved.argmin())
    name, cause = outcome.case.names[who], ledger.CAUSES[worst]
    return TurningPoint((gone, gone), name, cause, float(moved[worst]), gone, in_all=True)


def _slight(outcome: Outcome, who: int, gone: int) -> Iterator[TurningPoint]:
    """Yield what did less, or what the case began with, where nothing else moved a partner who left."""
    for cause in SLOW:
        values = moved_by(outcome, cause)[: gone + 1, who]
        if values.sum() < 0:
            first, last = heaviest_run(values)
            yield _point(outcome, (first, last), who, cause, values[first : last + 1].sum())
    for cause in EVENTS_CAUSES:
        moved = moved_by(outcome, cause)[0, who]
        if moved < 0 and _entry(outcome, cause, 0, who) is not None:
            yield _point(outcome, (0, 0), who, cause, moved)


def _weight(one: TurningPoint) -> float:
    own = OTHERS_DOING if one.cause in {*SLOW, *EVENTS_CAUSES} else 1
    return abs(one.moved) * own * (LEAVING_COUNTS if one.gone_week is not None else 1)


def _news(one: TurningPoint, chosen: list[TurningPoint]) -> int:
    """Return in how many ways it differs from all that were chosen: week and partner count most, then cause."""
    apart = all(abs(one.weeks[0] - other.weeks[0]) >= APART for other in chosen)
    new_partner = all(one.partner != other.partner for other in chosen)
    new_cause = all(one.cause != other.cause for other in chosen)
    return 2 * (apart + new_partner) + new_cause


def _candidates(outcome: Outcome) -> Iterator[TurningPoint]:
    for cause in (*ACTS, *NEWS, ledger.FOLLOW_UP):
        values = moved_by(outcome, cause)
        for week, who in np.argwhere(np.abs(values) >= NOTABLE).tolist():
            # What the case begins with is no turning point: nobody could do anything about it.
            if (week or cause not in EVENTS_CAUSES) and _entry(outcome, cause, week, who) is not None:
                yield _point(outcome, (week, week), who, cause, values[week, who])
    for cause in SLOW:
        values = moved_by(outcome, cause)
        for who in np.flatnonzero(values.sum(axis=0) <= -1).tolist():
            first, last = heaviest_run(values[:, who])
            yield _point(outcome, (first, last), who, cause, values[first : last + 1, who].sum())


def _point(outcome: Outcome, weeks: tuple[int, int], who: int, cause: str, moved: float) -> TurningPoint:
    gone = int(outcome.gone_week[who, 0])
    left = bool(outcome.left[who, 0]) and weeks[0] <= gone <= weeks[1] + FOLLOWS and moved < 0
    return TurningPoint(weeks, outcome.case.names[who], cause, float(moved), gone if left else None)


def _with_what_followed(outcome: Outcome, one: TurningPoint) -> TurningPoint:
    """Return a turning point with a complaint, and with word of it, if there was any."""
    who = outcome.case.names.index(one.partner)
    complained = _complained(outcome, one.weeks[1], who) if one.moved < 0 else None
    told = _heard(outcome, one.weeks[0], who, one.moved) if one.cause in NEWS and not one.in_all else None
    return replace(one, complained_week=complained, told=told)


def _complained(outcome: Outcome, week: int, who: int) -> int | None:
    """Return the week soon after this one in which the partner complained."""
    found = (week_of(entry.day) for entry in outcome.diary or () if entry.what == "complained" and entry.where[who, 0])
    return next((one for one in found if week < one <= week + SOON), None)


def _heard(outcome: Outcome, week: int, who: int, moved: float) -> tuple[str, float] | None:
    """Return the partner whom the news of this one moved most that week, the same way, with the points."""
    values = moved_by(outcome, ledger.GOSSIP)[week]
    for other in np.argsort(-np.abs(values)).tolist():
        if values[other] * np.sign(moved) >= NOTABLE and news_source(outcome, week, other, values[other]) == who:
            return outcome.case.names[other], float(values[other])
    return None


def _entry(outcome: Outcome, cause: str, week: int, who: int) -> DiaryEntry | None:
    """Return the first thing that the diary holds of a cause in a week and towards a partner."""
    return next(iter(entries_of(outcome, cause, week, who)), None)


# Telling them


def title(outcome: Outcome, point: TurningPoint) -> str:
    """Return the heading of a turning point: when, who, and what became of them.

    >>> from sim.experiments.simulate import simulate
    >>> outcome = simulate("missed-deadline", "silence", worlds=1, seed=1, by_world=True)
    >>> title(outcome, TurningPoint((5, 5), "Funder", "commitments broken", -6.0, gone_week=5, in_all=True))
    'Week 5: The Funder left'
    """
    who = outcome.case.names.index(point.partner)
    wording = _kind_left(outcome, point, who) if point.gone_week is not None else _kind(point.moved)
    facts = {"who": name_of(outcome, who), "points": points(abs(points_in(outcome, who, point.cause, point.weeks)))}
    return sentence(dates(*point.weeks), say(f"turning_points.title_{wording}"), facts)


def _kind(moved: float) -> str:
    return "gained" if moved > 0 else "lost"


def _kind_left(outcome: Outcome, point: TurningPoint, who: int) -> str:
    """Return which heading somebody who left has: a small part of what its cause did tells no why."""
    if point.in_all:
        return "left"
    whole = 100 * outcome.moved[: point.gone_week + 1, ledger.CAUSES.index(point.cause), who].sum()
    return "why" if point.moved <= MOST_OF_IT * whole else "and_left"


def in_words(outcome: Outcome, point: TurningPoint) -> str:
    """Return a turning point in two or three sentences: what was the cause, what it did to whom, what followed."""
    who = outcome.case.names.index(point.partner)
    wording, facts = _moved(outcome, point, who)
    return " ".join([sentence(dates(*point.weeks), wording, facts), *_followed(outcome, point, who)])


def _moved(outcome: Outcome, point: TurningPoint, who: int) -> tuple[str, Facts]:
    """Return the sentence of cause and partner, and what fills it."""
    cause = point.cause
    facts = {"who": name_of(outcome, who), "points": _points(outcome, point, who)}
    if point.in_all:
        own = reason_for_leaving(outcome, who, point.gone_week) == OWN_REASONS
        wording = "weighed" if not own else "own_reasons" if point.moved > -NOTABLE else "made_up_for"
        return say(f"turning_points.{wording}"), facts | _largest(outcome, who, cause)
    if cause in SLOW:
        partly = cause == ledger.NO_ANSWER and answered(outcome, who, point.weeks[1])
        return wordings(f"sentences.{cause}{', in part' * partly}")[0], facts
    facts["moved"] = say("change.trust", moved=_change(outcome, point, who))
    good = "good" if point.moved > 0 else "bad"
    if cause == ledger.FOLLOW_UP:
        return wordings(f"sentences.{cause}, {good}")[0], facts
    entry = _entry(outcome, cause, point.weeks[0], who)
    if cause in ACTS:
        act = outcome.strategy.acts[int(entry.about)]
        return say("turning_points.act"), facts | {
            "deed": act.deed(),
            "felt": fill(_felt(cause, point.moved), facts),
        }
    if cause in VERDICTS:
        return wordings(f"sentences.{VERDICTS[cause]}")[-1], facts | {"thing": promised(outcome, entry.about)}
    return say("turning_points.event"), facts | {"label": entry.about.rstrip(" .")}


def _largest(outcome: Outcome, who: int, cause: str) -> Facts:
    """Return a cause by name with its points, and all points that the partner lost, as beside its name."""
    named, by = cause_named(outcome, who, cause, brief=True), abs(points_in(outcome, who, cause))
    return {"cause": named, "points": str(by), "all": points(sum(abs(one.points) for one in lost(outcome, who)))}


def _points(outcome: Outcome, point: TurningPoint, who: int) -> str:
    """Return the points that were moved, as the partner's account has them; of a slow cause also those of all weeks."""
    if point.in_all:
        return points(point.moved)
    here, in_all = (abs(points_in(outcome, who, point.cause, weeks)) for weeks in (point.weeks, None))
    if point.cause not in SLOW or here == in_all:
        return points(here)
    return say("turning_points.of_all", points=points(here), all=in_all)


def _change(outcome: Outcome, point: TurningPoint, who: int) -> str:
    """Return what became of trust, as far as that is what the account has of this cause; else its points alone."""
    (first, last), moved = point.weeks, points_in(outcome, who, point.cause, point.weeks)
    before, after = levels(outcome)[[first, last + 1], who]
    if abs(point.moved) < NOTABLE:
        return say("change.unmoved")
    if int(level(after)) - int(level(before)) == moved:
        return change(before, after)
    return say(f"change.{'gained' if point.moved > 0 else 'lost'}", points=points(moved))


def _felt(cause: str, moved: float) -> str:
    part = "felt_well" if moved > 0 else "felt_badly"
    return wordings(f"{part}.{cause}" if f"{part}.{cause}" in catalogue() else f"{part}.else")[0]


def _followed(outcome: Outcome, point: TurningPoint, who: int) -> Iterator[str]:
    """Yield what followed: word that went round, a complaint, a departure; or how trust stood some weeks later."""
    if point.told is not None and point.gone_week is None:  # beside a departure it is a small thing
        other, moved = point.told
        facts = {"other": name_of(outcome, outcome.case.names.index(other)), "points": points(moved)}
        yield sentence("", say("turning_points.heard_well" if moved > 0 else "turning_points.heard_badly"), facts)
    if point.cause == ledger.NO_ANSWER and not point.in_all and (what := unanswered(outcome, who, point.weeks[0])):
        yield say("turning_points.unanswered", what=what)
    if point.complained_week is not None:
        yield say("turning_points.complained", week=point.complained_week)
    yield from _left(outcome, point, who) if point.gone_week is not None else _stood(outcome, point, who)


def _left(outcome: Outcome, point: TurningPoint, who: int) -> Iterator[str]:
    """Yield what had cost a partner most by the time that it left, unless that was said at first, and when it left."""
    if not point.in_all and point.cause == reason_for_leaving(outcome, who, point.gone_week):
        facts = _largest(outcome, who, point.cause) | {"cause": cause_in_words(point.cause, helped=False)}
        yield sentence("", say("turning_points.weighed_too"), facts)
    weeks = point.gone_week - point.weeks[1]
    facts = {"week": point.gone_week, "level": level(levels(outcome)[point.gone_week + 1, who])}
    yield many("turning_points.left", weeks, **facts) if weeks > 0 else say("turning_points.left_then", **facts)


def _stood(outcome: Outcome, point: TurningPoint, who: int) -> Iterator[str]:
    """Yield how trust stood some weeks later, unless the partner had gone by then."""
    later = min(point.weeks[1] + LATER, outcome.weeks - 1)
    if 0 <= outcome.gone_week[who, 0] <= later:
        return
    stood = level(levels(outcome)[later + 1, who])
    if later == outcome.weeks - 1:
        yield say("turning_points.stood_at_end", level=stood)
    else:
        yield say("turning_points.stood", week=later, level=stood)
