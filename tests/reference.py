"""A second implementation of the model, from docs/model.md alone: one world at a time, scalars and loops.

It is slow and plain on purpose. The engine must agree with it to 1e-9, world by world. Symbols are those of
docs/model.md. `encode` turns a case, a strategy and the luck into flat arrays; the functions marked `@law` are the
model and use nothing but numbers and those arrays, so that numba, where installed, can compile them (`compiled`).
Arrays over two things are flat: facet f of partner p is at f*n + p, partner p of commitment j at j*n + p.
"""


# ruff: noqa: RUF002 - the symbols of docs/model.md

from __future__ import annotations

import math
from collections import namedtuple
from dataclasses import dataclass
from functools import lru_cache
from types import FunctionType
from typing import NamedTuple

import numpy as np

from sim.model.acts import ACTS as KINDS_OF_ACTS
from sim.model.case import DAYS_A_WEEK, EVERYONE
from sim.model.parameters import Parameters
from sim.model.random_streams import RandomStreams

try:
    from llvmlite import ir
    from numba import njit, types
    from numba import typeof as type_of
    from numba.core import cgutils
    from numba.core.imputils import lower_getattr_generic, lower_setattr_generic
    from numba.core.typing.templates import AttributeTemplate
    from numba.extending import NativeValue, infer_getattr, models, register_model, typeof_impl, unbox
except ImportError:  # the reference needs numba only as a yardstick of speed
    njit = None

# ---------------------------------------------------------------------------------------------- names and numbers

KINDS = tuple(KINDS_OF_ACTS)
(
    ACKNOWLEDGE, LISTEN, APOLOGISE, EXPLAIN, CLARIFY, DENY, DISAGREE, PROPOSE, PLAN, UPDATE, SURVEY, INVOLVE,
    COMPENSATE, TRAIN_STAFF, EDUCATE, FIX_PROCESS, REVIEW, FOREWARN, PROMISE, THANK, CELEBRATE, PART_WAYS,
) = range(22)  # fmt: skip

OTHER_CAUSES = (
    "commitments kept", "commitments broken", "late deliveries", "what happened", "guilt proven", "long dates",
    "waiting", "messages", "no answer", "unmet needs", "word of mouth", "fading memory", "promises unproven",
    "apologies unproven", "survey follow-up",
)  # fmt: skip
CAUSES = KINDS + OTHER_CAUSES
(
    KEPT, BROKEN, LATE, HAPPENED, GUILT_PROVEN, LONG_DATES, WAITING, MESSAGES, NO_ANSWER, UNMET_NEEDS,
    WORD_OF_MOUTH, FADING, PROMISES_UNPROVEN, APOLOGIES_UNPROVEN, FOLLOW_UP,
) = range(22, 37)  # fmt: skip
N_CAUSES = 37

HOURS = (*KINDS, "questions", "commitments")
ON_QUESTIONS, ON_COMMITMENTS, N_HOURS = 22, 23, 24

C, I = 0, 1  # noqa: E741 - the facets, competence and character, as docs/model.md calls them
ACTIVE, PARTED, LEFT = 0, 1, 2
EVENT_KINDS = ("breach", "kept", "guilt_proven", "decision")
BREACH, EVENT_KEPT, EVENT_GUILT, DECISION = range(4)
NO_RULE, IF_COMPLAINT, IF_LOW_SURVEY = range(3)
NOT_YET, OPEN, OVERDUE, CLOSED = range(4)  # where a commitment stands in its partners' eyes

# Facts of a world (World.facts) and lengths of its lists (World.count).
(
    SPEED, REVIEWED, WARNS, MENDED, WINS, IMPROVED, SURVEYED, HAS_SURVEY, SETTLED, QUESTIONS, COMPLAINT, UPDATE_LAST,
    UPDATE_BEFORE, N_KEPT, N_BROKEN, N_LATE,
) = range(16)  # fmt: skip
IN_QUEUE, AT_WORK, SURVEYS, ACTS, EVENTS, OPENINGS, WARNINGS, FOLLOW_UPS, VERDICTS = range(9)
# Facts of one evening (Tonight.facts).
IMPROVES, MAKES_REVIEW, STARTS_WARNING, MENDS, SPEEDS, CELEBRATES, KEPT_WEIGHT = range(7)

WEEK = 5.0  # days
PAID = 1e-9  # hours that count as nothing
LOOK_AHEAD = 5  # days before the promised date on which a warning is given
FOLLOW_UP_DAYS, FOLLOW_UP_REACH = 40, 65

Numbers = namedtuple("Numbers", list(Parameters.model_fields))  # noqa: PYI024 - its fields are Parameters' own


class Case(NamedTuple):
    """The case as numbers; j is a commitment (the case's own first, then those that acts make)."""

    par: Numbers
    n: int
    weeks: int
    days: int
    hours_per_day: float
    ethics: float
    prior_mean: list
    spread: list
    steadiness: list
    track_record: list
    weight_c: list
    needs: list
    limit: list
    patience: list
    fit: list
    tie: list
    n_own: int
    n_commitments: int
    c_to: list
    c_hours: list
    c_pace: list  # staff hours that one day can give to it
    c_weight: list
    c_character: list
    c_buffer: list
    c_missed: list
    c_opens: list  # day; own commitments only
    c_due: list  # promised day of own commitments; of acts': days after the act's planned last day
    n_events: int
    e_kind: list
    e_day: list
    e_to: list
    e_weight: list
    e_character: list
    e_form: list
    e_lie: list
    e_guilt: list
    e_misunderstood: list
    e_exceeded: list


class Acts(NamedTuple):
    """The strategy as numbers; i is an act, o one of its occurrences."""

    n_acts: int
    kind: list
    to: list
    cost: list
    spread: list
    rule: list
    below: list
    first: list
    last: list
    interval: list  # 0 = once
    occurrences: list  # how many there can be
    first_occurrence: list
    strength: list  # acknowledge, listen, involve: k; apologise: q; update: worth of what it says; compensate: share
    owns: list  # apologise, explain: it owns what happened
    organisation: list
    channels: list
    says: list
    results: list
    small_wins: list
    asks: list
    milestones: list
    measurable: list
    voluntary: list
    together: list
    shared: list
    dated: list
    count: list
    renewal: list  # days from a plan's last day to the new date of own commitment j: i*n_own + j
    act_of: list  # per occurrence
    makes: list  # per occurrence: its first commitment
    makes_count: list


class Fate(NamedTuple):
    """One world's luck."""

    disposition: list
    hours: list
    overrun: list
    detection: list
    questions: list  # week*n + p, the week in which they are asked
    complaints: list
    leaving: list  # week*n + p, the week that ends
    fit: list  # o*n + p


class World(NamedTuple):
    """The state of one world, as in docs/model.md ("State"), and what is recorded of it."""

    r: list
    s: list
    m: list
    e: list
    scar: list
    loan: list
    prior: list
    unsure: list
    load: list
    heard: list
    metrics: list
    knows: list
    say: list
    denied: list
    guilt: list
    breach: list
    share: list
    misread: list
    news_r: list
    news_s: list
    start_trust: list
    weight: list
    moved_r: list
    moved_s: list
    facts: list
    remaining: list
    paid: list
    gap: list
    history: list
    competence: list
    character: list
    ledger: list
    hours: list
    unsure_seen: list
    load_seen: list
    heard_seen: list
    status: list
    changed: list
    answered: list
    apologies: list
    acknowledged: list
    thanks: list
    since: list
    n_open: list
    n_overdue: list
    opened: list
    promised: list
    standing: list
    done: list
    warned: list
    new_date: list
    new_from: list
    new_by: list
    begun: list
    effect: list
    last_used: list
    count: list
    queue: list
    at_work: list
    surveys: list
    booked: list  # per cause: did it do anything this week?


class Tonight(NamedTuple):
    """What comes together on one evening before it takes effect."""

    trust_i: list
    trust: list
    gain: list
    early: list
    dr: list
    ds: list
    scar: list
    misread: list
    lift: list
    lifted: list  # all lifts of a facet
    escrow: list
    clear: list
    cleared: list
    lent: list
    kept: list
    broken: list
    calm: list
    floor: list
    heard: list
    metrics: list
    knows: list
    say: list
    load: list
    facts: list
    breached: list
    answered: list
    parting: list
    denies: list
    proven: list
    apologies: list
    acknowledged: list
    thanks: list
    acts: list
    events: list
    openings: list
    warnings: list
    follow_ups: list
    verdicts: list


LAWS: list[FunctionType] = []


def law(function):
    """Mark a function as part of the model proper, which `compiled` hands to numba."""
    LAWS.append(function)
    return function


# ------------------------------------------------------------------------------------------------ laws of one number


@law
def facet_trust(good, bad, steadiness, prior):
    """T_f, with bad = s_f + σ_f."""
    return (good + steadiness * prior) / (good + bad + steadiness)


@law
def credit(trust, metrics, fit, par):
    """`gain`: the credit that a partner gives to good news."""
    seen = trust + par.metrics * metrics * (1 - trust)
    return (par.gain_floor + (1 - par.gain_floor) * seen) * fit


@law
def earliness(good, bad, steadiness, par):
    """f: how much more a breach weighs where partners know little yet."""
    return 1 + par.early_breach * steadiness / (steadiness + good + bad)


@law
def remaining_share(span, time):
    """What is left after `span` weeks of something that decays within `time`."""
    return math.exp(-span / time)


@law
def uncertainty_after(unsure, level, stays):
    """U at level o, where `stays` is the share of the gap that is left."""
    return level + (unsure - level) * stays


@law
def waiting_cost(unsure, level, span, stays, needs, par):
    """Bad evidence of competence from waiting for `span` weeks: the integral of U."""
    area = level * span + (unsure - level) * par.settle_in * (1 - stays)
    return par.waiting_factor * needs * area


@law
def message_cost(load, limit, span, par):
    """Bad evidence of competence from message load above the limit F*."""
    above = limit * par.load_limit_factor
    if load <= above:
        return 0.0
    fade = par.load_fade
    weeks = span
    if above > 0:
        weeks = min(max(fade * math.log(load / above), 0.0), span)
    return par.overload * (load * fade * (1 - math.exp(-weeks / fade)) - above * weeks)


@law
def hearing(heard, par):
    """How much of what is said arrives at a partner who feels heard so far."""
    return par.unheard + (1 - par.unheard) * heard


@law
def apology_worth(parts, times, weeks, heard, by_organisation, par):
    """Q: what an apology is worth after so many before it and so long after the breach."""
    worth = parts * par.apology_repeat**times * math.exp(-weeks / par.apology_delay) * hearing(heard, par)
    return worth * par.institution if by_organisation else worth


