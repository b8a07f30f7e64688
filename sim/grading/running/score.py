"""Turn what nbval found into points, or declare the run void."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sim.grading.intake.results import Verdict
from sim.texts.sentences import Sentence, Stored

if TYPE_CHECKING:
    from sim.grading.authoring.master import Check, Master
    from sim.grading.running.run import Ran
    from sim.texts.sentences import Told

__all__ = ["score"]


def score(ran: Ran, master: Master) -> tuple[tuple[Verdict, ...], Told]:
    """Return a verdict on each check, and a reason why the run is void, or "".

    A run counts only if every check was seen exactly once, every setup cell ran, and every canary,
    whose stored output is wrong on purpose, was caught.
    """
    reason = _why_void(ran, master)
    status = {} if reason else {one["grade_id"]: one["status"] for one in ran.seen}
    return tuple(
        Verdict(
            question=check.question,
            grade_id=check.grade_id,
            points=check.points if status.get(check.grade_id) == "passed" else 0,
            max_points=check.points,
            status=status.get(check.grade_id, "void"),
            advice=_advice(master, check) if status.get(check.grade_id) == "failed" else "",
        )
        for check in master.checks
    ), reason


def _advice(master: Master, check: Check) -> Told:
    """Return the master's advice; if the exercise's data hold it, under its key, so that it can be translated."""
    name = check.question.removeprefix(f"{master.exercise}-")
    return check.on_fail and Stored(check.on_fail, key=f"exercises/{master.exercise}.questions.{name}.advice")


def _why_void(ran: Ran, master: Master) -> Told:
    if ran.late:
        return Sentence("void.late")
    if ran.stopped:
        return Sentence("void.stopped")
    return _incomplete(ran.seen, master)


def _incomplete(seen: list[dict[str, Any]], master: Master) -> Told:
    checks = sorted(one["grade_id"] for one in seen if one["role"] == "check")
    if checks != sorted(check.grade_id for check in master.checks):
        return Sentence("void.incomplete")
    caught = {one["grade_id"] for one in seen if one["status"] == "failed"}
    if not master.canaries or not master.canaries <= caught:
        return Sentence("void.unsafe")
    done = {one["grade_id"] for one in seen if one["status"] == "passed"}
    if not master.setups <= done:
        return Sentence("void.setup")
    return ""
