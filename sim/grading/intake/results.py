"""Results: one trainee's answers to one exercise, before and after they are checked."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from sim.grading.authoring.master import Master
    from sim.grading.intake.collect import HandedIn
    from sim.grading.intake.submitter import Submitter
    from sim.texts.sentences import Told

__all__ = ["Attempt", "Graded", "Late", "PersonMark", "Read", "Verdict"]

DIGITS = 4  # of points, after the decimal point


@dataclass(frozen=True, kw_only=True)
class Verdict:
    """The result of one check: points, maximum of points, and advice."""

    question: str
    grade_id: str
    points: float
    max_points: float
    status: str
    advice: Told


@dataclass(frozen=True, kw_only=True)
class PersonMark:
    """What a person gave for one question: points of a written answer, or points in place of the program's.

    Args:
        trainee: display name, as the sheet gives it.
        number: the platform's number for this person, or "".
        exercise: the exercise.
        question: the question's name, such as "q4".
        written: whether it is for a written answer; otherwise it stands in place of the program's points.
        points: what was given, or None for a note alone.
        max_points: the highest that can be given, or None if the sheet does not say.
        note: the person's note, or the reason.
        text: letters that change with the text that was marked, or "".
        automatic: the program's points, of an override.
    """

    trainee: str
    exercise: str
    question: str
    written: bool
    number: str = ""
    points: float | None = None
    max_points: float | None = None
    note: str = ""
    text: str = ""
    automatic: float = 0.0

    @property
    def gained(self) -> float:
        """The points by which it changes the total."""
        return 0.0 if self.points is None else self.points - self.automatic


@dataclass(frozen=True, kw_only=True)
class Late:
    """How late a hand-in came.

    Args:
        due: when it was due, ISO 8601 with its zone; "" if only the platform says that it came late.
        handed: when the file was saved, ISO 8601 in the zone of `due`, or "".
        seconds: by how much, 0 if it is not known.
        share: which share of the points is taken off, 0 to 1.
    """

    due: str = ""
    handed: str = ""
    seconds: float = 0.0
    share: float = 0.0


@dataclass(frozen=True, kw_only=True)
class Attempt:
    """One of several files that a trainee handed in for one exercise.

    Args:
        file: its name, with its folder if two have the same name.
        handed: when it was saved, ISO 8601 in the machine's zone, or "" if it does not say.
        points: what it earned alone, without what is taken off for lateness; None if it could not be checked.
        max_points: the highest that it could earn.
        counts: whether answers of this file count.
        partly: whether they count only for what the file that counts leaves open.
        late: how late it came, or None.
    """

    file: str
    handed: str = ""
    points: float | None = None
    max_points: float = 0.0
    counts: bool = False
    partly: bool = False
    late: Late | None = None


@dataclass(frozen=True, kw_only=True)
class Graded:
    """The result of one exercise that one trainee handed in.

    Args:
        trainee: display name; no two people share it.
        sender: the submitter, as the platform or the file's name gives them.
        file: the file that counts, or was refused.
        exercise: the exercise, or "" if the file does not say.
        version: the exercise's version, or "".
        answers: usable answers, by name.
        texts: written answers for a person to grade, by the cell's id.
        verdicts: one for each check; none if the file could not be graded.
        reason: why the file was not graded or the run is void, or "".
        remarks: answers that could not be used, and files that did not count.
        asks: what the facilitator must decide, or ""; until then the points count.
        marks: what a person gave.
        written_most: the highest points of the written answers that persons mark in this class.
        waits: names of written answers that have no points yet.
        changed: names of written answers that are others than when they were marked.
        attempts: all files for this exercise, if there were several.
        late: how late the hand-in came, or None.
    """

    trainee: str
    sender: Submitter
    file: str
    exercise: str = ""
    version: str = ""
    answers: dict[str, Any] = field(default_factory=dict, hash=False)
    texts: dict[str, str] = field(default_factory=dict, hash=False)
    verdicts: tuple[Verdict, ...] = ()
    reason: Told = ""
    remarks: tuple[Told, ...] = ()
    asks: Told = ""
    marks: tuple[PersonMark, ...] = ()
    written_most: float = 0
    waits: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()
    attempts: tuple[Attempt, ...] = ()
    late: Late | None = None

    @property
    def automatic(self) -> float:
        """The points that the program gave."""
        return sum(verdict.points for verdict in self.verdicts)

    @property
    def earned(self) -> float:
        """The points of program and persons, before anything is taken off for lateness."""
        return round(self.automatic + sum(mark.gained for mark in self.marks), DIGITS) if self.marks else self.automatic

    @property
    def points(self) -> float:
        """The total of points."""
        share = self.late.share if self.late else 0
        return round(self.earned * (1 - share), DIGITS) if share else self.earned

    @property
    def max_points(self) -> float:
        """The maximum of points."""
        return sum(verdict.max_points for verdict in self.verdicts) + self.written_most

    @property
    def status(self) -> str:
        """One of "graded", "rejected" and "void"."""
        return "rejected" if not self.verdicts else "void" if self.reason else "graded"


@dataclass(frozen=True, kw_only=True)
class Read:
    """One exercise of one file, read but not yet graded.

    Args:
        handed: the file.
        graded: its result so far.
        master: its master, or None if it cannot be graded.
        inside: whether only the file's content names the trainee, not its path.
        counts: the rule, or the name of the file, by which one of several attempts counts; "" for a single file.
        attempts: all files for this exercise, if there are several.
        sources: paths of the files whose answers are in the result.
    """

    handed: HandedIn
    graded: Graded
    master: Master | None = None
    inside: bool = False
    counts: str = ""
    attempts: tuple[Read, ...] = ()
    sources: frozenset[str] = frozenset()

    @property
    def holds_answers(self) -> bool:
        """Whether the file answers anything; what the exercise's own cells say is no answer."""
        own = self.master.reflections if self.master else {}
        texts = self.graded.texts.items()
        written = any(text.strip() and text.strip() != own.get(name, "").strip() for name, text in texts)
        return bool(self.graded.answers) or written
