"""The model compiled by numba, one world at a time, scalars and loops: a yardstick of the engine's speed.

`encode` turns a case, a strategy and the luck into flat arrays, with what acts and cases say of themselves (hours,
promises); the functions marked `@law` are the model of docs/model.md, whose symbols they use, and need nothing but
numbers and those arrays. `compiled` hands them to numba; plain_simpy.py and mesa_model.py call them as they are.
Arrays over two things are flat: facet f of partner p is at f*n + p, answer k at (k*2 + f)*n + p, partner p of
commitment j at j*n + p.
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
from sim.model.acts.update import SHOWS
from sim.model.case import DAYS_A_WEEK, EVERYONE, MISFIT
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
except ImportError:  # only `compiled` needs it
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

SORRY, PAYMENT, DOUBTED, MISUNDERSTOOD, WRONG = range(5)  # kinds of answer, as rows of World.a
OURS, ALLEGED, SUSPECTED = range(3)  # rows of World.g; the first two of World.o

# Facts of a world (World.facts) and lengths of its lists (World.count).
(
    SKILL, MORALE, SPEED, REVIEWED, WARNS, MENDED, WINS, SURVEYED, HAS_SURVEY, SETTLED, QUESTIONS, COMPLAINT,
    UPDATE_LAST, UPDATE_BEFORE, TRAININGS, PROCESSES,
) = range(N_FACTS := 16)  # fmt: skip
IN_QUEUE, AT_WORK, SURVEYS, ACTS, EVENTS, OPENINGS, WARNINGS, FOLLOW_UPS, VERDICTS = range(9)
# Facts of one evening (Tonight.facts).
MAKES_REVIEW, STARTS_WARNING, MENDS, SPEEDS, CELEBRATES, KEPT_WEIGHT = range(6)

WEEK = 5.0  # days
PAID = 1e-9  # hours that count as nothing
SMALL = 1e-9  # instead of 0 as a divisor
LOOK_AHEAD = 5  # days before the promised date on which a warning is given
FOLLOW_UP_DAYS = 40

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
    e_care: list  # how far being told sorry, or a payment, can reach what was lost
    e_pay: list


class Acts(NamedTuple):
    """The strategy as numbers; i is an act, o one of its occurrences."""

    n_acts: int
    kind: list
    spread: list
    rule: list
    below: list
    first: list
    last: list
    interval: list  # 0 = once
    occurrences: list  # how many there can be
    first_occurrence: list
    improves: list
    strength: list  # acknowledge, listen, involve: k; apologise: q; update: worth of what it says; compensate: share
    owns: list  # apologise, explain: it owns what happened
    organisation: list
    channels: list
    contents: list  # update: how many things it says
    shows: list  # update: share of unseen deeds that it tells of
    results: list
    asks: list
    measurable: list
    voluntary: list
    together: list
    shared: list
    dated: list
    renewal: list  # days from a plan's last day to the new date of own commitment j: i*n_own + j
    act_of: list  # per occurrence
    to: list  # o*n + p
    size: list  # partners addressed
    cost: list
    makes: list  # its first commitment
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
    a: list
    e: list
    loan: list
    scar: list
    g: list
    o: list
    unseen: list
    prior: list
    unsure: list
    load: list
    heard: list
    metrics: list
    knows: list
    say: list
    untold: list
    asked: list  # P
    said: list  # n_k: kind*n + p
    unmended: list  # q_k: kind*n + p
    on_mind: list  # m_k: kind*n + p
    denied: list
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
    answers: list  # of a survey: how far it was answered, o*n + p
    history: list
    competence: list
    character: list
    ledger: list
    hours: list
    status: list
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
    latest: list  # the occurrence of a survey that asked this partner last
    booked: list  # per cause: did it do anything this week?


class Tonight(NamedTuple):
    """What comes together on one evening before it takes effect.

    Sums that are added to the state of the same name, or shares of it (or of its gap to 1) that stay.
    """

    trust_i: list
    trust: list
    gain: list
    early: list
    dr: list
    ds: list
    scar: list
    a: list
    used: list  # share of a that the same answer can lift again
    lift: list
    lifted: list  # all lifts of a facet
    escrow: list
    lent: list  # on character
    lends: list  # weight of promises, less of far ones: kind*n + p
    shows: list  # shares of d: kind*n + p
    shown: list
    deeds: list  # credited weight of good deeds: cause*n + p
    deed: list
    asked: list
    kept: list
    broken: list
    g: list
    o: list
    prevented: list  # shares that stay: of g, of o, of what is alleged in o
    owned: list
    doubt: list
    unseen: list
    calm: list
    floor: list
    untold: list
    untold_floor: list
    heard: list
    heard_left: list
    metrics: list
    knows: list
    say: list
    load: list
    alike: list  # how much of each kind of act there is tonight: kind*n + p
    said: list
    spoken: list  # 1 where words of the kind were said: kind*n + p
    fresh: list  # share of w.said and w.on_mind that stays after new wrongs
    mended: list  # share of w.unmended that stays
    improved: list  # how much of an answer to a survey there is tonight
    facts: list
    parting: list
    denies: list
    proven: list
    lifting: list  # per cause: does it lift anything tonight?
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
def used_up(asked):
    """u(x): what each of several things is worth where this much was asked for."""
    return (1 - math.exp(-asked)) / asked if asked > SMALL else 1.0


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
    """`open`: how far a partner who feels heard so far accepts words."""
    return par.unheard + (1 - par.unheard) * heard


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
def level_of(c, w, p):
    """The level L to which uncertainty tends."""
    par = c.par
    level = w.untold[p]
    if w.n_open[p] > 0:
        level = 1 - (1 - level) * (1 - par.level_open)
    if w.n_overdue[p] > 0:
        level = 1.0
    return level * (1 - par.educated_calm * w.knows[p])


@law
def doubt_of(c, w, p):
    """δ: share of what is remembered that was perhaps not in our hands."""
    alleged = w.g[ALLEGED * c.n + p]
    return alleged / max(w.g[OURS * c.n + p] + alleged, SMALL)


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
    clear(w.s), clear(w.a), clear(w.e), clear(w.loan), clear(w.scar), clear(w.g), clear(w.o), clear(w.unseen)
    clear(w.unsure), clear(w.load), clear(w.heard), clear(w.metrics), clear(w.knows), clear(w.say)
    clear(w.untold), clear(w.asked), clear(w.said), clear(w.unmended), clear(w.on_mind)
    clear(w.denied), clear(w.status)
    clear(w.news_r), clear(w.news_s), clear(w.n_open), clear(w.n_overdue)


@law
def clear_work(c, w):
    """No work, no hours, no record."""
    clear(w.facts), clear(w.count), clear(w.standing), clear(w.warned), clear(w.remaining), clear(w.paid)
    clear(w.last_used), clear(w.moved_r), clear(w.moved_s), clear(w.ledger), clear(w.hours), clear(w.new_date)
    clear(w.booked), clear(w.answers)
    fill(w.opened, -1)
    fill(w.promised, -1)
    fill(w.done, -1)
    fill(w.new_by, -1)
    fill(w.begun, -1)
    fill(w.effect, -1)
    w.facts[SKILL] = 1.0
    fill(w.latest, -1)
    set_morale(c, w, 1.0)


@law
def set_morale(c, w, morale):
    """The team's spirit, and with its skill the speed of work."""
    least = c.par.morale_least
    w.facts[MORALE] = morale
    w.facts[SPEED] = w.facts[SKILL] * (least + (1 - least) * morale)


