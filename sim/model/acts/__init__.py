"""The kinds of acts: one registry, which strategies, causes, controls, stories and pictures read.

A shipped act is a class in a file of this folder and a table in sim/model/acts.toml, which sets their order. A custom
act is one class in one file: see docs/own-act.md.
"""

from collections.abc import Iterator, Mapping
from importlib import import_module
from typing import Annotated, Any, Literal, TypeVar, get_args, get_origin

from sim.model import ledger
from sim.model.act_tables import act_tables
from sim.model.acts.act import REPEATS, Act, Steps, changed_fields, steps_of
from sim.model.registry import Registry
from sim.texts import words

__all__ = [
    "ACTS",
    "REPEATS",
    "Act",
    "AnyAct",
    "Steps",
    "changed_fields",
    "own_fields",
    "register",
    "shipped_texts",
    "steps_of",
]

ACTS: Registry = Registry("act", Act)
AnyAct = Annotated[Act, ACTS]
Kind = TypeVar("Kind", bound=type[Act])

# An act's words, as its table or a custom act's `words` names them, and the part of the catalogue that holds each.
NAMES = {"title": "acts", "about": "abouts", "picture": "drawn_causes", "story": "causes"}
DEED = {"deed": "deeds", "repeats": "repeats"}
OTHERS = {"hurts": "causes_that_hurt"} | {part: part for part in ("felt_well", "felt_badly", "felt_little")}
PARTS = ("deeds", "fields", "options")


def register(kind: Kind) -> Kind:
    """Register a custom act; a decorator.

    Raises:
        ValueError: it has no name, or one that is taken.

    >>> register(ACTS["acknowledge"])
    Traceback (most recent call last):
    ValueError: Acknowledge: there is an act 'acknowledge' already; give this one another name
    """
    name = ACTS.add(kind)
    ledger.CAUSES.append(name)
    words.add(_texts(name, kind, kind.words, words.catalogue()))
    return kind


def shipped_texts() -> dict[str, words.English]:
    """Return the English of all words of the shipped acts, by their keys in the catalogue."""
    texts: dict[str, words.English] = {}
    for name, table in act_tables().items():
        texts |= _texts(name, ACTS[name], table, texts)
    return texts


def _texts(
    name: str, kind: type[Act], given: Mapping[str, Any], known: Mapping[str, words.English]
) -> dict[str, words.English]:
    """Return an act's texts by their keys in the catalogue.

    Where words are missing, the title takes the place of a name, and a field's or option's own name that of its label.
    """
    title = given.get("title", _plain(name).capitalize())
    tells_deed = {} if kind.ends_work else DEED if kind.deed is Act.deed else {"repeats": DEED["repeats"]}
    texts = {f"{part}.{name}": given.get(key, title) for key, part in (NAMES | tells_deed).items()}
    texts |= {f"{part}.{name}": _english(given[key]) for key, part in OTHERS.items() if key in given}
    for field, options in own_fields(kind).items():
        labels = {f"fields.{field}": field} | {f"options.{option}": option for option in options}
        texts |= {f"guide_fields.{field}": _plain(field)} | {
            f"guide_values.{option}": _plain(option) for option in options
        }
        texts |= {key: _plain(label).capitalize() for key, label in labels.items() if key not in known}
    return texts | {f"{part}.{key}": text for part in PARTS for key, text in given.get(part, {}).items()}


def _plain(name: str) -> str:
    return name.replace("_", " ")


def _english(text: Any) -> words.English:
    return tuple(text) if isinstance(text, list) else text


def own_fields(kind: type[Act]) -> dict[str, tuple[str, ...]]:
    """Return the fields that a kind of act has beside those of all acts, each with the words that it may hold.

    >>> own_fields(ACTS["listen"])
    {'channel': ('call', 'meeting', 'focus_group', 'forum', 'webinar'), 'validates': ()}
    """
    fields = {name: field.annotation for name, field in kind.model_fields.items() if name != "act"}
    return {name: tuple(_options(of)) for name, of in fields.items() if name not in Act.model_fields}


def _options(annotation: Any) -> Iterator[str]:
    """Yield the words that a field may hold, alone or several of them."""
    if get_origin(annotation) is Literal:
        yield from get_args(annotation)
    else:
        for inner in get_args(annotation):
            yield from _options(inner)


def _class_in(name: str) -> type[Act]:
    """Return the class of an act in its file of this folder."""
    module = import_module(f"{__name__}.{name}")
    own = (one for one in vars(module).values() if getattr(one, "__module__", "") == module.__name__)
    return next(one for one in own if isinstance(one, type) and issubclass(one, Act))


for shipped in act_tables():
    ACTS.add(_class_in(shipped))
ledger.CAUSES[:0] = ACTS
words.add(shipped_texts())
