"""The data of the waterfall "What moved trust?"."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sim.lab.views import text_alternative
from sim.lab.views.outcome_queries import moved_of, trust_of
from sim.narrative.phrasing import cause_in_words
from sim.texts import words
from sim.texts.words import called, say

if TYPE_CHECKING:
    from sim.model.outcome import Outcome

__all__ = ["waterfall_data"]

SMALL = 0.005  # causes that moved trust less are added up


def waterfall_data(label: str, outcome: Outcome, partner: int | None = None) -> dict[str, Any]:
    """Return what chart.js draws as a waterfall: losses first, then gains, each from the largest down.

    Args:
        label: of the strategy.
        outcome: of any number of worlds.
        partner: whose trust; None = the mean of all.

    >>> from sim.experiments.simulate import simulate
    >>> data = waterfall_data("Yours", simulate("missed-deadline", "silence", worlds=5))
    >>> abs(data["first"] + sum(bar["moved"] for bar in data["bars"]) - data["last"]) < 1e-6
    True
    """
    bars, trust = _bars(moved_of(outcome, partner)), trust_of(outcome, partner)
    whose = say("moved.all") if partner is None else called(outcome.case.names[partner])
    first, last = float(trust[0].mean()), float(trust[-1].mean())
    return {
        "kind": "waterfall",
        "title": f"{say('moved.title')} {label}, {whose}",
        "first": first,
        "last": last,
        "said": [words.trust(first), words.trust(last)],
        "bars": bars,
        "words": {
            "first": say("moved.first"),
            "last": say("moved.last", weeks=outcome.weeks),
            "note": say("moved.note") if bars else say("moved.none"),
            "twin": say("picture.twin"),
        },
        "twin": {
            "state": text_alternative.of_waterfall(f"{label}, {whose}", first, last, outcome, bars),
            "change": "",
        },
    }


def _bars(moved: dict[str, float]) -> list[dict[str, Any]]:
    large = [(cause, by) for cause, by in moved.items() if abs(by) >= SMALL]
    large.sort(key=lambda item: (item[1] > 0, -abs(item[1])))
    bars = [_bar(cause_in_words(cause, helped=bool(by > 0)), by) for cause, by in large]
    small = [by for by in moved.values() if abs(by) < SMALL]
    return bars + ([_bar(say("moved.small"), sum(small))] if small else [])


def _bar(name: str, by: float) -> dict[str, Any]:
    return {"words": name[:1].upper() + name[1:], "moved": by, "by": words.signed(by)}
