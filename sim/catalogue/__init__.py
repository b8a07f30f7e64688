"""The catalogue: load cases and strategies from TOML, shipped ones by key and others by path."""

from __future__ import annotations

import os
from importlib.resources import files
from typing import TYPE_CHECKING, Any, NamedTuple

from sim.base.errors import BadInput
from sim.catalogue.loader import is_path, read, read_shipped
from sim.model.case import Case
from sim.model.meant import nearest
from sim.model.strategy import Strategy
from sim.model.validation import checked, hint, shown
from sim.texts.language import cache_by_language
from sim.texts.words import say

if TYPE_CHECKING:
    from pydantic import BaseModel

__all__ = [
    "case_keys",
    "counts",
    "honest_keys",
    "load_case",
    "load_strategy",
    "strategy_groups",
    "strategy_keys",
    "taught_case_keys",
]


class _Registry(NamedTuple):
    """One kind of file in the catalogue: what it is called, its folder, its model, and its keys in order."""

    word: str
    folder: str
    model: type[BaseModel]
    keys: tuple[str, ...]


TAUGHT = 2  # the first cases
_CASES = _Registry(
    "case",
    "cases",
    Case,
    ("missed-deadline", "criticised-outreach", "missed-deliveries", "silent-study", "broken-consultation"),
)
_DOCUMENTED = (
    "acknowledge-first", "keep-informed", "recovery-plan", "involve-patients", "own-the-delay", "long-term",
    "learn-and-prevent", "q-and-a", "face-value", "open-dialogue", "escuta-ativa", "acknowledge-improve-report",
    "collaborate",
)  # fmt: skip
_FOILS = ("silence", "deny-and-defend", "excuses", "over-promise", "words-only", "flood")
_STRATEGIES = _Registry("strategy", "strategies", Strategy, _DOCUMENTED + _FOILS)
_HONEST = _Registry(
    "strategy",
    "honest",
    Strategy,
    ("early-and-personal", "lean-and-steady", "designed-together", "measured-and-public", "repair-first"),
)
# Where a thing of each kind is looked for.
_REGISTRIES = {Case: (_CASES,), Strategy: (_STRATEGIES, _HONEST)}


def case_keys() -> tuple[str, ...]:
    """Return the keys of the shipped cases, the default first: the two of the texts, then those to check against.

    >>> case_keys()[0]
    'missed-deadline'
    """
    return _CASES.keys


def taught_case_keys() -> tuple[str, ...]:
    """Return the keys of the two cases of the texts, on which lessons and exercises are taught.

    >>> taught_case_keys()
    ('missed-deadline', 'criticised-outreach')
    """
    return _CASES.keys[:TAUGHT]


def strategy_keys() -> tuple[str, ...]:
    """Return the keys of the shipped strategies: those that the texts recommend, then the foils that they warn of.

    >>> strategy_keys()[0], strategy_keys()[-1]
    ('acknowledge-first', 'flood')
    """
    return _STRATEGIES.keys


def strategy_groups() -> dict[str, tuple[str, ...]]:
    """Return the keys that a word stands for where strategies are named.

    >>> strategy_groups()["foils"][0], [*strategy_groups()]
    ('silence', ['documented', 'foils', 'honest', 'all'])
    """
    return {"documented": _DOCUMENTED, "foils": _FOILS, "honest": _HONEST.keys, "all": _STRATEGIES.keys}


def counts() -> dict[str, int]:
    """Return how many strategies are shipped, and how many of them are documented: facts for texts of lessons.

    >>> counts()["strategies"] == len(strategy_keys())
    True
    """
    return {"strategies": len(_STRATEGIES.keys), "documented": len(_DOCUMENTED)}


def honest_keys() -> tuple[str, ...]:
    """Return the keys of the plans that join all the advice, each in a style of its own.

    They are none of the strategies that lessons offer: what a search finds is held against them.

    >>> len(honest_keys()), load_strategy(honest_keys()[0]).title
    (5, 'Early and in person')
    """
    return _HONEST.keys


def load_case(source: Case | str | os.PathLike[str]) -> Case:
    """Return the case of this key or TOML file; a `Case` comes back unchanged.

    Text is a file's path if it ends in .toml, holds a path separator or is a file's name; otherwise
    it is a key.

    Args:
        source: a key, the path of a TOML file, or a `Case`.

    Raises:
        BadInput: there is no such case, or its file cannot be read or says what is not allowed.

    >>> load_case("missed-deadline").weeks
    52
    >>> load_case("missed-dedline")
    Traceback (most recent call last):
    sim.base.errors.BadInput: there is no case 'missed-dedline'; did you mean 'missed-deadline'?
    """
    return _load(source, Case)


def load_strategy(source: Strategy | str | os.PathLike[str]) -> Strategy:
    """Return the strategy of this key or TOML file, by the rules of `load_case`.

    Args:
        source: a key, the path of a TOML file, or a `Strategy`.

    Raises:
        BadInput: there is no such strategy, or its file cannot be read or says what is not allowed.

    >>> load_strategy("silence").acts
    ()
    """
    return _load(source, Strategy)


def _load(source: object, model: type[BaseModel]) -> Any:
    if isinstance(source, model):
        return source
    registries = _REGISTRIES[model]
    if not isinstance(source, str | os.PathLike):
        raise BadInput(say(f"refused_key.no_{registries[0].word}", value=shown(source)))
    name = os.fsdecode(source)
    if isinstance(source, os.PathLike) or is_path(name):
        return checked(read(name), model, name)
    for registry in registries:
        if name in registry.keys:
            return _shipped(name, registry)
    if os.path.isdir(name):  # noqa: PTH112 - a name that no path may have is no folder either
        return read(name)
    raise BadInput(_unknown(name, model))


@cache_by_language
def _shipped(key: str, registry: _Registry) -> Any:
    return checked(read_shipped(files(__name__) / registry.folder, key, registry.word), registry.model, key)


def _unknown(name: str, model: type[BaseModel]) -> str:
    for registry in (one for registries in _REGISTRIES.values() for one in registries):
        if name in registry.keys:
            return say(f"refused_key.is_{registry.word}", name=shown(name))
    offered, *others = _REGISTRIES[model]
    meant = nearest(name, [key for one in (offered, *others) for key in one.keys])
    return say(f"refused_key.{offered.word}", name=shown(name), hint=hint(name, [meant] if meant else offered.keys))
