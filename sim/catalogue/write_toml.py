"""Write a case as the TOML file that `load_case` reads back equal."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sim.model.case import Case

__all__ = ["case_data", "case_to_toml"]


def case_data(case: Case) -> dict[str, Any]:
    """Return a case as the plain data of its file; what has its usual value is left out.

    >>> from sim.catalogue import load_case
    >>> case_data(load_case("missed-deadline"))["ties"][0]
    {'between': ["Patients' circle", "Families' council"], 'strength': 0.9}
    """
    data = case.model_dump(mode="json", exclude_defaults=True)
    for row, event in zip(data.get("events", ()), case.events, strict=False):
        row.update(event=event.event, label=event.label)  # usual within its own class, or in one language
    return data


def case_to_toml(case: Case) -> str:
    r"""Return the text of a case's file.

    >>> from sim.catalogue import load_case
    >>> case_to_toml(load_case("silent-study")).partition("\n")[0]
    'key = "silent-study"'
    """
    return "\n".join(_lines(case_data(case))) + "\n"


def _lines(data: dict[str, Any]) -> Iterator[str]:
    tables = {name: value for name, value in data.items() if _is_parts(value)}
    yield from (f"{name} = {_value(value)}" for name, value in data.items() if name not in tables)
    for name, rows in tables.items():
        for row in rows:
            yield ""
            yield f"[[{name}]]"
            yield from (f"{field} = {_value(value)}" for field, value in row.items())


def _is_parts(value: Any) -> bool:
    return isinstance(value, list) and bool(value) and isinstance(value[0], dict)


def _value(value: Any) -> str:
    """Return a value as TOML has it: JSON's text, numbers, lists and truth are the same, but for one sign."""
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")
