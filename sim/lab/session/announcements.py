"""The strategy that an announced change is counted from: the one whose figures a listener heard last."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from sim.model.strategy import Strategy

__all__ = ["Announcements"]

TIME_TO_HEAR = 1.0  # seconds; chart.js announces a change 0.6 seconds after the last one


class RefinedAnswer(NamedTuple):
    """A refined answer: its case and strategy, and when it was given, in seconds."""

    case: str
    strategy: Strategy
    at: float


class Announcements:
    """The answers that were read out to a listener.

    >>> from sim.catalogue import load_strategy
    >>> silence, flood = load_strategy("silence"), load_strategy("flood")
    >>> announcements = Announcements()
    >>> [announcements.change_from("case", one, at) for one, at in ((silence, 0.0), (flood, 2.0))][1].key
    'silence'
    """

    def __init__(self) -> None:
        self._last: RefinedAnswer | None = None
        self._from: Strategy | None = None  # whose figures were read out last

    def change_from(self, case: str, strategy: Strategy, at: float) -> Strategy | None:
        """Note an answer; return the strategy that its change is counted from, None if there is no change to announce.

        Args:
            case: the case's key; answers in another case do not compare.
            strategy: what was simulated; undo counts as a change too.
            at: seconds; an answer that follows at once replaces the announcement of the one before.
        """
        last, self._last = self._last, RefinedAnswer(case, strategy, at)
        if last is None or last.case != case:
            self._from = None
        elif at - last.at > TIME_TO_HEAR:
            self._from = last.strategy
        self._from = self._from or strategy
        same = last is None or strategy.acts in (last.strategy.acts, self._from.acts)
        return None if same else self._from

    def forget(self) -> None:
        """Announce nothing for the next answer, which is not a change of the trainee's."""
        self._last = None
