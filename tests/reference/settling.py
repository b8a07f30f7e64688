"""Settling: what the time since the last settling did to uncertainty, load and the wrongs that wait."""

import math

from reference.names import CHARACTER, COMPETENCE, DAYS_A_WEEK, FACETS
from reference.state import halving


def settle(world, day: int) -> None:
    """Bring every active partner up to tonight."""
    weeks = (day - world.settled) / DAYS_A_WEEK
    world.settled = day
    for person in world.people:
        if person.active and weeks > 0:
            settle_waiting(world, person, weeks)
            settle_load(world.par, person, weeks)
            settle_wrongs(world.par, person, weeks)
            unmet = world.par.unmet_needs * (1 - person.partner.fit) * weeks
            person.move("unmet needs", COMPETENCE, 0.0, unmet)


def level(world, person) -> float:
    """L, to which uncertainty tends."""
    if world.owes(person, "overdue"):
        raised = 1.0
    else:
        opened = world.par.level_open if world.owes(person, "open") else 0.0
        raised = 1 - (1 - person.untold) * (1 - opened)
    return raised * (1 - world.par.educated_calm * person.knows)


def settle_waiting(world, person, weeks: float) -> None:
    """Uncertainty tends to its level, and costs trust meanwhile."""
    par = world.par
    tends_to = level(world, person)
    stays = math.exp(-weeks / par.settle_in)
    area = tends_to * weeks + (person.unsure - tends_to) * par.settle_in * (1 - stays)
    person.move("waiting", COMPETENCE, 0.0, par.waiting_factor * person.partner.needs_information * area)
    person.unsure = tends_to + (person.unsure - tends_to) * stays


def settle_load(par, person, weeks: float) -> None:
    """Messages above the limit cost trust until the load has leaked below it; words leave the mind as fast."""
    limit = person.partner.message_limit * par.load_limit_factor
    if person.load > limit:
        above = min(max(par.load_fade * math.log(person.load / limit), 0.0), weeks)
        area = person.load * par.load_fade * (1 - math.exp(-above / par.load_fade)) - limit * above
        person.move("messages", COMPETENCE, 0.0, par.overload * area)
    person.load *= math.exp(-weeks / par.load_fade)
    for kind in person.on_mind:
        person.on_mind[kind] *= math.exp(-weeks / par.load_fade)


def settle_wrongs(par, person, weeks: float) -> None:
    """Wrongs that nobody answers for cost trust; all are slowly forgotten, and late words reach less of them."""
    left = halving(par.wrong_memory, weeks)
    waited = (1 - left) * par.wrong_memory / math.log(2)
    unowned = person.unowned_ours + person.unowned_alleged
    person.move("no answer", CHARACTER, 0.0, par.unanswered * unowned * waited)
    person.unowned_ours *= left
    person.unowned_alleged *= left
    person.wrong_ours *= left
    person.wrong_alleged *= left
    person.alleged_character *= left
    for facet in FACETS:
        person.answerable["sorry"][facet] *= math.exp(-weeks / par.apology_delay)
        person.answerable["payment"][facet] *= math.exp(-weeks / par.payment_delay)
