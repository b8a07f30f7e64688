"""How often a plan that passes the open check passes the held-back one, under many fresh seeds.

    python benchmarks/margins.py --sets 1000

Each set is as many seeds as a master holds back. For each question whose answers are played, every set tries one of
the plans that pass in the open, by turns. Printed: how often it passed; and how often it would have passed if it had
only just done so in the open, with no more than the margin to spare.
"""

from __future__ import annotations

import argparse
import random
from itertools import cycle, islice, product
from typing import TYPE_CHECKING, Any

from sim.exercises import PUBLIC_SEEDS, exercise_keys, judge, load_exercise
from sim.exercises.exercise import strategy_data
from sim.exercises.judging import figures, played_as
from sim.grading.authoring.checks import HELD_BACK_SEEDS
from sim.lab.session.controls import Control
from sim.lab.session.draft import Draft
from sim.model.strategy import Strategy
from sim.model.validation import checked

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sim.exercises import Exercise, Question
    from sim.exercises.exercise import Goal

__all__ = ["answers_to", "passing", "tried"]

FRESH = range(10_000, 10**9)
PLAYED = ("plan", "share")
SHARES = 150  # ways to share out hours that are looked at, of some thousands


def main() -> None:
    """Print one line for each question."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--sets", type=int, default=1_000)
    parser.add_argument("--question", default="", help="such as ex02-q3; all if left out")
    wanted = parser.parse_args()
    for exercise, question in played_questions():
        if wanted.question in {"", f"{exercise.key}-{question.name}"}:
            plans = passing(exercise, question)
            sure, just = tried(exercise, question, plans, wanted.sets)
            told = (
                f"{len(plans)} plans pass in the open; of {wanted.sets} sets {sure} passed, {just} with none to spare"
            )
            print(f"{exercise.key} {question.name}: {told}", flush=True)


def played_questions() -> list[tuple[Exercise, Question]]:
    """Return every question whose answers are played under luck that grading changes."""
    exercises = [load_exercise(key) for key in exercise_keys()]
    return [(one, question) for one in exercises for question in one.questions if question.kind in PLAYED]


def answers_to(question: Question) -> Iterator[dict[str, Any]]:
    """Yield what the form of a question can give: every plan, or many ways to share out hours."""
    if question.kind == "share":
        yield from _shares(question)
        return
    start = Draft.of(checked(strategy_data(question.acts), Strategy, "start"))
    controls = [Control.model_validate(control) for control in question.controls]
    for places in product(*(range(len(control.offered)) for control in controls)):
        draft = start
        for control, place in zip(controls, places, strict=True):
            draft = control.write(draft, place)
        yield {"acts": [act.model_dump(mode="json", exclude_none=True) for act in draft.played.acts]}


def _shares(question: Question) -> Iterator[dict[str, float]]:
    dice = random.Random(question.name)  # noqa: S311 - a sample, no secret
    steps = range(0, int(question.total) + 1, int(question.step))
    for _ in range(SHARES):
        yield {choice.key: dice.choice(steps) for choice in question.choices}


def passing(exercise: Exercise, question: Question) -> list[dict[str, Any]]:
    """Return the answers that pass the open check, no two of which are the same plan."""
    passed = {}
    for answer in answers_to(question):
        if all(found.good for found in judge(exercise, question.name, answer)):
            passed[repr(played_as(question, answer).acts)] = answer
    return list(passed.values())


def tried(exercise: Exercise, question: Question, plans: list[dict[str, Any]], sets: int) -> tuple[int, int]:
    """Return in how many sets of fresh seeds a plan passed, and would have passed with nothing to spare."""
    dice = random.Random(f"{exercise.key}{question.name}")  # noqa: S311 - fresh luck, no secret
    sure = just = 0
    for answer in islice(cycle(plans), sets):
        seeds = tuple(dice.sample(FRESH, len(HELD_BACK_SEEDS)))
        sure += all(found.good for found in judge(exercise, question.name, answer, seeds))
        just += all(_keeps_margin(question, goal, answer, seeds) for goal in question.goals)
    return sure, just


def _keeps_margin(question: Question, goal: Goal, answer: dict[str, Any], seeds: tuple[int, ...]) -> bool:
    """Return whether other luck takes away less than the margin."""
    strategy = played_as(question, answer)
    open_, fresh = (figures(question.case, strategy, luck)[goal.figure] for luck in (PUBLIC_SEEDS, seeds))
    lost = open_ - fresh if goal.at_least is not None else fresh - open_
    return lost <= goal.margin


if __name__ == "__main__":
    main()
