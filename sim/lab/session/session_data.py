"""A session as plain data, for the progress file, and back."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING, Any

from sim.base.errors import BadInput
from sim.catalogue import strategy_keys
from sim.lab.session.draft import NOTHING, Draft, as_changed, start_from
from sim.lab.session.session import MOST_PINS

if TYPE_CHECKING:
    from sim.lab.session.session import SandboxSession

__all__ = ["as_data", "changed_data", "restore"]


def as_data(session: SandboxSession) -> dict[str, Any]:
    """Return the draft as plain data, with pins if there are any, and the start if it was changed.

    >>> from sim.lab.session.session import SandboxSession
    >>> as_data(SandboxSession("missed-deadline", "silence"))
    {'title': 'Say nothing', 'acts': [], 'off': [], 'base': 'silence'}
    """
    pins = [Draft.of(pin).as_data() for pin in session.pins]
    start = {} if session.start == session.first else {"start": session.start.base or session.start.as_data()}
    return session.draft.as_data() | ({"pins": pins} if pins else {}) | start


def changed_data(session: SandboxSession) -> dict[str, Any] | None:
    """Return the session as plain data; None as long as nothing was changed.

    >>> from sim.lab.session.session import SandboxSession
    >>> changed_data(SandboxSession("missed-deadline", "silence")) is None
    True
    """
    untouched = session.draft == session.start and not session.stepped and not session.pins
    return None if untouched else as_data(session)


def restore(session: SandboxSession, kept: Any) -> bool:
    """Restore a saved draft and pins; return whether anything changed. What cannot be read is left out.

    >>> from sim.lab.session.session import SandboxSession
    >>> session = SandboxSession("missed-deadline", "silence")
    >>> restore(session, {"title": "Ours", "acts": [{"act": "thank", "week": 1}]}), session.draft.title
    (True, 'Ours')
    """
    try:
        draft = Draft.from_data(kept)
    except BadInput:
        return False
    old, session.pins = session.pins, _pins(session, kept.get("pins"))
    if draft == session.draft:
        return session.pins != old
    with suppress(BadInput):
        session.begin(_start(session, draft, kept.get("start")), session.fitted(draft), restored=True)
    return True


def _pins(session: SandboxSession, kept: Any) -> list[Any]:
    pins = []
    for data in kept[:MOST_PINS] if isinstance(kept, list) else ():
        with suppress(BadInput):
            pin = Draft.from_data(data).played
            session.outcome(pin, worlds=1)
            pins.append(pin)
    return pins


def _start(session: SandboxSession, draft: Draft, kept: Any) -> Draft:
    """Return the start of a saved draft; older files give it only by the draft's title."""
    with suppress(BadInput):
        return session.start_of(kept) if isinstance(kept, str) else Draft.from_data(kept)
    if session.controls or draft.base == session.first.base != "":
        return session.first
    starts = [start_from(key) for key in (NOTHING, *strategy_keys())]
    named = (one for one in starts if draft.title in (one.title, *as_changed(one.title)))
    return next((one for one in starts if one.base == draft.base), None) or next(named, draft)