@law
def start(c, w, luck):
    """The state before the incident, recorded as history[0]; missed things are open and overdue from day 0."""
    clear_partners(w)
    clear_work(c, w)
    for p in range(c.n):
        w.prior[p] = min(
            max(c.prior_mean[p] + c.spread[p] * luck.disposition[p], c.par.disposition_least), c.par.disposition_most
        )
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
    """An act that addresses anybody joins the queue; the dates that it will promise are set."""
    o = a.first_occurrence[i] + occurrence_on(a, i, day)
    if a.size[o] == 0:
        return
    w.last_used[i] = day
    w.begun[o] = day
    add(w.queue, w.count, IN_QUEUE, o)
    last = day + a.spread[i] - 1
    for j in range(a.makes[o], a.makes[o] + a.makes_count[o]):
        w.promised[j] = last + c.c_due[j]
    if a.kind[i] == UPDATE:
        note_update(c, w, o, day)
    if a.kind[i] == PLAN and a.rule[i] == NO_RULE:
        set_new_dates(c, a, w, i, o, last)


@law
def note_update(c, w, o, day):
    """How long it was since an update last started, before today."""
    if day > w.facts[UPDATE_LAST]:
        w.facts[UPDATE_BEFORE] = w.facts[UPDATE_LAST]
        w.facts[UPDATE_LAST] = day
    before = w.facts[UPDATE_BEFORE]
    w.gap[o] = (day - before) / WEEK if before > 0 else c.par.update_first_gap


@law
def set_new_dates(c, a, w, i, o, last):
    """The first plan that speaks to those to whom a missed thing is owed gives it a new date."""
    for j in range(c.n_own):
        if c.c_missed[j] and w.new_by[j] < 0:
            for p in range(c.n):
                if c.c_to[j * c.n + p] and a.to[o * c.n + p]:
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
    enough = w.facts[SPEED] * c.par.slip_share * LOOK_AHEAD * c.hours_per_day / max(1, at_work)
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
    hours = c.hours_per_day * max(par.least_hours, 1 + par.hours_spread * luck.hours[day - 1])
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
        demand = a.cost[o] * min(1.0, (day - w.begun[o] + 1) / a.spread[i])
        pay = min(max(demand - w.paid[o], 0.0), hours)
        hours -= pay
        w.paid[o] += pay
        w.hours[a.kind[i]] += pay
        if w.paid[o] >= a.cost[o] - PAID:
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
    par, n = c.par, c.n
    unsure_stays, load_stays = remaining_share(span, par.settle_in), remaining_share(span, par.load_fade)
    remembered = 2.0 ** (-span / par.wrong_memory)
    no_answer = par.unanswered * (1 - remembered) * par.wrong_memory / math.log(2.0)
    sorry, payment = remaining_share(span, par.apology_delay), remaining_share(span, par.payment_delay)
    for p in range(n):
        level = level_of(c, w, p)
        unsure, load = w.unsure[p], w.load[p]
        move(c, w, WAITING, C, p, 0.0, waiting_cost(unsure, level, span, unsure_stays, c.needs[p], par))
        move(c, w, MESSAGES, C, p, 0.0, message_cost(load, c.limit[p], span, par))
        move(c, w, NO_ANSWER, I, p, 0.0, no_answer * (w.o[OURS * n + p] + w.o[ALLEGED * n + p]))
        move(c, w, UNMET_NEEDS, C, p, 0.0, par.unmet_needs * (1 - c.fit[p]) * span)
        w.unsure[p] = uncertainty_after(unsure, level, unsure_stays)
        w.load[p] = load * load_stays
    for at in range((PART_WAYS + 1) * n):
        w.on_mind[at] *= load_stays
    for at in range(2 * n):
        w.a[SORRY * 2 * n + at] *= sorry
        w.a[PAYMENT * 2 * n + at] *= payment
        w.o[at] *= remembered
    for at in range(3 * n):
        w.g[at] *= remembered


# ------------------------------------------------------------------------------------------------------ deeds, news


@law
def tell(c, w, to, at, j, f, dr, ds):
    """Those to whom a deed was not addressed will hear at the week's end what it did to partner j."""
    for i in range(c.n):
        if not to[at + i]:
            w.news_r[f * c.n + i] += c.par.gossip * c.tie[i * c.n + j] * dr
            w.news_s[f * c.n + i] += c.par.gossip * c.par.gossip_bad * c.tie[i * c.n + j] * ds


@law
def good_deed(c, w, t, cause, to, at, p, weight, costs, seen):
    """Credit for something given: of skill, of which partners see a share, and of character as far as it costs."""
    par = c.par
    credited = weight * t.gain[p]
    r_c, r_i = credited * seen, par.kept_character * min(1.0, costs) * credited
    later(c, w, t, cause, C, p, r_c, 0.0)
    later(c, w, t, cause, I, p, r_i, 0.0)
    tell(c, w, to, at, p, C, r_c, 0.0)
    tell(c, w, to, at, p, I, r_i, 0.0)
    t.unseen[p] += credited - r_c
    t.deeds[cause * c.n + p] += credited
    t.deed[p] += credited


@law
def bad_deed(c, w, t, cause, to, at, p, weight, character, guilt):
    """Bad evidence on both facets for something broken, and news of it; returns both amounts."""
    par = c.par
    o = w.o[OURS * c.n + p] + w.o[ALLEGED * c.n + p]
    unmended = max(w.unmended[APOLOGISE * c.n + p], w.unmended[EXPLAIN * c.n + p])
    owned_counts = max(par.owned_counts, min(1.0, unmended))
    remembered = owned_counts * gravity_of(c, w, p) + (1 - owned_counts) * o
    felt = weight * (par.blameless + (1 - par.blameless) * guilt) * (1 + par.again * min(1.0, remembered))
    felt *= 1 - par.voice_softens * max(w.heard[p], w.say[p])
    s_c = par.loss_competence * (1 - character) * felt * t.early[C * c.n + p]
    s_i = par.loss_character * character * felt * t.early[I * c.n + p] * c.ethics
    later(c, w, t, cause, C, p, 0.0, s_c)
    later(c, w, t, cause, I, p, 0.0, s_i)
    tell(c, w, to, at, p, C, 0.0, s_c)
    tell(c, w, to, at, p, I, 0.0, s_i)
    return s_c, s_i


@law
def gravity_of(c, w, p):
    """Weight of all wrongs that a partner remembers."""
    return w.g[OURS * c.n + p] + w.g[ALLEGED * c.n + p]


@law
def reach(c, t, k, f, p, change):
    """An answer of kind k can lift this much more of tonight's bad evidence later."""
    t.a[(k * 2 + f) * c.n + p] += change


@law
def wrong(c, t, p, s_c, s_i, weight, character, guilt, misunderstood, care, pay):
    """Remember a wrong, with the bad evidence that each kind of answer can lift."""
    n = c.n
    for f in range(2):
        change = s_c if f == C else s_i
        founded = (1 - misunderstood) * change
        reach(c, t, WRONG, f, p, founded)
        reach(c, t, MISUNDERSTOOD, f, p, misunderstood * change)
        reach(c, t, DOUBTED, f, p, (1 - guilt) * founded)
        reach(c, t, SORRY, f, p, care * founded if f == C else care * guilt * founded)
    reach(c, t, PAYMENT, C, p, pay * (1 - misunderstood) * s_c)
    t.g[OURS * n + p] += guilt * weight
    t.g[ALLEGED * n + p] += (1 - guilt) * weight
    t.g[SUSPECTED * n + p] += (1 - guilt) * character * weight


@law
def wait_for_answer(c, t, p, weight, guilt):
    """Partners wait for somebody to answer for a wrong; it makes old words new."""
    t.o[OURS * c.n + p] += guilt * weight
    t.o[ALLEGED * c.n + p] += (1 - guilt) * weight
    t.heard_left[p] *= 1 - (1 - c.par.breach_heard) * min(1.0, weight)
    t.fresh[p] *= 1 - min(1.0, weight)


@law
def worth_of(c, w, j, p):
    """What a thing is worth: less where acts promised much of late, beyond what was owed."""
    return used_up(w.asked[p] / c.par.need_beyond) if j >= c.n_own else 1.0