@law
def halving(half_life):
    """What is left of something after one week."""
    return 2.0 ** (-1.0 / half_life)


@law
def leaving_chance(trust, patience, par):
    """Chance that a partner leaves at a week's end."""
    return par.leave_rate / (1 + math.exp(par.leave_slope * (trust - patience)))


@law
def distrust_rate(trust, par):
    """d: questions a week out of distrust; partners far below `quiet` fall silent."""
    silence = 1.0 if trust >= par.quiet else trust / par.quiet
    return par.questions_distrust * max(0.0, par.content - trust) * silence


@law
def poisson_to_three(rate, u):
    """A Poisson number by inversion, at most 3."""
    term = math.exp(-rate)
    below = term
    number = 0
    for k in range(1, 4):
        if below <= u:
            number += 1
        term *= rate / k
        below += term
    return number


@law
def noticing(warns, mended, par):
    """P: chance that a slip is noticed in time."""
    miss = 1.0
    if warns:
        miss *= 1 - par.detect_forewarn
    if mended:
        miss *= 1 - par.detect_process
    return 1 - miss


@law
def ledger_part(start, dr, ds, now):
    """What Δr and Δs did to a facet's trust: T⁰ at the week's start, D¹ at its end."""
    return ((1 - start) * dr - start * ds) / now


# ------------------------------------------------------------------------------------------------ reading the state


@law
def weight_of(c, w, f, p):
    """D: all evidence on a facet with the disposition's weight K."""
    return w.r[f * c.n + p] + bad_of(c, w, f, p) + c.steadiness[p]


@law
def bad_of(c, w, f, p):
    """s_f + σ_f."""
    return w.s[f * c.n + p] + w.scar[p] if f == I else w.s[f * c.n + p]


@law
def facet(c, w, f, p):
    """T_f of a partner now."""
    return facet_trust(w.r[f * c.n + p], bad_of(c, w, f, p), c.steadiness[p], w.prior[p])


@law
def trust_of(c, w, p):
    """T of a partner now."""
    return c.weight_c[p] * facet(c, w, C, p) + (1 - c.weight_c[p]) * facet(c, w, I, p)


@law
def level_of(w, p):
    """The level o to which uncertainty tends."""
    level = 0.0
    if w.n_open[p] > 0:
        level = 0.5
    if w.answered[p] == 0 or w.n_overdue[p] > 0:
        level = 1.0
    return level * (1 - 0.5 * w.knows[p])


@law
def cancelled(c, w, j):
    """Nobody to whom the commitment is owed is still active."""
    to, status, active = c.c_to, w.status, 0
    for p in range(c.n):
        if to[j * c.n + p] and status[p] == ACTIVE:
            active += 1
    return active == 0


# ----------------------------------------------------------------------------------------------- writing the state


@law
def clear(array):
    """Set all to 0."""
    for i in range(len(array)):
        array[i] = 0


@law
def fill(array, value):
    """Set all to one value."""
    for i in range(len(array)):
        array[i] = value


@law
def copy(source, target):
    """Copy one array into another."""
    for i in range(len(source)):
        target[i] = source[i]


@law
def add(array, count, which, value):
    """Put a value at the end of a list of given length."""
    array[count[which]] = value
    count[which] += 1


@law
def book(c, w, cause, f, p, dr, ds):
    """Note in the week's ledger what a cause did to the evidence."""
    at = (cause * 2 + f) * c.n + p
    w.moved_r[at] += dr
    w.moved_s[at] += ds
    w.booked[cause] = 1


@law
def move(c, w, cause, f, p, dr, ds):
    """Change the evidence of an active partner at once."""
    if w.status[p] == ACTIVE:
        w.r[f * c.n + p] += dr
        w.s[f * c.n + p] += ds
        book(c, w, cause, f, p, dr, ds)


@law
def later(c, w, t, cause, f, p, dr, ds):
    """Change the evidence of an active partner when the evening's effects are added up."""
    t.dr[f * c.n + p] += dr
    t.ds[f * c.n + p] += ds
    book(c, w, cause, f, p, dr, ds)


@law
def stand(c, w, j, standing):
    """Change where a commitment stands, and with it what is open and overdue for each partner."""
    for p in range(c.n):
        if c.c_to[j * c.n + p]:
            w.n_open[p] += (standing == OPEN) - (w.standing[j] == OPEN)
            w.n_overdue[p] += (standing == OVERDUE) - (w.standing[j] == OVERDUE)
    w.standing[j] = standing


@law
def open_work(c, w, luck, j, day):
    """A commitment opens: its true work is known to fate alone."""
    par = c.par
    w.opened[j] = day
    w.remaining[j] = c.c_hours[j] * math.exp(math.log(par.overrun_median) + par.overrun_spread * luck.overrun[j])
    add(w.at_work, w.count, AT_WORK, j)


# ------------------------------------------------------------------------------------------------------- the start


@law
def clear_partners(w):
    """Partners as if nothing had ever been."""
    clear(w.m), clear(w.e), clear(w.s), clear(w.scar), clear(w.loan)
    clear(w.unsure), clear(w.load), clear(w.heard), clear(w.metrics), clear(w.knows), clear(w.say)
    clear(w.denied), clear(w.breach), clear(w.share), clear(w.misread), clear(w.since)
    clear(w.apologies), clear(w.acknowledged), clear(w.thanks), clear(w.status)
    clear(w.news_r), clear(w.news_s), clear(w.n_open), clear(w.n_overdue)
    fill(w.guilt, 1.0)
    fill(w.answered, 1)
    fill(w.changed, -1)


@law
def clear_work(w):
    """No work, no hours, no record."""
    clear(w.facts), clear(w.count), clear(w.standing), clear(w.warned), clear(w.remaining), clear(w.paid)
    clear(w.last_used), clear(w.moved_r), clear(w.moved_s), clear(w.ledger), clear(w.hours), clear(w.new_date)
    clear(w.booked)
    fill(w.opened, -1)
    fill(w.promised, -1)
    fill(w.done, -1)
    fill(w.new_by, -1)
    fill(w.begun, -1)
    fill(w.effect, -1)
    w.facts[SPEED] = 1.0
    w.facts[IMPROVED] = -1000.0


@law
def start(c, w, luck):
    """The state before the incident, recorded as history[0]; missed things are open and overdue from day 0."""
    clear_partners(w)
    clear_work(w)
    for p in range(c.n):
        w.prior[p] = min(max(c.prior_mean[p] + c.spread[p] * luck.disposition[p], 0.05), 0.95)
        w.r[C * c.n + p] = c.track_record[p]
        w.r[I * c.n + p] = c.track_record[p]
    for j in range(c.n_own):
        if c.c_missed[j]:
            open_work(c, w, luck, j, 0)
            stand(c, w, j, OVERDUE)
        else:
            w.promised[j] = c.c_due[j]
    record(c, w, 0)
    open_ledger(c, w)


# ------------------------------------------------------------------------------------------------------ the morning


@law
def rule_holds(a, w, i):
    """Is what the act waits for the case in this world?"""
    if a.rule[i] == IF_COMPLAINT:
        return w.facts[COMPLAINT] > 0
    return w.facts[HAS_SURVEY] > 0 and w.facts[SURVEYED] < a.below[i]


@law
def starts_today(a, w, i, day):
    """Does an act start on this day?"""
    if day > a.last[i] or a.occurrences[i] == 0:
        return False
    if a.rule[i] == NO_RULE:
        if a.interval[i] == 0:
            return day == a.first[i]
        return day >= a.first[i] and (day - a.first[i]) % a.interval[i] == 0
    first = max(a.first[i], DAYS_A_WEEK + 1)
    if day < first or day % DAYS_A_WEEK != 1 or not rule_holds(a, w, i):
        return False
    if w.last_used[i] == 0:
        return True
    return a.interval[i] > 0 and day - w.last_used[i] >= a.interval[i]


@law
def occurrence_on(a, i, day):
    """Which of an act's possible occurrences starts on this day; a rule may start one in each week but the first."""
    if a.rule[i] != NO_RULE:
        return day // DAYS_A_WEEK - 1
    return (day - a.first[i]) // a.interval[i] if a.interval[i] > 0 else 0


@law
def start_act(c, a, w, i, day):
    """An act joins the queue; the dates that it will promise are set."""
    o = a.first_occurrence[i] + occurrence_on(a, i, day)
    w.last_used[i] = day
    w.begun[o] = day
    add(w.queue, w.count, IN_QUEUE, o)
    last = day + a.spread[i] - 1
    for j in range(a.makes[o], a.makes[o] + a.makes_count[o]):
        w.promised[j] = last + c.c_due[j]
    if a.kind[i] == UPDATE:
        note_update(w, o, day)
    if a.kind[i] == PLAN and a.rule[i] == NO_RULE:
        set_new_dates(c, a, w, i, o, last)


@law
def note_update(w, o, day):
    """How long it was since an update last started, before today."""
    if day > w.facts[UPDATE_LAST]:
        w.facts[UPDATE_BEFORE] = w.facts[UPDATE_LAST]
        w.facts[UPDATE_LAST] = day
    before = w.facts[UPDATE_BEFORE]
    w.gap[o] = (day - before) / WEEK if before > 0 else 1.0


@law
def set_new_dates(c, a, w, i, o, last):
    """The first plan that speaks to those to whom a missed thing is owed gives it a new date."""
    for j in range(c.n_own):
        if c.c_missed[j] and w.new_by[j] < 0:
            for p in range(c.n):
                if c.c_to[j * c.n + p] and a.to[i * c.n + p]:
                    w.new_by[j] = o
                    w.new_from[j] = last
                    w.new_date[j] = last + a.renewal[i * c.n_own + j]


@law
def open_own(c, w, t, luck, j, day):
    """One of the case's commitments opens; partners hear of it in the evening."""
    open_work(c, w, luck, j, day)
    add(t.openings, w.count, OPENINGS, j)


@law
def consider_warning(c, w, t, luck, j):
    """Five days before the date: is the slip noticed, so that partners are warned tonight?"""
    if w.opened[j] < 0 or w.standing[j] > OPEN or w.done[j] >= 0 or cancelled(c, w, j):
        return
    chance = noticing(w.facts[WARNS] > 0, w.facts[MENDED] > 0, c.par)
    at_work = 0
    for k in range(w.count[AT_WORK]):
        if not cancelled(c, w, w.at_work[k]):
            at_work += 1
    enough = w.facts[SPEED] * 0.5 * LOOK_AHEAD * c.hours_per_day / max(1, at_work)
    if luck.detection[j] < chance and w.remaining[j] > enough:
        w.warned[j] = 1
        add(t.warnings, w.count, WARNINGS, j)


