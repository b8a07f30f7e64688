"""Put a wrong value right in a copy of a file's data, so that what it hides can be looked at too."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from sim.model.data_faults import Location

__all__ = ["put_right"]

# An entry of each list, and a value of each field that a file must have. {number}: names are one each.
ENTRIES = {
    "partners": {"name": "({number})", "role": "?"},
    "commitments": {"name": "({number})", "hours": 1, "weeks": 1},
    "events": {"event": "breach"},
    "ties": {"between": ["(1)", "(2)"]},
    "acts": {"act": "thank", "week": 0},
}
NEEDED = {
    "key": "?",
    "title": "?",
    "summary": "?",
    "source": "?",
    "hours_per_day": 1,
    "partners": [ENTRIES["partners"]],
}


def put_right(problem: Any, data: dict[str, Any]) -> Location:
    """Put right in `data` what one error of pydantic's is about, and return the path to what was changed.

    >>> data = {"acts": [3], "weeks": "x"}
    >>> put_right({"loc": ("weeks",)}, data), put_right({"loc": ("acts", 0)}, data)
    (('weeks',), ('acts', 0))
    >>> data
    {'acts': [{'act': 'thank', 'week': 0}]}
    """
    top, *rest = problem["loc"]
    rows = data.get(top)
    if not rest or not isinstance(rows, list):
        _set(data, top, NEEDED)
        return (top,)
    place, *fields = rest
    needed = {name: _filled(value, place) for name, value in ENTRIES[top].items()}
    if not fields or not isinstance(rows[place], dict):
        rows[place] = needed
        return (top, place)
    field = fields[0]
    _set(rows[place], field, needed)
    return (top, place, field)


def _set(table: dict[str, Any], field: Any, needed: dict[str, Any]) -> None:
    """Give a field a value if a file must have it, and leave it out if not."""
    table.pop(field, None)
    if field in needed:
        table[field] = needed[field]


def _filled(value: Any, place: int) -> Any:
    return value.format(number=place + 1) if isinstance(value, str) else value