@law
def keep(c, w, t, j):
    """A commitment is kept on its promised day."""
    par, weight = c.par, c.c_weight[j]
    for p in range(c.n):
        if c.c_to[j * c.n + p] and w.status[p] == ACTIVE:
            shaped = (1 + par.codesign * w.say[p]) * worth_of(c, w, j, p)
            seen = par.seen + (1 - par.seen) * w.metrics[p]
            good_deed(c, w, t, KEPT, c.c_to, j * c.n, p, weight * shaped, weight, seen)
            t.kept[p] += weight
    t.facts[KEPT_WEIGHT] += weight
    stand(c, w, j, CLOSED)


@law
def break_it(c, w, t, j):
    """A commitment is not done on its promised day: overdue from now on."""
    par, weight, share = c.par, c.c_weight[j], c.c_character[j]
    felt = weight * (1 - par.forewarned * w.warned[j])
    for p in range(c.n):
        if c.c_to[j * c.n + p] and w.status[p] == ACTIVE:
            s_c, s_i = bad_deed(c, w, t, BROKEN, c.c_to, j * c.n, p, felt, share, 1.0)
            wrong(c, t, p, s_c, s_i, felt, share, 1.0, 0.0, par.care_for_time, par.pay_for_time)
            t.broken[p] += weight
    stand(c, w, j, OVERDUE)


@law
def deliver_late(c, w, t, j, confirms):
    """A commitment is done after its day; a missed thing done by its new date confirms what was said, too."""
    worth = c.par.late * c.c_weight[j]
    for p in range(c.n):
        if c.c_to[j * c.n + p] and w.status[p] == ACTIVE:
            good_deed(c, w, t, LATE, c.c_to, j * c.n, p, worth * worth_of(c, w, j, p), c.c_weight[j], 1.0)
            if confirms:
                t.kept[p] += c.c_weight[j]
    if confirms:
        t.facts[KEPT_WEIGHT] += worth
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
        for p in range(c.n):
            if c.c_to[j * c.n + p] and w.status[p] == ACTIVE:
                t.improved[p] = max(t.improved[p], c.c_weight[j])


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
            t.calm[p] *= 1 - c.par.warning_uncertainty


# -------------------------------------------------------------------------------------------------- scripted events


@law
def breach_event(c, w, t, e, p):
    """A breach, perhaps also a lie, perhaps partly misunderstood."""
    par = c.par
    weight, share, guilt = c.e_weight[e], c.e_character[e], c.e_guilt[e]
    felt = weight * par.statement if c.e_form[e] else weight
    s_c, s_i = bad_deed(c, w, t, HAPPENED, c.e_to, e * c.n, p, felt, share, guilt)
    wrong(c, t, p, s_c, s_i, weight, share, guilt, c.e_misunderstood[e], c.e_care[e], c.e_pay[e])
    wait_for_answer(c, t, p, weight, guilt)
    if c.e_lie[e]:
        lie = par.loss_character * weight * c.ethics
        later(c, w, t, HAPPENED, I, p, 0.0, lie)
        tell(c, w, c.e_to, e * c.n, p, I, 0.0, lie)
        t.scar[p] += par.scar * lie
        book(c, w, HAPPENED, I, p, 0.0, par.scar * lie)
    t.broken[p] += weight
    alarm = min(1.0, par.breach_uncertainty * weight)
    t.floor[p] = max(t.floor[p], alarm)
    t.untold_floor[p] = max(t.untold_floor[p], alarm)


@law
def decision_event(c, w, t, e, p):
    """An unwelcome decision hurts less where partners had a voice before it."""
    par = c.par
    voice = par.voice_before * max(w.heard[p], w.say[p])
    weight = c.e_weight[e] * par.decision_weight
    hurt = par.loss_character * weight * (1 - voice)
    later(c, w, t, HAPPENED, I, p, 0.0, hurt)
    tell(c, w, c.e_to, e * c.n, p, I, 0.0, hurt)
    wrong(c, t, p, 0.0, hurt, weight, 1.0, 1.0, 0.0, par.care_for_standing, 0.0)
    t.floor[p] = max(t.floor[p], par.decision_uncertainty)


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
                good_deed(c, w, t, HAPPENED, c.e_to, e * c.n, p, c.e_weight[e] * more, c.e_weight[e], 1.0)
                t.kept[p] += c.e_weight[e]
            elif c.e_kind[e] == EVENT_GUILT:
                guilt_event(c, w, t, e, p)
            else:
                decision_event(c, w, t, e, p)


# ------------------------------------------------------------------------------- acts, as they reach one partner


@law
def lift(c, w, t, cause, k, f, p, share, proven):
    """Lift a share of the bad evidence that an answer of kind k can reach, into escrow unless deeds have proven it."""
    at = f * c.n + p
    wanted = share * w.a[(k * 2 + f) * c.n + p]
    t.lift[(cause * 2 + f) * c.n + p] += wanted
    t.lifted[at] += wanted
    if not proven:
        t.escrow[at] += wanted
    t.lifting[cause] = 1


@law
def recognise(c, w, t, kind, p, felt):
    """Lift bad evidence of character where a partner feels heard, by as much as it did not before."""
    lift(c, w, t, kind, WRONG, I, p, c.par.recognition * felt * (1 - w.heard[p]), False)


@law
def speak(c, w, t, kind, p):
    """φ: the force of words, little while they are on the mind; said too often, they cost trust in character."""
    par, said = c.par, max(w.said[kind * c.n + p], w.unmended[kind * c.n + p])
    t.said[kind * c.n + p] += 1
    tired = 1 - par.apology_repeat ** max(0.0, said - par.words_free)
    later(c, w, t, kind, I, p, 0.0, par.hollow_words * tired)
    t.spoken[kind * c.n + p] = 1.0
    return par.apology_repeat**said * (1 - w.on_mind[kind * c.n + p]) * part_of(c, t, kind, p)


@law
def part_of(c, t, kind, p):
    """The part that one act has in what its kind does tonight."""
    return 1 / max(1.0, t.alike[kind * c.n + p])


@law
def lend(c, a, w, t, o, p, share):
    """Trust lent on promises that open tonight and are judged within the season; how much follows from all of them."""
    kind = a.kind[a.act_of[o]]
    for j in range(a.makes[o], a.makes[o] + a.makes_count[o]):
        if w.effect[o] < w.promised[j] <= c.days:
            weight, weeks = share * c.c_weight[j], (w.promised[j] - w.effect[o]) / WEEK
            t.lends[kind * c.n + p] += weight * 2.0 ** (-weeks / c.par.date_half_life)
            t.asked[p] += weight


@law
def lend_character(c, w, t, kind, p, change):
    """Trust in character lent on words."""
    t.lent[p] += change
    later(c, w, t, kind, I, p, change, 0.0)


@law
def inform(t, p, calm, told):
    """Lower uncertainty, and how far a partner was not told, by a share."""
    t.calm[p] *= 1 - calm
    t.untold[p] *= 1 - told


@law
def contradict(c, w, t, kind, p, share, cost):
    """Clear up a share of what was misunderstood; contradicting what is founded costs character. Returns the force."""
    par = c.par
    force = speak(c, w, t, kind, p)
    cleared = share * par.clarity * force * hearing(w.heard[p], par)
    lift(c, w, t, kind, MISUNDERSTOOD, C, p, cleared, True)
    lift(c, w, t, kind, MISUNDERSTOOD, I, p, cleared, True)
    t.doubt[p] *= 1 - cleared
    later(c, w, t, kind, I, p, 0.0, cost * par.contradiction * w.g[OURS * c.n + p] * (1 - w.heard[p]))
    return force


@law
def acknowledge(c, a, w, t, i, p):
    """Say what went wrong."""
    par = c.par
    k = a.strength[i] * speak(c, w, t, ACKNOWLEDGE, p)
    t.owned[p] *= 1 - par.acknowledge_owns * k
    inform(t, p, par.acknowledge_uncertainty * k, par.acknowledge_tells * k)
    recognise(c, w, t, ACKNOWLEDGE, p, k)
    t.heard[p] *= 1 - par.acknowledge_heard * k


