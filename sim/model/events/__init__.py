"""The kinds of events: one registry, from which cases, the season, stories and messages derive.

An event of one's own is a class in a file of one's own: see docs/own-act.md.
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
TOLD = ("{label}; {moved}.",)  # how an event of one's own is told that does not say it better


def register(kind: Kind) -> Kind:
    """Add an event of one's own to the kinds of events; a decorator. A cause that the ledger lacks is added to it.

    Raises:
        ValueError: it has no name of its own.

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
