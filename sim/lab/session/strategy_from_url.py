"""Read a strategy from the page's address: …?strategy=MB1-… or …?strategy=silence."""

from __future__ import annotations

import os
from urllib.parse import parse_qs

from sim.catalogue import load_strategy, strategy_keys
from sim.lab.session.strategy_code import Loaded, from_code

__all__ = ["strategy_from_url", "text_in_url"]

VARIABLE = "QUERY_STRING"  # where Voila puts the query string


def text_in_url(name: str) -> str:
    """Return what the page's address gives under a name, "" if nothing.

    >>> text_in_url("strategy")
    ''
    """
    try:
        return parse_qs(os.environ.get(VARIABLE, ""), max_num_fields=20).get(name, [""])[0]
    except ValueError:
        return ""


def strategy_from_url(case: str) -> Loaded | None:
    """Return the strategy in the page's address, or None.

    Args:
        case: key of the case for a shipped strategy.

    Raises:
        BadInput: the text in the address is not a strategy.
    """
    text = text_in_url("strategy")
    if not text:
        return None
    return Loaded(load_strategy(text), case) if text in strategy_keys() else from_code(text)