@law
def listen(c, a, w, t, i, p):
    """Make room to speak."""
    k = a.strength[i]
    recognise(c, w, t, LISTEN, p, k * part_of(c, t, LISTEN, p))
    t.heard[p] *= 1 - k
    t.calm[p] *= 1 - c.par.listen_uncertainty * k


@law
def apologise(c, a, w, t, i, p):
    """Say sorry; what it lifts stays in escrow until deeds prove it."""
    par, n, parts = c.par, c.n, a.strength[i]
    force = speak(c, w, t, APOLOGISE, p)
    believed = parts * force * hearing(w.heard[p], par)
    if a.organisation[i]:
        believed *= par.institution
    lift(c, w, t, APOLOGISE, SORRY, C, p, par.apology * believed, False)
    lift(c, w, t, APOLOGISE, SORRY, I, p, par.apology_character * believed, False)
    cost = par.confession * parts * w.g[SUSPECTED * n + p]
    if a.owns[i]:
        t.owned[p] *= 1 - par.apology_owns * believed
    else:
        cost += par.blame_free * w.g[OURS * n + p]
    later(c, w, t, APOLOGISE, I, p, 0.0, cost)
    inform(t, p, par.apologise_uncertainty * parts * force, par.apology_tells * parts * force)


@law
def explain(c, a, w, t, i, p):
    """Give our own reasons, or blame others."""
    par = c.par
    force = speak(c, w, t, EXPLAIN, p)
    if a.owns[i]:
        lift(c, w, t, EXPLAIN, WRONG, C, p, par.own_cause * force, False)
        inform(t, p, par.explain_own_uncertainty * force, par.explain_own_tells * force)
        return
    cleared = par.others_cause * force * hearing(w.heard[p], par)
    for f in range(2):
        lift(c, w, t, EXPLAIN, DOUBTED, f, p, cleared, False)
        t.used[(DOUBTED * 2 + f) * c.n + p] *= 1 - cleared
    t.doubt[p] *= 1 - cleared
    later(c, w, t, EXPLAIN, I, p, 0.0, par.excuse * w.g[OURS * c.n + p])
    told = par.explain_others_tells * doubt_of(c, w, p) * force
    inform(t, p, par.explain_others_uncertainty * force, told)


@law
def deny(c, w, t, p):
    """Say that it was not us."""
    par = c.par
    force = speak(c, w, t, DENY, p)
    lift(c, w, t, DENY, DOUBTED, C, p, par.denial_competence * force, False)
    lift(c, w, t, DENY, DOUBTED, I, p, par.denial_character * force, False)
    later(c, w, t, DENY, I, p, 0.0, par.denial_known * w.g[OURS * c.n + p])
    t.denies[p] = 1
    t.doubt[p] *= 1 - par.deny_answers * force
    t.calm[p] *= 1 - par.deny_uncertainty * doubt_of(c, w, p) * force


@law
def disagree(c, w, t, p):
    """Say openly where we differ."""
    par = c.par
    force = contradict(c, w, t, DISAGREE, p, par.disagree_clears, 1.0)
    lend_character(c, w, t, DISAGREE, p, par.candour * force * min(1.0, gravity_of(c, w, p)))
    t.calm[p] *= 1 - par.disagree_uncertainty * force


@law
def propose(c, a, w, t, luck, i, o, p):
    """Offer a change; where we ask, a partner whose needs it misses amends it."""
    par = c.par
    misses = luck.fit[o * c.n + p] < par.propose_misses * (1 - w.heard[p])
    if misses and a.asks[i]:
        t.heard[p] *= 1 - par.propose_amended_heard
        misses = False
    force = speak(c, w, t, PROPOSE, p)
    lend(c, a, w, t, o, p, 1 - par.propose_missed_loan if misses else 1.0)
    t.heard[p] *= 1 - par.propose_heard * force
    inform(t, p, par.propose_uncertainty * force, par.propose_tells * force)


@law
def plan(c, a, w, t, i, o, p):
    """Share a plan with dates."""
    par = c.par
    force = speak(c, w, t, PLAN, p)
    lend(c, a, w, t, o, p, 1.0)
    inform(t, p, par.plan_uncertainty * force, par.plan_tells * force)
    if a.measurable[i]:
        t.metrics[p] *= 1 - par.plan_checkable


@law
def show(c, t, kind, p, share):
    """Tell a partner of a share of the deeds that it has not seen; how much is known once all of tonight's are."""
    t.shows[kind * c.n + p] += share
    t.shown[p] += share


@law
def update(c, a, w, t, i, o, p):
    """Tell how things stand."""
    par, channels = c.par, a.channels[i]
    fresh = 1 - math.exp(-w.gap[o] / par.freshness)
    seen = 1 - par.update_missed**channels
    informs = a.strength[i] * fresh * seen
    inform(t, p, informs, par.update_tells * informs)
    t.load[p] += par.update_load + par.update_load_channel * channels
    t.load[p] += par.update_load_further * max(0.0, a.contents[i] - par.update_brief)
    show(c, t, UPDATE, p, a.shows[i] * seen)
    if a.results[i]:
        t.metrics[p] *= 1 - par.update_results_checkable * fresh * (1 - math.exp(-w.unseen[p]))


@law
def involve(c, a, w, t, i, p):
    """Let partners shape what is done."""
    par, k = c.par, a.strength[i]
    part = k * part_of(c, t, INVOLVE, p)
    recognise(c, w, t, INVOLVE, p, part)
    t.heard[p] *= 1 - par.involve_heard * k
    t.say[p] *= 1 - k
    t.calm[p] *= 1 - par.involve_uncertainty * k
    later(c, w, t, INVOLVE, I, p, par.warmth * part * (1 - w.say[p]), 0.0)


@law
def compensate(c, a, w, t, i, p):
    """Make good a share of the loss."""
    par, part = c.par, part_of(c, t, COMPENSATE, p)
    paid, lifted = a.strength[i] * part, par.forced * part if a.strength[i] > 0 else 0.0
    if a.voluntary[i]:
        lifted, tonight = par.compensation * paid, min(1.0, t.alike[COMPENSATE * c.n + p])
        if paid > 0:
            unpaid = max(0.0, 1 - w.said[COMPENSATE * c.n + p] / tonight)
            t.owned[p] *= 1 - par.payment_owns * paid * unpaid
            t.mended[p] *= 1 - paid * unpaid
        t.said[COMPENSATE * c.n + p] += paid
    lift(c, w, t, COMPENSATE, PAYMENT, C, p, lifted, True)
    t.used[PAYMENT * 2 * c.n + p] *= 1 - paid


@law
def fix_process(c, w, t, p):
    """Take steps that prevent a repeat."""
    par = c.par
    sure = 1.0 if w.facts[REVIEWED] > 0 else par.no_review
    felt = speak(c, w, t, FIX_PROCESS, p) * sure
    t.mended[p] *= 1 - sure
    lift(c, w, t, FIX_PROCESS, WRONG, C, p, par.prevention * felt, False)
    t.prevented[p] *= 1 - par.prevention_trusted * felt


@law
def review(c, a, w, t, i, p):
    """Look for root causes, perhaps together, and share the lessons."""
    par = c.par
    if a.together[i] or a.shared[i]:
        t.mended[p] = 0.0
    if a.together[i]:
        t.heard[p] *= 1 - par.review_heard
        t.say[p] *= 1 - par.review_involved
    if a.shared[i]:
        force = speak(c, w, t, REVIEW, p)
        lift(c, w, t, REVIEW, WRONG, C, p, par.review_lift * par.recognition * force, False)
        lend_character(c, w, t, REVIEW, p, par.warmth * force)
        t.owned[p] *= 1 - par.review_owns * force
        inform(t, p, 0.0, par.review_tells * force)


