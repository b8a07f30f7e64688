"""Hold the claims of lessons against the model: the shipped one, and plausible ones."""

from __future__ import annotations

import json
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, NamedTuple

from sim.catalogue import load_case
from sim.experiments.evidence.checking import WORLDS_A_DRAW
from sim.experiments.evidence.draws import plausible
from sim.experiments.simulate import simulate
from sim.lab.session.lesson_data import lesson_keys, load_lesson
from sim.lab.views.outcome_queries import figure_of, mean_of
from sim.model.measures import MEASURES
from sim.texts.words import say

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sim.lab.session.claims import Claim, Side
    from sim.model.outcome import Outcome
    from sim.model.parameters import Parameters

__all__ = ["FILE", "SURE", "Claimed", "Held", "all_claimed", "doubts_told", "gaps", "held_in", "holds", "stored"]

FILE = "claims_held.json"
SURE = 0.8  # share of plausible models; of a claim that holds in fewer, its lesson says in how many


class Claimed(NamedTuple):
    """One claim of a lesson, in one case.

    Attributes:
        lesson: its key.
        claim: what is claimed.
        case: the case's key.
    """

    lesson: str
    claim: Claim
    case: str

    @property
    def name(self) -> str:
        """The claim's name in stored results."""
        return f"{self.claim.key} {self.case}"


class Held(NamedTuple):
    """In how many plausible models each claim holds, when that was last computed.

    Attributes:
        model_version: of the shipped model.
        date: of the computation.
        tried: claim's name → in how many models it was tried, from the first one on.
        failed: claim's name → numbers of those in which it did not hold.
    """

    model_version: int
    date: str
    tried: dict[str, int]
    failed: dict[str, list[int]]

    def share(self, one: Claimed) -> float:
        """Return the share of plausible models in which a claim holds."""
        return 1 - len(self.failed[one.name]) / self.tried[one.name]


def all_claimed() -> tuple[Claimed, ...]:
    """Return every claim of every lesson, case by case.

    >>> all_claimed()[0].name
    'early missed-deadline'
    """
    return tuple(one for key in lesson_keys() for one in claimed_by(key))


def claimed_by(key: str) -> tuple[Claimed, ...]:
    """Return the claims of one lesson, case by case."""
    lesson = load_lesson(key)
    return tuple(Claimed(key, claim, case) for claim in lesson.claims for case in claim.cases or (lesson.case,))


def gaps(
    claimed: Sequence[Claimed], *, worlds: int | range = 200, parameters: Parameters | None = None
) -> tuple[float, ...]:
    """Return how much higher the figure of each claim's first plan is, mean over the same worlds for both.

    >>> gaps(all_claimed()[:1], worlds=20)[0] > 0
    True
    """
    played: dict[object, Outcome] = {}

    def value(one: Claimed, side: Side) -> float:
        lesson = load_lesson(one.lesson)
        at_home = one.case == lesson.case
        case, plan = lesson.played_case if at_home else load_case(one.case), side.plan(lesson)
        if (key := (case, plan.acts)) not in played:
            played[key] = simulate(case, plan, worlds=worlds, parameters=parameters)
        return _figure(one.claim, played[key], lesson.partner_number if at_home else None)

    return tuple(value(one, one.claim.more) - value(one, one.claim.less) for one in claimed)


def _figure(claim: Claim, outcome: Outcome, partner: int | None) -> float:
    if claim.week is not None:
        return float(mean_of(outcome, partner)[claim.week])
    if claim.since is not None:
        trust = mean_of(outcome, partner)
        return float(trust[-1] - trust[claim.since])
    if partner is None or not MEASURES[claim.figure].of_trust:
        return float(outcome.each(claim.figure).mean())
    return figure_of(claim.figure, outcome, partner)


def holds(claim: Claim, gap: float) -> bool:
    """Tell whether a claim holds where its plans differ by this much.

    >>> claim = all_claimed()[0].claim
    >>> holds(claim, 0.01), holds(claim, -0.01), holds(claim, 0)
    (True, False, False)
    """
    return abs(gap) < MEASURES[claim.figure].too_small if claim.alike else gap > 0


def held_in(claimed: Sequence[Claimed], model: int) -> dict[str, bool]:
    """Return whether each claim, by name, holds in the plausible model of this number, from 0.

    The models are those of `evidence` and `robustness`, each in other worlds; model k stays the same when more are
    drawn.
    """
    worlds = range(model * WORLDS_A_DRAW, (model + 1) * WORLDS_A_DRAW)
    found = gaps(claimed, worlds=worlds, parameters=plausible(model + 1)[model])
    return {one.name: holds(one.claim, gap) for one, gap in zip(claimed, found, strict=True)}


@cache
def stored() -> Held:
    """Return the stored results, made by `python -m tools.claims`.

    >>> all(0 <= stored().share(one) <= 1 for one in all_claimed())
    True
    """
    return Held(**json.loads((files(__package__) / FILE).read_text("utf-8")))


def doubts_told(key: str) -> list[str]:
    """Return a sentence for each claim of a lesson that holds in too few plausible models to be taken for sure.

    A claim that is new and was not tried yet says nothing.

    >>> doubts_told("01_what_moves_trust")
    []
    """
    at_home = [one for one in claimed_by(key) if one.case == load_lesson(key).case and one.name in stored().tried]
    shares = [(one.claim.words, stored().share(one)) for one in at_home]
    counts = [(claim, round(100 * share)) for claim, share in shares if share < SURE]
    return [say("lesson.doubt", claim=claim, count=count, rest=100 - count) for claim, count in counts]
