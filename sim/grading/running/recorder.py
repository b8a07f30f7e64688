"""A pytest plugin that records what nbval found in each cell that has a role."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from sim.grading.authoring.cells import facts, role

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["Recorder"]


class Recorder:
    """The results of one notebook's cells, in `seen`: `{"grade_id", "role", "status"}`.

    Status is passed, failed, skipped, unsure (nbval gave up) or ended (the kernel ended).
    """

    def __init__(self) -> None:
        self.seen: list[dict[str, Any]] = []

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_makereport(self, item: pytest.Item) -> Iterator[None]:
        """Record a cell's result under its id: cell numbers change when a cell is added."""
        report = yield
        cell = getattr(item, "cell", None)
        if cell is not None and role(cell) and report.when == "call":
            self.seen.append(
                {"grade_id": facts(cell).get("grade_id"), "role": role(cell), "status": _status(item, report)}
            )
        return report


def _status(item: pytest.Item, report: pytest.TestReport) -> str:
    # nbval ends a kernel that takes too long; any other kernel was ended by the system or by a person.
    if not (item.parent.timed_out or item.parent.kernel.is_alive()):
        return "ended"
    # nbval gives up with an expected failure or an unexpected pass; neither counts.
    return "unsure" if hasattr(report, "wasxfail") else report.outcome
