"""Put a wrong value right in a copy of a file's data, so that what it hides can be looked at too."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sim.model.meant import fitting_kind

if TYPE_CHECKING:
    from sim.model.data_faults import Location
    from sim.model.registry import Registry

__all__ = ["put_right"]

# An entry of each list, and a value of each field that a file must have. {number}: names are one each.
ENTRIES = {
    "partners": {"name": "({number})", "role": "?"},
    "commitments": {"name": "({number})", "hours": 1, "weeks": 1},
    "events": {"event": "breach"},
    "ties": {"between": ["(1)", "(2)"]},
    "acts": {"act": "thank", "week": 0},
}
# Of fields that others need though a file may lack them: acts have one of these, and week.
OTHERS = {"acts": {"day": 1, "when": "complaint"}}
NEEDED = {
    "key": "?",
    "title": "?",
    "summary": "?",
    "source": "?",
    "hours_per_day": 1,
    "partners": [{"name": "(1)", "role": "?"}],
}


def put_right(problem: Any, data: dict[str, Any], kinds: Registry | None = None, meant: str | None = None) -> Location:
    """Put right in `data` what one error of pydantic's is about, and return the path to what was changed.

    Args:
        kinds: of which an entry may be whose own is unknown. meant: the field that one was to be that there is not.

    >>> data = {"acts": [3], "weeks": "x"}
    >>> put_right({"loc": ("weeks",)}, data), put_right({"loc": ("acts", 0)}, data)
    (('weeks',), ('acts', 0))
    >>> data
    {'acts': [{'act': 'thank', 'week': 0}]}
    """
    top, *rest = problem["loc"]
    rows = data.get(top)
    if not rest or not isinstance(rows, list):
        _set(data, top, NEEDED, meant)
        return (top,)
    place, *fields = rest
    needed = {name: _filled(value, place) for name, value in ENTRIES[top].items()}
    if kinds is not None and isinstance(rows[place], dict):
        return (top, place, _give_kind(rows[place], kinds))
    if not fields or not isinstance(rows[place], dict):
        rows[place] = needed
        return (top, place)
    field = fields[0]
    _set(rows[place], field, needed | OTHERS.get(top, {}), meant)
    return (top, place, field)


def _give_kind(row: dict[str, Any], kinds: Registry) -> str:
    """Give an entry the kind that it probably is of, without fields that only others have; return what names it."""
    kind = fitting_kind(row, kinds)
    for foreign in {name for one in kinds.values() for name in one.model_fields} - kind.model_fields.keys():
        row.pop(foreign, None)
    row[kinds.field] = kind.model_fields[kinds.field].default
    return kinds.field


def _set(table: dict[str, Any], field: Any, needed: dict[str, Any], meant: str | None) -> None:
    """Give a field, or the one that was meant, a value if others need it, and leave it out if not."""
    table.pop(field, None)
    name = meant or field
    if name in needed and name not in table:
        table[name] = needed[name]


def _filled(value: Any, place: int) -> Any:
    return value.format(number=place + 1) if isinstance(value, str) else value
