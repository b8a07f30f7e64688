"""Batch: many files, each graded on its own; none stops the others."""

from __future__ import annotations

import os
import threading
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sim.errors import BadInput
from sim.grading.collect import HandedIn, collect
from sim.grading.extract import extract, written
from sim.grading.intake import Rejected, Submission, take_in
from sim.grading.run import Runner
from sim.grading.score import Verdict, score
from sim.grading.senders import plain_name
from sim.grading.store import Store

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from sim.grading.master import Master
    from sim.grading.senders import Sender

__all__ = ["Graded", "grade_all"]


@dataclass(frozen=True, kw_only=True)
class Graded:
    """What became of one exercise that one trainee handed in.

    Args:
        trainee: the name that is shown; no two people share it.
        sender: who that is on the platform that the file came from.
        file: the file that counts, or that was refused.
        exercise: the exercise, or "" if the file does not say.
        version: the exercise's version, or "".
        answers: by name; only those that could be used.
        texts: what was written for a person to read, by the cell's id.
        verdicts: one for each check; none if the file could not be graded.
        reason: why the file was not graded or the run is void, or "".
        remarks: answers that could not be used, and files that did not count.
    """

    trainee: str
    sender: Sender
    file: str
    exercise: str = ""
    version: str = ""
    answers: dict[str, Any] = field(default_factory=dict, hash=False)
    texts: dict[str, str] = field(default_factory=dict, hash=False)
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

    @property
    def status(self) -> str:
        """Whether it was graded, rejected, or its run void."""
        return "rejected" if not self.verdicts else "void" if self.reason else "graded"


@dataclass(frozen=True, kw_only=True)
class _Read:
    """One exercise of one file, read but not yet graded."""

    handed: HandedIn
    graded: Graded
    master: Master | None = None


