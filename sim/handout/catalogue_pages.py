"""Cases and strategies as text for the printed handout."""

from __future__ import annotations

import re
from itertools import groupby
from typing import TYPE_CHECKING, NamedTuple

from sim.catalogue import load_strategy, strategy_keys
from sim.model.case import EVERYONE
from sim.texts import words
from sim.texts.words import listed, say

if TYPE_CHECKING:
    from sim.model.case import Case, Names
    from sim.model.strategy import Strategy

__all__ = ["StrategyGroup", "gist", "moves", "strategy_groups", "ties", "whom", "whom_within"]


class StrategyGroup(NamedTuple):
    """The strategies that one text recommends, or the foils, which the texts warn of.

    Attributes:
        text: key of the text that recommends them; empty for foils.
    """

    text: str
    strategies: tuple[Strategy, ...]


def strategy_groups() -> list[StrategyGroup]:
    """Return all shipped strategies, by the text that recommends them; foils come last.

    >>> [(group.text, group.strategies[0].key) for group in strategy_groups()]
    [('PatientAdvocacy', 'acknowledge-first'), ('CommunityPartner', 'face-value'), ('', 'silence')]
    """
    return [
        StrategyGroup(text, tuple(strategies))
        for text, strategies in groupby(map(load_strategy, strategy_keys()), key=_text)
    ]


def _text(strategy: Strategy) -> str:
    return strategy.source.partition(",")[0] if strategy.documented else ""


def gist(strategy: Strategy) -> str:
    """Return a strategy in one line: the first sentence of its summary.

    >>> gist(load_strategy("silence"))
    'Say nothing and hope that it blows over.'
    """
    return re.split(r"(?<=[.!?])\s", strategy.summary, maxsplit=1)[0]


def moves(strategy: Strategy) -> list[str]:
    """Return a strategy's acts in words, each once, in the order in which they are first done.

    Acts that wait for a complaint or a low survey come last.

    >>> moves(load_strategy("long-term"))[:3]
    ['Say what went wrong', 'Listen', 'Apologise']
    """
    names = words.table("acts")
    acts = sorted(strategy.acts, key=lambda act: (act.when is not None, act.first_day))
    return list(dict.fromkeys(names[act.act] for act in acts))


def whom(to: Names) -> str:
    """Return in words the partners of a promise or an event, as they stand alone in a cell.

    >>> whom(("all",)), whom(("Funder", "Clinic team"))
    ('All partners', 'Funder and Clinic team')
    """
    return say("editor.to_all") if to == EVERYONE else listed(to)


def whom_within(to: Names) -> str:
    """Return the same as it stands within a sentence.

    >>> whom_within(("all",))
    'all partners'
    """
    return say("what_if.to_all") if to == EVERYONE else whom(to)


def ties(case: Case) -> str:
    """Return in words who talks to whom in a case.

    >>> from sim.catalogue import load_case
    >>> ties(load_case("missed-deadline")).split("; ")[0]
    "Patients' circle and Families' council"
    """
    return "; ".join(listed(tie.between) for tie in case.ties)
