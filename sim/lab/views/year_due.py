"""What was promised, and the hours of a turn, as plain data: as far as the organisation knows."""

from __future__ import annotations

from math import isinf
from typing import TYPE_CHECKING, Any

from sim.experiments.year.promises import coming, dropped, handed_over, is_promise, owed
from sim.experiments.year.turn_hours import hours_ahead, whole
from sim.lab.views.year_people import promise_name, week_said
from sim.model.frozen import DAYS_A_WEEK
from sim.narrative.phrasing import week_of
from sim.texts.words import called, listed, many, say

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sim.experiments.year.promises import Coming, Dropped, HandedOver, Owed
    from sim.experiments.year.turn_hours import Hours, WholeHours
    from sim.experiments.year.year import Year
    from sim.lab.session.year_session import YearSession
    from sim.lab.views.year_people import Seen
    from sim.model.acts import Act
    from sim.model.outcome import Outcome

__all__ = [
    "budget_said",
    "due_data",
    "expected",
    "hours_data",
    "newly_dropped",
    "newly_promised",
    "owed_hours",
    "promise_counts",
    "promises_so_far",
    "spent_hours",
    "spent_said",
    "taken_said",
]


def expected(session: YearSession) -> Hours:
    """Return what the hours of the coming turn are expected to be used for."""
    return hours_ahead(session.played, session.hand, session.stops)


# What was promised


def due_data(year: Year) -> list[dict[str, str]]:
    """Return what was handed over or fell away in the last turn, what is open, and what will be promised."""
    handed = [_handed(year, one) for one in handed_over(year)]
    fell = [_dropped(year, one) for one in dropped(year)]
    return [*handed, *fell, *(_open(year, one) for one in owed(year)), *(_begins(year, one) for one in _coming(year))]


def _coming(year: Year) -> tuple[Coming, ...]:
    """Return what the case will promise in the coming turn, which stands among what was promised."""
    return coming(year.case, range(year.week, year.week + year.ahead), year.strategy.acts, year.gone)


def newly_promised(year: Year, seen: Seen) -> list[dict[str, str]]:
    """Return a message for each open promise that was made in the last turn."""
    begun = {one.commitment.name: one.day for one in coming(year.case, range(seen.since, year.week))}
    found = []
    for one in owed(year):
        day = begun.get(one.name) if one.act is None else int(one.name.split("/")[1])
        if day and day > DAYS_A_WEEK * seen.since:
            wording = "promised" if one.act else "promised_by_case"
            text = say(f"year_inbox.{wording}", about=promise_name(one.name, one.act), to=_open(year, one)["to"],
                       when=_date(year, one))  # fmt: skip
            letter = {"id": f"{day}/promised/{one.name}", "from": "", "kind": "promise", "when": week_said(day)}
            found.append(letter | {"text": text})
    return found


def newly_dropped(year: Year) -> list[dict[str, str]]:
    """Return a message for each promise that fell away in the last turn, since all to whom it was made have gone."""
    found = []
    for one in dropped(year):
        text = say("year_inbox.dropped", about=promise_name(one.name, one.act), to=listed(one.to), week=one.week)
        letter = {"id": f"dropped/{one.name}", "from": "", "kind": "promise", "when": say("year.week", week=one.week)}
        found.append(letter | {"text": text})
    return found


def _dropped(year: Year, one: Dropped) -> dict[str, str]:
    when = say("year_due.dropped", week=one.week)
    name = promise_name(one.name, one.act)
    return {"name": called(name), "to": _to(year, one.to), "when": when, "state": "dropped", "said": ""}


def _begins(year: Year, one: Coming) -> dict[str, str]:
    when = say(f"year_due.begins{_after(year, one.due)}", start=week_of(one.day), week=week_of(one.due))
    hours = say("year_due.work", hours=many("year_hours.hours", whole(one.commitment.hours)))
    to = _to(year, _waiting(year, one.commitment.name, year.case.addressed(one.commitment.to), None))
    said = f"{hours}. {say('year_due.of_case')}"
    return {"name": called(one.commitment.name), "to": to, "when": when, "state": "open", "said": said}


def _handed(year: Year, one: HandedOver) -> dict[str, str]:
    state = "late" if one.late else "kept"
    when = say(f"year_due.{state}", week=week_of(one.day))
    to = _to(year, _waiting(year, one.name, one.to, one.act))
    return {"name": promise_name(one.name, one.act), "to": to, "when": when, "state": state, "said": ""}


