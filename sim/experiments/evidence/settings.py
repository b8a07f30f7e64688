"""`name=value` as a person types it → parameters, or one clear line."""

from collections.abc import Iterable
from math import isfinite

from sim.base.errors import BadInput
from sim.model.parameters import PARTS, Parameters, bounds, ranges
from sim.model.validation import nearest, shown

__all__ = ["limits", "parameters_from"]

WIDER = 10  # far beyond what is plausible one may look, but not without end


def parameters_from(settings: Iterable[str]) -> Parameters:
    """Return the shipped parameters with the given ones changed.

    Values may lie outside the plausible range: a mechanism can be switched off to see what rests on it.

    Raises:
        BadInput: no "=", an unknown name, a name given twice, no number, or one that the model cannot take.

    >>> parameters_from(["apology=0.3", "gossip = 0"]).apology
    0.3
    >>> parameters_from(["apologies=0.3"])
    Traceback (most recent call last):
    sim.base.errors.BadInput: there is no parameter 'apologies'; did you mean 'apology'?
    """
    changes: dict[str, float] = {}
    for setting in settings:
        name, value = _one(setting)
        if name in changes:
            raise BadInput(f"{name} is set twice; give it one value")
        changes[name] = value
    return Parameters(**changes)


def limits(name: str) -> tuple[float, float]:
    """Return the range that the model can take for a parameter, wider than the plausible one.

    >>> limits("apology"), limits("half_life_bad")
    ((0, 1), (0.01, 1040))
    """
    low, high = bounds(name)
    plausible = ranges().get(name)
    within = plausible is None or Parameters.model_fields[name].json_schema_extra["unit"] in PARTS
    return low, high if within else min(high, WIDER * plausible[1])


def _one(setting: str) -> tuple[str, float]:
    name, equals, text = (part.strip() for part in setting.partition("="))
    if not equals:
        raise BadInput(f"{shown(setting)} is no setting; write name=value, such as apology=0.3")
    if name not in Parameters.model_fields:
        near = nearest(name, Parameters.model_fields)
        hint = f"did you mean {near!r}?" if near else "docs/parameters.md lists them all"
        raise BadInput(f"there is no parameter {shown(name)}; {hint}")
    return name, _value(name, text)


def _value(name: str, text: str) -> float:
    low, high = limits(name)
    allowed = f"a number from {low:g} to {high:g}"
    try:
        value = float(text)
    except ValueError:
        raise BadInput(f"{name} is {shown(text)} but must be {allowed}") from None
    if not (isfinite(value) and low <= value <= high):
        raise BadInput(f"{name} is {value:g} but must be {allowed}")
    return value
