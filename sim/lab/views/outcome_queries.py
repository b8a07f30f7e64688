"""What pictures read from an outcome: trust of one partner or the mean, its two facets, its causes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sim.model.laws import CHARACTER, COMPETENCE
from sim.model.ledger import CAUSES
from sim.model.measures import MEASURES

if TYPE_CHECKING:
    import numpy as np

    from sim.model.outcome import Outcome

__all__ = ["figure_of", "mean_of", "moved_of", "sides_of", "trust_of"]


def trust_of(outcome: Outcome, partner: int | None) -> np.ndarray:
    """Return (weeks + 1, worlds) trust of one partner, or the mean of all."""
    return outcome.mean_trust if partner is None else outcome.trust[:, partner]


def mean_of(outcome: Outcome, partner: int | None) -> np.ndarray:
    """Return (weeks + 1,) trust of one partner, or the mean of all, mean over worlds.

    >>> from sim.experiments.simulate import simulate
    >>> outcome = simulate("missed-deadline", "silence", worlds=3)
    >>> bool((mean_of(outcome, 0) == trust_of(outcome, 0).mean(axis=-1)).all())
    True
    """
    return outcome.mean_by_week if partner is None else outcome.partners_by_week[:, partner]


def sides_of(outcome: Outcome, partner: int | None) -> dict[str, np.ndarray]:
    """Return {competence, character: (weeks + 1,) mean over worlds} of one partner, or the mean of all.

    >>> from sim.experiments.simulate import simulate
    >>> sides = sides_of(simulate("missed-deadline", "silence", worlds=3), 0)
    >>> bool(sides["competence"][1] < sides["competence"][0])
    True
    """
    facets = outcome.facets.mean(axis=-1)
    mean = facets.mean(axis=-1) if partner is None else facets[..., partner]
    return {"competence": mean[:, COMPETENCE], "character": mean[:, CHARACTER]}


def moved_of(outcome: Outcome, partner: int | None) -> dict[str, float]:
    """Return trust moved over the season by each cause that moved any, of one partner or the mean of all.

    >>> from sim.experiments.simulate import simulate
    >>> moved = moved_of(simulate("missed-deadline", "silence", worlds=3), 0)
    >>> moved["what happened"] < moved["waiting"] < 0
    True
    """
    if partner is None:
        return outcome.what_moved_trust
    total = outcome.moved.sum(axis=0)[:, partner]
    return {cause: float(by) for cause, by in zip(CAUSES, total, strict=False) if by}


def figure_of(name: str, outcome: Outcome, partner: int | None = None) -> float:
    """Return one figure of the scoreboard, mean over worlds; a figure of trust for one partner or the mean.

    >>> from sim.experiments.simulate import simulate
    >>> outcome = simulate("missed-deadline", "silence", worlds=3)
    >>> figure_of("season_trust", outcome, 0) < figure_of("season_trust", outcome)
    True
    """
    if partner is None:
        return float(outcome.summary()[name])
    return float(MEASURES[name].of_trust(trust_of(outcome, partner)).mean())
