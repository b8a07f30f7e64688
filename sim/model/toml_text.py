"""A case or a strategy as the text of a TOML file that reads back as the same."""

from __future__ import annotations

from typing import Any

from sim.model.frozen import Frozen

__all__ = ["as_table", "as_toml"]


def as_toml(model: Frozen, *, whole: bool = False) -> str:
    """Return the text of a TOML file, with the fields in the model's order.

    Args:
        model: a case or a strategy. whole: also write fields that are as usual, so that the file keeps its meaning if
            what is usual should ever change.

    >>> from sim.model.strategy import Strategy
    >>> sorry = Strategy(key="sorry", title="Sorry", summary="One.", source="Own", acts=[{"act": "thank", "week": 1}])
    >>> print(as_toml(sorry))
    key = "sorry"
    title = "Sorry"
    summary = "One."
    source = "Own"
    acts = [
        { act = "thank", week = 1 },
    ]
    <BLANKLINE>
    """
    import tomli_w

    return tomli_w.dumps(as_table(model, whole=whole))


def as_table(model: Frozen, *, whole: bool = False) -> dict[str, Any]:
    """Return a model as the plain data of its file; its kind stands first, and is always told.

    Args:
        model: a case, a strategy, or a part of one. whole: also give fields that are as usual.

    >>> from sim.model.case import Tie
    >>> as_table(Tie(between=("Readers", "Helpers")))
    {'between': ['Readers', 'Helpers']}
    """
    data = model.model_dump(mode="json", exclude_none=True, exclude_defaults=not whole)
    kind = model.kind_field
    if kind:
        data = {kind: getattr(model, kind)} | data
    for name, value in model:
        if isinstance(value, tuple) and value and isinstance(value[0], Frozen):
            data[name] = [as_table(one, whole=whole) for one in value]
    return data
