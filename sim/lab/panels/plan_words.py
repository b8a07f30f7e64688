"""A plan in plain words, a line for each act: what, when, for whom, and what is not as usual."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sim.catalogue.act_fields import TIMING
from sim.lab.panels.editor import act_title
from sim.lab.session.draft import Draft
from sim.texts import words
from sim.texts.refusals import both
from sim.texts.words import say

if TYPE_CHECKING:
    from sim.model.acts import Act
    from sim.model.strategy import Strategy

__all__ = ["option_in_words", "plan_in_words"]


def plan_in_words(strategy: Strategy) -> list[str]:
    """Return a line for each act of a strategy.

    >>> from sim.catalogue import load_strategy
    >>> plan_in_words(load_strategy("words-only"))[0]
    '1. Apologise, day 2'
    """
    draft = Draft.of(strategy)
    return [_act_in_words(act_title(draft, place), act) for place, act in enumerate(strategy.acts)]


def _act_in_words(title: str, act: Act) -> str:
    """Return an act with the last week in which it is repeated, and what it says that is not as usual."""
    if act.until is not None:
        title = say("search_told.until", act=title, week=act.until)
    usual = type(act).model_fields
    own = {name: getattr(act, name) for name in usual if name not in TIMING}
    said = [option_in_words(name, value) for name, value in own.items() if value != usual[name].default]
    return say("search_told.act", act=title, options="; ".join(said)) if said else title


def option_in_words(name: str, value: Any) -> str:
    """Return one field of an act and what it says.

    >>> option_in_words("count", 30), option_in_words("dated", False)
    ('New promises: 30', 'Give dates: No')
    """
    return say("search_told.option", field=words.table("fields")[name], value=_value_in_words(value))


def _value_in_words(value: Any) -> str:
    if isinstance(value, bool):
        return say("editor.yes" if value else "editor.no")
    if isinstance(value, int | float):
        return f"{value:g}"
    options = words.table("options")
    if isinstance(value, str):
        return options[value]
    return both(options[one] for one in value) if value else say("search_told.nothing")
