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
        what: grade, remove, marks, list, no-list or export. column: to fill in an export.
        files: names of what was sent for it, or of what is to be removed, within the folder of what was handed in.
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
            BadInput: it is no such JSON, or a percentage is none.

        >>> AskedWork.read(b'{"what": "marks", "files": ["reflections.csv"]}')
        AskedWork(what='marks', files=('reflections.csv',), column='', how=None)
        """
        try:
            given = json.loads(body or b"{}")
            how = HowToGrade.chosen(given["how"]) if "how" in given else None
            files = tuple(str(one) for one in given.get("files", ()))
            return cls(what=str(given.get("what", "grade")), files=files, column=str(given.get("column", "")), how=how)
        except BadInput:
            raise
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
        if asked.what == "remove" and not {*files.hand_ins.whose} - {*asked.files}:
            raise BadInput(say("grading_pages.one_must_stay"))
        if not (files.handed_in if asked.what in {"grade", "no-list"} else sent):
            raise BadInput(say("grading_pages.nothing"))
        work = {
            "grade": lambda progress: self.grade(files, progress),
            "remove": lambda progress: self.without(files, asked.files, progress),
            "marks": lambda _: self.mark(files, sent),
            "list": lambda _: self.match(files, sent[0]),
            "no-list": lambda _: self.without_list(files),
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
            files.hand_ins.places, files.grades, masters=self.masters, progress=progress,
            choices=read_choices(None, how.counts), deadlines=deadlines,
        )  # fmt: skip
        return _summed(files, done)

    def without(self, files: ClassFiles, names: Sequence[str], progress: Progress) -> str:
        """Take files out of what was handed in, and grade the rest."""
        removed = many("grading_pages.removed", files.hand_ins.remove(names))
        return f"{removed} {self.grade(files, progress)}"

    def mark(self, files: ClassFiles, sheets: Sequence[Path]) -> str:
        """Read the marks in sheets."""
        from sim.grading import mark_class
        from sim.grading.marking.class_folder import changes_told

        done = mark_class(files.grades, masters=self.masters, sheets=sheets)
        _summed(files, done)
        return changes_told(done.changes)

    def match(self, files: ClassFiles, place: Path) -> str:
        """Match the class's list."""
        from sim.grading import mark_class

        done = mark_class(files.grades, masters=self.masters, class_list=place)
        _summed(files, done)
        return many("grading_pages.list_taken", done.listed.size, file=place.name) if done.listed else ""

    def without_list(self, files: ClassFiles) -> str:
        """Let no list be in use."""
        from sim.grading import mark_class
        from sim.grading.marking.kept_list import drop_list

        drop_list(files.grades)
        _summed(files, mark_class(files.grades, masters=self.masters))
        return say("grading_pages.list_dropped")

    def fill(self, files: ClassFiles, export: Path, column: str) -> str:
        """Fill a column of the facilitator's own export."""
        from sim.grading import fill_class
        from sim.grading.marking.class_folder import fill_told

        place, filled = fill_class(files.grades, export, column=column)
        return " ".join(fill_told(place.name, filled))


def _summed(files: ClassFiles, done: ClassGraded) -> str:
    """Keep and return how much was graded, and how much waits for the facilitator."""
    from sim.grading.marking.class_folder import counted

    said = counted(done)
    said = f"{said} {many('grading_pages.needs', len(done.needs))}" if done.needs else said
    files.keep_summary(said)
    return said
