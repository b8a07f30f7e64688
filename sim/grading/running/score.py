"""Turn what nbval found into points, or declare the run void."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sim.grading.intake.results import Verdict

if TYPE_CHECKING:
    from sim.grading.authoring.master import Master
    from sim.grading.running.run import Ran

__all__ = ["score"]


def score(ran: Ran, master: Master) -> tuple[tuple[Verdict, ...], str]:
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
            advice=check.on_fail if status.get(check.grade_id) == "failed" else "",
        )
        for check in master.checks
    ), reason


def _why_void(ran: Ran, master: Master) -> str:
    if ran.late:
        return "Checking these answers took longer than the time limit, so nothing was counted."
    if ran.stopped:
        return "Checking these answers was stopped from outside, so nothing was counted. Please grade again."
    return _incomplete(ran.seen, master)


def _incomplete(seen: list[dict[str, Any]], master: Master) -> str:
    checks = sorted(one["grade_id"] for one in seen if one["role"] == "check")
    if checks != sorted(check.grade_id for check in master.checks):
        return "The checks did not all run, so nothing was counted. Please grade again."
    caught = {one["grade_id"] for one in seen if one["status"] == "failed"}
    if not master.canaries or not master.canaries <= caught:
        return "The checks cannot be relied on: a fault set on purpose was not caught."
    done = {one["grade_id"] for one in seen if one["status"] == "passed"}
    if not master.setups <= done:
        return "The exercise could not be set up, so nothing was counted."
    return ""
