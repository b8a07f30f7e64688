"""The fields of an act that a person may set: which values each offers, with their labels."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal, NamedTuple, get_args, get_origin

from sim.model.acts import Act, steps_of
from sim.model.outcome import PARTS
from sim.texts.words import say

if TYPE_CHECKING:
    from pydantic.fields import FieldInfo

    from sim.model.acts import Steps

__all__ = ["TIMING", "Offer", "offer_of", "offers_of"]

TIMING = frozenset({"act", *Act.model_fields})  # what all acts have: timing, addressees, fields of rules


class Offer(NamedTuple):
    """What one field of an act offers.

    Attributes:
        name, label: of the field.
        kind: "many" of its values, "one" of them, "yes" or no, or a "number".
        values: all that it offers. words: the label of each, empty for numbers that speak for themselves.
        steps: of numbers, else None.
    """

    name: str
    label: str
    kind: Literal["many", "one", "yes", "number"]
    values: tuple[Any, ...]
    words: tuple[str, ...]
    steps: Steps | None = None


def offers_of(kind: type[Act]) -> tuple[Offer, ...]:
    """Return what the fields offer that acts of a kind have beside timing and rules.

    Raises:
        TypeError: a number has no steps.

    >>> from sim.model.acts import ACTS
    >>> [(one.name, one.kind, one.words) for one in offers_of(ACTS["compensate"])][1]
    ('voluntary', 'yes', ('Yes', 'No'))
    """
    fields = kind.model_fields.items()
    return tuple(offer_of(name, field) for name, field in fields if name not in TIMING)


def offer_of(name: str, field: FieldInfo) -> Offer:
    """Return what one field offers."""
    label, annotation = say(f"fields.{name}"), field.annotation
    if annotation is bool:
        return Offer(name, label, "yes", (True, False), (say("editor.yes"), say("editor.no")))
    if get_origin(annotation) is tuple:
        return Offer(name, label, "many", *_labelled(get_args(annotation)[0]))
    if get_origin(annotation) is Literal:
        return Offer(name, label, "one", *_labelled(annotation))
    steps = steps_of(field)
    if steps is None:
        raise TypeError(say("control_rules.no_steps", field=name))
    said = (say(f"editor.{steps.unit}_of", number=round(100 * value)) for value in steps.values if steps.unit in PARTS)
    return Offer(name, label, "number", steps.values, tuple(said), steps)


def _labelled(annotation: Any) -> tuple[tuple[str, ...], tuple[str, ...]]:
    keys = get_args(annotation)
    return keys, tuple(say(f"options.{key}") for key in keys)
