"""Batch: many files, each graded on its own; none stops the others."""

from __future__ import annotations

import os
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from sim.grading.extract import extract
from sim.grading.inject import inject
from sim.grading.intake import Rejected, take_in
from sim.grading.run import run_nbval
from sim.grading.score import Verdict, score

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sim.grading.master import Master

__all__ = ["Graded", "grade_all", "grade_one"]


@dataclass(frozen=True, kw_only=True)
class Graded:
    """What became of one file.

    Args:
        learner: the file's name without its ending.
        exercise: the exercise, or "" if the file does not say.
        version: the exercise's version, or "".
        verdicts: one for each check; none if the file could not be graded.
        reason: why the file was not graded or the run is void, or "".
        remarks: answers that could not be used.
    """

    learner: str
    exercise: str = ""
    version: str = ""
    verdicts: tuple[Verdict, ...] = ()
    reason: str = ""
    remarks: tuple[str, ...] = ()

    @property
    def points(self) -> float:
        """The points given."""
        return sum(verdict.points for verdict in self.verdicts)

    @property
    def max_points(self) -> float:
        """The points to be had."""
        return sum(verdict.max_points for verdict in self.verdicts)


def grade_all(paths: Iterable[Path], *, masters: dict[str, Master]) -> list[Graded]:
    """Grade files, and the files in folders, in the order of their names.

    Raises:
        ValueError: a path that is not there, or nothing to grade.
    """
    files = [file for path in paths for file in _files(Path(path))]
    if not files:
        raise ValueError("submissions hold no file to grade.")
    # Each run is a process of its own; the threads only wait for it.
    with ThreadPoolExecutor(max_workers=os.cpu_count()) as pool:
        return list(pool.map(partial(grade_one, masters=masters), files))


def grade_one(path: Path, *, masters: dict[str, Master]) -> Graded:
    """Grade one file; whatever is wrong with it becomes the reason of its row."""
    try:
        submission = take_in(path)
        master = _master_of(submission.exercise, submission.version, masters)
    except Rejected as why:
        return Graded(learner=path.stem, reason=str(why))
    answers, remarks = extract(submission, master)
    with TemporaryDirectory(prefix="grading-") as folder:
        notebook = Path(folder) / "exercise.ipynb"
        inject(answers, master, notebook)
        verdicts, reason = score(run_nbval(notebook), master)
    return Graded(
        learner=path.stem,
        exercise=master.exercise,
        version=master.version,
        verdicts=tuple(verdicts),
        reason=reason,
        remarks=tuple(remarks),
    )


def _files(path: Path) -> list[Path]:
    if path.is_dir():
        return sorted(file for file in path.iterdir() if not file.name.startswith("."))
    if not path.exists():
        raise ValueError(f"submissions(={str(path)!r}): there is no such file or folder.")
    return [path]


def _master_of(exercise: str, version: str, masters: dict[str, Master]) -> Master:
    if exercise not in masters:
        raise Rejected(f"There is no exercise {exercise[:40]!r}; known: {', '.join(masters)}.")
    master = masters[exercise]
    if version != master.version:
        raise Rejected(f"This is version {version[:20]!r} of {exercise}, not {master.version!r}.")
    return master
