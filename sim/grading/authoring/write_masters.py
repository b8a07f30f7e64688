"""Write the master notebooks from the exercises' data, with seeds that are held back."""

from __future__ import annotations

import json
import secrets
from typing import TYPE_CHECKING, Any

import nbformat
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from sim.base.errors import BadInput
from sim.exercises import exercise_keys, judge, load_exercise
from sim.grading.authoring.cells import NAMESPACE
from sim.grading.authoring.checks import HELD_BACK_SEEDS
from sim.grading.authoring.master import run_masters
from sim.texts.words import say

if TYPE_CHECKING:
    from pathlib import Path

    from sim.exercises import Exercise, Question

__all__ = ["master_of", "write_masters"]

KERNEL = {"display_name": "Python 3 (ipykernel)", "language": "python", "name": "python3"}
HIDDEN = {"tags": ["remove-input", "nbval-ignore-output"], "jupyter": {"source_hidden": True}}
NEW_SEEDS = 10**9


def write_masters(folder: Path, *, new_seeds: bool = False) -> list[Path]:
    """Write and run a master for every exercise; return the paths, in order.

    Args:
        folder: created if missing.
        new_seeds: use new random seeds in the checks, for a private set.

    Raises:
        ValueError: an exercise's own solution does not pass.
        BadInput: the folder cannot be created.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise BadInput(say("masters.folder", folder=folder, why=error.strerror)) from None
    seeds = tuple(secrets.randbelow(NEW_SEEDS) for _ in HELD_BACK_SEEDS) if new_seeds else HELD_BACK_SEEDS
    written = []
    for key in exercise_keys():
        written.append(folder / f"{key}.ipynb")
        nbformat.write(master_of(load_exercise(key), seeds), written[-1])
    run_masters(folder)
    return written


def master_of(exercise: Exercise, seeds: tuple[int, ...]) -> Any:
    """Return the notebook of one exercise, not yet run.

    >>> from sim.exercises import load_exercise
    >>> master_of(load_exercise("ex02"), (1, 2, 3)).metadata["mending_bridges"]["exercise"]
    'ex02'
    """
    cells = [_opening(exercise), *_setup(exercise, seeds)]
    for number, question in enumerate(exercise.questions, 1):
        cells += _question(exercise, number, question)
    cells += _closing(exercise)
    about = {"exercise": exercise.key, "version": exercise.version}
    notebook = new_notebook(cells=cells, metadata={"kernelspec": KERNEL, NAMESPACE: about, "title": exercise.title})
    notebook.nbformat_minor = 5
    return notebook


def _markdown(id_: str, text: str, **tags: Any) -> Any:
    return new_markdown_cell(text, id=id_, metadata={NAMESPACE: {"role": "prompt"}, **tags})


def _code(id_: str, source: str, role: str, more: dict[str, Any] | None = None, **facts: Any) -> Any:
    about = {NAMESPACE: {"role": role, "grade_id": id_, **facts}}
    return new_code_cell(source, id=id_, metadata=about | (more or {}))


def _opening(exercise: Exercise) -> Any:
    return _markdown(f"{exercise.key}-title", f"# {exercise.title}\n\n{exercise.intro}")


def _setup(exercise: Exercise, seeds: tuple[int, ...]) -> list[Any]:
    source = f'from sim.grading import checker\n\ncheck = checker("{exercise.key}", seeds={seeds!r})'
    return [
        _markdown(f"{exercise.key}-run", say("masters.run"), tags=["only-in-jupyterlab"]),
        _code(f"{exercise.key}-setup", source, "setup"),
    ]


def _question(exercise: Exercise, number: int, question: Question) -> list[Any]:
    id_ = f"{exercise.key}-{question.name}"
    ask = f'from sim.lab import exercise\n\nexercise("{exercise.key}").ask("{question.name}")'
    typed = say("masters.typed", how=_how_to_type(question))
    return [
        _markdown(f"{id_}-text", f"## {say('masters.question', number=number)}"),
        new_code_cell(ask, id=f"{id_}-form", metadata={NAMESPACE: {"role": "form"}, **HIDDEN}),
        _markdown(f"{id_}-typed", typed, tags=["only-in-jupyterlab"]),
        _code(id_, f"{question.name} = {_solution(question)!r}", "answer", question=id_),
        *(_check(exercise, question, found) for found in judge(exercise, question.name, None) if found.points),
    ]


def _check(exercise: Exercise, question: Question, found: Any) -> Any:
    id_ = f"{exercise.key}-{question.name}-{found.check}"
    facts = {
        "question": f"{exercise.key}-{question.name}",
        "points": found.points,
        "on_fail": question.advice or say("masters.look_again"),
    }
    source = f'check("{id_}", {question.name})'
    return _code(id_, source, "check", {"tags": ["nbval-check-output"]}, **facts)


def _solution(question: Question) -> Any:
    """Return a right answer; where several are right, the one in the exercise's file."""
    if question.solution is not None:
        return question.solution
    right = [choice.key for choice in question.choices if choice.right]
    solutions = {"choice": right and right[0], "several": right, "order": list(question.order)}
    return solutions.get(question.kind, say("masters.own_words"))


def _how_to_type(question: Question) -> str:
    keys = sorted(choice.key for choice in question.choices)  # the order in the file would give an answer away
    examples = {"share": {(keys or ["a"])[0]: 20}, "plan": {"acts": [{"act": "thank", "week": 2}]}}
    examples["year"] = {"code": "MBY1-...", "lost": list(question.played_case.names[:1]), "why": (keys or ["a"])[0]}
    example = json.dumps(examples.get(question.kind))
    return say(f"masters_typed.{question.kind}", keys=json.dumps(keys), example=example)


def _closing(exercise: Exercise) -> list[Any]:
    key = exercise.key
    end = f'from sim.lab import exercise\n\nexercise("{key}").hand_in()'
    return [
        _markdown(f"{key}-end-text", f"## {say('masters.hand_in')}"),
        new_code_cell(end, id=f"{key}-end", metadata={NAMESPACE: {"role": "form"}, **HIDDEN}),
        _code(f"{key}-canary", 'print("canary", check.__name__)', "canary", {"tags": ["nbval-check-output"]}),
    ]
