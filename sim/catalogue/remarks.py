"""Plain remarks on a plan: what cannot happen, what has no effect, what makes no sense. They refuse nothing.

Everything is read from the plan and the case, without a simulation. A remark is made where it holds in every world;
what depends on luck, or is merely unwise, is left for the trainee to see.
"""

from __future__ import annotations

from functools import cache, cached_property
from itertools import islice
from typing import TYPE_CHECKING, Any, NamedTuple

from sim.catalogue.act_words import repeat_words
from sim.catalogue.planned_act import PlannedAct
from sim.model.case import GROUPS
from sim.model.frozen import DAYS_A_WEEK, working_days
from sim.model.parameters import Parameters
from sim.texts.words import listed, many, say

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from sim.model.acts import Act
    from sim.model.case import Case, Commitment
    from sim.model.strategy import Strategy

__all__ = ["case_remarks", "first_remarks", "remarks"]

# Kinds that are nothing but words: said again with no deed in between, they wear out (docs/model.md, "Words").
WORDS = frozenset({"acknowledge", "apologise", "explain", "clarify", "deny", "disagree", "propose", "plan", "thank"})
ROUNDING = 1e-9
MOST_REMARKS = 6  # shown at once; the others follow when these are mended


class _Idle(NamedTuple):
    """A field that has no effect on some acts, and the key of the reason why in `remarks_why`."""

    field: str
    holds: Callable[[Any], bool]
    why: str


IDLE = (
    _Idle("below", lambda act: act.when != "low_survey", "no_low_survey"),
    _Idle("hours", lambda act: act.act == "promise" and not act.count, "no_promise"),
    _Idle("weeks", lambda act: act.act == "promise" and not act.count, "no_promise"),
    _Idle("buffer", lambda act: act.act == "promise" and not act.dated, "no_date"),
    _Idle("hours", lambda act: act.act == "plan" and not act.milestones, "no_steps"),
    _Idle("every", lambda act: act.act == "plan" and not act.milestones, "no_steps"),
    _Idle("to", lambda act: act.act in {"forewarn", "train_staff"} or _is_private_review(act), "within_team"),
)


def case_remarks(case: Case) -> tuple[str, ...]:
    """Return a sentence for what a case holds that lies after the end of its season, in the current language.

    >>> from sim.catalogue import load_case
    >>> case_remarks(load_case("missed-deadline")), len(case_remarks(load_case("missed-deadline").for_weeks(20)))
    ((), 2)
    """
    end = {"weeks": case.weeks, "last": case.days}
    found = [
        say("remarks_case.event", event=event.label, day=event.day, **end)
        for event in case.events
        if event.day > case.days
    ]
    cut = (one.name for one in case.commitments if not one.missed and _opening(one) > case.days)
    late = [say("lines.quoted", title=name) for name in cut]
    if late:
        found.append(many("remarks_case.commitments", len(late), names=listed(late), **end))
    return tuple(found)


def remarks(strategy: Strategy, case: Case, *, numbers: Sequence[int] | None = None) -> tuple[str, ...]:
    """Return a sentence for each thing in a plan that cannot happen, has no effect or makes no sense.

    Args:
        numbers: the number by which people know each act; None = from 1, in order.

    Returns:
        Sentences in the current language, in the order of the acts; none for a plan with nothing to remark on.

    >>> from sim.catalogue import load_case, load_strategy
    >>> case = load_case("missed-deadline")
    >>> remarks(load_strategy("recovery-plan"), case)
    ()
    >>> print(*remarks(load_strategy("words-only"), case))
    3. Send updates, from the first week, then every week: a message that says nothing costs hours and patience, and \
tells nobody anything. Choose what it says, or leave it out.
    """
    return tuple(_Plan(strategy, case, numbers).told())


