"""The data of the chart of trust over time."""

from __future__ import annotations

from collections import Counter
from enum import Enum
from typing import TYPE_CHECKING, Any

import numpy as np

from sim.base.rounding import half_up
from sim.lab.views import text_alternative
from sim.lab.views.outcome_queries import mean_of, sides_of, trust_of
from sim.model.acts import ACTS
from sim.model.case import DAYS_A_WEEK
from sim.model.ledger import CAUSES
from sim.narrative.phrasing import cause_in_words
from sim.texts import words
from sim.texts.words import called, say

if TYPE_CHECKING:
    from sim.lab.session.simulation_cache import Shown
    from sim.model.outcome import Outcome

__all__ = ["EACH", "SIDES", "View", "trust_data"]

TURNS = 3  # number of largest falls and rises to mark
SMALL = 0.005  # a smaller weekly change of mean trust gets no mark and no cause


class View(Enum):
    """What the picture's lines can show instead of one line for each strategy."""

    EACH = "each"
    SIDES = "sides"


EACH, SIDES = View.EACH, View.SIDES


def trust_data(
    shown: list[Shown], *, partner: int | None = None, view: View | None = None, before: list[float] | None = None
) -> dict[str, Any]:
    """Return what chart.js draws as trust over time; the first strategy is the trainee's own.

    Args:
        shown: the trainee's strategy, baseline and pins, all in one case and the same worlds.
        partner: index of a partner; None = the mean of all.
        view: None = a line for each strategy; EACH = one for each partner, SIDES = one for each side of trust (can they
            do it, do they mean well), both under the own strategy.
        before: (weeks + 1) trust of the trainee's strategy before the last change, to replay it.

    >>> from sim.experiments.simulate import simulate
    >>> from sim.lab.session.simulation_cache import Shown
    >>> data = trust_data([Shown("Yours", simulate("missed-deadline", "silence", worlds=3))])
    >>> data["kind"], len(data["lines"]), len(data["moments"])
    ('trust', 1, 53)
    """
    own = shown[0].outcome
    if view is EACH:
        lines, state = _each_partner(own), text_alternative.of_partners(own)
    elif view is SIDES:
        lines, state = _sides(own, partner), text_alternative.of_sides(own, partner)
    else:
        lines = [_line(number, item, partner) for number, item in enumerate(shown)]
        state = text_alternative.of_lines(shown, partner)
    return {
        "kind": "trust",
        "group": f"{own.case.key}/{partner}/{view}/{len(lines)}",
        "title": _title(own, partner, view),
        "weeks": own.weeks,
        "lines": lines,
        "turns": [] if view else _turns(own, partner),
        "events": sorted({_week(day) for day, _ in _events(own)}),
        "acts": sorted({(day - 1) // DAYS_A_WEEK for day, what in own.log if what in ACTS}),
        "moments": _moments(own, partner),
        "before": None if view else before,
        "words": _words(each=view is not None),
        "twin": {"state": state, "change": ""},
    }


def _words(*, each: bool) -> dict[str, str]:
    note, more = say("picture.band_each" if each else "picture.band"), "" if each else say("picture.hours_note")
    same = {name: say(f"picture.{name}") for name in ("x", "y", "hours", "look", "replay", "twin")}
    return same | {"note": note, "more": more}


def _title(own: Outcome, partner: int | None, view: View | None) -> str:
    if view is EACH:
        return say("picture.title_each")
    who = say("picture.all_partners") if partner is None else own.case.names[partner]
    if view is SIDES:
        return say("picture.title_sides", who=who)
    return say("picture.title") if partner is None else say("picture.title_partner", who=who)


def _line(number: int, item: Shown, partner: int | None) -> dict[str, Any]:
    trust = trust_of(item.outcome, partner)
    hours = hours_by_week(item.outcome)
    line = {
        "label": item.label,
        "look": number,
        "mean": _numbers(mean_of(item.outcome, partner)),
        "hours": [round(number, 1) for number in hours.tolist()],
        "hours_end": say("picture.hours_end", number=f"{half_up(hours[-1]):.0f}"),
    }
    if number == 0 and trust.shape[-1] > 1:
        low, high = np.quantile(trust, (0.1, 0.9), axis=-1)
        line |= {"low": _numbers(low), "high": _numbers(high)}
    return line


def _each_partner(own: Outcome) -> list[dict[str, Any]]:
    means = own.partners_by_week
    return [
        {"label": called(name), "look": number, "mean": _numbers(means[:, number])}
        for number, name in enumerate(own.case.names)
    ]


def _sides(own: Outcome, partner: int | None) -> list[dict[str, Any]]:
    return [
        {"label": say(f"picture.{side}"), "look": number, "mean": _numbers(trust)}
        for number, (side, trust) in enumerate(sides_of(own, partner).items())
    ]


def hours_by_week(outcome: Outcome) -> np.ndarray:
    """Return (weeks + 1,) staff hours used so far: acts on their days, partners' questions spread evenly.

    >>> from sim.experiments.simulate import simulate
    >>> outcome = simulate("missed-deadline", "keep-informed", worlds=4)
    >>> bool(abs(hours_by_week(outcome)[-1] - outcome.staff_hours.mean()) < 1e-9)
    True
    """
    weeks = outcome.weeks
    weekly = np.zeros(weeks + 1)
    days = Counter(what for _, what in outcome.log if what in ACTS)
    used = {kind: hours.mean() for kind, hours in outcome.hours.items() if kind != "commitments"}
    share = {kind: hours / days[kind] for kind, hours in used.items() if kind in days}
    for day, what in outcome.log:
        if what in share:
            weekly[min(_week(day) + 1, weeks)] += share[what]
    weekly[1:] += sum(hours for kind, hours in used.items() if kind not in days) / weeks
    return np.cumsum(weekly)


def _week(day: int) -> int:
    return max(0, (day - 1) // DAYS_A_WEEK)


def _numbers(values: np.ndarray) -> list[float]:
    return [round(value, 4) for value in values.tolist()]


def _events(own: Outcome) -> list[tuple[int, str]]:
    days = own.case.days
    return [(event.day, event.label) for event in own.case.events if event.day <= days]


def _moved(own: Outcome, partner: int | None) -> np.ndarray:
    """Return (weeks, causes) trust moved, of one partner or the mean."""
    return own.moved.mean(axis=-1) if partner is None else own.moved[:, :, partner]


def _turns(own: Outcome, partner: int | None) -> list[dict[str, Any]]:
    """Return the weeks of the largest falls and rises, none next to a larger one."""
    change = np.diff(mean_of(own, partner))
    turns: list[dict[str, Any]] = []
    for down in (True, False):
        found: list[int] = []
        for week in np.argsort(change if down else -change).tolist():
            large = abs(change[week]) >= SMALL and (change[week] < 0) == down
            if large and len(found) < TURNS and all(abs(week - other) > 1 for other in found):
                found.append(week)
        turns += [{"week": week + 1, "down": down} for week in found]
    return turns


def _moments(own: Outcome, partner: int | None) -> list[str]:
    """Return a sentence for each week: trust, its change, the main cause, what was done and what happened."""
    trust, moved = mean_of(own, partner).tolist(), _moved(own, partner)
    done, happened = _done_by_week(own), _happened_by_week(own)
    told = [_moment(say("picture.week_none"), trust[0])]
    for week in range(1, own.weeks + 1):
        when = words.many("picture.after", week)
        change = _change(trust[week] - trust[week - 1], moved[week - 1])
        told.append(_moment(when, trust[week], change, done.get(week - 1, "") + happened.get(week - 1, "")))
    return told


def _moment(when: str, trust: float, change: str = "", done: str = "") -> str:
    return say("picture.moment", when=when, trust=words.trust(trust), change=change, done=done)


def _change(by: float, moved: np.ndarray) -> str:
    """Return a week's change in words, with its main cause; moved: (causes,) trust."""
    change = text_alternative.moved_by(by)
    if change == say("twin.unchanged"):
        return say("picture.moment_same")
    return say("picture.moment_change", change=change, cause=_main_cause(moved, by))


def _main_cause(moved: np.ndarray, change: float) -> str:
    """Return the words of the cause that moved trust most in the direction of its change."""
    cause = CAUSES[int((moved if change > 0 else -moved).argmax())]
    return cause_in_words(cause, helped=bool(change > 0))


def _done_by_week(own: Outcome) -> dict[int, str]:
    """Return what was done in each week, in words; each kind of act once."""
    acts = words.table("acts")
    done: dict[int, dict[str, None]] = {}
    for day, what in own.log:
        if what in ACTS:
            done.setdefault(_week(day), {})[acts[what].lower()] = None
    return {week: say("picture.moment_done", acts=", ".join(names)) for week, names in done.items()}


def _happened_by_week(own: Outcome) -> dict[int, str]:
    """Return what happened in each week, in words."""
    happened: dict[int, list[str]] = {}
    for day, label in _events(own):
        happened.setdefault(_week(day), []).append(label)
    return {week: say("picture.moment_event", event=_first(labels)) for week, labels in happened.items()}


def _first(happened: list[str]) -> str:
    first, *others = happened
    return say("picture.and_more", event=first, number=len(others)) if others else first
