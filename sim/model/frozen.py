"""The read-only base model of cases, strategies and other files, and types that many fields share."""

from collections.abc import Iterator
from typing import Annotated, Any, ClassVar

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from sim.base.errors import BadInput
from sim.model.validation import one_line

Share = Annotated[float, Field(ge=0, le=1, allow_inf_nan=False)]
Positive = Annotated[float, Field(gt=0, le=10_000, allow_inf_nan=False)]
Text = Annotated[str, Field(min_length=1, max_length=2_000)]
Name = Annotated[str, Field(min_length=1, max_length=80)]
Week = Annotated[int, Field(ge=0, le=156)]
Names = tuple[Name, ...]

DAYS_A_WEEK = 5
EVERYONE: Names = ("all",)


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
            raise BadInput(one_line(error, fields, cls)) from None


class Frozen(BaseModel, metaclass=_OneLine):
    """Read-only data that refuses unknown fields.

    Attributes:
        kind_field: in a kind of act or event, the field whose default names it; otherwise "".

    Raises:
        BadInput: a wrong value in a constructor call; `model_validate` raises pydantic's ValidationError.

    >>> from sim.model.case import Partner
    >>> Partner(name="Ana", role="A patient", trust=1.4)
    Traceback (most recent call last):
    sim.base.errors.BadInput: partner 'Ana': trust is 1.4 but must be at most 1
    """

    kind_field: ClassVar[str] = ""
    model_config = ConfigDict(frozen=True, extra="forbid", str_strip_whitespace=True)

    def __repr_args__(self) -> Iterator[tuple[str, Any]]:
        """Yield what `repr` shows: the fields that are not as usual."""
        for name, value in self:
            if value != type(self).model_fields[name].default:
                yield name, value
