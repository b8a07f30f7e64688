"""The data of a ranking: partnership of several strategies, highest first."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from sim.base.rounding import half_up
from sim.catalogue import strategy_keys
from sim.experiments.comparison import compare
from sim.lab.session.simulation_cache import REFINED
from sim.model.measures import HEADLINE
from sim.model.version import MODEL_VERSION
from sim.texts import words
from sim.texts.words import say

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sim.model.case import Case
    from sim.model.outcome import Outcome
    from sim.model.strategy import Strategy

__all__ = ["Ranked", "documented_highest", "own_among_shipped", "ranking_data"]


class Ranked(NamedTuple):
    """One row: label, partnership (worlds,), kind (documented, foil or own), and staff hours if shown."""

    label: str
    trust: np.ndarray
    kind: str
    hours: float | None = None

    @classmethod
    def of(cls, strategy: Strategy, trust: np.ndarray, hours: float | None = None) -> Ranked:
        """Return the row of a shipped strategy.

        >>> from sim.catalogue import load_strategy
        >>> Ranked.of(load_strategy("flood"), np.zeros(3)).kind
        'foil'
        """
        return cls(strategy.title, trust, "documented" if strategy.documented else "foil", hours)


def own_among_shipped(own: Outcome, seed: int) -> dict[str, Any]:
    """Return the ranking of all shipped strategies in a case and the trainee's own.

    Args:
        own: the outcome of the trainee's strategy.
        seed: of the shipped strategies' refined outcomes; a close ranking needs the same luck.
    """
    mine = Ranked(say("lines.yours"), own.each(HEADLINE), "own", own.staff_hours.mean())
    return ranking_data([*_shipped(own.case, seed), mine])


def documented_highest(case: Case, count: int, seed: int = 0) -> list[str]:
    """Return the keys of the documented strategies that come out highest in a case, as the ranking has them.

    >>> from sim.catalogue import load_case
    >>> documented_highest(load_case("missed-deadline").for_weeks(4), 0)
    []
    """
    rows = zip(strategy_keys(), _shipped(case, seed), strict=True)
    found = [(row.trust.mean(), key) for key, row in rows if row.kind == "documented"]
    return [key for _, key in sorted(found, reverse=True)[:count]]


@lru_cache(maxsize=4)
def _shipped(case: Case, seed: int) -> tuple[Ranked, ...]:
    """Return a row for each shipped strategy; they are simulated once for each case."""
    outcomes = compare(case, strategy_keys(), worlds=REFINED, seed=seed).outcomes
    return tuple(Ranked.of(one.strategy, one.each(HEADLINE), one.staff_hours.mean()) for one in outcomes)


def ranking_data(rows: Iterable[Ranked], *, marked: Iterable[str] = (), change: str = "") -> dict[str, Any]:
    """Return what chart.js draws as a ranking, with its text alternative.

    Args:
        rows: all in the same worlds.
        marked: labels that are set in bold.
        change: what screen readers read out after a change.

    >>> low, high = Ranked("Low", np.array([0.2, 0.4]), "foil"), Ranked("High", np.array([0.6, 0.6]), "documented")
    >>> [row["label"] for row in ranking_data([low, high])["rows"]]
    ['High', 'Low']
    """
    ordered = sorted(rows, key=lambda row: -row.trust.mean())
    drawn = [_row(row, row.kind == "own" or row.label in set(marked)) for row in ordered]
    note = [say("ranking.note")] + [say("ranking.note_own")] * any(row.kind == "own" for row in ordered)
    return {
        "kind": "ranking",
        "title": say("ranking.title"),
        "rows": drawn,
        "words": {
            "x": say("ranking.x"),
            "hours": say("ranking.hours"),
            "note": " ".join(note),
            "twin": say("picture.twin"),
        },
        "twin": _text_alternative(drawn, len(ordered[0].trust)) | {"change": change},
    }


def _row(row: Ranked, marked: bool) -> dict[str, Any]:  # noqa: FBT001 - a plain fact
    low, high = np.quantile(row.trust, (0.1, 0.9))
    figures = {"mean": row.trust.mean(), "low": low, "high": high}
    drawn = {name: round(float(figure), 4) for name, figure in figures.items()}
    # Round only once: rounding to four digits and then to two can give another figure.
    said = {name: words.trust(figure) for name, figure in figures.items()}
    hours = {} if row.hours is None else {"hours": round(half_up(row.hours))}
    return {"label": row.label, "kind": row.kind, "marked": marked, "said": said} | drawn | hours


def _text_alternative(rows: list[dict[str, Any]], worlds: int) -> dict[str, Any]:
    """Return the ranking in words: as one text, and as an introduction with rows."""
    wording = "ranking.row" if worlds == 1 else "ranking.row_range"
    told = [
        say(
            wording,
            place=place,
            label=say("ranking.foil", label=row["label"]) if row["kind"] == "foil" else row["label"],
            **row["said"],
        )
        + (say("ranking.hours_said", hours=row["hours"]) if "hours" in row else "")
        for place, row in enumerate(rows, 1)
    ]
    intro = say("ranking.twin_one" if worlds == 1 else "ranking.twin", worlds=worlds, model=MODEL_VERSION)
    return {"state": f"{intro} {'; '.join(told)}.", "intro": intro, "rows": told}
