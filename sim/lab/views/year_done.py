"""What was done in a played year, turn by turn: with its hours, how often an order ran, and what became of promises."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sim.experiments.year.promises import is_promise, owed
from sim.experiments.year.turn_hours import whole
from sim.lab.views.year_cards import in_words
from sim.model.occurrences import owed_to
from sim.narrative.phrasing import week_of
from sim.texts.words import many, say

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sim.experiments.year.year import Year
    from sim.model.acts import Act

__all__ = ["done_data"]

FATES = ("kept", "late", "broken")


def done_data(year: Year) -> list[dict[str, Any]]:
    """Return what was sent in each turn in which anything was, with what came of it, and which orders were stopped.

    >>> from sim.experiments.year.year import Year
    >>> year = Year.begin("missed-deadline").send([{"act": "update", "day": 1, "every_weeks": 4, "to": ["Funder"]}])
    >>> done_data(year)[0]["when"]
    'Turn 1, weeks 0 to 1'
    """
    found, since, place = [], 0, 0
    for number, turn in enumerate(year.turns, 1):
        sent = year.strategy.acts[place : place + len(turn.acts)]
        ended = (say("year_end.order_stopped", text=in_words(year, year.strategy.acts[one])) for one in turn.stopped)
        acts = [*(_said(year, at, act) for at, act in enumerate(sent, place)), *ended]
        if acts:
            last = turn.week - 1
            wording = "turn" if last > since else "turn_of_a_week"
            found.append({"when": say(f"year_end.{wording}", number=number, first=since, last=last), "acts": acts})
        since, place = turn.week, place + len(sent)
    return found


def _said(year: Year, place: int, act: Act) -> str:
    """Return an act in words, with what came of it: how often it ran, or what became of what it promised."""
    return ". ".join(filter(None, [in_words(year, act, hours=True), _ran(year, place, act), _promised(year, act)]))


def _ran(year: Year, place: int, act: Act) -> str:
    """Return how often an order ran so far, and what it took in all; "" for what is done once."""
    if not (act.when or act.every_weeks):
        return ""
    days = [one.day for one in year.outcome.diary if one.what == act.act and one.about == str(place)]
    hours = sum(act.cost(len(year.case.addressed(act.to, day))) for day in days)
    return (
        many("year_end.ran", len(days), hours=many("year_hours.hours", whole(hours)))
        if days
        else say("year_end.ran_never")
    )


def _promised(year: Year, act: Act) -> str:
    """Return when what an act promised was due, and what became of it; "" where it promised nothing."""
    fates = list(_fates(year, act))
    return say("year_end.promised", fates=say("year_end.promised_between").join(fates)) if fates else ""


def _fates(year: Year, act: Act) -> Iterator[str]:
    """Yield for each promise that an act made its week and its fate, in order of time."""
    acts, case = year.strategy.acts, year.case
    days: dict[str, dict[str, int]] = {}
    for one in year.outcome.diary:
        if one.what in FATES and is_promise(one) and owed_to(one.about, acts, case)[1] is act:
            days.setdefault(one.about, {})[one.what] = one.day
    for fate in days.values():
        weeks = {kind: week_of(day) for kind, day in fate.items()}
        due = weeks.get("kept", weeks.get("broken", 0))
        kind = "kept" if "kept" in fate else "late" if "late" in fate else "missed"
        yield say(f"year_end.promised_{kind}", due=due, week=weeks.get("late", due))
    for one in owed(year):
        if one.act is act and one.name not in days:
            yield say("year_end.promised_open", due=week_of(one.due))
