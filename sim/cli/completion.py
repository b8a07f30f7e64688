"""Completion on the command line: keys of cases and strategies, and the words of groups."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = ["CHOSEN", "complete_case", "complete_measure", "complete_strategies", "complete_strategy", "complete_world"]

CHOSEN = ("typical", "worst", "best")  # words for a world


def complete_case(incomplete: str) -> list[str]:
    """Return the keys of cases that begin so.

    >>> complete_case("missed")
    ['missed-deadline', 'missed-deliveries']
    """
    from sim.catalogue import case_keys

    return _beginning(incomplete, case_keys())


def complete_strategy(incomplete: str) -> list[str]:
    """Return the keys of strategies that begin so, honest plans too.

    >>> complete_strategy("re")
    ['recovery-plan', 'repair-first']
    """
    from sim.catalogue import honest_keys, strategy_keys

    return _beginning(incomplete, (*strategy_keys(), *honest_keys()))


def complete_strategies(incomplete: str) -> list[str]:
    """Return the keys and groups that the last part of a list with commas may become.

    >>> complete_strategies("silence,f")
    ['silence,face-value', 'silence,flood', 'silence,foils']
    """
    from sim.catalogue import honest_keys, strategy_groups, strategy_keys

    before, comma, last = incomplete.rpartition(",")
    keys = _beginning(last, (*strategy_keys(), *honest_keys(), *strategy_groups()))
    return [f"{before}{comma}{key}" for key in keys]


def complete_measure(incomplete: str) -> list[str]:
    """Return the keys of measures that begin so.

    >>> complete_measure("partners_k")
    ['partners_kept']
    """
    from sim.model.measures import figures

    return _beginning(incomplete, figures())


def complete_world(incomplete: str) -> list[str]:
    """Return the words for a world that begin so.

    >>> complete_world("t")
    ['typical']
    """
    return _beginning(incomplete, CHOSEN)


def _beginning(incomplete: str, keys: Iterable[str]) -> list[str]:
    return [key for key in keys if key.startswith(incomplete)]
