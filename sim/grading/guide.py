"""Guide: what a report says of exercises and questions, beyond their points."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable

    from sim.strategy import Strategy

__all__ = ["Asked", "Guide"]


@dataclass(frozen=True, kw_only=True)
class Asked:
    """One question, as a report shows it.

    Args:
        name: of the answer, such as "q1".
        title: a few words.
        prompt: what was asked.
        rubric: what a person grades by; empty where programs check.
        case: the case that a plan is tried in, or "".
        shown: turns an answer into words.
        wrong_ideas: which misconceptions an answer reveals.
        plan: turns an answer into a strategy, or None if it is none.
    """

    name: str
    title: str
    prompt: str = ""
    rubric: tuple[str, ...] = ()
    case: str = ""
    shown: Callable[[Any], str] = str
    wrong_ideas: Callable[[Any], tuple[str, ...]] = lambda _: ()
    plan: Callable[[Any], Strategy | None] = lambda _: None


@dataclass(frozen=True)
class Guide:
    """All exercises' titles and questions; what is not known is called by its name."""

    titles: dict[str, str] = field(default_factory=dict)
    questions: dict[tuple[str, str], Asked] = field(default_factory=dict)

    def title(self, exercise: str) -> str:
        """Return an exercise's title."""
        return self.titles.get(exercise, exercise)

    def asked(self, exercise: str, question: str) -> Asked:
        """Return a question."""
        return self.questions.get((exercise, question)) or Asked(name=question, title=question)

    def of(self, exercise: str) -> list[Asked]:
        """Return an exercise's questions, in order."""
        return [asked for (name, _), asked in self.questions.items() if name == exercise]
