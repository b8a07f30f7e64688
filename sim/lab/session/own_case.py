"""A case of somebody's own as it is played: under a key that stands for its numbers."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING
from zlib import crc32

from sim.experiments.year.year_code import OWN
from sim.model.toml_text import as_table

if TYPE_CHECKING:
    from sim.model.case import Case

__all__ = ["played_as"]

TEXTS = {"key", "title", "summary", "source", "role", "label"}  # what changes nothing that happens


def played_as(case: Case) -> Case:
    """Return a case under a key of its own; cases that differ in texts alone have the same.

    A year that was played goes on in the case as it was then, so its code names that case and no later one.

    >>> from sim.catalogue import load_case
    >>> case = load_case("missed-deadline")
    >>> renamed = case.model_copy(update={"title": "Ours"})
    >>> played_as(case).key == played_as(renamed).key, played_as(case.for_weeks(20)).key == played_as(case).key
    (True, False)
    """
    data = _without_texts(as_table(case))
    mark = crc32(json.dumps(data, sort_keys=True).encode())
    return case.model_copy(update={"key": f"{OWN}{mark:08x}"})


def _without_texts(data: object) -> object:
    if isinstance(data, dict):
        return {name: _without_texts(value) for name, value in data.items() if name not in TEXTS}
    return [_without_texts(one) for one in data] if isinstance(data, list) else data
