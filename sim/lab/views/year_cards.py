"""Cards, what was chosen, and standing orders of a turn, as plain data."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sim.catalogue.act_words import repeat_words, with_whom
from sim.experiments.year.cards import (
    PRESETS,
    card_cost,
    card_hours,
    dates_promised,
    deck,
    form_of,
    repeats,
    settings,
    whom,
)
from sim.experiments.year.turn_hours import whole
from sim.model.acts.triggers import RULES
from sim.model.case import GROUPS
from sim.model.frozen import DAYS_A_WEEK
from sim.model.parameters import Parameters
from sim.narrative.phrasing import week_of
from sim.texts.words import listed, many, say

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sim.experiments.year.cards import ActCard, CardField
    from sim.experiments.year.turn_hours import Hours
    from sim.experiments.year.year import Year
    from sim.lab.session.year_session import YearSession
    from sim.model.acts import Act

__all__ = [
    "HABITS",
    "billed_for_gone",
    "cards_data",
    "gone_note",
    "hand_data",
    "in_words",
    "price",
    "ran",
    "standing_data",
    "to_come_data",
    "under_way_data",
]

LEAST_EVERY, USUAL_EVERY = 1, 4  # weeks between repeats
PARAMETERS = Parameters()
HABITS = frozenset({"forewarn"})  # acts that hold from then on: to repeat them adds nothing


def cards_data(year: Year) -> list[dict[str, Any]]:
    """Return all cards with their options; an act may begin in any week of the coming turn."""
    to, when = _addressees(year), _when(year)
    habit = when | {"options": [["once", say("year_cards.from_then")]]}
    return [
        {
            "key": card.key, "title": card.title, "about": _about(card), "more": card.more, **_costs(year, card),
            "note": _habit(year, card.key),
            "fields": [_field(year, card, one) for one in card.fields], "to": {"options": to, "value": [*card.to]},
            "when": habit if card.key in HABITS else when,
        }
        for card in deck(year.case)
    ]  # fmt: skip


def _about(card: ActCard) -> str:
    """Return what a card is for; on the first that comes to mind it is told what counts as an answer to a complaint."""
    return f"{card.about} {say('year_cards.answers')}" if card.key == "listen" else card.about


def _habit(year: Year, key: str) -> str:
    """Return in a sentence since when a habit holds, and for whom if not for all who are there; "" before."""
    begun = [act for act in year.strategy.acts if act.act == key in HABITS]
    if not begun:
        return ""
    held = {name for act in begun for name in year.case.addressed(act.to, act.first_day)}
    here = [name for name in year.case.names if name not in year.gone]
    wording = "since" if held.issuperset(here) else "for"
    names = listed([name for name in year.case.names if name in held])
    return say(f"year_cards.habit_{wording}", week=week_of(begun[0].first_day), names=names)


def _costs(year: Year, card: ActCard) -> dict[str, str]:
    """Return what a card costs as it is, and how that differs with other choices, and what work it promises."""
    cost = card_cost(year.case, card, DAYS_A_WEEK * year.week + 1)
    usual, least, most = map(whole, cost[:3])
    more = [say("year_cards.cost_range", least=least, most=most)] if least != most else []
    more += _work(cost.promised, cost.promises)
    return {"cost": many("year_hours.hours", usual), "cost_more": " ".join(more)}


def _work(hours: float, promises: int) -> list[str]:
    """Return in words what work is promised, nothing for none."""
    work = whole(hours)
    return [many("year_cards.cost_promises", promises, work=many("year_hours.hours", work))] if work else []


def price(year: Year, act: Act) -> dict[str, str]:
    """Return what an act takes each time, and what work it promises, as the form of its card tells it.

    >>> from sim.experiments.year.year import Year
    >>> year = Year.begin("missed-deadline")
    >>> price(year, year.accepted([{"act": "listen", "day": 1, "to": ["Funder"], "every_weeks": 4}])[0])
    {'cost': '6 hours each time', 'cost_more': '', 'said': 'As it is set now: 6 hours each time.'}
    """
    promises = act.promises(PARAMETERS, len(year.case.addressed(act.to, act.first_day)))
    cost = many("year_hours.hours", whole(card_hours(year, act)))
    cost = say("year_cards.each_time", hours=cost) if act.when or act.every_weeks else cost
    work = _work(sum(one.hours for one in promises), len(promises))
    if act.act == "promise" and not promises:
        work = [say("year_cards.promises_nothing")]
    more = ", ".join(filter(None, [*work, _dates(year, act)]))
    return {"cost": cost, "cost_more": more, "said": say("year_cards.price", price=f"{cost} {more}".rstrip())}


def _dates(year: Year, act: Act) -> str:
    """Return in words when what an act promises is due, "" where it promises nothing or waits for a reason."""
    days = dates_promised(year, act)
    weeks = dict.fromkeys(
        say(f"year_cards.due_week{'_after' * (day > year.case.days)}", week=week_of(day)) for day in days
    )
    return say("year_cards.due", weeks=listed(weeks)) if weeks else ""


def _field(year: Year, card: ActCard, one: CardField) -> dict[str, Any]:
    label = _buffer(year, card.key, float(one.value)) if one.name == "buffer" else one.label
    shown: dict[str, Any] = {"name": one.name, "kind": one.kind, "label": label, "value": one.value}
    if one.kind == "number":
        return shown | {"low": one.low, "high": one.high, "step": one.step}
    value = [*one.value] if isinstance(one.value, tuple) else one.value
    return shown | {"options": [[*pair] for pair in one.options], "value": value}


def _buffer(year: Year, key: str, value: float) -> str:
    """Return the question for how long before its date a work is promised, with what this card's own work takes."""
    act = year.accepted([{"act": key, "day": DAYS_A_WEEK * year.week + 1} | PRESETS.get(key, {})])[0]
    own = act.promises(PARAMETERS, 1)[0].weeks
    weeks = {"own": many("year_hours.weeks", round(own)), "weeks": many("year_hours.weeks", round(own * value))}
    label = say("year_cards.buffer", value=f"{value:g}", **weeks)
    before = [one for one in year.strategy.acts if one.act == key == "promise"]
    if not before:
        return label
    last = max(before, key=lambda one: one.first_day)
    return say("year_cards.buffer_now", label=label, week=week_of(last.first_day), now=f"{last.buffer:g}")


