"""Outcome: what became of one world, as arrays."""

from dataclasses import dataclass

import numpy as np

from reference.names import LEFT, PARTED
from reference.schedule import MISFIT
from reference.state import World


@dataclass(frozen=True)
class ReferenceOutcome:
    """What became of one world.

    Attributes:
        history: trust, (weeks + 1, partners); so competence and character, and U, F, H (after week 0 … weeks).
        status: per partner, 0 active, 1 parted, 2 left; `changed` is the week in which that happened, or -1.
        kept, broken, late: numbers of commitments.
        hours: staff hours by kind of act, "questions" and "commitments".
        ledger: what moved trust, (weeks, CAUSES, partners).
        partnership: the headline by week, (weeks + 1,).
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
    partnership: np.ndarray


def partnership_of(world: World) -> np.ndarray:
    """Trust of those whom the programme fits, week by week, over their number; who is lost counts 0 from then on."""
    counted = [person for person in world.people if person.partner.fit >= MISFIT] or world.people
    by_week = []
    for week, trust in enumerate(world.history):
        total = 0.0
        for person in counted:
            left, dropped = person.status == LEFT, person.status == PARTED and person.partner.fit >= MISFIT
            if not ((left or dropped) and week > person.changed):
                total += trust[world.people.index(person)]
        by_week.append(total / len(counted))
    return np.array(by_week)


def outcome_of(world: World) -> ReferenceOutcome:
    """Read the record of a world that has run to its end."""
    return ReferenceOutcome(
        history=np.array(world.history),
        competence=np.array(world.competence),
        character=np.array(world.character),
        status=np.array([person.status for person in world.people]),
        changed=np.array([person.changed for person in world.people]),
        kept=world.kept,
        broken=world.broken,
        late=world.late,
        hours=world.hours,
        ledger=np.array(world.ledger),
        unsure=np.array(world.unsure),
        load=np.array(world.load),
        heard=np.array(world.heard),
        partnership=partnership_of(world),
    )