@law
def morning(c, a, w, t, luck, day):
    """Acts, openings, warnings, events and survey follow-ups of the day are noted."""
    for i in range(a.n_acts):
        if starts_today(a, w, i, day):
            start_act(c, a, w, i, day)
    for j in range(c.n_own):
        if c.c_opens[j] == day:
            open_own(c, w, t, luck, j, day)
    if w.facts[WARNS] > 0 or w.facts[MENDED] > 0:
        for j in range(c.n_commitments):
            if w.promised[j] == day + LOOK_AHEAD:
                consider_warning(c, w, t, luck, j)
    note_events(c, w, t, day)
    for k in range(w.count[SURVEYS]):
        if w.effect[w.surveys[k]] + FOLLOW_UP_DAYS == day:
            add(t.follow_ups, w.count, FOLLOW_UPS, w.surveys[k])


@law
def note_events(c, w, t, day):
    """Scripted events of the day, in the case's order."""
    for e in range(c.n_events):
        if c.e_day[e] == day:
            add(t.events, w.count, EVENTS, e)


# -------------------------------------------------------------------------------------------------------- the hours


@law
def work(c, a, w, t, luck, day):
    """The day's staff hours go to questions, then to queued acts, then to commitments."""
    par = c.par
    hours = c.hours_per_day * max(0.1, 1 + par.hours_spread * luck.hours[day - 1])
    asked = min(hours, par.question_hours * w.facts[QUESTIONS] / DAYS_A_WEEK)
    w.hours[ON_QUESTIONS] += asked
    hours = work_on_acts(a, w, t, hours - asked, day)
    work_on_commitments(c, w, hours, day)


@law
def work_on_acts(a, w, t, hours, day):
    """Queued acts get what they demand up to today; those paid in full leave the queue and take effect tonight."""
    left = 0
    for k in range(w.count[IN_QUEUE]):
        o = w.queue[k]
        i = a.act_of[o]
        demand = a.cost[i] * min(1.0, (day - w.begun[o] + 1) / a.spread[i])
        pay = min(max(demand - w.paid[o], 0.0), hours)
        hours -= pay
        w.paid[o] += pay
        w.hours[a.kind[i]] += pay
        if w.paid[o] >= a.cost[i] - PAID:
            add(t.acts, w.count, ACTS, o)
        else:
            w.queue[left] = o
            left += 1
    w.count[IN_QUEUE] = left
    return hours


@law
def sorting_day(c, w, j, day):
    """Work goes by promised day; missed things come first until they get a new date."""
    if not c.c_missed[j]:
        return w.promised[j]
    return w.new_date[j] if w.new_by[j] >= 0 and day > w.new_from[j] else -1


@law
def sort_work(c, w, day):
    """Sort the work in hand by promised day, then by place (insertion: it is nearly sorted from yesterday)."""
    for k in range(1, w.count[AT_WORK]):
        j = w.at_work[k]
        due = sorting_day(c, w, j, day)
        place = k
        while place > 0:
            before = w.at_work[place - 1]
            due_before = sorting_day(c, w, before, day)
            if due_before < due or (due_before == due and before < j):
                break
            w.at_work[place] = before
            place -= 1
        w.at_work[place] = j


@law
def work_on_commitments(c, w, hours, day):
    """What hours are left, at the speed of work, goes to open work, at its pace at most."""
    speed = w.facts[SPEED]
    sort_work(c, w, day)
    left = 0
    for k in range(w.count[AT_WORK]):
        j = w.at_work[k]
        if not cancelled(c, w, j):
            given = min(w.remaining[j] / speed, c.c_pace[j], hours)
            w.remaining[j] -= given * speed
            hours -= given
            w.hours[ON_COMMITMENTS] += given
            if w.remaining[j] <= PAID:
                w.done[j] = day
        if w.done[j] < 0:
            w.at_work[left] = j
            left += 1
    w.count[AT_WORK] = left


# -------------------------------------------------------------------------------------------- settling up to tonight


@law
def settle(c, w, day):
    """Bring uncertainty, load and what grows with time up to tonight."""
    span = (day - w.facts[SETTLED]) / WEEK
    if span <= 0:
        return
    w.facts[SETTLED] = day
    par = c.par
    unsure_stays, load_stays = remaining_share(span, par.settle_in), remaining_share(span, par.load_fade)
    for p in range(c.n):
        level = level_of(w, p)
        unsure, load = w.unsure[p], w.load[p]
        move(c, w, WAITING, C, p, 0.0, waiting_cost(unsure, level, span, unsure_stays, c.needs[p], par))
        move(c, w, MESSAGES, C, p, 0.0, message_cost(load, c.limit[p], span, par))
        if w.answered[p] == 0:
            move(c, w, NO_ANSWER, I, p, 0.0, par.unanswered * w.breach[p] * span)
        move(c, w, UNMET_NEEDS, C, p, 0.0, par.unmet_needs * (1 - c.fit[p]) * span)
        w.unsure[p] = uncertainty_after(unsure, level, unsure_stays)
        w.load[p] = load * load_stays


# ------------------------------------------------------------------------------------------------------ deeds, news


@law
def tell(c, w, to, at, j, f, dr, ds):
    """Those to whom a deed was not addressed will hear at the week's end what it did to partner j."""
    for i in range(c.n):
        if not to[at + i]:
            w.news_r[f * c.n + i] += c.par.gossip * c.tie[i * c.n + j] * dr
            w.news_s[f * c.n + i] += c.par.gossip * c.par.gossip_bad * c.tie[i * c.n + j] * ds


@law
def good_deed(c, w, t, cause, to, at, p, weight):
    """Credit on both facets for something given, and news of it."""
    r_c = weight * t.gain[p]
    r_i = c.par.kept_character * weight * t.gain[p]
    later(c, w, t, cause, C, p, r_c, 0.0)
    later(c, w, t, cause, I, p, r_i, 0.0)
    tell(c, w, to, at, p, C, r_c, 0.0)
    tell(c, w, to, at, p, I, r_i, 0.0)


@law
def bad_deed(c, w, t, cause, to, at, p, weight, character):
    """Bad evidence on both facets for something broken, and news of it; returns both amounts."""
    s_c = c.par.loss_competence * (1 - character) * weight * t.early[C * c.n + p]
    s_i = c.par.loss_character * character * weight * t.early[I * c.n + p] * c.ethics
    later(c, w, t, cause, C, p, 0.0, s_c)
    later(c, w, t, cause, I, p, 0.0, s_i)
    tell(c, w, to, at, p, C, 0.0, s_c)
    tell(c, w, to, at, p, I, 0.0, s_i)
    return s_c, s_i


@law
def keep(c, w, t, j):
    """A commitment is kept on its promised day."""
    weight = c.c_weight[j]
    for p in range(c.n):
        if c.c_to[j * c.n + p] and w.status[p] == ACTIVE:
            shaped = 1 + c.par.codesign * w.say[p]
            good_deed(c, w, t, KEPT, c.c_to, j * c.n, p, weight * shaped)
            t.kept[p] += weight
    t.facts[KEPT_WEIGHT] += weight
    w.facts[N_KEPT] += 1
    stand(c, w, j, CLOSED)


@law
def break_it(c, w, t, j):
    """A commitment is not done on its promised day: overdue from now on."""
    weight = c.c_weight[j]
    felt = weight * (1 - c.par.forewarned * w.warned[j])
    for p in range(c.n):
        if c.c_to[j * c.n + p] and w.status[p] == ACTIVE:
            bad_deed(c, w, t, BROKEN, c.c_to, j * c.n, p, felt, c.c_character[j])
            t.broken[p] += weight
    w.facts[N_BROKEN] += 1
    stand(c, w, j, OVERDUE)


@law
def deliver_late(c, w, t, j, confirms):
    """A commitment is done after its day; a missed thing done by its new date confirms what was said, too."""
    worth = c.par.late * c.c_weight[j]
    for p in range(c.n):
        if c.c_to[j * c.n + p] and w.status[p] == ACTIVE:
            good_deed(c, w, t, LATE, c.c_to, j * c.n, p, worth)
            if confirms:
                t.kept[p] += c.c_weight[j]
    if confirms:
        t.facts[KEPT_WEIGHT] += worth
        w.facts[N_KEPT] += 1
    else:
        w.facts[N_LATE] += 1
    stand(c, w, j, CLOSED)


@law
def verdict_is_due(c, w, j, day):
    """Is tonight the promised day, or was something overdue done today?"""
    if w.opened[j] < 0 or w.standing[j] == CLOSED:
        return False
    if w.standing[j] == OVERDUE:
        return w.done[j] == day
    return w.promised[j] == day and not cancelled(c, w, j)


@law
def judge(c, w, t, j):
    """Kept, broken or late."""
    if w.standing[j] == OVERDUE:
        deliver_late(c, w, t, j, confirms=False)
    elif w.done[j] < 0:
        break_it(c, w, t, j)
    elif c.c_missed[j]:
        deliver_late(c, w, t, j, confirms=True)
    else:
        keep(c, w, t, j)
    made_by_act = j >= c.n_own
    if made_by_act and w.done[j] >= 0:
        t.facts[IMPROVES] = 1


@law
def promise_heard(c, w, t, j):
    """A commitment opens in partners' ears: a long date costs something."""
    cost = c.par.long_date * c.c_weight[j] * max(0.0, c.c_buffer[j] - 1)
    for p in range(c.n):
        if c.c_to[j * c.n + p] and w.status[p] == ACTIVE:
            later(c, w, t, LONG_DATES, C, p, 0.0, cost)


@law
def warn(c, w, t, j):
    """Owed partners hear that a date will slip."""
    for p in range(c.n):
        if c.c_to[j * c.n + p] and w.status[p] == ACTIVE:
            t.calm[p] *= 0.7


# -------------------------------------------------------------------------------------------------- scripted events


@law
def breach_event(c, w, t, e, p):
    """A breach, perhaps also a lie, perhaps partly misunderstood."""
    par = c.par
    weight = c.e_weight[e]
    felt = weight * par.statement if c.e_form[e] else weight
    s_c, s_i = bad_deed(c, w, t, HAPPENED, c.e_to, e * c.n, p, felt, c.e_character[e])
    t.misread[C * c.n + p] += c.e_misunderstood[e] * s_c
    t.misread[I * c.n + p] += c.e_misunderstood[e] * s_i
    if c.e_lie[e]:
        lie = par.loss_character * weight * c.ethics
        later(c, w, t, HAPPENED, I, p, 0.0, lie)
        tell(c, w, c.e_to, e * c.n, p, I, 0.0, lie)
        t.scar[p] += par.scar * lie
        book(c, w, HAPPENED, I, p, 0.0, par.scar * lie)
    t.broken[p] += weight
    t.breached[p] = 1
    t.floor[p] = 1.0


