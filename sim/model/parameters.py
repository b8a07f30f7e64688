"""Every number of the model that belongs to no case and no strategy, from parameters.toml and the tables of acts."""

import tomllib
from importlib.resources import files
from typing import Any

import numpy as np
from pydantic import ConfigDict, Field, ValidationError, create_model

from sim.base.errors import BadInput
from sim.model.act_tables import act_tables
from sim.model.display import parameters_html, parameters_line
from sim.model.meant import nearest
from sim.model.validation import shown
from sim.texts.data_files import in_language
from sim.texts.language import cache_by_language
from sim.texts.refusals import brief
from sim.texts.words import say

SMALLEST = 0.01  # minimum for a divisor or the argument of a logarithm
PARTS = ("share", "chance", "trust")  # units with a maximum of 1
FOREVER = 1e12  # weeks, for half-lives
LARGEST = 1_000.0
OF_CASE = frozenset({"buffer", "hours_per_day", "weeks"})  # numbers of a case, which people look for here
ALIKE = 0.7  # how alike a name must be to have been meant: "forced" is not what somebody means by "forget"


def _field(row: dict[str, Any]) -> Any:
    """Return a row's pydantic field, bounded by `least` and `most` or by the bounds of its unit."""
    unit = row["unit"]
    least = row.get("least", SMALLEST if unit == "weeks" else 0)
    most = row.get("most", 1 if unit in PARTS else FOREVER if unit == "weeks" else LARGEST)
    told = {name: row[name] for name in ("low", "high", "unit", "standing", "source") if name in row}
    return Field(
        float(row["value"]), description=row["meaning"], json_schema_extra=told, ge=least, le=most, allow_inf_nan=False
    )


_ROWS: dict[str, Any] = tomllib.loads((files(__package__) / "parameters.toml").read_text("utf-8"))
for _table in act_tables().values():
    _ROWS |= _table.get("numbers", {})
_Numbers = create_model(
    "_Numbers",
    __config__=ConfigDict(frozen=True, extra="forbid", strict=True),
    **{name: (float, _field(row)) for name, row in _ROWS.items()},
)


class Parameters(_Numbers):
    """The model's numbers: one frozen set for all partners, cases and strategies.

    There is a field for each row of sim/model/parameters.toml, and of an act's `numbers` in sim/model/acts.toml, with
    its `unit`, `standing` (*measured*: a published figure; *ordinal*: published work gives the direction or order;
    *assumed*: our guess; *not yet examined*) and `source` (a key of docs/sources.md, or "Assumption"). All but those
    not yet examined have `low` and `high`, the plausible range from which robustness and evidence draw. Values may lie
    far outside that range, for example to switch a mechanism off, as long as the model can be computed.

    Raises:
        BadInput: unknown parameter, not a number, or a value at which the model divides by zero or overflows.

    >>> Parameters().loss_competence
    1.2
    >>> Parameters(loss_competence=2).loss_competence
    2.0
    >>> Parameters(settle_in=0)
    Traceback (most recent call last):
    sim.base.errors.BadInput: settle_in (= 0) must be a number from 0.01 to 1e+12
    """

    def __init__(self, **numbers: float) -> None:
        plain = {name: value.item() if isinstance(value, np.generic) else value for name, value in numbers.items()}
        try:
            super().__init__(**plain)
        except ValidationError as error:
            raise BadInput(_refusal(error)) from None

    def __repr__(self) -> str:
        return parameters_line(self)

    __str__ = __repr__

    def _repr_html_(self) -> str:
        return parameters_html(self)

    @property
    def changes(self) -> dict[str, tuple[float, float]]:
        """The numbers that are not as shipped: by name, this set's and the shipped one.

        >>> Parameters(half_life_bad=52).changes
        {'half_life_bad': (52.0, 16.0)}
        """
        fields = type(self).model_fields
        return {name: (value, fields[name].default) for name, value in self if value != fields[name].default}

    @property
    def settings(self) -> dict[str, float]:
        """The values of the numbers that are not as shipped, by name.

        >>> Parameters(half_life_bad=52).settings, Parameters().settings
        ({'half_life_bad': 52.0}, {})
        """
        return {name: value for name, (value, _) in self.changes.items()}


SHIPPED = Parameters()
"""The numbers that the course is taught with."""


def ranges() -> dict[str, tuple[float, float]]:
    """Return the plausible range of every parameter that has one.

    >>> ranges()["apology"], "listen_call" in ranges()
    ((0.2, 0.8), False)
    """
    return {name: (row["low"], row["high"]) for name, row in _ROWS.items() if "low" in row}


@cache_by_language
def meanings() -> dict[str, str]:
    """Return what each parameter means, in the current language.

    >>> meanings()["scar"]
    "share of a lie's bad evidence that never fades"
    """
    return {name: row["meaning"] for name, row in in_language(_ROWS, "parameters").items()}


def bounds(name: str) -> tuple[float, float]:
    """Return a parameter's lowest and highest allowed values, wider than its plausible range.

    >>> bounds("apology"), bounds("settle_in")
    ((0, 1), (0.01, 1000000000000.0))
    """
    rules = Parameters.model_fields[name].metadata
    return tuple(next(getattr(rule, kind) for rule in rules if hasattr(rule, kind)) for kind in ("ge", "le"))


def _refusal(error: ValidationError) -> str:
    first = error.errors(include_url=False)[0]
    name, value = str(first["loc"][0]), first["input"]
    if name not in Parameters.model_fields:
        return no_parameter(name)
    low, high = bounds(name)
    return say("refused_parameter.number", name=name, value=brief(value), low=f"{low:g}", high=f"{high:g}")


def no_parameter(name: str) -> str:
    """Return the refusal of a name that no parameter has, with the nearest one and its plausible range.

    >>> no_parameter("apologies")
    "there is no parameter 'apologies'; did you mean 'apology' (plausible: 0.2 to 0.8)?"
    >>> no_parameter("hours_per_day")  # doctest: +ELLIPSIS
    "there is no parameter 'hours_per_day'; it is a field of the case: change it in a copy of its file, or vary it ..."
    >>> no_parameter("forget")
    "there is no parameter 'forget'; docs/parameters.md lists them all"
    """
    field = name.removeprefix("case.")
    near = nearest(name, Parameters.model_fields, ALIKE)
    if field in OF_CASE:
        hint = say("refused_key.of_case", field=field)
    elif near is None:
        hint = say("refused_key.parameters")
    elif near in ranges():
        low, high = ranges()[near]
        hint = say("refused_key.near_parameter", near=repr(near), low=f"{low:g}", high=f"{high:g}")
    else:
        hint = say("refused_key.near", near=repr(near))
    return say("refused_key.parameter", name=shown(name), hint=hint)
