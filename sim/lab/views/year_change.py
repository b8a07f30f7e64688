"""What would have helped, as plain data: a question near the partner that it is about, and its answer."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sim.experiments.year.smallest_change import asks
from sim.narrative.phrasing import called, capital, week_end
from sim.narrative.what_if import answer_in_words, ask_in_words, change_in_words, helps, hours_in_words
from sim.texts.words import say

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sim.experiments.year.smallest_change import Ask, FoundChange, SmallestChange
    from sim.experiments.year.year import Year

__all__ = ["answer_said", "change_data"]

MOST_CHANGES = 5


def change_data(year: Year, answers: Sequence[SmallestChange]) -> dict[str, Any]:
    """Return what can be asked, and the answers to what was asked, each with the partner that it is about.

    In sight is the question for each partner who left, or for the deepest fall where nobody did; others open.
    """
    there = asks(year.outcome)
    seen = [one for one in there if one.kind == "left"] or [*there[:1]]
    asked = [{"id": one.id, "name": one.partner, "label": _label(year, one), "seen": one in seen} for one in there]
    return {"asks": asked, "answers": [_answer(year, one) for one in answers]}


def _label(year: Year, ask: Ask) -> str:
    return say(f"year_end.ask_{ask.kind}", what=ask_in_words(ask, year.case))


def _answer(year: Year, answer: SmallestChange) -> dict[str, Any]:
    """Return an answer: the change that helps most in a sentence, "" where none helps, what was tried, and all."""
    best = sorted(answer.found, key=lambda one: (-one.years, one.hours))[:MOST_CHANGES]
    found = [_found(year, answer, one) for one in best]
    return {
        "id": answer.ask.id, "name": answer.ask.partner, "what": ask_in_words(answer.ask, year.case),
        "best": say(f"year_end.{'best' if helps(answer) else 'best_of_little'}", **found[0]) if found else "",
        "said": answer_in_words(answer, year.case), "found": found,
    }  # fmt: skip


def answer_said(year: Year, answer: SmallestChange) -> str:
    """Return an answer as it is read out: the best change, or that none helps."""
    told = _answer(year, answer)
    return told["best"] or told["said"]


def _found(year: Year, answer: SmallestChange, one: FoundChange) -> dict[str, str]:
    text = capital(change_in_words(one.change, year.case, year.strategy))
    partner = year.case.partners[year.case.names.index(answer.ask.partner)]
    facts = {"who": called(partner), "when": week_end(answer.ask.week + 1), "count": one.years, "of": answer.of}
    share = say(f"year_end.share_{answer.ask.kind}", more=one.years - one.without, **facts)
    return {"text": text, "share": capital(share), "hours": hours_in_words(one.hours)}