@law
def decision_event(c, w, t, e, p):
    """An unwelcome decision hurts less where partners had a voice before it."""
    par = c.par
    voice = par.voice_before * max(w.heard[p], w.say[p])
    hurt = par.loss_character * c.e_weight[e] * 0.5 * (1 - voice)
    later(c, w, t, HAPPENED, I, p, 0.0, hurt)
    tell(c, w, c.e_to, e * c.n, p, I, 0.0, hurt)
    t.floor[p] = max(t.floor[p], 0.5)


@law
def guilt_event(c, w, t, e, p):
    """What was only suspected becomes certain; a denial now counts as what it was."""
    if w.denied[p] > 0:
        hurt = c.par.loss_character * w.denied[p] * t.early[I * c.n + p]
        later(c, w, t, GUILT_PROVEN, I, p, 0.0, hurt)
        tell(c, w, c.e_to, e * c.n, p, I, 0.0, hurt)
        t.proven[p] = 1


@law
def happen(c, w, t, e):
    """One scripted event takes effect."""
    for p in range(c.n):
        if c.e_to[e * c.n + p] and w.status[p] == ACTIVE:
            if c.e_kind[e] == BREACH:
                breach_event(c, w, t, e, p)
            elif c.e_kind[e] == EVENT_KEPT:
                more = c.par.exceeded if c.e_exceeded[e] else 1.0
                good_deed(c, w, t, HAPPENED, c.e_to, e * c.n, p, c.e_weight[e] * more)
                t.kept[p] += c.e_weight[e]
            elif c.e_kind[e] == EVENT_GUILT:
                guilt_event(c, w, t, e, p)
            else:
                decision_event(c, w, t, e, p)


@law
def remember(c, w, e, day):
    """Set G, W, c, x and day₀ (after all of tonight's effects were computed from those before)."""
    kind = c.e_kind[e]
    for p in range(c.n):
        if c.e_to[e * c.n + p]:
            if kind == BREACH:
                w.guilt[p] = c.e_guilt[e]
                w.breach[p] = c.e_weight[e]
                w.share[p] = c.e_character[e]
                w.misread[p] = c.e_misunderstood[e]
                w.since[p] = day
            elif kind == DECISION:
                w.breach[p] = c.e_weight[e] / 2
                w.share[p] = 1.0
                w.misread[p] = 0.0
                w.since[p] = day
            elif kind == EVENT_GUILT:
                w.guilt[p] = 1.0


# ------------------------------------------------------------------------------- acts, as they reach one partner


@law
def lift(c, t, kind, f, p, share):
    """Lift a share of the bad evidence on a facet."""
    t.lift[(kind * 2 + f) * c.n + p] += share
    t.lifted[f * c.n + p] += share


@law
def lend(c, w, t, kind, p, promises):
    """Trust lent in advance against promises."""
    lent = c.par.loan * promises * t.trust_i[p]
    t.lent[p] += lent
    later(c, w, t, kind, C, p, lent, 0.0)


@law
def clear_up(c, w, t, kind, p, share, cost):
    """Clear up a share of what was misunderstood; contradicting founded criticism costs character."""
    par = c.par
    cleared = share * par.clarity * hearing(w.heard[p], par)
    t.clear[kind * c.n + p] += cleared
    t.cleared[p] += cleared
    founded = w.guilt[p] * (1 - w.misread[p]) * w.breach[p] * (1 - w.heard[p])
    later(c, w, t, kind, I, p, 0.0, cost * par.contradiction * founded)


@law
def acknowledge(c, a, w, t, i, p):
    """Say what went wrong."""
    k = a.strength[i] * c.par.apology_repeat ** w.acknowledged[p]
    t.answered[p] = 1
    t.heard[p] *= 1 - 0.35 * k
    t.calm[p] *= 1 - 0.2 * k
    lift(c, t, ACKNOWLEDGE, I, p, c.par.recognition * k)
    t.acknowledged[p] += 1


@law
def listen(c, a, t, i, p):
    """Make room to speak."""
    k = a.strength[i]
    t.answered[p] = 1
    t.heard[p] *= 1 - k
    t.calm[p] *= 1 - 0.15 * k
    lift(c, t, LISTEN, I, p, c.par.recognition * k)


@law
def apologise(c, a, w, t, i, p, day):
    """Say sorry; what it lifts stays in escrow until deeds prove it."""
    par = c.par
    parts, guilt = a.strength[i], w.guilt[p]
    worth = apology_worth(parts, w.apologies[p], (day - w.since[p]) / WEEK, w.heard[p], a.organisation[i], par)
    on_c, on_i = par.apology * worth, par.apology_character * worth * guilt
    lift(c, t, APOLOGISE, C, p, on_c)
    lift(c, t, APOLOGISE, I, p, on_i)
    t.escrow[C * c.n + p] += on_c
    t.escrow[I * c.n + p] += on_i
    cost = par.confession * parts * w.share[p] * w.breach[p] * (1 - guilt)
    if a.owns[i]:
        t.answered[p] = 1
    else:
        cost += par.blame_free * guilt * w.breach[p]
    later(c, w, t, APOLOGISE, I, p, 0.0, cost)
    t.calm[p] *= 1 - 0.15 * parts
    t.apologies[p] += 1


@law
def explain(c, a, w, t, i, p):
    """Give our own reasons, or blame others."""
    par = c.par
    if a.owns[i]:
        lift(c, t, EXPLAIN, C, p, par.own_cause)
        t.answered[p] = 1
        t.calm[p] *= 0.7
    else:
        lift(c, t, EXPLAIN, C, p, par.own_cause * (1 - w.guilt[p]))
        later(c, w, t, EXPLAIN, I, p, 0.0, par.excuse * w.guilt[p] * w.breach[p])
        t.calm[p] *= 0.85


@law
def deny(c, w, t, p):
    """Say that it was not us."""
    par = c.par
    lift(c, t, DENY, C, p, par.denial_competence * (1 - w.guilt[p]))
    lift(c, t, DENY, I, p, par.denial_character * (1 - w.guilt[p]))
    later(c, w, t, DENY, I, p, 0.0, par.denial_known * w.guilt[p] * w.breach[p])
    t.denies[p] = 1
    t.calm[p] *= 0.9
    if w.guilt[p] < 0.5:
        t.answered[p] = 1


@law
def disagree(c, w, t, p):
    """Say openly where we differ."""
    clear_up(c, w, t, DISAGREE, p, 0.5, 1.0)
    later(c, w, t, DISAGREE, I, p, c.par.candour, 0.0)
    t.answered[p] = 1
    t.calm[p] *= 0.85


@law
def propose(c, a, w, t, luck, i, o, p):
    """Offer a change; where we ask, a partner whose needs it misses amends it."""
    misses = luck.fit[o * c.n + p] < 0.5 * (1 - w.heard[p])
    if misses and a.asks[i]:
        t.heard[p] *= 1 - 0.25
        misses = False
    lend(c, w, t, PROPOSE, p, 0.5 if misses else 1.0)
    t.heard[p] *= 1 - 0.1
    t.answered[p] = 1
    t.calm[p] *= 0.75


@law
def plan(c, a, w, t, i, p):
    """Share a plan with dates."""
    lend(c, w, t, PLAN, p, 0.5 * a.milestones[i])
    t.calm[p] *= 0.6
    if a.measurable[i]:
        t.metrics[p] *= 1 - 0.6
    t.answered[p] = 1


@law
def update(c, a, w, t, i, o, p):
    """Tell how things stand; an update that says nothing is only one more message."""
    t.load[p] += 0.6 + 0.4 * a.channels[i]
    if not a.says[i]:
        return
    fresh = 1 - math.exp(-w.gap[o] / c.par.freshness)
    reach = 1 - 0.3 ** a.channels[i]
    t.calm[p] *= 1 - min(0.9, a.strength[i]) * fresh * reach
    if a.results[i]:
        t.metrics[p] *= 1 - 0.35 * fresh
    if a.small_wins[i]:
        later(c, w, t, UPDATE, C, p, 0.1 * min(w.facts[WINS], 1.0) * t.gain[p] * fresh, 0.0)


@law
def involve(c, a, w, t, i, p):
    """Let partners shape what is done."""
    k = a.strength[i]
    t.heard[p] *= 1 - 0.5 * k
    t.say[p] *= 1 - k
    lift(c, t, INVOLVE, I, p, c.par.recognition * k)
    t.calm[p] *= 1 - 0.2 * k
    later(c, w, t, INVOLVE, I, p, c.par.warmth * k, 0.0)


@law
def compensate(c, a, t, i, p):
    """Make good a share of the loss."""
    if a.voluntary[i]:
        lift(c, t, COMPENSATE, C, p, c.par.compensation * min(a.strength[i], 1.0))
    elif a.strength[i] > 0:
        lift(c, t, COMPENSATE, C, p, c.par.forced)


@law
def review(c, a, w, t, i, p):
    """Look for root causes, perhaps together, and share the lessons."""
    if a.together[i]:
        t.heard[p] *= 1 - 0.15
        t.say[p] *= 1 - 0.15
    if a.shared[i]:
        lift(c, t, REVIEW, C, p, 0.5 * c.par.recognition)
        later(c, w, t, REVIEW, I, p, c.par.warmth, 0.0)


@law
def thank(c, w, t, p):
    """Thank partners."""
    later(c, w, t, THANK, I, p, c.par.warmth * 0.7 * c.par.apology_repeat ** w.thanks[p], 0.0)
    t.heard[p] *= 1 - 0.05
    t.load[p] += 0.3
    t.thanks[p] += 1


@law
def celebrate(c, w, t, p):
    """Make visible what went well; hollow where nothing did."""
    later(c, w, t, CELEBRATE, C, p, 0.25 * min(w.facts[WINS], 2.0) * t.gain[p], 0.0)
    if w.facts[WINS] < 0.5:
        hollow = c.par.unacted_survey * 0.5 * (1.0 if w.n_overdue[p] > 0 else 0.5)
        later(c, w, t, CELEBRATE, I, p, 0.0, hollow)
    t.load[p] += 0.5


