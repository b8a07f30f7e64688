"""Grade one trainee's exercise with all attempts at it: which one counts, what each earned, and how late it came."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING

from sim.grading.intake.choices import BEST
from sim.grading.intake.deadlines import iso_local
from sim.grading.intake.people import called
from sim.grading.intake.results import Attempt
from sim.texts.sentences import Sentence

if TYPE_CHECKING:
    from collections.abc import Callable

    from sim.grading.intake.deadlines import Deadlines
    from sim.grading.intake.results import Graded, Read

__all__ = ["MOST_RUN", "with_attempts"]

MOST_RUN = 20  # attempts of one person at one exercise: one person's hundred files must not keep the class waiting


def with_attempts(one: Read, check: Callable[[Read], Graded], deadlines: Deadlines) -> Graded:
    """Return the result that counts, with its lateness and, if there are several files, what each of them earned.

    Args:
        one: the answers that count as far as is known before they are run.
        check: returns the result of one file's answers.
    """
    whole = _with_lateness(one, check(one), deadlines)
    if not one.attempts:
        return whole
    known = {_answers(one): whole}
    alone = {id(other): _alone(other, check, known, deadlines) for other in _run(one)}
    best = max(alone.values(), key=lambda result: result.points, default=whole)
    counting, main = one.sources, one.handed.path
    if one.counts == BEST and best.points > whole.points:
        file = next(other for other in one.attempts if alone.get(id(other)) is best)
        counting, main, whole = {file.handed.path}, file.handed.path, _as_best(best, file, one)
    attempts = [_attempt(other, alone.get(id(other)), one, deadlines) for other in one.attempts]
    paths = [other.handed.path for other in one.attempts]
    told = [
        replace(attempt, counts=path in counting, partly=path in counting - {main})
        for attempt, path in zip(attempts, paths, strict=True)
    ]
    return replace(whole, attempts=tuple(told))


def _run(one: Read) -> list[Read]:
    """Return the attempts to run: of very many the first and the latest; all others are listed without points."""
    good = [other for other in one.attempts if other.holds_answers]
    return good if len(good) <= MOST_RUN else [good[0], *good[1 - MOST_RUN :]]


def _answers(one: Read) -> str:
    return json.dumps(one.graded.answers, sort_keys=True)


def _alone(other: Read, check: Callable[[Read], Graded], known: dict[str, Graded], deadlines: Deadlines) -> Graded:
    """Return the result of one file; equal answers are run once."""
    key = _answers(other)
    if key not in known:
        known[key] = check(other)
    return _with_lateness(
        other, replace(other.graded, verdicts=known[key].verdicts, reason=known[key].reason), deadlines
    )


def _with_lateness(one: Read, result: Graded, deadlines: Deadlines) -> Graded:
    return replace(result, late=deadlines.late(one.graded.trainee, one.graded.exercise, one.handed))


def _as_best(best: Graded, file: Read, one: Read) -> Graded:
    others = ", ".join(sorted({called(other, [*one.attempts]) for other in one.attempts if other is not file}))
    told = Sentence("noted.best", number=len(one.attempts), file=called(file, [*one.attempts]), others=others)
    return replace(best, remarks=(told, *best.remarks), asks=one.graded.asks)


def _attempt(other: Read, result: Graded | None, one: Read, deadlines: Deadlines) -> Attempt:
    ran = result is not None and not result.reason
    return Attempt(
        file=called(other, [*one.attempts]),
        handed=iso_local(other.handed.when),
        points=result.earned if ran else None,
        max_points=one.master.max_points,
        late=deadlines.late(one.graded.trainee, one.graded.exercise, other.handed),
    )
