"""Which causes took most of one partner's trust, and which gave most: what is told first, and everywhere the same.

Points are those of the account (sim/narrative/cause_rows.py), so that a cause has one figure on the whole page.
"""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from sim.model.outcome import Outcome
from sim.narrative.cause_named import cause_named
from sim.narrative.cause_rows import cause_called, cause_points, weeks_together
from sim.narrative.highlight_parts import moved_by
from sim.narrative.phrasing import points
from sim.texts.words import say

__all__ = ["CauseSum", "gained", "lost", "main_causes"]


class CauseSum(NamedTuple):
    """What one cause of the ledger did to one partner, in whole points of 100 as they are shown: below 0 = lost."""

    cause: str
    points: int


def lost(outcome: Outcome, who: int) -> list[CauseSum]:
    """Return each cause that took a point or more of a partner's trust in all, the largest first.

    Args:
        outcome: of one world, whose ledger is that world's. who: index of the partner; of who went, all until then.

    >>> from sim.experiments.simulate import simulate
    >>> outcome = simulate("missed-deadline", "silence", worlds=1, seed=1, by_world=True)
    >>> lost(outcome, outcome.case.names.index("Clinic team"))[0]
    CauseSum(cause='waiting', points=-16)
    """
    return _sums(outcome, who, -1)


def gained(outcome: Outcome, who: int) -> list[CauseSum]:
    """Return each cause that gave a partner's trust a point or more in all, the largest first; as `lost`."""
    return _sums(outcome, who, 1)


def _sums(outcome: Outcome, who: int, sign: int) -> list[CauseSum]:
    there = [CauseSum(cause, by) for cause, by in cause_points(outcome, who).items() if sign * by > 0]
    moved = {one.cause: sign * moved_by(outcome, one.cause)[: weeks_together(outcome, who), who].sum() for one in there}
    return sorted(there, key=lambda one: (abs(one.points), moved[one.cause]), reverse=True)


def main_causes(outcome: Outcome, who: int) -> tuple[str, ...]:
    """Return in a sentence each what was lost and what was gained in all: first what was more, with its largest cause.

    Of who went, what was lost is first, its largest cause with what did most of it, and the second one too.

    >>> from sim.experiments.simulate import simulate
    >>> outcome = simulate("missed-deadline", "silence", worlds=1, seed=1, by_world=True)
    >>> main_causes(outcome, outcome.case.names.index("Clinic team"))
    ('Lost 48 points, 16 by waiting without knowing.', 'Gained 33.')
    """
    took, gave = lost(outcome, who), gained(outcome, who)
    if outcome.gone_week[who, 0] >= 0:
        named = cause_named(outcome, who, took[0].cause, brief=True) if took else ""
        return (*_side("lost", took, named), *map(_second, took[1:2]), *_in_all("gained", gave))
    if sum(one.points for one in (*took, *gave)) > 0:
        return (*_side("gained", gave), *_in_all("lost", took))
    return (*_side("lost", took), *_in_all("gained", gave))


def _side(side: str, sums: Sequence[CauseSum], named: str = "") -> Iterator[str]:
    """Yield what one side was in all with its largest cause, if there is any; `named`: that cause in more words."""
    if sums:
        first, *others = sums
        facts = {"all": points(sum(abs(one.points) for one in sums)), "points": abs(first.points)}
        yield say(f"main_causes.{side if others else f'{side}_only'}", cause=named or _named(first), **facts)


def _in_all(side: str, sums: Sequence[CauseSum]) -> Iterator[str]:
    """Yield what the other side was in all, if anything: its causes stand where it opens, for two make a line more."""
    if sums:
        yield say(f"main_causes.{side}_too", all=sum(abs(one.points) for one in sums))


def _second(one: CauseSum) -> str:
    return say("main_causes.second", cause=_named(one), points=abs(one.points))


def _named(one: CauseSum) -> str:
    return cause_called(one.cause, helped=one.points > 0)