def first_remarks(found: Sequence[str]) -> list[str]:
    """Return the first remarks, and a sentence on how many more there are.

    >>> first_remarks(["One.", "Two."]), first_remarks([f"{number}." for number in range(8)])[-1]
    (['One.', 'Two.'], 'And 2 more.')
    """
    further = len(found) - MOST_REMARKS
    return [*found[:MOST_REMARKS], *([many("remarks.more", further)] if further > 0 else [])]


class _Plan:
    """A plan in a case, and what there is to remark on it."""

    def __init__(self, strategy: Strategy, case: Case, numbers: Sequence[int] | None) -> None:
        self.case, self.parameters = case, Parameters()
        pairs = zip(strategy.acts, numbers or range(1, len(strategy.acts) + 1), strict=True)
        self.acts = [PlannedAct(act, number, case) for act, number in pairs]
        self._look()
        self.happening = [one for one in self.acts if one.happens]

    def _look(self) -> None:
        """Find out whom each act reaches: nobody who has parted before."""
        addressed, gone = cache(self.case.addressed), []
        certain = (one for one in self.acts if one.act.ends_work and not one.act.when)
        partings = sorted(certain, key=lambda one: one.act.first_day)
        for one in (*partings, *(one for one in self.acts if one not in partings)):
            for day in one.mornings:
                parted = (names for end, names in gone if end < day)
                names = frozenset(addressed(one.act.to, day)).difference(*parted)
                if names:
                    one.reached[day] = names
            if one in partings:
                gone += [(one.end(day), names) for day, names in one.reached.items()]

    def told(self) -> Iterator[str]:
        late = [one for one in self.acts if not one.mornings and one.act.first_day > self.case.days]
        once = [one for one in self._timed if one.act.interval and len(one.mornings) == 1]
        yield from self._together("after_season", late)
        yield from self._together("never_again", once)
        for one in self.acts:
            if one.happens:
                yield from self._of_one(one)
                yield from self._twice(one)
                yield from self._contradictions(one)
            else:
                yield from self._never(one)

    def _together(self, key: str, several: list[PlannedAct]) -> Iterator[str]:
        """Tell of several acts at once: a shorter season cuts many."""
        if several:
            titles = "; ".join(one.title for one in several)
            yield many(f"remarks.{key}", len(several), acts=titles, **self._end)

    @property
    def _end(self) -> dict[str, int]:
        return {"weeks": self.case.weeks, "last": self.case.days}

    def _say(self, key: str, one: PlannedAct, **facts: object) -> str:
        return say(f"remarks.{key}", act=one.title, **facts)

    # What cannot happen

    def _never(self, one: PlannedAct) -> Iterator[str]:
        if not one.mornings:
            if one.act.first_day <= self.case.days:  # else it is told together with others
                yield self._say("until_too_early", one)
        elif not one.reached:
            addressed = any(self.case.addressed(one.act.to, day) for day in one.mornings)
            group = one.act.to[0] if one.act.to[0] in GROUPS else "named"
            yield self._say("parted" if addressed else f"nobody_{group}", one)
        else:
            yield self._say("unfinished", one, days=one.act.spread_days, start=one.first, **self._end)

    def _of_one(self, one: PlannedAct) -> Iterator[str]:
        act = one.act
        if act.when == "low_survey" and not self._surveyed_before(one.mornings[-1]):
            yield self._say("no_survey", one)
            return
        yield from self._timing(one)
        for idle in IDLE:
            field = type(act).model_fields.get(idle.field)
            if field is not None and idle.holds(act) and getattr(act, idle.field) != field.default:
                named = say("editor.to" if idle.field == "to" else f"fields.{idle.field}")
                yield self._say("idle", one, field=named, why=say(f"remarks_why.{idle.why}"))
        yield from self._checks.get(act.act, lambda _: ())(one)
        yield from self._after_end(one)
        if act.act in WORDS and not act.when and act.interval and len(one.reached) > 1 and act.interval < DAYS_A_WEEK:
            yield self._say("words", one)

    def _surveyed_before(self, day: int) -> bool:
        """Return whether a survey may be seen on this morning; one that waits for a low survey cannot be the first."""
        surveys = [one for one in self.happening if one.act.act == "survey" and one.act.when != "low_survey"]
        return any(one.end(one.first) < day for one in surveys)

    def _timing(self, one: PlannedAct) -> Iterator[str]:
        act = one.act
        if act.interval is None:
            if act.until is not None and not act.when:
                yield self._say("until_alone", one, until=act.until)
            return
        days = act.every_weeks * DAYS_A_WEEK
        if act.when and act.interval % DAYS_A_WEEK:
            weeks = -(-act.interval // DAYS_A_WEEK)
            yield self._say("rounded_rule", one, asked=f"{act.every_weeks:g}", rhythm=repeat_words(weeks))
        elif abs(days - act.interval) > ROUNDING:
            true = f"{act.interval / DAYS_A_WEEK:g}"
            rhythm = repeat_words(act.every_weeks)
            yield self._say("rounded", one, asked=f"{act.every_weeks:g}", days=f"{days:g}", rhythm=rhythm, true=true)

    def _after_end(self, one: PlannedAct) -> Iterator[str]:
        """Tell of promised dates that the season does not reach."""
        due = [one.end(one.first) + days for days in self._promised_days(one)]
        if due and max(due) > self.case.days:
            late = sum(day > self.case.days for day in due)
            yield many("remarks.dates_after_end", late, act=one.title, count=len(due), day=max(due), **self._end)

    def _promised_days(self, one: PlannedAct) -> list[int]:
        """Return the working days from the act's end to each date that it promises on its first day."""
        promised = one.act.promises(self.parameters, len(one.reached[one.first]))
        return [working_days(each.weeks * each.buffer) for each in promised]

    # What has no effect, or makes no sense, by the kind of act

    @cached_property
    def _checks(self) -> dict[str, Callable[[PlannedAct], Iterator[str]]]:
        return {
            "update": self._update, "compensate": self._compensate, "plan": self._plan, "promise": self._promise,
            "celebrate": self._celebrate, "forewarn": self._forewarn, "review": self._review,
        }  # fmt: skip

    def _update(self, one: PlannedAct) -> Iterator[str]:
        if not one.act.says:
            yield self._say("empty_update", one)

    def _compensate(self, one: PlannedAct) -> Iterator[str]:
        if not one.act.share:
            yield self._say("pays_nothing", one)
        elif one.act.share > 1:
            yield self._say("pays_too_much", one, share=round(100 * one.act.share))

    def _plan(self, one: PlannedAct) -> Iterator[str]:
        if not one.act.milestones and one not in [plan for plan, _, _ in self._new_dates]:
            yield self._say("plan_without_dates", one)

    def _promise(self, one: PlannedAct) -> Iterator[str]:
        act = one.act
        if act.count:
            return
        later = [each for each in self.case.commitments if not each.missed and _opening(each) >= one.first]
        if act.when:
            yield self._say("habit_waits", one)
        elif not any(one.everybody & {*self.case.addressed(each.to)} for each in later):
            yield self._say("habit_for_nothing", one)
        elif not act.dated:
            yield self._say("only_soon", one)

    def _celebrate(self, one: PlannedAct) -> Iterator[str]:
        if one.act.when:
            return
        first = self._first_date
        if first is None:
            yield self._say("celebrates_never", one)
        elif one.end(one.first) <= first:
            yield self._say("celebrates_early", one, day=one.end(one.first), first=first)

    def _forewarn(self, one: PlannedAct) -> Iterator[str]:
        yield from self._again(one, lambda act: act.act == "forewarn")

    def _review(self, one: PlannedAct) -> Iterator[str]:
        if _is_private_review(one.act):
            yield from self._again(one, lambda act: act.act == "review")

    def _again(self, one: PlannedAct, same: Callable[[Act], bool]) -> Iterator[str]:
        """Tell of an act that is done once and for all, and yet again."""
        if one.act.when:
            return
        before = [other for other in self._timed if same(other.act) and _before(other, one)]
        if before:
            yield self._say("done_before", one, before=before[0].title)
        elif len(one.reached) > 1:
            yield self._say("once_for_all", one)

    @cached_property
    def _timed(self) -> list[PlannedAct]:
        """The acts that happen on days which are known beforehand."""
        return [one for one in self.happening if not one.act.when]

    @cached_property
    def _new_dates(self) -> list[tuple[PlannedAct, Commitment, int]]:
        """The plans that give a missed commitment its new date, with the commitment and the date."""
        waiting = [each for each in self.case.commitments if each.missed]
        found = []
        for one in sorted((one for one in self._timed if one.act.dates_missed), key=lambda one: one.first):
            for each in [each for each in waiting if one.everybody & {*self.case.addressed(each.to)}]:
                waiting.remove(each)
                found.append((one, each, one.end(one.first) + working_days(each.weeks * one.act.buffer)))
        return found

    @cached_property
    def _first_date(self) -> int | None:
        """The first day on which anything may be kept, None = nothing falls due in the season."""
        habits = [one.act.habit_of_dates(self.parameters) for one in self._timed]
        least = min([self.case.buffer, *(habit for habit in habits if habit is not None)])
        days = [day for _, _, day in self._new_dates]
        days += [
            _opening(each) - 1 + working_days(each.weeks * least) for each in self.case.commitments if not each.missed
        ]
        days += [one.end(one.first) + each for one in self.happening for each in self._promised_days(one)]
        return min((day for day in days if day <= self.case.days), default=None)

    # What two acts do to each other

    def _twice(self, one: PlannedAct) -> Iterator[str]:
        earlier = self.happening[: self.happening.index(one)]
        yield from islice(filter(None, (self._alike(one, other) for other in earlier)), 1)

    def _alike(self, one: PlannedAct, other: PlannedAct) -> str:
        """Return what to say of two acts that are one and the same, "" of others."""
        if (one.act.act, one.act.when, one.options) != (other.act.act, other.act.when, other.options):
            return ""
        if one.act.when:
            return self._say("twice_by_rule", one, other=other.title) if one.act == other.act else ""
        days = [day for day, names in one.reached.items() if names & other.reached.get(day, frozenset())]
        return many("remarks.twice", len(days), act=one.title, other=other.title, day=days[0]) if days else ""

    def _contradictions(self, one: PlannedAct) -> Iterator[str]:
        act = one.act
        if act.when:
            return
        if act.act == "deny":
            key, against = "denied_and_owned", (other for other in self._timed if _admits(other.act))
            near = (other for other in against if one.comes_before(other) or other.comes_before(one))
        elif act.act == "explain" and act.cause == "others":
            key, near = "excused_after_owning", (o for o in self._timed if _owns(o.act) and o.comes_before(one))
        else:
            return
        yield from (self._say(key, one, other=other.title) for other in islice(near, 1))


def _opening(commitment: Commitment) -> int:
    """Return the day on which a commitment of a case is agreed."""
    return DAYS_A_WEEK * commitment.starts + 1


def _before(one: PlannedAct, other: PlannedAct) -> bool:
    return (one.first, one.number) < (other.first, other.number)


def _is_private_review(act: Act) -> bool:
    """Whether an act is a review that partners neither take part in nor hear of."""
    return act.act == "review" and not act.together and not act.shared


def _owns(act: Act) -> bool:
    """Whether an act says that it was us."""
    match act.act:
        case "acknowledge":
            return True
        case "apologise":
            return act.owns
        case "explain":
            return act.cause == "own"
    return False


def _admits(act: Act) -> bool:
    """Whether an act says that there was something for which to answer."""
    return act.act == "apologise" or _owns(act)
