"""Why a partner left, by the ledger of one world: the farewell and the whole end of a year tell this one reason."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sim.model.ledger import CAUSES

if TYPE_CHECKING:
    from sim.model.outcome import Outcome

__all__ = ["OWN_REASONS", "reason_for_leaving"]

OWN_REASONS = "own"
LITTLE = 0.5  # points of 100: who lost no more, to any cause or in all, left for reasons of its own


def reason_for_leaving(outcome: Outcome, who: int, week: int) -> str:
    """Return the cause that took most of a partner's trust up to a week, "own" where next to none was lost in all.

    Args:
        outcome: of one world. who: index of the partner. week: in which it left; what comes later changes nothing.

    >>> from sim.experiments.simulate import simulate
    >>> outcome = simulate("missed-deadline", "silence", worlds=1, seed=3, by_world=True)
    >>> who = outcome.left[:, 0].tolist().index(True)
    >>> reason_for_leaving(outcome, who, int(outcome.gone_week[who, 0])) in (*CAUSES, OWN_REASONS)
    True
    """
    moved = 100 * outcome.moved[: week + 1, :, who].sum(axis=0)
    if moved.min() > -LITTLE or moved.sum() > -LITTLE:
        return OWN_REASONS
    return CAUSES[int(moved.argmin())]
