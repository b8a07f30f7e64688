"""Write docs/coverage.md: which questions test what each lesson promises."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from sim.base.markdown import table
from sim.exercises import exercise_keys, load_exercise
from sim.lab.session.lesson_data import load_lesson
from sim.texts.refusals import write_whole

if TYPE_CHECKING:
    from sim.exercises import Exercise

__all__ = ["HEAD", "objectives_table", "with_objectives"]

HEAD = "## What each lesson promises, and which question tests it\n"
INTRO = "Made from the lessons and exercises by `python -m tools.objectives`; in brackets, what kind of question it is."
KINDS = {
    "choice": "choose", "several": "tick", "order": "put in order", "plan": "design or mend a plan",
    "share": "share out hours", "year": "play a year", "reflection": "write",
}  # fmt: skip


def objectives_table() -> str:
    """Return the section on objectives, as Markdown."""
    exercises = [load_exercise(key) for key in exercise_keys()]
    rows = [row for lesson in dict.fromkeys(one.lesson for one in exercises) for row in _rows(lesson, exercises)]
    return f"{HEAD}\n{INTRO}\n\n{table(('Lesson', 'Objective', 'Questions'), rows)}"


def _rows(lesson: str, exercises: list[Exercise]) -> list[list[str]]:
    own = [exercise for exercise in exercises if exercise.lesson == lesson]
    return [
        [lesson[:2], objective, ", ".join(name for one in own for name in _asked(one, number)) or "**none**"]
        for number, objective in enumerate(load_lesson(lesson).objectives, 1)
    ]


def _asked(exercise: Exercise, objective: int) -> list[str]:
    """Return the questions on one objective.

    >>> _asked(load_exercise("ex02"), 1)
    ['ex02 q1 (put in order)']
    """
    return [
        f"{exercise.key} {question.name} ({KINDS[question.kind]}{', from a picture' if question.picture else ''})"
        for question in exercise.questions
        if question.objective == objective
    ]


def with_objectives(page: str) -> str:
    r"""Return a page whose last section is the one on objectives, fresh.

    >>> with_objectives("# Page\n\n## What each lesson promises, and which question tests it\n\nOld.\n").count("Old")
    0
    """
    return f"{page.partition(HEAD)[0].rstrip()}\n\n{objectives_table()}"


if __name__ == "__main__":
    place = Path("docs/coverage.md")
    write_whole(place, with_objectives(place.read_text(encoding="utf-8")).encode())