def _open(year: Year, one: Owed) -> dict[str, str]:
    left = _left(one)
    mark = say("year_due.of_case") if one.act is None else ""
    to = _waiting(year, one.name, one.to, one.act)
    went = _just_gone(year, to, one.name, one.act)
    left = say("year_due.work_gone", work=left, names=listed(went)) if went and left else left
    return {
        "name": promise_name(one.name, one.act),
        "to": _to(year, to),
        "when": say(f"year_due.ready{_after(year, one.due)}", week=week_of(one.due)) if one.ready else _date(year, one),
        "state": "missed" if one.overdue and not one.ready else "open",
        "said": ". ".join(filter(None, [left, mark])),
    }


def _date(year: Year, one: Owed) -> str:
    """Return in words when something is due, whatever is done of it already."""
    if not one.due:
        return say("year_due.no_date")
    return say("year_due.overdue" if one.overdue else f"year_due.open{_after(year, one.due)}", week=week_of(one.due))


def _after(year: Year, day: int) -> str:
    """Return what the words for a day are called where it lies after the year."""
    return "_after" if day > year.case.days else ""


def _left(one: Owed) -> str:
    """Return in words what work is left of a promise, and how fast it can be done; "" where it is done."""
    if one.ready:
        return ""
    hours = many("year_hours.hours", whole(one.left))
    told = {"hours": hours, "most": whole(one.most), "worked": whole(one.worked), "estimate": whole(one.estimate)}
    return say("year_due.guessed" if one.guessed else "year_due.work_at_most", **told)


def promises_so_far(year: Year) -> str:
    """Return in a sentence how many promises were kept, late and missed since the year began; "" for none."""
    counts = promise_counts(year)
    told = [
        say(f"year_end.promises_{kind}", number=counts[kind]) for kind in ("kept", "late", "missed") if counts[kind]
    ]
    return say("year_due.so_far", counts=", ".join(told)) if told else ""


def _just_gone(year: Year, to: Sequence[str], name: str, act: Act | None) -> list[str]:
    """Return who of those waiting for a promise went in the last turn, after it was made: later it is no news."""
    if year.before is None:
        return []
    since = max(year.before.week, _made_in(year, name, act))
    return [one for one in to if year.gone_weeks.get(one, -1) >= since]


def _made_in(year: Year, name: str, act: Act | None) -> int:
    """Return the week in which a promise was made, by an act or by the case."""
    if act:
        return week_of(int(name.split("/")[1]))
    return next(one.starts for one in year.case.commitments if one.name == name)


def _waiting(year: Year, name: str, to: Sequence[str], act: Act | None) -> Sequence[str]:
    """Return for whom something was promised, without those who had gone before."""
    if len(to) == len(year.case.names):
        return to
    starts, gone = _made_in(year, name, act), year.gone_weeks
    return [one for one in to if gone.get(one, starts) >= starts] or to


def _to(year: Year, names: Sequence[str]) -> str:
    return say("year_due.everybody") if len(names) == len(year.case.names) else listed(names)


# Hours


def taken_said(session: YearSession, plan: Hours) -> str:
    """Return what the chosen acts take from the promised work and why, and what will miss its date by it; else ""."""
    year = session.played
    if not session.hand:
        return ""
    before = hours_ahead(year, (), session.stops)
    cards = plan.whole.cards
    taken = min(cards, before.whole.work - plan.whole.work)  # of the figures that are shown
    if taken < 1:
        return ""
    said = {"cards": many("year_hours.hours", cards), "free": cards - taken}
    why = many("year_hours.taken", taken, **said) if taken < cards else say("year_hours.taken_all", **said)
    return " ".join([why, *_later(year, plan, before)])


def _later(year: Year, plan: Hours, before: Hours) -> list[str]:
    """Return in sentences what will probably miss its date by the chosen acts, what is late anyhow, and by how much."""
    acts, later = {one.name: one.act for one in owed(year)}, plan.later_than(before)
    late = {name: before.promised[name].day > before.promised[name].due for name in later}
    told = []
    for wording, is_late in (("misses", False), ("later_still", True)):
        names = [
            say("year_hours.by", name=promise_name(name, acts.get(name)), time=_time(later[name]))
            for name in later
            if late[name] == is_late
        ]
        told += [say(f"year_hours.{wording}", names=listed(names))] if names else []
    return told or [say("year_hours.none_later")]


def _time(days: float) -> str:
    """Return working days in words, whole weeks as such."""
    if isinf(days):
        return say("year_hours.not_this_year")
    weeks, rest = divmod(int(days), DAYS_A_WEEK)
    return many("year_hours.weeks_later", weeks) if weeks and not rest else many("year_hours.days_later", int(days))


def spent_said(year: Year) -> str:
    """Return in two sentences what was spent so far, as the end tells it, and what is left of the year's hours."""
    told = spent_hours(year.outcome)
    weeks = year.case.weeks - year.week
    hours = many("year_hours.hours", round(year.case.hours_per_day * DAYS_A_WEEK * weeks))
    so_far = say("year_hours.so_far", **told) if year.week else say("year_hours.nothing_yet")
    return f"{so_far} {many('year_hours.left', weeks, hours=hours)}"


