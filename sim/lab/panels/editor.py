"""Controls for every field of an act, for the view of all acts."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sim.catalogue.act_fields import offer_of, offers_of
from sim.catalogue.act_words import numbered, repeat_words
from sim.lab.session.controls import Control
from sim.model.acts import REPEATS
from sim.model.acts.triggers import RULES
from sim.model.case import GROUPS
from sim.texts import words
from sim.texts.words import called, say

if TYPE_CHECKING:
    from sim.catalogue.act_fields import Offer
    from sim.lab.session.draft import Draft
    from sim.model.acts import Act
    from sim.model.case import Case

__all__ = ["act_title", "controls_of", "several_of"]

FEW = 3  # more options than this are shown as a list


def act_title(draft: Draft, place: int) -> str:
    """Return the title of one act of a draft, for a list.

    >>> from sim.lab.session.draft import Draft
    >>> act_title(Draft("Mine").plus("thank"), 0)
    '1. Thank partners, from the first week'
    """
    act = draft.acts[place]
    if place in draft.off:
        return say("editor.item_off", number=place + 1, act=say(f"acts.{act.act}"))
    return numbered(act, place + 1)


def controls_of(draft: Draft, place: int, case: Case) -> list[Control]:
    """Return a control for each field of an act with a single value: whether, when, for whom, and how."""
    act = draft.acts[place]
    number = [other.act for other in draft.acts[: place + 1]].count(act.act)
    yes_no = {"values": (True, False), "words": (say("editor.yes"), say("editor.no"))}
    fields: list[dict[str, Any]] = [{"label": say("editor.use"), "off": False} | yes_no]
    fields += [_timing(), _first_week(case), _repeat(), _to(case)]
    offers = [one for one in offers_of(type(act)) if one.kind != "many"]
    if act.rule and act.rule.field:
        offers.append(offer_of(act.rule.field, type(act).model_fields[act.rule.field]))
    fields += [{"label": one.label, "field": one.name} | _shown(one) for one in offers]
    return [Control(act=act.act, number=number, **field) for field in fields]


def _shown(offer: Offer) -> dict[str, Any]:
    """Return how a control shows what a field offers."""
    if offer.steps and not offer.words:
        return {"low": offer.steps.low, "high": offer.steps.high, "step": offer.steps.step}
    shown = {"values": offer.values, "words": offer.words}
    return shown | {"look": "radio" if len(offer.values) <= FEW else "list"} if offer.kind == "one" else shown


def several_of(act: Act) -> dict[str, tuple[str, list[tuple[str, str]]]]:
    """Return the fields of an act that hold several values: field → label, and options with their labels.

    >>> from sim.lab.session.draft import new_act
    >>> list(several_of(new_act("update")))
    ['says', 'channels']
    """
    return {
        one.name: (one.label, list(zip(one.values, one.words, strict=True)))
        for one in offers_of(type(act))
        if one.kind == "many"
    }


def _timing() -> dict[str, Any]:
    keys = ("week", *RULES)
    said = tuple(say(f"editor.timing_{key}") for key in keys)
    return {"label": say("editor.timing"), "field": "when", "values": keys, "words": said, "look": "list"}


def _first_week(case: Case) -> dict[str, Any]:
    weeks = range(case.weeks)
    said = tuple(words.many("editor.weeks", week) if week else say("editor.week_zero") for week in weeks)
    return {"label": say("editor.week"), "field": "week", "values": tuple(weeks), "words": said}


def _repeat() -> dict[str, Any]:
    return {
        "label": say("editor.repeat"),
        "field": "every_weeks",
        "values": REPEATS,
        "words": tuple(repeat_words(every) for every in REPEATS),
    }


def _to(case: Case) -> dict[str, Any]:
    said = tuple(say(f"editor.to_{group}") for group in GROUPS)
    values = tuple([name] for name in (*GROUPS, *case.names))
    return {
        "label": say("editor.to"), "field": "to", "values": values, "words": (*said, *map(called, case.names)),
        "look": "list",
    }  # fmt: skip
