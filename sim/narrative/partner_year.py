"""What a year was like for one partner, in two sentences: how it ended and what became of trust, and what moved it.

All of it comes from the ledger and the trust of one world, so words and figures cannot disagree.
"""

import numpy as np

from sim.experiments.year.leaving import OWN_REASONS, reason_for_leaving
from sim.model.acts import ACTS
from sim.model.ledger import CAUSES, FOLLOW_UP, KEPT, LATE
from sim.model.outcome import Outcome
from sim.model.parameters import Parameters
from sim.narrative.highlights import levels
from sim.narrative.phrasing import NOTABLE, called, capital, cause_in_words, level, points
from sim.texts.words import say

__all__ = ["partner_came", "partner_year"]

DONE = (KEPT, LATE, FOLLOW_UP)  # causes beside acts that are the organisation's own doing


def partner_year(outcome: Outcome, who: int) -> str:
    """Return what a year was like for a partner.

    Args:
        outcome: of one world, whose ledger is that world's. who: index of the partner.

    >>> from sim.experiments.simulate import simulate
    >>> outcome = simulate("missed-deadline", "silence", worlds=1, seed=1, by_world=True)
    >>> print(partner_year(outcome, 7).partition(". ")[0])
    The Sister organisation stayed and trusts you: trust 70 of 100, 78 at first and 69 in week 46
    """
    gone, trust = int(outcome.gone_week[who, 0]), _trust_together(outcome, who)
    moved = 100 * outcome.moved[: len(trust) - 1, :, who].sum(axis=0)
    facts = {"who": called(outcome.case.partners[who]), "week": gone, "path": _path(trust)}
    told = say(f"partner_year.{_end(outcome, who, trust[-1])}", **facts)
    return " ".join(filter(None, [capital(told), _why(outcome, who, moved), _own(moved)]))


def partner_came(outcome: Outcome, who: int) -> str:
    """Return what became of a partner in a few words, to stand beside its name.

    Args:
        outcome: of one world. who: index of the partner.

    >>> from sim.experiments.simulate import simulate
    >>> partner_came(simulate("missed-deadline", "silence", worlds=1, seed=1, by_world=True), 7)
    'stayed, trusts you: 70 of 100'
    """
    trust = _trust_together(outcome, who)[-1]
    return say(f"partner_came.{_end(outcome, who, trust)}", week=int(outcome.gone_week[who, 0]), last=level(trust))


def _trust_together(outcome: Outcome, who: int) -> np.ndarray:
    """Return trust in points of 100, week by week, up to the end of the one in which the partner went."""
    gone = int(outcome.gone_week[who, 0])
    last = outcome.weeks if gone < 0 else gone + 1
    return levels(outcome)[: last + 1, who]


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
    facts = {"first": level(trust[0]), "last": level(trust[-1]), "low": level(trust[low]), "week": low}
    between = facts["low"] not in (facts["first"], facts["last"])
    return say(f"partner_year.{'path_low' if between else 'path'}", **facts)


def _why(outcome: Outcome, who: int, moved: np.ndarray) -> str:
    """Return in a sentence what took most of a partner's trust and what gave most.

    Args:
        moved: (causes,) points over the time together.
    """
    worst, best = int(moved.argmin()), int(moved.argmax())
    hurt, helped = moved[worst] <= -NOTABLE, moved[best] >= NOTABLE
    facts = {
        "lost": cause_in_words(CAUSES[worst], helped=False), "took": points(moved[worst]),
        "gained": cause_in_words(CAUSES[best], helped=True), "gave": points(moved[best]),
    }  # fmt: skip
    kind = "both" if hurt and helped else "hurt" if hurt else "helped" if helped else "nothing"
    if outcome.left[who, 0]:
        own = reason_for_leaving(outcome, who, int(outcome.gone_week[who, 0])) == OWN_REASONS
        kind += "_left"
        if own and hurt:
            kind = "both_left_anyway"
        elif kind == "both_left" and moved[best] >= -moved[worst]:
            kind = "both_left_by_all"
    return capital(say(f"partner_why.{kind}", **facts))


def _own(moved: np.ndarray) -> str:
    """Return in a sentence what helped most of what was done, where something else helped most of all; else "".

    Args:
        moved: (causes,) points over the time together.
    """
    own = [place for place, cause in enumerate(CAUSES) if cause in ACTS or cause in DONE]
    best = max(own, key=lambda place: moved[place])
    if moved.max() < NOTABLE or best == int(moved.argmax()):
        return ""
    facts = {"gained": cause_in_words(CAUSES[best], helped=True), "gave": points(moved[best])}
    return say(f"partner_own.{'helped' if moved[best] >= NOTABLE else 'nothing'}", **facts)
