"""Time: a season from the incident to its end, day by day."""

from dataclasses import dataclass, field

from reference.acts import (
    ON_PARTNERS,
    answer_surveys,
    ask_in_survey,
    follow_up,
    improvement,
    mended_share,
    see_others_go,
)
from reference.commitments import (
    PAID,
    claim_new_dates,
    judge,
    open_what_was_promised,
    promise_by_act,
    verdict_is_due,
    warnings_of,
    work_on_commitments,
)
from reference.deeds import happen, hear_promise
from reference.ledger import begin_week
from reference.luck import Luck
from reference.names import DAYS_A_WEEK, KINDS
from reference.outcome import ReferenceOutcome, outcome_of
from reference.schedule import addressees, occurrence_by_rule, occurrences_on
from reference.settling import settle
from reference.state import World, open_work, start_world
from reference.tonight import begin_tonight, end_tonight
from reference.week import ask, end_week, record
from sim.model.parameters import Parameters

FOLLOW_UP_DAYS = 40


@dataclass(slots=True)
class Day:
    """What one day brings, to take effect in the evening."""

    number: int
    acts: list = field(default_factory=list)
    events: list = field(default_factory=list)
    openings: list = field(default_factory=list)
    warnings: list = field(default_factory=list)
    follow_ups: list = field(default_factory=list)
    verdicts: list = field(default_factory=list)

    @property
    def eventful(self) -> bool:
        """Does anything at all happen tonight?"""
        return any((self.acts, self.events, self.openings, self.warnings, self.follow_ups, self.verdicts))


def simulate_world(case, strategy, *, parameters=None, seed=0, world=0) -> ReferenceOutcome:
    """Run one world from the incident to the season's end."""
    state = start_world(case, strategy, parameters or Parameters(), Luck(seed, world))
    record(state)
    begin_week(state)
    evening(state, Day(0, events=events_on(case, 0)))
    ask(state, 0)
    for week in range(case.weeks):
        for day in range(DAYS_A_WEEK * week + 1, DAYS_A_WEEK * week + 6):
            today = morning(state, day)
            work(state, today)
            today.verdicts = [promise for promise in state.commitments if verdict_is_due(state, promise, day)]
            evening(state, today)
        end_week(state, week)
    return outcome_of(state)


# ---------------------------------------------------------------------------------------------- the morning


def morning(world: World, day: int) -> Day:
    """Acts, openings, warnings, events and survey follow-ups of the day are noted."""
    today = Day(day)
    starting = occurrences_on(world.case, world.strategy, day) + occurrences_by_rules(world, day)
    for one in sorted(starting, key=lambda one: (KINDS.index(one.act.act), one.place)):
        start_act(world, one)
    for promise in world.commitments:
        if promise.opens == day:
            open_work(world, promise, day)
            today.openings.append(promise)
    today.warnings = warnings_of(world, day)
    today.events = events_on(world.case, day)
    today.follow_ups = [one for one in world.surveys if one.effect + FOLLOW_UP_DAYS == day]
    return today


def occurrences_by_rules(world: World, day: int) -> list:
    """Acts whose rule holds today; rules are looked at on the first day of each week but the first."""
    found = []
    if day % DAYS_A_WEEK == 1 and day > DAYS_A_WEEK:
        for place, act in enumerate(world.strategy.acts):
            if act.when and rule_holds(world, act) and may_start(world, place, act, day):
                one = occurrence_by_rule(world.case, world.strategy, place, day)
                if one:
                    world.used[place] = day
                    found.append(one)
    return found


def rule_holds(world: World, act) -> bool:
    """Is what the act waits for the case in this world?"""
    if act.when == "complaint":
        return world.complained
    return world.surveyed is not None and world.surveyed < act.below


def may_start(world: World, place: int, act, day: int) -> bool:
    """Is the act within its time, and not used too lately?"""
    if not act.first_day <= day <= act.last_day(world.case.days):
        return False
    if place not in world.used:
        return True
    return act.interval is not None and day - world.used[place] >= act.interval