def grade_all(
    places: Iterable[Path],
    *,
    masters: dict[str, Master],
    jobs: int | None = None,
    seconds: float = 60,
    resume: Path | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> list[Graded]:
    """Grade folders, archives and files: one result for each trainee and exercise, and one for each refusal.

    Args:
        places: what to grade.
        masters: by exercise.
        jobs: how many run at once; default as many as there are processors.
        seconds: how long one submission may take.
        resume: where finished runs are kept, for a batch that is interrupted.
        progress: called with how many are done, and of how many, after each.

    Raises:
        BadInput: a place that is not there, or nothing to grade.
    """
    read = [one for handed in collect([Path(place) for place in places]) for one in _read(handed, masters)]
    if not read:
        raise BadInput("the submissions hold no file to grade; name the folder or zip file that trainees' files are in")
    return _run_all(
        _latest(_told_apart(read)), jobs or os.cpu_count() or 1, seconds, Store(resume), progress or _in_silence
    )


def _in_silence(done: int, of: int) -> None:
    """Tell nobody how far it is."""


def _read(handed: HandedIn, masters: dict[str, Master]) -> list[_Read]:
    """Read one file; whatever is wrong with it becomes the reason of its result."""
    blank = Graded(trainee=handed.sender.name, sender=handed.sender, file=handed.file)
    try:
        submissions = take_in(handed.read())
    except Rejected as why:
        return [_Read(handed=handed, graded=replace(blank, reason=str(why)))]
    return [_answers(handed, blank, submission, masters) for submission in submissions]


def _answers(handed: HandedIn, blank: Graded, submission: Submission, masters: dict[str, Master]) -> _Read:
    if submission.name.strip() and not handed.named:
        name = plain_name(submission.name)
        blank = replace(blank, trainee=name, sender=replace(handed.sender, name=name))
    known = submission.exercise if submission.exercise in masters else plain_name(submission.exercise)[:20]
    blank = replace(blank, exercise=known, version=plain_name(submission.version)[:20] if submission.version else "")
    try:
        master = _master_of(submission, masters)
    except Rejected as why:
        return _Read(handed=handed, graded=replace(blank, reason=str(why)))
    answers, remarks = extract(submission, master)
    graded = replace(blank, answers=answers, texts=written(submission, master), remarks=tuple(dict.fromkeys(remarks)))
    return _Read(handed=handed, graded=graded, master=master)


def _master_of(submission: Submission, masters: dict[str, Master]) -> Master:
    exercise = submission.exercise
    if exercise not in masters:
        shown = plain_name(exercise)[:20]
        raise Rejected(f"There is no exercise {shown!r}; known: {', '.join(masters)}.")
    if submission.refused:
        raise Rejected(submission.refused)
    master = masters[exercise]
    if submission.version != master.version:
        shown = plain_name(submission.version)[:20]
        raise Rejected(f"This is version {shown!r} of {exercise}, not {master.version!r}.")
    return master


def _told_apart(read: list[_Read]) -> list[_Read]:
    """Give two people who share a name different ones, by the number that their platform knows them by."""
    people = {(one.graded.sender.name, one.graded.sender.number) for one in read}
    shared = Counter(name for name, _ in people)

    def named(one: _Read) -> _Read:
        sender = one.graded.sender
        if shared[sender.name] == 1 or not sender.number:
            return one
        return replace(one, graded=replace(one.graded, trainee=f"{sender.name} ({sender.number})"))

    return [named(one) for one in read]


def _latest(read: list[_Read]) -> list[_Read]:
    """Keep a trainee's latest submission of each exercise, with a remark on the others, and every refusal."""
    counting: dict[tuple[str, str], list[_Read]] = {}
    for one in read:
        if one.master is not None:
            counting.setdefault((one.graded.trainee, one.graded.exercise), []).append(one)
    kept = [one for one in read if one.master is None]
    for several in counting.values():
        *others, last = sorted(several, key=lambda one: one.handed.order)
        kept.append(
            replace(last, graded=replace(last.graded, remarks=(*_superseded(others, last), *last.graded.remarks)))
        )
    return sorted(kept, key=lambda one: (one.graded.trainee.casefold(), one.graded.trainee, one.graded.exercise))


def _superseded(others: list[_Read], last: _Read) -> list[str]:
    if not others:
        return []
    names = ", ".join(sorted({one.handed.file for one in others}))
    return [f"{len(others) + 1} submissions: the latest, {last.handed.file}, counts; not counted: {names}."]


def _run_all(
    read: list[_Read], jobs: int, seconds: float, store: Store, progress: Callable[[int, int], None]
) -> list[Graded]:
    """Run what can be run, `jobs` at once, and return all results in order."""
    own = threading.local()
    done = 0
    lock = threading.Lock()
    with ExitStack() as runners, ThreadPoolExecutor(max_workers=max(1, min(jobs, len(read)))) as pool:

        def grade(one: _Read) -> Graded:
            nonlocal done
            result = _grade(one, store, lambda: _runner(own, runners, lock, seconds))
            with lock:
                done += 1
                progress(done, len(read))
            return result

        futures = [pool.submit(grade, one) for one in read]
        try:
            return [future.result() for future in futures]
        except BaseException:  # an interruption must not wait for all that has not begun
            pool.shutdown(wait=False, cancel_futures=True)
            raise


def _runner(own: threading.local, runners: ExitStack, lock: threading.Lock, seconds: float) -> Runner:
    """Return this thread's runner; it ends when the batch does."""
    if not hasattr(own, "runner"):
        with lock:
            own.runner = runners.enter_context(Runner(seconds=seconds))
    return own.runner


def _grade(one: _Read, store: Store, runner: Callable[[], Runner]) -> Graded:
    if one.master is None:
        return one.graded
    ran = store.get(one.graded.answers, one.master)
    known = ran is not None
    ran = ran or runner().run(one.graded.answers, one.master)
    verdicts, reason = score(ran, one.master)
    if not (reason or known):
        store.put(one.graded.answers, one.master, ran)
    return replace(one.graded, verdicts=verdicts, reason=reason)
