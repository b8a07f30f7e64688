"""The catalogue: load cases and strategies from TOML, shipped ones by key and others by path."""

from __future__ import annotations

import os
from importlib.resources import files
from typing import TYPE_CHECKING, Any, NamedTuple

from sim.base.errors import BadInput
from sim.catalogue.loader import is_path, read, read_shipped
from sim.model.case import Case
from sim.model.strategy import Strategy
from sim.model.validation import checked, hint, shown
from sim.texts.language import cache_by_language
from sim.texts.words import say

if TYPE_CHECKING:
    from pydantic import BaseModel

__all__ = ["case_keys", "load_case", "load_strategy", "strategy_keys"]


class _Registry(NamedTuple):
    """One kind of file in the catalogue: what it is called, its folder, its model, and its keys in order."""

    word: str
    folder: str
    model: type[BaseModel]
    keys: tuple[str, ...]


_CASES = _Registry("case", "cases", Case, ("missed-deadline", "criticised-outreach"))
_STRATEGIES = _Registry(
    "strategy",
    "strategies",
    Strategy,
    (
        "acknowledge-first",
        "keep-informed",
        "recovery-plan",
        "involve-patients",
        "own-the-delay",
        "long-term",
        "learn-and-prevent",
        "q-and-a",
        "face-value",
        "open-dialogue",
        "escuta-ativa",
        "acknowledge-improve-report",
        "collaborate",
        # Foils, which the texts warn of:
        "silence",
        "deny-and-defend",
        "excuses",
        "over-promise",
        "words-only",
        "flood",
    ),
)


def case_keys() -> tuple[str, ...]:
    """Return the keys of the shipped cases, the default first.

    >>> case_keys()
    ('missed-deadline', 'criticised-outreach')
    """
    return _CASES.keys


def strategy_keys() -> tuple[str, ...]:
    """Return the keys of the shipped strategies: the 13 documented ones, then the 6 foils.

    >>> len(strategy_keys()), strategy_keys()[0], strategy_keys()[-1]
    (19, 'acknowledge-first', 'flood')
    """
    return _STRATEGIES.keys


def load_case(source: Case | str | os.PathLike[str]) -> Case:
    """Return the case of this key or TOML file; a `Case` comes back unchanged.

    Text is a file's path if it ends in .toml, holds a path separator or is a file's name; otherwise
    it is a key.

    Raises:
        BadInput: there is no such case, or its file cannot be read or says what is not allowed.

    >>> load_case("missed-deadline").weeks
    52
    >>> load_case("missed-dedline")
    Traceback (most recent call last):
    sim.base.errors.BadInput: there is no case 'missed-dedline'; did you mean 'missed-deadline'?
    """
    return _load(source, _CASES)


def load_strategy(source: Strategy | str | os.PathLike[str]) -> Strategy:
    """Return the strategy of this key or TOML file, by the rules of `load_case`.

    Raises:
        BadInput: there is no such strategy, or its file cannot be read or says what is not allowed.

    >>> load_strategy("silence").acts
    ()
    """
    return _load(source, _STRATEGIES)


def _load(source: object, registry: _Registry) -> Any:
    if isinstance(source, registry.model):
        return source
    if not isinstance(source, str | os.PathLike):
        raise BadInput(say(f"refused_key.no_{registry.word}", value=shown(source)))
    name = os.fsdecode(source)
    if isinstance(source, os.PathLike) or is_path(name):
        return checked(read(name), registry.model, name)
    if name in registry.keys:
        return _shipped(name, registry)
    if os.path.isdir(name):  # noqa: PTH112 - a name that no path may have is no folder either
        return read(name)
    raise BadInput(_unknown(name, registry))


@cache_by_language
def _shipped(key: str, registry: _Registry) -> Any:
    return checked(read_shipped(files(__name__) / registry.folder, key, registry.word), registry.model, key)


def _unknown(name: str, registry: _Registry) -> str:
    for other in (_CASES, _STRATEGIES):
        if name in other.keys:
            return say(f"refused_key.is_{other.word}", name=shown(name))
    return say(f"refused_key.{registry.word}", name=shown(name), hint=hint(name, registry.keys))
