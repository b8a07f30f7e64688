"""The kinds of acts: one registry, which strategies, causes, controls, stories and pictures read.

A custom act is one class in one file: see docs/own-act.md.
"""

from typing import Annotated, TypeVar

from sim.model import ledger
from sim.model.acts.acknowledge import Acknowledge
from sim.model.acts.act import REPEATS, Act, Steps, changed_fields, steps_of
from sim.model.acts.apologise import Apologise
from sim.model.acts.celebrate import Celebrate
from sim.model.acts.clarify import Clarify
from sim.model.acts.compensate import Compensate
from sim.model.acts.deny import Deny
from sim.model.acts.disagree import Disagree
from sim.model.acts.educate import Educate
from sim.model.acts.explain import Explain
from sim.model.acts.fix_process import FixProcess
from sim.model.acts.forewarn import Forewarn
from sim.model.acts.involve import Involve
from sim.model.acts.listen import Listen
from sim.model.acts.part_ways import PartWays
from sim.model.acts.plan import Plan
from sim.model.acts.promise import Promise
from sim.model.acts.propose import Propose
from sim.model.acts.review import Review
from sim.model.acts.survey import Survey
from sim.model.acts.thank import Thank
from sim.model.acts.train_staff import TrainStaff
from sim.model.acts.update import Update
from sim.model.kinds import Kinds
from sim.texts import words

SHIPPED: tuple[type[Act], ...] = (
    Acknowledge, Listen, Apologise, Explain, Clarify, Deny, Disagree, Propose, Plan, Update, Survey, Involve,
    Compensate, TrainStaff, Educate, FixProcess, Review, Forewarn, Promise, Thank, Celebrate, PartWays,
)  # fmt: skip
ACTS: Kinds = Kinds("act", Act)
for shipped in SHIPPED:
    ACTS.add(shipped)
ledger.CAUSES[:0] = ACTS
AnyAct = Annotated[Act, ACTS]

# Parts of the catalogues in sim/texts that hold an act's words, and the key of each in a custom act's `words`.
PARTS = {"acts": "title", "drawn_causes": "picture", "causes": "story", "deeds": "deed", "repeats": "repeats"}
Kind = TypeVar("Kind", bound=type[Act])


def register(kind: Kind) -> Kind:
    """Register a custom act; a decorator.

    Raises:
        ValueError: it has no name, or one that is taken.

    >>> register(Acknowledge)
    Traceback (most recent call last):
    ValueError: Acknowledge: there is an act 'acknowledge' already; give this one another name
    """
    name = ACTS.add(kind)
    ledger.CAUSES.append(name)
    words.add(_texts(name, kind))
    return kind


def _texts(name: str, kind: type[Act]) -> dict[str, str]:
    """Return a custom act's texts by their keys in the catalogues; the title takes the place of missing ones."""
    given = {"title": name.replace("_", " ").capitalize()} | kind.words
    texts = {f"{part}.{name}": given.get(key, given["title"]) for part, key in PARTS.items()}
    for part in ("fields", "options"):
        texts |= {f"{part}.{key}": text for key, text in given.get(part, {}).items()}
    return texts


__all__ = [
    "ACTS",
    "REPEATS",
    "Acknowledge",
    "Act",
    "AnyAct",
    "Apologise",
    "Celebrate",
    "Clarify",
    "Compensate",
    "Deny",
    "Disagree",
    "Educate",
    "Explain",
    "FixProcess",
    "Forewarn",
    "Involve",
    "Listen",
    "PartWays",
    "Plan",
    "Promise",
    "Propose",
    "Review",
    "Steps",
    "Survey",
    "Thank",
    "TrainStaff",
    "Update",
    "changed_fields",
    "register",
    "steps_of",
]