def start_act(world: World, one) -> None:
    """An act joins the queue; the dates that it will promise are set."""
    world.queue.append(one)
    promise_by_act(world, one)
    claim_new_dates(world, one)
    if one.act.act == "update":
        earlier = [day for day in world.updates if day < one.start]
        one.gap = (one.start - max(earlier)) / DAYS_A_WEEK if earlier else world.par.update_first_gap
        world.updates.append(one.start)


def events_on(case, day: int) -> list:
    """Scripted events of the day, in the case's order."""
    return [event for event in case.events if event.day == day]


# ---------------------------------------------------------------------------------------------- the hours


def work(world: World, today: Day) -> None:
    """The day's staff hours go to questions, then to queued acts, then to commitments."""
    par = world.par
    share = max(par.least_hours, 1 + par.hours_spread * world.hours_luck[today.number - 1])
    hours = world.case.hours_per_day * share
    asked = min(hours, par.question_hours * world.questions / DAYS_A_WEEK)
    world.hours["questions"] += asked
    hours -= asked
    for one in world.queue:
        demand = one.cost * min(1.0, (today.number - one.start + 1) / one.spread)
        paid = min(max(demand - one.paid, 0.0), hours)
        hours -= paid
        one.paid += paid
        world.hours[one.act.act] += paid
    today.acts = [one for one in world.queue if one.paid >= one.cost - PAID]
    world.queue = [one for one in world.queue if one.paid < one.cost - PAID]
    work_on_commitments(world, hours, today.number)


# ---------------------------------------------------------------------------------------------- the evening


def evening(world: World, today: Day) -> None:
    """Settle, then let everything that happened today take effect at once."""
    if not today.eventful:
        return
    settle(world, today.number)
    begin_tonight(world)
    count_alike(world, today.acts)
    for one in today.acts:
        act_tonight(world, one, today.number)
    see_others_go(world)
    for event in today.events:
        happen(world, event, addressees(world.case, event.to, today.number))
    for promise in today.warnings:
        for person in world.reached(promise.to):
            person.tonight.calm *= 1 - world.par.warning_uncertainty
    for one in today.follow_ups:
        follow_up(world, one)
    for promise in today.openings:
        hear_promise(world, promise)
        promise.standing = "open"
    wins = sum(judge(world, promise) for promise in today.verdicts)
    answer_surveys(world)
    end_tonight(world, today.number)
    change_organisation(world, today, wins)
    for one in today.acts:
        open_what_was_promised(world, one, today.number)


def count_alike(world: World, acts: list) -> None:
    """Acts of one kind that take effect on one evening share one effect."""
    for one in acts:
        amount = min(one.act.share, 1.0) if one.act.act == "compensate" else 1.0
        for person in world.reached(one.to):
            alike = person.tonight.alike
            alike[one.act.act] = alike.get(one.act.act, 0.0) + amount


def act_tonight(world: World, one, day: int) -> None:
    """One act takes effect on everyone whom it addresses."""
    one.effect = day
    for person in world.reached(one.to):
        ON_PARTNERS[one.act.act](world, one, person)
        person.tonight.improved = max(person.tonight.improved, improvement(world, one, person))
    if one.act.act == "survey":
        ask_in_survey(world, one)
    for promise in one.promises:
        if promise.promised > day:
            hear_promise(world, promise)


def change_organisation(world: World, today: Day, wins: float) -> None:
    """What tonight's acts and deeds change in the organisation itself."""
    par = world.par
    kinds = [one.act.act for one in today.acts]
    for kind in kinds:
        if kind == "fix_process":
            save_work(world, kind, par.process, mended_share(world))
        elif kind == "train_staff":
            save_work(world, kind, par.training, 1.0)
    world.reviewed |= "review" in kinds
    world.warns |= "forewarn" in kinds
    world.mended |= "fix_process" in kinds
    if "celebrate" in kinds:
        world.morale = min(1.0, world.morale + par.celebrate_morale * min(world.wins, 1.0))
        world.wins = 0.0
    world.wins += wins


def save_work(world: World, kind: str, share: float, size: float) -> None:
    """Work takes less time; a further change of the kind finds less to save."""
    before = world.changes.get(kind, 0.0)
    world.skill /= 1 - share * size * world.par.saving_repeat**before
    world.changes[kind] = before + size
