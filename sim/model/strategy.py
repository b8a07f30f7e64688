"""Strategies: lists of acts with their timing, as data, which people can read, edit, share and grade."""

from typing import Annotated

from pydantic import Field

from sim.model.acts import AnyAct
from sim.model.display import strategy_html, strategy_line
from sim.model.frozen import Frozen, Name, Text
from sim.model.toml_text import as_toml

MOST_ACTS = 100


class Strategy(Frozen):
    """A way of regaining trust: named acts with their timing.

    Attributes:
        documented: one of those that the two source texts recommend; the foils are those they warn against.

    >>> Strategy(key="sorry", title="Sorry", summary="One apology.", source="Assumption",
    ...          acts=[{"act": "apologise", "week": 1}]).acts[0].first_day
    6
    """

    key: Name
    title: Text
    summary: Text
    source: Text
    documented: bool = False
    acts: Annotated[tuple[AnyAct, ...], Field(max_length=MOST_ACTS)] = ()

    def __repr__(self) -> str:
        return strategy_line(self)

    __str__ = __repr__

    def _repr_html_(self) -> str:
        return strategy_html(self)

    def to_toml(self, *, whole: bool = False) -> str:
        """Return the strategy as the text of a TOML file, which `load_strategy` reads back as an equal strategy.

        Args:
            whole: also write fields that are as usual.

        >>> Strategy(key="sorry", title="Sorry", summary="One.", source="Own").to_toml().splitlines()[0]
        'key = "sorry"'
        """
        return as_toml(self, whole=whole)
