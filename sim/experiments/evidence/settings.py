"""Parse `name=value` settings into parameters, with a one-line error for wrong ones."""

from collections.abc import Iterable
from math import isfinite

from sim.base.errors import BadInput
from sim.model.parameters import PARTS, Parameters, bounds, ranges
from sim.model.validation import nearest, shown
from sim.texts.words import say

__all__ = ["limits", "parameters_from"]

WIDER = 10  # values far outside the plausible range are allowed, up to this factor


def parameters_from(settings: Iterable[str]) -> Parameters:
    """Return the shipped parameters with the given ones changed.

    Values may lie outside the plausible range, for example to switch a mechanism off.

    Raises:
        BadInput: no "=", an unknown name, a name given twice, not a number, or a value that the model cannot use.

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
            raise BadInput(say("refused_parameter.set_twice", name=name))
        changes[name] = value
    return Parameters(**changes)


def limits(name: str) -> tuple[float, float]:
    """Return the range of values allowed for a parameter, wider than the plausible one.

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
        raise BadInput(say("refused_parameter.no_setting", setting=shown(setting)))
    if name not in Parameters.model_fields:
        near = nearest(name, Parameters.model_fields)
        hint = say("refused_key.near", near=repr(near)) if near else say("refused_key.parameters")
        raise BadInput(say("refused_key.parameter", name=shown(name), hint=hint))
    return name, _value(name, text)


def _value(name: str, text: str) -> float:
    low, high = limits(name)
    told = {"name": name, "low": f"{low:g}", "high": f"{high:g}"}
    try:
        value = float(text)
    except ValueError:
        raise BadInput(say("refused_parameter.setting", value=shown(text), **told)) from None
    if not (isfinite(value) and low <= value <= high):
        raise BadInput(say("refused_parameter.setting", value=f"{value:g}", **told))
    return value
