"""Item analysis: how hard each question was, and how well it tells trainees apart."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from sim.grading.intake.results import Graded

__all__ = ["TOLD_FROM", "Item", "items", "shares_by_question"]

FEWEST = 5  # fewest trainees for a correlation
# Fewest trainees for telling it to anybody, an Assumption: luck alone gives .44 and more, or as much below 0, in one
# question of twenty for 20 trainees, and .88 for five. Penn State's Schreyer Institute asks for fifty (Item Analysis
# Report, "A note about class size").
TOLD_FROM = 20


@dataclass(frozen=True, kw_only=True)
class Item:
    """One question, analysed over a class.

    Args:
        exercise: its exercise.
        question: its name.
        answered: number of trainees with a valid run.
        score: mean share of its points, 0 to 1; high is easy.
        discrimination: the correlation between a trainee's share here and the share of all other points, or None
            for fewer than five trainees or if they do not differ.
    """

    exercise: str
    question: str
    answered: int
    score: float
    discrimination: float | None

    @property
    def told(self) -> float | None:
        """The discrimination, or None where it is luck: for fewer than `TOLD_FROM` trainees."""
        return self.discrimination if self.answered >= TOLD_FROM else None


def shares_by_question(one: Graded) -> dict[str, tuple[float, float]]:
    """Return points and maximum of points, by question."""
    points: dict[str, tuple[float, float]] = {}
    for verdict in one.verdicts:
        given, most = points.get(verdict.question, (0.0, 0.0))
        points[verdict.question] = (given + verdict.points, most + verdict.max_points)
    return points


def items(graded: Iterable[Graded]) -> list[Item]:
    """Return every question with graded answers, in the order of exercises and questions."""
    whole: dict[str, np.ndarray] = defaultdict(lambda: np.zeros(2))
    asked: dict[tuple[str, str], dict[str, np.ndarray]] = defaultdict(dict)
    for one in graded:
        if one.status == "graded":
            for question, pair in shares_by_question(one).items():
                asked[one.exercise, question][one.trainee] = np.array(pair)
                whole[one.trainee] += pair
    return [_item(*key, [(points, whole[who] - points) for who, points in by.items()]) for key, by in asked.items()]


def _item(exercise: str, question: str, pairs: Sequence[tuple[np.ndarray, np.ndarray]]) -> Item:
    here = np.array([points[0] / points[1] if points[1] else 0 for points, _ in pairs])
    rest = np.array([points[0] / points[1] if points[1] else np.nan for _, points in pairs])
    return Item(
        exercise=exercise,
        question=question,
        answered=len(pairs),
        score=float(here.mean()),
        discrimination=_correlation(here, rest),
    )


def _correlation(here: np.ndarray, rest: np.ndarray) -> float | None:
    known = np.isfinite(rest)
    here, rest = here[known], rest[known]
    if here.size < FEWEST or np.ptp(here) == 0 or np.ptp(rest) == 0:
        return None
    return float(np.corrcoef(here, rest)[0, 1])
