"""What the facilitator's pages have done for a class: the same as `mend grade`, `mend marks` and `mend fill`."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sim.base.errors import BadInput
from sim.server.class_files import HowToGrade
from sim.texts.words import many, say

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from sim.grading.authoring.master import Master
    from sim.grading.marking.class_folder import ClassGraded
    from sim.server.class_files import ClassFiles
    from sim.server.class_jobs import Progress, Work

__all__ = ["AskedWork", "ClassWork"]


@dataclass(frozen=True, kw_only=True)
class AskedWork:
    """What a page asks for.

    Args:
        what: grade, marks, list or export. files: names of what was sent for it. column: to fill in an export.
        how: how to grade, if that was chosen.
    """

    what: str
    files: tuple[str, ...] = ()
    column: str = ""
    how: HowToGrade | None = None

    @classmethod
    def read(cls, body: bytes) -> AskedWork:
        """Return what JSON asks for; nothing else asked for is to grade.

        Raises:
            BadInput: it is no such JSON.

        >>> AskedWork.read(b'{"what": "marks", "files": ["reflections.csv"]}')
        AskedWork(what='marks', files=('reflections.csv',), column='', how=None)
        """
        try:
            given = json.loads(body or b"{}")
            how = HowToGrade.read(given["how"]) if "how" in given else None
            files = tuple(str(one) for one in given.get("files", ()))
            return cls(what=str(given.get("what", "grade")), files=files, column=str(given.get("column", "")), how=how)
        except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
            raise BadInput(say("grading_pages.nothing")) from None


@dataclass(frozen=True)
class ClassWork:
    """Work for a class; each is for `ClassJobs`, and returns a sentence.

    Args:
        masters: the masters, by exercise.
    """

    masters: dict[str, Master]

    def asked(self, asked: AskedWork, files: ClassFiles) -> Work:
        """Return the work that a page asks for.

        Raises:
            BadInput: nothing was handed in or sent for it, or there is no such work.
        """
        sent = [files.sent(asked.what, name) for name in asked.files]
        if not (files.handed_in if asked.what == "grade" else sent):
            raise BadInput(say("grading_pages.nothing"))
        work = {
            "grade": lambda progress: self.grade(files, progress),
            "marks": lambda _: self.mark(files, sent),
            "list": lambda _: self.match(files, sent[0]),
            "export": lambda _: self.fill(files, sent[0], asked.column),
        }
        if asked.what not in work:
            raise BadInput(say("grading_pages.nothing"))
        return work[asked.what]

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
        return _counted(done)

    def mark(self, files: ClassFiles, sheets: Sequence[Path]) -> str:
        """Read the marks in sheets."""
        from sim.grading import mark_class

        return _counted(mark_class(files.grades, masters=self.masters, sheets=sheets))

    def match(self, files: ClassFiles, place: Path) -> str:
        """Match the class's list."""
        from sim.grading import mark_class

        return _counted(mark_class(files.grades, masters=self.masters, class_list=place))

    def fill(self, files: ClassFiles, export: Path, column: str) -> str:
        """Fill a column of the facilitator's own export."""
        from sim.grading import fill_class

        place, filled = fill_class(files.grades, export, column=column)
        return many("fill.done", filled.count, out=place.name, column=filled.column)


def _counted(done: ClassGraded) -> str:
    """Return how much was graded, and how much waits for the facilitator."""
    from sim.grading.marking.class_folder import counted, needs_told

    needs = [str(one.reason or one.asks) for one in done.graded if one.reason or one.asks] + needs_told(done)
    said = counted(done)
    return f"{said} {many('grading_pages.needs', len(needs))}" if needs else said
