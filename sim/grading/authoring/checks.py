"""Checks, called by a master's check cells. Each prints one line, `<grade id> PASS` or `FAIL`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sim.exercises import judge, load_exercise
from sim.experiments.comparison import compare
from sim.model.acts.apologise import Apologise
from sim.model.acts.update import Update
from sim.model.strategy import Strategy

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["beats_silence", "checker", "verdict", "within"]

HELD_BACK_SEEDS = (7101, 7102, 7103)  # held back from trainees


def verdict(grade_id: str, *, good: bool) -> None:
    """Print one line that nbval can compare.

    >>> verdict("ex01-q1", good=True)
    ex01-q1 PASS
    """
    print(grade_id, "PASS" if good else "FAIL")  # noqa: T201 - nbval compares printed text


def checker(exercise: str, *, seeds: tuple[int, ...]) -> Callable[[str, Any], None]:
    """Return the function that a master's check cells call: it prints the judge's verdicts under held-back seeds.

    >>> check = checker("ex02", seeds=(7101,))
    >>> check("ex02-q2-right", "hours")
    ex02-q2-right PASS
    """
    data = load_exercise(exercise)

    def check(grade_id: str, answer: Any) -> None:
        _, name, which = grade_id.split("-", 2)
        found = {one.check: one.good for one in judge(data, name, answer, seeds)}
        verdict(grade_id, good=found.get(which, False))

    return check


def within(answer: Any, least: int, most: int) -> bool:
    """Return whether an answer is a whole number from least to most.

    >>> within(3, 1, 12), within("3", 1, 12), within(True, 1, 12), within(None, 1, 12)
    (True, False, False, False)
    """
    return isinstance(answer, int) and not isinstance(answer, bool) and least <= answer <= most


def beats_silence(update_every: Any, apology_week: Any) -> bool:
    """Return whether a plan ends the season with more trust than saying nothing, under every seed.

    Any such plan is right, not only the master's.

    >>> beats_silence(None, None)
    False
    """
    if not (within(update_every, 1, 26) and within(apology_week, 0, 26)):
        return False
    acts = (Update(week=0, every_weeks=update_every), Apologise(week=apology_week))
    answer = Strategy(key="answer", title="Answer", summary="An answer.", source="own", acts=acts)
    compared = (compare("missed-deadline", ["silence", answer], seed=seed) for seed in HELD_BACK_SEEDS)
    return all(one.difference("answer", "silence").interval.mean > 0 for one in compared)
