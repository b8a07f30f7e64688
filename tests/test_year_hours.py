"""The hours of a played year's coming turn, and what is promised and open, by what the organisation can expect."""

from collections import Counter
from functools import cache

import pytest

from sim.catalogue import case_keys, load_strategy
from sim.experiments.year.promises import coming, is_promise, owed
from sim.experiments.year.turn_hours import hours_ahead
from sim.experiments.year.year import Year
from sim.lab.views.year_due import promise_counts
from sim.model.frozen import DAYS_A_WEEK

ENDS = ("kept", "late", "broken")  # of a promise, in the diary


@cache
def year_under_way():
    """Return a year of four turns with standing orders and promises."""
    return Year.begin("missed-deadline", 3).send(load_strategy("keep-informed").acts).send([]).send([]).send([])


@pytest.mark.parametrize("case", case_keys())
def test_hours_add_up_in_every_case(case):
    """Questions, acts, cards, promised work and what is free are all the hours there are, at every case's begin."""
    year = Year.begin(case)
    plan = hours_ahead(year, year.accepted([{"act": "listen", "day": 1}, {"act": "review", "day": 2}]))
    assert plan.there == pytest.approx(year.case.hours_per_day * DAYS_A_WEEK * plan.weeks)
    assert plan.questions + plan.begun + plan.cards + plan.work + plan.free == pytest.approx(plan.there)


def test_a_card_costs_what_its_act_costs():
    """A card that is paid within the turn takes the hours of its act, a repeated one those of each time."""
    year = year_under_way()
    cards = year.accepted(
        [
            {"act": "apologise", "week": year.week},
            {"act": "thank", "week": year.week, "every_weeks": 1, "to": ["Funder"]},
            {"act": "thank", "when": "complaint", "every_weeks": 1},
        ]
    )
    plan = hours_ahead(year, cards)
    assert plan.each == pytest.approx((cards[0].cost(8), year.ahead * cards[1].cost(1), 0))
    assert plan.done == (year.week, year.week, None)
    assert plan.cards == pytest.approx(sum(plan.each))


def test_acts_are_paid_before_promised_work():
    """More cards leave less for promised work and not the other way round; what finds no hours is done later."""
    year = year_under_way()
    reviews = year.accepted([{"act": "review", "week": year.week}] * 16)
    none, some, many = (hours_ahead(year, reviews[:count]) for count in (0, 2, 16))
    assert none.work > some.work > many.work
    assert some.cards < many.cards <= many.there
    assert sorted(many.done) == list(many.done)
    assert many.done[-1] >= year.week + many.weeks


def test_a_stopped_order_takes_no_hours():
    """An order that is to be stopped leaves its hours to other things."""
    year = year_under_way()
    orders = [place for place, act in enumerate(year.strategy.acts) if act.every_weeks]
    assert hours_ahead(year, stop=orders).begun < hours_ahead(year).begun


def test_what_is_expected_to_be_done_is_done():
    """A card comes true in the week that was told, where there are hours enough."""
    year = year_under_way()
    cards = year.accepted([{"act": "acknowledge", "week": year.week}, {"act": "involve", "week": year.week}])
    told = hours_ahead(year, cards).done
    after = year.send(cards).send([])
    done = {entry.what: (entry.day - 1) // DAYS_A_WEEK for entry in after.outcome.diary}
    assert (done["acknowledge"], done["involve"]) == told


@pytest.mark.long
def test_what_is_owed_is_due_on_the_day_that_was_told():
    """Each open promise falls due on the day that was told; none whose fate is known is among them."""
    year = year_under_way()
    whole = year
    while not whole.over:
        whole = whole.send([])
    due = {(day, what) for day, what in whole.outcome.log if what.startswith("due: ")}
    today = DAYS_A_WEEK * year.week
    open_now = owed(year)
    assert {(one.due, f"due: {one.name}") for one in open_now if not one.overdue} <= due
    fates = {entry.about for entry in year.outcome.diary if entry.what in ("kept", "late")}
    assert not fates & {one.name for one in open_now}
    assert all((one.due <= today) == one.overdue for one in open_now)
    assert {one.act is None for one in open_now} == {True, False}
    assert all(one.to and one.estimate > 0 and (one.left == 0) == one.ready for one in open_now)


def test_what_is_under_way_is_known_until_it_is_done():
    """An act that goes on for weeks is under way after its turn, with the week in which it comes true, and then not."""
    year = Year.begin("missed-deadline").send([{"act": "fix_process", "day": 1}])
    told = hours_ahead(year).under_way
    assert told == {0: 5}
    while year.week <= 5:
        assert hours_ahead(year).under_way == told
        year = year.send([])
    assert hours_ahead(year).under_way == {}
    assert [(one.day - 1) // DAYS_A_WEEK for one in year.outcome.diary if one.what == "fix_process"] == [5]


def test_what_is_taken_from_promised_work_makes_it_later():
    """Cards that take hours of the promised work let some of it fall behind; cards that take free hours do not."""
    year = Year.begin("missed-deadline")
    none, some = hours_ahead(year), hours_ahead(year, year.accepted([{"act": "apologise", "day": 1}]))
    assert none.work - some.work > 5
    assert some.later_than(none)["Reply to the hospital's plan"] >= 1
    assert none.later_than(none) == {}


@pytest.mark.long
@pytest.mark.parametrize("case", case_keys())
def test_only_work_that_will_miss_its_date_is_told_as_later(case):
    """By whatever is chosen, what gets later is due before it is expected to be done, by the days that are told."""
    year, found = Year.begin(case, 2), 0
    while not year.over:
        none = hours_ahead(year)
        for count in (1, 3, 9):
            some = hours_ahead(year, year.accepted([{"act": "listen", "week": year.week}] * count))
            later = some.later_than(none)
            for name, mine in some.promised.items():
                before = none.promised[name].day
                assert (name in later) == (mine.day > before and mine.day > mine.due)
                assert name not in later or later[name] == mine.day - before
            found += len(later)
        year = year.send([])
    assert found


def test_a_date_that_is_coming_follows_the_habit_that_was_set():
    """What will be promised is due when it is told to be, with the case's own dates and with longer ones."""
    for acts in ([], [{"act": "promise", "day": 1, "buffer": 3}]):
        year = Year.begin("missed-deadline").send(acts)
        told = {one.commitment.name: one.due for one in coming(year.case, range(year.week, 6), year.strategy.acts)}
        after = {one.name: one.due for one in owed(year.send([]))}
        both = told.keys() & after.keys()
        assert len(both) >= 2
        assert [told[name] for name in both] == [after[name] for name in both]


def test_a_promise_that_came_late_counts_once():
    """What was missed before the year and came in it is late, no more missed; what is not due yet is open."""
    year = Year.begin("missed-deadline")
    assert promise_counts(year) == {"kept": 0, "late": 0, "missed": 1, "open": 0}
    for _ in range(8):
        year = year.send([])
    fates = {one.about: one.what for one in year.outcome.diary if one.what in ENDS and is_promise(one)}
    told = Counter(fates.values())
    waiting = sum(not one.overdue for one in owed(year))
    assert told["late"]
    assert promise_counts(year) == {
        "kept": told["kept"], "late": told["late"], "missed": told["broken"], "open": waiting,
    }  # fmt: skip
