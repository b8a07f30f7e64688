"""What a year was like for one partner: how it ended, what became of trust, and what moved it, ours before the rest.

All of it comes from the ledger and the trust of one world, so words and figures cannot disagree: trust at first and
all points that are told make trust at last.
"""

from collections.abc import Iterator, Sequence

import numpy as np

from sim.experiments.year.leaving import OWN_REASONS, reason_for_leaving
from sim.model.ledger import BROKEN, CAUSES, FADING, GOSSIP, LATE, NEEDS
from sim.model.outcome import Outcome
from sim.model.parameters import Parameters
from sim.narrative.cause_named import cause_named
from sim.narrative.cause_rows import weeks_together, whole
from sim.narrative.highlight_parts import levels, moved_by
from sim.narrative.phrasing import NOTABLE, called, capital, level, points, week_end
from sim.narrative.what_moved import entries_of
from sim.texts.words import many, say

__all__ = ["partner_came", "partner_sentences", "partner_year", "trust_together"]

# Causes that are nobody's doing in one week, told after all others. Waiting is none: news would have ended it.
BACKGROUND = (NEEDS, GOSSIP, FADING)


def partner_year(outcome: Outcome, who: int) -> str:
    """Return what a year was like for a partner, as one text: see `partner_sentences`.

    >>> from sim.experiments.simulate import simulate
    >>> outcome = simulate("missed-deadline", "silence", worlds=1, seed=1, by_world=True)
    >>> print(partner_year(outcome, 7).partition(". ")[0])
    The Sister organisation stayed, trusting you: trust 70 of 100, 78 at first and 69 at the end of week 45
    """
    return " ".join(partner_sentences(outcome, who))


def partner_sentences(outcome: Outcome, who: int) -> tuple[str, ...]:
    """Return what a year was like for a partner: how it ended, what cost trust, what gave some, and what is left.

    Args:
        outcome: of one world, whose ledger is that world's. who: index of the partner.
    """
    gone, trust = int(outcome.gone_week[who, 0]), trust_together(outcome, who)
    facts = {"who": called(outcome.case.partners[who]), "week": gone, "path": _path(trust)}
    told = say(f"partner_year.{_end(outcome, who, trust[-1])}", **facts)
    return (capital(told), *_why(outcome, who, trust))


def partner_came(outcome: Outcome, who: int) -> str:
    """Return what became of a partner in a few words, to stand beside its name; of who went, with trust then.

    Args:
        outcome: of one world. who: index of the partner.

    >>> from sim.experiments.simulate import simulate
    >>> partner_came(simulate("missed-deadline", "silence", worlds=1, seed=1, by_world=True), 7)
    'stayed, trusting you: 70 of 100'
    """
    trust = trust_together(outcome, who)[-1]
    return say(f"partner_came.{_end(outcome, who, trust)}", week=int(outcome.gone_week[who, 0]), last=level(trust))


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


def _why(outcome: Outcome, who: int, trust: np.ndarray) -> Iterator[str]:
    """Yield why trust is where it is: what was done, left undone or went wrong, then the background, then the rest.

    Args:
        trust: (weeks together + 1,) points of 100.
    """
    told = _Told(outcome, who, len(trust) - 1)
    ours = [cause for cause in CAUSES if cause not in BACKGROUND or cause == told.reason]
    lost, gained = told.most(ours, -1), told.most(ours, 1)
    yield from told.sentence("ours", lost)
    yield from told.sentence("ours", gained)
    yield from _updates(outcome, who)
    if not lost and not gained:
        yield say("partner_why.nothing")
    yield from told.sentence("background", told.most([cause for cause in BACKGROUND if cause not in lost]))
    rest = int(level(trust[-1])) - int(level(trust[0])) - told.sum
    if rest:
        yield say(f"partner_why.{'rest_gave' if rest > 0 else 'rest_cost'}", points=points(rest))
    if outcome.left[who, 0] and told.reason == OWN_REASONS:
        yield say("partner_why.own_reasons")


def _updates(outcome: Outcome, who: int) -> Iterator[str]:
    """Yield how many updates said something and gave no points, as there was no deed yet that they could tell of."""
    acts, moved = outcome.strategy.acts, moved_by(outcome, "update")[: weeks_together(outcome, who), who]
    counted = np.flatnonzero(moved)
    before = int(counted[0]) if len(counted) else len(moved)
    early = [one for week in range(before) for one in entries_of(outcome, "update", week, who)]
    number = sum(bool(acts[int(one.about)].says) for one in early)
    if number:
        yield many(f"partner_why.updates_{'early' if len(counted) else 'only'}", number, week=before)


class _Told:
    """What moved one partner's trust, and the points that were told of it.

    Attributes:
        reason: the cause for which the partner left, or "own"; "" for who stayed. sum: of all points told, as shown.
    """

    def __init__(self, outcome: Outcome, who: int, weeks: int) -> None:
        self._place, self.sum = (outcome, who), 0
        moved = 100 * outcome.moved[:weeks, :, who].sum(axis=0)
        self._moved = dict(zip(CAUSES, moved.tolist(), strict=True))
        self.reason = reason_for_leaving(outcome, who, weeks - 1) if outcome.left[who, 0] else ""

    def most(self, among: Sequence[str], sign: int = 0) -> list[str]:
        """Return all causes among some that show as a point, weightiest first: of one sign alone if that is asked for.

        None that is left out may be as large as one that is named.
        """
        there = [one for one in among if abs(self._moved[one]) >= NOTABLE and self._moved[one] * sign >= 0]
        if self._late_gave_back:  # told beside what being late had cost
            there = [one for one in there if one != LATE]
        return sorted(there, key=lambda one: -abs(self._moved[one]))

    def sentence(self, kind: str, causes: Sequence[str]) -> Iterator[str]:
        """Yield a sentence on causes, each with its points, if there are any."""
        if causes:
            yield capital(say(f"partner_why.{kind}", causes=say("partner_why.between").join(map(self._one, causes))))

    @property
    def _late_gave_back(self) -> bool:
        return self._moved[BROKEN] <= -NOTABLE and self._moved[LATE] >= NOTABLE

    def _one(self, cause: str) -> str:
        facts = {"cause": cause_named(*self._place, cause), "points": self._points(cause)}
        if cause == BROKEN and self._late_gave_back:
            return say("partner_why.cost_and_late", back=self._points(LATE), **facts)
        return say(f"partner_why.{'gave' if self._moved[cause] > 0 else 'cost'}", **facts)

    def _points(self, cause: str) -> str:
        """Return the points of a cause, and add them to the sum of what was told."""
        moved = self._moved[cause]
        self.sum += whole(moved)
        return points(moved)
