"""Three surprises in what a class handed in, each found by a rule that the page states, and a question about each."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import permutations
from typing import TYPE_CHECKING

from sim.grading.reports.anonymous import FEWEST_TOGETHER, enough
from sim.grading.reports.plan_spread import clusters
from sim.model.measures import HEADLINE, MEASURES
from sim.texts.words import say, trust

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from sim.grading.reports.class_comparison import HandedPlans
    from sim.grading.reports.guide import Asked, Guide
    from sim.grading.reports.wrong_answers import Tally

__all__ = ["ClassAnswers", "Surprise", "surprises"]

MOST = 3
FEWER = 0.9  # of the other plans' hours: less is no saving that anybody would notice, an Assumption
Found = tuple[float, "Surprise"]  # how much it surprises, by its own rule


@dataclass(frozen=True, kw_only=True)
class Surprise:
    """One surprise: what was found, by which rule, and what to talk about.

    Args:
        about: exercise and question, so that no question surprises twice.
    """

    about: tuple[str, str]
    title: str
    told: str
    rule: str
    question: str


@dataclass(frozen=True, kw_only=True)
class ClassAnswers:
    """What a class answered: to questions, and as plans."""

    tallies: Sequence[Tally]
    plans: Sequence[HandedPlans]
    guide: Guide

    def where(self, exercise: str, asked: Asked) -> str:
        """Return how a question is called."""
        return say("teach_page.where", exercise=self.guide.title(exercise), question=asked.label or asked.title)


def surprises(answers: ClassAnswers) -> list[Surprise]:
    """Return the first three that the rules find, each the greatest of its kind, and none about the same question."""
    found: list[Surprise] = []
    for rule in RULES:
        told = {one.about for one in found}
        best = max((one for one in rule(answers) if one[1].about not in told), key=lambda one: one[0], default=None)
        found += [best[1]] if best else []
    return found[:MOST]


def _cheaper_came_further(answers: ClassAnswers) -> Iterator[Found]:
    """Yield each two clusters of plans of which the one with fewer hours came further."""
    for handed in answers.plans:
        for cheap, dear in permutations(clusters(handed.rows), 2):
            gain = cheap.partnership - dear.partnership
            if gain >= MEASURES[HEADLINE].too_small and cheap.hours <= FEWER * dear.hours:
                facts = {"where": answers.where(handed.exercise, handed.asked)}
                facts |= {"people": str(cheap.people), "hours": f"{cheap.hours:.0f}", "trust": trust(cheap.partnership)}
                facts |= {"others": str(dear.people), "more": f"{dear.hours:.0f}", "less": trust(dear.partnership)}
                yield gain, _surprise("cheaper", handed.exercise, handed.asked, facts)


def _agreed_and_wrong(answers: ClassAnswers) -> Iterator[Found]:
    """Yield each wrong choice that people agreed on, by their share."""
    for tally in _choices(answers):
        wrong, of = tally.wrong[0], tally.handed_in - tally.blank
        if enough(wrong.count, of):
            facts = {"where": answers.where(tally.exercise, tally.asked), "prompt": tally.asked.prompt}
            facts |= {"count": str(wrong.count), "of": str(of), "words": wrong.words, "idea": wrong.idea}
            yield wrong.count / of, _surprise("agreed", tally.exercise, tally.asked, facts)


def _divided(answers: ClassAnswers) -> Iterator[Found]:
    """Yield each choice that many got right and many wrong in the same way, by how near the two numbers are."""
    for tally in _choices(answers):
        wrong, right = tally.wrong[0], _right(tally)
        few, many = sorted((wrong.count, tally.right))
        if few >= FEWEST_TOGETHER and right:
            facts = {"where": answers.where(tally.exercise, tally.asked), "prompt": tally.asked.prompt, "right": right}
            facts |= {"count": str(tally.right), "others": str(wrong.count), "words": wrong.words}
            yield few / many + few / 1e6, _surprise("divided", tally.exercise, tally.asked, facts)


def _ahead(answers: ClassAnswers) -> Iterator[Found]:
    """Yield how many plans came further than every documented strategy, by their share."""
    for handed in answers.plans:
        of = len(handed.plans)
        if enough(handed.ahead, of):
            facts = {"where": answers.where(handed.exercise, handed.asked), "count": str(handed.ahead), "of": str(of)}
            facts |= {"known": handed.best_documented.who[0], "trust": trust(handed.best_documented.partnership)}
            yield handed.ahead / of, _surprise("ahead", handed.exercise, handed.asked, facts)


RULES: tuple[Callable[[ClassAnswers], Iterator[Found]], ...] = (
    _cheaper_came_further,
    _agreed_and_wrong,
    _divided,
    _ahead,
)


def _choices(answers: ClassAnswers) -> Iterator[Tally]:
    """Yield what was answered where one thing is chosen, and somebody chose a wrong one."""
    for tally in answers.tallies:
        if tally.wrong and tally.asked.data is not None and tally.asked.data.kind == "choice" and tally.wrong[0].idea:
            yield tally


def _right(tally: Tally) -> str:
    choices = tally.asked.data.choices if tally.asked.data else ()
    return next((choice.words for choice in choices if choice.right), "")


def _surprise(kind: str, exercise: str, asked: Asked, facts: dict[str, str]) -> Surprise:
    return Surprise(
        about=(exercise, asked.name),
        title=say(f"surprise.{kind}_title"),
        told=say(f"surprise.{kind}", **facts),
        rule=say(f"surprise.{kind}_rule"),
        question=say(f"surprise.{kind}_question", **facts),
    )
