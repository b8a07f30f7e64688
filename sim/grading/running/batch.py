"""Grade many files, each on its own, so that one failure does not stop the others."""

from __future__ import annotations

import os
import threading
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from sim.base.errors import BadInput
from sim.grading.intake.attempts import counted
from sim.grading.intake.choices import Choices
from sim.grading.intake.collect import collect
from sim.grading.intake.deadlines import Deadlines
from sim.grading.intake.people import told_apart
from sim.grading.intake.read_file import read_file
from sim.grading.running.attempts_run import with_attempts
from sim.grading.running.run import Runner
from sim.grading.running.score import score
from sim.grading.running.store import Store
from sim.texts.words import say

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from sim.grading.authoring.master import Master
    from sim.grading.intake.results import Graded, Read

__all__ = ["grade_all"]


def grade_all(
    places: Iterable[Path],
    *,
    masters: dict[str, Master],
    jobs: int | None = None,
    seconds: float = 60,
    resume: Path | None = None,
    progress: Callable[[int, int], None] | None = None,
    choices: Choices | None = None,
    deadlines: Deadlines | None = None,
) -> list[Graded]:
    """Grade folders, archives and files: one result for each trainee and exercise, and one for each refusal.

    Args:
        places: folders, archives and files to grade.
        masters: the masters, by exercise.
        jobs: how many runs at once; default one for each processor.
        seconds: how long one submission may take.
        resume: folder that stores finished runs, so that an interrupted batch can resume.
        progress: called with (done, total) after each.
        choices: which of several attempts counts; for each question the latest if left out.
        deadlines: when exercises were due, and the penalty; none if left out.

    Raises:
        BadInput: a place that does not exist, nothing to grade, or a choice of what was not handed in.
    """
    read = [one for handed in collect([Path(place) for place in places]) for one in read_file(handed, masters)]
    if not read:
        raise BadInput(say("no_class.nothing"))
    choices, deadlines = choices or Choices(), deadlines or Deadlines()
    read = told_apart(read)
    choices.check(read)
    deadlines = replace(deadlines, extended=deadlines.extended | choices.extended)
    counting = counted(read, choices)
    return _run_all(counting, jobs or os.cpu_count() or 1, seconds, Store(resume), progress or _in_silence, deadlines)


def _in_silence(done: int, of: int) -> None:
    """Report no progress."""


def _run_all(
    read: list[Read],
    jobs: int,
    seconds: float,
    store: Store,
    progress: Callable[[int, int], None],
    deadlines: Deadlines,
) -> list[Graded]:
    """Run what can be graded, `jobs` at once, and return all results in order."""
    per_thread = threading.local()
    done = 0
    lock = threading.Lock()
    with ExitStack() as runners, ThreadPoolExecutor(max_workers=max(1, min(jobs, len(read)))) as pool:

        def grade(one: Read) -> Graded:
            nonlocal done
            result = _grade(one, store, lambda: _runner(per_thread, runners, lock, seconds), deadlines)
            with lock:
                done += 1
                progress(done, len(read))
            return result

        futures = [pool.submit(grade, one) for one in read]
        try:
            return [future.result() for future in futures]
        except BaseException:  # on an interruption, do not wait for runs that have not started
            pool.shutdown(wait=False, cancel_futures=True)
            raise


def _runner(per_thread: threading.local, runners: ExitStack, lock: threading.Lock, seconds: float) -> Runner:
    """Return this thread's runner; it ends when the batch does."""
    if not hasattr(per_thread, "runner"):
        with lock:
            per_thread.runner = runners.enter_context(Runner(seconds=seconds))
    return per_thread.runner


def _grade(one: Read, store: Store, runner: Callable[[], Runner], deadlines: Deadlines) -> Graded:
    if one.master is None:
        return one.graded
    return with_attempts(one, lambda other: _check(other, store, runner), deadlines)


def _check(one: Read, store: Store, runner: Callable[[], Runner]) -> Graded:
    """Return the result of one file's answers, from the store if they were run before."""
    ran = store.get(one.graded.answers, one.master)
    known = ran is not None
    ran = ran or runner().run(one.graded.answers, one.master)
    verdicts, reason = score(ran, one.master)
    if not (reason or known):
        store.put(one.graded.answers, one.master, ran)
    return replace(one.graded, verdicts=verdicts, reason=reason)
