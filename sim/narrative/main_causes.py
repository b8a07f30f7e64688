"""Which causes took most of one partner's trust, and which gave most: what is told first, and everywhere the same.

Points are those of the account (sim/narrative/cause_rows.py), so that a cause has one figure on the whole page.
"""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from sim.model.ledger import CAUSES
from sim.model.outcome import Outcome
from sim.narrative.cause_named import cause_named
from sim.narrative.cause_rows import cause_called, weeks_together, whole
from sim.narrative.phrasing import NOTABLE, level, points
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
    moved = 100 * outcome.moved[: weeks_together(outcome, who), :, who].sum(axis=0)
    there = ((sign * by, cause) for cause, by in zip(CAUSES, moved.tolist(), strict=True) if sign * by >= NOTABLE)
    return [CauseSum(cause, whole(sign * by)) for by, cause in sorted(there, reverse=True)]


def main_causes(outcome: Outcome, who: int) -> tuple[str, ...]:
    """Return in a sentence or two why a partner's trust rose, if it did, or else what took it, with the largest cause.

    Of who went, that is told with what did most of it, and the second one too.

    >>> from sim.experiments.simulate import simulate
    >>> outcome = simulate("missed-deadline", "silence", worlds=1, seed=1, by_world=True)
    >>> main_causes(outcome, outcome.case.names.index("Clinic team"))
    ('Lost 49 points. Largest cause: waiting without knowing, 16 of them.',)
    """
    took, gave = lost(outcome, who), gained(outcome, who)
    if outcome.gone_week[who, 0] >= 0:
        named = cause_named(outcome, who, took[0].cause, brief=True) if took else ""
        return (*_side("lost", took, named), *map(_second, took[1:2]))
    rose = int(level(100 * outcome.trust[-1, who, 0])) > int(level(100 * outcome.trust[0, who, 0]))
    return tuple(_side("gained", gave) if rose and gave else _side("lost", took))


def _side(side: str, sums: Sequence[CauseSum], named: str = "") -> Iterator[str]:
    """Yield what one side was in all with its largest cause, if there is any; `named`: that cause in more words."""
    if sums:
        first, *others = sums
        facts = {"all": points(sum(abs(one.points) for one in sums)), "points": abs(first.points)}
        yield say(f"main_causes.{side if others else f'{side}_only'}", cause=named or _named(first), **facts)


def _second(one: CauseSum) -> str:
    return say("main_causes.second", cause=_named(one), points=abs(one.points))


def _named(one: CauseSum) -> str:
    return cause_called(one.cause, helped=one.points > 0)
