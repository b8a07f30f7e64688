"""What the facilitator's pages have done for a class: the same as `mend grade`, `mend marks` and `mend fill`."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sim.base.errors import BadInput
from sim.texts.words import many, say

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from sim.grading.authoring.master import Master
    from sim.grading.marking.class_folder import ClassGraded
    from sim.server.class_files import ClassFiles
    from sim.server.class_jobs import Progress, Work

__all__ = ["ClassWork", "counted"]

STATUSES = ("graded", "rejected", "void")


@dataclass(frozen=True)
class ClassWork:
    """Work for a class, by what a page asks for; each is for `ClassJobs`, and returns a sentence.

    Args:
        masters: the masters, by exercise.
    """

    masters: dict[str, Master]

    def asked(self, what: str, files: ClassFiles, names: Sequence[str], column: str = "") -> Work:
        """Return the work that a page asks for.

        Args:
            what: grade, marks, list or export. names: the files that were sent for it. column: to fill in an export.

        Raises:
            BadInput: nothing was handed in or sent for it, or it is none of these.
        """
        sent = [files.sent(what, name) for name in names]
        if (what == "grade" and not files.handed_in) or (what != "grade" and not sent):
            raise BadInput(say("grading_pages.nothing"))
        work = {
            "grade": lambda progress: self.grade(files, progress),
            "marks": lambda _: self.mark(files, sent),
            "list": lambda _: self.list(files, sent[0]),
            "export": lambda _: self.fill(files, sent[0], column),
        }
        if what not in work:
            raise BadInput(say("grading_pages.nothing"))
        return work[what]

    def grade(self, files: ClassFiles, progress: Progress) -> str:
        """Grade what was handed in."""
        from sim.grading import grade_class
        from sim.grading.intake.choices import read_choices
        from sim.grading.intake.deadlines import deadlines_of

        how = files.how
        deadlines = deadlines_of([how.due] if how.due else [], per_cent_a_day=how.penalty, at_most_per_cent=how.at_most)
        done = grade_class(
            files.handed_in, files.grades, masters=self.masters, progress=progress,
            choices=read_choices(None, how.counts), deadlines=deadlines,
        )  # fmt: skip
        return counted(done)

    def mark(self, files: ClassFiles, sheets: Sequence[Path]) -> str:
        """Read the marks in sheets."""
        from sim.grading import mark_class

        return counted(mark_class(files.grades, masters=self.masters, sheets=sheets))

    def list(self, files: ClassFiles, place: Path) -> str:
        """Match the class's list."""
        from sim.grading import mark_class

        return counted(mark_class(files.grades, masters=self.masters, class_list=place))

    def fill(self, files: ClassFiles, export: Path, column: str) -> str:
        """Fill a column of the facilitator's own export."""
        from sim.grading import fill_class

        place, filled = fill_class(files.grades, export, column=column)
        return many("fill.done", filled.count, out=place.name, column=filled.column)


def counted(done: ClassGraded) -> str:
    """Return how many people's hand-ins were graded, refused or void, and how much waits for the facilitator."""
    from sim.grading.marking.class_folder import needs_told

    count = {status: sum(one.status == status for one in done.graded) for status in STATUSES}
    told = {"graded": count["graded"], "refused": count["rejected"], "void": count["void"]}
    said = many("done.graded", len({one.trainee for one in done.graded}), **told)
    needs = [str(one.reason or one.asks) for one in done.graded if one.reason or one.asks] + needs_told(done)
    return f"{said} {many('grading_pages.needs', len(needs))}" if needs else said
