"""Which possible year a story tells: one by its number, or the typical, the worst or the best of some."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from sim.base.errors import HIGHEST, BadInput
from sim.cli.completion import CHOSEN
from sim.experiments.simulate import simulate
from sim.model.measures import HEADLINE
from sim.model.outcome import number_said
from sim.texts.refusals import whole_number
from sim.texts.words import say

if TYPE_CHECKING:
    from sim.model.parameters import Parameters

__all__ = ["WORLDS", "world_of"]

WORLDS = 200  # among which a story is chosen


def world_of(
    asked: str, case: str, strategy: str, *, seed: int, parameters: Parameters | None = None
) -> tuple[int, tuple[str, ...]]:
    """Return a world's number, and a line on how it was chosen, if it was.

    Raises:
        BadInput: neither a number of a world nor one of the words.

    >>> world_of("7", "missed-deadline", "silence", seed=0)
    (7, ())
    """
    if asked in CHOSEN:
        values = simulate(case, strategy, worlds=WORLDS, seed=seed, parameters=parameters).each(HEADLINE)
        number = _chosen(asked, values)
        value = number_said(HEADLINE, float(values[number]), 1)
        return number, (say(f"world_chosen.{asked}", number=number, of=WORLDS, value=value),)
    try:
        number = int(asked)
    except ValueError:
        raise BadInput(say("refused.world", value=repr(asked))) from None
    return whole_number("world", number, least=0, most=HIGHEST), ()


def _chosen(asked: str, values: np.ndarray) -> int:
    """Return the world whose value is nearest to the middle, lowest or highest; of equal ones the first."""
    if asked == "typical":
        return int(np.abs(values - np.median(values)).argmin())
    return int(values.argmin() if asked == "worst" else values.argmax())
