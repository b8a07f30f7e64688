"""What a player did over a whole year by kind of act, as a table: how often, in which hours, what trust it moved."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from sim.base.rounding import adding_up
from sim.experiments.year.turn_hours import whole
from sim.lab.views.year_due import promise_counts
from sim.model.acts import ACTS
from sim.model.ledger import (
    APOLOGIES,
    BROKEN,
    CAUSES,
    FOLLOW_UP,
    KEPT,
    LATE,
    LONG_DATES,
    MESSAGES,
    NO_ANSWER,
    PROMISES,
    WAITING,
)
from sim.narrative.cause_rows import cause_points
from sim.narrative.cause_rows import whole as whole_points
from sim.narrative.highlight_parts import name_of
from sim.narrative.phrasing import capital, cause_in_words, points
from sim.texts.words import many, say, signed

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sim.experiments.year.year import Year
    from sim.model.outcome import Outcome

__all__ = ["best_deed", "kinds_data"]

PROMISED = (KEPT, BROKEN, LATE)
UNDONE = (WAITING, NO_ANSWER, MESSAGES, LONG_DATES, PROMISES, APOLOGIES, FOLLOW_UP)


def kinds_data(year: Year) -> dict[str, Any]:
    """Return a table with a row for each kind of act, for questions, for promised work and for what was left undone.

    The hours of acts and questions add up to the staff hours that are told above it.

    >>> from sim.experiments.year.year import Year
    >>> year = Year.begin("missed-deadline").send([{"act": "thank", "day": 1, "to": ["Funder"]}])
    >>> [row[:3] for row in kinds_data(year)["rows"]][0]
    ['Thank partners', '1', '1']
    """
    outcome = year.outcome
    acts = _acts(outcome)
    questions = whole(float(outcome.hours["questions"][0]))
    used = whole(float(outcome.staff_hours[0]))
    shown = adding_up([_hours(outcome, act) for act, _ in acts], used - questions)
    asked = sum(int((np.asarray(one.where)[..., 0] > 0).sum()) for one in outcome.diary if one.what == "asked")
    promised = sum(promise_counts(year)[kind] for kind in ("kept", "late", "missed"))
    rows = [
        *(_row(say(f"acts.{act}"), times, hours, _moved(outcome, [act]))
          for (act, times), hours in zip(acts, shown, strict=True)),
        [say("year_kinds.questions"), str(asked), str(questions), ""],
        [say("year_kinds.together"), "", str(used), ""],
        _row(say("year_kinds.promised"), promised, whole(float(outcome.hours["commitments"][0])),
             _moved(outcome, PROMISED)),
        *_undone(outcome),
    ]  # fmt: skip
    head = [say(f"year_kinds.{one}") for one in ("what", "times", "hours", "trust")]
    said = " ".join([*_times_said(year), say("year_kinds.said")])
    return {"title": say("year_kinds.title"), "said": said, "head": head, "rows": rows}


def _times_said(year: Year) -> list[str]:
    """Return in two sentences how much was chosen and how often it was done, nothing where each was done once."""
    chosen, times = sum(len(turn.acts) for turn in year.turns), sum(times for _, times in _acts(year.outcome))
    if times == chosen:
        return []
    wording = "again" if times > chosen else "fewer"
    return [many("year_end.acts", chosen), say(f"year_end.acts_{wording}", times=times)]


def best_deed(outcome: Outcome) -> list[str]:
    """Return which kind of act gave most trust over all partners, and to whom most; nothing where none gave a point.

    >>> from sim.experiments.simulate import simulate
    >>> best_deed(simulate("missed-deadline", "silence", worlds=1, seed=1, by_world=True))
    []
    """
    done = [act for act, _ in _acts(outcome)]
    best = max(done, key=lambda act: _moved(outcome, [act]), default="")
    if not best or 100 * _moved(outcome, [best]) < 1:
        return []
    each = outcome.moved[:, CAUSES.index(best)].sum(axis=0)
    most = int(each.argmax())
    facts = {"points": points(100 * _moved(outcome, [best])), "most": cause_points(outcome, most)[best]}
    return [say("year_kinds.best", act=say(f"acts.{best}"), who=name_of(outcome, most), **facts)]


def _row(what: str, times: int, hours: int, moved: float) -> list[str]:
    return [what, str(times), str(hours), signed(moved)]


def _undone(outcome: Outcome) -> list[list[str]]:
    """Return a row for each cause of what was left undone or came too late, the largest first, and one for their sum.

    A cause that does not show as a point has none; the rows make the sum as they are shown.
    """
    moved = [100 * _moved(outcome, [cause]) for cause in UNDONE]
    total = whole_points(sum(moved))
    found = zip(UNDONE, moved, adding_up(moved, total), strict=True)
    rows = sorted((one for one in found if one[2]), key=lambda one: -abs(one[2]))
    named = [[_meant(cause, helped=by > 0), "", "", signed(shown / 100)] for cause, by, shown in rows]
    return [*named, [say("year_kinds.undone"), "", "", signed(total / 100)]]


def _meant(cause: str, *, helped: bool) -> str:
    """Return what a cause is called in a partner's account, with which act or omission is meant."""
    facts = {"cause": capital(cause_in_words(cause, helped=helped)), "what": say(f"year_undone.{cause}")}
    return say("year_undone.row", **facts)


def _acts(outcome: Outcome) -> list[tuple[str, int]]:
    """Return which kinds of acts were done, and how often: those that took most hours first."""
    done = ((act, sum(one.what == act for one in outcome.diary)) for act in ACTS)
    there = [(act, times) for act, times in done if times or _hours(outcome, act)]
    return sorted(there, key=lambda one: -_hours(outcome, one[0]))


def _hours(outcome: Outcome, act: str) -> float:
    return float(outcome.hours[act][0]) if act in outcome.hours else 0.0


def _moved(outcome: Outcome, causes: Sequence[str]) -> float:
    """Return what causes did to trust, summed over all partners; of who went, until then."""
    rows = [CAUSES.index(cause) for cause in causes]
    return float(outcome.moved[:, rows].sum())
