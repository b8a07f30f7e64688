"""What plans reach, kept in a file: to simulate a class's plans takes most of the time that its pages take."""

from __future__ import annotations

import json
from contextlib import suppress
from hashlib import sha256
from typing import TYPE_CHECKING

from sim.experiments.simulate import simulate
from sim.grading.authoring.digests import course_digest
from sim.model.measures import HEADLINE
from sim.texts.refusals import write_whole

if TYPE_CHECKING:
    from pathlib import Path

    from sim.model.strategy import Strategy

__all__ = ["PlanFigures"]

WORLDS = 100
SEED = 2024  # a seed that neither trainees nor checks use
NAMES = ("partnership", "kept", "hours")


class PlanFigures:
    """The figures of plans, each simulated once.

    Args:
        place: a file with those of an earlier report, or None. What cannot be read in it counts as not there.

    >>> from sim.catalogue import load_strategy
    >>> sorted(PlanFigures().of("missed-deadline", load_strategy("silence")))
    ['hours', 'kept', 'partnership']
    """

    def __init__(self, place: Path | None = None) -> None:
        self._place = place
        self._before = self._read()
        self._asked: dict[str, dict[str, float]] = {}

    def _read(self) -> dict[str, dict[str, float]]:
        if self._place is not None:
            with suppress(OSError, ValueError, TypeError, KeyError, AttributeError, RecursionError):
                found = json.loads(self._place.read_text("utf-8"))
                return {key: {name: float(one[name]) for name in NAMES} for key, one in found.items()}
        return {}

    def of(self, case: str, plan: Strategy) -> dict[str, float]:
        """Return the means of a plan over all worlds, by the names of `ComparedPlan`."""
        key = sha256(json.dumps([course_digest(), WORLDS, SEED, case, repr(plan.acts)]).encode()).hexdigest()[:32]
        if key not in self._asked:
            self._asked[key] = self._before.get(key) or _simulated(case, plan)
        return self._asked[key]

    def keep(self) -> None:
        """Write what was asked for into the file; what was not asked for again goes, so that the file stays small.

        Raises:
            BadInput: it cannot be written.
        """
        if self._place is not None:
            self._place.parent.mkdir(parents=True, exist_ok=True)
            write_whole(self._place, json.dumps(self._asked).encode())


def _simulated(case: str, plan: Strategy) -> dict[str, float]:
    outcome = simulate(case, plan, worlds=WORLDS, seed=SEED)
    return {
        "partnership": float(outcome.each(HEADLINE).mean()),
        "kept": float(outcome.partners_kept.mean()),
        "hours": float(outcome.staff_hours.mean()),
    }