@law
def thank(c, w, t, p):
    """Thank partners."""
    par = c.par
    force = speak(c, w, t, THANK, p)
    lend_character(c, w, t, THANK, p, par.thank_warmth * par.warmth * force)
    t.heard[p] *= 1 - par.thank_heard * force
    t.load[p] += par.thank_load


@law
def celebrate(c, w, t, p):
    """Make visible what went well; hollow where nothing did."""
    par, wins = c.par, w.facts[WINS]
    show(c, t, CELEBRATE, p, par.celebrate_shows * min(wins, 1.0))
    if wins < par.celebrate_hollow:
        waiting = 1.0 if w.n_overdue[p] > 0 else par.celebrate_none_overdue
        later(c, w, t, CELEBRATE, I, p, 0.0, par.celebrate_hollow_cost * par.unacted_survey * waiting)
    t.load[p] += par.celebrate_load


@law
def say_words(c, a, w, t, i, p):
    """Acts that answer for what happened."""
    par, kind = c.par, a.kind[i]
    if kind == ACKNOWLEDGE:
        acknowledge(c, a, w, t, i, p)
    elif kind == LISTEN:
        listen(c, a, w, t, i, p)
    elif kind == APOLOGISE:
        apologise(c, a, w, t, i, p)
    elif kind == EXPLAIN:
        explain(c, a, w, t, i, p)
    elif kind == CLARIFY:
        force = contradict(c, w, t, CLARIFY, p, 1.0, par.clarify_cost)
        inform(t, p, par.clarify_uncertainty * force, par.clarify_tells * force)
    elif kind == DENY:
        deny(c, w, t, p)
    elif kind == DISAGREE:
        disagree(c, w, t, p)


@law
def look_ahead(c, a, w, t, luck, i, o, p):
    """Acts that promise or tell."""
    par, kind = c.par, a.kind[i]
    if kind == PROPOSE:
        propose(c, a, w, t, luck, i, o, p)
    elif kind == PLAN:
        plan(c, a, w, t, i, o, p)
    elif kind == UPDATE:
        update(c, a, w, t, i, o, p)
    elif kind == PROMISE:
        lend(c, a, w, t, o, p, 1.0)
        t.calm[p] *= 1 - (par.promise_dated_uncertainty if a.dated[i] else par.promise_undated_uncertainty)


@law
def work_together(c, a, w, t, i, p):
    """Acts that ask, involve, make good, teach, prevent, thank or part."""
    par, kind = c.par, a.kind[i]
    if kind == SURVEY:
        t.heard[p] *= 1 - par.survey_heard
        t.load[p] += par.survey_load
    elif kind == INVOLVE:
        involve(c, a, w, t, i, p)
    elif kind == COMPENSATE:
        compensate(c, a, w, t, i, p)
    elif kind == EDUCATE:
        t.knows[p] *= 1 - par.educate_educated
        t.heard[p] *= 1 - par.educate_heard
    elif kind == FIX_PROCESS:
        fix_process(c, w, t, p)
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
def save_work(c, w, t, changes, share, size):
    """Work takes less time; each further change of the same kind finds less to save."""
    t.facts[SPEEDS] *= 1 / (1 - share * size * c.par.saving_repeat ** w.facts[changes])
    w.facts[changes] += size


@law
def change_ourselves(c, a, w, t, i):
    """Training, processes, habits: what an act changes in the organisation, whoever is addressed."""
    par, kind = c.par, a.kind[i]
    if kind == TRAIN_STAFF:
        save_work(c, w, t, TRAININGS, par.training, 1.0)
    elif kind == FIX_PROCESS:
        save_work(c, w, t, PROCESSES, par.process, 1.0 if w.facts[REVIEWED] > 0 else par.no_review)
        t.facts[MENDS] = 1
    elif kind == REVIEW:
        t.facts[MAKES_REVIEW] = 1
    elif kind == FOREWARN:
        t.facts[STARTS_WARNING] = 1
    elif kind == CELEBRATE:
        t.facts[CELEBRATES] = 1


@law
def improvement(c, a, w, luck, o, p):
    """How much of an answer to a survey an act is for this partner."""
    i, n = a.act_of[o], c.n
    kind, weight = a.kind[i], 0.0
    for j in range(a.makes[o], a.makes[o] + a.makes_count[o]):
        if w.effect[o] < w.promised[j] <= c.days:
            weight += c.c_weight[j]
    if kind == COMPENSATE:
        return a.strength[i] if w.a[PAYMENT * 2 * n + p] > PAID else 0.0
    if kind == CLARIFY:
        misunderstood = MISUNDERSTOOD * 2 * n
        return 1.0 if max(w.a[misunderstood + p], w.a[misunderstood + n + p]) > PAID else 0.0
    if kind == PLAN:
        return min(1.0, weight)
    if kind == PROPOSE:
        misses = luck.fit[o * n + p] < c.par.propose_misses * (1 - w.heard[p])
        return min(1.0, weight) if a.asks[i] or not misses else 0.0
    return 1.0


@law
def answer_surveys(c, w, t):
    """Tonight's improvements answer the latest survey of those whom they reach."""
    for p in range(c.n):
        if w.latest[p] >= 0:
            at = w.latest[p] * c.n + p
            w.answers[at] = max(w.answers[at], t.improved[p])


@law
def ask_in_survey(c, a, w, t, o):
    """The survey's mean is the trust of those whom it asked."""
    total, asked = 0.0, 0
    for p in range(c.n):
        if a.to[o * c.n + p] and w.status[p] == ACTIVE:
            total += t.trust[p]
            asked += 1
    if asked > 0:
        w.facts[SURVEYED] = total / asked
        w.facts[HAS_SURVEY] = 1
    add(w.surveys, w.count, SURVEYS, o)


@law
def note_surveys(c, a, w, t):
    """From tonight on, the surveys of tonight are the latest of those whom they asked."""
    for k in range(w.count[ACTS]):
        o = t.acts[k]
        if a.kind[a.act_of[o]] == SURVEY:
            for p in range(c.n):
                if a.to[o * c.n + p] and w.status[p] == ACTIVE:
                    w.latest[p] = o


@law
def count_alike(c, a, w, t, o):
    """Acts of one kind that take effect on one evening share one effect."""
    i = a.act_of[o]
    amount = a.strength[i] if a.kind[i] == COMPENSATE else 1.0
    for p in range(c.n):
        if a.to[o * c.n + p] and w.status[p] == ACTIVE:
            t.alike[a.kind[i] * c.n + p] += amount


@law
def act_tonight(c, a, w, t, luck, o, day):
    """One act takes effect on everyone whom it addresses."""
    i = a.act_of[o]
    w.effect[o] = day
    for p in range(c.n):
        if a.to[o * c.n + p] and w.status[p] == ACTIVE:
            say_words(c, a, w, t, i, p)
            look_ahead(c, a, w, t, luck, i, o, p)
            work_together(c, a, w, t, i, p)
            if a.improves[i]:
                t.improved[p] = max(t.improved[p], improvement(c, a, w, luck, o, p))
    change_ourselves(c, a, w, t, i)
    if a.kind[i] == SURVEY:
        ask_in_survey(c, a, w, t, o)
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
    par = c.par
    for p in range(c.n):
        if a.to[o * c.n + p] and w.status[p] == ACTIVE:
            answered, times = w.answers[o * c.n + p], SURVEY * c.n + p
            warmth = par.survey_acted_warmth * par.warmth * par.apology_repeat ** w.said[times]
            later(c, w, t, FOLLOW_UP, I, p, warmth * answered, par.unacted_survey * (1 - answered))
            t.said[times] += answered


@law
def see_others_go(c, w, t):
    """How the other partners take it when one parts."""
    par = c.par
    for j in range(c.n):
        if t.parting[j]:
            for i in range(c.n):
                if i != j and w.status[i] == ACTIVE:
                    felt = par.warmth * c.tie[i * c.n + j]
                    if c.fit[j] < MISFIT:
                        later(c, w, t, PART_WAYS, I, i, par.part_ways_fair * felt, 0.0)
                    else:
                        later(c, w, t, PART_WAYS, I, i, 0.0, par.part_ways_unfair * felt)