def _addressees(year: Year) -> list[list[str]]:
    """Return groups, with the names of those who are in them, and the partners who are still there."""
    return [[key, _group_named(year, key, label)] for key, label in whom(year.case) if key not in year.gone]


def _group_named(year: Year, key: str, label: str) -> str:
    """Return a group with the names of who is in it and still there; of anything else the label alone."""
    if key not in GROUPS or key == "all":
        return label
    names = [name for name in year.case.addressed((key,), DAYS_A_WEEK * year.week + 1) if name not in year.gone]
    return say("year_cards.group_named", group=label, names=listed(names)) if names else label


def _when(year: Year) -> dict[str, Any]:
    weeks = range(year.week, year.week + year.ahead)
    days = [[DAYS_A_WEEK * week + 1, say("year.week", week=week)] for week in weeks]
    every = [[weeks, label] for weeks, label in repeats() if weeks >= LEAST_EVERY]
    return {
        "options": [[key, say(f"year_cards.{key}")] for key in ("once", "every", *RULES)],
        "value": "once",
        "day": {"name": "day", "kind": "one", "label": say("year_cards.day"), "options": days, "value": days[0][0]},
        "every": {
            "name": "every", "kind": "one", "label": say("year_cards.every_label"), "options": every,
            "value": USUAL_EVERY,
        },
    }  # fmt: skip


# What was chosen


def hand_data(session: YearSession, plan: Hours) -> list[dict[str, Any]]:
    """Return the acts chosen for this turn, each with its hours and when it will be done.

    Args:
        plan: what is expected of the turn's hours.
    """
    year = session.played
    return [
        {
            "id": place,
            "text": in_words(year, act, hours=True),
            "done": _and(_done(year, act, done, hours), gone_note(year, act)),
            "beside": _beside(session, act),
            "form": form_of(act),
        }
        for place, (act, done, hours) in enumerate(zip(session.hand, plan.done, plan.each, strict=True))
    ]


def _beside(session: YearSession, act: Act) -> dict[str, Any] | None:
    """Return the order of the same kind that goes on already, where a new one would come as well; None if none."""
    year = session.played
    if not (act.when or act.every_weeks):
        return None
    for place, one in enumerate(year.strategy.acts):
        if (one.when or one.every_weeks) and _is_open(year, one) and one.act == act.act and place not in session.stops:
            return {"id": place, "said": say("year_cards.beside", text=in_words(year, one))}
    return None


def _done(year: Year, act: Act, week: int | None, hours: float) -> str:
    """Return in a sentence when an act will be done, by the hours that there are.

    Args:
        hours: that go into it in this turn.
    """
    if act.when:
        return say("year_cards.done_rule")
    if week is None:
        return say("year_cards.done_never")
    if week < year.week + year.ahead:
        due, first = _dates(year, act), week_of(act.first_day)
        wording = "said_now" if due else "done_within" if first < week else "done_now"
        return say(f"year_cards.{wording}", first=first, week=week, due=due)
    planned = (act.first_day + act.spread_days - 2) // DAYS_A_WEEK
    weeks = many("year_hours.weeks", round(act.spread_days / DAYS_A_WEEK))
    told = {"week": week, "weeks": weeks, "hours": many("year_hours.hours", whole(hours))}
    return say("year_cards.done_later" if week > planned else "year_cards.done_slowly", **told)


