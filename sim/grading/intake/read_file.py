"""Read one file that was handed in: answers to exercises, or the reason why it cannot be read."""

from __future__ import annotations

from dataclasses import replace
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from sim.grading.intake.extract import extract, written
from sim.grading.intake.results import Graded, Read
from sim.grading.intake.submission import Submission, SubmissionError, take_in
from sim.grading.intake.submitter import exercise_in, plain_name
from sim.texts.sentences import Sentence

if TYPE_CHECKING:
    from sim.grading.authoring.master import Master
    from sim.grading.intake.collect import HandedIn

__all__ = ["read_file"]


def read_file(handed: HandedIn, masters: dict[str, Master]) -> list[Read]:
    """Read one file; if that fails, the result gives the reason."""
    told = exercise_in(PurePosixPath(handed.file).stem)
    exercise = told if told in masters else ""
    blank = Graded(trainee=handed.sender.name, sender=handed.sender, file=handed.file, exercise=exercise)
    try:
        submissions = take_in(handed.read())
    except SubmissionError as why:
        return [Read(handed=handed, graded=replace(blank, reason=why.why))]
    return [_answers(handed, blank, submission, masters) for submission in submissions]


def _answers(handed: HandedIn, blank: Graded, submission: Submission, masters: dict[str, Master]) -> Read:
    inside = plain_name(submission.name) if submission.name.strip() and not handed.named else ""
    if inside:
        blank = replace(blank, trainee=inside, sender=replace(handed.sender, name=inside, spelled=""))
    known = submission.exercise if submission.exercise in masters else plain_name(submission.exercise)[:20]
    blank = replace(blank, exercise=known, version=plain_name(submission.version)[:20] if submission.version else "")
    try:
        master = _master_of(submission, masters)
    except SubmissionError as why:
        return Read(handed=handed, graded=replace(blank, reason=why.why), inside=bool(inside))
    answers, remarks = extract(submission, master)
    texts, notes = written(submission, master)
    graded = replace(blank, answers=answers, texts=texts, remarks=tuple(dict.fromkeys(remarks + notes)))
    return Read(handed=handed, graded=graded, master=master, inside=bool(inside))


def _master_of(submission: Submission, masters: dict[str, Master]) -> Master:
    exercise = submission.exercise
    if exercise not in masters:
        shown = plain_name(exercise)[:20]
        raise SubmissionError(Sentence("not_graded.no_exercise", name=shown, known=", ".join(masters)))
    if submission.refused:
        raise SubmissionError(submission.refused)
    master = masters[exercise]
    if submission.version != master.version:
        shown = plain_name(submission.version)[:20]
        raise SubmissionError(Sentence("not_graded.version", version=shown, exercise=exercise, wanted=master.version))
    return master
