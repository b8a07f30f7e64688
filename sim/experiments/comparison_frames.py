"""The frames of several outcomes as one, with a column for the strategy."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sim.model.frames import stacked

if TYPE_CHECKING:
    import pandas as pd

    from sim.experiments.comparison import Comparison

__all__ = ["ComparisonFrames"]


class ComparisonFrames:
    """The frames of `Outcome` for all strategies that were compared: the same columns after `strategy`, its key."""

    def trust_frame(self: Comparison) -> pd.DataFrame:
        """Return the trust of each partner in each world: strategy, and the columns of `Outcome.trust_frame`.

        >>> from sim.experiments.comparison import compare
        >>> frame = compare("missed-deadline", ["silence", "flood"], worlds=2).trust_frame()
        >>> frame.groupby("strategy")["trust"].size().to_dict()
        {'flood': 848, 'silence': 848}
        """
        return _joined(self, "trust_frame")

    def worlds_frame(self: Comparison) -> pd.DataFrame:
        """Return every measure in each world: strategy, and the columns of `Outcome.worlds_frame`."""
        return _joined(self, "worlds_frame")

    def ledger_frame(self: Comparison) -> pd.DataFrame:
        """Return what moved trust: strategy, and the columns of `Outcome.ledger_frame`."""
        return _joined(self, "ledger_frame")

    def hours_frame(self: Comparison) -> pd.DataFrame:
        """Return staff hours: strategy, and the columns of `Outcome.hours_frame`."""
        return _joined(self, "hours_frame")

    def log_frame(self: Comparison) -> pd.DataFrame:
        """Return the calendars: strategy, and the columns of `Outcome.log_frame`."""
        return _joined(self, "log_frame")


def _joined(comparison: Comparison, name: str, **how: Any) -> pd.DataFrame:
    import pandas as pd

    return pd.concat(stacked(comparison.outcomes, name, **how), ignore_index=True)