# ------------------------------------------------------------------------------------------------------ the evening


@law
def clear_evening(t):
    """An evening on which nothing has happened yet."""
    clear(t.dr), clear(t.ds), clear(t.scar), clear(t.a), clear(t.escrow), clear(t.lifted), clear(t.lent)
    clear(t.g), clear(t.o), clear(t.unseen), clear(t.kept), clear(t.broken), clear(t.floor), clear(t.untold_floor)
    (
        clear(t.load),
        clear(t.asked),
        clear(t.shown),
        clear(t.deed),
        clear(t.said),
        clear(t.spoken),
        clear(t.alike),
        clear(t.improved),
        clear(t.facts),
        clear(t.parting),
    )
    clear(t.denies), clear(t.proven)
    fill(t.calm, 1.0)
    fill(t.untold, 1.0)
    fill(t.heard, 1.0)
    fill(t.metrics, 1.0)
    fill(t.knows, 1.0)
    fill(t.say, 1.0)
    fill(t.used, 1.0)
    fill(t.owned, 1.0)
    fill(t.doubt, 1.0)
    fill(t.prevented, 1.0)
    fill(t.heard_left, 1.0)
    fill(t.fresh, 1.0)
    fill(t.mended, 1.0)
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
        at = f * c.n + p
        held, lent = w.e[at] * proven, w.loan[at] * proven
        if back > 0:
            later(c, w, t, APOLOGIES_UNPROVEN, f, p, 0.0, back * held)
            later(c, w, t, PROMISES_UNPROVEN, f, p, -back * lent, 0.0)
        w.e[at] = (1 - back) * held
        w.loan[at] = (1 - back) * lent
    if proven < 1 or t.fresh[p] < 1:
        for kind in range(PART_WAYS + 1):
            w.said[kind * c.n + p] *= proven * t.fresh[p]
            w.on_mind[kind * c.n + p] *= t.fresh[p]


@law
def take_loans(c, w, t, p):
    """What partners lend tonight, given all that was promised of late."""
    w.loan[I * c.n + p] += t.lent[p]
    if t.asked[p] > 0:
        w.asked[p] += t.asked[p]
        each = c.par.loan * t.trust_i[p] * used_up(w.asked[p] / c.par.need_beyond)
        for kind in (PROPOSE, PLAN, PROMISE):
            lent = each * t.lends[kind * c.n + p]
            later(c, w, t, kind, C, p, lent, 0.0)
            w.loan[C * c.n + p] += lent
            t.lends[kind * c.n + p] = 0.0


@law
def make_up(c, w, t, p):
    """The evening's good deeds make up for wrongs together."""
    if t.deed[p] > 0:
        left, calm = math.exp(-c.par.redeem * t.deed[p]), math.exp(-c.par.kept_calms * t.deed[p])
        for cause in (KEPT, LATE, HAPPENED):
            share = (1 - left) * t.deeds[cause * c.n + p] / t.deed[p]
            if share > 0:
                lift(c, w, t, cause, WRONG, C, p, share, True)
                lift(c, w, t, cause, WRONG, I, p, share, True)
                t.deeds[cause * c.n + p] = 0.0
        t.owned[p] *= left
        t.calm[p] *= calm
        t.untold[p] *= calm


@law
def tell_of_deeds(c, w, t, p):
    """What partners are told tonight of deeds that they have not seen: all of them at most."""
    if t.shown[p] > 0:
        unseen = w.unseen[p] / max(1.0, t.shown[p])
        for kind in (UPDATE, CELEBRATE):
            told = t.shows[kind * c.n + p] * unseen
            later(c, w, t, kind, C, p, told, 0.0)
            w.unseen[p] -= told
            t.shows[kind * c.n + p] = 0.0


@law
def lift_bad_evidence(c, w, t, f, p):
    """Answers and deeds lift bad evidence, at most all of it; what is left can be lifted later."""
    at = f * c.n + p
    bad, left = w.s[at], 1.0
    if t.lifted[at] > 0:
        scale = bad / max(t.lifted[at], bad, SMALL)
        for cause in range(N_CAUSES):
            if t.lifting[cause]:
                later(c, w, t, cause, f, p, 0.0, -scale * t.lift[(cause * 2 + f) * c.n + p])
                t.lift[(cause * 2 + f) * c.n + p] = 0.0
        w.e[at] += t.escrow[at] * scale
        left = 1 - t.lifted[at] * scale / max(bad, SMALL)
    for k in range(5):
        of = (k * 2 + f) * c.n + p
        w.a[of] = w.a[of] * left * t.used[of] + t.a[of]


@law
def answer_wrongs(c, w, t, p):
    """What was denied, owned, answered or prevented; then tonight's wrongs; then what is proven."""
    n = c.n
    ours, alleged, suspected = OURS * n + p, ALLEGED * n + p, SUSPECTED * n + p
    if t.denies[p]:
        w.denied[p] = w.g[ours] + w.g[alleged]
    w.o[ours] *= t.owned[p]
    w.o[alleged] *= t.owned[p] * t.doubt[p]
    for row in range(3):
        w.g[row * n + p] *= t.prevented[p]
    for row in range(3):
        w.g[row * n + p] += t.g[row * n + p]
    w.o[ours] += t.o[ours]
    w.o[alleged] += t.o[alleged]
    if t.proven[p]:
        w.denied[p] = 0.0
        w.g[ours] += w.g[alleged]
        w.o[ours] += w.o[alleged]
        w.g[alleged] = w.g[suspected] = w.o[alleged] = 0.0
        w.a[(SORRY * 2 + I) * n + p] += w.a[(DOUBTED * 2 + I) * n + p]
        w.a[(DOUBTED * 2 + C) * n + p] = w.a[(DOUBTED * 2 + I) * n + p] = 0.0


@law
def change_feelings(c, w, t, p):
    """Uncertainty, load, being heard, and the rest of one partner's state beside the evidence."""
    w.unsure[p] = max(w.unsure[p] * t.calm[p], t.floor[p])
    w.untold[p] = max(w.untold[p] * t.untold[p], t.untold_floor[p])
    w.unseen[p] += t.unseen[p]
    w.load[p] += t.load[p]
    w.heard[p] = 1 - (1 - w.heard[p] * t.heard_left[p]) * t.heard[p]
    w.metrics[p] += (1 - t.metrics[p]) * (1 - w.metrics[p])
    w.knows[p] += (1 - t.knows[p]) * (1 - w.knows[p])
    w.say[p] += (1 - t.say[p]) * (1 - w.say[p])
    for kind in range(PART_WAYS + 1):
        w.said[kind * c.n + p] += t.said[kind * c.n + p]
        w.on_mind[kind * c.n + p] = max(w.on_mind[kind * c.n + p], t.spoken[kind * c.n + p])
    for kind in (APOLOGISE, EXPLAIN):
        at = kind * c.n + p
        w.unmended[at] = w.unmended[at] * t.mended[p] + t.said[at]


@law
def add_up(c, w, t):
    """All of tonight's changes are added up, for each active partner."""
    for p in range(c.n):
        if w.status[p] == ACTIVE:
            prove_words(c, w, t, p)
            make_up(c, w, t, p)
            lift_bad_evidence(c, w, t, C, p)
            lift_bad_evidence(c, w, t, I, p)
            take_loans(c, w, t, p)
            tell_of_deeds(c, w, t, p)
            answer_wrongs(c, w, t, p)
            change_feelings(c, w, t, p)
            for f in range(2):
                w.r[f * c.n + p] += t.dr[f * c.n + p]
                w.s[f * c.n + p] += t.ds[f * c.n + p]
            w.scar[p] += t.scar[p]
            if t.parting[p]:
                w.status[p] = PARTED
    clear(t.lifting)