def budget_said(year: Year) -> str:
    """Return the whole year's hours as one sum: used, promised work done and not done, and what is open.

    >>> from sim.experiments.year.year import Year
    >>> budget_said(Year.begin("missed-deadline")).partition(":")[0]
    "The year's 2626 hours"
    """
    case, outcome = year.case, year.outcome
    budget = whole(case.hours_per_day * DAYS_A_WEEK * case.weeks)
    used, work = (whole(float(one[0])) for one in (outcome.staff_hours, outcome.hours["commitments"]))
    left = owed_hours(year)
    free = budget - used - work - left
    hours = many("year_hours.hours", abs(free))
    said = {"budget": many("year_hours.hours", budget), "used": used, "work": work, "owed": left}
    if free < 0:
        return say("year_hours.budget_short", more=hours, **said)
    return say(f"year_hours.budget{'_over' * year.over}", free=free, **said)


def owed_hours(year: Year) -> int:
    """Return about how many hours of work are promised and not done yet: those of the list of promises together."""
    return sum(whole(one.left) for one in owed(year)) + sum(whole(one.commitment.hours) for one in _coming(year))


def promise_counts(year: Year) -> dict[str, int]:
    """Return how many promises were kept in time, came late, were missed for good, and are not due yet.

    What fell away because nobody was left who waited for it is not among them, unless its date had passed.

    >>> from sim.experiments.year.year import Year
    >>> promise_counts(Year.begin("missed-deadline"))
    {'kept': 0, 'late': 0, 'missed': 1, 'open': 0}
    """
    there = [one for one in year.outcome.diary if one.what in ("kept", "late", "broken")]
    named = {
        kind: {one.about for one in there if one.what == kind and is_promise(one)}
        for kind in ("kept", "late", "broken")
    }
    came, still = named["kept"] | named["late"], owed(year)
    missed = (named["broken"] | {one.name for one in still if one.overdue}) - came
    waiting = sum(not one.overdue for one in still)
    return {"kept": len(named["kept"]), "late": len(named["late"]), "missed": len(missed), "open": waiting}


def spent_hours(outcome: Outcome) -> dict[str, str]:
    """Return in words what hours were used, in parts that add up as they are shown, and those of promised work.

    >>> from sim.experiments.simulate import simulate
    >>> spent_hours(simulate("missed-deadline", "q-and-a", worlds=1, seed=1))
    {'used': '382 hours', 'cards': '248 hours', 'questions': '134 hours', 'work': '1224 hours'}
    """
    each = (outcome.staff_hours, outcome.hours["questions"], outcome.hours["commitments"])
    used, questions, work = (whole(float(one[0])) for one in each)
    spent = {"used": used, "cards": used - questions, "questions": questions, "work": work}
    return {name: many("year_hours.hours", number) for name, number in spent.items()}


def hours_data(plan: Hours, taken: str = "", spent: str = "", billed: str = "") -> dict[str, Any]:
    """Return the hours of the coming turn as blocks; a block of no hours is left out.

    Args:
        taken: a sentence on what is taken from the promised work. spent: on what was spent so far, and is left.
        billed: on who has gone and is still paid for.
    """
    weeks = many("year_hours.weeks", plan.weeks)
    shown = plan.whole
    there, free = (many("year_hours.hours", number) for number in (shown.there, shown.free))
    wording = "said" if shown.free else "short"
    kinds = (
        ("questions", "questions"), ("work", "work"), ("cards", "begun"), ("cards", "cards"), ("free", "free"),
    )  # fmt: skip
    blocks = [{"kind": kind, "hours": getattr(shown, name), "label": say(f"year_hours.{name}")} for kind, name in kinds]
    return {
        "there": shown.there,
        "work": shown.work,
        "cards": shown.begun + shown.cards,
        "said": say(f"year_hours.{wording}", weeks=weeks, there=there, free=free),
        "sum": _sum(shown),
        "blocks": [one for one in blocks if one["hours"]],
        "taken": taken,
        "spent": spent,
        "billed": billed,
    }


def _sum(shown: WholeHours) -> str:
    """Return the hours of a turn as one sum."""
    named = ((name, getattr(shown, name)) for name in ("questions", "work", "begun", "cards", "free"))
    parts = [
        say("year_hours.part", hours=hours, what=say(f"year_hours.part_{name}"))
        for name, hours in named if hours or name == "free"
    ]  # fmt: skip
    return say("year_hours.turn", parts=" + ".join(parts), there=many("year_hours.hours", shown.there))
