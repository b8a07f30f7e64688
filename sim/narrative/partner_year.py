"""What a year was like for one partner: how it ended, what became of trust, and what its causes do not say.

All of it comes from the ledger and the trust of one world, so words and figures cannot disagree.
"""

from collections.abc import Iterator
from functools import lru_cache

import numpy as np

from sim.experiments.simulate import simulate
from sim.experiments.year.leaving import OWN_REASONS, reason_for_leaving
from sim.model.case import Case
from sim.model.ledger import WAITING
from sim.model.outcome import Outcome
from sim.model.parameters import Parameters
from sim.model.strategy import Strategy
from sim.narrative.cause_rows import weeks_together
from sim.narrative.highlight_parts import levels, moved_by
from sim.narrative.main_causes import gained, lost
from sim.narrative.phrasing import called, capital, level, points, week_end
from sim.narrative.what_moved import entries_of
from sim.texts.words import many, say

__all__ = ["partner_came", "partner_sentences", "partner_year", "trust_together"]


def partner_year(outcome: Outcome, who: int) -> str:
    """Return what a year was like for a partner, as one text: see `partner_sentences`.

    >>> from sim.experiments.simulate import simulate
    >>> outcome = simulate("missed-deadline", "silence", worlds=1, seed=1, by_world=True)
    >>> print(partner_year(outcome, 7).partition(". ")[0])
    The Sister organisation stayed, trusting you: trust 70 of 100, 78 at first and 69 at the end of week 45.
    """
    return " ".join(partner_sentences(outcome, who))


def partner_sentences(outcome: Outcome, who: int) -> tuple[str, ...]:
    """Return what a year was like for a partner: how it ended, and what its causes do not say.

    Args:
        outcome: of one world, whose ledger is that world's. who: index of the partner.
    """
    gone, trust = int(outcome.gone_week[who, 0]), trust_together(outcome, who)
    facts = {"who": called(outcome.case.partners[who]), "week": gone, "path": _path(trust)}
    told = say(f"partner_year.{_end(outcome, who, trust[-1])}", **facts)
    return (capital(told), *_besides(outcome, who))


def partner_came(outcome: Outcome, who: int) -> str:
    """Return what became of a partner in a few words, to stand beside its name, with trust at first and at last.

    Args:
        outcome: of one world. who: index of the partner.

    >>> from sim.experiments.simulate import simulate
    >>> partner_came(simulate("missed-deadline", "silence", worlds=1, seed=1, by_world=True), 7)
    'stayed, trusting you; trust 78 to 70'
    """
    first, *_, last = trust_together(outcome, who)
    facts = {"week": int(outcome.gone_week[who, 0]), "last": level(last), "first": level(first)}
    return say(f"partner_came.{_end(outcome, who, last)}", **facts)


def trust_together(outcome: Outcome, who: int) -> np.ndarray:
    """Return trust in points of 100, week by week, up to the end of the one in which the partner went."""
    return levels(outcome)[: weeks_together(outcome, who) + 1, who]


def _end(outcome: Outcome, who: int, trust: float) -> str:
    """Return how a partner stands at the end: gone, or as the model's thresholds of complaint and silence have it."""
    if outcome.parted[who, 0]:
        return "parted"
    if outcome.left[who, 0]:
        return "left"
    numbers = Parameters()
    share = trust / 100
    return "faces" if share >= numbers.content else "waits" if share >= numbers.quiet else "away"


def _path(trust: np.ndarray) -> str:
    """Return what became of trust: where it began and ended, and where it was lowest if that was neither."""
    low = int(trust.argmin())
    facts = {"first": level(trust[0]), "last": level(trust[-1]), "low": level(trust[low]), "when": week_end(low)}
    between = facts["low"] not in (facts["first"], facts["last"])
    return say(f"partner_year.{'path_low' if between else 'path'}", **facts)


def _besides(outcome: Outcome, who: int) -> Iterator[str]:
    """Yield what the causes do not say: that nothing moved trust, updates that gave nothing, reasons of one's own."""
    if not (lost(outcome, who) or gained(outcome, who)):
        yield say("partner_why.nothing")
    yield from _updates(outcome, who)
    if outcome.left[who, 0] and reason_for_leaving(outcome, who, int(outcome.gone_week[who, 0])) == OWN_REASONS:
        yield say("partner_why.own_reasons")


def _updates(outcome: Outcome, who: int) -> Iterator[str]:
    """Yield how many updates said something and gave no points, as there was no deed yet that they could tell of."""
    acts, moved = outcome.strategy.acts, moved_by(outcome, "update")[: weeks_together(outcome, who), who]
    counted = np.flatnonzero(moved)
    before = int(counted[0]) if len(counted) else len(moved)
    early = [one for week in range(before) for one in entries_of(outcome, "update", week, who)]
    number = sum(bool(acts[int(one.about)].says) for one in early)
    if number:
        facts = {"week": before, "eased": points(_eased(outcome, who, before))}
        yield many(f"partner_why.updates_{'early' if len(counted) else 'only'}", number, **facts)


def _eased(outcome: Outcome, who: int, weeks: int) -> float:
    """Return by how many points a partner's waiting in the first weeks cost less than it had without any update."""
    bare = _without_updates(outcome.case, outcome.strategy, outcome.seed, outcome.worlds, outcome.parameters)
    there = min(weeks, weeks_together(bare, who))
    cost, bare_cost = (moved_by(one, WAITING)[:there, who].sum() for one in (outcome, bare))
    return max(0.0, float(cost - bare_cost))


@lru_cache(maxsize=16)
def _without_updates(case: Case, strategy: Strategy, seed: int, worlds: range, parameters: Parameters) -> Outcome:
    acts = tuple(one for one in strategy.acts if one.act != "update")
    bare = strategy.model_copy(update={"acts": acts})
    return simulate(case, bare, worlds=worlds, seed=seed, parameters=parameters)
