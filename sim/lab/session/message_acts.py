"""What a message says to the model: which acts it is, and how it changes a draft."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any, Literal, get_args

from sim.lab.session.strategy_code import KEY, as_strategy

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from sim.lab.session.draft import Draft
    from sim.model.acts import Act

__all__ = ["DENIES", "OWNS", "WEEKS", "Does", "acts_of", "denied_after", "with_message"]

Part = Literal["responsibility", "regret", "explanation", "repair", "forgiveness"]
Does = Literal["fact", "impact", "belittle", "responsibility", "regret", "explanation", "repair", "forgiveness", "deny"]
OWNS, DENIES = "responsibility", "deny"
KINDS = ("acknowledge", "apologise", "deny")  # acts that a message is
WEEKS = (0, 1, 4, 12)  # after which a message can be sent


def acts_of(does: Iterable[str], week: float) -> list[Act]:
    """Return the acts that a message is, all on the day when it is sent; none for one that says nothing.

    >>> [(act.act, act.week) for act in acts_of({"impact", "responsibility", "regret"}, 1)]
    [('acknowledge', 1), ('apologise', 1)]
    >>> acts_of({"responsibility", "repair"}, 0)[0].owns, acts_of({"regret"}, 0)[0].owns
    (True, False)
    """
    said = set(does)
    parts = [part for part in get_args(Part) if part in said]
    rows: list[dict[str, Any]] = []
    if said & {"fact", "impact"}:
        rows.append({"act": "acknowledge", "week": week, "names": "impact" if "impact" in said else "fact"})
    if DENIES in said:
        rows.append({"act": "deny", "week": week})
    elif parts:
        rows.append({"act": "apologise", "week": week, "parts": parts})
    return list(as_strategy(KEY, rows).acts)


def denied_after(owned: Sequence[Act], week: float) -> list[Act]:
    """Return the acts of a message that owned the fault, and of one that denies it in this week, or the week after.

    >>> [(act.act, act.week) for act in denied_after(acts_of({"responsibility"}, 1), 0)]
    [('apologise', 1), ('deny', 2)]
    """
    last = max((act.week or 0 for act in owned), default=-1)
    return [*owned, *acts_of({DENIES}, max(week, last + 1))]


def with_message(draft: Draft, acts: Sequence[Act]) -> Draft:
    """Return the draft with a message's acts in place of its own of these kinds; what it has no more is left out.

    >>> from sim.lab.session.draft import Draft
    >>> draft = Draft("Mine").plus("thank").plus("deny")
    >>> [act.act for act in with_message(draft, acts_of({"regret"}, 0)).played.acts]
    ['thank', 'apologise']
    """
    for kind in KINDS:
        wanted = next((act for act in acts if act.act == kind), None)
        place = draft.place_of(kind)
        if wanted is not None and place is None:
            draft, place = replace(draft, acts=(*draft.acts, wanted)), len(draft.acts)
        elif wanted is not None:
            draft = replace(draft, acts=(*draft.acts[:place], wanted, *draft.acts[place + 1 :]))
        if place is not None:
            draft = draft.switched(place, on=wanted is not None)
    return draft