@law
def say_words(c, a, w, t, i, p, day):
    """Acts that answer for what happened."""
    kind = a.kind[i]
    if kind == ACKNOWLEDGE:
        acknowledge(c, a, w, t, i, p)
    elif kind == LISTEN:
        listen(c, a, t, i, p)
    elif kind == APOLOGISE:
        apologise(c, a, w, t, i, p, day)
    elif kind == EXPLAIN:
        explain(c, a, w, t, i, p)
    elif kind == CLARIFY:
        clear_up(c, w, t, CLARIFY, p, 1.0, 0.5)
        t.answered[p] = 1
        t.calm[p] *= 0.8
    elif kind == DENY:
        deny(c, w, t, p)
    elif kind == DISAGREE:
        disagree(c, w, t, p)


@law
def look_ahead(c, a, w, t, luck, i, o, p):
    """Acts that promise or tell."""
    kind = a.kind[i]
    if kind == PROPOSE:
        propose(c, a, w, t, luck, i, o, p)
    elif kind == PLAN:
        plan(c, a, w, t, i, p)
    elif kind == UPDATE:
        update(c, a, w, t, i, o, p)
    elif kind == PROMISE:
        lend(c, w, t, PROMISE, p, a.count[i])
        t.calm[p] *= 0.85 if a.dated[i] else 0.95


@law
def work_together(c, a, w, t, i, p):
    """Acts that ask, involve, make good, teach, thank or part."""
    kind = a.kind[i]
    if kind == SURVEY:
        t.heard[p] *= 1 - 0.12
        t.load[p] += 0.5
    elif kind == INVOLVE:
        involve(c, a, w, t, i, p)
    elif kind == COMPENSATE:
        compensate(c, a, t, i, p)
    elif kind == EDUCATE:
        t.knows[p] *= 1 - 0.4
        t.heard[p] *= 1 - 0.05
    elif kind == REVIEW:
        review(c, a, w, t, i, p)
    elif kind == THANK:
        thank(c, w, t, p)
    elif kind == CELEBRATE:
        celebrate(c, w, t, p)
    elif kind == PART_WAYS:
        t.parting[p] = 1


# --------------------------------------------------------------------------------- acts, as they change the world


@law
def improves(kind):
    """Kinds of act after which a survey counts as acted upon."""
    return kind in (PROPOSE, PLAN, CLARIFY, INVOLVE, COMPENSATE, TRAIN_STAFF, EDUCATE, FIX_PROCESS)


@law
def change_ourselves(c, w, t, kind):
    """Training, processes, habits: what an act changes in the organisation, whoever is addressed."""
    par = c.par
    if kind == TRAIN_STAFF:
        t.facts[SPEEDS] *= 1 / (1 - par.training)
    elif kind == FIX_PROCESS:
        t.facts[SPEEDS] *= 1 / (1 - par.process * (1.0 if w.facts[REVIEWED] > 0 else par.no_review))
        t.facts[MENDS] = 1
    elif kind == REVIEW:
        t.facts[MAKES_REVIEW] = 1
    elif kind == FOREWARN:
        t.facts[STARTS_WARNING] = 1
    elif kind == CELEBRATE:
        t.facts[CELEBRATES] = 1
    if improves(kind):
        t.facts[IMPROVES] = 1


@law
def ask_in_survey(c, a, w, t, i, o):
    """The survey's mean is the trust of those whom it asked."""
    total, asked = 0.0, 0
    for p in range(c.n):
        if a.to[i * c.n + p] and w.status[p] == ACTIVE:
            total += t.trust[p]
            asked += 1
    if asked > 0:
        w.facts[SURVEYED] = total / asked
        w.facts[HAS_SURVEY] = 1
    add(w.surveys, w.count, SURVEYS, o)


@law
def act_tonight(c, a, w, t, luck, o, day):
    """One act takes effect on everyone whom it addresses."""
    i = a.act_of[o]
    w.effect[o] = day
    for p in range(c.n):
        if a.to[i * c.n + p] and w.status[p] == ACTIVE:
            say_words(c, a, w, t, i, p, day)
            look_ahead(c, a, w, t, luck, i, o, p)
            work_together(c, a, w, t, i, p)
    change_ourselves(c, w, t, a.kind[i])
    if a.kind[i] == SURVEY:
        ask_in_survey(c, a, w, t, i, o)
    for j in range(a.makes[o], a.makes[o] + a.makes_count[o]):
        if w.promised[j] > day:
            promise_heard(c, w, t, j)


@law
def open_what_was_promised(c, a, w, luck, o, day):
    """What an act promised opens, and missed things get their new date."""
    for j in range(a.makes[o], a.makes[o] + a.makes_count[o]):
        if w.promised[j] > day:
            open_work(c, w, luck, j, day)
            stand(c, w, j, OPEN)
    for j in range(c.n_own):
        if w.new_by[j] == o and day < w.new_date[j] and w.done[j] < 0:
            w.promised[j] = w.new_date[j]
            stand(c, w, j, OPEN)


@law
def follow_up(c, a, w, t, o):
    """Forty days after a survey partners see whether anything changed."""
    acted = w.facts[IMPROVED] >= w.effect[o] - FOLLOW_UP_REACH
    for p in range(c.n):
        if a.to[a.act_of[o] * c.n + p] and w.status[p] == ACTIVE:
            if acted:
                later(c, w, t, FOLLOW_UP, I, p, 0.5 * c.par.warmth, 0.0)
            else:
                later(c, w, t, FOLLOW_UP, I, p, 0.0, c.par.unacted_survey)


@law
def see_others_go(c, w, t):
    """How the other partners take it when one parts."""
    for j in range(c.n):
        if t.parting[j]:
            for i in range(c.n):
                if i != j and w.status[i] == ACTIVE:
                    felt = c.par.warmth * c.tie[i * c.n + j]
                    if c.fit[j] < 0.5:
                        later(c, w, t, PART_WAYS, I, i, 0.3 * felt, 0.0)
                    else:
                        later(c, w, t, PART_WAYS, I, i, 0.0, 0.6 * felt)


# ------------------------------------------------------------------------------------------------------ the evening


@law
def clear_evening(t):
    """An evening on which nothing has happened yet."""
    clear(t.dr), clear(t.ds), clear(t.scar), clear(t.misread), clear(t.lift), clear(t.escrow), clear(t.clear)
    clear(t.lifted), clear(t.cleared), clear(t.lent), clear(t.kept), clear(t.broken), clear(t.floor), clear(t.load)
    clear(t.facts), clear(t.breached), clear(t.answered), clear(t.parting), clear(t.denies), clear(t.proven)
    clear(t.apologies), clear(t.acknowledged), clear(t.thanks)
    fill(t.calm, 1.0)
    fill(t.heard, 1.0)
    fill(t.metrics, 1.0)
    fill(t.knows, 1.0)
    fill(t.say, 1.0)
    t.facts[SPEEDS] = 1.0


@law
def look_around(c, w, t):
    """Trust, credit and earliness after settling, from which all of tonight's effects are computed."""
    for p in range(c.n):
        t.trust_i[p] = facet(c, w, I, p)
        t.trust[p] = trust_of(c, w, p)
        t.gain[p] = credit(t.trust[p], w.metrics[p], c.fit[p], c.par)
        for f in range(2):
            t.early[f * c.n + p] = earliness(w.r[f * c.n + p], bad_of(c, w, f, p), c.steadiness[p], c.par)


@law
def prove_words(c, w, t, p):
    """Deeds confirm what was said or lent; a breach brings back what is not yet proven."""
    proven = math.exp(-t.kept[p])
    back = min(t.broken[p], 1.0)
    for f in range(2):
        held = w.e[f * c.n + p] * proven
        later(c, w, t, APOLOGIES_UNPROVEN, f, p, 0.0, back * held)
        w.e[f * c.n + p] = (1 - back) * held
    held = w.loan[p] * proven
    later(c, w, t, PROMISES_UNPROVEN, C, p, -back * held, 0.0)
    w.loan[p] = (1 - back) * held + t.lent[p]


@law
def lift_bad_evidence(c, w, t, f, p):
    """Words lift bad evidence, at most all of it; then misunderstanding is cleared from what is left."""
    at = f * c.n + p
    lifted, cleared = t.lifted[at], t.cleared[p]
    scale = 1 / lifted if lifted > 1 else 1.0
    clear_scale = 1 / cleared if cleared > 1 else 1.0
    misread_left = (1 - lifted * scale) * w.m[at]
    if lifted > 0 or cleared > 0:
        for kind in range(PART_WAYS + 1):
            gone = t.lift[(kind * 2 + f) * c.n + p] * scale * w.s[at]
            gone += t.clear[kind * c.n + p] * clear_scale * misread_left
            later(c, w, t, kind, f, p, 0.0, -gone)
    w.e[at] += t.escrow[at] * scale * w.s[at]
    w.m[at] = misread_left * (1 - cleared * clear_scale) + t.misread[at]


@law
def change_feelings(w, t, p):
    """Uncertainty, load, being heard, and the rest of one partner's state beside the evidence."""
    w.unsure[p] = max(w.unsure[p] * t.calm[p], t.floor[p])
    w.load[p] += t.load[p]
    if t.breached[p]:
        w.heard[p] /= 2
        w.answered[p] = 0
    elif t.answered[p]:
        w.answered[p] = 1
    w.heard[p] += (1 - t.heard[p]) * (1 - w.heard[p])
    w.metrics[p] += (1 - t.metrics[p]) * (1 - w.metrics[p])
    w.knows[p] += (1 - t.knows[p]) * (1 - w.knows[p])
    w.say[p] += (1 - t.say[p]) * (1 - w.say[p])
    if t.proven[p]:
        w.denied[p] = 0.0
    if t.denies[p]:
        w.denied[p] = w.breach[p]
    w.apologies[p] += t.apologies[p]
    w.acknowledged[p] += t.acknowledged[p]
    w.thanks[p] += t.thanks[p]


@law
def add_up(c, w, t, day):
    """All of tonight's changes are added up, for each active partner."""
    for p in range(c.n):
        if w.status[p] == ACTIVE:
            prove_words(c, w, t, p)
            lift_bad_evidence(c, w, t, C, p)
            lift_bad_evidence(c, w, t, I, p)
            change_feelings(w, t, p)
            for f in range(2):
                w.r[f * c.n + p] += t.dr[f * c.n + p]
                w.s[f * c.n + p] += t.ds[f * c.n + p]
            w.scar[p] += t.scar[p]
            if t.parting[p]:
                w.status[p] = PARTED
                w.changed[p] = (day - 1) // DAYS_A_WEEK