@law
def change_world(c, w, t):
    """Tonight's changes of the organisation itself."""
    w.facts[SKILL] *= t.facts[SPEEDS]
    w.facts[REVIEWED] = max(w.facts[REVIEWED], t.facts[MAKES_REVIEW])
    w.facts[WARNS] = max(w.facts[WARNS], t.facts[STARTS_WARNING])
    w.facts[MENDED] = max(w.facts[MENDED], t.facts[MENDS])
    morale = w.facts[MORALE]
    if t.facts[CELEBRATES]:
        morale = min(morale + c.par.celebrate_morale * min(w.facts[WINS], 1.0), 1.0)
        w.facts[WINS] = 0.0
    set_morale(c, w, morale)
    w.facts[WINS] += t.facts[KEPT_WEIGHT]


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
        count_alike(c, a, w, t, t.acts[k])
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
    answer_surveys(c, w, t)
    note_surveys(c, a, w, t)


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
    add_up(c, w, t)
    change_world(c, w, t)
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
    held, lent = w.e[at] * bad, w.loan[at] * good
    move(c, w, APOLOGIES_UNPROVEN, f, p, 0.0, (1 - unproven) * held)
    move(c, w, PROMISES_UNPROVEN, f, p, -(1 - unproven) * lent, 0.0)
    w.e[at] = unproven * held
    w.loan[at] = unproven * lent
    for k in range(5):
        w.a[(k * 2 + f) * c.n + p] *= bad


@law
def record(c, w, row):
    """Record trust at a week's end."""
    for p in range(c.n):
        at = row * c.n + p
        w.competence[at] = facet(c, w, C, p)
        w.character[at] = facet(c, w, I, p)
        w.history[at] = trust_of(c, w, p)


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


@law
def ask(c, w, luck, week):
    """Questions and complaints of the coming week."""
    par = c.par
    total, complaint = 0, 0
    for p in range(c.n):
        if w.status[p] == ACTIVE:
            calm = 1 - par.educated_questions * w.knows[p]
            distrust = distrust_rate(trust_of(c, w, p), par)
            rate = (par.questions_base + par.questions_uncertain * w.unsure[p] + distrust) * calm
            number = poisson_to_three(rate, luck.questions[week * c.n + p])
            total += number
            if number > 0 and luck.complaints[week * c.n + p] < distrust * calm / rate:
                complaint = 1
        elif w.status[p] == PARTED:
            rate = par.questions_base * (1 - par.educated_questions * w.knows[p])
            total += poisson_to_three(rate, luck.questions[week * c.n + p])
    w.facts[QUESTIONS] = total
    w.facts[COMPLAINT] = complaint


@law
def team_rests(c, w):
    """The team recovers in a week, less so while something is overdue."""
    par, strain = c.par, 0.0
    for j in range(c.n_commitments):
        if w.standing[j] == OVERDUE and not cancelled(c, w, j):
            strain = par.strain
    morale = w.facts[MORALE] + (1 - w.facts[MORALE]) * (1 - halving(par.morale_half_life))
    set_morale(c, w, max(morale - strain, 0.0))


@law
def week_end(c, w, luck, week):
    """Settle; news, forgetting, record; leaving; questions of next week."""
    par = c.par
    settle(c, w, DAYS_A_WEEK * (week + 1))
    good, bad, unproven = halving(par.half_life_good), halving(par.half_life_bad), halving(par.loan_half_life)
    heard, metrics, untold = halving(par.heard_half_life), halving(par.metrics_half_life), halving(par.wrong_memory)
    unseen, asked = halving(par.news_half_life), halving(par.need_half_life)
    for p in range(c.n):
        for f in range(2):
            forget(c, w, f, p, good, bad, unproven)
            hear_news(c, w, f, p)
        w.heard[p] *= heard
        w.metrics[p] *= metrics
        w.untold[p] *= untold
        w.unseen[p] *= unseen
        w.asked[p] *= asked
    w.facts[WINS] *= metrics
    team_rests(c, w)
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
def run_worlds(c, a, w, t, luck, fates, history, ledger, hours):
    """Many worlds, one after another; the arrays of fates have one row a world, which becomes `luck`.

    Ledgers and hours are added up over the worlds.
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
        add_to(ledger, w.ledger)
        add_to(hours, w.hours)


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
    lengths |= dict.fromkeys(("r", "s", "e", "loan", "o", "news_r", "news_s", "start_trust", "weight"), 2 * n)
    lengths |= {"a": 10 * n, "g": 3 * n, "said": n * len(KINDS), "unmended": n * len(KINDS)}
    lengths |= {"on_mind": n * len(KINDS)}
    lengths |= dict.fromkeys(("moved_r", "moved_s"), 2 * n * N_CAUSES)
    lengths |= {"facts": N_FACTS, "count": 9, "booked": N_CAUSES, "hours": N_HOURS, "ledger": c.weeks * N_CAUSES * n}
    lengths |= dict.fromkeys(("history", "competence", "character"), (c.weeks + 1) * n)
    of_commitments = ("remaining", "opened", "promised", "standing", "done", "warned", "at_work")
    lengths |= dict.fromkeys(of_commitments, max(c.n_commitments, 1))
    lengths |= dict.fromkeys(("new_date", "new_from", "new_by"), own)
    lengths |= dict.fromkeys(("paid", "gap", "begun", "effect", "queue", "surveys"), max(occurrences, 1))
    lengths |= {"last_used": max(a.n_acts, 1), "answers": max(occurrences, 1) * n}
    fields = World._fields
    whole = frozenset(fields[fields.index("status") :])
    return World(**zeros(lengths, whole, lists=lists))


def blank_tonight(c: Case, a: Acts, *, lists: bool) -> Tonight:
    """An empty Tonight for this case and strategy."""
    n, occurrences = c.n, max(len(a.act_of), 1)
    lengths = dict.fromkeys(Tonight._fields, n)
    lengths |= dict.fromkeys(("early", "dr", "ds", "escrow", "lifted", "o"), 2 * n)
    lengths |= {
        "a": 10 * n,
        "used": 10 * n,
        "g": 3 * n,
        "lift": 2 * n * N_CAUSES,
        "deeds": n * N_CAUSES,
        "lifting": N_CAUSES,
        "facts": 6,
    }
    lengths |= dict.fromkeys(("said", "spoken", "alike", "lends", "shows"), n * len(KINDS))
    lengths |= dict.fromkeys(("acts", "follow_ups"), occurrences)
    lengths |= dict.fromkeys(("openings", "warnings", "verdicts"), max(c.n_commitments, 1))
    lengths["events"] = max(c.n_events, 1)
    fields = Tonight._fields
    whole = frozenset(fields[fields.index("parting") :])
    return Tonight(**zeros(lengths, whole, lists=lists))


def whole(values) -> np.ndarray:
    """An array of whole numbers, never empty (numba needs a length that can be read)."""
    return np.array(list(values) or [0], np.int64)


def real(values) -> np.ndarray:
    """An array of real numbers."""
    return np.array(list(values) or [0.0], np.float64)


def addressed(case, to, day: int = 0) -> list[bool]:
    """Which partners something is addressed to that starts on this day."""
    hit = [event.to for event in case.events if event.affects and event.day < day] if to == ("affected",) else [to]
    if to == ("misfit",):
        return [partner.fit < MISFIT for partner in case.partners]
    return [any(names == EVERYONE or name in names for names in hit) for name in case.names]


def start_days(case, act) -> list[int]:
    """The days on which an act starts, or may start by its rule."""
    if act.when is not None:
        return list(range(DAYS_A_WEEK + 1, case.days + 1, DAYS_A_WEEK))
    return [day for day in range(1, case.days + 1) if act.happens_on(day, case.days)]


def luck_name(case, acts, number: int, day: int) -> str:
    """The name of the luck of an occurrence."""
    act = acts[number]
    before = [one for one in acts[:number] if one.act == act.act and bool(one.when) == bool(act.when)]
    if act.when:
        return f"{act.act}/{day}/when/{len(before)}"
    return (
        f"{act.act}/{day}/{sum(one.happens_on(day, case.days) and any(addressed(case, one.to, day)) for one in before)}"
    )


def days_until(*factors: float) -> int:
    """max(1, round(5 · (factors))), the factors multiplied from left to right."""
    weeks = 1.0
    for factor in factors:
        weeks *= factor
    return max(1, round(DAYS_A_WEEK * weeks))


def habits_of_dates(case, strategy, par: Parameters) -> list[tuple[int, int, list[bool], float]]:
    """(day, place, to, b) of every change in the habit of promising dates, in calendar order."""
    return sorted(
        (day, number, addressed(case, act.to, day), act.habit_of_dates(par))
        for number, act in enumerate(strategy.acts)
        if act.act == "promise" and act.when is None
        for day in start_days(case, act)
    )


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
        to, buffers = addressed(case, promise.to), np.full(len(case.partners), case.buffer)
        for day, _, told, b in habits:
            if day <= opens:
                buffers[told] = b
        b = float(buffers[to].mean())
        due = opens - 1 + days_until(promise.weeks, b)
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


def made_by(act, name: str, to: list[bool], par: Parameters) -> list[Made]:
    """The commitments that an occurrence of an act makes; `due` counts from its planned last day."""
    return [
        Made(
            name=f"{name}/{k}",
            to=to,
            hours=one.hours,
            weeks=one.weeks,
            weight=one.weight,
            character=par.act_character,
            buffer=one.buffer,
            missed=False,
            opens=-1,
            due=days_until(one.weeks, one.buffer),
        )
        for k, one in enumerate(act.promises(par, sum(to)) if any(to) else ())
    ]


def strength_of(act, par: Parameters) -> float:
    """The one number that says how strong an act of this kind is."""
    if act.act == "acknowledge":
        return 1.0 if act.names == "impact" else par.fact_only
    if act.act == "listen":
        return getattr(par, f"listen_{act.channel}") * (1.0 if act.validates else par.listen_notes_only)
    if act.act == "apologise":
        return min(1.0, sum(getattr(par, f"apologise_{part}") for part in sorted(set(act.parts))))
    if act.act == "update":
        return min(par.update_most, sum(getattr(par, f"update_{part}") for part in sorted(set(act.says))))
    if act.act == "involve":
        return getattr(par, f"involve_{act.form}")
    return min(act.share, 1.0) if act.act == "compensate" else 0.0


def shown_by(act, par: Parameters) -> float:
    """Share of unseen deeds that an update tells of."""
    says = getattr(act, "says", ())
    return 1 - math.prod(1 - getattr(par, f"update_shows_{part}") for part in SHOWS if part in says)


def new_dates(case, acts) -> list[int]:
    """Per act and own commitment: days from a plan's planned last day to the new date that it would set."""
    return [
        days_until(promise.weeks, act.buffer) if act.act == "plan" else 0
        for act in acts
        for promise in case.commitments
    ]


