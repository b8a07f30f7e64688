"""Parse `name=value` settings into parameters, with a one-line error for wrong ones."""

from collections.abc import Iterable, Iterator
from math import isfinite

from sim.base.errors import BadInput
from sim.model.parameters import PARTS, Parameters, bounds, no_parameter, ranges
from sim.model.validation import shown
from sim.texts.words import say

__all__ = ["implausible", "limits", "parameters_from"]

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
    sim.base.errors.BadInput: there is no parameter 'apologies'; did you mean 'apology' (plausible: 0.2 to 0.8)?
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
        raise BadInput(no_parameter(name))
    return name, _value(name, text)


def _value(name: str, text: str) -> float:
    low, high = limits(name)
    try:
        value = float(text)
    except ValueError:
        raise BadInput(_refusal(name, shown(text))) from None
    if not (isfinite(value) and low <= value <= high):
        raise BadInput(_refusal(name, f"{value:g}"))
    return value


def _refusal(name: str, value: str) -> str:
    low, high = limits(name)
    told = say("refused_parameter.setting", name=name, value=value, low=f"{low:g}", high=f"{high:g}")
    if name not in ranges():
        return told
    low, high = ranges()[name]
    return say("refused_parameter.plausible_too", told=told, low=f"{low:g}", high=f"{high:g}")


def implausible(parameters: Parameters) -> Iterator[tuple[str, float, float, float]]:
    """Yield each number that is not as shipped and lies outside its plausible range: name, value, lowest, highest.

    >>> list(implausible(Parameters(apology=0.9, gossip=0.3)))
    [('apology', 0.9, 0.2, 0.8)]
    """
    for name, value in parameters.settings.items():
        low, high = ranges().get(name, (value, value))
        if not low <= value <= high:
            yield name, value, low, high
