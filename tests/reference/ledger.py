"""What moved trust: a week's change of trust, shared among its causes."""

from reference.names import CAUSES, CHARACTER, COMPETENCE, FACETS


def begin_week(world) -> None:
    """T⁰ of the week."""
    for person in world.people:
        person.week_began = [person.facet_trust(facet) for facet in FACETS]


def close_week(world) -> None:
    """One row for each cause, with a number for each partner."""
    world.ledger.append([[moved_by(person, cause) for person in world.people] for cause in CAUSES])
    for person in world.people:
        person.moved.clear()


def moved_by(person, cause: str) -> float:
    """What one cause did to a partner's trust this week."""
    if cause not in person.moved:
        return 0.0
    account, weight = person.moved[cause], person.partner.competence_weight
    part = [
        ((1 - person.week_began[facet]) * account[facet] - person.week_began[facet] * account[2 + facet])
        / person.evidence(facet)
        for facet in FACETS
    ]
    return weight * part[COMPETENCE] + (1 - weight) * part[CHARACTER]
