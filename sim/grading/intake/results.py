"""Results: one trainee's answers to one exercise, before and after they are checked."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from sim.grading.authoring.master import Master
    from sim.grading.intake.collect import HandedIn
    from sim.grading.intake.submitter import Submitter
    from sim.texts.sentences import Told

__all__ = ["Graded", "Read", "Verdict"]


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

    @property
    def points(self) -> float:
        """The total of points."""
        return sum(verdict.points for verdict in self.verdicts)

    @property
    def max_points(self) -> float:
        """The maximum of points."""
        return sum(verdict.max_points for verdict in self.verdicts)

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
    """

    handed: HandedIn
    graded: Graded
    master: Master | None = None
    inside: bool = False