@law
def change_world(w, t, day):
    """Tonight's changes of the organisation itself."""
    w.facts[SPEED] *= t.facts[SPEEDS]
    w.facts[REVIEWED] = max(w.facts[REVIEWED], t.facts[MAKES_REVIEW])
    w.facts[WARNS] = max(w.facts[WARNS], t.facts[STARTS_WARNING])
    w.facts[MENDED] = max(w.facts[MENDED], t.facts[MENDS])
    if t.facts[CELEBRATES]:
        w.facts[WINS] = 0.0
    w.facts[WINS] += t.facts[KEPT_WEIGHT]
    if t.facts[IMPROVES]:
        w.facts[IMPROVED] = day


@law
def nothing_happens(count):
    """Is this an evening like any other?"""
    things = 0
    for which in range(ACTS, VERDICTS + 1):
        things += count[which]
    return things == 0


@law
def effects(c, a, w, t, luck, day):
    """Everything that happened today, computed from the state after settling and before any of it."""
    n = w.count
    for k in range(n[ACTS]):
        act_tonight(c, a, w, t, luck, t.acts[k], day)
    see_others_go(c, w, t)
    for k in range(n[EVENTS]):
        happen(c, w, t, t.events[k])
    for k in range(n[WARNINGS]):
        warn(c, w, t, t.warnings[k])
    for k in range(n[FOLLOW_UPS]):
        follow_up(c, a, w, t, t.follow_ups[k])
    for k in range(n[OPENINGS]):
        promise_heard(c, w, t, t.openings[k])
        stand(c, w, t.openings[k], OPEN)
    for k in range(n[VERDICTS]):
        judge(c, w, t, t.verdicts[k])


@law
def evening(c, a, w, t, luck, day):
    """Settle, then let everything that happened today take effect."""
    n = w.count
    if nothing_happens(n):
        return
    settle(c, w, day)
    clear_evening(t)
    look_around(c, w, t)
    effects(c, a, w, t, luck, day)
    add_up(c, w, t, day)
    change_world(w, t, day)
    for k in range(n[EVENTS]):
        remember(c, w, t.events[k], day)
    for k in range(n[ACTS]):
        open_what_was_promised(c, a, w, luck, t.acts[k], day)
    for which in range(ACTS, VERDICTS + 1):
        n[which] = 0


@law
def note_verdicts(c, w, t, day):
    """Commitments of which tonight something becomes known."""
    for j in range(c.n_commitments):
        if verdict_is_due(c, w, j, day):
            add(t.verdicts, w.count, VERDICTS, j)


# ------------------------------------------------------------------------------------------------- the week's end


@law
def hear_news(c, w, f, p):
    """What others told during the week."""
    at = f * c.n + p
    move(c, w, WORD_OF_MOUTH, f, p, w.news_r[at], w.news_s[at])
    w.news_r[at] = 0.0
    w.news_s[at] = 0.0


@law
def forget(c, w, f, p, good, bad, unproven):
    """Memory fades; what was lent or lifted without proof comes back little by little. Shares kept are given."""
    at = f * c.n + p
    move(c, w, FADING, f, p, -(1 - good) * w.r[at], -(1 - bad) * w.s[at])
    w.m[at] *= bad
    held = w.e[at] * bad
    move(c, w, APOLOGIES_UNPROVEN, f, p, 0.0, (1 - unproven) * held)
    w.e[at] = unproven * held
    if f == C:
        lent = w.loan[p] * good
        move(c, w, PROMISES_UNPROVEN, C, p, -(1 - unproven) * lent, 0.0)
        w.loan[p] = unproven * lent


@law
def record(c, w, row):
    """Record trust (and what the mind holds beside it) at a week's end."""
    for p in range(c.n):
        at = row * c.n + p
        w.competence[at] = facet(c, w, C, p)
        w.character[at] = facet(c, w, I, p)
        w.history[at] = trust_of(c, w, p)
        w.unsure_seen[at] = w.unsure[p]
        w.load_seen[at] = w.load[p]
        w.heard_seen[at] = w.heard[p]


@law
def open_ledger(c, w):
    """T⁰ of the week."""
    for p in range(c.n):
        for f in range(2):
            w.start_trust[f * c.n + p] = facet(c, w, f, p)


@law
def close_ledger(c, w, week):
    """Share the week's change of trust among its causes."""
    for f in range(2):
        for p in range(c.n):
            w.weight[f * c.n + p] = weight_of(c, w, f, p)
    for cause in range(N_CAUSES):
        if w.booked[cause]:
            close_cause(c, w, cause, week)
            w.booked[cause] = 0


@law
def close_cause(c, w, cause, week):
    """What one cause did to trust this week; its account starts again from nothing."""
    moved_r, moved_s, start, now = w.moved_r, w.moved_s, w.start_trust, w.weight
    for f in range(2):
        for p in range(c.n):
            at, of = (cause * 2 + f) * c.n + p, f * c.n + p
            share = c.weight_c[p] if f == C else 1 - c.weight_c[p]
            part = share * ledger_part(start[of], moved_r[at], moved_s[at], now[of])
            w.ledger[(week * N_CAUSES + cause) * c.n + p] += part
            moved_r[at] = 0.0
            moved_s[at] = 0.0


@law
def leave(c, w, luck, week):
    """Partners out of patience may leave."""
    for p in range(c.n):
        if w.status[p] == ACTIVE and luck.leaving[week * c.n + p] < leaving_chance(
            trust_of(c, w, p), c.patience[p], c.par
        ):
            w.status[p] = LEFT
            w.changed[p] = week


@law
def ask(c, w, luck, week):
    """Questions and complaints of the coming week."""
    par = c.par
    total, complaint = 0, 0
    for p in range(c.n):
        if w.status[p] == ACTIVE:
            calm = 1 - 0.4 * w.knows[p]
            distrust = distrust_rate(trust_of(c, w, p), par)
            rate = (par.questions_base + par.questions_uncertain * w.unsure[p] + distrust) * calm
            number = poisson_to_three(rate, luck.questions[week * c.n + p])
            total += number
            if number > 0 and luck.complaints[week * c.n + p] < distrust * calm / rate:
                complaint = 1
    w.facts[QUESTIONS] = total
    w.facts[COMPLAINT] = complaint


@law
def week_end(c, w, luck, week):
    """Settle; news, forgetting, record; leaving; questions of next week."""
    par = c.par
    settle(c, w, DAYS_A_WEEK * (week + 1))
    good, bad, unproven = halving(par.half_life_good), halving(par.half_life_bad), halving(par.loan_half_life)
    heard, metrics = halving(par.heard_half_life), halving(par.metrics_half_life)
    for p in range(c.n):
        for f in range(2):
            forget(c, w, f, p, good, bad, unproven)
            hear_news(c, w, f, p)
        w.heard[p] *= heard
        w.metrics[p] *= metrics
    w.facts[WINS] *= metrics
    record(c, w, week + 1)
    close_ledger(c, w, week)
    open_ledger(c, w)
    leave(c, w, luck, week)
    if week + 1 < c.weeks:
        ask(c, w, luck, week + 1)


# --------------------------------------------------------------------------------------------------- the whole season


@law
def run(c, a, w, t, luck):
    """One world from the incident to the season's end."""
    start(c, w, luck)
    note_events(c, w, t, 0)
    evening(c, a, w, t, luck, 0)
    ask(c, w, luck, 0)
    for week in range(c.weeks):
        for day in range(DAYS_A_WEEK * week + 1, DAYS_A_WEEK * week + 6):
            morning(c, a, w, t, luck, day)
            work(c, a, w, t, luck, day)
            note_verdicts(c, w, t, day)
            evening(c, a, w, t, luck, day)
        week_end(c, w, luck, week)


@law
def add_to(total, part):
    """Add one array to another."""
    for i in range(len(total)):
        total[i] += part[i]


@law
def run_worlds(c, a, w, t, luck, fates, history, ledger, row):
    """Many worlds, one after another; the arrays of fates have one row a world, which becomes `luck`.

    The ledger of world k is added to `ledger[row[k]]`.
    """
    for k in range(len(history)):
        luck.disposition = fates.disposition[k]
        luck.hours = fates.hours[k]
        luck.overrun = fates.overrun[k]
        luck.detection = fates.detection[k]
        luck.questions = fates.questions[k]
        luck.complaints = fates.complaints[k]
        luck.leaving = fates.leaving[k]
        luck.fit = fates.fit[k]
        run(c, a, w, t, luck)
        copy(w.history, history[k])
        add_to(ledger[row[k]], w.ledger)


# ------------------------------------------------------------------------------------- from data classes to numbers


@dataclass
class Encoded:
    """A case, a strategy and the luck of some worlds as flat arrays, and how long the arrays of a world are."""

    case: Case
    acts: Acts
    fates: Fate
    worlds: range

    def fate(self, k: int) -> Fate:
        """The luck of the k-th of these worlds, as lists."""
        return Fate(*(array[k].tolist() for array in self.fates))

    def as_lists(self) -> tuple[Case, Acts]:
        """The same for plain Python, which is quicker with lists."""
        return listed(self.case), listed(self.acts)

    def blank(self, *, lists: bool) -> tuple[World, Tonight]:
        """Arrays for one world."""
        return blank_world(self.case, self.acts, lists=lists), blank_tonight(self.case, self.acts, lists=lists)


def listed(record):
    """A named tuple with its arrays as lists."""
    return type(record)(*(item.tolist() if isinstance(item, np.ndarray) else item for item in record))


def zeros(lengths: dict[str, int], whole: frozenset[str], *, lists: bool) -> dict:
    """Arrays (or lists) of zeros; those named in `whole` hold whole numbers."""
    made = {name: np.zeros(length, np.int64 if name in whole else np.float64) for name, length in lengths.items()}
    return {name: array.tolist() for name, array in made.items()} if lists else made