def under_way_data(session: YearSession, plan: Hours) -> list[str]:
    """Return what was sent before, is no standing order, and is not done yet."""
    found = []
    for place, week in plan.under_way.items():
        act = session.played.strategy.acts[place]
        if not (act.when or act.every_weeks):
            wording = "under_way_never" if week is None else "under_way"
            text = say(f"year_cards.{wording}", act=with_whom(say(f"acts.{act.act}"), act), week=week)
            found.append(_and(text, gone_note(session.played, act)))
    return found


def to_come_data(year: Year) -> list[str]:
    """Return what was sent before, is no standing order, and has not begun yet, with its hours."""
    acts = [act for act in year.strategy.acts if not (act.when or act.every_weeks)]
    later = sorted((act for act in acts if act.first_day > DAYS_A_WEEK * year.week), key=lambda act: act.first_day)
    texts = ((act, say("year_cards.to_come", text=in_words(year, act, hours=True))) for act in later)
    return [_and(text, gone_note(year, act)) for act, text in texts]


def standing_data(session: YearSession) -> list[dict[str, Any]]:
    """Return the orders that go on, by their place among all acts sent."""
    year = session.played
    found = []
    for place, act in enumerate(year.strategy.acts):
        if (act.when or act.every_weeks) and _is_open(year, act):
            text = in_words(year, act)
            ends = place in session.stops
            note = "" if ends else gone_note(year, act)
            told = {"text": say("year.stops", text=text), "ends": True} if ends else {"text": text}
            found.append({"id": place, "note": note} | told)
    return found


def ran(year: Year) -> list[str]:
    """Return how often each order that was sent before the last turn ran in it, with the hours of these times."""
    if not year.turns:
        return []
    since, sent = DAYS_A_WEEK * year.before.week, len(year.strategy.acts) - len(year.turns[-1].acts)
    found = []
    for place, act in enumerate(year.strategy.acts[:sent]):
        if act.when or act.every_weeks:
            days = [
                one.day for one in year.outcome.diary
                if one.day > since and one.what == act.act and str(one.about) == str(place)
            ]  # fmt: skip
            hours = sum(act.cost(len(year.case.addressed(act.to, day))) for day in days)
            if days:
                text, told = in_words(year, act), many("year_hours.hours", whole(hours))
                found.append(many("year_told.ran", len(days), text=text, hours=told))
    return found


def gone_note(year: Year, act: Act) -> str:
    """Return in a sentence that all to whom an act goes have gone; "" where somebody is left."""
    to = _to_whom(year, act)
    return say("year_cards.all_gone", names=listed(to)) if to and year.gone.issuperset(to) else ""


def billed_for_gone(session: YearSession) -> str:
    """Return in a sentence who has gone and is still paid for, in all that goes on or is chosen; "" for nobody.

    The model counts an act's hours by all of the group to which it goes.
    """
    year = session.played
    going = [act for place, act in enumerate(year.strategy.acts) if place not in session.stops and _is_open(year, act)]
    billed = [name for act in (*going, *session.hand) for name in _billed(year, act)]
    names = [name for name in year.case.names if name in billed]
    return say("year_cards.billed", names=listed(names)) if names else ""


def _billed(year: Year, act: Act) -> list[str]:
    """Return who of the people to whom an act goes has gone, and is paid for with those who are left."""
    to = _to_whom(year, act)
    gone = [name for name in to if name in year.gone]
    is_dearer = act.cost(len(to)) > act.cost(len(to) - len(gone))
    return gone if is_dearer and len(gone) < len(to) else []


def _to_whom(year: Year, act: Act) -> Sequence[str]:
    return year.case.addressed(act.to, max(act.first_day, DAYS_A_WEEK * year.week + 1))


def _is_open(year: Year, act: Act) -> bool:
    """Return whether an act that was sent goes on until it is stopped, or is still to come."""
    if act.when or act.every_weeks:
        return act.until is None or act.until >= year.week
    return act.first_day > DAYS_A_WEEK * year.week


def _and(one: str, other: str) -> str:
    return f"{one} {other}" if other else one


def _set(what: str, act: Act) -> str:
    """Return an act with what was set otherwise than on its card."""
    told = (say("year_cards.setting", field=_small(field), value=_small(value)) for field, value in settings(act))
    said = "; ".join(told)
    return say("year_cards.set_otherwise", act=what, settings=said) if said else what


def _small(text: str) -> str:
    return f"{text[:1].lower()}{text[1:]}"


def in_words(year: Year, act: Act, *, hours: bool = False) -> str:
    """Return an act in words: what, for whom, when, and at what cost if that is asked for."""
    what = _set(with_whom(say(f"acts.{act.act}"), act), act)
    week = week_of(act.first_day)
    kind = act.when or ("every" if act.every_weeks else "once")
    wording = "habit" if kind == "once" and act.act in HABITS else kind
    repeat = repeat_words(act.every_weeks) if act.every_weeks else ""
    said = say(f"year_cards.text_{wording}", act=what, week=week, repeat=repeat)
    if not hours:
        return said
    number = many("year_hours.hours", whole(card_hours(year, act)))
    return say("year_cards.costs" if kind == "once" else "year_cards.costs_each", act=said, hours=number)
