"""The version of the model: which laws and numbers a figure comes from.

It grows by one whenever the same plan gives other figures than before, because a law, a number or a shipped case has
changed; tests/test_model_version.py notices. Version 1 is the model before the laws of decision 19.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sim.texts.words import listed, say

if TYPE_CHECKING:
    from sim.model.parameters import Parameters

__all__ = ["MODEL_VERSION", "number_told", "version_told"]

MODEL_VERSION = 6
MOST_TOLD = 5  # numbers of a model that are told one by one where they are not as shipped


def version_told(parameters: Parameters | None = None) -> str:
    """Return the version in words, to stand beside figures, with the numbers that are not as shipped.

    >>> from sim.model.parameters import Parameters
    >>> version_told(), version_told(Parameters(half_life_bad=52))
    ('Model version 6', 'Model version 6 with other numbers than shipped: half_life_bad 52 (shipped: 16)')
    """
    return say("model.version", number=number_told(parameters))


def number_told(parameters: Parameters | None = None) -> str:
    """Return the version's number, with the numbers that are not as shipped.

    >>> number_told()
    '6'
    """
    changes = parameters.changes if parameters is not None else {}
    if not changes:
        return str(MODEL_VERSION)
    told = [
        say("model.changed", name=name, value=f"{value:g}", shipped=f"{shipped:g}")
        for name, (value, shipped) in [*changes.items()][:MOST_TOLD]
    ]
    if len(changes) > MOST_TOLD:
        told.append(say("model.changed_more", number=len(changes) - MOST_TOLD))
    return say("model.not_as_shipped", number=MODEL_VERSION, changes=listed(told))
