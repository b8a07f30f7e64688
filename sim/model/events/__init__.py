"""The kinds of events: one registry, which cases, the simulation, stories and messages read.

A custom event is one class in one file: see docs/own-act.md.
"""

from typing import Annotated, TypeVar

from sim.model import ledger
from sim.model.events.breach import Breach
from sim.model.events.decision import Decision
from sim.model.events.event import EVENTS, Event
from sim.model.events.guilt_proven import GuiltProven
from sim.model.events.kept import Kept
from sim.texts import words

for shipped in (Breach, Kept, GuiltProven, Decision):
    EVENTS.add(shipped)
AnyEvent = Annotated[Event, EVENTS]

Kind = TypeVar("Kind", bound=type[Event])
TOLD = ("{label}; {moved}.",)  # how a custom event without wordings is told


def register(kind: Kind) -> Kind:
    """Register a custom event; a decorator. If its cause is new, the ledger gets a row for it.

    Raises:
        ValueError: it has no name, or one that is taken.

    >>> register(Breach)
    Traceback (most recent call last):
    ValueError: Breach: there is an event 'breach' already; give this one another name
    """
    name = EVENTS.add(kind)
    texts = {f"sentences.{name}": tuple(kind.words.get("told", TOLD))}
    if kind.cause not in ledger.CAUSES:
        ledger.CAUSES.append(kind.cause)
        title = kind.cause.capitalize()
        texts |= {
            f"drawn_causes.{kind.cause}": kind.words.get("picture", title),
            f"causes.{kind.cause}": kind.words.get("story", kind.cause),
        }
    words.add(texts)
    return kind


__all__ = ["EVENTS", "AnyEvent", "Breach", "Decision", "Event", "GuiltProven", "Kept", "register"]
