"""The week's end: news, forgetting, recording, leaving, and the questions of the coming week."""

import math

from reference.ledger import begin_week, close_week
from reference.names import ANSWERS, CHARACTER, COMPETENCE, DAYS_A_WEEK, FACETS, PARTED
from reference.settling import settle
from reference.state import halving

MOST_QUESTIONS = 3


def end_week(world, week: int) -> None:
    """Everything that happens at the end of a week, in the page's order."""
    settle(world, DAYS_A_WEEK * (week + 1))
    for person in world.people:
        if person.active:
            forget(world.par, person)
            take_back(world.par, person)
            hear_news(person)  # told today, so nothing of it is forgotten yet
            fade(world.par, person)
    recover(world)
    record(world)
    close_week(world)
    begin_week(world)
    leave(world, week)
    if week + 1 < world.case.weeks:
        ask(world, week + 1)


def hear_news(person) -> None:
    """What others told during the week."""
    for facet in FACETS:
        person.move("word of mouth", facet, person.news_good[facet], person.news_bad[facet])
    person.news_good, person.news_bad = [0.0, 0.0], [0.0, 0.0]


def forget(par, person) -> None:
    """Memory fades, of good and of bad."""
    good, bad = halving(par.half_life_good), halving(par.half_life_bad)
    for facet in FACETS:
        person.move("fading memory", facet, -(1 - good) * person.good[facet], -(1 - bad) * person.bad[facet])
        person.loan[facet] *= good
        person.escrow[facet] *= bad
        for answer in ANSWERS:
            person.answerable[answer][facet] *= bad


def take_back(par, person) -> None:
    """What was lent or lifted without proof comes back little by little."""
    left = halving(par.loan_half_life)
    for facet in FACETS:
        person.move("promises unproven", facet, -(1 - left) * person.loan[facet], 0.0)
        person.move("apologies unproven", facet, 0.0, (1 - left) * person.escrow[facet])
        person.loan[facet] *= left
        person.escrow[facet] *= left


def fade(par, person) -> None:
    """Moods fade."""
    person.heard *= halving(par.heard_half_life)
    person.checkable *= halving(par.metrics_half_life)
    person.untold *= halving(par.wrong_memory)
    person.unseen *= halving(par.news_half_life)
    person.promised_lately *= halving(par.need_half_life)


def recover(world) -> None:
    """The team's spirit comes back, and suffers where something is overdue."""
    par = world.par
    world.wins *= halving(par.metrics_half_life)
    world.morale += (1 - world.morale) * (1 - halving(par.morale_half_life))
    strained = any(
        promise.standing == "overdue" and promise.done is None and not world.cancelled(promise)
        for promise in world.commitments
    )
    if strained:
        world.morale = max(0.0, world.morale - par.strain)


def record(world) -> None:
    """Note trust, and moods beside it."""
    world.competence.append([person.facet_trust(COMPETENCE) for person in world.people])
    world.character.append([person.facet_trust(CHARACTER) for person in world.people])
    world.history.append([person.trust() for person in world.people])
    world.unsure.append([person.unsure for person in world.people])
    world.load.append([person.load for person in world.people])
    world.heard.append([person.heard for person in world.people])


def leave(world, week: int) -> None:
    """Partners out of patience may leave."""
    par = world.par
    for person in world.people:
        if person.active:
            chance = par.leave_rate / (1 + math.exp(par.leave_slope * (person.trust() - person.partner.patience)))
            if world.leaving_luck[person.name][week] < chance:
                person.active, person.status, person.changed = False, 2, week


def ask(world, week: int) -> None:
    """Questions and complaints of a week."""
    par = world.par
    world.questions, world.complained = 0, False
    for person in world.people:
        if person.active:
            trust = person.trust()
            distrust = par.questions_distrust * max(0.0, par.content - trust) * min(1.0, trust / par.quiet)
            knowing = 1 - par.educated_questions * person.knows
            rate = (par.questions_base + par.questions_uncertain * person.unsure + distrust) * knowing
            number = poisson_to_three(rate, world.asking_luck[person.name][week])
            world.questions += number
            if number > 0 and world.complaining_luck[person.name][week] < distrust * knowing / rate:
                world.complained = True
        elif person.status == PARTED:
            rate = par.questions_base * (1 - par.educated_questions * person.knows)
            world.questions += poisson_to_three(rate, world.asking_luck[person.name][week])


def poisson_to_three(rate: float, drawn: float) -> int:
    """A Poisson number by inversion, at most 3."""
    term = below = math.exp(-rate)
    number = 0
    for k in range(1, MOST_QUESTIONS + 1):
        number += below <= drawn
        term *= rate / k
        below += term
    return number
