"""Commitments from day to day: what acts promise, new dates, warnings, work and verdicts."""

from reference.deeds import break_promise, deliver_late, keep
from reference.names import DAYS_A_WEEK, KINDS
from reference.schedule import days_until, promised_by
from reference.state import Promise, open_work

PAID = 1e-9  # hours that count as nothing
LOOK_AHEAD = 5  # days before the promised date on which a warning is given


def promise_by_act(world, one) -> None:
    """The commitments of an act that starts today; they open when it takes effect."""
    for k, (weight, weeks, buffer, days) in enumerate(promised_by(one.act, one.to, world.par)):
        promise = Promise(
            name=f"{one.name}/{k}",
            to=one.to,
            hours=one.act.hours,
            weeks=weeks,
            weight=weight,
            character=world.par.act_character,
            buffer=buffer,
            place=(KINDS.index(one.act.act), one.start, one.place, k),
            by_act=True,
            promised=one.planned_end + days,
        )
        one.promises.append(promise)
        world.commitments.append(promise)


def claim_new_dates(world, one) -> None:
    """The first plan with a date that speaks to those to whom a missed thing is owed gives it a new one."""
    if one.act.act == "plan" and not one.act.when:
        for promise in world.commitments:
            if promise.missed and promise.new_by is None and promise.to & one.to:
                promise.new_by = one
                promise.new_date = one.planned_end + days_until(promise.weeks * one.act.buffer)


def open_what_was_promised(world, one, day: int) -> None:
    """What an act promised opens, and missed things get their new date."""
    for promise in one.promises:
        if promise.promised > day:
            open_work(world, promise, day)
            promise.standing = "open"
    for promise in world.commitments:
        if promise.new_by is one and day < promise.new_date and promise.done is None:
            promise.promised = promise.new_date
            promise.standing = "open"


def at_work(world) -> list[Promise]:
    """Opened, unfinished commitments of active partners."""
    return [
        promise
        for promise in world.commitments
        if promise.opened is not None and promise.done is None and not world.cancelled(promise)
    ]


def slip_is_noticed(world, promise, in_hand: int) -> bool:
    """Is it noticed today that the date will be missed?"""
    par = world.par
    missed = (1 - par.detect_forewarn if world.warns else 1.0) * (1 - par.detect_process if world.mended else 1.0)
    usual = LOOK_AHEAD * world.case.hours_per_day
    enough = world.speed * par.slip_share * usual / max(1, in_hand)
    return promise.remaining > enough and world.luck.number("detection", promise.name) < 1 - missed


def warnings_of(world, day: int) -> list[Promise]:
    """The commitments of whose slip partners are warned tonight."""
    if not world.warns and not world.mended:
        return []
    in_hand = at_work(world)
    found = [
        promise
        for promise in in_hand
        if promise.promised == day + LOOK_AHEAD
        and promise.standing != "overdue"
        and slip_is_noticed(world, promise, len(in_hand))
    ]
    for promise in found:
        promise.warned = True
    return found


def sorting_day(promise, day: int) -> int:
    """Work goes by promised day; missed things come first until they get a new date."""
    if not promise.missed:
        return promise.promised
    return promise.new_date if promise.new_by and day > promise.new_by.planned_end else -1


def work_on_commitments(world, hours: float, day: int) -> None:
    """What hours are left goes to open work, at its pace at most."""
    speed = world.speed
    for promise in sorted(at_work(world), key=lambda promise: (sorting_day(promise, day), promise.place)):
        pace = world.par.pace * promise.hours / (DAYS_A_WEEK * promise.weeks)
        given = min(promise.remaining / speed, pace, hours)
        promise.remaining -= given * speed
        hours -= given
        world.hours["commitments"] += given
        if promise.remaining <= PAID:
            promise.done = day


def verdict_is_due(world, promise, day: int) -> bool:
    """Is tonight the promised day, or was something overdue done today?"""
    if promise.opened is None or promise.standing == "closed":
        return False
    if promise.standing == "overdue":
        return promise.done == day
    return promise.promised == day and not world.cancelled(promise)


def judge(world, promise) -> float:
    """Kept, broken or late; returns what it adds to the wins. What an act promised answers a survey once it is done."""
    if promise.by_act and promise.done is not None:
        for person in world.reached(promise.to):
            person.tonight.improved = max(person.tonight.improved, promise.weight)
    if promise.standing == "overdue":
        deliver_late(world, promise, confirms=False)
        promise.standing = "closed"
        world.late += 1
        return 0.0
    if promise.done is None:
        break_promise(world, promise)
        promise.standing = "overdue"
        world.broken += 1
        return 0.0
    promise.standing = "closed"
    world.kept += 1
    if promise.missed:
        deliver_late(world, promise, confirms=True)
        return world.par.late * promise.weight
    keep(world, promise)
    return promise.weight