def encode_acts(case, strategy, par: Parameters) -> tuple[Acts, list[Made], list[str]]:
    """The strategy as numbers, the commitments that its acts can make, and the names of all occurrences."""
    # Acts of one day are taken by kind, then by place; what they promise by kind, start, and place.
    acts, made, names = sorted(strategy.acts, key=lambda act: KINDS.index(act.act)), [], []
    act_of, to, first_occurrence = [], [], []
    days = [start_days(case, act) for act in acts]
    for number, act in enumerate(acts):
        first_occurrence.append(len(act_of))
        for day in days[number]:
            to.append(addressed(case, act.to, day))
            names.append(luck_name(case, acts, number, day))
            act_of.append(number)
    starts = [day for of_act in days for day in of_act]
    makes, makes_count = [0] * len(names), [0] * len(names)
    for o in sorted(range(len(names)), key=lambda o: (KINDS.index(acts[act_of[o]].act), starts[o], act_of[o])):
        new = made_by(acts[act_of[o]], names[o], to[o], par)
        makes[o], makes_count[o] = len(case.commitments) + len(made), len(new)
        made += new
    rules = {None: NO_RULE, "complaint": IF_COMPLAINT, "low_survey": IF_LOW_SURVEY}

    def option(name):
        return whole(getattr(act, name, 0) for act in acts)

    encoded = Acts(
        n_acts=len(acts),
        kind=whole(KINDS.index(act.act) for act in acts),
        spread=whole(act.spread_days for act in acts),
        rule=whole(rules[act.when] for act in acts),
        below=real(act.below for act in acts),
        first=whole(act.first_day for act in acts),
        last=whole(act.last_day(case.days) for act in acts),
        interval=whole(act.interval or 0 for act in acts),
        occurrences=whole(map(len, days)),
        first_occurrence=whole(first_occurrence),
        improves=option("improves"),
        strength=real(strength_of(act, par) for act in acts),
        owns=whole(getattr(act, "owns", getattr(act, "cause", "") == "own") for act in acts),
        organisation=whole(getattr(act, "by", "") == "organisation" for act in acts),
        channels=whole(len(set(getattr(act, "channels", ()))) for act in acts),
        contents=whole(len(set(getattr(act, "says", ()))) for act in acts),
        shows=real(shown_by(act, par) for act in acts),
        results=whole("results" in getattr(act, "says", ()) for act in acts),
        asks=option("asks"),
        measurable=option("measurable"),
        voluntary=option("voluntary"),
        together=option("together"),
        shared=option("shared"),
        dated=option("dated"),
        renewal=whole(new_dates(case, acts)),
        act_of=np.array(act_of, np.int64),
        to=whole(np.ravel(to)),
        size=whole(map(sum, to)),
        cost=real(acts[number].cost(sum(mask)) for number, mask in zip(act_of, to, strict=True)),
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
        e_care=real(getattr(par, f"care_for_{event.lost}") for event in events),
        e_pay=real(getattr(par, f"pay_for_{event.lost}") for event in events),
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
    proposals = [acts.kind[number] == PROPOSE for number in acts.act_of]
    fates = encode_luck(case, [one.name for one in commitments], occurrences, proposals, RandomStreams((seed,), worlds))
    return Encoded(encode_case(case, commitments, parameters), acts, fates, worlds)


# -------------------------------------------------------------------------------------------------------- for callers


@lru_cache(maxsize=1)
def compiled() -> dict:
    """The same laws, compiled by numba: name -> function.

    The functions are copied into a name space of their own, so that each calls the compiled others while this
    module's own stay plain.

    Raises:
        RuntimeError: numba is not installed.
    """
    if njit is None:
        raise RuntimeError("numba is not installed")
    teach_numba_about_tables()
    space = dict(globals())
    for function in LAWS:
        # Nothing calls them from C, and a wrapper for it takes a tenth of the time of compiling.
        space[function.__name__] = njit(
            FunctionType(function.__code__, space, function.__name__), no_cfunc_wrapper=True
        )
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


def simulate_worlds_compiled(case, strategy, worlds, seed=0, *, parameters=None):
    """Run some worlds (a range) in one compiled loop.

    Returns:
        history (worlds, weeks + 1, partners); and of all worlds together the ledger (weeks, CAUSES, partners) and
        staff hours by HOURS.
    """
    encoded = encode(case, strategy, parameters or Parameters(), seed, worlds)
    c, a, fates = encoded.case, encoded.acts, encoded.fates
    w, t = encoded.blank(lists=False)
    history, ledger, hours = np.empty((len(worlds), len(w.history))), np.zeros(len(w.ledger)), np.zeros(N_HOURS)
    records = (c._replace(par=Pointed(c.par)), a, w, t, Fate(*(array[0] for array in fates)))
    compiled()["run_worlds"](*map(Pointed, records), fates, history, ledger, hours)
    return history.reshape(-1, c.weeks + 1, c.n), ledger.reshape(c.weeks, N_CAUSES, c.n), hours