def blank_world(c: Case, a: Acts, *, lists: bool) -> World:
    """An empty World for this case and strategy."""
    n, occurrences, own = c.n, len(a.act_of), max(c.n_own, 1)
    lengths = dict.fromkeys(World._fields, n)
    lengths |= dict.fromkeys(("r", "s", "m", "e", "news_r", "news_s", "start_trust", "weight"), 2 * n)
    lengths |= dict.fromkeys(("moved_r", "moved_s"), 2 * n * N_CAUSES)
    lengths |= {"facts": 16, "count": 9, "booked": N_CAUSES, "hours": N_HOURS, "ledger": c.weeks * N_CAUSES * n}
    seen = ("history", "competence", "character", "unsure_seen", "load_seen", "heard_seen")
    lengths |= dict.fromkeys(seen, (c.weeks + 1) * n)
    of_commitments = ("remaining", "opened", "promised", "standing", "done", "warned", "at_work")
    lengths |= dict.fromkeys(of_commitments, max(c.n_commitments, 1))
    lengths |= dict.fromkeys(("new_date", "new_from", "new_by"), own)
    lengths |= dict.fromkeys(("paid", "gap", "begun", "effect", "queue", "surveys"), max(occurrences, 1))
    lengths["last_used"] = max(a.n_acts, 1)
    fields = World._fields
    whole = frozenset(fields[fields.index("status") :])
    return World(**zeros(lengths, whole, lists=lists))


def blank_tonight(c: Case, a: Acts, *, lists: bool) -> Tonight:
    """An empty Tonight for this case and strategy."""
    n, occurrences = c.n, max(len(a.act_of), 1)
    lengths = dict.fromkeys(Tonight._fields, n)
    lengths |= dict.fromkeys(("early", "dr", "ds", "misread", "escrow", "lifted"), 2 * n)
    lengths |= {"lift": 2 * n * len(KINDS), "clear": n * len(KINDS), "facts": 7}
    lengths |= dict.fromkeys(("acts", "follow_ups"), occurrences)
    lengths |= dict.fromkeys(("openings", "warnings", "verdicts"), max(c.n_commitments, 1))
    lengths["events"] = max(c.n_events, 1)
    fields = Tonight._fields
    whole = frozenset(fields[fields.index("breached") :])
    return Tonight(**zeros(lengths, whole, lists=lists))


def whole(values) -> np.ndarray:
    """An array of whole numbers, never empty (numba needs a length that can be read)."""
    return np.array(list(values) or [0], np.int64)


def real(values) -> np.ndarray:
    """An array of real numbers."""
    return np.array(list(values) or [0.0], np.float64)


def addressed(case, to) -> list[bool]:
    """Which partners an act, a commitment or an event is addressed to."""
    affected = {
        name
        for event in case.events
        if event.event == "breach"
        for name in (case.names if event.to == EVERYONE else event.to)
    }
    chosen = set()
    for name in to:
        if name == "all":
            chosen |= set(case.names)
        elif name == "affected":
            chosen |= affected
        elif name == "misfit":
            chosen |= {partner.name for partner in case.partners if partner.fit < 0.5}
        elif name in case.names:
            chosen.add(name)
        else:
            raise ValueError(f"{name!r} is no partner of case {case.key!r}")
    return [name in chosen for name in case.names]


def start_days(case, act) -> list[int]:
    """The days on which an act starts, or may start by its rule; none where it addresses nobody."""
    last = act.last_day(case.days)
    if not any(addressed(case, act.to)):
        return []
    if act.when is not None:
        return list(range(DAYS_A_WEEK + 1, case.days + 1, DAYS_A_WEEK))
    if act.interval is None:
        return [act.first_day] if act.first_day <= last else []
    return list(range(act.first_day, last + 1, act.interval))


def days_until(*factors: float) -> int:
    """max(1, round(5 · (factors))), the factors multiplied from left to right."""
    weeks = 1.0
    for factor in factors:
        weeks *= factor
    return max(1, round(DAYS_A_WEEK * weeks))


def habits_of_dates(case, strategy, par: Parameters) -> list[tuple[int, float]]:
    """(first day, b) of every change in the habit of promising dates, in calendar order."""
    habits = [(0, case.buffer)]
    set_by_acts = [
        (day, number, act.buffer if act.dated else par.undated)
        for number, act in enumerate(strategy.acts)
        if act.act == "promise" and act.when is None
        for day in start_days(case, act)
    ]
    return habits + [(day, b) for day, _, b in sorted(set_by_acts)]


class Made(NamedTuple):
    """A commitment as it goes into the arrays."""

    name: str
    to: list[bool]
    hours: float
    weeks: float
    weight: float
    character: float
    buffer: float
    missed: bool
    opens: int
    due: int


def own_commitments(case, strategy, par: Parameters) -> list[Made]:
    """The case's commitments with their promised days."""
    habits = habits_of_dates(case, strategy, par)
    made = []
    for promise in case.commitments:
        opens = DAYS_A_WEEK * promise.starts + 1
        b = [b for day, b in habits if day <= opens][-1]
        due = opens - 1 + days_until(promise.weeks, b)
        to = addressed(case, promise.to)
        if promise.missed:
            opens, due = -1, -1
        made.append(
            Made(
                name=promise.name,
                to=to,
                hours=promise.hours,
                weeks=promise.weeks,
                weight=promise.weight,
                character=promise.character,
                buffer=b,
                missed=promise.missed,
                opens=opens,
                due=due,
            )
        )
    return made


def made_by(case, act, number: int, day: int, par: Parameters) -> list[Made]:
    """The commitments that an act makes where it starts on this day; `due` counts from its planned last day."""
    to = addressed(case, act.to)
    name = f"{number}/{day}"

    def one(k, weeks, weight, b, due):
        return Made(f"{name}/{k}", to, act.hours, weeks, weight, 0.1, b, missed=False, opens=-1, due=due)

    if act.act == "plan":
        dues = [days_until(act.every, k + 1, act.buffer) for k in range(act.milestones)]
        return [one(k, act.every * (k + 1), 0.5, act.buffer, due) for k, due in enumerate(dues)]
    if act.act == "propose":
        return [one(0, act.weeks, 1.0, act.buffer, days_until(act.weeks, act.buffer))]
    if act.act == "promise":
        b = act.buffer if act.dated else par.undated
        return [one(k, act.weeks, 1.0, b, days_until(act.weeks, b)) for k in range(act.count)]
    return []


def strength_of(act) -> float:
    """The one number that says how strong an act of this kind is."""
    if act.act == "acknowledge":
        return 1.0 if act.names == "impact" else 0.3
    if act.act == "listen":
        k = {"call": 0.6, "meeting": 0.6, "focus_group": 0.55, "forum": 0.45, "webinar": 0.35}[act.channel]
        return k if act.validates else 0.6 * k
    if act.act == "apologise":
        worth = {
            "responsibility": 0.30, "repair": 0.22, "regret": 0.14, "explanation": 0.14, "repentance": 0.14,
            "forgiveness": 0.06,
        }  # fmt: skip
        return sum(value for part, value in worth.items() if part in act.parts)
    if act.act == "update":
        worth = {"progress": 0.45, "date": 0.30, "reason": 0.20, "results": 0.30, "small_wins": 0.10}
        return sum(value for part, value in worth.items() if part in act.says)
    if act.act == "involve":
        return {"codesign": 0.5, "advisory_board": 0.4, "forum": 0.3}[act.form]
    return act.share if act.act == "compensate" else 0.0


def owns(act) -> bool:
    """Does it own what happened?"""
    if act.act == "apologise":
        return "responsibility" in act.parts or "repair" in act.parts
    return act.act == "explain" and act.cause == "own"


def new_dates(case, acts) -> list[int]:
    """Per act and own commitment: days from a plan's planned last day to the new date that it would set."""
    return [
        days_until(promise.weeks, act.buffer) if act.act == "plan" else 0
        for act in acts
        for promise in case.commitments
    ]


def encode_acts(case, strategy, par: Parameters) -> tuple[Acts, list[Made], list[str]]:
    """The strategy as numbers, the commitments that its acts can make, and the names of all occurrences."""
    acts, made, names = strategy.acts, [], []
    act_of, makes, makes_count, first_occurrence = [], [], [], []
    days = [start_days(case, act) for act in acts]
    for number, act in enumerate(acts):
        first_occurrence.append(len(act_of))
        for day in days[number]:
            new = made_by(case, act, number, day, par)
            act_of.append(number)
            makes.append(len(case.commitments) + len(made))
            makes_count.append(len(new))
            made += new
            names.append(f"{number}/{day}")
    to = [addressed(case, act.to) for act in acts]
    rules = {None: NO_RULE, "complaint": IF_COMPLAINT, "low_survey": IF_LOW_SURVEY}

    def option(name, default=0):
        return [getattr(act, name, default) for act in acts]

    encoded = Acts(
        n_acts=len(acts),
        kind=whole(KINDS.index(act.act) for act in acts),
        to=whole(np.ravel(to)),
        cost=real(act.cost(sum(mask)) for act, mask in zip(acts, to, strict=True)),
        spread=whole(act.spread_days for act in acts),
        rule=whole(rules[act.when] for act in acts),
        below=real(act.below for act in acts),
        first=whole(act.first_day for act in acts),
        last=whole(act.last_day(case.days) for act in acts),
        interval=whole(act.interval or 0 for act in acts),
        occurrences=whole(map(len, days)),
        first_occurrence=whole(first_occurrence),
        strength=real(strength_of(act) for act in acts),
        owns=whole(owns(act) for act in acts),
        organisation=whole(getattr(act, "by", "") == "organisation" for act in acts),
        channels=whole(len(set(getattr(act, "channels", ()))) for act in acts),
        says=whole(bool(getattr(act, "says", ())) for act in acts),
        results=whole("results" in getattr(act, "says", ()) for act in acts),
        small_wins=whole("small_wins" in getattr(act, "says", ()) for act in acts),
        asks=whole(option("asks")),
        milestones=whole(option("milestones")),
        measurable=whole(option("measurable")),
        voluntary=whole(option("voluntary")),
        together=whole(option("together")),
        shared=whole(option("shared")),
        dated=whole(option("dated")),
        count=whole(option("count")),
        renewal=whole(new_dates(case, acts)),
        act_of=np.array(act_of, np.int64),
        makes=whole(makes),
        makes_count=whole(makes_count),
    )
    return encoded, made, names


def encode_ties(case) -> np.ndarray:
    """Strength of the tie between every two partners; news travels both ways."""
    tie = np.zeros((len(case.partners), len(case.partners)))
    for each in case.ties:
        one, other = (case.names.index(name) for name in each.between)
        tie[one, other] = tie[other, one] = each.strength
    return tie.ravel()


