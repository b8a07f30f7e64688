"""The read-only base model of cases, strategies and other files, and types that many fields share."""

from collections.abc import Iterable
from typing import Annotated, Any, NamedTuple

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from sim.base.errors import BadInput

Share = Annotated[float, Field(ge=0, le=1, allow_inf_nan=False)]
Positive = Annotated[float, Field(gt=0, le=10_000, allow_inf_nan=False)]
Text = Annotated[str, Field(min_length=1, max_length=2_000)]
Name = Annotated[str, Field(min_length=1, max_length=80)]
Week = Annotated[int, Field(ge=0, le=156)]
Names = tuple[Name, ...]

DAYS_A_WEEK = 5
EVERYONE: Names = ("all",)


Location = tuple[int | str, ...]


class Fault(NamedTuple):
    """What is wrong though each field alone is right.

    Attributes:
        place: the field, or the path to it. told: what is wrong. rule: a key of `[cure]` in sim/texts/own_case.toml.
        name: of whom it speaks, if of anybody.
    """

    place: Location
    told: str
    rule: str
    name: str = ""


class Faults(ValueError):  # noqa: N818 - what pydantic is given, which says the first and knows them all
    """All that is wrong with an entry though each of its fields alone is right.

    >>> str(Faults([Fault(("to",), "to is empty", "nobody"), Fault(("day",), "no day", "day")]))
    'to is empty'
    """

    def __init__(self, found: Iterable[Fault]) -> None:
        self.found = tuple(found)
        super().__init__(self.found[0].told)


def working_days(weeks: float) -> int:
    """Return weeks in whole working days, at least one.

    >>> working_days(1.7), working_days(0.01)
    (8, 1)
    """
    return max(1, round(DAYS_A_WEEK * weeks))


class _OneLine(type(BaseModel)):
    """Turn validation errors of a constructor call into one line; pydantic's own methods raise as usual."""

    def __call__(cls, *words: Any, **fields: Any) -> Any:
        try:
            return super().__call__(*words, **fields)
        except ValidationError as error:
            from sim.model.validation import one_line

            raise BadInput(one_line(error, fields, cls)) from None


class Frozen(BaseModel, metaclass=_OneLine):
    """Read-only data that refuses unknown fields.

    Raises:
        BadInput: a wrong value in a constructor call; `model_validate` raises pydantic's ValidationError.

    >>> from sim.model.case import Partner
    >>> Partner(name="Ana", role="A patient", trust=1.4)
    Traceback (most recent call last):
    sim.base.errors.BadInput: partner 'Ana': trust is 1.4 but must be at most 1
    """

    model_config = ConfigDict(frozen=True, extra="forbid", str_strip_whitespace=True)
