"""Read the results of a graded class back from its folder, so that no kernel needs to run again."""

from __future__ import annotations

import json
from dataclasses import fields
from typing import TYPE_CHECKING, Any

from sim.base.errors import BadInput
from sim.grading.intake.results import Attempt, Graded, Late, Verdict
from sim.grading.intake.submitter import Submitter
from sim.texts.words import say

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["RESULTS", "load_results"]

RESULTS = "grades.json"
PLAIN = ("trainee", "file", "exercise", "version", "answers", "texts", "reason")


def load_results(folder: Path) -> list[Graded]:
    """Return the results as they were before persons marked; their sentences are in the language of then.

    Raises:
        BadInput: there are none, or the file is damaged.
    """
    place = folder / RESULTS
    try:
        return [_result(one) for one in json.loads(place.read_text("utf-8"))]
    except FileNotFoundError:
        raise BadInput(say("marking.no_grades", folder=folder)) from None
    except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError):
        raise BadInput(say("marking.damaged", file=place)) from None


def _result(one: dict[str, Any]) -> Graded:
    return Graded(
        **{name: one[name] for name in PLAIN},
        sender=_of(Submitter, one["sender"]),
        verdicts=tuple(_of(Verdict, verdict) for verdict in one["verdicts"]),
        remarks=tuple(one["remarks"]),
        asks=one["asks"],
        attempts=tuple(_attempt(attempt) for attempt in one.get("attempts", ())),
        late=_late(one.get("late")),
    )


def _attempt(one: dict[str, Any]) -> Attempt:
    return _of(Attempt, one | {"late": _late(one["late"])})


def _late(one: dict[str, Any] | None) -> Late | None:
    return one and _of(Late, one)


def _of(kind: type, facts: dict[str, Any]) -> Any:
    """Return an object of a dataclass; what a later version of the file may hold besides is left out."""
    known = {one.name for one in fields(kind)}
    return kind(**{name: value for name, value in facts.items() if name in known})