def encode_case(case, commitments: list[Made], par: Parameters) -> Case:
    """The case with all commitments that there can be, as numbers."""
    partners, events = case.partners, case.events
    return Case(
        par=Numbers(**par.model_dump()),
        n=len(partners),
        weeks=case.weeks,
        days=case.days,
        hours_per_day=case.hours_per_day,
        ethics=par.charity_ethics if case.organisation == "nonprofit" else 1.0,
        prior_mean=real(partner.trust for partner in partners),
        spread=real(partner.spread for partner in partners),
        steadiness=real(partner.steadiness for partner in partners),
        track_record=real(partner.track_record for partner in partners),
        weight_c=real(partner.competence_weight for partner in partners),
        needs=real(partner.needs_information for partner in partners),
        limit=real(partner.message_limit for partner in partners),
        patience=real(partner.patience for partner in partners),
        fit=real(partner.fit for partner in partners),
        tie=encode_ties(case),
        n_own=len(case.commitments),
        n_commitments=len(commitments),
        c_to=whole(np.ravel([made.to for made in commitments])),
        c_hours=real(made.hours for made in commitments),
        c_pace=real(par.pace * made.hours / (DAYS_A_WEEK * made.weeks) for made in commitments),
        c_weight=real(made.weight for made in commitments),
        c_character=real(made.character for made in commitments),
        c_buffer=real(made.buffer for made in commitments),
        c_missed=whole(made.missed for made in commitments),
        c_opens=whole(made.opens for made in commitments),
        c_due=whole(made.due for made in commitments),
        n_events=len(events),
        e_kind=whole(EVENT_KINDS.index(event.event) for event in events),
        e_day=whole(event.day for event in events),
        e_to=whole(np.ravel([addressed(case, event.to) for event in events])),
        e_weight=real(event.weight for event in events),
        e_character=real(event.character for event in events),
        e_form=whole(event.form == "statement" for event in events),
        e_lie=whole(event.lie for event in events),
        e_guilt=real(event.guilt for event in events),
        e_misunderstood=real(event.misunderstood for event in events),
        e_exceeded=whole(event.exceeded for event in events),
    )


def encode_luck(case, names: list[str], occurrences: list[str], proposals: list[bool], luck: RandomStreams) -> Fate:
    """All luck, one row a world; each purpose flat within its row."""
    worlds, n = luck.count, len(case.partners)

    def rows(purpose, names, size=1):
        drawn = [luck.draw(purpose, name, size) for name in names] or [np.zeros((1, worlds))]
        # (names, size, worlds) -> one row a world, size before names
        return np.ascontiguousarray(np.array(drawn).transpose(2, 1, 0).reshape(worlds, -1))

    fit = np.ones((worlds, max(len(occurrences), 1) * n))
    for o, (occurrence, proposal) in enumerate(zip(occurrences, proposals, strict=True)):
        if proposal:
            fit[:, o * n : o * n + n] = rows("fit", [f"{name}/{occurrence}" for name in case.names])
    return Fate(
        disposition=rows("disposition", case.names),
        hours=rows("hours", [""], case.days),
        overrun=rows("overrun", names),
        detection=rows("detection", names),
        questions=rows("questions", case.names, case.weeks),
        complaints=rows("complaints", case.names, case.weeks),
        leaving=rows("leaving", case.names, case.weeks),
        fit=fit,
    )


def encode(case, strategy, parameters: Parameters, seed: int, worlds: range) -> Encoded:
    """Turn a case, a strategy, parameters and luck into flat arrays of numbers."""
    acts, made, occurrences = encode_acts(case, strategy, parameters)
    commitments = own_commitments(case, strategy, parameters) + made
    proposals = [strategy.acts[number].act == "propose" for number in acts.act_of]
    fates = encode_luck(case, [one.name for one in commitments], occurrences, proposals, RandomStreams((seed,), worlds))
    return Encoded(encode_case(case, commitments, parameters), acts, fates, worlds)


# -------------------------------------------------------------------------------------------------------- for callers


@dataclass(frozen=True)
class ReferenceOutcome:
    """What became of one world.

    Attributes:
        history: trust, (weeks + 1, partners); so competence and character, and U, F, H (after week 0 … weeks).
        status: per partner, 0 active, 1 parted, 2 left; `changed` is the week in which that happened, or -1.
        kept, broken, late: numbers of commitments.
        hours: staff hours by kind of act, "questions" and "commitments".
        ledger: what moved trust, (weeks, CAUSES, partners).
    """

    history: np.ndarray
    competence: np.ndarray
    character: np.ndarray
    status: np.ndarray
    changed: np.ndarray
    kept: int
    broken: int
    late: int
    hours: dict[str, float]
    ledger: np.ndarray
    unsure: np.ndarray
    load: np.ndarray
    heard: np.ndarray


def outcome_of(c: Case, w: World) -> ReferenceOutcome:
    """Read the record of a world that has run to its end."""

    def table(flat):
        return np.array(flat).reshape(c.weeks + 1, c.n)

    return ReferenceOutcome(
        history=table(w.history),
        competence=table(w.competence),
        character=table(w.character),
        status=np.array(w.status),
        changed=np.array(w.changed),
        kept=int(w.facts[N_KEPT]),
        broken=int(w.facts[N_BROKEN]),
        late=int(w.facts[N_LATE]),
        hours=dict(zip(HOURS, map(float, w.hours), strict=True)),
        ledger=np.array(w.ledger).reshape(c.weeks, N_CAUSES, c.n),
        unsure=table(w.unsure_seen),
        load=table(w.load_seen),
        heard=table(w.heard_seen),
    )


def simulate_world(case, strategy, *, parameters=None, seed=0, world=0) -> ReferenceOutcome:
    """Run one world in plain Python."""
    encoded = encode(case, strategy, parameters or Parameters(), seed, range(world, world + 1))
    c, a = encoded.as_lists()
    w, t = encoded.blank(lists=True)
    run(c, a, w, t, encoded.fate(0))
    return outcome_of(c, w)


@lru_cache(maxsize=1)
def compiled() -> dict:
    """The same laws, compiled by numba: name -> function.

    The functions are copied into a name space of their own, so that each calls the compiled others while this
    module's own stay plain.

    Raises:
        RuntimeError: numba is not installed.
    """
    if njit is None:
        raise RuntimeError("numba is not installed; the reference runs in plain Python with simulate_world")
    teach_numba_about_tables()
    space = dict(globals())
    for function in LAWS:
        space[function.__name__] = njit(FunctionType(function.__code__, space, function.__name__))
    return space


class Pointed:
    """A named tuple as compiled functions want it: a table with two words a field, handed on as one pointer.

    A named tuple of eighty arrays would be handed on as eighty arrays: minutes of compiling. numba's own structures
    count who looks at each array, which takes longer than the laws; here Python holds the arrays and nobody counts.

    The words of an array are its address and length; of another table its address; of a number its bits.
    """

    def __init__(self, record):
        self.record = record
        self.words = np.zeros((len(record), 2), np.int64)
        self.address = self.words.ctypes.data
        for words, item in zip(self.words, record, strict=True):
            if isinstance(item, np.ndarray):
                words[:] = item.ctypes.data, len(item)
            elif isinstance(item, Pointed):
                words[0] = item.address
            else:
                words.view(np.float64 if isinstance(item, float) else np.int64)[0] = item


@lru_cache(maxsize=1)
def teach_numba_about_tables() -> None:  # noqa: C901 - one function for each thing that numba asks
    """Tell numba how compiled functions read, and set, a field of a `Pointed`."""
    word = ir.IntType(64)

    class Table(types.Type):
        def __init__(self, name, fields):
            self.fields = fields
            self.places = {field: place for place, field in enumerate(fields)}
            super().__init__(name=f"{name}{tuple(fields.values())}")

    @typeof_impl.register(Pointed)
    def table_of(pointed, _):
        record = pointed.record
        return Table(type(record).__name__, {name: type_of(item) for name, item in record._asdict().items()})

    @register_model(Table)
    class Pointer(models.PrimitiveModel):
        def __init__(self, manager, table):
            super().__init__(manager, table, word.as_pointer())

    @unbox(Table)
    def pointer_of(_, pointed, context):
        number = context.pyapi.object_getattr_string(pointed, "address")
        address = context.pyapi.number_as_ssize_t(number)
        context.pyapi.decref(number)
        return NativeValue(context.builder.inttoptr(address, word.as_pointer()))

    @infer_getattr
    class Fields(AttributeTemplate):
        key = Table

        def generic_resolve(self, table, field):
            return table.fields.get(field)

    def words_of(builder, table, pointer, field):
        place = 2 * table.places[field]
        return cgutils.gep(builder, pointer, place), cgutils.gep(builder, pointer, place + 1)

    @lower_getattr_generic(Table)
    def read(context, builder, table, pointer, field):
        kind = table.fields[field]
        first, second = words_of(builder, table, pointer, field)
        if isinstance(kind, Table):
            return builder.inttoptr(builder.load(first), word.as_pointer())
        if not isinstance(kind, types.Array):
            return builder.load(builder.bitcast(first, context.get_value_type(kind).as_pointer()))
        array, size = context.make_array(kind)(context, builder), context.get_constant(types.intp, 8)
        data = builder.inttoptr(builder.load(first), array.data.type)
        length = builder.load(second)
        context.populate_array(array, data=data, shape=[length], strides=[size], itemsize=size, meminfo=None)
        return array._getvalue()  # noqa: SLF001 - numba's own extensions do the same

    @lower_setattr_generic(Table)
    def write(context, builder, signature, values, field):
        table, kind = signature.args
        array = context.make_array(kind)(context, builder, value=values[1])
        first, second = words_of(builder, table, values[0], field)
        builder.store(builder.ptrtoint(array.data, word), first)
        builder.store(builder.extract_value(array.shape, 0), second)


def simulate_worlds_compiled(case, strategy, worlds=256, seed=0, *, parameters=None, by_world=True):
    """Run some worlds (a range, or so many from 0 on) in one compiled loop.

    Returns:
        history (worlds, weeks + 1, partners), and the ledger (worlds, weeks, CAUSES, partners) of each world, or with
        by_world=False (1, weeks, CAUSES, partners) of all worlds together.
    """
    worlds = worlds if isinstance(worlds, range) else range(worlds)
    encoded = encode(case, strategy, parameters or Parameters(), seed, worlds)
    c, a, fates = encoded.case, encoded.acts, encoded.fates
    w, t = encoded.blank(lists=False)
    rows = np.arange(len(worlds)) if by_world else np.zeros(len(worlds), np.int64)
    history, ledger = np.empty((len(worlds), len(w.history))), np.zeros((rows[-1] + 1, len(w.ledger)))
    records = (c._replace(par=Pointed(c.par)), a, w, t, Fate(*(array[0] for array in fates)))
    compiled()["run_worlds"](*map(Pointed, records), fates, history, ledger, rows)
    return history.reshape(-1, c.weeks + 1, c.n), ledger.reshape(-1, c.weeks, N_CAUSES, c.n)
